"""Outlines with each border once: the same regions, none lost, whichever way they touch."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from outlines import features_of

from gongxing.charts.ground import ground_of
from gongxing.charts.topology import Topology

GRID = 0.125


def polygon(feature) -> shapely.Geometry:
    return shapely.geometry.shape(feature["geometry"])


def squares() -> list[shapely.Geometry]:
    """Two squares side by side, the second with a hole that a third fills, and an island far smaller than the grid."""
    third = shapely.box(1.25, 0.25, 1.5, 0.5)
    return [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1) - third, third, shapely.box(3, 3, 3.001, 3.001)]


def test_a_shared_border_is_written_once() -> None:
    topology = Topology("abcd", squares(), GRID).to_dict()
    # The border of the two, what is left of each, the enclave, the island.
    assert len(topology["arcs"]) == 5
    for feature, shape in zip(features_of(topology)[:3], squares(), strict=False):
        assert polygon(feature).equals(shape)


def test_no_island_vanishes_and_rings_run_clockwise() -> None:
    island = features_of(Topology("abcd", squares(), GRID).to_dict())[3]
    assert polygon(island).area == pytest.approx(GRID**2 / 2)
    assert not polygon(island).exterior.is_ccw


def test_borders_between_groups_are_made_of_what_is_there() -> None:
    topology = Topology("abcd", squares(), GRID)
    before = len(topology.to_dict()["arcs"])
    apart = topology.copy()
    apart.draw_borders("inner", ["left", "right", "right", None], outer=False)
    apart.draw_borders("around", [None, True, True, None], outer=True)
    inner, around = features_of(apart.to_dict())[4:]
    assert polygon(inner).equals(shapely.LineString([(1, 0), (1, 1)]))
    assert polygon(around).equals(shapely.box(1, 0, 2, 1).boundary)
    assert len(around["geometry"]["coordinates"]) == 1, "one line around"
    assert len(apart.to_dict()["arcs"]) == before
    assert len(features_of(topology.to_dict())) == 4, "a copy's lines are its own"


@pytest.mark.parametrize(("level", "area"), [("prefecture", ()), ("province", ()), ("county", ("510000",))])
def test_a_real_map_keeps_every_part_within_a_step(level, area) -> None:
    ground = ground_of(level, area)
    step = ground.topology.grid
    features = {feature["id"]: feature for feature in features_of(ground.topology.to_dict())}
    assert list(features) == list(ground.layer.codes)
    for code, shape in zip(ground.layer.codes, ground.layer.shapes, strict=True):
        parts = shapely.get_parts(polygon(features[code]))
        assert len(parts) == len(shapely.get_parts(shape)), code
        assert not any(part.exterior.is_ccw for part in parts), code
        corners = shapely.points(shapely.get_coordinates(shape))
        assert (shapely.distance(corners, shapely.boundary(polygon(features[code]))) <= 1.42 * step).all(), code


def test_borders_of_provinces_are_those_of_the_polygons_taken_together() -> None:
    ground = ground_of("county", ("510000",))
    topology = ground.topology.copy()
    stems = [code[:4] for code in ground.layer.codes]
    topology.draw_borders("borders", stems, outer=True)
    drawn = polygon(features_of(topology.to_dict())[-1])
    whole = [
        shapely.boundary(shapely.coverage_union_all(ground.layer.shapes[np.array(stems) == stem]))
        for stem in set(stems)
    ]
    assert drawn.length == pytest.approx(shapely.union_all(whole).length, rel=0.01)
