"""Scenario files and the simulate command, as a user meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner

from gongxing.cli import main
from gongxing.equilibrium.parameters import known
from gongxing.scenarios import read_scenario
from gongxing.scenarios.run import shock_of

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
    for words in ("甲州与乙州之间的市域铁路", "乙州", "达到所要求的", "通勤按引力模型推算"):
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
        ('"甲州", "乙州"', '"甲州", "乙县"', "乙县 is not among the 6 regions of regions.csv; use names such as 甲州"),
        ('"甲州", "乙州"', '"甲州"', "names too few regions"),
        ('"甲州", "乙州"', '"甲州", "甲州"', "names too few regions or one twice"),
        ('"-40%"', '"much faster"', "is not like"),
        ('"-40%"', '"-120%"', "above -100%"),
        ('"-40%"', "-40", "is not like"),
        ('"-40%"', '"-40%"\ncolour = 3', "colour is not known in [[travel_time]]; use between, from, to, hub, change"),
        ("[[travel_time]]", "[[teleport]]", "teleport is not known in the file; use title"),
        ('regions = "regions.csv"', 'regions = "none.csv"', "none.csv: cannot be read"),
        ('regions = "regions.csv"', 'region = "regions.csv"', "region is not known in [data]"),
        ('title = "', "title = ", "not a TOML file"),
        ('change = "+3%"', "", "needs change"),
        ("title =", "productivity = 3\ntitle =", "productivity must be a section"),
        ("title =", "solve = 3\ntitle =", "solve must be a section"),
        ("[data]", '[solve]\ntolerance = "abc"\n[data]', "tolerance is 'abc'; write a number"),
        ("[data]", "[solve]\nspeed = 3\n[data]", "speed is not known in [solve]; use tolerance, numeraire"),
        ("[data]", '[solve]\nnumeraire = "gold"\n[data]', "numeraire 'gold' is not known; use wage, income, prices"),
        ("[data]", "[parameters]\ncommuting_elasticity = 0.5\n[data]", "expected above 1, got 0.5"),
        ("[data]", '[parameters]\ncommuting_elasticity = "big"\n[data]', "expected above 1, got 'big'"),
    ],
)
def test_a_wrong_file_is_explained(folder: Path, old: str, new: str, words: str) -> None:
    path = folder / "scenario.toml"
    text = path.read_text("utf-8")
    if "productivity = 3" in new:
        text = text.partition("[[productivity]]")[0]
    path.write_text(text.replace(old, new), "utf-8")
    status, _, error = simulate(path)
    assert status == 1
    assert words in error
    assert "scenario.toml" in error or "none.csv" in error
    assert len(error.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("regions.csv", "5200000", "many", "jobs of 甲州 holds 'many'"),
        ("regions.csv", "5200000", "", "jobs of 甲州 is missing or not positive (1 of 6 regions)"),
        ("regions.csv", "jobs", "posts", "lacks the column jobs; add it (name, posts, residents, wages are there)"),
        ("regions.csv", "乙州", "甲州", "甲州 is there twice"),
        ("minutes.csv", "甲州,28", "甲州,", "1 of 36 pairs have no value, such as 甲州 to 甲州"),
        ("minutes.csv", "甲州,28", "甲州,0", "travel_cost: expected costs above zero"),
    ],
)
def test_a_wrong_table_is_explained(folder: Path, table: str, old: str, new: str, words: str) -> None:
    path = folder / table
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    status, _, error = simulate(folder / "scenario.toml")
    assert status == 1
    assert words in error


def test_files_that_are_no_scenario_are_explained(tmp_path: Path) -> None:
    (tmp_path / "noise.toml").write_bytes(bytes(range(128, 256)))
    for path, words in (
        (tmp_path / "none.toml", "cannot be read"), (tmp_path, "cannot be read"),
        (tmp_path / "noise.toml", "not text in UTF-8"),
    ):  # fmt: skip
        status, _, error = simulate(path)
        assert status == 1
        assert words in error
    status, _, error = simulate(SAMPLE / "scenario.toml", "-o", tmp_path / "no" / "where.txt")
    assert status == 1
    assert "cannot be written" in error


def test_words_become_ratios(folder: Path) -> None:
    # By hand: time x 0.6 is cost x 0.6^0.47; two shocks of one pair multiply; from and to change one way only.
    path = folder / "scenario.toml"
    head = path.read_text("utf-8").partition("[[travel_time]]")[0]
    path.write_text(
        head
        + """
[[travel_time]]
between = ["甲州", "乙州"]
change = "-40%"
[[commuting_cost]]
from = "乙州"
to = "甲州"
change = "x0.5"
[[trade_distance]]
between = ["甲州", "乙州", "丙州"]
change = "-10%"
[amenity]
regions = ["丁州", "戊州"]
change = "+5%"
""",
        "utf-8",
    )
    shock = shock_of(read_scenario(path))
    cost, trade = np.asarray(shock.commuting_cost), np.asarray(shock.trade_cost)
    assert cost[0, 1] == pytest.approx(0.6**0.47)
    assert cost[1, 0] == pytest.approx(0.6**0.47 * 0.5)
    assert (cost != 1).sum() == 2
    assert trade[:3, :3] == pytest.approx(np.where(np.eye(3) > 0, 1, 0.9**0.42))
    assert shock.amenity == pytest.approx([1, 1, 1, 1.05, 1.05, 1])
    assert shock.productivity is None


def with_section(folder: Path, section: str) -> Path:
    path = folder / "scenario.toml"
    path.write_text(path.read_text("utf-8").replace("[[travel_time]]", f"{section}\n\n[[travel_time]]", 1), "utf-8")
    return path


def test_commuting_by_minutes(folder: Path) -> None:
    scenario = read_scenario(with_section(folder, '[commuting]\nform = "minutes"\nper_minute = 0.06'))
    a, b = scenario.names.index("甲州"), scenario.names.index("乙州")
    cost = shock_of(scenario).commuting_cost
    # Two fifths of the minutes are saved; cost becomes commuting with the elasticity of 4.6.
    assert cost[a, b] == pytest.approx(np.exp(-0.06 / 4.6 * 0.4 * scenario.travel_time[a, b]))
    assert (cost == 1).sum() == 34
    status, out, _ = simulate(folder / "scenario.toml", "--language", "zh", "--intervals", "5")
    assert status == 0
    assert "每多一分钟，通勤量的对数下降 0.06" in "".join(out.split("\n"))
    assert "达到所要求的" in out


def test_commuting_to_a_stated_share(folder: Path) -> None:
    found = json.loads(simulate(with_section(folder, '[commuting]\nshare = "30%"'), "--format", "json")[1])
    said = json.dumps(found["assumptions"], ensure_ascii=False)
    assert "30 % of workers work outside their region, as stated" in said
    assert "30.0 % of workers commute between regions" in said
    assert found["certificate"]["certified"]


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ('[commuting]\nform = "hours"', "form is 'hours'; use power, minutes"),
        ("[commuting]\nper_minute = 0.07", 'per_minute is of form = "minutes"'),
        ('[commuting]\nform = "minutes"\nper_minute = "fast"', "per_minute is 'fast'"),
        ("[commuting]\nshare = 5", 'share 5 is not like "30%"'),
        ('[commuting]\nshare = "0.01%"', "must work outside their region"),
        ("[commuting]\nspeed = 5", "speed is not known in [commuting]; use form, per_minute, share"),
    ],
)
def test_a_wrong_way_of_commuting_is_explained(folder: Path, section: str, words: str) -> None:
    status, _, said = simulate(with_section(folder, section))
    assert status == 1
    assert words in said


def test_regions_go_by_code_too(folder: Path) -> None:
    rows = (folder / "regions.csv").read_text("utf-8").splitlines()
    coded = [f"{rows[0]},code", *(f"{row},{990100 + 100 * k}" for k, row in enumerate(rows[1:]))]
    (folder / "regions.csv").write_text("\n".join(coded), "utf-8")
    path = folder / "scenario.toml"
    path.write_text(path.read_text("utf-8").replace('"甲州", "乙州"', '"990100", "乙州"'), "utf-8")
    found = json.loads(simulate(path, "--format", "json")[1])
    assert {region["code"] for region in found["regions"]} >= {"990100", "990200"}


def test_observed_commuting_is_used_and_filled(folder: Path) -> None:
    (folder / "commuters.csv").write_text("from,to,people\n甲州,甲州,4900000\n乙州,甲州,90000\n", "utf-8")
    path = folder / "scenario.toml"
    text = path.read_text("utf-8").replace("[data]", '[data]\ncommuters = "commuters.csv"')
    path.write_text(text, "utf-8")
    status, out, _ = simulate(path, "--language", "en")
    assert status == 0
    assert "Commuting between 34 pairs was not observed" in out


def test_the_numeraire_is_said_with_the_welfare(folder: Path) -> None:
    path = folder / "scenario.toml"
    path.write_text(path.read_text("utf-8") + '\n[solve]\nnumeraire = "prices"\n', "utf-8")
    assert "Held fixed: the price index of tradables" in simulate(path, "--language", "en")[1]
    assert "商品价格指数" in simulate(path, "--language", "zh")[1]


def test_the_page_shows_what_the_command_prints() -> None:
    page = (SAMPLE.parents[1] / "equilibrium.md").read_text("utf-8")
    found = json.loads(simulate(SAMPLE / "scenario.toml", "--format", "json")[1])
    order = ("real_income", "wages", "residents", "jobs", "rents", "prices")
    for region in found["regions"]:
        cells = " | ".join(f"{region[name]:+.2f} %" for name in order)
        assert f"| {region['name']} | {cells} |" in page
    assert f"Welfare rises by {found['welfare']:.2f} %" in page
    for name, what in known().items():
        low, high = (f"{value:g}" for value in what.plausible)
        assert f"{what.symbol} | {what.default:g} | {low}–{high} |" in page, name
