"""Compare: how unequal an area is, whether its gap closes, and two years of it side by side, in plain words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
from starlette.responses import Response

from gongxing.charts.curves import lorenz_curve
from gongxing.charts.scatters import convergence
from gongxing.measures import DataError, find_measure
from gongxing.workbench.figures import figure
from gongxing.workbench.mapped import mapped
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import NothingToShowError
from gongxing.workbench.words import Words

if TYPE_CHECKING:
    from gongxing.charts import Figure
    from gongxing.workbench.figures import Asked
    from gongxing.workbench.mapped import Mapped
    from gongxing.workbench.page import PageRequest

router = page_router("reader")
# Measures of one indicator over regions that need nothing else, in the order in which they are read.
INEQUALITY = ("theil", "gini", "variation", "percentile_ratio", "hoover", "atkinson", "top_share")
ASKED = ("indicator", "within", "level", "year", "before")


@router.get("/compare")
def compare(page: Page) -> Response:
    """Show the measures of an indicator over an area, year by year, with what they say."""
    found = mapped(page.panel, page.view)
    if found is None:
        return page.render("compare/empty.html")
    parameters = {name: page.view.text(name) for name in ASKED}
    return page.render(
        "compare/page.html", found=found, rows=measured(page, found),
        lorenz=page.figure("compare_lorenz", **parameters),
        convergence=page.figure("compare_convergence", **parameters),
        python=f"from gongxing import measures\n\nmeasures.theil(library.panel(), {found.indicator!r}, by='year')",
    )  # fmt: skip


def measured(page: PageRequest, found: Mapped) -> list[dict[str, Any]]:
    """Return a row for each measure: its value of every year, the difference between the two years, and its reading."""
    frame = framed(found)
    rows = []
    for name in INEQUALITY:
        entry = find_measure(name)
        values: dict[str, float] = {}
        title = told = None
        for year in found.periods:
            try:
                result = entry.function(frame.filter(pl.col("year") == int(year)), "value", missing="drop")
            except (DataError, TypeError):
                continue
            values[year] = float(result.table["value"][0])
            if year == found.period:
                title, told = said(result.explain(page.view.language))
        if values:
            now, past = values.get(found.period), values.get(found.before or "")
            gap = now - past if now is not None and past is not None else None
            rows.append({"name": name, "title": title or name, "values": values, "difference": gap, "told": told})
    return rows


def said(explained: str) -> tuple[str, str | None]:
    """Return the name of a measure and what its explanation says of the numbers at hand."""
    parts = [part.strip() for part in explained.split("\n\n") if part.strip()]
    name = parts[0].splitlines()[0].rpartition(" (")[0]
    told = re.split("：|: ", parts[1], maxsplit=1)[-1] if len(parts) > 1 else None
    return name, told


def framed(found: Mapped) -> pl.DataFrame:
    """Return the rows as measures take them: ``code``, ``year``, ``value``."""
    return found.rows.select(
        "region", pl.col("region_code").alias("code"), pl.col("period").cast(pl.Int64).alias("year"), "value"
    )


@figure("compare_lorenz")
def compare_lorenz(asked: Asked) -> Figure:
    """Draw the Lorenz curves of the two years."""
    found = _found(asked)
    frame, curves = framed(found), []
    for year in filter(None, (found.before, found.period)):
        try:
            one = frame.filter(pl.col("year") == int(year))
            table = find_measure("lorenz").function(one, "value", missing="drop").table
        except DataError:
            continue
        x = [0.0, *(float(share.rstrip("%")) / 100 for share in table["group"]), 1.0]
        curves.append(pl.DataFrame({"x": x, "y": [0.0, *table["value"], 1.0]}).with_columns(series=pl.lit(year)))
    if not curves:
        raise NothingToShowError(_lacking(asked))
    drawn = lorenz_curve(
        pl.concat(curves), indicator=found.name, source=found.source, language=asked.language, theme=asked.theme
    )
    return replace(drawn, notes=(*drawn.notes, Words("compare", asked.language)("equal_weights")), _specs={})


@figure("compare_convergence")
def compare_convergence(asked: Asked) -> Figure:
    """Draw growth against the start between the two years."""
    found = _found(asked)
    if found.before is None:
        raise NothingToShowError(_lacking(asked))
    rows = found.rows.filter(pl.col("period").is_in([found.before, found.period]) & (pl.col("value") > 0))
    both = rows.filter(pl.len().over("region_code") == 2)
    if both.height < 6:
        raise NothingToShowError(_lacking(asked))
    return convergence(
        both.select("region", "region_code", "period", "value"), indicator=found.name, source=found.source,
        language=asked.language, theme=asked.theme,
    )  # fmt: skip


def _found(asked: Asked) -> Mapped:
    found = mapped(asked.panel, asked.view)
    if found is None:
        raise NothingToShowError(_lacking(asked))
    return found


def _lacking(asked: Asked) -> str:
    return Words("compare", asked.language)("lacking")
