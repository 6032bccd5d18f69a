"""Who gains and who loses by a change: bars about zero with intervals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from gongxing.charts.figure import FIELD, Figure
from gongxing.charts.frames import codes_named, keys_of, look_of, one_each, subject_of, tidy, without_nulls
from gongxing.charts.making import figure_of, inline, region_axis, selection_of, tips
from gongxing.charts.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.frames import Look, Subject
    from gongxing.indicators.amounts import Language


def gains_and_losses(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    unit: str | None = "%",
    interval: str = "",
    top: int = 40,
    selected: Sequence[str] = (),
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Draw the change of each region about zero, with its interval where there is one.

    Parameters
    ----------
    frame
        ``region`` or ``region_code``, ``value`` (the change), and perhaps ``low`` and ``high``, its interval.
    indicator, unit
        What changes, and the unit of its change (per cent by default).
    interval
        What the interval is, for the note (5%—95%的抽取).
    top
        How many bars: those that change most, 0 for all; the table has all.
    selected, title, source, language, theme
        As for every figure.

    Returns
    -------
    Figure
        Regions whose interval holds zero are drawn pale, since their direction cannot be told.

    Raises
    ------
    FigureError
        The frame or an option cannot be used.
    """
    look = look_of(language, theme)
    rows = one_each(
        without_nulls(tidy(frame, "gains_and_losses", ("region", "value"), look), "gains_and_losses"),
        "gains_and_losses",
    )
    rows = rows.with_columns(pl.Series(FIELD, keys_of(rows), pl.String)).sort(
        "value", descending=True, maintain_order=True
    )
    spread = "low" in rows.columns and "high" in rows.columns
    subject = subject_of(rows, look, indicator, unit, ("value", "low", "high"))
    largest = rows["value"].abs().rank("ordinal", descending=True)
    shown = rows.filter(largest <= top) if top else rows
    named = title or look.word("gains.title", name=subject.name)
    chart = partial(_bars, shown, spread, codes_named(selected, rows), subject, look)
    columns = [FIELD, pl.col("label").alias("region"), "value", *(("low", "high") if spread else ())]
    notes = [look.word("shown_of", count=rows.height, shown=shown.height)] if shown.height < rows.height else []
    if spread:
        notes.append(look.word("gains.interval", interval=interval) if interval else look.word("gains.interval_plain"))
    table = rows.select(columns).with_columns(unit=pl.lit(subject.unit))
    said = _said(rows, spread, subject, look, named)
    return figure_of("gains_and_losses", chart, named, table, said, look, look.source(source), notes)


def _signed(value: float, subject: Subject) -> str:
    # Digits that tell small changes apart without more than hundredths.
    text = f"{value / subject.scale.factor:+.2f}"
    return text if abs(value / subject.scale.factor) < 1000 else f"{value / subject.scale.factor:+,.0f}"


def _drawn(value: float, subject: Subject) -> str:
    """Write a change as axes do, with the sign of minus."""
    return _signed(value, subject).replace("-", "−")


def _said_change(value: float, subject: Subject) -> str:
    return _signed(value, subject) + subject.scale.word


def _records(shown: pl.DataFrame, spread: bool, subject: Subject, look: Look) -> list[dict[str, Any]]:
    """Return what is drawn of each region: its change, its interval, and where its label stands."""
    data = []
    for row in shown.iter_rows(named=True):
        value = row["value"]
        one: dict[str, Any] = {
            FIELD: row[FIELD],
            "region": row["label"],
            "value": value,
            "said": _drawn(value, subject),
            "full": _said_change(value, subject),
            "side": "gain" if value >= 0 else "loss",
            "strength": 1.0,
        }
        ends = [0.0, value]
        if spread and row["low"] is not None and row["high"] is not None:
            low, high = row["low"], row["high"]
            ends += [low, high]
            one |= {"low": low, "high": high, "between": f"{_drawn(low, subject)} … {_drawn(high, subject)}"}
            if low < 0 < high:
                one["strength"] = 0.45
            one["sure"] = look.word("gains.uncertain" if low < 0 < high else "gains.certain")
        data.append({**one, "right": max(ends), "left": min(ends)})
    return data


def _bars(shown: pl.DataFrame, spread: bool, selected: Sequence[str], subject: Subject, look: Look) -> Any:
    theme = look.theme
    data = _records(shown, spread, subject, look)
    pick = selection_of(selected)
    low, high = min(row["left"] for row in data), max(row["right"] for row in data)
    reach = (high - low) or 1.0  # on the left the names of regions stand close by: room for a number, on a phone too
    domain = [low - 0.26 * reach if low < 0 else 0, high + 0.12 * reach if high > 0 else 0]
    scale = alt.Scale(domain=domain, nice=False)
    ticks = alt.Axis(labelExpr=f"datum.value ? {subject.tick('+,~r')} : '0'", tickCount=7, domain=False)
    order = [row["region"] for row in data]
    y = region_axis(order)
    base = alt.Chart().encode(y=y)
    more = {"between": look.word("gains.range"), "sure": " "} if spread else {}
    colours = alt.Scale(domain=["gain", "loss"], range=[theme.gain, theme.loss])
    bars = base.mark_bar(height={"band": 0.7}).encode(
        x=alt.X("value:Q", title=subject.heading, scale=scale, axis=ticks),
        tooltip=tips(region=look.word("region"), full=look.word("gains.state"), **more),
        color=alt.Color("side:N", scale=colours, legend=None),
        opacity=alt.condition(pick, alt.Opacity("strength:Q", scale=None, legend=None), alt.value(0.15)),
    )
    layers: list[Any] = [bars.add_params(pick)]
    if spread:
        line: dict[str, Any] = {"color": theme.ink, "thickness": 1.3, "size": 7}
        layers += [
            base.mark_rule(color=theme.ink, strokeWidth=1.3).encode(x="low:Q", x2="high:Q"),
            *(base.mark_tick(**line).encode(x=f"{end}:Q") for end in ("low", "high")),
        ]
    right = base.mark_text(fontSize=10.5, color=theme.ink, align="left", dx=6).encode(x="right:Q", text="said:N")
    left = base.mark_text(fontSize=10.5, color=theme.ink, align="right", dx=-6).encode(x="left:Q", text="said:N")
    layers += [right.transform_filter("datum.value >= 0"), left.transform_filter("datum.value < 0")]
    zero = alt.Chart(inline([{"at": 0}])).mark_rule(color=theme.ink, strokeWidth=1).encode(x="at:Q")
    return alt.layer(*layers, zero, data=inline(data)).properties(width=460, height=alt.Step(20))


def _said(rows: pl.DataFrame, spread: bool, subject: Subject, look: Look, title: str) -> str:
    high, low = rows.row(0, named=True), rows.row(-1, named=True)
    gains = int((rows["value"] > 0).sum())
    losses = int((rows["value"] < 0).sum())
    form = "summary" if gains and losses else "only_gains" if gains else "only_losses"
    most, least = (_said_change(row["value"], subject) for row in (high, low))
    sentence = look.word(
        f"gains.{form}", title=title, gains=gains, losses=losses, high=high["label"], most=most,
        low=low["label"], least=least,
    )  # fmt: skip
    if not spread:
        return sentence
    count = rows.filter((pl.col("low") < 0) & (pl.col("high") > 0)).height
    more = look.word("gains.unsure", count=count) if count else look.word("gains.sure")
    return joined(look, sentence, more) + look.word("stop")
