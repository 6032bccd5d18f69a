"""Ranks as intervals: how much an index's order hangs on its choices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.figure import FIELD, Figure
from gongxing.charts.frames import codes_named, keys_of, look_of, one_each, tidy, without_nulls
from gongxing.charts.making import faded, figure_of, inline, region_axis, selection_of, tips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look
    from gongxing.indicators.amounts import Language


def intervals(
    frame: pl.DataFrame,
    *,
    top: int = 40,
    selected: Sequence[str] = (),
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw the rank of each region with the interval that it stays in under other choices.

    Parameters
    ----------
    frame
        ``region`` or ``region_code``, ``value`` (the rank), ``low`` and ``high``, the best and the worst rank.
    top
        How many, the best first; 0 for all.
    selected, title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    rows = without_nulls(tidy(frame, "intervals", ("region", "value", "low", "high"), look), "intervals")
    rows = (
        one_each(rows, "intervals")
        .with_columns(pl.Series(FIELD, keys_of(rows), pl.String))
        .sort("value", maintain_order=True)
    )
    named = title or look.word("kinds.intervals")
    shown = rows.head(top) if top else rows
    first = rows.row(0, named=True)
    widest = rows.sort(pl.col("high") - pl.col("low"), descending=True, maintain_order=True, nulls_last=True).row(
        0, named=True
    )
    said = look.word(
        "intervals.summary", title=named, first=first["label"], low=_rank(first["low"]), high=_rank(first["high"]),
        widest=widest["label"], from_rank=_rank(widest["low"]), to_rank=_rank(widest["high"]),
    )  # fmt: skip
    notes = [look.word("shown_of", count=rows.height, shown=shown.height)] if shown.height < rows.height else []
    table = rows.select(FIELD, pl.col("label").alias("region"), "value", "low", "high")
    return figure_of(
        "intervals",
        partial(_ranges, shown, codes_named(selected, rows), look),
        named,
        table,
        said,
        look,
        look.source(source),
        notes,
    )


def _rank(value: float | None) -> str:
    return "?" if value is None else f"{value:.3g}"


def _ranges(shown: pl.DataFrame, selected: Sequence[str], look: Look) -> Any:
    theme = look.theme
    data = [
        {FIELD: row[FIELD], "region": row["label"], "value": row["value"], "low": row["low"], "high": row["high"],
         "said": _rank(row["value"]), "between": f"{_rank(row['low'])}–{_rank(row['high'])}"}
        for row in shown.iter_rows(named=True)
    ]  # fmt: skip
    pick = selection_of(selected)
    x = alt.X(
        "low:Q",
        title=look.word("intervals.rank"),
        scale=alt.Scale(zero=False, padding=8),
        axis=alt.Axis(orient="top", tickMinStep=1, domain=False),
    )
    y = region_axis([row["region"] for row in data])
    base = alt.Chart(inline(data)).encode(y=y, opacity=faded(pick, 0.3))
    bars = base.mark_rule(strokeWidth=6, strokeCap="round", color=theme.plain).encode(x=x, x2="high:Q")
    points = base.mark_point(filled=True, size=60, color=theme.series[0], opacity=1).encode(
        x="value:Q", tooltip=tips(region=look.word("region"), said=look.word("rank"), between=look.word("gains.range"))
    )
    return alt.layer(bars, points.add_params(pick)).properties(width=420, height=alt.Step(20))
