"""A measure over time, and the parts that it is made of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.figure import Figure
from gongxing.charts.frames import Subject, look_of, one_each, subject_of, tidy, without_nulls
from gongxing.charts.making import figure_of, inline, tips
from gongxing.charts.series import apart
from gongxing.indicators.amounts import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look
    from gongxing.indicators.amounts import Language

_WIDTH, _HEIGHT = 480, 280


def trend(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    unit: str | None = None,
    zero: bool = False,
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw one or several terms of a measure over time (σ convergence, a Gini coefficient by year).

    Parameters
    ----------
    frame
        ``period``, ``value``, and ``term`` where there are several; the first term is the one that the sentence is
        about.
    indicator, unit
        What is measured, and its unit (pure numbers by default).
    zero
        Whether the axis begins at zero.
    title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    rows = without_nulls(tidy(frame, "trend", ("period", "value"), look), "trend")
    if "term" not in rows.columns:
        rows = rows.with_columns(term=pl.lit(indicator or look.word("value")))
    rows = one_each(rows, "trend", ("term", "period")).sort("period", maintain_order=True)
    subject = subject_of(rows, look, indicator, unit)
    named = title or subject.name or look.word("kinds.trend")
    terms = rows["term"].unique(maintain_order=True).to_list()
    chart = partial(_lines, rows, terms, subject, look, zero)
    table = rows.select("term", "period", "value").with_columns(unit=pl.lit(subject.unit))
    return figure_of(
        "trend", chart, named, table, _said(rows, terms[0], subject, look, named), look, look.source(source)
    )


def _lines(rows: pl.DataFrame, terms: Sequence[str], subject: Subject, look: Look, zero: bool) -> Any:
    theme = look.theme
    colours = {term: theme.series[k % len(theme.series)] for k, term in enumerate(terms)}
    data = [
        {
            "term": row["term"],
            "period": row["period"],
            "value": row["value"],
            "said": subject.said(row["value"]),
            "colour": colours[row["term"]],
        }
        for row in rows.iter_rows(named=True)
    ]
    low, high = float(rows["value"].min()), float(rows["value"].max())  # type: ignore[arg-type]
    room = 0.08 * (high - low) or 0.1 * abs(high) or 1.0
    domain = [min(0.0, low) if zero else low - room, high + room]
    if low >= 0:
        domain[0] = max(0.0, domain[0])
    periods = sorted(rows["period"].unique())
    axis = alt.Axis(labelAngle=0, labelOverlap=True, grid=False)
    x = alt.X("period:O", title=None, sort=periods, axis=axis)
    ticks = alt.Axis(labelExpr=subject.tick(",~g"), tickCount=6, domain=False, ticks=False, labelPadding=8)
    y = alt.Y(
        "value:Q", title=subject.scale.word or None, scale=alt.Scale(domain=domain, nice=False, zero=zero), axis=ticks
    )
    base = alt.Chart(inline(data)).encode(x=x, y=y, color=alt.Color("colour:N", scale=None), detail="term:N")
    points = base.mark_point(filled=True, size=40, opacity=1)
    tooltip = tips(term=" ", period=look.word("period"), said=subject.name or look.word("value"))
    layers: list[Any] = [base.mark_line(strokeWidth=2.2), points.encode(tooltip=tooltip)]
    if len(terms) > 1:
        last = rows.group_by("term", maintain_order=True).last().sort("value", descending=True)
        pixel = (domain[1] - domain[0]) / _HEIGHT
        places = apart([(domain[1] - value) / pixel for value in last["value"]], 14.0, _HEIGHT)
        ends = [
            {"term": term, "place": domain[1] - spot * pixel, "colour": colours[term], "period": periods[-1]}
            for term, spot in zip(last["term"], places, strict=True)
        ]
        names = alt.Chart(inline(ends)).mark_text(align="left", fontSize=11.5, dx=10)
        layers.append(names.encode(x=x, y="place:Q", text="term:N", color=alt.Color("colour:N", scale=None)))
    return alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT)


def _said(rows: pl.DataFrame, term: str, subject: Subject, look: Look, title: str) -> str:
    part = rows.filter(pl.col("term") == term)
    first, last = part.row(0, named=True), part.row(-1, named=True)
    words = {"title": title, "term": term, "first": look.when(first["period"]), "before": subject.said(first["value"])}
    if part.height == 1:
        return look.word("trend.one", **words)
    change = last["value"] - first["value"]
    if first["value"] > 0 and subject.unit not in ("%", "pp"):
        said = f"{100 * change / first['value']:+.1f}%"
    else:
        said = f"{change:+.3g}"
    high, low = (part.sort("value", descending=down, maintain_order=True).row(0, named=True) for down in (True, False))
    return look.word(
        "trend.summary",
        **words,
        last=look.when(last["period"]),
        after=subject.said(last["value"]),
        change=said,
        high=subject.said(high["value"]),
        high_when=look.when(high["period"]),
        low=subject.said(low["value"]),
        low_when=look.when(low["period"]),
    )


def decomposition(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    unit: str | None = None,
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw the parts of a measure that add up to it (Theil's index between and within provinces), by period.

    Parameters
    ----------
    frame
        ``part``, ``value`` (in the measure's unit; parts may be negative), and ``period`` where there are several.
    indicator, unit
        What is decomposed, and its unit (pure numbers by default).
    title, source, language, theme
        As for every figure.

    Returns
    -------
    Figure
        ``table`` has ``period``, ``part``, ``value`` and ``share``, the part of the period's total in per cent.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    rows = tidy(frame, "decomposition", ("part", "value"), look)
    if "period" not in rows.columns:
        rows = rows.with_columns(period=pl.lit(""))
    rows = one_each(without_nulls(rows, "decomposition"), "decomposition", ("period", "part"))
    total = pl.col("value").sum().over("period")
    rows = rows.select("period", "part", "value", total.alias("total")).with_columns(
        share=pl.when(pl.col("total") != 0).then(100 * pl.col("value") / pl.col("total"))
    )
    subject = subject_of(rows, look, indicator, unit, ("total", "value"))
    named = title or subject.name or look.word("decomposition.title")
    chart = partial(_stack, rows, subject, look)
    table = rows.drop("total").with_columns(unit=pl.lit(subject.unit))
    return figure_of(
        "decomposition", chart, named, table, _parts_said(rows, subject, look, named), look, look.source(source)
    )


def _stack(rows: pl.DataFrame, subject: Subject, look: Look) -> Any:
    theme = look.theme
    parts = rows["part"].unique(maintain_order=True).to_list()
    data = [
        {
            "period": row["period"],
            "part": row["part"],
            "value": row["value"],
            "said": subject.said(row["value"]),
            "share": "" if row["share"] is None else f"{row['share']:.1f}%",
            "order": parts.index(row["part"]),
        }
        for row in rows.iter_rows(named=True)
    ]
    scale = alt.Scale(domain=parts, range=[theme.series[k % len(theme.series)] for k in range(len(parts))])
    ticks = alt.Axis(labelExpr=subject.tick(",~g"), tickCount=6, domain=False, ticks=False)
    bars = (
        alt.Chart(inline(data))
        .mark_bar(size=34, stroke=theme.background, strokeWidth=1)
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0, grid=False)),
            y=alt.Y("value:Q", title=subject.heading or None, axis=ticks, stack="zero"),
            color=alt.Color("part:N", title=look.word("decomposition.part"), scale=scale, sort=parts),
            order="order:Q",
            tooltip=tips(
                period=look.word("period"),
                part=look.word("decomposition.part"),
                said=look.word("value"),
                share=look.word("decomposition.share"),
            ),
        )
    )
    total = rows.group_by("period", maintain_order=True).agg(
        pl.col("total").first(), top=pl.col("value").filter(pl.col("value") > 0).sum()
    )
    tops = [
        {"period": row["period"], "top": row["top"], "said": rounded(row["total"] / subject.scale.factor, 4)}
        for row in total.iter_rows(named=True)
    ]
    sums = (
        alt.Chart(inline(tops))
        .mark_text(dy=-8, fontSize=10.5, color=theme.ink)
        .encode(x="period:O", y="top:Q", text="said:N")
    )
    return alt.layer(bars, sums).properties(width=max(200, 64 * len(tops)), height=_HEIGHT)


def _parts_said(rows: pl.DataFrame, subject: Subject, look: Look, title: str) -> str:
    periods = rows["period"].unique(maintain_order=True).sort().to_list()
    last = rows.filter(pl.col("period") == periods[-1]).sort(
        pl.col("value").abs(), descending=True, maintain_order=True
    )
    most = last.row(0, named=True)
    words = {"title": title, "last": look.when(periods[-1]), "total": subject.said(most["total"]), "part": most["part"]}
    if last["value"].min() < 0 or most["share"] is None:  # type: ignore[operator]
        return look.word("decomposition.mixed", **words, amount=subject.said(most["value"]))
    share = f"{most['share']:.1f}"
    before = rows.filter((pl.col("period") == periods[0]) & (pl.col("part") == most["part"]))["share"]
    if len(periods) == 1 or not len(before) or before[0] is None:
        return look.word("decomposition.summary", **words, share=share)
    return look.word(
        "decomposition.moved", **words, share=share, first=look.when(periods[0]), before=f"{before[0]:.1f}"
    )
