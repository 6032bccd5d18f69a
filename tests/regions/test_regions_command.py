"""gongxing regions as a user meets it."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from click.testing import CliRunner, Result

from gongxing.cli import main


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["regions", *[str(word) for word in words]], env={"COLUMNS": "160"})


def rows(*words: object) -> list[dict]:
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["rows"]


def test_a_division_by_name() -> None:
    shown = run("绵阳", "--language", "zh").stdout
    for words in ("绵阳市 510700", "四川省", "涪城区、游仙区", "成渝地区双城经济圈", "GeoNames"):
        assert words in shown
    assert run("绵阳", "--language", "en").stdout.count("prefecture")
    assert {row["field"]: row["value"] for row in rows("绵阳")}["level"] == "prefecture"


def test_a_former_name_is_told_with_its_years_and_what_it_became() -> None:
    result = run("襄樊市")
    assert result.exit_code == 1
    assert "襄樊市 420600, 1980–2009; now 襄阳市 420600. Add --year 2009" in result.stderr
    assert "2010年襄樊市更名为襄阳市" in run("襄樊市", "--year", 2008, "--language", "zh").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["绵羊"], "perhaps 青羊、羊城、绵阳"),
        (["成都都市圈"], "gongxing regions --group 成都都市圈"),
        (["--group", "成都都是圈"], "perhaps 成都都市圈"),
        (["--group", "雄安新区"], "lists no whole divisions"),
        (["--changes", "2000"], "as in 2000..2024"),
        (["--changes", "2010..2000"], "give the earlier year first"),
        (["--within", "鼓楼区"], "give the code"),
        (["--within", "火星", "--level", "county"], "no division of today is called 火星"),
        (["绵阳", "--neighbours", "near"], "queen, rook, a number"),
        (["--within", "四川", "--to", "2023"], "add --year"),
        (["绵阳", "--areas", "--layer", "nowhere.geojson"], "cannot be read"),
        (["--groups", "--regions-file", "nowhere.toml"], "cannot be read"),
        (["绵阳", "--format", "xlsx"], "--output"),
        ([], "say what to look up"),
    ],
)
def test_what_cannot_be_answered_is_explained(words, said) -> None:
    result = run(*words)
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_the_members_of_a_group() -> None:
    assert [row["code"] for row in rows("--group", "成都都市圈")] == ["510100", "510600", "511400", "512000"]
    assert "成都都市圈发展规划" in run("--group", "成都都市圈").stdout
    assert [row["part"] for row in rows("--group", "省域经济副中心")] == [1, 2, 2, 3, 3]
    assert any(row["name"] == "成都都市圈" for row in rows("--groups"))


def test_changes_within_a_province() -> None:
    found = rows("--changes", "2000..2024", "--within", "四川")
    assert {"year": 2013, "kind": "split", "code": "511602", "name": "广安区", "to": "511602 511603",
            "to_name": "广安区、前锋区", "words": "2013年广安区的区域分属广安区、前锋区"} in found  # fmt: skip
    assert not [row for row in found if row["kind"] == "ended"]
    assert all("51" in (row["code"][:2], row["to"][:2]) for row in found)


def test_links_between_two_years_go_to_csv(tmp_path) -> None:
    out = tmp_path / "links.csv"
    assert run("--within", "四川", "--level", "county", "--year", 2010, "--to", 2023, "-o", out).exit_code == 0
    found = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert len(found) == 181
    assert sum(row["exact"] == "False" for row in found) == 5


def test_lists_by_year_and_level() -> None:
    assert len(rows("--within", "四川", "--level", "county", "--year", 2010)) == 181
    assert len(rows("--within", "绵阳")) == 9
    assert len(rows("鼓楼区")) == 4


def test_neighbours_and_distances() -> None:
    found = rows("绵阳", "--neighbours", "queen")
    assert {row["destination_name"] for row in found} == {
        "德阳市",
        "广元市",
        "遂宁市",
        "南充市",
        "阿坝藏族羌族自治州",
        "陇南市",
    }
    assert [row["destination"] for row in rows("绵阳", "--neighbours", 2)] == ["510600", "510100"]
    assert all(row["km"] <= 60 for row in rows("绵阳", "--neighbours", "60km"))
    assert len(rows("--group", "成都都市圈", "--distances")) == 6
    assert len(rows("--within", "四川", "--level", "prefecture", "--neighbours", 3)) == 63


def test_areas_and_boundaries(tmp_path) -> None:
    assert sum(row["km2"] for row in rows("--within", "绵阳", "--areas")) == pytest.approx(20248, rel=0.02)
    out = tmp_path / "map.geojson"
    result = run("--within", "四川", "--boundaries", out, "--simplify", 2000)
    assert "审图号 GS(2024)0650号" in result.stderr
    layer = json.loads(out.read_text("utf-8"))
    assert layer["review_number"] == "GS(2024)0650号"
    assert sum(feature["properties"]["code"] is not None for feature in layer["features"]) == 21
    own = rows("--within", "四川", "--areas", "--level", "prefecture", "--layer", out)
    assert sum(row["km2"] for row in own) == pytest.approx(486_000, rel=0.02)


def test_a_workbook(tmp_path) -> None:
    out = tmp_path / "regions.xlsx"
    assert run("--group", "成都都市圈", "-o", out).exit_code == 0
    sheet = openpyxl.load_workbook(out)["regions"]
    assert [cell.value for cell in sheet[2]][:2] == ["510100", "成都市"]


def test_a_file_of_ones_own_regions(tmp_path, monkeypatch) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[region]]\nname = "沿江组团"\nmembers = ["泸州", "宜宾"]\nsource = "规划"\n', "utf-8")
    assert len(rows("--group", "沿江组团", "--regions-file", own)) == 2
    monkeypatch.setenv("GONGXING_REGIONS", str(own))
    assert len(rows("--group", "沿江组团")) == 2


def test_what_a_document_says_of_groups_becomes_a_file_of_regions(sample, tmp_path) -> None:
    out = tmp_path / "mine.toml"
    assert run("--propose", sample, "-o", out).exit_code == 0
    assert 'name = "成都都市圈"\nmembers = ["成都", "德阳", "眉山", "资阳"]' in out.read_text("utf-8")
    assert len(rows("--group", "成都都市圈", "--regions-file", out)) == 4
    (tmp_path / "empty.html").write_bytes(b"")
    failed = run("--propose", tmp_path / "empty.html")
    assert failed.exit_code == 1
    assert "empty.html" in failed.stderr


def test_help_has_an_example() -> None:
    assert "gongxing regions 绵阳" in run("--help").stdout
