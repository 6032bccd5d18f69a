"""The TOML beside a file overrules what is understood; its mistakes are answered with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_tables import at, facts, workbook

from gongxing.reading import UnreadableDocumentError
from gongxing.tables import read_table

ROWS = (
    ("表一",),
    ("城市", "甲", "乙", "丙"),
    ("成都市", 5, 7, 9),
    ("那曲冇冇", 1, 2, 3),
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return workbook(tmp_path / "cities.xlsx", {"Sheet1": (ROWS, ()), "Sheet2": (ROWS, ())})


def test_everything_can_be_said(table: Path) -> None:
    table.with_name("cities.xlsx.toml").write_text(
        """
year = 2019
regions = { "那曲冇冇" = "540600" }
sheets.Sheet2.ignore = true
columns.B = { indicator = "gdp", unit = "亿元", scope = "市辖区" }
columns.C = { indicator = "常住人口", unit = "万人" }
columns.D = "ignore"
""",
        "utf-8",
    )
    reading = read_table(table)
    assert facts(reading) == [
        ("B3", "510100", "gdp", "2019", "district", 500_000_000, "CNY"),
        ("C3", "510100", "residents", "2019", None, 70_000, "people"),
        ("B4", "540600", "gdp", "2019", "district", 100_000_000, "CNY"),
        ("C4", "540600", "residents", "2019", None, 20_000, "people"),
    ]
    assert any("sheet Sheet2: left out, as" in note for note in reading.notes)
    assert {c.place: c.confidence for c in reading.columns if c.values} == {"B": 1.0, "C": 1.0}


def test_a_short_form_and_a_file_named_in_the_call(table: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('year = 2019\nunit = "亿元"\nheader = [1, 2]\n[columns]\nB = "gdp"\nC = "ignore"\n', "utf-8")
    reading = read_table(table, overrule=rules)
    assert at(reading, "B3", "Sheet1").value == 500_000_000
    assert "C3" not in {getattr(o.source, "cell", "") for o in reading.observations}


def test_without_it_columns_are_kept_unplaced(table: Path) -> None:
    reading = read_table(table)
    found = at(reading, "C3", "Sheet1")
    assert (found.indicator, found.indicator_id, found.flags) == ("乙", None, ("unit unknown",))
    assert {c.indicator_id for c in reading.columns} == {None}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("yaer = 2019", "yaer is unknown here; known are columns, header"),
        ("year = 19", "year should be a year"),
        ('unit = "斛"', "unit should be a unit as tables write it"),
        ('scope = "城区"', "scope should be \"prefecture\""),
        ('[columns.B]\nindicator = "gdpp"', "columns.B.indicator should be an id or name of the catalogue, e.g. gdp"),
        ('[columns]\n"12" = "gdp"', "columns.12 should be the letters of a column"),
        ('[regions]\n"成都" = 510100', "regions.成都 should be a code of six digits as text"),
        ("header = [6, 2]", "header should be the first and last row"),
        ("year = ", "it is no TOML"),
    ],
)  # fmt: skip
def test_mistakes_teach(table: Path, text: str, says: str) -> None:
    table.with_name("cities.toml").write_text(text, "utf-8")
    with pytest.raises(UnreadableDocumentError) as caught:
        read_table(table)
    assert says in str(caught.value)
    assert "cities.toml" in str(caught.value)
