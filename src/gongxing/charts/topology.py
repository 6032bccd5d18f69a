"""Outlines with each border once (TopoJSON): what neighbours share is written one time, as short steps on a fine grid.

References
----------
Bostock, M. and Metcalf, C. (2013). *The TopoJSON Format Specification* (arcs, quantization, delta-encoding).
"""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    Point = tuple[int, int]
    Arc = tuple[Point, ...]
    Ring = list[Point]

# The name under which the regions and the lines stand in a topology.
OBJECT = "map"


class Topology:
    """Polygons of n regions that share their borders, and lines that are drawn with them.

    Parameters
    ----------
    names
        An id for each of the n regions.
    shapes
        (n,) of polygons or multipolygons in degrees, which meet in the same points where they touch.
    grid
        How far points of the grid lie apart, in degrees. A ring that the grid would make a point or a line is drawn a
        step wide: no island vanishes.
    """

    def __init__(self, names: Sequence[str], shapes: Iterable[Any], grid: float) -> None:
        self.grid = grid
        self._names = list(names)
        self._arcs: dict[Arc, int] = {}
        self._lines: list[dict[str, Any]] = []
        shapes = list(shapes)
        west, south, _, _ = shapely.total_bounds(shapes)
        self._origin = (float(west), float(south))
        polygons = [[self._rings(part) for part in shapely.get_parts(shape)] for shape in shapes]
        corners = _corners(ring for polygon in polygons for part in polygon for ring in part)
        self._polygons = [[[self._cut(ring, corners) for ring in part] for part in polygon] for polygon in polygons]

    def __len__(self) -> int:
        return len(self._names)

    def copy(self) -> Topology:
        """Return the same topology, to which lines may be added apart."""
        other = copy.copy(self)
        other._arcs, other._lines = dict(self._arcs), list(self._lines)
        return other

    def draw(self, name: str, geometry: Any) -> None:
        """Add lines: a line string, a ring or several of them, in degrees."""
        parts = [self._points(part) for part in shapely.get_parts(geometry) if part.geom_type.startswith("Line")]
        self._line(name, [[self._arc(tuple(points))] for points in parts if len(points) > 1])

    def draw_borders(self, name: str, groups: Sequence[Hashable], *, outer: bool) -> None:
        """Add the borders between groups of regions as lines; they take nothing that the regions have not.

        Parameters
        ----------
        groups
            (n,): the group of each region; ``None`` for what lies in none.
        outer
            Whether the borders with what is no region are drawn too.
        """
        sides: dict[int, list[Hashable]] = {}
        for group, polygon in zip(groups, self._polygons, strict=True):
            for arc in (arc for part in polygon for ring in part for arc in ring):
                sides.setdefault(arc if arc >= 0 else ~arc, []).append(group)
        between = {
            number for number, met in sides.items()
            if (len(set(met)) > 1 if len(met) > 1 else outer and met[0] is not None)
        }  # fmt: skip
        self._line(name, _chains([(number, arc) for arc, number in self._arcs.items() if number in between]))

    def to_dict(self) -> dict[str, Any]:
        """Return the topology: regions and lines as the geometries of one object, each with its ``id``."""
        regions = [
            {"type": "Polygon", "id": name, "arcs": polygon[0]} if len(polygon) == 1
            else {"type": "MultiPolygon", "id": name, "arcs": polygon}
            for name, polygon in zip(self._names, self._polygons, strict=True)
        ]  # fmt: skip
        geometries = [*regions, *self._lines]
        return {
            "type": "Topology",
            "transform": {"scale": [self.grid, self.grid], "translate": list(self._origin)},
            "objects": {OBJECT: {"type": "GeometryCollection", "geometries": geometries}},
            "arcs": [
                [list(arc[0]), *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(arc))] for arc in self._arcs
            ],
        }  # fmt: skip

    def _line(self, name: str, arcs: list[list[int]]) -> None:
        if arcs:
            self._lines.append({"type": "MultiLineString", "id": name, "arcs": arcs})

    def _points(self, line: Any) -> Ring:
        """Return the points of a line on the grid, none twice in a row."""
        steps = np.rint((shapely.get_coordinates(line) - self._origin) / self.grid).astype(int)
        points = [(x, y) for x, y in steps.tolist()]
        return [point for k, point in enumerate(points) if k == 0 or point != points[k - 1]]

    def _rings(self, polygon: Any) -> list[Ring]:
        """Return the rings of a polygon, open, the outer one clockwise as Vega (d3) wants it."""
        oriented = shapely.geometry.polygon.orient(polygon, -1.0)
        rings = []
        for k, line in enumerate((oriented.exterior, *oriented.interiors)):
            ring = self._points(line)[:-1]
            area = _doubled_area(ring) if len(ring) > 2 else 0
            if not area:
                # A hole too: an enclave may lie in it.
                ring = _widened(self._points(line))
                area = _doubled_area(ring)
            # The grid may have turned a ring of a few steps over.
            rings.append(ring if (area > 0) == bool(k) else ring[::-1])
        return rings

    def _cut(self, ring: Ring, corners: set[Point]) -> list[int]:
        """Return a ring as the numbers of its arcs, which run from corner to corner."""
        cuts = [k for k, point in enumerate(ring) if point in corners]
        if not cuts:  # a ring of its own, or that of an enclave and of the hole that it lies in
            cuts = [ring.index(min(ring))]
        turned = ring[cuts[0] :] + ring[: cuts[0] + 1]
        ends = [*(k - cuts[0] for k in cuts), len(ring)]
        return [self._arc(tuple(turned[a : b + 1])) for a, b in pairwise(ends)]

    def _arc(self, arc: Arc) -> int:
        """Return the number of an arc, that of its twin inverted (``~``) where it runs the other way."""
        if arc in self._arcs:
            return self._arcs[arc]
        if (turned := arc[::-1]) in self._arcs:
            return ~self._arcs[turned]
        return self._arcs.setdefault(arc, len(self._arcs))


def _corners(rings: Iterable[Ring]) -> set[Point]:
    """Return the points at which rings part: those with more than two neighbours."""
    beside: dict[Point, set[Point]] = {}
    for ring in rings:
        for k, point in enumerate(ring):
            beside.setdefault(point, set()).update((ring[k - 1], ring[(k + 1) % len(ring)]))
    return {point for point, others in beside.items() if len(others) > 2}


def _widened(points: Ring) -> Ring:
    """Return a ring a step wide for one that the grid has made a line or a point."""
    (west, south), (east, north) = min(points), max(points)
    if (west, south) == (east, north):
        return [(west, south), (west, south + 1), (west + 1, south)]
    return [(west, south), (east, north), (east + 1, north) if west == east else (east, north + 1)]


def _chains(arcs: Sequence[tuple[int, Arc]]) -> list[list[int]]:
    """Return arcs, each with its number, as lines that are as long as they can be, each arc once."""
    ends: dict[Point, list[tuple[int, Point]]] = {}
    for number, arc in arcs:
        ends.setdefault(arc[0], []).append((number, arc[-1]))
        ends.setdefault(arc[-1], []).append((~number, arc[0]))
    gone: set[int] = set()
    chains = []
    # A line begins where an odd number of arcs meet, if anywhere; what is left are rings.
    for start in sorted(ends, key=lambda point: len(ends[point]) % 2 == 0):
        while True:
            chain, at = [], start
            while found := next((one for one in ends[at] if max(one[0], ~one[0]) not in gone), None):
                gone.add(max(found[0], ~found[0]))
                chain.append(found[0])
                at = found[1]
            if not chain:
                break
            chains.append(chain)
    return chains


def _doubled_area(ring: Ring) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))
