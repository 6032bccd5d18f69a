"""Polygons of an earlier year, put together from those of today where the ground is the same.

A division of 2010 has a polygon where the counties that hold its ground now hold nothing else: 资阳市 of 2010 is
雁江区, 安岳县, 乐至县 and 简阳市 of today. Where ground was divided or joined with another's, there is none, and why
is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gongxing.regions.divisions import Division, divisions
from gongxing.regions.errors import RegionError
from gongxing.regions.layers import LAYER_YEAR, Layer, Level, load_layer
from gongxing.regions.succession import FIRST, Link, crosswalk

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class PastLayer:
    """The polygons that an earlier year's divisions have, and for the others, by code, why they have none."""

    layer: Layer
    without: dict[str, str]


def layer_of_year(level: Level, year: int, within: str | None = None, path: str | Path | None = None) -> PastLayer:
    """Return the polygons of the divisions of a year.

    Parameters
    ----------
    level
        ``"province"``, ``"prefecture"`` or ``"county"``.
    year
        A year from 1980 to that of the layer, 2024.
    within
        Code of the division of that year that holds them; ``None``: the country.
    path
        A user's own layer of counties of 2024 to put them together from.

    Raises
    ------
    RegionError
        The year is not one of these, or the layer cannot be used.
    """
    if not FIRST <= year <= LAYER_YEAR:
        raise RegionError(f"polygons can be put together for {FIRST} to {LAYER_YEAR}; {year} came")
    counties = load_layer("county", path)
    place = {code: position for position, code in enumerate(counties.codes)}
    rows = divisions(year)
    parts: dict[str, list[Division]] = {}
    for row in rows:
        if row.level == "county":
            for above in {row.parent or "", row.province}:
                parts.setdefault(above, []).append(row)
    wanted = [row for row in rows if row.level == level and (within is None or row.within(within))]
    held = {row.code: [row] if level == "county" else parts.get(row.code) or [row] for row in wanted}
    links = {link.code: link for link in crosswalk({d.code for own in held.values() for d in own}, year, LAYER_YEAR)}
    codes, names, shapes, without = [], [], [], {}
    for row in wanted:
        own = [links[part.code] for part in held[row.code]]
        now, problem = _ground(own, place)
        if problem:
            without[row.code] = f"{row.name}: {problem}"
            continue
        codes.append(row.code)
        names.append(row.name)
        polygons = counties.shapes[[place[code] for code in now]]
        shapes.append(polygons[0] if len(now) == 1 else shapely.union_all(polygons))
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    source = f"{counties.source}, put together for {year}"
    layer = Layer(tuple(codes), tuple(names), array, counties.lines, counties.datum, counties.review_number, source)
    return PastLayer(layer, without)


def _ground(links: list[Link], place: dict[str, int]) -> tuple[list[str], str]:
    """Return the counties of today that are the ground of several together, or why there are none."""
    own = {link.code for link in links}
    now: dict[str, None] = {}
    for link in links:
        if not link.to or link.kind == "ended":
            return [], link.en
        if strangers := set(link.others) - own:
            return [], f"{link.en} ({len(strangers)} others share that ground)"
        now.update(dict.fromkeys(link.to))
    if lacking := [code for code in now if code not in place]:
        return [], f"the layer lacks {', '.join(lacking[:5])}"
    return list(now), ""
