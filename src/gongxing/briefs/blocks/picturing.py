"""Figures of the charts room as pictures of a brief: their table twin, and their drawing inside a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongxing.briefs.outline import Picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.briefs.outline import Inlines, Table

_IDS = re.compile(r'(\bid="|url\(#|href="#)')


def picture_of_chart(
    charts: Mapping[str, Any], caption: Inlines, summary: str, table: Table | None, notes: tuple[Inlines, ...] = ()
) -> Picture:
    """Return a picture of charts by theme."""
    return Picture(charts, caption, summary, table, notes)


def inline_svg(figure: Any, prefix: str) -> str:
    """Return the drawing of a figure for the inside of a page: its own ids under a prefix, size by its box alone."""
    from gongxing.charts.saving import figure_bytes

    svg = figure_bytes(figure, "svg").decode()
    svg = svg[svg.index("<svg") :]
    return _IDS.sub(lambda match: f"{match[1]}{prefix}-", svg)
