"""A map of what a measure gives each region, in place of the indicator itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from gongxing.measures import find_measure
from gongxing.measures.words import words
from gongxing.workbench.comparing import Side, compared, recipes
from gongxing.workbench.measuring import places_of, told_of
from gongxing.workbench.problems import BadAddressError
from gongxing.workbench.view import View

if TYPE_CHECKING:
    from gongxing.panel import Panel
    from gongxing.workbench.comparing import Recipe
    from gongxing.workbench.mapped import Mapped

_NOT_OF_REGIONS = ("locational_gini",)  # they give each industry a number


def regional() -> tuple[Recipe, ...]:
    """Return the measures that give each region a number."""
    return tuple(
        one for one in recipes()
        if one.kind in ("mean", "leading") and one.takes in ("indicator", "industries")
        and one.name not in _NOT_OF_REGIONS
    )  # fmt: skip


def of_measure(panel: Panel, view: View, found: Mapped) -> Mapped | None:
    """Return a map of the measure that an address asks for; ``None`` where no year has what it needs.

    Raises
    ------
    BadAddressError
        There is no such measure of regions.
    """
    name = view.text("measure") or ""
    recipe = next((one for one in regional() if one.name == name), None)
    if recipe is None:
        raise BadAddressError("measure", name, "choice", ", ".join(one.name for one in regional()))
    entry = find_measure(name)
    asked = [pair for pair in view.pairs if pair[0] in ("indicator", "level", "year", "before")]
    asked.append(("within", found.within))
    comparison = compared(panel, View("/compare", (*asked, ("family", entry.family)), view.language))
    if comparison is None:
        return None
    rows: list[dict[str, Any]] = []
    codes = frozenset(comparison.wide["code"])
    years = [str(year) for year in sorted(comparison.wide["year"].unique())]
    for at, year in enumerate(years):
        side = Side(year, codes, year, years[at - 1] if at else None)
        told = told_of(comparison, recipe, entry, side, view.language)
        if told.result is None:
            continue
        term = recipe.term or entry.gives.term
        unit = next((row.unit for row in told.result.rows if row.term == term), None)
        rows += [
            {"region": place.label, "region_code": place.code, "period": year, "value": place.values[0],
             "unit": "%" if unit in ("%", "pp") else "", "quote": place.about[0]}
            for place in places_of(recipe, term, [told], comparison, view.language) if place.code
        ]  # fmt: skip
    if not rows:
        return None
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.lit(None, pl.String).alias(name) for name in ("file", "sheet", "cell", "start", "end")
    )
    periods = tuple(sorted({str(row["period"]) for row in rows}))
    period = found.period if found.period in periods else periods[-1]
    past = [one for one in periods if one < period]
    before = found.before if found.before in past else past[-1] if past else None
    called = words(name, view.language).name
    if recipe.takes == "indicator":
        called += f" ({found.name})" if view.language == "en" else f"（{found.name}）"
    return replace(found, name=called, unit=str(frame["unit"][0]), rows=frame, periods=periods, period=period,
                   before=before)  # fmt: skip
