"""Polygons by code: every division of Sichuan has one, of the right size, with its seat inside; layers of one's own."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from shapely.geometry import mapping

from gongxing.regions import RegionError, divisions
from gongxing.regions.layers import REVIEW_NUMBER, load_layer
from gongxing.regions.neighbours import contiguity
from gongxing.regions.seats import seats

SICHUAN = "510000"
# Areas in km2 as the governments give them in their public introductions (幅员面积, 行政区域面积): the province 48.6万,
# 甘孜 14.97万, 凉山 6.04万, 阿坝 8.42万; the cities to the km2 or the ten km2.
PUBLISHED = {
    "510100": 14335, "510300": 4381, "510400": 7401, "510500": 12236, "510600": 5910, "510700": 20248,
    "510800": 16319, "510900": 5322, "511000": 5385, "511100": 12720, "511300": 12477, "511400": 7140,
    "511500": 13283, "511600": 6339, "511700": 16588, "511800": 15046, "511900": 12293, "512000": 5747,
    "513200": 84200, "513300": 149700, "513400": 60400,
}  # fmt: skip


@pytest.mark.parametrize(("level", "count"), [("prefecture", 21), ("county", 183)])
def test_every_division_of_sichuan_joins_its_polygon(level: str, count: int) -> None:
    layer = load_layer(level).within(SICHUAN)
    assert len(layer) == count
    missing = layer.unmatched(2024, level, SICHUAN)
    assert not missing
    assert str(missing) == "every division has its polygon"
    names = {d.code: d.name for d in divisions(2024)}
    assert all(names[code] == name for code, name in zip(layer.codes, layer.names, strict=True))
    assert all(shapely.is_valid(layer.shapes))


def test_areas_of_the_counties_add_up_to_the_published_within_two_per_cent() -> None:
    parents = {d.code: d.parent for d in divisions(2024)}
    layer = load_layer("county").within(SICHUAN)
    areas = layer.areas() / 1e6
    assert areas.sum() == pytest.approx(486_000, rel=0.02)
    sums = dict.fromkeys(PUBLISHED, 0.0)
    for code, area in zip(layer.codes, areas, strict=True):
        sums[parents[code]] += area
    for code, published in PUBLISHED.items():
        assert sums[code] == pytest.approx(published, rel=0.02), code
    whole = load_layer("prefecture").within(SICHUAN)
    for code, area in zip(whole.codes, whole.areas() / 1e6, strict=True):
        assert area == pytest.approx(sums[code], rel=1e-3)


@pytest.mark.parametrize("level", ["prefecture", "county"])
def test_every_seat_lies_in_its_polygon(level: str) -> None:
    layer = load_layer(level)
    known = 0
    for code, name, shape in zip(layer.codes, layer.names, layer.shapes, strict=True):
        seat = seats().get(code)
        if seat is None:
            assert not code.startswith("51"), f"{name} has no seat"
            continue
        known += 1
        assert shape.contains(shapely.Point(seat.longitude, seat.latitude)), (code, name, seat)
    assert known >= (333 if level == "prefecture" else 2090)


def test_what_was_mended_is_said_and_the_review_number_is_kept() -> None:
    layer = load_layer("county")
    assert layer.review_number == REVIEW_NUMBER
    assert layer.datum == "CGCS2000"
    assert layer.lines
    assert all(shapely.is_valid(layer.shapes))
    assert "错那市: code 540530 was mended to 540581" in layer.repairs
    assert layer.within(SICHUAN).repairs == ()
    gone = layer.unmatched()
    assert set(gone.without_polygon) == {"653228", "653229"}  # 和康, 和安: founded at the end of 2024
    assert "no polygon for 2 (653228 和康县, 653229 和安县)" in str(gone)


def test_simplified_layers_keep_their_common_borders() -> None:
    layer = load_layer("county").within(SICHUAN)
    few = layer.simplified(3000)
    assert shapely.coverage_is_valid(layer.shapes)
    assert shapely.coverage_is_valid(few.shapes)
    assert shapely.get_num_coordinates(few.shapes).sum() < 0.7 * shapely.get_num_coordinates(layer.shapes).sum()
    assert few.areas().sum() == pytest.approx(layer.areas().sum(), rel=0.001)
    touching = contiguity(few).matrix - contiguity(layer).matrix
    assert touching.nnz <= 0.02 * contiguity(layer).matrix.nnz
    with pytest.raises(RegionError, match="zero or more"):
        layer.simplified(-1)


def test_a_square_of_one_degree_has_the_area_of_the_ellipsoid(tmp_path) -> None:
    layer = load_layer("county", written(tmp_path, square(0, 0, "510101")))
    # Between two meridians one degree apart, from the equator to 1° N on GRS 80: 12 308.8 km2.
    assert layer.areas()[0] / 1e6 == pytest.approx(12_308.8, rel=1e-4)


def square(x: float, y: float, code: object = "", name: str = "a", size: float = 1) -> dict:
    return {"type": "Feature", "properties": {"adcode": code, "name": name},
            "geometry": mapping(shapely.box(x, y, x + size, y + size))}  # fmt: skip


def written(folder, *features: dict, **about: str):
    path = folder / "layer.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **about}), "utf-8")
    return path


def test_a_layer_of_ones_own(tmp_path) -> None:
    bow = {"type": "Polygon", "coordinates": [[(103, 30), (104, 31), (104, 30), (103, 31), (103, 30)]]}
    crossed = {"type": "Feature", "properties": {"gb": "156510104", "名称": "锦江区"}, "geometry": bow}
    bare = square(105, 30, "", "三台县")
    path = written(
        tmp_path, crossed, bare, square(107, 30, 510105.0, "青羊区"), review_number="川S(2024)1号", datum="WGS 84"
    )
    layer = load_layer("county", path)
    assert layer.codes == ("510104", "510105", "510722")
    assert (layer.review_number, layer.datum, layer.source) == ("川S(2024)1号", "WGS 84", "layer.geojson")
    assert layer.repairs == (
        "锦江区: rings that cross themselves were mended",
        "三台县: code empty was mended to 510722",
    )
    assert layer.shapes[0].area == pytest.approx(0.5)
    again = load_layer("county", written(tmp_path, *layer.to_geojson()["features"]))
    assert again.codes == layer.codes


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ([], "at least one feature"),
        ([square(1, 1, "510104"), square(3, 1, "510104")], "more than once come 1 (510104)"),
        ([square(1, 1, "", "鼓楼区")], "none could be told from the name for 1 (鼓楼区)"),
        ([square(400000, 3000000, "510104")], "longitude and latitude in degrees"),
        (
            [{"type": "Feature", "properties": {"name": "锦江区"}, "geometry": {"type": "Polygon"}}],
            "feature 1 (锦江区)",
        ),
    ],
)
def test_a_layer_that_cannot_be_used_is_explained(tmp_path, features, words) -> None:
    with pytest.raises(RegionError) as error:
        load_layer("county", written(tmp_path, *features))
    assert words in str(error.value)
    assert "layer.geojson" in str(error.value)


def test_files_that_are_no_layer(tmp_path) -> None:
    with pytest.raises(RegionError, match="cannot be read"):
        load_layer("county", tmp_path / "nowhere.geojson")
    bad = tmp_path / "bad.geojson"
    bad.write_bytes(b"\xff\xfe{")
    with pytest.raises(RegionError, match="is no GeoJSON in UTF-8"):
        load_layer("county", bad)
    with pytest.raises(RegionError, match="level is one of"):
        load_layer("town")  # type: ignore[arg-type]
    with pytest.raises(RegionError, match=r"lacks 1 \(511521\)"):
        load_layer("county").shape_of("511521")


def test_queen_and_rook_on_a_chessboard(tmp_path) -> None:
    # 510104 510105 below, 510106 510107 above: corners meet in the middle.
    cells = [
        square(x, y, code) for code, x, y in (("510104", 0, 0), ("510105", 1, 0), ("510106", 0, 1), ("510107", 1, 1))
    ]
    layer = load_layer("county", written(tmp_path, *cells, square(9, 9, "510108")))
    queen, rook = contiguity(layer), contiguity(layer, "rook")
    assert queen.islands == rook.islands == ("510108",)
    assert set(queen.neighbours("510104")) == {"510105", "510106", "510107"}
    assert set(rook.neighbours("510104")) == {"510105", "510106"}
    with pytest.raises(RegionError, match="queen"):
        contiguity(layer, "bishop")  # type: ignore[arg-type]


@pytest.mark.parametrize("level", ["prefecture", "county"])
def test_queen_is_symmetric_without_diagonal(level: str) -> None:
    weights = contiguity(load_layer(level))
    assert (weights.matrix != weights.matrix.T).nnz == 0
    assert not np.any(weights.matrix.diagonal())


def test_the_neighbours_of_chengdu() -> None:
    layer = load_layer("prefecture").within(SICHUAN)
    assert set(contiguity(layer).neighbours("510100")) == {"510600", "511400", "511800", "512000", "513200"}
