"""The real yearbooks: rows, columns and chosen cells read off the workbooks by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from gongxing.tables import Observation, TableReading, read_table


@cache
def _read(path: Path) -> TableReading:
    return read_table(path)


def _yearbook(shared: Path, year: int) -> TableReading:
    path = shared / "statistics" / "yearbooks" / f"china-city-yearbook-{year}.xlsx"
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside this checkout (../shared/statistics)")
    return _read(path)


def _at(reading: TableReading, cell: str) -> Observation:
    (found,) = (o for o in reading.observations if getattr(o.source, "cell", "") == cell)
    return found


# Columns of each workbook less the two of names; every one of them is placed.
@pytest.mark.parametrize(("year", "columns"), [(2019, 227), (2021, 123), (2022, 135), (2024, 122)])
def test_every_column_is_placed_and_the_data_are_of_the_year_before(shared: Path, year: int, columns: int) -> None:
    reading = _yearbook(shared, year)
    assert len(reading.columns) == columns
    assert [c.place for c in reading.columns if c.indicator_id is None] == []
    assert {o.period for o in reading.observations} == {str(year - 1)}
    assert {o.code for o in reading.observations if o.code is None} == set()


@pytest.mark.parametrize(
    ("year", "cell", "region", "indicator", "value", "unit", "scope"),
    [
        (2019, "C7", "110000", "registered_population", 13_760_000, "people", "prefecture"),
        (2019, "M7", "110000", "natural_growth_rate", 4.07, "%", "prefecture"),
        (2019, "AG7", "110000", "gdp", 3_031_997_870_000, "CNY", "prefecture"),
        (2019, "AH10", "130100", "gdp", 341_779_290_000, "CNY", "district"),
        (2019, "CY10", "130100", "invention_patents", 1487, "count", "prefecture"),
        (2019, "DV10", "130100", "employment_manufacturing", 187_606, "people", "prefecture"),
        (2019, "DR10", "130100", "employment_agriculture", 1706, "people", "prefecture"),
        (2019, "AM10", "130100", "gdp_primary_share", 6.91, "%", "prefecture"),
        (2021, "C7", "110000", "residents", 21_890_000, "people", "prefecture"),
        (2021, "J8", "120000", "construction_land_residential", 289_000_000, "m2", "district"),
        (2021, "AK10", "130100", "budget_expenditure", 62_579_360_000, "CNY", "district"),
        (2022, "H7", "110000", "water_resources", 6_100_000_000, "m3", "prefecture"),
        (2022, "DO10", "130100", "homes_for_aged_beds", 41_632, "count", "prefecture"),
        (2024, "E7", "110000", "urbanization", 87.83, "%", "prefecture"),
        (2024, "R10", "130100", "gdp", 753_400_000_000, "CNY", "prefecture"),
        (2024, "BR7", "110000", "high_tech_firms", 28_330, "count", "prefecture"),
        (2024, "BT10", "130100", "technology_contracts", 20_500_000_000, "CNY", "prefecture"),
        (2024, "DQ10", "130100", "electricity_industry", 35_357_050_000, "kWh", "prefecture"),
    ],
)
def test_cells_read_by_hand(
    shared: Path, year: int, cell: str, region: str, indicator: str, value: float, unit: str, scope: str
) -> None:
    found = _at(_yearbook(shared, year), cell)
    assert (found.code, found.indicator_id, found.value, found.unit, found.scope) == (
        region,
        indicator,
        value,
        unit,
        scope,
    )


def test_a_damaged_name_is_recovered_and_said(shared: Path) -> None:
    reading = _yearbook(shared, 2019)
    assert any("那曲冇 read as 那曲市" in note and "A293" in note for note in reading.notes)
    assert {o.code for o in reading.observations if getattr(o.source, "cell", "") == "C293"} == {"540600"}


def test_an_advertisement_is_left_out_and_said(shared: Path) -> None:
    assert any("advertisement" in note for note in _yearbook(shared, 2024).notes)
