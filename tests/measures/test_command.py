"""``gongxing measure`` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongxing.cli import main

CITIES = """code,city,province,year,gdp_per_head,people
510100,成都,四川,2020,8,2
510300,自贡,四川,2020,4,1
520100,贵阳,贵州,2020,6,1
520300,遵义,贵州,2020,5,
510100,成都,四川,2021,9,2
510300,自贡,四川,2021,4,1
520100,贵阳,贵州,2021,7,1
520300,遵义,贵州,2021,5,1
"""


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    path = tmp_path / "cities.csv"
    path.write_text(CITIES, "utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["measure", *map(str, words)])


def test_the_list_is_by_family_in_both_languages() -> None:
    chinese, english = run("--list", "--language", "zh"), run("--list", "--language", "en")
    assert chinese.exit_code == english.exit_code == 0
    assert "不平等" in chinese.output
    assert "泰尔指数（T）" in chinese.output
    assert "Convergence and dynamics" in english.output
    assert "theil" in english.output


def test_the_list_as_json_has_every_measure() -> None:
    from gongxing.measures import measures

    rows = json.loads(run("--list", "--format", "json").output)
    assert [row["id"] for row in rows] == list(measures())


def test_words_that_match_nothing_are_said() -> None:
    found = run("--list", "量子")
    assert found.exit_code == 1
    assert "量子" in found.output


@pytest.mark.parametrize(("language", "said"), [("zh", "怎样读"), ("en", "How to read it")])
def test_a_measure_explains_itself_without_data(language, said) -> None:
    card = run("theil", "--explain", "--language", language)
    assert card.exit_code == 0
    assert said in card.output
    assert "Theil, H. (1967)" in card.output
    assert "{total" not in card.output


def test_a_csv_with_the_columns_named_gives_a_table(cities) -> None:
    found = run("theil", "gdp_per_head", "--weight", "people", "--by", "year", "--group", "province",
                "--data", cities, "--missing", "drop", "--language", "en")  # fmt: skip
    assert found.exit_code == 0, found.output
    assert "2021" in found.output
    assert "四川" in found.output
    assert "dropped 1 of 8" in found.output


def test_a_missing_value_says_how_to_go_on_from_the_command_line(cities) -> None:
    found = run("theil", "gdp_per_head", "--weight", "people", "--by", "year", "--data", cities)
    assert found.exit_code == 1
    assert "1 of 8 are missing" in found.output
    assert "520300" in found.output
    assert "--missing drop" in found.output
    assert "Traceback" not in found.output


def test_other_formats_hold_the_tidy_table(cities, tmp_path) -> None:
    words = ("gini", "gdp_per_head", "--by", "year", "--data", cities)
    content = json.loads(run(*words, "--format", "json").output)
    assert content["measure"] == "gini"
    assert {row["year"] for row in content["table"]} == {2020, 2021}
    assert content["spec"]["arguments"]["by"] == "year"
    table = run(*words, "--format", "csv").output.splitlines()
    assert table[0] == "measure,year,group,term,value,unit,n"
    book = tmp_path / "gini.xlsx"
    assert run(*words, "-o", book).exit_code == 0
    from openpyxl import load_workbook

    sheets = load_workbook(book)
    assert sheets.sheetnames == ["gini", "notes"]
    assert sheets["gini"]["A1"].value == "measure"


def test_a_chart_is_drawn_without_a_network(cities, tmp_path) -> None:
    path = tmp_path / "gini.svg"
    assert run("gini", "gdp_per_head", "--by", "year", "--data", cities, "--chart", path).exit_code == 0
    assert path.read_text("utf-8").startswith("<svg")
    wrong = run("gini", "gdp_per_head", "--by", "year", "--data", cities, "--chart", tmp_path / "gini.bmp")
    assert wrong.exit_code == 2


def test_other_arguments_are_set_by_name(cities) -> None:
    words = ("generalised_entropy", "gdp_per_head", "--by", "year", "--data", cities, "--format", "json")
    one = json.loads(run(*words, "--set", "alpha=1").output)["table"][0]["value"]
    theil = json.loads(run("theil", *words[1:]).output)["table"][0]["value"]
    assert one == pytest.approx(theil)
    unknown = run(*words, "--set", "beta=1")
    assert unknown.exit_code == 1
    assert "alpha" in unknown.output
    assert "expected a number, but 'two' came" in run(*words, "--set", "alpha=two").output


def test_a_table_of_a_yearbook_is_read_and_words_of_people_are_understood(tmp_path) -> None:
    path = tmp_path / "四川.csv"
    path.write_text(
        "地区,年份,人均地区生产总值(元),常住人口(万人)\n成都市,2020,85000,2093\n自贡市,2020,58000,249\n"
        "贵阳市,2020,72000,599\n遵义市,2020,56000,661\n",
        "utf-8",
    )
    words = ("theil", "gdp_per_head", "--weight", "population", "--by", "year", "--group", "province")
    found = run(*words, "--tables", path, "--format", "json")
    assert found.exit_code == 0, found.output
    content = json.loads(found.output)
    assert content["spec"]["arguments"]["weight"] == "residents"
    assert {row["group"] for row in content["table"]} == {None, "四川", "贵州"}
    assert content["table"][0]["n"] == 4
    within = run("gini", "人均GDP", "--within", "四川", "--by", "year", "--tables", path, "--format", "json")
    assert json.loads(within.output)["table"][0]["n"] == 2


def test_without_tables_the_values_are_those_of_the_library(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "four.csv"
    path.write_text(
        "地区,年份,人均地区生产总值(元),常住人口(万人)\n成都市,2020,85000,2093\n自贡市,2020,58000,249\n", "utf-8"
    )
    made = CliRunner().invoke(main, ["ingest", str(path), "--library", str(tmp_path / "made.db")])
    assert made.exit_code == 0, made.output
    asked = ("gini", "gdp_per_head", "--weight", "residents", "--format", "json")
    by_tables = json.loads(run(*asked, "--tables", path).output)["table"]
    named = run(*asked, "--library", tmp_path / "made.db")
    assert json.loads(named.output)["table"] == by_tables
    monkeypatch.chdir(tmp_path)
    (tmp_path / "made.db").rename("gongxing.db")
    (tmp_path / "made.db.files").rename("gongxing.db.files")
    assert json.loads(run(*asked).output)["table"] == by_tables
    absent = run(*asked, "--library", "absent.db")
    assert absent.exit_code == 1
    assert "there is no library here" in absent.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("theill",), "did you mean theil"),
        (("theil",), "needs columns"),
        (("theil", "gdp_per_head"), "needs a table"),
        (("theil", "gdp_per_head", "--data", "absent.csv"), "cannot be read"),
        (("theil", "gdp_per_head", "--tables", "absent/"), "absent"),
        (("theil", "gdp_per_head", "--tables", "tests", "--years", "soon"), "write years"),
        (("theil", "--format", "xlsx"), "add --output"),
    ],
)
def test_a_mistake_gets_a_sentence(words, said) -> None:
    found = run(*words)
    assert found.exit_code in (1, 2)
    assert said in found.output
    assert "Traceback" not in found.output


SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "sample" / "index"
BRANCHES = """code,farms,works,shops
510100,60,30,10
510600,20,80,
511400,,50,5
"""


@pytest.fixture
def branches(tmp_path: Path) -> Path:
    path = tmp_path / "branches.csv"
    path.write_text(BRANCHES, "utf-8")
    return path


def test_an_index_is_computed_from_its_specification_alone() -> None:
    shown = run("--spec", SAMPLE / "innovation.toml", "--data", SAMPLE / "innovation.csv", "--language", "zh")
    assert shown.exit_code == 0, shown.output
    for said in ("名次", "research / gdp", "敏感性", "R4 rank 2", "种子 2026"):
        assert said in " ".join(shown.output.split())  # a screen may break a line at any blank
    answer = json.loads(
        run(
            "composite", "--spec", SAMPLE / "innovation.toml", "--data", SAMPLE / "innovation.csv", "--format", "json"
        ).output
    )
    assert answer["spec"]["seed"] == 2026
    assert {"score", "rank", "rank low", "claim holds"} <= {row["term"] for row in answer["table"]}


def test_a_specification_that_is_wrong_is_one_message_and_fits_one_measure(tmp_path: Path, cities: Path) -> None:
    path = tmp_path / "index.toml"
    path.write_text('weighting = "equl"\n[[indicators]]\ncolumn = "gdp_per_head"\n', "utf-8")
    wrong = run("--spec", path, "--data", cities)
    assert wrong.exit_code == 1
    assert "expected one of equal, given" in wrong.output and "Traceback" not in wrong.output
    other = run("theil", "--spec", SAMPLE / "innovation.toml", "--data", cities)
    assert other.exit_code == 1
    assert "takes no specification" in other.output


def test_few_regions_stand_beside_one_another_and_are_named_as_people_do(branches: Path) -> None:
    shown = run("区位商", "farms", "works", "shops", "--data", branches, "--set", "absent=zero",
                "--set", "regions=成都,德阳", "--language", "en")  # fmt: skip
    assert shown.exit_code == 0, shown.output
    head = next(line for line in shown.output.splitlines() if "510100 成都" in line)
    assert "510600 德阳" in head and "511400" not in head
    assert "2 of 9 cells are empty" in shown.output


def test_a_pattern_stands_for_the_branches_without_their_totals() -> None:
    from gongxing.measures import DataError
    from gongxing.measures.inputs import expanded

    found = expanded(["employment_*"])
    assert "employment_manufacturing" in found and "employment_secondary" not in found
    assert not [word for word in found if word.endswith(("_share", "_growth"))]
    with pytest.raises(DataError, match="none adds over regions"):
        expanded(["nothing_*"])


def test_neighbours_are_named_in_words_and_columns_by_formulas(tmp_path) -> None:
    path = tmp_path / "四川.csv"
    rows = [
        ("成都市", 2000, 2093),
        ("自贡市", 160, 249),
        ("泸州市", 220, 425),
        ("德阳市", 260, 346),
        ("绵阳市", 330, 487),
    ]
    lines = [f"{name},2020,{gdp},{people}" for name, gdp, people in rows]
    path.write_text("\n".join(["地区,年份,地区生产总值(亿元),常住人口(万人)", *lines]) + "\n", "utf-8")
    found = run("gini", "gdp/residents", "--weight", "residents", "--by", "year", "--tables", path, "--format", "json")
    assert found.exit_code == 0, found.output
    content = json.loads(found.output)
    assert content["notes"] == ["gdp/residents is worked out for each region and year"]
    assert 0 < content["table"][0]["value"] < 1
    near = run("moran", "gdp/residents", "--w", "nearest:2", "--by", "year", "--tables", path, "--format", "json")
    assert near.exit_code == 0, near.output
    assert "2 nearest" in json.loads(near.output)["spec"]["weights"]
    wrong = run("moran", "gdp/residents", "--w", "near", "--by", "year", "--tables", path)
    assert wrong.exit_code == 1
    assert "nearest:5 (seats)" in wrong.output and "near; " in wrong.output
    several = run("moran", "gdp//residents", "--w", "nearest:2", "--by", "year", "--tables", path)
    assert several.exit_code == 1
    assert "Traceback" not in several.output
