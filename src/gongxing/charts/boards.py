"""Promises: how many were kept, by region, and when commitments fall due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.appearance import ink_on
from gongxing.charts.errors import FigureError
from gongxing.charts.figure import FIELD, Figure, shortened
from gongxing.charts.frames import codes_named, keys_of, look_of, tidy
from gongxing.charts.making import faded, figure_of, inline, region_axis, selection_of, tips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look
    from gongxing.indicators.amounts import Language

STATES = ("met", "missed", "not_yet", "cannot_say")
# Told apart by their sign as well as by colour and lightness.
_SIGNS = {"met": "●", "missed": "×", "not_yet": "○", "cannot_say": "?"}
_COLOURS: Mapping[str, Mapping[str, str]] = {
    "light": {"met": "#1b6ca8", "missed": "#d9822b", "not_yet": "#b5cfe3", "cannot_say": "#dfe3e6"},
    "dark": {"met": "#62aee6", "missed": "#e39242", "not_yet": "#35566f", "cannot_say": "#4a545c"},
    "print": {"met": "#1f1f1f", "missed": "#8a8a8a", "not_yet": "#cfcfcf", "cannot_say": "#f1f1f1"},
}
_SHAPES = {"met": "circle", "missed": "M-1,-1L1,1M1,-1L-1,1", "not_yet": "circle", "cannot_say": "diamond"}


def _checked(frame: pl.DataFrame, figure: str, needed: tuple[str, ...], look: Look) -> pl.DataFrame:
    rows = tidy(frame, figure, needed, look)
    if unknown := sorted(set(rows["state"].drop_nulls()) - set(STATES)):
        raise FigureError(f"{figure}: state is {', '.join(STATES)}; {', '.join(unknown)} came")
    rows = rows.with_columns(pl.col("state").fill_null("cannot_say"))
    return rows.with_columns(pl.Series(FIELD, keys_of(rows), pl.String))


def promises(
    frame: pl.DataFrame,
    *,
    top: int = 30,
    selected: Sequence[str] = (),
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw how many promises of each region were met, missed, are not yet due, or cannot be judged.

    Parameters
    ----------
    frame
        ``region`` or ``region_code`` and ``state`` (``met``, ``missed``, ``not_yet``, ``cannot_say``), a row a promise;
        or with ``count``, a row a region and state.
    top
        How many regions, those that promised most; 0 for all.
    selected, title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    rows = _checked(frame, "promises", ("region", "state"), look)
    count = pl.col("count").sum() if "count" in rows.columns else pl.len()
    counts = rows.group_by(FIELD, "label", "state", maintain_order=True).agg(count=count.cast(pl.Int64))
    totals = counts.group_by(FIELD, "label", maintain_order=True).agg(pl.col("count").sum())
    totals = totals.sort("count", descending=True, maintain_order=True)
    named = title or look.word("promises.title")
    kept = totals[FIELD].head(top).to_list() if top else totals[FIELD].to_list()
    chart = partial(_stacks, counts, totals.filter(pl.col(FIELD).is_in(kept)), codes_named(selected, rows), look)
    sums = {state: int(counts.filter(pl.col("state") == state)["count"].sum()) for state in STATES}
    comma = "，" if language == "zh" else ", "
    parts = comma.join(
        look.word("promises.part", state=look.word(f"promises.{state}"), count=number)
        for state, number in sums.items()
        if number
    )
    said = look.word(
        "promises.summary",
        title=named,
        count=sum(sums.values()),
        parts=parts,
        region=totals["label"][0],
        most=totals["count"][0],
    )
    notes = [look.word("shown_of", count=totals.height, shown=len(kept))] if len(kept) < totals.height else []
    table = counts.select(FIELD, pl.col("label").alias("region"), "state", "count")
    return figure_of("promises", chart, named, table, said, look, look.source(source), notes)


def _stacks(counts: pl.DataFrame, totals: pl.DataFrame, selected: Sequence[str], look: Look) -> Any:
    theme, colours = look.theme, _COLOURS[look.theme.name]
    names = {state: f"{_SIGNS[state]} {look.word(f'promises.{state}')}" for state in STATES}
    data, ends = [], dict.fromkeys(totals[FIELD], 0)
    for state in STATES:
        for row in counts.filter((pl.col("state") == state) & pl.col(FIELD).is_in(list(ends))).iter_rows(named=True):
            start = ends[row[FIELD]]
            ends[row[FIELD]] = start + row["count"]
            data.append(
                {
                    FIELD: row[FIELD],
                    "region": row["label"],
                    "state": names[state],
                    "count": row["count"],
                    "start": start,
                    "end": start + row["count"],
                    "middle": start + row["count"] / 2,
                    "ink": ink_on(colours[state]),
                    "said": f"{_SIGNS[state]} {row['count']}"
                    if row["count"] * 430 >= 26 * max(totals["count"])
                    else "",
                }
            )
    scale = alt.Scale(domain=list(names.values()), range=[colours[state] for state in STATES])
    pick = selection_of(selected)
    x = alt.X("start:Q", title=look.word("promises.count"), axis=alt.Axis(tickMinStep=1, format="d", domain=False))
    y = region_axis(totals["label"].to_list())
    base = alt.Chart(inline(data)).encode(y=y)
    bars = base.mark_bar(height={"band": 0.78}, stroke=theme.background, strokeWidth=1).encode(
        x=x,
        x2="end:Q",
        opacity=faded(pick, 0.35),
        color=alt.Color(
            "state:N",
            title=None,
            sort=list(names.values()),
            scale=scale,
            legend=alt.Legend(symbolType="square", orient="right"),
        ),
        tooltip=tips(region=look.word("region"), state=look.word("promises.state"), count=look.word("promises.count")),
    )
    texts = base.mark_text(fontSize=10).encode(x="middle:Q", text="said:N", color=alt.Color("ink:N", scale=None))
    return alt.layer(bars.add_params(pick), texts).properties(width=430, height=alt.Step(22))


def commitments(
    frame: pl.DataFrame,
    *,
    top: int = 30,
    selected: Sequence[str] = (),
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw when commitments were made and when they fall due.

    Parameters
    ----------
    frame
        ``region`` or ``region_code``, ``commitment`` (its words) and ``deadline`` (a year, or a month as 2026-06; null
        where none is named), and perhaps ``made`` (likewise) and ``state`` (``met``, ``missed``, ``not_yet``,
        ``cannot_say``).
    top
        How many, those due first; 0 for all.
    selected, title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used, or no commitment has a deadline.
    """
    look = look_of(language, theme)
    rows = _with_years(frame, look)
    dated = rows.drop_nulls("due").sort("due", "label", maintain_order=True)
    if dated.is_empty():
        raise FigureError(f"commitments: none of {rows.height} names a deadline; there is no line of time to draw")
    named = title or look.word("commitments.title")
    shown = dated.head(top) if top else dated
    said = _falling_due(dated, look, named)
    notes = [look.word("shown_of", count=dated.height, shown=shown.height)] if shown.height < dated.height else []
    if dated.height < rows.height:
        notes.append(look.word("commitments.undated", count=rows.height - dated.height))
    chart = partial(_timeline, shown, codes_named(selected, rows), look)
    drawn = rows.select(FIELD, pl.col("label").alias("region"), "commitment", "made", "deadline", "state")
    return figure_of("commitments", chart, named, drawn, said, look, look.source(source), notes)


def _with_years(frame: pl.DataFrame, look: Look) -> pl.DataFrame:
    """Return commitments with ``due`` and ``begun``, the points of time in years; null where none is named."""
    table = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    if "state" not in table.columns:
        table = table.with_columns(state=pl.lit("cannot_say"))
    rows = _checked(table, "commitments", ("region", "commitment", "deadline", "state"), look)
    if "made" not in rows.columns:
        rows = rows.with_columns(made=pl.lit(None, pl.String))
    rows = rows.with_columns(pl.col("deadline", "made").cast(pl.String))
    return rows.with_columns(
        due=pl.Series([_year(text, True) for text in rows["deadline"]], dtype=pl.Float64),
        begun=pl.Series([_year(text, False) for text in rows["made"]], dtype=pl.Float64),
    )


def _falling_due(dated: pl.DataFrame, look: Look, title: str) -> str:
    """Say when the first and the last fall due, and in which year the most do."""
    years = (
        dated.with_columns(pl.col("deadline").str.slice(0, 4).alias("year"))
        .group_by("year")
        .len()
        .sort("len", "year", descending=[True, False])
    )
    return look.word(
        "commitments.summary",
        title=title,
        count=dated.height,
        first=look.when(dated["deadline"][0]),
        last=look.when(dated["deadline"][-1]),
        busiest=look.when(years["year"][0]),
        most=years["len"][0],
    )


def _year(text: str | None, end: bool) -> float | None:
    """Return a year or a month as a number of years: the end of 2026 is 2027, June 2026 is 2026.5."""
    if not text or not text[:4].isdigit():
        return None
    year, month = int(text[:4]), text[5:7]
    if month.isdigit():
        return year + (int(month) - (0 if end else 1)) / 12
    last = text.rpartition("/")[2]
    return float((int(last[:4]) if last[:4].isdigit() else year) + 1) if end else float(year)


def _timeline(shown: pl.DataFrame, selected: Sequence[str], look: Look) -> Any:
    theme, colours = look.theme, _COLOURS[look.theme.name]
    states = [state for state in STATES if state in set(shown["state"])]
    names = {state: look.word(f"promises.{state}") for state in STATES}
    data = [
        {
            FIELD: row[FIELD],
            "region": row["label"],
            "commitment": row["commitment"],
            "due": row["due"],
            "begun": row["begun"] or row["due"],
            "when": row["deadline"],
            "made": row["made"] or "–",
            "state": names[row["state"]],
            "row": f"{row['label']}  {shortened(row['commitment'], 18)}#{k}",
        }
        for k, row in enumerate(shown.iter_rows(named=True))
    ]
    pick = selection_of(selected)
    label = "split(datum.label, '#')[0]"
    y = region_axis([row["row"] for row in data], "row", labelExpr=label, labelLimit=360, grid=True)
    # A deadline of 2025 is at the end of that year, whose name stands in the middle of its stretch.
    first, last = int(min(row["begun"] for row in data)), int(max(row["due"] for row in data) - 1e-9) + 1
    step = 1 + (last - first) // 12
    middles = [year + 0.5 for year in range(first, last, step)]
    years = alt.Axis(values=middles, labelExpr="floor(datum.value)", orient="top", grid=False, ticks=False)
    x = alt.X("due:Q", title=None, scale=alt.Scale(domain=[first, last], nice=False, zero=False), axis=years)
    borders = alt.Chart(inline({"at": year} for year in range(first, last + 1))).mark_rule(color=theme.grid)
    base = alt.Chart(inline(data)).encode(y=y, opacity=faded(pick, 0.3))
    lines = base.mark_rule(color=theme.plain, strokeWidth=2).encode(x=alt.X("begun:Q", title=None), x2="due:Q")
    domain = [names[state] for state in states]
    ink = {
        **colours,
        "not_yet": theme.series[0],
        "cannot_say": theme.muted,
        "met": theme.series[2] if theme.name != "print" else "#000000",
    }
    points = base.mark_point(size=95, strokeWidth=2, filled=False, opacity=1).encode(
        x=x,
        color=alt.Color("state:N", title=None, scale=alt.Scale(domain=domain, range=[ink[state] for state in states])),
        shape=alt.Shape(
            "state:N", title=None, scale=alt.Scale(domain=domain, range=[_SHAPES[state] for state in states])
        ),
        tooltip=tips(
            region=look.word("region"),
            commitment=look.word("commitments.commitment"),
            made=look.word("commitments.made"),
            when=look.word("commitments.deadline"),
            state=look.word("promises.state"),
        ),
    )
    return alt.layer(borders.encode(x="at:Q"), lines, points.add_params(pick)).properties(
        width=380, height=alt.Step(22)
    )
