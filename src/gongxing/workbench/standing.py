"""Where a region stands in the inequality and the structure of its province."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from gongxing.measures import DataError, find_measure
from gongxing.workbench.comparing import Side, compared, industries, recipes
from gongxing.workbench.mapped import COUNTRY, mapped
from gongxing.workbench.measuring import places_of, told_of
from gongxing.workbench.problems import BadAddressError
from gongxing.workbench.view import View

if TYPE_CHECKING:
    from gongxing.panel import Panel
    from gongxing.regions.divisions import Division
    from gongxing.workbench.comparing import Comparison
    from gongxing.workbench.mapped import Mapped
    from gongxing.workbench.settings import Language

INDUSTRIES = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """The Theil index of the area with a region and without it; its specialisation, rank, and largest quotients."""

    within: str
    indicator: str | None = None
    period: str | None = None
    theil: float | None = None
    without: float | None = None
    year: str | None = None
    krugman: float | None = None
    rank: int | None = None
    count: int = 0
    quotients: tuple[tuple[str, float], ...] = ()


def standing_of(panel: Panel, found: Division, within: str, language: Language) -> Standing | None:
    """Return where a region stands among those of its level; ``None`` where the panel has too little of them."""
    asked = (("within", within), ("level", found.level), ("indicator", "gdp_per_head"))
    try:
        data = mapped(panel, View("/atlas", asked, language)) if within != COUNTRY else None
        comparison = compared(panel, View("/compare", (*asked, ("family", "structure")), language)) if data else None
    except BadAddressError:
        return None
    if data is None or comparison is None or comparison.found.level != found.level:
        return None
    theil, without = _theils(data, found.code)
    year, krugman, rank, count, quotients = _structure(comparison, found.code, language)
    if theil is None and krugman is None:
        return None
    return Standing(within, data.name, data.period, theil, without, year, krugman, rank, count, quotients)


def _theils(data: Mapped, code: str) -> tuple[float | None, float | None]:
    rows = data.now().select(pl.col("region_code").alias("code"), "value")
    if data.indicator != "gdp_per_head" or code not in rows["code"] or rows.height < 4:
        return None, None
    theil = find_measure("theil").function
    try:
        return theil(rows, "value").value, theil(rows.filter(pl.col("code") != code), "value").value
    except DataError:
        return None, None


def _structure(
    comparison: Comparison, code: str, language: Language
) -> tuple[str | None, float | None, int | None, int, tuple[tuple[str, float], ...]]:
    years = comparison.years_with(industries())
    if not years:
        return None, None, None, 0, ()
    side = Side(years[-1], frozenset(comparison.wide["code"]), years[-1], None)
    recipe = next(one for one in recipes() if one.name == "krugman")
    told = told_of(comparison, recipe, find_measure("krugman"), side, language)
    places = places_of(recipe, "value", [told], comparison, language)
    mine = next((place for place in places if place.code == code), None)
    if mine is None:
        return years[-1], None, None, len(places), ()
    quotients = next(one for one in recipes() if one.name == "location_quotient")
    result = told_of(comparison, quotients, find_measure("location_quotient"), side, language).result
    rows = [
        (str(row["group"]), float(row["value"])) for row in (result.records() if result is not None else ())
        if row["code"] == code and row["value"] is not None and row["value"] > 1
    ]  # fmt: skip
    best = tuple(sorted(rows, key=lambda pair: -pair[1])[:INDUSTRIES])
    return years[-1], mine.values[0], places.index(mine) + 1, len(places), best
