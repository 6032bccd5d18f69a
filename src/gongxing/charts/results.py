"""Charts of a measure's result: one Altair specification for page, notebook, SVG and PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import altair

Records = Sequence[Mapping[str, Any]]
# Okabe and Ito's eight colours, told apart by every kind of colour vision.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#000000")
FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
_WORDS = {
    "zh": {"value": "数值", "rank": "名次", "group": "组", "term": "项", "curve": ("人口累计比重", "总量累计比重")},
    "en": {
        "value": "value",
        "rank": "rank",
        "group": "group",
        "term": "term",
        "curve": ("share of people", "share of the total"),
    },
}
_MOST_BARS = 40
# Key columns whose values stand beside groups, not after one another as years do.
_CROSSED = ("code", "activity", "kind")


def draw(
    records: Records,
    kind: str,
    *,
    keys: Sequence[str],
    title: str,
    main: str,
    details: Mapping[str, Any],
    language: Literal["zh", "en"] = "zh",
) -> altair.Chart:
    """Return the chart of a result.

    Parameters
    ----------
    records
        Rows of the tidy table.
    kind
        ``trend`` (terms over the first key), ``bars`` (a bar for each group), or ``auto``: a trend where the first
        key has several values, a matrix of the main term where regions stand beside activities or regions, else bars.
        ``line``, ``curve`` and ``points`` draw ``details[kind]``, rows with x and y, and perhaps ``series``; ``matrix``
        and ``surface`` draw rows with row, column and value; ``intervals`` rows with group, low, value and high.
    keys, main
        The key columns of the result, and the term that is the measure itself.
    title, language
        The measure's name, and the language of the axes.
    """
    import altair as alt

    word = _WORDS[language]
    if kind == "auto" and keys and keys[-1] in _CROSSED and (cells := _crossed(records, keys, main)):
        kind, details = "matrix", {"matrix": cells}
    if kind == "auto":
        several = bool(keys) and len({record[keys[0]] for record in records}) > 1
        kind = "trend" if several else "bars"
    if kind in ("line", "curve", "points") and details.get(kind):
        chart = _points(details[kind], kind, word)
    elif kind in ("matrix", "surface") and details.get(kind):
        chart = _matrix(details[kind], kind, word)
    elif kind == "intervals" and details.get(kind):
        chart = _intervals(details[kind], word)
    elif kind == "trend" and keys:
        chart = _trend(records, keys, word)
    else:
        chart = _bars(records, main, word)
    styled = chart.properties(title=title, width=480).configure(font=FONT).configure_range(category=list(COLOURS))
    assert isinstance(styled, alt.Chart | alt.LayerChart)
    return styled  # type: ignore[return-value]


def _crossed(records: Records, keys: Sequence[str], main: str) -> list[dict[str, Any]]:
    """Return cells of the main term (or the first) by group and last key, of the latest of the other keys."""
    rows = [record for record in records if record["group"] is not None and record["value"] is not None]
    if not rows:
        return []
    terms = [row["term"] for row in rows]
    rows = [row for row in rows if row["term"] == (main if main in terms else terms[0])]
    latest = [rows[-1][key] for key in keys[:-1]]
    rows = [row for row in rows if [row[key] for key in keys[:-1]] == latest]
    shown = set(list(dict.fromkeys(row[keys[-1]] for row in rows))[:_MOST_BARS])
    return [
        {"row": str(row["group"]), "column": str(row[keys[-1]]), "value": row["value"]}
        for row in rows if row[keys[-1]] in shown
    ]  # fmt: skip


def _data(records: Records) -> Any:
    import altair as alt

    return alt.InlineData(values=[dict(record) for record in records])


def _trend(records: Records, keys: Sequence[str], word: Mapping[str, Any]) -> Any:
    import altair as alt

    rows = [record for record in records if record["group"] is None and record["value"] is not None]
    rows = rows or [record for record in records if record["value"] is not None]
    x = alt.X(f"{keys[0]}:O", title=keys[0])
    colour = alt.Color("term:N", title=word["term"], sort=None)
    chart = alt.Chart(_data(rows)).mark_line(point=True).encode(
        x=x, y=alt.Y("value:Q", title=word["value"]), color=colour, tooltip=[f"{keys[0]}:N", "term:N", "value:Q"]
    )  # fmt: skip
    return chart


def _bars(records: Records, main: str, word: Mapping[str, Any]) -> Any:
    import altair as alt

    rows = [record for record in records if record["group"] is not None and record["value"] is not None]
    if rows:
        # Bars of the first term that has groups: one unit on one axis.
        first = rows[0]["term"]
        rows = sorted((r for r in rows if r["term"] == first), key=lambda r: -abs(r["value"]))[:_MOST_BARS]
        name, label, heading = "group:N", word["group"], str(first)
    else:
        rows = [record for record in records if record["value"] is not None]
        name, label, heading = "term:N", word["term"], word["value"]
    return alt.Chart(_data(rows)).mark_bar().encode(
        x=alt.X("value:Q", title=heading), y=alt.Y(name, title=label, sort=None), tooltip=[name, "value:Q"]
    )  # fmt: skip


def _matrix(rows: Sequence[Mapping[str, Any]], kind: str, word: Mapping[str, Any]) -> Any:
    import altair as alt

    # The cells of a surface are many and their columns numbers; a matrix names its columns.
    x = alt.X("column:Q", bin=alt.Bin(maxbins=60), title=None) if kind == "surface" else alt.X("column:N", title=None)
    colour = alt.Color("value:Q", title=word["value"], scale=alt.Scale(scheme="viridis"))
    return alt.Chart(_data(rows)).mark_rect().encode(
        x=x, y=alt.Y("row:N", title=None, sort=None), color=colour, tooltip=["row:N", "column:N", "value:Q"]
    )  # fmt: skip


def _intervals(rows: Sequence[Mapping[str, Any]], word: Mapping[str, Any]) -> Any:
    import altair as alt

    chart = alt.Chart(_data(rows[:_MOST_BARS]))
    y = alt.Y("group:N", title=None, sort=None)
    tooltip = ["group:N", "low:Q", "value:Q", "high:Q"]
    bar = chart.mark_rule(strokeWidth=4, opacity=0.4).encode(
        x=alt.X("low:Q", title=word["rank"]), x2="high:Q", y=y, tooltip=tooltip
    )
    return bar + chart.mark_point(filled=True, size=45).encode(x="value:Q", y=y, tooltip=tooltip)


def _points(rows: Sequence[Mapping[str, Any]], kind: str, word: Mapping[str, Any]) -> Any:
    import altair as alt

    chart = alt.Chart(_data(rows))
    titles = word["curve"] if kind == "curve" else (None, None)
    x = alt.X("x:O" if kind == "line" else "x:Q", title=titles[0], sort=None)
    colour = {"color": alt.Color("series:N", title=None)} if any("series" in row for row in rows) else {}
    if kind == "points":
        label = [f"{name}:N" for name in ("label", "x", "y") if name in rows[0]]
        return chart.mark_circle(size=60).encode(
            x=alt.X("x:Q", title=None, scale=alt.Scale(zero=False)), y=alt.Y("y:Q", title=None), tooltip=label, **colour
        )
    order = {"order": "x:Q"} if kind == "curve" else {}
    scale = alt.Scale(zero=kind == "curve")
    return chart.mark_line(point=kind == "line").encode(x=x, y=alt.Y("y:Q", title=titles[1], scale=scale),
                                                        **order, **colour)  # fmt: skip
