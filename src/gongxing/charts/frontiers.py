"""Plans by growth and balance, and the line of those that none beats in both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.errors import FigureError
from gongxing.charts.figure import Figure, shortened
from gongxing.charts.frames import look_of, tidy
from gongxing.charts.making import figure_of, inline, tips
from gongxing.charts.placing import names_of, placed

if TYPE_CHECKING:
    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look
    from gongxing.indicators.amounts import Language

_WIDTH, _HEIGHT = 460, 320


def frontier(
    frame: pl.DataFrame,
    *,
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw plans by growth and balance, and the line of those that none beats in both.

    Parameters
    ----------
    frame
        ``plan`` (its name or projects), ``growth`` (change of total real income, per cent) and ``balance`` (fall of
        Theil's index; positive: the gap closes).
    title, source, language, theme
        As for every figure.

    Returns
    -------
    Figure
        ``table`` says of each plan whether it is ``on_frontier``.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    rows = tidy(frame, "frontier", ("plan", "growth", "balance"), look)
    rows = rows.with_columns(pl.col("growth", "balance").cast(pl.Float64)).drop_nulls(["growth", "balance"])
    if rows.is_empty():
        raise FigureError("frontier: none of the plans has growth and balance")
    rows = rows.sort(["growth", "balance"], descending=True, maintain_order=True)
    best = rows["balance"].cum_max().shift(1)
    rows = rows.with_columns(on_frontier=(best.is_null() | (rows["balance"] > best)))
    named = title or look.word("kinds.frontier")
    said = _plans_said(rows, look, named)
    table = rows.select("plan", "growth", "balance", "on_frontier")
    return figure_of("frontier", partial(_plans, rows, look), named, table, said, look, look.source(source))


def _plans(rows: pl.DataFrame, look: Look) -> Any:
    theme = look.theme
    sides_of = [look.word("frontier.on"), look.word("frontier.off")]
    data = [
        {
            "plan": row["plan"],
            "growth": row["growth"],
            "balance": row["balance"],
            "side": sides_of[0 if row["on_frontier"] else 1],
            "one": f"{row['growth']:+.3f}%",
            "two": f"{row['balance']:+.6f}",
            "label": shortened(str(row["plan"]), 14),
        }
        for row in rows.iter_rows(named=True)
    ]
    words = {"one": look.word("frontier.growth"), "two": look.word("frontier.balance")}
    x = alt.X(
        "growth:Q",
        title=f"{words['one']} (%)",
        scale=alt.Scale(zero=False, padding=24),
        axis=alt.Axis(grid=False, tickCount=6),
    )
    y = alt.Y(
        "balance:Q",
        title=words["two"],
        scale=alt.Scale(zero=False, padding=18),
        axis=alt.Axis(tickCount=6, labelExpr="format(datum.value, '.4~g')", domain=False),
    )
    colours = alt.Scale(domain=sides_of, range=[theme.accent, theme.plain])
    shapes = alt.Scale(domain=sides_of, range=["diamond", "circle"])
    best = rows.filter("on_frontier").sort("growth")
    corners = [(x, y) for x, y in zip(best["growth"].shift(1), best["balance"], strict=True) if x is not None]
    line_of = sorted([*zip(best["growth"], best["balance"], strict=True), *corners], key=lambda at: (at[0], -at[1]))
    whole = placed(data, rows["growth"], rows["balance"], "label", (_WIDTH, _HEIGHT), line_of)
    data = [row if row["side"] == sides_of[0] else {**row, "stands": "none"} for row in whole]
    base = alt.Chart(inline(data)).encode(x=x, y=y)
    line = base.transform_filter(alt.datum.side == sides_of[0]).mark_line(
        color=theme.accent, strokeWidth=1.6, interpolate="step-before"
    )
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        color=alt.Color("side:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
        shape=alt.Shape("side:N", scale=shapes, legend=alt.Legend(title=None, orient="top")),
        tooltip=tips(plan=" ", **words),
    )
    names = names_of(base, data, "label", theme.ink)
    return alt.layer(line.encode(order="growth:Q"), points, *names).properties(width=_WIDTH, height=_HEIGHT)


def _plans_said(rows: pl.DataFrame, look: Look, title: str) -> str:
    grow, even = (
        rows.sort(by, descending=True, maintain_order=True).row(0, named=True) for by in ("growth", "balance")
    )
    words = {
        "title": title,
        "count": rows.height,
        "on": int(rows["on_frontier"].sum()),
        "grow": grow["plan"],
        "grow_by": f"{grow['growth']:+.3f}%",
        "even": even["plan"],
        "even_by": f"{even['balance']:+.6f}",
    }
    return look.word("frontier.same" if grow["plan"] == even["plan"] else "frontier.summary", **words)
