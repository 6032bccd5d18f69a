"""Polygons of earlier years, put together where the ground is the same."""

from __future__ import annotations

import pytest

from gongxing.regions import RegionError
from gongxing.regions.layer_years import layer_of_year
from gongxing.regions.layers import load_layer


def test_prefectures_of_2010_have_the_areas_published_then() -> None:
    found = layer_of_year("prefecture", 2010, "510000")
    assert found.without == {}
    areas = dict(zip(found.layer.codes, found.layer.areas() / 1e6, strict=True))
    assert len(areas) == 21
    # Before 简阳 (2 215 km2) changed hands in 2016 成都 gave its area as 12 121 km2, 资阳 as 7 962 km2.
    assert areas["510100"] == pytest.approx(12_121, rel=0.02)
    assert areas["512000"] == pytest.approx(7_962, rel=0.02)
    today = load_layer("prefecture").within("510000").areas().sum() / 1e6
    assert sum(areas.values()) == pytest.approx(today, rel=1e-6)


def test_counties_whose_ground_was_divided_have_no_polygon_and_why() -> None:
    found = layer_of_year("county", 2010, "510000")
    assert set(found.without) == {"511502", "511521", "511602", "511702", "511721", "511902"} - {"511602", "511902"}
    assert "2018: the ground of 宜宾县 was divided among 叙州区, 翠屏区" in found.without["511521"]
    assert found.layer.names[found.layer.codes.index("510122")] == "双流县"
    assert len(found.layer) + len(found.without) == 181


def test_a_county_that_was_divided_whole_is_put_together_again() -> None:
    found = layer_of_year("county", 2010, "511600").layer
    assert {"511602"} <= set(found.codes)  # 广安区 of 2010: 广安区 and 前锋区 of today
    now = load_layer("county").aligned(["511602", "511603"]).areas().sum()
    assert found.areas()[found.codes.index("511602")] == pytest.approx(now, rel=1e-6)


def test_years_without_lists_or_layers() -> None:
    with pytest.raises(RegionError, match="1980 to 2024; 2030 came"):
        layer_of_year("county", 2030)
