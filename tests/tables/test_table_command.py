"""``gongxing table``: what other programs and people get."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from made_tables import BILINGUAL, workbook

from gongxing.cli import main


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "book.xlsx", {"Sheet1": BILINGUAL})


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(main, ["table", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_json_is_what_the_contract_says(book: Path) -> None:
    found = json.loads(_run(book, "--format", "json"))
    assert set(found) == {"observations", "notes"}
    assert found["observations"][0] == {
        "region": "北京市",
        "code": "110000",
        "indicator": "常住人口",
        "indicator_id": "residents",
        "unit": "people",
        "value": 21_890_000.0,
        "period": "2020",
        "scope": "prefecture",
        "source": {"file": str(book), "sheet": "Sheet1", "cell": "C5"},
        "flags": [],
    }


def test_json_tells_columns_when_asked_and_files_when_several(book: Path, tmp_path: Path) -> None:
    other = workbook(tmp_path / "other.xlsx", {"Sheet1": BILINGUAL})
    lines = [json.loads(line) for line in _run(book, other, "--format", "json", "--explain").splitlines()]
    assert [line["file"] for line in lines] == [str(book), str(other)]
    columns = {column["place"]: column["indicator_id"] for column in lines[0]["columns"]}
    assert columns["F"] == "invention_patents"


def test_the_explanation_says_why(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = _run(book, "--explain", "--language", "en")
    assert "invention_patents" in text
    assert "named 发明 below 专利授权数" in text
    assert "17 values read from 6 columns; 0 columns not placed; 0 values doubtful" in text


def test_the_summary_in_chinese(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    text = _run(book, "--language", "zh")
    assert "北京市 2,189万人 (C5)" in text
    assert "读出 17 个数值，6 列；未归类 0 列；存疑 0 个" in text


def test_csv_and_workbook(book: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(_run(book, "--format", "csv"))))
    assert (rows[0]["cell"], rows[0]["value"], rows[0]["flags"]) == ("C5", "21890000.0", "")
    _run(book, "-o", tmp_path / "out.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert sheets.sheetnames == ["observations", "columns", "notes"]
    assert sheets["observations"].max_row == 18


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(book: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    result = CliRunner().invoke(main, ["table", str(broken), str(book), "--format", "json"])
    assert result.exit_code == 1
    assert "broken.xlsx: the workbook is damaged or cut off" in result.stderr
    assert json.loads(result.stdout)["file"] == str(book)


def test_a_folder_without_tables(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["table", str(tmp_path)])
    assert result.exit_code == 1
    assert "no table file is in this folder" in result.stderr
