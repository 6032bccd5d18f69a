"""Which values are there: a square for each region and year, a panel for each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import altair as alt

if TYPE_CHECKING:
    import polars as pl

WORDS = {
    "zh": {
        "one": "一个来源",
        "several": "多个来源",
        "doubtful": "存疑",
        "missing": "缺",
        "region": "地区",
        "period": "时间",
        "share": "有数的地区 %",
        "state": "状态",
        "sources": "来源数",
    },
    "en": {
        "one": "one source",
        "several": "several sources",
        "doubtful": "doubtful",
        "missing": "missing",
        "region": "Region",
        "period": "Period",
        "share": "Regions with a value, %",
        "state": "State",
        "sources": "Sources",
    },
}
_FONT = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, SimHei, sans-serif"
# Told apart in grey too: missing is white with a line around it, doubtful the darkest.
_COLOURS = {"one": "#7fb3d5", "several": "#1f618d", "doubtful": "#b9480e", "missing": "#ffffff"}
# More rows than these are drawn as shares by province.
MOST_ROWS = 80


def coverage_chart(table: pl.DataFrame, *, language: Literal["zh", "en"] = "zh", title: str = "") -> alt.Chart:
    """Draw the coverage of a panel.

    Parameters
    ----------
    table
        ``region``, ``indicator``, ``period``, ``state`` (one, several, doubtful, missing) and ``sources``; at most
        80 regions are readable.
    """
    word = WORDS[language]
    named = table.with_columns(state=table["state"].replace_strict({key: word[key] for key in _COLOURS}))
    order = named["region"].unique(maintain_order=True).to_list()
    states = [word[key] for key in _COLOURS]
    marks = (
        alt.Chart(alt.InlineData(values=named.to_dicts()))
        .mark_rect(stroke="#c8c8c8", strokeWidth=0.6)
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("region:N", title=None, sort=order),
            color=alt.Color("state:N", title=word["state"], scale=_scale(states)),
            tooltip=[alt.Tooltip("region:N", title=word["region"]), alt.Tooltip("period:O", title=word["period"]),
                     alt.Tooltip("state:N", title=word["state"]), alt.Tooltip("sources:Q", title=word["sources"])],
        )
        .properties(width=alt.Step(26), height=alt.Step(14))
    )  # fmt: skip
    return _by_indicator(marks, title)


def share_chart(table: pl.DataFrame, *, language: Literal["zh", "en"] = "zh", title: str = "") -> alt.Chart:
    """Draw for each province the share of its regions that have a value.

    Parameters
    ----------
    table
        ``region``, ``indicator``, ``period`` and ``share`` in per cent.
    """
    word = WORDS[language]
    order = table["region"].unique(maintain_order=True).to_list()
    scale = alt.Scale(domain=[0, 100], range=["#ffffff", "#1f618d"], interpolate="rgb")
    base = alt.Chart(alt.InlineData(values=table.to_dicts())).encode(
        x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0)), y=alt.Y("region:N", title=None, sort=order)
    )
    marks = base.mark_rect(stroke="#c8c8c8", strokeWidth=0.6).encode(
        color=alt.Color("share:Q", title=word["share"], scale=scale),
        tooltip=[alt.Tooltip("region:N", title=word["region"]), alt.Tooltip("period:O", title=word["period"]),
                 alt.Tooltip("share:Q", title=word["share"], format=".0f")],
    ).properties(width=alt.Step(26), height=alt.Step(14))  # fmt: skip
    return _by_indicator(marks, title)


def _scale(states: list[str]) -> alt.Scale:
    return alt.Scale(domain=states, range=list(_COLOURS.values()))


def _by_indicator(marks: alt.Chart, title: str) -> alt.Chart:
    header = alt.Header(labelFontWeight="bold")
    chart: alt.Chart = (
        marks.facet(facet=alt.Facet("indicator:N", title=None, header=header), columns=4)
        .resolve_scale(x="independent")
        .properties(title=title)
        .configure_view(stroke=None)
        .configure(font=_FONT)
    )
    return chart
