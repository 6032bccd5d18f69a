"""Regions in order: bars with the change in rank, and lines of ranks over time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.errors import FigureError
from gongxing.charts.figure import FIELD, Figure
from gongxing.charts.frames import (
    codes_named,
    keys_of,
    look_of,
    one_each,
    period_of,
    subject_of,
    tidy,
    without_nulls,
)
from gongxing.charts.making import faded, figure_of, inline, region_axis, selection_of, tips
from gongxing.charts.sentences import joined
from gongxing.charts.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look, Subject
    from gongxing.indicators.amounts import Language

# In pixels: the bars, and where the change in rank stands beside them.
_WIDTH, _MOVED = 430, 520


def ranking(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    unit: str | None = None,
    period: str | None = None,
    before: str | None = None,
    top: int = 30,
    ascending: bool = False,
    highlight: Sequence[str] = (),
    selected: Sequence[str] = (),
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw a bar for each region, the first above, with its change in rank.

    Parameters
    ----------
    frame
        ``region`` or ``region_code``, ``value`` in a base unit, and perhaps ``period`` and ``unit``.
    indicator, unit
        An id or name of the catalogue, or any words with their base unit.
    period, before
        The period shown (the last by default) and the one that ranks are compared with (the first by default, none
        where the frame has one period). Ranks are compared among the regions that have a value in both.
    top
        How many bars, 0 for all; the table has all.
    ascending
        Whether the smallest value comes first.
    highlight, selected
        Regions in the accent's colour, and regions selected, by code or name.
    title, source, language, theme
        As for every figure.

    Returns
    -------
    Figure
        ``table`` has ``rank``, ``region_code``, ``region``, ``value``, ``unit`` and, where there are two periods,
        ``rank_before`` and ``rank_change`` (positive where a region rose).

    Raises
    ------
    FigureError
        The frame or an option cannot be used.
    """
    look = look_of(language, theme)
    table = tidy(frame, "ranking", ("region", "value"), look)
    rows, when = period_of(table, "ranking", period)
    rows = one_each(without_nulls(rows, "ranking"), "ranking")
    subject = subject_of(rows, look, indicator, unit)
    ranked = _ranked(rows, ascending)
    earlier = _earlier(table, when, before)
    if earlier is not None:
        ranked = _compared(ranked, table.filter(pl.col("period") == earlier), ascending)
    shown = ranked.head(top) if top else ranked
    word = look.word("ranking.title", period=look.when(when), name=subject.name) if when else subject.name
    named = title or word
    chart = partial(_bars, shown, subject, look, codes_named(highlight, rows), codes_named(selected, rows), earlier)
    notes = [look.word("shown_of", count=ranked.height, shown=shown.height)] if shown.height < ranked.height else []
    empty = table.filter(pl.col("value").is_null() & ~pl.col("label").is_in(ranked["region"].implode()))
    if empty.height:
        notes.append(
            look.word("without", names=listed(empty["label"].unique(maintain_order=True).to_list(), language, 5))
        )
    said = _said(ranked, subject, look, named, earlier)
    ranked = ranked.with_columns(unit=pl.lit(subject.unit))
    return figure_of("ranking", chart, named, ranked, said, look, look.source(source), notes)


def _ranked(rows: pl.DataFrame, ascending: bool) -> pl.DataFrame:
    """Return regions by rank; equal values share the better one."""
    return rows.select(
        pl.col("value").rank("min", descending=not ascending).cast(pl.Int64).alias("rank"),
        pl.Series(FIELD, keys_of(rows), pl.String), pl.col("label").alias("region"), "value",
    ).sort("rank", maintain_order=True)  # fmt: skip


def _earlier(table: pl.DataFrame, when: str, before: str | None) -> str | None:
    """Return the period that ranks are compared with."""
    if "period" not in table.columns:
        return None
    known = sorted(p for p in table.drop_nulls("value")["period"].drop_nulls().unique().to_list() if p != when)
    if before is not None:
        if str(before) not in known:
            raise FigureError(
                f"ranking: no value of {before} to compare with; there are {', '.join(known[:12]) or 'none'}"
            )
        return str(before)
    past = [period for period in known if period < when]
    return past[0] if past else None


def _compared(ranked: pl.DataFrame, earlier: pl.DataFrame, ascending: bool) -> pl.DataFrame:
    """Return ranks with those of an earlier period, both among the regions that have a value in both."""
    earlier = one_each(earlier.drop_nulls("value"), "ranking")
    old = pl.DataFrame({FIELD: keys_of(earlier), "old": earlier["value"]}, schema={FIELD: pl.String, "old": pl.Float64})
    both = ranked.join(old, on=FIELD, how="left", maintain_order="left")
    common = pl.col("old").is_not_null()

    def rank(column: str) -> pl.Expr:
        return pl.when(common).then(pl.col(column)).rank("min", descending=not ascending).cast(pl.Int64)

    return both.with_columns(rank_before=rank("old"), rank_change=rank("old") - rank("value")).drop("old")


def _bars(
    shown: pl.DataFrame,
    subject: Subject,
    look: Look,
    highlight: Sequence[str],
    selected: Sequence[str],
    earlier: str | None,
) -> Any:
    theme = look.theme
    data = [
        {
            FIELD: row[FIELD],
            "region": f"{row['rank']}  {row['region']}",
            "name": row["region"],
            "value": row["value"],
            "said": subject.short(row["value"]),
            "full": subject.said(row["value"]),
            "rank": row["rank"],
            "place": max(row["value"], 0.0),
            "marked": row[FIELD] in highlight,
            **(_moved(row, look) if earlier is not None else {}),
        }
        for row in shown.iter_rows(named=True)
    ]
    pick = selection_of(selected)
    tooltip = {"name": look.word("region"), "full": subject.name or look.word("value"), "rank": look.word("rank")}
    if earlier is not None:
        tooltip["moved"] = look.word("ranking.change", before=look.when(earlier))
    order = [row["region"] for row in data]
    y = region_axis(order)
    x = alt.X("value:Q", title=subject.heading, axis=alt.Axis(labelExpr=subject.tick(), tickCount=5, domain=False))
    base = alt.Chart().encode(y=y)
    bars = base.mark_bar(cornerRadiusEnd=2, height={"band": 0.72}).encode(
        x=x,
        tooltip=tips(**tooltip),
        color=alt.condition("datum.marked", alt.value(theme.accent), alt.value(theme.series[0])),
        opacity=faded(pick, 0.45),
    )
    texts = base.mark_text(align="left", dx=5, fontSize=10.5, color=theme.ink).encode(x="place:Q", text="said:N")
    layers: list[Any] = [bars.add_params(pick), texts]
    if earlier is not None:
        moves = base.mark_text(align="right", fontSize=10.5).encode(
            x=alt.value(_MOVED), text="moved:N", color=alt.Color("ink:N", scale=None)
        )
        text: dict[str, Any] = {"text": tooltip["moved"], "x": _MOVED, "y": -5, "align": "right", "baseline": "bottom"}
        layers += [moves, alt.Chart(inline()).mark_text(fontSize=11, color=theme.muted, **text)]
    return alt.layer(*layers, data=inline(data)).properties(width=_WIDTH, height=alt.Step(20))


def _moved(row: dict[str, Any], look: Look) -> dict[str, str]:
    """Return the change in rank in a sign and a number, and its colour."""
    change, theme = row["rank_change"], look.theme
    if change is None:
        return {"moved": look.word("ranking.new"), "ink": theme.muted}
    if change == 0:
        return {"moved": "–", "ink": theme.muted}
    return {"moved": f"▲{change}", "ink": theme.gain} if change > 0 else {"moved": f"▼{-change}", "ink": theme.loss}


def _said(ranked: pl.DataFrame, subject: Subject, look: Look, title: str, earlier: str | None) -> str:
    rows = list(ranked.iter_rows(named=True))
    first, last = rows[0], rows[-1]
    words = {
        "title": title, "count": len(rows), "first": first["region"], "most": subject.said(first["value"]),
        "last": last["region"], "least": subject.said(last["value"]),
    }  # fmt: skip
    sentence = look.word("ranking.summary", **words)
    if earlier is None:
        return sentence
    moved = [row for row in rows if row["rank_change"] is not None]
    risen = max(moved, key=lambda row: row["rank_change"], default=None)
    fallen = min(moved, key=lambda row: row["rank_change"], default=None)
    if risen is None or fallen is None or risen["rank_change"] <= 0:
        return joined(look, sentence, look.word("ranking.still", before=look.when(earlier))) + look.word("stop")
    more = look.word(
        "ranking.risers", before=look.when(earlier), name=risen["region"], places=risen["rank_change"],
        other=fallen["region"], down=-fallen["rank_change"],
    )  # fmt: skip
    return joined(look, sentence, more) + look.word("stop")
