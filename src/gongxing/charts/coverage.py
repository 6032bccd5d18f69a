"""Which values are there: a square for each region and period, a panel for each indicator."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.figure import Figure
from gongxing.charts.frames import look_of, tidy
from gongxing.charts.making import figure_of, inline, tips

if TYPE_CHECKING:
    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look
    from gongxing.indicators.amounts import Language

# More rows than these are drawn as shares by province.
MOST_ROWS = 80
STATES = ("one", "several", "doubtful", "missing")


def coverage(
    frame: pl.DataFrame,
    *,
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw the coverage of a panel.

    Parameters
    ----------
    frame
        ``region``, ``indicator``, ``period``, and ``state`` (``one``, ``several``, ``doubtful``, ``missing``) with
        ``sources``, a cell a row; or ``share``, in per cent, of a province's regions that have a value.
    title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    table = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    shares = "share" in table.columns and "state" not in table.columns
    rows = tidy(table, "coverage", ("region", "indicator", "period", "share" if shares else "state"), look)
    named = title or look.word("coverage.title")
    chart = partial(_shares if shares else _squares, rows, look)
    said = _shares_said(rows, look, named) if shares else _said(rows, look, named)
    columns = ["region", "indicator", "period", *(["share"] if shares else ["state", "sources"])]
    table = rows.select(name for name in columns if name in rows.columns)
    return figure_of("coverage", chart, named, table, said, look, look.source(source))


def _said(rows: pl.DataFrame, look: Look, title: str) -> str:
    missing = rows.filter(pl.col("state") == "missing")
    doubtful = rows.filter(pl.col("state") == "doubtful").height
    there = rows.height - missing.height
    words: dict[str, Any] = {"title": title, "cells": rows.height, "doubtful": doubtful}
    if missing.is_empty():
        return look.word("coverage.full", **words)
    worst = missing.group_by("label", maintain_order=True).len().sort("len", descending=True, maintain_order=True)
    share = f"{100 * there / rows.height:.0f}"
    return look.word(
        "coverage.summary", **words, there=there, share=share, name=worst["label"][0], missing=worst["len"][0]
    )


def _shares_said(rows: pl.DataFrame, look: Look, title: str) -> str:
    means = rows.group_by("label", maintain_order=True).agg(pl.col("share").mean()).sort("share", maintain_order=True)
    return look.word(
        "coverage.shares", title=title, count=means.height, low=means["label"][0], least=f"{means['share'][0]:.0f}",
        high=means["label"][-1], most=f"{means['share'][-1]:.0f}",
    )  # fmt: skip


def _colours(look: Look) -> dict[str, str]:
    """Return colours of the states, told apart in grey too: missing is empty with a line around it."""
    theme = look.theme
    one, several = (theme.steps(7)[3], theme.steps(7)[5]) if theme.name != "dark" else ("#3f77a8", "#7fc4f2")
    return {"one": one, "several": several, "doubtful": theme.accent, "missing": theme.background}


def _squares(rows: pl.DataFrame, look: Look) -> Any:
    colours = _colours(look)
    names = {state: look.word(f"coverage.{state}") for state in STATES}
    data = [
        {"region": row["label"], "indicator": row["indicator"], "period": row["period"], "state": names[row["state"]],
         "sources": row.get("sources") or 0}
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    scale = alt.Scale(domain=list(names.values()), range=list(colours.values()))
    legend = alt.Legend(title=look.word("coverage.state"), symbolType="square", symbolStrokeColor=look.theme.muted)
    tooltip = tips(
        region=look.word("region"),
        period=look.word("period"),
        state=look.word("coverage.state"),
        sources=look.word("coverage.sources"),
    )
    colour = alt.Color("state:N", scale=scale, legend=legend)
    return _by_indicator(data, rows, colour, tooltip, look)


def _shares(rows: pl.DataFrame, look: Look) -> Any:
    data = [
        {
            "region": row["label"],
            "indicator": row["indicator"],
            "period": row["period"],
            "share": row["share"],
            "said": f"{row['share']:.0f}%",
        }
        for row in rows.drop_nulls("share").iter_rows(named=True)
    ]
    theme = look.theme
    full = theme.steps(7)[5] if theme.name != "dark" else "#7fc4f2"
    scale = alt.Scale(domain=[0, 100], range=[theme.background, full], interpolate="rgb")
    colour = alt.Color("share:Q", title=look.word("coverage.share"), scale=scale)
    tooltip = tips(region=look.word("region"), period=look.word("period"), said=look.word("coverage.share"))
    return _by_indicator(data, rows, colour, tooltip, look)


def _by_indicator(data: list[dict[str, Any]], rows: pl.DataFrame, colour: Any, tooltip: Any, look: Look) -> Any:
    order = rows["label"].unique(maintain_order=True).to_list()
    marks = alt.Chart(inline(data)).mark_rect(stroke=look.theme.grid, strokeWidth=0.8).encode(
        x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0, domain=False, ticks=False)),
        y=alt.Y("region:N", title=None, sort=order, axis=alt.Axis(domain=False, ticks=False)),
        color=colour, tooltip=tooltip,
    ).properties(width=alt.Step(30), height=alt.Step(15))  # fmt: skip
    header = alt.Header(labelFontWeight="bold")
    faceted = marks.facet(facet=alt.Facet("indicator:N", title=None, header=header), columns=4)
    return faceted.resolve_scale(x="independent")
