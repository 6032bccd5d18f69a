"""The command line as a user meets it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from gongxing.cli import main

PLAN = "青山市2026年政府工作要点\n2026年，成都市将建设中试中心，新增载体9万平方米。德阳市地区生产总值增长6%以上。\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    return path


def run(*words: object, **options: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], **options)  # type: ignore[arg-type]


def test_the_summary_shows_the_document_then_its_facts_by_region(sample: Path) -> None:
    result = run("read", sample, "--language", "zh")
    assert result.exit_code == 0
    for words in ("四城同题", "共兴示例日报", "2026-03-18", "成都", "2.47636万亿元"):
        assert words in result.stdout


def test_the_summary_speaks_english(sample: Path) -> None:
    result = run("read", sample, "--language", "en")
    assert result.exit_code == 0
    assert "2.47636 trillion CNY" in result.stdout


def test_kind_and_region_choose(sample: Path) -> None:
    result = run("read", sample, "--format", "json", "--kind", "figure", "--region", "资阳市")
    facts = json.loads(result.stdout)["facts"]
    assert facts
    assert {(fact["kind"], fact["region"]) for fact in facts} == {("figure", "资阳")}


def test_explain_names_the_rule_of_each_fact(sample: Path) -> None:
    facts = json.loads(run("read", sample, "--format", "json").stdout)["facts"]
    result = run("read", sample, "--explain", "--language", "en", env={"COLUMNS": "300"})
    assert result.exit_code == 0
    for fact in facts[:10]:
        assert fact["quote"] in result.stdout
        assert fact["rule"].split()[0] in result.stdout


def test_several_files_give_json_lines_with_names(sample: Path, plan: Path) -> None:
    lines = [json.loads(line) for line in run("read", sample, plan, "--format", "json").stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(sample), str(plan)]


def test_csv_has_a_row_a_fact_and_no_formulas(tmp_path: Path) -> None:
    page = tmp_path / "plan.txt"
    page.write_text("=cmd|' /C calc'!A0\n" + PLAN, "utf-8")
    out = tmp_path / "facts.csv"
    assert run("read", page, "-o", out).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert any(row["kind"] == "figure" and row["unit"] == "m2" and float(row["value"]) == 90000 for row in rows)
    assert not any((value or "").startswith("=") for row in rows for value in row.values())


def test_xlsx_has_documents_and_facts(sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts.xlsx"
    assert run("read", sample, "-o", out).exit_code == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["documents", "facts"]
    rows = list(book["facts"].iter_rows(values_only=True))
    facts = json.loads(run("read", sample, "--format", "json").stdout)["facts"]
    assert len(rows) == 1 + len(facts)
    assert rows[0][:4] == ("file", "title", "published", "kind")


def test_a_workbook_without_a_file_to_go_to_is_explained(sample: Path) -> None:
    result = run("read", sample, "--format", "xlsx")
    assert result.exit_code == 2
    assert "--output" in result.stderr


def test_one_bad_file_does_not_stop_the_rest(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    result = run("read", tmp_path, "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["article"]["title"].startswith("青山市")
    assert "empty.html" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = run("read", tmp_path / "nowhere.html")
    assert result.exit_code == 1
    assert "nowhere.html" in result.stderr


def test_standard_input(plan: Path) -> None:
    result = run("read", "-", "--format", "json", input=plan.read_bytes())
    assert json.loads(result.stdout)["article"]["title"].startswith("青山市")


def test_any_number_of_jobs_gives_the_same_lines(sample: Path, tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(PLAN.replace("9万", f"{number + 1}万"), "utf-8")
    one = run("read", tmp_path, sample, "--format", "json", "--jobs", "1")
    three = run("read", tmp_path, sample, "--format", "json", "--jobs", "3")
    assert one.exit_code == three.exit_code == 0
    assert one.stdout == three.stdout


def test_help_has_an_example() -> None:
    assert "gongxing read report.html" in run("read", "--help").stdout


def test_a_reader_that_stops_listening_sees_no_traceback(sample: Path) -> None:
    command = f"{sys.executable} -m gongxing read {sample} {sample} --format json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
