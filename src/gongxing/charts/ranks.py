"""Ranks of regions over time: who passed whom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.errors import FigureError
from gongxing.charts.figure import FIELD, Figure
from gongxing.charts.frames import codes_named, keys_of, look_of, one_each, subject_of, tidy, without_nulls
from gongxing.charts.making import faded, figure_of, inline, selection_of, tips
from gongxing.charts.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look, Subject
    from gongxing.indicators.amounts import Language

# In pixels, of a rank and of a period.
_ROW, _STEP = 24, 110


def rank_changes(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    unit: str | None = None,
    ascending: bool = False,
    top: int = 25,
    highlight: Sequence[str] = (),
    selected: Sequence[str] = (),
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw the rank of each region in each period, joined by lines.

    Parameters
    ----------
    frame
        ``region`` or ``region_code``, ``period`` and ``value``; two periods or more. Ranks are among the regions that
        have a value in every period.
    indicator, unit
        An id or name of the catalogue, or any words with their base unit.
    ascending
        Whether the smallest value comes first.
    top
        How many regions, by their last rank; 0 for all.
    highlight
        Regions in colour; by default those whose rank changed most (up to six).
    selected, title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame has fewer than two periods, or no region has a value in all.
    """
    look = look_of(language, theme)
    table = without_nulls(tidy(frame, "rank_changes", ("region", "period", "value"), look), "rank_changes")
    table = one_each(table, "rank_changes", ("label", "period")).with_columns(
        pl.Series(FIELD, keys_of(table), pl.String)
    )
    periods = sorted(table["period"].unique().to_list())
    if len(periods) < 2:
        raise FigureError(f"rank_changes: needs two periods or more; {', '.join(periods)} came")
    whole = table.filter(pl.len().over(FIELD) == len(periods))
    if whole.is_empty():
        raise FigureError(
            f"rank_changes: no region has a value in each of {', '.join(periods[:8])}; choose fewer periods"
        )
    subject = subject_of(whole, look, indicator, unit)
    ranks = whole.with_columns(
        rank=pl.col("value").rank("ordinal", descending=not ascending).over("period").cast(pl.Int64)
    ).sort("period", "rank")
    named = title or look.word("rank_changes.title", name=subject.name, first=periods[0], last=periods[-1])
    ends = _ends(ranks, periods)
    shown = ranks.filter(pl.col(FIELD).is_in(ends.head(top)[FIELD].implode())) if top else ranks
    chart = partial(
        _chart, shown, ends, periods, codes_named(highlight, whole), codes_named(selected, whole), subject, look
    )
    drawn = ranks.select(FIELD, pl.col("label").alias("region"), "period", "rank", "value").with_columns(
        unit=pl.lit(subject.unit)
    )
    notes = [look.word("shown_of", count=ends.height, shown=top)] if top and ends.height > top else []
    return figure_of("rank_changes", chart, named, drawn, _said(ends, look, named), look, look.source(source), notes)


def _ends(ranks: pl.DataFrame, periods: Sequence[str]) -> pl.DataFrame:
    """Return the first and last rank of each region, by the last."""
    first = ranks.filter(pl.col("period") == periods[0]).select(FIELD, "label", pl.col("rank").alias("start"))
    last = ranks.filter(pl.col("period") == periods[-1]).select(FIELD, pl.col("rank").alias("end"))
    return first.join(last, on=FIELD).with_columns(change=pl.col("start") - pl.col("end")).sort("end")


def _chart(
    shown: pl.DataFrame,
    ends: pl.DataFrame,
    periods: Sequence[str],
    highlight: Sequence[str],
    selected: Sequence[str],
    subject: Subject,
    look: Look,
) -> Any:
    theme = look.theme
    moved = ends.filter((pl.col("change") != 0) & pl.col(FIELD).is_in(shown[FIELD].implode()))
    movers = moved.sort(pl.col("change").abs(), descending=True, maintain_order=True)[FIELD].to_list()
    front = [code for code in (highlight or movers[:6]) if code in set(shown[FIELD])]
    colours = dict(zip(front, theme.series, strict=False))
    order = {code: k for k, code in enumerate(front)}
    data = [
        {
            FIELD: row[FIELD],
            "region": row["label"],
            "period": row["period"],
            "rank": row["rank"],
            "said": subject.said(row["value"]),
            "colour": colours.get(row[FIELD], theme.plain),
            "front": row[FIELD] in order,
        }
        for row in shown.sort(pl.col(FIELD).is_in(front), maintain_order=True).iter_rows(named=True)
    ]
    lowest = max(row["rank"] for row in data)
    pick = selection_of(selected)
    x = alt.X(
        "period:O", title=None, axis=alt.Axis(labelAngle=0, orient="top", domain=False, ticks=False, labelPadding=10)
    )
    y = alt.Y("rank:Q", title=None, axis=None, scale=alt.Scale(domain=[0.5, lowest + 0.5], reverse=True, nice=False))
    base = alt.Chart().encode(x=x, y=y, color=alt.Color("colour:N", scale=None), detail=f"{FIELD}:N")
    lines = base.mark_line(interpolate="monotone").encode(
        strokeWidth=alt.condition("datum.front", alt.value(3), alt.value(1.4)), opacity=faded(pick, 0.2)
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        tooltip=tips(
            region=look.word("region"), period=look.word("period"), rank=look.word("rank"), said=subject.name or " "
        ),
        opacity=faded(pick, 0.2),
    )
    layers: list[Any] = [lines, points.add_params(pick)]
    for period, align, shift in ((periods[0], "right", -12), (periods[-1], "left", 12)):
        text: dict[str, Any] = {"align": align, "dx": shift, "fontSize": 11}
        names = [
            {**row, "label": f"{row['rank']} {row['region']}", "ink": row["colour"] if row["front"] else theme.ink}
            for row in data
            if row["period"] == period
        ]
        mark = alt.Chart(inline(names)).mark_text(**text)
        layers.append(mark.encode(x=x, y=y, text="label:N", color=alt.Color("ink:N", scale=None)))
    width = max(260, _STEP * (len(periods) - 1))
    return alt.layer(*layers, data=inline(data)).properties(width=width, height=_ROW * lowest)


def _said(ends: pl.DataFrame, look: Look, title: str) -> str:
    risen, fallen = (
        ends.sort("change", descending=down, maintain_order=True).row(0, named=True) for down in (True, False)
    )
    if risen["change"] == 0:
        return look.word("rank_changes.still", title=title, count=ends.height)
    sentence = look.word(
        "rank_changes.summary",
        title=title,
        count=ends.height,
        high=risen["label"],
        high_from=risen["start"],
        high_to=risen["end"],
        low=fallen["label"],
        low_from=fallen["start"],
        low_to=fallen["end"],
    )
    before = ends.filter(pl.col("start") == 1)["label"].item()
    after = ends.filter(pl.col("end") == 1)["label"].item()
    form = "rank_changes.kept" if before == after else "rank_changes.lead"
    return joined(look, sentence, look.word(form, before=before, after=after)) + look.word("stop")
