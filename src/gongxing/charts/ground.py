"""The ground of a map: polygons of a level and a region made small for drawing, their borders, where labels stand.

References
----------
Snyder, J. P. (1987). *Map Projections: A Working Manual*. USGS Professional Paper 1395 (Albers equal-area conic).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import Proj

from gongxing.charts.errors import FigureError
from gongxing.charts.topology import Topology
from gongxing.regions import RegionError, known_regions, layer_of_year, load_layer, member_codes, resolve
from gongxing.regions.divisions import division
from gongxing.regions.layers import LAYER_YEAR, Layer, Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WIDTH = 560
# Boundaries are drawn to so many pixels; where regions are many and small, to more, so that they come as quickly.
_FINENESS, _FINENESS_OF_MANY, _MANY = 1.0, 1.5, 150
_GRID = 0.2  # of a pixel
_KM_A_DEGREE = 111.32


@dataclass(frozen=True, eq=False)
class Ground:
    """Polygons to draw n regions on.

    Attributes
    ----------
    layer
        The regions, simplified, in degrees.
    projection
        Vega-Lite's words for the equal-area projection that suits them.
    width, height
        Of the map, in pixels.
    spots
        (n, 2): longitude and latitude of the place in each region that is farthest from its borders.
    rooms
        (n, 2): how wide and how high the region is there, in pixels.
    places
        (n, 2): the same spots in pixels.
    whole
        Whether it is the whole country, which is drawn with its lines at sea.
    """

    layer: Layer
    projection: dict[str, Any]
    width: int
    height: int
    spots: NDArray[np.float64]
    rooms: NDArray[np.float64]
    places: NDArray[np.float64]
    whole: bool

    @cached_property
    def topology(self) -> Topology:
        """The regions as arcs on a grid of a fifth of a pixel; ``copy`` it to draw lines with them."""
        west, south, east, north = shapely.total_bounds(self.layer.shapes)
        pixel = (east - west) * math.cos(math.radians((south + north) / 2)) / self.width
        return Topology(self.layer.codes, self.layer.shapes, _GRID * pixel)


def level_of(codes: Sequence[str]) -> Level:
    """Return the level that most codes are of (provinces that are cities stand for a prefecture among prefectures)."""
    kinds = ["province" if c.endswith("0000") else "prefecture" if c.endswith("00") else "county" for c in codes]
    for level in ("county", "prefecture"):
        if kinds.count(level) * 2 >= len(kinds) - kinds.count("province") > 0:
            return level
    return "province"


def area_codes(within: str) -> list[str]:
    """Return the codes that an area is made of: a division by name or code, or a functional region's members.

    Raises
    ------
    FigureError
        Nothing of that name is known, or its members are not.
    """
    found = division(within) or resolve(within)
    if found is not None:
        return [found.code]
    region = known_regions().get(within)
    codes = member_codes(region) if region is not None else ()
    if not codes:
        raise FigureError(f"no region {within!r} with known members; give a division by name or code, or 成都都市圈")
    return list(codes)


@lru_cache(maxsize=24)
def ground_of(level: Level, areas: tuple[str, ...], year: int | None = None, width: int = WIDTH) -> Ground:
    """Return the polygons of a level in some areas, simplified to what a map of that width shows.

    Parameters
    ----------
    level
        ``"province"``, ``"prefecture"`` or ``"county"``.
    areas
        Codes of divisions that hold them, or of the regions themselves; empty for the whole country.
    year
        The year whose divisions are drawn; ``None``: those of the layer.
    width
        In pixels.

    Raises
    ------
    FigureError
        There are no polygons there.
    """
    try:
        layer = load_layer(level) if year is None or year >= LAYER_YEAR else layer_of_year(level, year).layer
    except RegionError as error:
        raise FigureError(str(error)) from error
    if areas:
        held = [code for code in layer.codes if any(holds(area, code) for area in areas)]
        if not held:
            raise FigureError(f"no polygons of level {level} in {', '.join(areas[:5])}; choose another level or region")
        layer = layer.aligned(held)
    west, south, east, north = shapely.total_bounds(layer.shapes)
    middle = math.radians((south + north) / 2)
    pixel = (east - west) * math.cos(middle) * _KM_A_DEGREE * 1000 / width
    layer = layer.simplified((_FINENESS if len(layer) < _MANY else _FINENESS_OF_MANY) * pixel)
    lean, projection = _projection(west, south, east, north)
    return _laid(layer, lean, projection, width, not areas)


def holds(area: str, code: str) -> bool:
    """Return whether a code lies in the area of another."""
    stem = area[:2] if area.endswith("0000") else area[:4] if area.endswith("00") else area
    return code == area or code.startswith(stem)


def _projection(west: float, south: float, east: float, north: float) -> tuple[Proj, dict[str, Any]]:
    """Return the same conic projection for measuring and for Vega."""
    sixth = (north - south) / 6
    first, second = round(south + sixth, 2), round(north - sixth, 2)
    centre = round((west + east) / 2, 2)
    lean = Proj(f"+proj=aea +lat_1={first} +lat_2={second + 1e-6} +lon_0={centre} +R=1")
    return lean, {"type": "conicEqualArea", "parallels": [first, second], "rotate": [-centre, 0, 0]}


def _laid(layer: Layer, lean: Proj, projection: dict[str, Any], width: int, whole: bool) -> Ground:
    """Measure the map in pixels: its height, and where and how much room there is for labels."""
    flat = shapely.transform(layer.shapes, lambda points: np.column_stack(lean(points[:, 0], points[:, 1])))
    west, south, east, north = shapely.total_bounds(flat)
    if whole and layer.lines:
        lines = shapely.transform(
            np.array(layer.lines), lambda points: np.column_stack(lean(points[:, 0], points[:, 1]))
        )
        west, south, east, north = shapely.total_bounds(np.concatenate([flat, lines]))
    pixel = (east - west) / width
    spots, rooms = np.empty((len(layer), 2)), np.empty((len(layer), 2))
    for k, shape in enumerate(flat):
        largest = max(shapely.get_parts(shape), key=shapely.area)
        spot = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=2 * pixel), 0)
        spots[k] = spot.x, spot.y
        rooms[k] = _room(largest, spot.x, spot.y, pixel)
    places = np.column_stack(((spots[:, 0] - west) / pixel, (north - spots[:, 1]) / pixel))
    degrees = np.column_stack(lean(spots[:, 0], spots[:, 1], inverse=True))
    height = round((north - south) / pixel)
    return Ground(layer, projection, width, height, degrees, rooms, places, whole)


def _room(shape: Any, x: float, y: float, pixel: float) -> tuple[float, float]:
    """Return how wide and how high a polygon is at a point, in pixels, centred on it."""
    west, south, east, north = shape.bounds
    row, column = shapely.LineString([(west, y), (east, y)]), shapely.LineString([(x, south), (x, north)])
    across = [part for part in shapely.get_parts(shape.intersection(row)) if part.bounds[0] <= x <= part.bounds[2]]
    along = [part for part in shapely.get_parts(shape.intersection(column)) if part.bounds[1] <= y <= part.bounds[3]]
    wide = min((min(x - p.bounds[0], p.bounds[2] - x) for p in across), default=0.0)
    high = min((min(y - p.bounds[1], p.bounds[3] - y) for p in along), default=0.0)
    return 2 * wide / pixel, 2 * high / pixel
