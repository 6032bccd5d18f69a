"""Figures of the charts room as pictures of a brief: drawn by theme when asked for, with their table twin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import floor, log10
from typing import TYPE_CHECKING, Any, NamedTuple

from gongxing.briefs.outline import Column, Picture, Table, text
from gongxing.charts.words import heading
from gongxing.indicators.amounts import rounded, scale_of

if TYPE_CHECKING:
    import polars as pl

    from gongxing.briefs.blocks.context import Context
    from gongxing.briefs.outline import Inlines
    from gongxing.charts.figure import Figure

# Columns of a table twin that people have no use for.
_UNSHOWN = frozenset({"region_code", "unit", "code", "indicator_id"})
_DIGITS = 6  # significant ones of the largest number of a column
_AMOUNTS = frozenset({"value", "low", "high", "before", "after", "x", "y"})


class Drawings(Mapping[str, Any]):
    """A figure by theme, each made when it is first asked for."""

    themes = ("light", "dark", "print")

    def __init__(self, draw: Callable[[str], Figure]) -> None:
        self._draw = draw
        self._made: dict[str, Figure] = {}

    def __getitem__(self, theme: str) -> Figure:
        if theme not in self._made:
            self._made[theme] = self._draw(theme)
        return self._made[theme]

    def __iter__(self) -> Iterator[str]:
        return iter(self.themes)

    def __len__(self) -> int:
        return len(self.themes)


class _Scale(NamedTuple):
    """How a column of amounts is written: divided by ``factor``, in ``word`` (亿元), with so many decimals."""

    factor: float
    word: str
    decimals: int


def twin(figure: Figure, context: Context) -> Table:
    """Return the table of a figure with headings and amounts as people read them."""
    frame = figure.table
    names = [name for name in frame.columns if name not in _UNSHOWN and frame[name].null_count() < frame.height]
    scales = {name: _scale(frame, name, context) for name in names}
    columns = []
    for name in names:
        scale = scales[name]
        title = context.words["columns"].get(name) or heading(name, context.language)
        if scale is not None and scale.word:
            title += f"（{scale.word}）" if context.language == "zh" else f" ({scale.word})"
        columns.append(Column(text(title), "right" if frame[name].dtype.is_numeric() else "left"))
    rows = tuple(
        tuple(_cell(row[name], scales[name]) for name in names) for row in frame.select(names).iter_rows(named=True)
    )
    return Table(tuple(columns), rows)


def _scale(frame: pl.DataFrame, name: str, context: Context) -> _Scale | None:
    """Return how a column of amounts is written, ``None`` for any other column."""
    if name not in _AMOUNTS or not frame[name].dtype.is_numeric():
        return None
    values = [abs(float(value)) for value in frame[name].drop_nulls().to_list()]
    units = frame["unit"].drop_nulls().unique().to_list() if "unit" in frame.columns else []
    largest = max(values, default=0.0)
    factor, word = scale_of(largest, units[0], context.language) if len(units) == 1 else (1.0, "")
    needed = max((len(f"{value / factor:.10f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    most = max(0, _DIGITS - 1 - floor(log10(largest / factor))) if largest else 0
    return _Scale(factor, word, min(needed, most))


def _cell(value: Any, scale: _Scale | None) -> Inlines:
    if value is None:
        return text("—")
    if scale is not None:
        return text(f"{value / scale.factor:,.{scale.decimals}f}".replace("-", "−"))
    return text(rounded(value, 5) if isinstance(value, float) else str(value))


def picture_of_chart(
    chart: Any, title: str, caption: Inlines, summary: str, table: Table, context: Context, *, twin: bool
) -> Picture:  # fmt: skip
    """Return a picture of an Altair chart that is no figure of the catalogue; it has one theme."""
    import polars as pl

    from gongxing.charts.figure import Figure

    figure = Figure("chart", title, lambda: chart, pl.DataFrame(), summary, "", (), context.language, "light")
    below = Table(table.columns, table.rows) if twin else None
    return Picture({"light": figure}, caption, summary, below, table.notes if twin else ())
