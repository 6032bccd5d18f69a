"""Where the names of points stand in a scatter: beside, above or below, none over another, over a point or a line."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from gongxing.charts.figure import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Side = Literal["right", "left", "above", "below", "none"]
# How a name stands on each side: its alignment, and how far from the point, in pixels.
STANDS: dict[Side, tuple[Literal["left", "right", "center"], int, int]] = {
    "right": ("left", 7, 1),
    "left": ("right", -7, 1),
    "above": ("center", 0, -12),
    "below": ("center", 0, 13),
}
_RADIUS = 5.0  # of a point, in pixels
_CLEAR = 2.0  # that a name keeps from a line, in pixels
_PIECE = 4  # pixels
_PADDING = 16  # between points and the edges
_LETTERS = 10  # size of names, in pixels
Box = tuple[float, float, float, float]


def placed(
    rows: Sequence[dict[str, Any]],
    x: Any,
    y: Any,
    field: str,
    size: tuple[int, int],
    line: Sequence[tuple[float, float]] = (),
) -> list[dict[str, Any]]:
    """Return rows with ``stands``, the side on which the name of each stands.

    Parameters
    ----------
    rows
        A row a point; ``field`` holds its name.
    x, y
        Numbers as the axes take them (of a logarithmic axis the logarithms), ``y`` upwards.
    size
        Width and height of the drawing in pixels; the axes reach a little beyond the least and the largest number.
    line
        Points of a line over the scatter, as the axes take them; names keep clear of it where they can.
    """
    across, upwards = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    wide, high = float(np.ptp(across)) or 1.0, float(np.ptp(upwards)) or 1.0

    def pixels(there: Any, up: Any) -> tuple[list[float], list[float]]:
        right = _PADDING + (there - across.min()) / wide * (size[0] - 2 * _PADDING)
        down = _PADDING + (upwards.max() - up) / high * (size[1] - 2 * _PADDING)
        return right.tolist(), down.tolist()

    course = list(zip(*pixels(*np.asarray(line, dtype=float).T), strict=True)) if len(line) else []
    crossed = [box for one, other in pairwise(course) for box in _stretch(one, other)]
    chosen = sides(*pixels(across, upwards), [row[field] for row in rows], size[0], _LETTERS, crossed)
    return [{**row, "stands": side} for row, side in zip(rows, chosen, strict=True)]


def sides(
    x: Sequence[float],
    y: Sequence[float],
    names: Sequence[str],
    width: float,
    size: float,
    crossed: Sequence[Box] = (),
) -> list[Side]:
    """Return on which side of its point each name stands; ``none`` where every side is taken.

    Parameters
    ----------
    x, y
        Where the points are, in pixels; ``y`` downwards.
    names
        What is written beside them.
    width
        Of the drawing: a name may reach a little beyond its right edge, not beyond the left.
    size
        Of the letters, in pixels.
    crossed
        What a name keeps clear of where another side is free: stretches of a line, in pixels.
    """
    points = [(px - _RADIUS, py - _RADIUS, px + _RADIUS, py + _RADIUS) for px, py in zip(x, y, strict=True)]
    taken: list[Box] = []
    chosen: list[Side] = []
    for place, (px, py, name) in enumerate(zip(x, y, names, strict=True)):
        others = taken + points[:place] + points[place + 1 :]
        free = [
            (one, box)
            for one, box in _boxes(px, py, width_of(name) * size, size)
            if box[0] >= 0 and box[2] <= width + 60 and not any(_overlap(box, other) for other in others)
        ]
        clear = [pair for pair in free if not any(_overlap(pair[1], stretch) for stretch in crossed)]
        best = clear or free
        taken += [box for _, box in best[:1]]
        chosen.append(best[0][0] if best else "none")
    return chosen


def names_of(base: Any, rows: Sequence[dict[str, Any]], field: str, ink: str) -> list[Any]:
    """Return the names of points that ``placed`` found room for, as marks over a chart of those rows."""
    found = []
    for side, (align, dx, dy) in STANDS.items():
        if any(row.get("stands") == side for row in rows):
            named = base.transform_filter(f"datum.stands == '{side}'")
            text = named.mark_text(align=align, dx=dx, dy=dy, fontSize=_LETTERS, color=ink)
            found.append(text.encode(text=f"{field}:N"))
    return found


def _boxes(x: float, y: float, wide: float, size: float) -> Iterator[tuple[Side, Box]]:
    """Yield the sides in the order in which they are tried, each with what a name covers there."""
    high = size * 1.2
    for side, (align, dx, dy) in STANDS.items():
        left = x + dx - {"left": 0.0, "right": wide, "center": wide / 2}[align]
        yield side, (left, y + dy - high / 2, left + wide, y + dy + high / 2)


def _stretch(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    """Yield what a straight line covers, in pieces of a few pixels."""
    pieces = max(2, round(max(abs(one[0] - other[0]), abs(one[1] - other[1])) / _PIECE))
    for x, y in np.linspace(one, other, pieces).tolist():
        yield x - _CLEAR, y - _CLEAR, x + _CLEAR, y + _CLEAR


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
