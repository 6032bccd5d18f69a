"""Divisions by code and year: what the official lists said, worked by hand from them."""

from __future__ import annotations

import pytest

from gongxing.regions import division, divisions, history


def test_a_code_means_what_it_meant_in_the_year():
    assert division("500000") is not None
    assert division("500000", 1990) is None  # 重庆 was a city of 四川 until 1997
    chongqing = division("510200", 1990)
    assert chongqing is not None
    assert (chongqing.name, chongqing.level, chongqing.parent) == ("重庆市", "prefecture", "510000")
    assert division("460000", 1987) is None
    assert division("460000", 1988) is not None


@pytest.mark.parametrize(
    ("code", "name", "short", "level", "parent"),
    [
        ("510000", "四川省", "四川", "province", None),
        ("150000", "内蒙古自治区", "内蒙古", "province", None),
        ("510100", "成都市", "成都", "prefecture", "510000"),
        ("632500", "海南藏族自治州", "海南", "prefecture", "630000"),
        ("653000", "克孜勒苏柯尔克孜自治州", "克孜勒苏", "prefecture", "650000"),
        ("469026", "昌江黎族自治县", "昌江", "county", "460000"),
        ("429021", "神农架林区", "神农架", "county", "420000"),
        ("140109", "万柏林区", "万柏林", "county", "140100"),
        ("530922", "云县", "云县", "county", "530900"),
        ("622926", "东乡族自治县", "东乡", "county", "622900"),
    ],
)
def test_names_levels_and_parents_of_today(code, name, short, level, parent):
    found = division(code)
    assert found is not None
    assert (found.name, found.short, found.level, found.parent) == (name, short, level, parent)


def test_counts_of_today_are_those_of_the_place_name_database():
    levels = [found.level for found in divisions()]
    assert (levels.count("province"), levels.count("prefecture"), levels.count("county")) == (34, 333, 2847)


def test_counts_at_the_end_of_2010_are_those_of_the_statistical_yearbook():
    levels = [found.level for found in divisions(2010)]
    assert (levels.count("prefecture"), levels.count("county")) == (333, 2856)


def test_successors_where_the_lists_tell():
    pi = next(d for d in history("510124") if d.name == "郫县")
    assert (pi.valid_to, pi.change, pi.successors) == (2015, "upgraded", ("510117",))
    xiangfan = next(d for d in history("420600") if d.name == "襄樊市")
    assert (xiangfan.valid_to, xiangfan.change, xiangfan.successors) == (2009, "renamed", ("420600",))


def test_later_changes_are_in():
    assert division("500112", 2024) is not None
    yubei = history("500112")[-1]
    assert (yubei.valid_to, yubei.change, yubei.successors) == (2024, "split", ("500157", "500109"))
    liangjiang = division("500157", 2025)
    assert liangjiang is not None
    assert liangjiang.name == "两江新区"
    assert division("500157", 2030) == liangjiang  # the latest list stands for later years


def test_unknown_codes_and_years_are_none():
    assert division("999999") is None
    assert division("510000", 1900) is None
    assert history("000000") == ()


def test_every_successor_is_a_code_of_the_table_and_every_parent_exists():
    codes = {row.code for year in (1980, 1990, 2000, 2010, 2020, None) for row in divisions(year)}
    for row in divisions(2014):
        if row.successors:
            assert all(history(code) for code in row.successors)
        if row.parent:
            assert row.parent in codes
            assert division(row.parent, 2014) is not None
