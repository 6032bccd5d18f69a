"""The library's commands as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from made_library import plan, write_plans

from gongxing.cli import main


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_plans(tmp_path / "in", 4)
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    result = run("ingest", "in", "--language", "en", "--jobs", "1")
    assert result.exit_code == 1
    assert "4 read" in result.stdout
    assert "1 failed" in result.stdout
    assert "empty.txt" in result.stderr
    return tmp_path


def test_status_tells_what_is_there_and_what_failed(place: Path) -> None:
    result = run("status", "--language", "zh")
    assert result.exit_code == 0
    for words in ("文档", "未能读取", "empty.txt"):
        assert words in result.stdout
    state = json.loads(run("status", "--format", "json").stdout)
    assert (state["documents"], state["parts"]) == (4, {"done": 4, "failed": 1})


def test_search_prints_what_it_finds_in_every_format(place: Path) -> None:
    result = run("search", "氢能", "--language", "zh")
    assert "文档 4" in result.stdout
    found = json.loads(run("search", "氢能", "--region", "成都", "--format", "json").stdout)
    assert found["counts"]["document"] == 1
    rows = list(csv.DictReader(io.StringIO(run("search", "新增载体", "--kind", "figure", "--format", "csv").stdout)))
    assert sorted(float(row["value"]) for row in rows) == [10_000, 20_000, 30_000, 40_000]
    assert run("search", "新增载体", "-o", "found.xlsx").exit_code == 0
    sheet = openpyxl.load_workbook("found.xlsx")["found"]
    assert sheet["A1"].value == "kind"
    assert isinstance(next(row for row in sheet.iter_rows(values_only=True) if row[0] == "figure")[5], int | float)
    assert run("search", "氢能", "-o", "found.csv").exit_code == 0
    assert Path("found.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_is_not_found_says_what_to_do(place: Path) -> None:
    result = run("search", "核聚变", "--language", "zh")
    assert result.exit_code == 0
    assert "没有找到" in result.stdout


def test_an_ingest_without_a_path_goes_on_or_says_there_is_nothing(place: Path) -> None:
    result = run("ingest")
    assert result.exit_code == 2
    assert "name files or folders" in result.stderr


def test_reread_has_nothing_to_do_under_the_same_rules(place: Path) -> None:
    assert run("ingest", "--reread", "--language", "en").stdout.startswith("0 read")


@pytest.mark.parametrize("words", [["status"], ["search", "氢能"]])
def test_no_library_is_explained(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == 1
    assert "there is no library here; make one with gongxing ingest" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["search", "氢能", "--since", "去年"], "no date"),
        (["search", "！"], "no word"),
        (["ingest", "in", "--cluster", "tcp://203.0.113.5:8786"], "must use TLS"),
        (["ingest", "in", "--cluster", "tcp://127.0.0.1:9"], "no Dask scheduler answers"),
        (["search", "氢能", "--format", "xlsx"], "--output"),
    ],
)
def test_a_mistake_has_one_sentence(place: Path, words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_python_opens_a_library_by_one_name(place: Path) -> None:
    import gongxing as gx

    with gx.open("gongxing.db") as library:
        assert library.documents().height == 4
        assert list(library.figures(region="成都", frame="pandas")["about"].unique()) == ["成都"]
        with pytest.raises(ValueError, match="polars"):
            library.figures(frame="arrow")  # type: ignore[arg-type]


def test_standard_input_is_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["ingest", "-", "--language", "en"], input=plan("泸州").encode())
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("1 read")
