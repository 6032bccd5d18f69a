"""Lorenz curves, and distributions over time.

References
----------
Lorenz, M. O. (1905). Methods of measuring the concentration of wealth. *Publications of the American Statistical
Association* 9, 209–219.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl

from gongxing.charts.errors import FigureError
from gongxing.charts.figure import FIELD, PARAMETER, Figure
from gongxing.charts.frames import look_of, subject_of, tidy, without_nulls
from gongxing.charts.making import faded, figure_of, inline, selection_of, tips
from gongxing.indicators.amounts import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look
    from gongxing.indicators.amounts import Language


def lorenz_curve(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw the share of the total that the share of people with least has.

    Parameters
    ----------
    frame
        ``x``, the share of people, and ``y``, the share of the total, each from 0 to 1 and ascending, as the measure
        ``lorenz`` gives them; ``series`` where there are several curves (years). Where each point is a region, the one
        that the shares reach up to: ``region_code`` and perhaps ``region``; the points can then be selected.
    indicator
        What is shared.
    title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used, or its shares are not between 0 and 1.
    """
    look = look_of(language, theme)
    rows = without_nulls(
        without_nulls(tidy(frame, "lorenz_curve", ("x", "y"), look), "lorenz_curve", "x"), "lorenz_curve", "y"
    )
    shares = rows.select("x", "y").to_numpy()
    if shares.min() < -1e-9 or shares.max() > 1 + 1e-9:
        raise FigureError(
            "lorenz_curve: x and y are shares from 0 to 1; others came (negative amounts have no such curve)"
        )
    if "series" not in rows.columns:
        rows = rows.with_columns(series=pl.lit(""))
    if FIELD in rows.columns and "region" not in rows.columns:
        rows = tidy(rows, "lorenz_curve", ("region",), look)
    rows = rows.with_columns(pl.col("series").cast(pl.String)).sort("series", "x", maintain_order=True)
    subject = subject_of(rows, look, indicator, None, ("y",))
    colon = "：" if language == "zh" else ": "
    named = title or colon.join(part for part in (look.word("kinds.lorenz_curve"), subject.name) if part)
    chart = partial(_curves, rows, look)
    parts = [(str(name), part) for (name,), part in rows.group_by(["series"], maintain_order=True)]
    comma, stop = ("，", "；") if language == "zh" else (": ", "; ")
    ends = parts if len(parts) < 3 else [parts[0], parts[-1]]
    said = stop.join((look.when(name) + comma if name else "") + _half(part, look) for name, part in ends)
    said = look.word("lorenz.summary", title=named, curves=said)
    columns = [name for name in (FIELD, "region", "series", "x", "y") if name in rows.columns]
    return figure_of("lorenz_curve", chart, named, rows.select(columns), said, look, look.source(source))


def _half(part: pl.DataFrame, look: Look) -> str:
    """Say what the half with least and the tenth with most have, and the Gini coefficient of the curve."""
    x, y = (np.concatenate([[0.0], part[column].to_numpy(), [1.0]]) for column in ("x", "y"))
    gini = 1 - 2 * float(np.trapezoid(y, x))
    half, tenth = float(np.interp(0.5, x, y)), 1 - float(np.interp(0.9, x, y))
    return look.word("lorenz.curve", half=f"{100 * half:.1f}", tenth=f"{100 * tenth:.1f}", gini=f"{gini:.3f}")


def _curves(rows: pl.DataFrame, look: Look) -> Any:
    theme = look.theme
    names = rows["series"].unique(maintain_order=True).to_list()
    data = [{"x": 0.0, "y": 0.0, "series": name} for name in names] + rows.select("x", "y", "series").to_dicts()
    form = alt.Axis(format=".0%", tickCount=5)
    domain = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("x:Q", title=look.word("lorenz.people"), scale=domain, axis=form)
    y = alt.Y("y:Q", title=look.word("lorenz.amount"), scale=domain, axis=form)
    scale = alt.Scale(domain=names, range=[theme.series[k % len(theme.series)] for k in range(len(names))])
    legend = alt.Legend(title=None) if len(names) > 1 else None
    lines = alt.Chart(inline(sorted(data, key=lambda row: (row["series"], row["x"], row["y"])))).mark_line(
        strokeWidth=2.2
    )
    curves = lines.encode(x=x, y=y, order="x:Q", color=alt.Color("series:N", scale=scale, sort=names, legend=legend))
    equal = alt.Chart(inline([{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(
        color=theme.muted, strokeDash=[4, 4], strokeWidth=1
    )
    text: dict[str, Any] = {
        "text": look.word("lorenz.equal"),
        "angle": 315,
        "color": theme.muted,
        "fontSize": 11,
        "dy": -8,
    }
    word = alt.Chart(inline([{"x": 0.5, "y": 0.5}])).mark_text(**text).encode(x="x:Q", y="y:Q")
    layers = [equal.encode(x=x, y=y), word, curves]
    if FIELD in rows.columns:
        layers += _points(rows, look, x, y, alt.Color("series:N", scale=scale, sort=names, legend=legend))
    return alt.layer(*layers).properties(width=340, height=340)


def _points(rows: pl.DataFrame, look: Look, x: alt.X, y: alt.Y, colour: alt.Color) -> list[Any]:
    """Draw a point for each region, and the names of those that are selected beside theirs."""
    told = [
        {FIELD: row[FIELD], "region": row["label"], "series": row["series"], "x": row["x"], "y": row["y"],
         "people": f"{100 * row['x']:.1f}%", "amount": f"{100 * row['y']:.1f}%"}
        for row in rows.filter(pl.col(FIELD).is_not_null()).iter_rows(named=True)
    ]  # fmt: skip
    pick = selection_of()
    base = alt.Chart(inline(told)).encode(x=x, y=y, color=colour)
    tooltip = {
        "region": look.word("region"),
        "people": look.word("lorenz.people"),
        "amount": look.word("lorenz.amount"),
    }
    if rows["series"].n_unique() > 1:
        tooltip["series"] = look.word("period")
    points = base.mark_point(filled=True, size=34, opacity=1).encode(opacity=faded(pick, 0.35), tooltip=tips(**tooltip))
    chosen = {"param": PARAMETER, "empty": False}
    rings = base.mark_point(size=130, strokeWidth=2, opacity=1).encode(color=alt.value(look.theme.ink))
    names = base.mark_text(align="right", baseline="bottom", dx=-9, dy=-3, fontSize=11.5)
    first = rows["series"].unique(maintain_order=True).to_list()[-1:]
    return [
        points.add_params(pick),
        rings.transform_filter(chosen),
        names.encode(text="region:N", color=alt.value(look.theme.ink)).transform_filter(chosen).transform_filter(
            alt.FieldOneOfPredicate("series", first)
        ),
    ]  # fmt: skip


def density(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw how regions are spread over levels, period by period (a kernel density estimate).

    Parameters
    ----------
    frame
        ``row`` (the period), ``column`` (the level) and ``value`` (the density there), as the measure
        ``kernel_density`` gives them.
    indicator
        Of what.
    title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    rows = without_nulls(tidy(frame, "density", ("row", "column", "value"), look), "density")
    rows = rows.with_columns(pl.col("row").cast(pl.String), pl.col("column").cast(pl.Float64))
    subject = subject_of(rows, look, indicator, None)
    named = title or subject.name or look.word("kinds.density")
    periods = rows["row"].unique(maintain_order=True).to_list()
    chart = partial(_densities, rows, periods, look)
    peaks = rows.sort("value", descending=True, maintain_order=True).unique("row", keep="first", maintain_order=True)
    at = dict(zip(peaks["row"], peaks["column"], strict=True))
    words = {"title": named, "first": look.when(periods[0]), "before": rounded(at[periods[0]], 3)}
    said = look.word("density.one", **words)
    if len(periods) > 1:
        said = look.word("density.summary", **words, last=look.when(periods[-1]), after=rounded(at[periods[-1]], 3))
    table = rows.select("row", "column", "value")
    return figure_of("density", chart, named, table, said, look, look.source(source))


def _densities(rows: pl.DataFrame, periods: Sequence[str], look: Look) -> Any:
    # From the third step on lines stand out from the background.
    scale = alt.Scale(domain=list(periods), range=look.theme.steps(len(periods) + 2)[2:])
    lines = alt.Chart(inline(rows.select("row", "column", "value").to_dicts())).mark_line(strokeWidth=2)
    drawn: Any = lines.encode(
        x=alt.X(
            "column:Q",
            title=look.word("density.at"),
            scale=alt.Scale(nice=False),
            axis=alt.Axis(tickCount=8, grid=False),
        ),
        y=alt.Y("value:Q", title=look.word("density.density"), axis=alt.Axis(tickCount=4, domain=False)),
        color=alt.Color("row:N", title=look.word("period"), scale=scale, sort=list(periods)),
        tooltip=tips(row=look.word("period"), column=look.word("density.at"), value=look.word("density.density")),
    ).properties(width=480, height=260)
    return drawn
