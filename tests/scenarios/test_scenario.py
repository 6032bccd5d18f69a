"""Scenario files and the simulate command, as a user meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from gongxing.cli import main

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "sample" / "railway"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "railway"))


def simulate(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["simulate", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def test_the_sample_says_who_gains_and_how_sure_that_is() -> None:
    status, out, _ = simulate(SAMPLE / "scenario.toml", "--language", "zh")
    assert status == 0
    for words in ("甲州与乙州之间的市域铁路", "乙州", "meets the tolerance", "Commuting follows gravity"):
        assert words in out


def test_json_has_every_region_and_the_certificate() -> None:
    found = json.loads(simulate(SAMPLE / "scenario.toml", "--format", "json")[1])
    assert found["certificate"]["certified"]
    gain = {region["name"]: region["real_income"] for region in found["regions"]}
    assert max(gain, key=gain.__getitem__) == "乙州"
    assert len(gain) == 6


def test_a_file_without_changes_changes_nothing(folder: Path) -> None:
    text = (folder / "scenario.toml").read_text("utf-8").partition("[[travel_time]]")[0]
    (folder / "scenario.toml").write_text(text, "utf-8")
    found = json.loads(simulate(folder / "scenario.toml", "--format", "json")[1])
    assert all(abs(region["residents"]) < 1e-8 for region in found["regions"])


def test_csv_and_xlsx_hold_the_same_numbers(folder: Path) -> None:
    assert simulate(folder / "scenario.toml", "-o", folder / "out.xlsx")[0] == 0
    assert simulate(folder / "scenario.toml", "-o", folder / "out.csv")[0] == 0
    rows = list(openpyxl.load_workbook(folder / "out.xlsx").worksheets[0].iter_rows(values_only=True))
    lines = (folder / "out.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].split(",") == list(rows[0])
    assert float(lines[2].split(",")[2]) == pytest.approx(rows[2][2])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"甲州", "乙州"', '"甲州", "乙县"', "乙县 is not among the 6 regions"),
        ('"-40%"', '"much faster"', "is not like"),
        ("[[travel_time]]", "[[teleport]]", "teleport is not known"),
        ('regions = "regions.csv"', 'regions = "none.csv"', "none.csv cannot be read"),
        ('title = "', "title = ", "not a TOML file"),
        ('change = "+3%"', "", "needs change"),
    ],
)
def test_a_wrong_file_is_explained(folder: Path, old: str, new: str, words: str) -> None:
    path = folder / "scenario.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    status, _, error = simulate(path)
    assert status == 1
    assert words in error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("regions.csv", "5200000", "many", "jobs of 甲州 holds 'many'"),
        ("regions.csv", "5200000", "", "jobs of 甲州 is missing"),
        ("regions.csv", "jobs", "posts", "lacks the column jobs"),
        ("minutes.csv", "甲州,28", "甲州,", "no value for 甲州 to 甲州"),
        ("minutes.csv", "甲州,28", "甲州,0", "travel_cost: expected costs above zero"),
    ],
)
def test_a_wrong_table_is_explained(folder: Path, table: str, old: str, new: str, words: str) -> None:
    path = folder / table
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    status, _, error = simulate(folder / "scenario.toml")
    assert status == 1
    assert words in error
