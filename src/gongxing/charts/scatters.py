"""Two numbers against each other: where regions start and how fast they grow, relatedness and complexity.

References
----------
Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. *Journal of Political Economy* 100, 223–251.
Hidalgo, C. A., Balland, P.-A., Boschma, R. et al. (2018). The principle of relatedness. *ICCS 2018*, 451–457.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl

from gongxing.charts.errors import FigureError
from gongxing.charts.figure import FIELD, Figure
from gongxing.charts.frames import codes_named, keys_of, look_of, one_each, subject_of, tidy, without_nulls
from gongxing.charts.making import faded, figure_of, inline, selection_of, tips
from gongxing.charts.placing import names_of, placed
from gongxing.charts.sentences import joined
from gongxing.charts.words import listed
from gongxing.indicators.amounts import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look
    from gongxing.indicators.amounts import Language

_WIDTH, _HEIGHT = 460, 320
_SIZE = (_WIDTH, _HEIGHT)
_NAMED = 40  # points of which names are written


def convergence(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    selected: Sequence[str] = (),
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw growth against the start, and the line of least squares: do those that start low grow faster.

    Parameters
    ----------
    frame
        ``region`` or ``region_code``, ``period`` (years) and ``value``, above zero: growth is from the first to the
        last year. Or ``x``, the log of the start, and ``y``, growth a year as a difference of logs, as the measure
        ``beta_convergence`` gives them.
    indicator
        Of what; a name of the catalogue or any words.
    selected, title, source, language, theme
        As for every figure.

    Returns
    -------
    Figure
        ``table`` has ``x``, ``y`` and, in per cent, ``growth`` a year.

    Raises
    ------
    FigureError
        The frame cannot be used, has fewer than three regions in both years, or levels that are not above zero.
    """
    look = look_of(language, theme)
    table = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    given = {"x", "y"} <= set(table.columns)
    rows = tidy(table, "convergence", ("region", "x", "y") if given else ("region", "period", "value"), look)
    first, last = "", ""
    if not given:
        rows, first, last = _started(rows)
    rows = one_each(without_nulls(without_nulls(rows, "convergence", "x"), "convergence", "y"), "convergence")
    if rows.height < 3:
        raise FigureError(f"convergence: needs three regions with a start and an end; {rows.height} came")
    rows = rows.with_columns(pl.Series(FIELD, keys_of(rows), pl.String), growth=100 * (pl.col("y").exp() - 1))
    name = subject_of(rows, look, indicator, None, ()).name
    named = title or ("：" if language == "zh" else ": ").join(
        part for part in (look.word("kinds.convergence"), name) if part
    )
    across = (
        look.word("convergence.start", name=name or look.word("value"), first=look.when(first))
        if first
        else look.word("convergence.start_plain")
    )
    upwards = (
        look.word("convergence.growth", first=first, last=last) if first else look.word("convergence.growth_plain")
    )
    rows = rows.with_columns(level=pl.col("x").exp())
    slope, constant, r2 = _least_squares(rows["x"].to_numpy(), rows["y"].to_numpy())
    chart = partial(_fitted, rows, (slope, constant), across, upwards, codes_named(selected, rows), look)
    table = rows.select(FIELD, pl.col("label").alias("region"), "x", "y", "growth")
    said = _converging(rows, slope, r2, look, named)
    return figure_of("convergence", chart, named, table, said, look, look.source(source))


def _started(rows: pl.DataFrame) -> tuple[pl.DataFrame, str, str]:
    """Return the log of the start and the growth a year of the regions that have both ends."""
    rows = one_each(without_nulls(rows, "convergence"), "convergence", ("label", "period"))
    years = sorted(rows["period"].unique().to_list())
    if len(years) < 2 or not all(year.isdigit() for year in years):
        raise FigureError(f"convergence: needs two years or more; {', '.join(years[:6])} came")
    if rows["value"].min() <= 0:  # type: ignore[operator]
        raise FigureError("convergence: takes logs, so every value must be above zero")
    first, last = years[0], years[-1]
    end = rows.filter(pl.col("period") == last).select("label", pl.col("value").alias("end"))
    both = rows.filter(pl.col("period") == first).join(end, on="label", maintain_order="left")
    span = int(last) - int(first)
    return both.with_columns(x=pl.col("value").log(), y=(pl.col("end") / pl.col("value")).log() / span), first, last


def _least_squares(x: Any, y: Any) -> tuple[float, float, float]:
    """Return slope, constant and R2; a slope of nothing where every start is the same."""
    if np.ptp(x) == 0:
        return 0.0, float(y.mean()), 0.0
    slope, constant = np.polyfit(x, y, 1)
    spread = float(((y - y.mean()) ** 2).sum())
    rest = float(((y - slope * x - constant) ** 2).sum())
    return float(slope), float(constant), 1 - rest / spread if spread else 0.0


def _fitted(
    rows: pl.DataFrame, line: tuple[float, float], across: str, upwards: str, selected: Sequence[str], look: Look
) -> Any:
    theme = look.theme
    data = [
        {
            FIELD: row[FIELD],
            "region": row["label"],
            "level": row["level"],
            "growth": row["growth"],
            "start": rounded(row["level"], 4),
            "said": f"{row['growth']:+.2f}%",
        }
        for row in rows.iter_rows(named=True)
    ]
    x = alt.X(
        "level:Q",
        title=across,
        scale=alt.Scale(type="log", nice=False, padding=16),
        axis=alt.Axis(labelExpr="format(datum.value, ',.4~r')", tickCount=5, grid=False),
    )
    y = alt.Y(
        "growth:Q",
        title=f"{upwards}（%）" if look.language == "zh" else f"{upwards} (%)",
        scale=alt.Scale(zero=False, padding=12),
        axis=alt.Axis(tickCount=6, domain=False, ticks=False),
    )
    pick = selection_of(selected)
    levels = rows["x"].to_numpy()
    drawn = np.linspace(levels.min(), levels.max(), 24)
    fit = [{"level": float(np.exp(at)), "growth": float(100 * (np.exp(line[1] + line[0] * at) - 1))} for at in drawn]
    course = [(float(at), one["growth"]) for at, one in zip(drawn, fit, strict=True)]
    lines = alt.Chart(inline(fit)).mark_line(color=theme.series[1], strokeWidth=1.8, strokeDash=[6, 4]).encode(x=x, y=y)
    return alt.layer(
        lines, *_points(data, (rows["x"], rows["growth"]), x, y, pick, look, {"start": across, "said": upwards}, course)
    ).properties(width=_WIDTH, height=_HEIGHT)


def _points(
    data: list[dict[str, Any]],
    at: tuple[Any, Any],
    x: Any,
    y: Any,
    pick: Any,
    look: Look,
    titles: dict[str, str],
    line: Sequence[tuple[float, float]] = (),
) -> list[Any]:
    """Return points with their names where there is room (few points); ``at`` are the numbers as the axes take them.

    The names keep clear of ``line``, given as the axes take it.
    """
    theme = look.theme
    rows = placed(data, *at, "region", _SIZE, line) if len(data) <= _NAMED else data
    base = alt.Chart(inline(rows)).encode(x=x, y=y)
    points = base.mark_circle(
        size=70, color=theme.series[0], opacity=1, stroke=theme.background, strokeWidth=0.8
    ).encode(opacity=faded(pick, 0.25, 0.95), tooltip=tips(region=look.word("region"), **titles))
    names = [name.encode(opacity=faded(pick, 0.25)) for name in names_of(base, rows, "region", look.theme.ink)]
    return [points.add_params(pick), *names]


def _converging(rows: pl.DataFrame, slope: float, r2: float, look: Look, title: str) -> str:
    size = 100 * abs(slope) * float(np.log(2))
    form = "none" if r2 < 0.05 else "poor" if slope < 0 else "rich"
    sentence = look.word(
        f"convergence.{form}", title=title, count=rows.height, size=f"{size:.2f}", slope=f"{slope:.4f}", r2=f"{r2:.2f}"
    )
    high, low = (rows.sort("growth", descending=down, maintain_order=True).row(0, named=True) for down in (True, False))
    more = look.word(
        "convergence.fastest",
        high=high["label"],
        most=f"{high['growth']:.1f}",
        low=low["label"],
        least=f"{low['growth']:.1f}",
    )
    return joined(look, sentence, more) + look.word("stop")


def relatedness(
    frame: pl.DataFrame,
    *,
    across: str = "",
    upwards: str = "",
    selected: Sequence[str] = (),
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw two numbers of each region or activity with their medians: what lies near, and what is worth it.

    Parameters
    ----------
    frame
        ``region`` (or ``region_code``; an activity where points are activities), ``x`` (relatedness density) and ``y``
        (complexity).
    across, upwards
        What ``x`` and ``y`` are.
    selected, title, source, language, theme
        As for every figure.

    Raises
    ------
    FigureError
        The frame cannot be used.
    """
    look = look_of(language, theme)
    rows = tidy(frame, "relatedness", ("region", "x", "y"), look)
    rows = one_each(without_nulls(without_nulls(rows, "relatedness", "x"), "relatedness", "y"), "relatedness")
    rows = rows.with_columns(pl.Series(FIELD, keys_of(rows), pl.String))
    named = title or look.word("kinds.relatedness")
    middle = [float(rows[axis].median()) for axis in "xy"]  # type: ignore[arg-type]
    chart = partial(_parted, rows, middle, (across or "x", upwards or "y"), codes_named(selected, rows), look)
    above = rows.filter((pl.col("x") > middle[0]) & (pl.col("y") > middle[1]))
    far = above.sort(
        (pl.col("x") - rows["x"].min()) / (_spread(rows, "x")) + (pl.col("y") - rows["y"].min()) / _spread(rows, "y"),
        descending=True,
    )
    said = look.word(
        "scatter.summary",
        title=named,
        count=rows.height,
        both=above.height,
        x=rounded(middle[0], 4),
        y=rounded(middle[1], 4),
        names=listed(far["label"].head(3).to_list(), language) or "–",
    )
    table = rows.select(FIELD, pl.col("label").alias("region"), "x", "y")
    return figure_of(
        "relatedness", chart, named, table, said, look, look.source(source), (look.word("scatter.median"),)
    )


def _parted(
    rows: pl.DataFrame, middle: Sequence[float], titles: tuple[str, str], selected: Sequence[str], look: Look
) -> Any:
    """Return points with the medians that part them."""
    x = alt.X("x:Q", title=titles[0], scale=alt.Scale(zero=False, padding=14), axis=alt.Axis(grid=False, tickCount=6))
    y = alt.Y("y:Q", title=titles[1], scale=alt.Scale(zero=False, padding=14), axis=alt.Axis(grid=False, tickCount=6))
    data = [
        {
            FIELD: row[FIELD],
            "region": row["label"],
            "x": row["x"],
            "y": row["y"],
            "one": rounded(row["x"], 4),
            "two": rounded(row["y"], 4),
        }
        for row in rows.iter_rows(named=True)
    ]
    rule: dict[str, Any] = {"color": look.theme.muted, "strokeDash": [4, 4], "strokeWidth": 1}
    medians = [
        alt.Chart(inline([{"x": middle[0]}])).mark_rule(**rule).encode(x=x),
        alt.Chart(inline([{"y": middle[1]}])).mark_rule(**rule).encode(y=y),
    ]
    points = _points(
        data, (rows["x"], rows["y"]), x, y, selection_of(selected), look, {"one": titles[0], "two": titles[1]}
    )
    drawn: Any = alt.layer(*medians, *points).properties(width=_WIDTH, height=_HEIGHT)
    return drawn


def _spread(rows: pl.DataFrame, column: str) -> float:
    return float(rows[column].max() - rows[column].min()) or 1.0  # type: ignore[operator, arg-type]
