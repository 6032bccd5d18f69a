"""What regions are made of: stacked shares, and matrices of location quotients and likeness."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.appearance import diverging_steps, ink_on
from gongxing.charts.errors import FigureError
from gongxing.charts.figure import FIELD, Figure
from gongxing.charts.frames import codes_named, keys_of, look_of, one_each, place_label, subject_of, tidy, without_nulls
from gongxing.charts.making import faded, figure_of, inline, region_axis, selection_of, tips
from gongxing.indicators.amounts import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongxing.charts.appearance import Theme, ThemeName
    from gongxing.charts.frames import Look
    from gongxing.indicators.amounts import Language

# More cells than these stand without their number.
_MOST_NUMBERS = 420
# Parts that colours can tell apart; the others are one.
_MOST_PARTS = 8
# Bounds of the classes of location quotients, each the inverse of another.
_QUOTIENTS = (0.25, 0.5, 0.8, 1.25, 2.0, 4.0)


def structure(
    frame: pl.DataFrame,
    *,
    top: int = 30,
    selected: Sequence[str] = (),
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw the shares that parts (industries) have in each region.

    Parameters
    ----------
    frame
        ``region`` or ``region_code``, ``part`` and ``value``, none below zero; shares are of the parts' sum.
    top
        How many regions, those whose largest part has the largest share; 0 for all.
    selected, title, source, language, theme
        As for every figure.

    Returns
    -------
    Figure
        ``table`` has ``share`` in per cent.

    Raises
    ------
    FigureError
        The frame cannot be used, or a value is below zero.
    """
    look = look_of(language, theme)
    rows = without_nulls(tidy(frame, "structure", ("region", "part", "value"), look), "structure")
    rows = one_each(rows, "structure", ("label", "part")).with_columns(pl.Series(FIELD, keys_of(rows), pl.String))
    if rows["value"].min() < 0:  # type: ignore[operator]
        raise FigureError("structure: parts of a whole are not below zero; some are")
    total = pl.col("value").sum().over(FIELD)
    rows = rows.filter(total > 0).with_columns(share=100 * pl.col("value") / total)
    means = rows.group_by("part", maintain_order=True).agg(pl.col("share").sum() / rows[FIELD].n_unique())
    largest = means.sort("share", descending=True, maintain_order=True)
    named = title or look.word("kinds.structure")
    order = rows.filter(pl.col("part") == largest["part"][0]).sort("share", descending=True)[FIELD].to_list()
    order += [code for code in rows[FIELD].unique(maintain_order=True) if code not in set(order)]
    kept = order[:top] if top else order
    parts = means["part"].to_list() if means.height <= _MOST_PARTS else largest["part"].head(_MOST_PARTS - 1).to_list()
    chart = partial(_stacked, rows.filter(pl.col(FIELD).is_in(kept)), kept, parts, codes_named(selected, rows), look)
    most = rows.sort("share", descending=True, maintain_order=True).row(0, named=True)
    said = look.word(
        "structure.summary",
        title=named,
        count=len(order),
        region=most["label"],
        part=most["part"],
        share=f"{most['share']:.1f}",
        largest=largest["part"][0],
        mean=f"{largest['share'][0]:.1f}",
    )
    notes = [look.word("shown_of", count=len(order), shown=len(kept))] if len(kept) < len(order) else []
    table = rows.select(FIELD, pl.col("label").alias("region"), "part", "value", "share")
    return figure_of("structure", chart, named, table, said, look, look.source(source), notes)


def _stacked(
    rows: pl.DataFrame, order: Sequence[str], parts: Sequence[str], selected: Sequence[str], look: Look
) -> Any:
    theme, other = look.theme, look.word("other")
    shown = rows.with_columns(part=pl.when(pl.col("part").is_in(list(parts))).then("part").otherwise(pl.lit(other)))
    shown = shown.group_by(FIELD, "label", "part", maintain_order=True).agg(pl.col("share").sum())
    names = [*parts, *([other] if other in shown["part"] else [])]
    colours = [*theme.series[: len(parts)], theme.plain][: len(names)]
    data = [
        {
            FIELD: row[FIELD],
            "region": row["label"],
            "part": row["part"],
            "share": row["share"] / 100,
            "said": f"{row['share']:.1f}%",
            "order": names.index(row["part"]),
        }
        for row in shown.iter_rows(named=True)
    ]
    labels = dict(zip(rows[FIELD], rows["label"], strict=True))
    pick = selection_of(selected)
    bars = (
        alt.Chart(inline(data))
        .mark_bar(height={"band": 0.76}, stroke=theme.background, strokeWidth=0.8)
        .encode(
            x=alt.X(
                "share:Q",
                title=look.word("structure.share"),
                axis=alt.Axis(format=".0%", tickCount=5, domain=False),
                scale=alt.Scale(domain=[0, 1]),
            ),
            y=region_axis([labels[code] for code in order]),
            color=alt.Color(
                "part:N",
                title=None,
                sort=names,
                scale=alt.Scale(domain=names, range=colours),
                legend=alt.Legend(symbolType="square", columns=1),
            ),
            order="order:Q",
            opacity=faded(pick, 0.35),
            tooltip=tips(
                region=look.word("region"), part=look.word("decomposition.part"), said=look.word("structure.share")
            ),
        )
    )
    return bars.add_params(pick).properties(width=440, height=alt.Step(20))


def location_quotients(
    frame: pl.DataFrame,
    *,
    top: int = 40,
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw location quotients of activities in regions, coloured by how far they are from 1.

    Parameters
    ----------
    frame
        ``row`` (the region), ``column`` (the activity) and ``value``; ``region_code`` of the row where known.
    top
        How many rows, 0 for all.
    title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used, or a quotient is below zero.
    """
    look = look_of(language, theme)
    rows = _cells(frame, "location_quotients", look)
    if rows["value"].min() < 0:  # type: ignore[operator]
        raise FigureError("location_quotients: a quotient is not below zero; some are")
    named = title or look.word("kinds.location_quotients")
    most = rows.sort("value", descending=True, maintain_order=True).row(0, named=True)
    said = look.word(
        "matrix.quotients",
        title=named,
        cells=rows.height,
        above=rows.filter(pl.col("value") > 1).height,
        row=most["row"],
        column=most["column"],
        most=rounded(most["value"], 3),
    )
    colours = diverging_steps(look.theme, 3, 3)
    middle = len(colours) // 2
    colours.insert(middle, look.theme.diverging[len(look.theme.diverging) // 2])
    words = _quotient_words()
    classes = [sum(value >= bound for bound in _QUOTIENTS) for value in rows["value"]]
    chart = partial(_grid, rows, [words[k] for k in classes], words, colours, top, look, "2")
    return _matrix_figure("location_quotients", chart, named, rows, said, look, source, top)


def _quotient_words() -> list[str]:
    inner = [f"{low:g}–{high:g}" for low, high in pairwise(_QUOTIENTS)]
    return [f"< {_QUOTIENTS[0]:g}", *inner, f"≥ {_QUOTIENTS[-1]:g}"]


def similarity(
    frame: pl.DataFrame,
    *,
    top: int = 40,
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw how alike regions are, each with each.

    Parameters
    ----------
    frame
        ``row``, ``column`` (both regions) and ``value``, 1 where two are the same.
    top
        How many rows, 0 for all.
    title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    rows = _cells(frame, "similarity", look)
    named = title or look.word("kinds.similarity")
    pairs = rows.filter(pl.col("row") != pl.col("column"))
    ends = [
        (pairs if pairs.height else rows).sort("value", descending=down, maintain_order=True).row(0, named=True)
        for down in (True, False)
    ]
    said = look.word(
        "matrix.similar",
        title=named,
        row=ends[0]["row"],
        column=ends[0]["column"],
        most=rounded(ends[0]["value"], 3),
        low_row=ends[1]["row"],
        low_column=ends[1]["column"],
        least=rounded(ends[1]["value"], 3),
    )
    return _matrix_figure("similarity", partial(_ramp, rows, top, look), named, rows, said, look, source, top)


def matrix(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    top: int = 40,
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw numbers by row and column (transitions between classes, flows between regions).

    Parameters
    ----------
    frame
        ``row``, ``column`` and ``value``.
    indicator
        What they are.
    top
        How many rows, 0 for all.
    title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    rows = _cells(frame, "matrix", look)
    named = title or subject_of(rows, look, indicator, None).name or look.word("kinds.matrix")
    high, low = (rows.sort("value", descending=down, maintain_order=True).row(0, named=True) for down in (True, False))
    said = look.word(
        "matrix.summary",
        title=named,
        rows=rows["row"].n_unique(),
        columns=rows["column"].n_unique(),
        row=high["row"],
        column=high["column"],
        most=rounded(high["value"], 3),
        low_row=low["row"],
        low_column=low["column"],
        least=rounded(low["value"], 3),
    )
    return _matrix_figure("matrix", partial(_ramp, rows, top, look), named, rows, said, look, source, top)


def _matrix_figure(
    name: str, chart: Callable[[], Any], title: str, rows: pl.DataFrame, said: str, look: Look, source: str, top: int
) -> Figure:
    count = rows["row"].n_unique()
    notes = [look.word("shown_of", count=count, shown=top)] if top and count > top else []
    return figure_of(name, chart, title, rows.select("row", "column", "value"), said, look, look.source(source), notes)


def _cells(frame: pl.DataFrame, figure: str, look: Look) -> pl.DataFrame:
    rows = without_nulls(tidy(frame, figure, ("row", "column", "value"), look), figure)
    for side in ("row", "column"):
        names = [place_label(str(name), look.language) for name in rows[side]]
        rows = rows.with_columns(pl.Series(side, names, pl.String))
    return one_each(rows, figure, ("row", "column"))


def _ramp(rows: pl.DataFrame, top: int, look: Look) -> Any:
    """Return cells coloured along a ramp of seven classes of equal width."""
    low, high = float(rows["value"].min()), float(rows["value"].max())  # type: ignore[arg-type]
    count = 7 if high > low else 1
    step = (high - low) / count
    bounds = [low + step * k for k in range(count + 1)]
    words = [f"{rounded(bounds[k], 3)}–{rounded(bounds[k + 1], 3)}" for k in range(count)]
    if len(set(words)) < count:
        words = [f"{bounds[k]:.4g}–{bounds[k + 1]:.4g}" for k in range(count)]
    classes = [min(int((value - low) / step), count - 1) if step else 0 for value in rows["value"]]
    return _grid(rows, [words[k] for k in classes], words, look.theme.steps(count), top, look, "3")


def _grid(
    rows: pl.DataFrame,
    classes: Sequence[str],
    words: Sequence[str],
    colours: Sequence[str],
    top: int,
    look: Look,
    digits: str,
) -> Any:
    theme: Theme = look.theme
    coloured = dict(zip(words, colours, strict=True))
    order = rows["row"].unique(maintain_order=True).to_list()
    kept = set(order[:top] if top else order)
    columns = rows["column"].unique(maintain_order=True).to_list()
    square = set(columns) == set(order)
    data = [
        {
            "row": row["row"],
            "column": row["column"],
            "value": row["value"],
            "class": name,
            "said": rounded(row["value"], int(digits)),
            "ink": ink_on(coloured[name]),
            **({FIELD: row[FIELD]} if FIELD in rows.columns else {}),
        }
        for row, name in zip(rows.iter_rows(named=True), classes, strict=True)
        if row["row"] in kept and (not square or row["column"] in kept)
    ]
    long = max((len(name) for name in columns), default=0) > 3
    x = alt.X(
        "column:N",
        title=None,
        sort=columns,
        axis=alt.Axis(orient="top", labelAngle=-45 if long else 0, domain=False, ticks=False, labelLimit=130),
    )
    y = alt.Y("row:N", title=None, sort=order, axis=alt.Axis(domain=False, ticks=False, labelPadding=6))
    legend = alt.Legend(title=None, symbolType="square")
    base = alt.Chart(inline(data)).encode(x=x, y=y)
    cells = base.mark_rect(stroke=theme.background, strokeWidth=1).encode(
        color=alt.Color(
            "class:N", sort=list(words), scale=alt.Scale(domain=list(words), range=list(colours)), legend=legend
        ),
        tooltip=tips(row=" ", column="  ", said=look.word("value")),
    )
    size = 34 if len(columns) <= 14 else 26
    layers = [cells]
    if len(data) <= _MOST_NUMBERS:
        layers.append(base.mark_text(fontSize=9.5).encode(text="said:N", color=alt.Color("ink:N", scale=None)))
    return alt.layer(*layers).properties(width=alt.Step(size), height=alt.Step(21))
