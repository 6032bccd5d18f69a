"""What must hold for every table: the order of rows and columns changes cells alone, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_tables import workbook

from gongxing.tables import read_table
from gongxing.tables.reading import understand
from gongxing.tables.sheet import Book, Sheet

if TYPE_CHECKING:
    from gongxing.tables import TableReading

CITIES = ("石家庄市", "唐山市", "秦皇岛市", "邯郸市", "邢台市", "保定市")
COLUMNS = (
    *("常住人口（万人）", "地区生产总值（亿元）", "专利授权数（件）"),
    *("城镇化率（%）", "粮食产量（万吨）", "某种没有收录的指标（个）"),
)
SEEN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _understood(header: list[str], rows: list[list[float | str | None]]) -> TableReading:
    title: list[float | str | None] = ["2020年主要指标", *[None] * len(header)]
    sheet = Sheet("Sheet1", [title, ["城市", *header], *rows])
    return understand(Book((sheet,)), "made.xlsx")


def _without_cells(reading: TableReading) -> set[tuple[object, ...]]:
    return {
        (o.region, o.code, o.indicator, o.indicator_id, o.unit, o.value, o.period, o.scope, o.flags)
        for o in reading.observations
    }


values = st.lists(
    st.lists(st.one_of(st.none(), st.integers(20, 90).map(float)), min_size=len(COLUMNS), max_size=len(COLUMNS)),
    min_size=len(CITIES),
    max_size=len(CITIES),
).filter(lambda rows: all(any(v is not None for v in row) for row in rows) and all(
    sum(row[c] is not None for row in rows) > 1 for c in range(len(COLUMNS))))  # fmt: skip


@SEEN
@given(values, st.permutations(range(len(CITIES))), st.permutations(range(len(COLUMNS))))
def test_the_order_of_rows_and_columns_changes_cells_alone(
    table: list[list[float | None]], rows: list[int], columns: list[int]
) -> None:
    plain = _understood(list(COLUMNS), [[city, *line] for city, line in zip(CITIES, table, strict=True)])
    shuffled = _understood([COLUMNS[c] for c in columns], [[CITIES[r], *(table[r][c] for c in columns)] for r in rows])
    assert _without_cells(plain) == _without_cells(shuffled)


@SEEN
@given(values)
def test_every_filled_cell_makes_one_observation_in_its_place(table: list[list[float | None]]) -> None:
    reading = _understood(list(COLUMNS), [[city, *line] for city, line in zip(CITIES, table, strict=True)])
    sheet = Sheet("Sheet1", [[]])
    filled = {
        sheet.address(r + 2, c + 1) for r, line in enumerate(table) for c, value in enumerate(line) if value is not None
    }
    cells = [getattr(o.source, "cell", "") for o in reading.observations]
    assert sorted(cells) == sorted(filled)
    assert sum(column.values for column in reading.columns) == len(filled)


def test_nothing_is_lost_between_cells_and_observations(tmp_path: Path, shared: Path) -> None:
    """Each filled cell of the data of a real yearbook is an observation, or is named as one that cannot be read."""
    import pytest

    path = shared / "statistics" / "yearbooks" / "china-city-yearbook-2022.xlsx"
    if not path.is_file():
        pytest.skip("the yearbooks are not beside this checkout (../shared/statistics)")
    import openpyxl

    sheet = openpyxl.load_workbook(path, read_only=True)["Sheet1"]
    filled = sum(
        1
        for row in sheet.iter_rows(min_row=7, min_col=3, values_only=True)
        for value in row
        if value is not None and str(value).strip()
    )
    reading = read_table(path)
    assert len(reading.observations) + sum(column.unread for column in reading.columns) == filled
    assert sum(column.values for column in reading.columns) == len(reading.observations)


def test_a_round_trip_through_a_workbook(tmp_path: Path) -> None:
    rows = [[city, *(10.0 * n + c for c in range(len(COLUMNS)))] for n, city in enumerate(CITIES, 3)]
    path = workbook(tmp_path / "a.xlsx", {"Sheet1": ((("2020年主要指标",), ("城市", *COLUMNS), *rows), ())})
    assert _without_cells(read_table(path)) == _without_cells(_understood(list(COLUMNS), [list(r) for r in rows]))
