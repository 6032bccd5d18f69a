"""``gongxing panel`` and ``gongxing check`` as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongxing.cli import main

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "sample" / "claims"
TABLE, ARTICLE = str(SAMPLE / "output.csv"), str(SAMPLE / "article.html")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, [*words])


def test_the_sample_shows_all_three_verdicts() -> None:
    shown = run("check", ARTICLE, "--tables", TABLE, "--format", "json")
    assert shown.exit_code == 0, shown.output
    found = json.loads(shown.stdout)
    assert found["counts"] == {"confirmed": 4, "contradicted": 3, "unchecked": 1}
    by_quote = {check["figure"]["quote"]: check for check in found["checks"]}
    assert [r["cause"] for r in by_quote["2657亿元"]["reasons"]] == ["year"]
    assert [r["cause"] for r in by_quote["8.7%"]["reasons"]] == ["price-base"]
    assert by_quote["2.78万亿元"]["steps"][0]["cells"][0]["source"]["file"].endswith("output.csv")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_and_the_explanation_show_cells_and_verdicts(language: str) -> None:
    table = run("check", ARTICLE, "--tables", TABLE, "--language", language)
    assert "✗" in table.stdout
    assert "✓" in table.stdout
    explained = run("check", ARTICLE, "--tables", TABLE, "--language", language, "--explain")
    assert "output.csv [E10]" in explained.stdout
    assert "2657亿元" in explained.stdout


def test_tables_may_stand_among_documents_and_the_status_is_asked_for() -> None:
    assert run("check", ARTICLE, TABLE, "--fail-on", "contradicted").exit_code == 2
    assert run("check", ARTICLE, TABLE).exit_code == 0
    assert run("check", str(SAMPLE), "--fail-on", "contradicted").exit_code == 2  # a folder with both


def test_checks_go_to_csv_and_to_a_workbook(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("check", ARTICLE, "--tables", TABLE, "--format", "csv").stdout)))
    assert len(rows) == 8
    assert {row["verdict"] for row in rows} == {"confirmed", "contradicted", "unchecked"}
    assert run("check", ARTICLE, "--tables", TABLE, "-o", str(tmp_path / "checks.xlsx")).exit_code == 0
    from openpyxl import load_workbook

    sheet = load_workbook(tmp_path / "checks.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 9
    assert "a workbook needs a file" in run("check", ARTICLE, "--tables", TABLE, "--format", "xlsx").output


@pytest.mark.parametrize(
    ("words", "sentence", "status"),
    [
        (("check", ARTICLE, "--tables", "nowhere"), "nowhere: there is no such file or folder", 1),
        (("check", "nowhere.html", "--tables", TABLE), "nowhere.html", 1),
        (("panel", TABLE, "--indicator", "地区生产总直"), "did you mean 地区生产总值", 1),
        (("panel", TABLE, "--region", "成都都市园"), "did you mean 成都都市圈", 1),
        (("panel", TABLE, "-o", "picture.svg"), "add --coverage", 2),
        (("panel", TABLE, "-o", "panel.doc"), "csv, xlsx or json", 2),
    ],
)
def test_bad_input_gets_one_sentence(words, sentence, status) -> None:
    shown = run(*words)
    assert shown.exit_code == status
    assert sentence in shown.output
    assert "Traceback" not in shown.output


def test_a_folder_without_tables_and_a_document_without_figures_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no table is in this folder" in run("check", ARTICLE, "--tables", str(tmp_path / "empty")).output
    page = tmp_path / "plain.txt"
    page.write_text("春天来了，花开了。", "utf-8")
    shown = run("check", str(page), "--tables", TABLE)
    assert shown.exit_code == 0
    assert "states no figure that was reached" in shown.stderr


def test_a_panel_lists_pivots_covers_and_exports(tmp_path: Path) -> None:
    assert "27 个数值 · 5 个地区 · 2 个指标" in run("panel", TABLE, "--language", "zh").stdout
    pivot = run("panel", TABLE, "--indicator", "GDP", "--region", "成都都市圈", "--language", "zh").stdout
    assert "22,075" in pivot
    assert "四川" not in pivot
    assert "All sources agree" in run("panel", TABLE, "--disagreements", "--language", "en").stdout
    assert "2021" in run("panel", TABLE, "--coverage").stdout
    rows = list(csv.DictReader(io.StringIO(run("panel", TABLE, "--format", "csv", "--period", "2023").stdout)))
    assert len(rows) == 9
    assert rows[0]["cell"] == "E4"
    for name in ("coverage.svg", "coverage.png", "coverage.html"):
        assert run("panel", TABLE, "--coverage", "-o", str(tmp_path / name)).exit_code == 0
    assert "<svg" in (tmp_path / "coverage.svg").read_text("utf-8")
    assert run("panel", TABLE, "-o", str(tmp_path / "panel.xlsx")).exit_code == 0


def test_sources_that_disagree_are_listed(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("region,code,indicator,unit,value,period\n成都,510100,地区生产总值,亿元,22100,2023\n", "utf-8")
    shown = run("panel", TABLE, str(other), "--disagreements", "--language", "en").stdout
    assert "other.csv" in shown
    assert "output.csv" in shown
