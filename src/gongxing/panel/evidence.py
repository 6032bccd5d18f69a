"""Look-ups in a panel: the sources of a cell in the order in which they are shown, and sums over members of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from gongxing.panel.order import ordered
from gongxing.panel.schema import Entry, entry_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.panel.order import Order

Key = tuple[str, str, str | None, str]


# The country, which tables call by several names and codes.
NATION = "全国"
_NATIONS = frozenset(("中国", "全国总计", "全国合计", "100000", "000000", "China", "National Total"))


class Place(NamedTuple):
    """Whose a value is: ``key`` is the adcode, or the name where there is none; ``name`` as people write it."""

    key: str
    name: str


class Evidence:
    """The values of a panel by region, indicator, period and part (全市 or 市辖区); those that were reached only."""

    def __init__(self, frame: pl.DataFrame, order: Order) -> None:
        rows = ordered(frame.filter(frame["modality"] == "actual"), order).drop("_row")
        self._order = order
        self._schema = rows.schema
        self._columns = rows.columns
        self._rows: dict[Key, list[tuple[object, ...]]] = {}
        self._periods: dict[tuple[str, str, str], dict[str | None, None]] = {}
        at = {name: rows.columns.index(name) for name in ("place", "what", "period", "part")}
        for row in rows.iter_rows():
            place, what, period, part = (row[at[name]] for name in ("place", "what", "period", "part"))
            place = NATION if place in _NATIONS else place
            self._rows.setdefault((place, what, period, part), []).append(row)
            self._periods.setdefault((place, what, part), {}).setdefault(period)

    def beside(self, frame: pl.DataFrame) -> Evidence:
        """Return evidence that also holds these rows; only the cells that they are of are ordered anew."""
        fresh = Evidence(frame, self._order)
        touched = [row for key in fresh._rows for row in self._rows.get(key, ())]
        held = pl.DataFrame(touched, schema=self._schema, orient="row").select(frame.columns)
        both = Evidence(pl.concat((held, frame)), self._order)
        both._rows = self._rows | both._rows
        both._periods = self._periods | {
            key: self._periods.get(key, {}) | periods for key, periods in both._periods.items()
        }
        return both

    def sources(self, place: str, what: str, period: str | None, part: str = "prefecture") -> list[Entry]:
        """Return every source of a cell, the one to be shown first."""
        rows = self._rows.get((place, what, period, part), ())
        return [entry_of(dict(zip(self._columns, row, strict=True))) for row in rows]

    def first(self, place: str, what: str, period: str | None, part: str = "prefecture") -> Entry | None:
        """Return the exact value to be shown of a cell, ``None`` where no source gives one."""
        return next((e for e in self.sources(place, what, period, part) if e.bound == "eq"), None)

    def periods(self, place: str, what: str, part: str = "prefecture") -> Iterator[str]:
        """Yield the periods in which a region has a value."""
        yield from (period for period in self._periods.get((place, what, part), ()) if period is not None)
