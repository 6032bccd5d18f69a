"""A figure: a chart, the table that holds the same numbers, and the sentence that says what is seen."""

from __future__ import annotations

import copy
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gongxing.charts.appearance import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt
    import polars as pl

    from gongxing.charts.appearance import ThemeName
    from gongxing.indicators.amounts import Language

# The selection that a page sets and reads, and the field of every mark that stands for a region.
PARAMETER, FIELD = "region", "region_code"
# What stays outside when a chart is put above a footer.
_OF_THE_WHOLE = ("$schema", "config", "background", "padding", "autosize", "usermeta", "datasets", "description")


@dataclass(frozen=True, eq=False)
class Figure:
    """One figure, defined once for page, notebook, brief and file.

    Attributes
    ----------
    name
        Its kind in the catalogue (``region_map``, ``ranking`` …).
    title
        What it shows, with period.
    make
        Makes its chart, when it is first looked at: a page that shows the table twin needs none.
    chart
        An Altair chart, in the colours of its theme.
    table
        Its table twin: the numbers drawn, raw and in base units.
    summary
        One sentence that says what is seen.
    source
        Where the numbers are from, as the caller says; of maps also the review number (审图号).
    notes
        What is left out or assumed, one sentence each.
    """

    name: str
    title: str
    make: Callable[[], alt.TopLevelMixin]
    table: pl.DataFrame
    summary: str
    source: str
    notes: tuple[str, ...] = ()
    language: Language = "zh"
    theme: ThemeName = "light"
    _specs: dict[bool, dict[str, Any]] = field(default_factory=dict, repr=False)

    @cached_property
    def chart(self) -> alt.TopLevelMixin:
        """The Altair chart, made once."""
        return self.make()

    def spec(self, *, standalone: bool = False) -> dict[str, Any]:
        """Return the Vega-Lite specification, to be changed at will.

        ``usermeta.gongxing`` tells a page what it needs for linked selection: ``parameter``, the name of the selection,
        and ``field``, the field of the marks that it selects by (a code of six digits).

        Parameters
        ----------
        standalone
            Whether source and notes stand below it, as in a file; a page writes them itself.
        """
        return copy.deepcopy(self.kept_spec(standalone=standalone))

    def kept_spec(self, *, standalone: bool = False) -> dict[str, Any]:
        """Return the specification that ``spec`` copies; it is read only, its data may be large."""
        if standalone not in self._specs:
            # What Altair checks of the whole is the data; each part was checked when it was made.
            specification = self.chart.to_dict(validate=False)
            specification["description"] = (
                f"{self.title}。{self.summary}" if self.language == "zh" else f"{self.title}. {self.summary}"
            )
            about: dict[str, Any] = {"figure": self.name, "language": self.language, "theme": self.theme}
            if FIELD in self.table.columns:
                about |= {"parameter": PARAMETER, "field": FIELD}
            specification["usermeta"] = {"gongxing": about, "embedOptions": {"actions": False}}
            self._specs[standalone] = self._above_a_footer(specification) if standalone else specification
        return self._specs[standalone]

    def _above_a_footer(self, specification: dict[str, Any]) -> dict[str, Any]:
        lines = [line for text in (*self.notes, self.source) for line in wrapped(text, 120)]
        if not lines:
            return specification
        whole = {key: specification.pop(key) for key in _OF_THE_WHOLE if key in specification}
        # A selection that names its views belongs to the whole, one of a single view to the view.
        hoisted = [one for one in specification.get("params", []) if "views" in one]
        if hoisted:
            whole["params"] = hoisted
            specification["params"] = [one for one in specification["params"] if "views" not in one]
        mark = {"type": "text", "align": "left", "baseline": "top", "fontSize": 10, "lineHeight": 15,
                "color": theme_of(self.theme).muted, "x": 0, "y": 0, "text": lines}  # fmt: skip
        footer = {"data": {"values": [{}]}, "mark": mark, "width": 10, "height": 15 * len(lines)}
        return {**whole, "vconcat": [specification, footer], "spacing": 12}


def width_of(text: str, narrow: float = 0.56) -> float:
    """Return how wide a text is, in widths of a Chinese character; ``narrow`` is that of a Latin letter."""
    return sum(1.0 if unicodedata.east_asian_width(mark) in "WF" else narrow for mark in text)


def shortened(text: str, width: float) -> str:
    """Return a text that is at most so many Chinese characters wide, cut with … where it is longer."""
    if width_of(text) <= width:
        return text
    while text and width_of(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def wrapped(text: str, columns: float, narrow: float = 0.56) -> list[str]:
    """Break a text into lines of so many half widths, at spaces where it has some and between Chinese characters."""
    lines, line, width = [], "", 0.0
    for word in _pieces(text):
        size = width_of(word, narrow)
        if line and width + size > columns / 2 and word not in "，。；：、）】”！？,.;:)":
            lines.append(line.rstrip())
            line, width = "", 0.0
        line, width = (line + word if line else word.lstrip()), width + size
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """Part a text where a line may break."""
    pieces: list[str] = []
    for mark in text:
        wide = unicodedata.east_asian_width(mark) in "WF"
        last = pieces[-1][-1] if pieces else " "
        joined = pieces and not wide and last != " " and unicodedata.east_asian_width(last) not in "WF"
        if joined:
            pieces[-1] += mark
        else:
            pieces.append(mark)
    return pieces
