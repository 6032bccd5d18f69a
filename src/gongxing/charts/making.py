"""What the figures share in the making: the selection of regions, tooltips, the finished figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from gongxing.charts.figure import FIELD, PARAMETER, Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import polars as pl

    from gongxing.charts.frames import Look


def selection_of(selected: Sequence[str] = ()) -> Any:
    """Return the selection of regions that a page may set, with those selected at first."""
    start = [{FIELD: code} for code in selected]
    return alt.selection_point(name=PARAMETER, fields=[FIELD], value=start or alt.Undefined)


def faded(pick: Any, low: float = 0.3, high: float = 1.0) -> Any:
    """Return the opacity of marks: what is not selected is pale, where anything is."""
    return alt.condition(pick, alt.value(high), alt.value(low))


def tips(**titles: str) -> list[alt.Tooltip]:
    """Return tooltips by field and title, all as text."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def region_axis(order: Sequence[str], field: str = "region", **options: Any) -> alt.Y:
    """Return the axis on which regions stand one below another, in an order."""
    axis = alt.Axis(ticks=False, domain=False, labelPadding=8, **options)
    return alt.Y(f"{field}:N", title=None, sort=list(order), axis=axis)


class Rows(alt.InlineData):
    """Rows or outlines as the data of a chart; Altair would copy and check each number at every step of the making."""

    def __deepcopy__(self, memo: Any = None) -> Rows:
        return self  # rows are not written to

    def to_dict(self, *args: Any, **options: Any) -> dict[str, Any]:
        """Return the rows as they are: what Vega-Lite takes."""
        return {name: value for name, value in self._kwds.items() if value is not alt.Undefined}


def inline(rows: Iterable[dict[str, Any]] = ({},), name: str | None = None) -> Rows:
    """Return rows as the data of a chart."""
    return Rows(values=list(rows), name=name or alt.Undefined)


def figure_of(
    name: str,
    chart: Callable[[], Any],
    title: str,
    table: pl.DataFrame,
    summary: str,
    look: Look,
    source: str = "",
    notes: Sequence[str] = (),
) -> Figure:
    """Return the figure of a chart: titled, in the colours of its theme.

    Parameters
    ----------
    chart
        Makes it, when it is first looked at.
    source
        A whole line, 资料来源 included; see ``Look.source``.
    """

    def drawn() -> alt.TopLevelMixin:
        made: alt.TopLevelMixin = chart().properties(title=title).configure(**look.theme.config())
        return made

    return Figure(name, title, drawn, table, summary, source, tuple(notes), look.language, look.theme.name)
