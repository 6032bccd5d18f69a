"""Numbers and units as cells and headers write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.tables.headings import read_heading
from gongxing.tables.numbers import DAMAGED, NOTED, is_missing, read_number
from gongxing.tables.units import parse_unit


@pytest.mark.parametrize(
    ("written", "value", "flag"),
    [
        ("1,376.5", "1376.5", None),
        ("1 376 000", "1376000", None),
        ("1,2345", "12345", None),  # thousands parted by 万
        ("1.234,56", "1234.56", None),
        ("－5.2", "-5.2", None),
        ("3.1↓", "-3.1", None),
        ("31,163①", "31163", NOTED),
        ("123*", "123", NOTED),
        ("().13", "0.13", DAMAGED),
        ("5851 1", "58511", DAMAGED),
        ("413349’", "413349", DAMAGED),
        ("_ 2317", "2317", DAMAGED),
    ],
)
def test_a_number_in_whatever_form(written: str, value: str, flag: str | None) -> None:
    number = read_number(written)
    assert number is not None
    assert (Decimal(str(number.value)), number.flag) == (Decimal(value), flag)


@pytest.mark.parametrize("written", ["4846,48", "£05", "mi", "II", "82X0", "HI89", "8659!", "约5", "1/2"])
def test_what_could_be_several_numbers_is_none(written: str) -> None:
    assert read_number(written) is None
    assert not is_missing(written)


@pytest.mark.parametrize("written", ["…", "-", "——", " ", "..", "n.a.", "暂无", "#N/A"])
def test_words_for_no_value(written: str) -> None:
    assert is_missing(written)


@pytest.mark.parametrize(
    ("written", "base", "worth"),
    [
        ("万元", "CNY", 10**4), ("亿元", "CNY", 10**8), ("万人", "people", 10**4), ("万人次", "people", 10**4),
        ("公顷", "m2", 10**4), ("平方公里", "m2", 10**6), ("万平方米", "m2", 10**4), ("亿立方米", "m3", 10**8),
        ("‰", "%", Fraction(1, 10)), ("万千瓦时", "kWh", 10**4), ("万美元", "USD", 10**4), ("千册", "count", 1000),
        ("亩", "m2", Fraction(20000, 30)), ("微克/立方米", "μg/m3", 1), ("人/平方公里", "people/km2", 1),
        ("10 000 persons", "people", 10**4), ("100 000 000 yuan", "CNY", 10**8), ("10 OOOyuan", "CNY", 10**4),
        ("USD 10000", "USD", 10**4), ("108cu.m", "m3", 10**8), ("sq.km", "m2", 10**6), ("hectare", "m2", 10**4),
        ("上年=100", "index", 1),
    ],
)  # fmt: skip
def test_units_of_headers(written: str, base: str, worth: Fraction | int) -> None:
    unit = parse_unit(written)
    assert unit is not None
    assert (unit.base, Fraction(unit.numerator) / unit.denominator) == (base, worth)


@pytest.mark.parametrize("written", ["当年价格", "全市", "一", "法人数", "斛", "", "国家级"])
def test_other_words_are_no_units(written: str) -> None:
    assert parse_unit(written) is None


def test_scales_are_exact() -> None:
    unit = parse_unit("万人")
    assert unit is not None
    assert unit.value(1376.0) == 13_760_000
    hundred_million = parse_unit("亿元")
    assert hundred_million is not None
    assert hundred_million.value(3032.1) == 303_210_000_000  # 3032.1 * 1e8 is 303210000000.00006 in floats alone


@settings(deadline=None)
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.sampled_from(["万元", "亿元", "‰", "亩", "万吨"]))
def test_a_value_in_base_units_is_the_nearest_float(number: Decimal, written: str) -> None:
    unit = parse_unit(written)
    assert unit is not None
    exact = Fraction(number) * Fraction(unit.numerator) / unit.denominator
    assert unit.value(number) == pytest.approx(float(exact), rel=1e-15, abs=0)
    if unit.denominator == 1:
        assert unit.value(number) == float(exact)
        assert unit.value(float(number)) == float(exact)


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12))
def test_separators_change_nothing(number: int) -> None:
    for written in (f"{number}", f"{number:,}", f" {number} ", f"{number}.0"):
        found = read_number(written)
        assert found is not None
        assert (found.value, found.flag) == (number, None)


@pytest.mark.parametrize(
    ("text", "words", "unit", "scope", "period"),
    [
        ("年末户籍人口 \n（万人）", "年末户籍人口", "万人", None, None),
        ("2-9 地方一般公共预算收支状况（全市） （万元）", "地方一般公共预算收支状况", "万元", "prefecture", None),
        ("⑸金融业", "金融业", None, None, None),
        ("第二产业(1)采矿业", "采矿业", None, None, None),
        ("全市      Total City", "", None, "prefecture", None),
        ("R&D人员 (人)", "R&D人员", "人", None, None),
        ("高新技术企业数(国家级)(个) The Number of High-tech Enterprises(national level)(unit)",
         "高新技术企业数(国家级)", "个", None, None),
        ("2024年1-6月GDP（亿元）", "GDP", "亿元", None, "2024-H1"),
        ("2018-2022年GDP", "2018-2022年GDP", None, None, None),
        ("GDP/亿元", "GDP", "亿元", None, None),
        ("单位：亿元", "", "亿元", None, None),
    ],
)  # fmt: skip
def test_a_header_cell_taken_apart(
    text: str, words: str, unit: str | None, scope: str | None, period: str | None
) -> None:
    heading = read_heading(text)
    found = heading.unit.written if heading.unit else None
    assert (heading.words, found, heading.scope, heading.period) == (words, unit, scope, period)
