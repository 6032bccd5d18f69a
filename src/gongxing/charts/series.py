"""Values of several regions over time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.errors import FigureError
from gongxing.charts.figure import FIELD, Figure
from gongxing.charts.frames import codes_named, keys_of, look_of, one_each, subject_of, tidy, without_nulls
from gongxing.charts.making import faded, figure_of, inline, selection_of, tips
from gongxing.indicators.amounts import amount, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look, Subject
    from gongxing.indicators.amounts import Language

# Lines that colours can tell apart; the others are drawn thin and grey.
MOST_COLOURED = 6
_HEIGHT, _WIDTH, _LINE = 320, 500, 14.0


def time_series(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    unit: str | None = None,
    base: str | None = None,
    highlight: Sequence[str] = (),
    selected: Sequence[str] = (),
    zero: bool = False,
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw a line for each region over time.

    Parameters
    ----------
    frame
        ``region`` or ``region_code``, ``period``, ``value`` in a base unit, and perhaps ``unit``. A year without a
        value breaks the line.
    indicator, unit
        An id or name of the catalogue, or any words with their base unit.
    base
        A period whose value is 100 for each region; ``None`` draws the values.
    highlight, selected
        Regions in colour and named at their line's end, by code or name; by default the six of the largest last value.
        Others are grey. ``selected`` sets the selection.
    zero
        Whether the axis begins at zero.
    title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame or an option cannot be used, or no region has a value in the base period.
    """
    look = look_of(language, theme)
    table = tidy(frame, "time_series", ("region", "period", "value"), look)
    table = table.filter(pl.col("period").is_not_null()).sort("period", maintain_order=True)
    rows = one_each(without_nulls(table, "time_series"), "time_series", ("label", "period"))
    rows = rows.with_columns(pl.Series(FIELD, keys_of(rows), pl.String))
    subject = subject_of(rows, look, indicator, unit)
    if base is not None:
        rows = _indexed(rows, str(base))
        name = look.word("series.index", name=subject.name, base=look.when(str(base)))
        subject = subject_of(rows, look, name, "index")
    first, last = str(rows["period"].min()), str(rows["period"].max())
    yearly = all(len(p) == 4 and p.isdigit() for p in rows["period"])
    form = "series.title" if yearly and first != last else "series.title_periods"
    named = title or look.word(form, first=first, last=last, name=subject.name)
    chosen = codes_named(highlight, rows)[: len(look.theme.series)] or _largest(rows)
    chart = partial(_lines, rows, chosen, codes_named(selected, rows), subject, look, yearly, zero)
    table = rows.select(FIELD, pl.col("label").alias("region"), "period", "value")
    table = table.with_columns(unit=pl.lit(subject.unit))
    said = _said(rows, subject, look, named)
    return figure_of("time_series", chart, named, table, said, look, look.source(source))


def _indexed(rows: pl.DataFrame, base: str) -> pl.DataFrame:
    """Return values with that of a period as 100, of the regions that have one."""
    start = rows.filter((pl.col("period") == base) & (pl.col("value") != 0)).select(
        FIELD, pl.col("value").alias("base")
    )
    if start.is_empty():
        raise FigureError(f"time_series: no region has a value of {base} to be 100; choose another base period")
    joined = rows.join(start, on=FIELD, how="inner", maintain_order="left")
    return joined.with_columns(value=100 * (pl.col("value") / pl.col("base"))).drop("base")


def _largest(rows: pl.DataFrame) -> list[str]:
    ends = rows.group_by(FIELD, maintain_order=True).last().sort("value", descending=True, maintain_order=True)
    return [str(code) for code in ends[FIELD].head(MOST_COLOURED)]


def _lines(
    rows: pl.DataFrame,
    chosen: Sequence[str],
    picked: Sequence[str],
    subject: Subject,
    look: Look,
    yearly: bool,
    zero: bool,
) -> Any:
    theme = look.theme
    colours = dict(zip(chosen, theme.series, strict=False))
    data = sorted(_records(rows, colours, theme.plain, subject, yearly), key=lambda row: row["front"])
    low, high = _bounds(rows, zero)
    years = alt.Axis(format="d", tickMinStep=1, grid=False, tickCount=8)
    x = alt.X("when:Q", title=None, scale=alt.Scale(nice=False, padding=10), axis=years)
    if not yearly:
        x = alt.X("when:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, grid=False))
    ticks = alt.Axis(labelExpr=subject.tick(), tickCount=6, domain=False, ticks=False, labelPadding=8)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[low, high], nice=False, zero=zero), axis=ticks)
    pick = selection_of(picked)
    base = alt.Chart().encode(x=x, y=y, detail=f"{FIELD}:N", color=alt.Color("colour:N", scale=None))
    lines = base.mark_line().encode(
        strokeWidth=alt.condition("datum.front", alt.value(2.4), alt.value(1.0)), opacity=faded(pick, 0.2)
    )
    points = base.mark_point(filled=True).encode(
        tooltip=tips(region=look.word("region"), period=look.word("period"), said=subject.name or look.word("value")),
        opacity=faded(pick, 0.2),
        size=alt.condition("datum.front", alt.value(34), alt.value(12)),
    )
    ends = alt.Chart(inline(_ends(rows, colours, subject, low, high))).mark_text(align="left", fontSize=11.5)
    named = ends.encode(
        x=alt.value(_WIDTH + 10), y=alt.Y("place:Q"), text="label:N", color=alt.Color("colour:N", scale=None)
    )
    text: dict[str, Any] = {"text": subject.scale.word, "x": -34, "y": -6, "align": "left", "baseline": "bottom"}
    unit = alt.Chart(inline()).mark_text(color=theme.muted, fontSize=11, **text)
    layers = (lines, points.add_params(pick), named, unit)
    return alt.layer(*layers, data=inline(data)).properties(width=_WIDTH, height=_HEIGHT)


def _records(
    rows: pl.DataFrame, colours: dict[str, str], plain: str, subject: Subject, yearly: bool
) -> list[dict[str, Any]]:
    """Return the points, with an empty one where a region lacks a period, so that its line breaks."""
    periods = sorted(rows["period"].unique().to_list())
    data = []
    for (code,), part in rows.group_by([FIELD], maintain_order=True):
        held = dict(zip(part["period"], part["value"], strict=True))
        own = [p for p in periods if part["period"].min() <= p <= part["period"].max()]
        for period in own:
            value = held.get(period)
            data.append(
                {
                    FIELD: code,
                    "region": part["label"][0],
                    "period": period,
                    "when": int(period) if yearly else period,
                    "value": value,
                    "said": "" if value is None else subject.said(value),
                    "colour": colours.get(str(code), plain),
                    "front": str(code) in colours,
                }
            )
    return data


def _bounds(rows: pl.DataFrame, zero: bool) -> tuple[float, float]:
    low, high = float(rows["value"].min()), float(rows["value"].max())  # type: ignore[arg-type]
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    begin = min(0.0, low - room) if zero or (low >= 0 and low < 0.35 * high) else low - room
    return begin if low < 0 or begin > 0 else max(0.0, begin) if low >= 0 else begin, high + room


def _ends(
    rows: pl.DataFrame, colours: dict[str, str], subject: Subject, low: float, high: float
) -> list[dict[str, Any]]:
    """Return the names at the ends of the coloured lines, pushed apart where they would touch."""
    last = rows.filter(pl.col(FIELD).is_in(list(colours))).group_by(FIELD, maintain_order=True).last()
    marks = sorted(last.iter_rows(named=True), key=lambda row: -row["value"])
    pixel = (high - low) / _HEIGHT
    wanted = [(high - row["value"]) / pixel for row in marks]
    return [
        {
            FIELD: row[FIELD],
            "label": f"{row['label']} {subject.short(row['value'])}",
            "colour": colours[row[FIELD]],
            "place": high - spot * pixel,
        }
        for row, spot in zip(marks, apart(wanted, _LINE, _HEIGHT), strict=True)
    ]


def apart(wanted: Sequence[float], gap: float, most: float) -> list[float]:
    """Return places as near as may be to those wanted, ascending, at least a gap apart, none beyond ``most``."""
    places: list[float] = []
    for spot in wanted:
        places.append(max(spot, places[-1] + gap) if places else spot)
    limit = most
    for k in range(len(places) - 1, -1, -1):
        places[k] = min(places[k], limit)
        limit = places[k] - gap
    return places


def _said(rows: pl.DataFrame, subject: Subject, look: Look, title: str) -> str:
    """Say which region grew most and least between the first and the last period that it has."""
    spans = []
    for (_,), part in rows.group_by([FIELD], maintain_order=True):
        if part.height > 1:
            begin, end = part.row(0, named=True), part.row(-1, named=True)
            spans.append((begin, end))
    count = rows[FIELD].n_unique()
    if not spans:
        return look.word("series.flat", title=title, count=count)
    rates = subject.unit in ("%", "pp", "index", "rank") or any(a["value"] <= 0 for a, _ in spans)

    def change(span: tuple[dict[str, Any], dict[str, Any]]) -> float:
        before, after = span[0]["value"], span[1]["value"]
        return float(after - before if rates else 100 * (after / before - 1))

    def said(span: tuple[dict[str, Any], dict[str, Any]]) -> str:
        size = change(span)
        sign = "+" if size > 0 else "-" if size < 0 else ""
        if rates:
            unit = {"%": "pp"}.get(subject.unit, subject.unit)
            return sign + amount(abs(size), unit, look.language, 3)
        return f"{sign}{rounded(abs(size), 3)}%"

    if len(spans) == 1:
        begin, end = spans[0]
        return look.word(
            "series.summary_one",
            title=title,
            region=begin["label"],
            first=look.when(begin["period"]),
            last=look.when(end["period"]),
            before=subject.said(begin["value"]),
            after=subject.said(end["value"]),
            change=said(spans[0]),
        )
    high, low = max(spans, key=change), min(spans, key=change)
    return look.word(
        "series.points" if rates else "series.summary",
        title=title,
        count=len(spans),
        first=look.when(str(rows["period"].min())),
        last=look.when(str(rows["period"].max())),
        high=high[0]["label"],
        most=said(high),
        low=low[0]["label"],
        least=said(low),
    )
