"""Edits on the command line: by number and by reference, shown before and after, undone, kept through a re-reading."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from made_library import plan, write_plans

from gongxing.cli import main
from gongxing.library import Library


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGXING_WHO", "林")
    monkeypatch.setenv("COLUMNS", "140")
    write_plans(tmp_path / "in", 3)
    assert run("ingest", "in").exit_code == 0
    return tmp_path


def facts(**wanted: Any) -> list[dict[str, Any]]:
    with Library("gongxing.db") as library:
        rows: Any = library.facts(shown=False)
        return [row for row in rows.to_dicts() if all(row[name] == value for name, value in wanted.items())]


def figure(quote: str = "1万平方米") -> int:
    (row,) = facts(kind="figure", quote=quote)
    return int(row["id"])


def test_a_search_shows_the_number_that_an_edit_takes(place: Path) -> None:
    out = run("search", "新增载体", "--kind", "figure", "--language", "zh").stdout
    assert any(line.split()[:2] == [str(figure()), "数值"] for line in out.splitlines())


def test_reject_shows_before_and_after_and_how_to_undo(place: Path) -> None:
    number = figure()
    result = run("edit", "reject", number, "--language", "zh")
    assert result.exit_code == 0, result.stderr
    for words in ("“1万平方米”", "读出", "已否定", "撤销：gongxing edit undo 1"):
        assert words in result.stdout
    assert run("search", "新增载体", "--kind", "figure", "--format", "csv").stdout.count("\n") == 3
    result = run("edit", "undo", "--language", "zh")
    assert "已撤销第 1 号" in result.stdout
    assert "gongxing edit undo 2" in result.stdout
    assert run("search", "新增载体", "--kind", "figure", "--format", "csv").stdout.count("\n") == 4


def test_a_correction_is_stated_as_documents_write_it(place: Path) -> None:
    number = figure()
    result = run("edit", "correct", number, "value=1.2万平方米", "period=2025年", "region=绵阳市", "--language", "en")
    assert result.exit_code == 0, result.stderr
    for words in ("10000 (10,000 square metres)", "12000 (12,000 square metres)", "绵阳", "found", "corrected"):
        assert words in result.stdout
    with Library("gongxing.db") as library:
        fact = library.fact(number)
    assert (fact["value"], fact["unit"], fact["period"], fact["about_code"]) == (12_000, "m2", "2025", "510700")
    assert fact["extracted"]["value"] == 10_000
    assert "nothing changed" in run("edit", "correct", number, "period=2025", "--language", "en").stdout


def test_a_fact_is_named_by_where_it_stands(place: Path) -> None:
    (row,) = facts(kind="figure", quote="1万平方米")
    with Library("gongxing.db") as library:
        sha256 = library.documents().to_dicts()[row["document"] - 1]["sha256"]  # type: ignore[union-attr]
    reference = f"doc:{sha256[:12]}#{row['start']}-{row['end']}"
    assert run("edit", "accept", reference).exit_code == 0
    assert facts(id=row["id"])[0]["standing"] == "accepted"
    result = run("edit", "accept", f"doc:{sha256[:12]}#{row['start']}-{row['end'] - 1}")
    assert result.exit_code == 1
    assert "no fact stands exactly there; near it: " in result.stderr
    assert f"{row['id']} figure “1万平方米” {row['start']}-{row['end']}" in result.stderr


def test_several_facts_on_one_span_ask_which(place: Path) -> None:
    (place / "area.txt").write_text("成都都市圈由成都、德阳、眉山、资阳组成，共建同城化。\n", "utf-8")
    run("ingest", "area.txt")
    spans: dict[tuple[int, int, int], list[dict[str, Any]]] = {}
    for row in facts():
        spans.setdefault((row["document"], row["start"], row["end"]), []).append(row)
    here = next(rows for rows in spans.values() if len(rows) > 1)
    with Library("gongxing.db") as library:
        sha256 = library.documents().to_dicts()[here[0]["document"] - 1]["sha256"]  # type: ignore[union-attr]
    reference = f"doc:{sha256[:12]}#{here[0]['start']}-{here[0]['end']}"
    result = run("edit", "reject", reference)
    assert result.exit_code == 1
    assert "facts stand there" in result.stderr
    assert run("edit", "reject", reference, "--kind", here[0]["kind"]).exit_code == 0
    assert facts(id=here[0]["id"])[0]["standing"] == "rejected"


def test_a_mistake_among_several_does_nothing(place: Path) -> None:
    result = run("edit", "reject", figure(), 999999)
    assert result.exit_code == 1
    assert "there is no fact 999999" in result.stderr
    assert json.loads(run("edit", "history", "--format", "json").stdout) == []


def test_merged_facts_and_documents(place: Path) -> None:
    first, second = figure("1万平方米"), figure("2万平方米")
    assert "merged" in run("edit", "merge", first, second, "--language", "en").stdout
    result = run("edit", "merge", "--documents", 2, 1, "--language", "zh")
    assert "视为 1" in result.stdout
    assert json.loads(run("status", "--format", "json").stdout)["documents"] == 2
    result = run("edit", "undo", "--language", "zh")
    assert "恢复原状" in result.stdout
    assert json.loads(run("status", "--format", "json").stdout)["documents"] == 3
    assert "cannot be merged with itself" in run("edit", "merge", first, first).stderr
    assert "itself" in run("edit", "merge", "--documents", 2, 2).stderr


def test_a_repost_is_parted(place: Path) -> None:
    extra = "实施城市更新行动，改造老旧小区" + "、".join(f"第{n}街" for n in range(40)) + "。\n"
    body = plan("乐山", 2010, 5, extra)
    (place / "a.txt").write_text(body, "utf-8")
    (place / "b.txt").write_text(body.replace("、第7街", "、第7大街"), "utf-8")
    run("ingest", "a.txt", "b.txt")
    (alike,) = json.loads(run("status", "--format", "json").stdout)["alike"]
    assert "独立文档" in run("edit", "part", alike["id"], "--language", "zh").stdout
    assert json.loads(run("status", "--format", "json").stdout)["alike"] == []


def test_history_tells_who_did_what_and_what_stands(place: Path) -> None:
    number = figure()
    run("edit", "correct", number, "value=1.2万平方米")
    run("edit", "accept", figure("2万平方米"), "--who", "文")
    run("edit", "undo", 1)
    rows = json.loads(run("edit", "history", "--format", "json").stdout)
    assert [(row["who"], row["action"], row["stands"]) for row in rows] == [
        ("林", "correct", False), ("文", "accept", True), ("林", "undo", False),
    ]  # fmt: skip
    assert rows[0]["fields"] == {"value": 12000.0, "unit": "m2"}
    assert [row["id"] for row in json.loads(run("edit", "history", number, "--format", "json").stdout)] == [1, 3]
    assert [row["id"] for row in json.loads(run("edit", "history", "--by", "文", "--format", "json").stdout)] == [2]
    assert len(json.loads(run("edit", "history", "--document", 1, "--format", "json").stdout)) == 2
    page = run("edit", "history", "--language", "zh").stdout
    for words in ("已撤销", "有效", "value=1.2万平方米", "撤销第 1 号"):
        assert words in page
    lines = list(csv.DictReader(io.StringIO(run("edit", "history", "--format", "csv").stdout)))
    assert json.loads(lines[0]["fields"])["unit"] == "m2"
    assert run("edit", "history", "-o", "h.xlsx").exit_code == 0
    assert "1" in run("edit", "history", "--rows", 1, "--language", "en").stdout


def test_edits_survive_a_reading_by_newer_rules(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = figure()
    run("edit", "correct", number, "value=1.2万平方米")
    run("edit", "reject", figure("2万平方米"))
    before = run("edit", "history", "--format", "json").stdout
    monkeypatch.setattr("gongxing.library.ingest.reading_version", lambda: "newer")
    result = run("ingest", "--reread", "--language", "en")
    assert result.stdout.startswith("3 read"), result.stdout
    assert figure() == number
    with Library("gongxing.db") as library:
        assert (library.fact(number)["value"], library.fact(number)["standing"]) == (12_000, "corrected")
    assert facts(quote="2万平方米", kind="figure")[0]["standing"] == "rejected"
    assert run("edit", "history", "--format", "json").stdout == before
    assert run("edit", "undo", 1).exit_code == 0
    with Library("gongxing.db") as library:
        assert library.fact(number)["value"] == 10_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["accept", "氢能"], "this names no fact; give its number as gongxing search shows it, or doc:"),
        (["correct", "1", "value"], "write a field and what it is, with = between them"),
        (["correct", "999999", "value=1"], "there is no fact 999999"),
        (["undo", "77"], "there is no edit 77; gongxing edit history lists them"),
        (["undo"], "no edit of 林 stands"),
        (["part", "77"], "there is no such document"),
        (["accept", "doc:000000000000#1-2"], "no document or table 000000000000"),
        (["accept", "1", "--who", " "], "needs the name of the person"),
        (["accept", "9" * 40], "this names no fact"),
    ],
)
def test_a_mistake_has_one_sentence(place: Path, words: list[str], said: str) -> None:
    result = run("edit", *words)
    assert result.exit_code in (1, 2)
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
