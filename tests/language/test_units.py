"""Units: which stands where, and what it is worth."""

import re
from decimal import Decimal

import pytest

from gongxing.language.units import _table, rate_at, unit_at


@pytest.mark.parametrize(
    ("text", "base", "worth"),
    [
        ("元", "CNY", 1),
        ("美元", "USD", 1),
        ("个百分点", "pp", 1),
        ("‰", "%", Decimal("0.1")),
        ("千瓦时", "kWh", 1),
        ("千瓦", "W", 1000),
        ("吨标准煤", "t", 1),
        ("公斤", "t", Decimal("0.001")),
        ("斤", "t", Decimal("0.0005")),
        ("平方公里", "m2", 1_000_000),
        ("人次", "people", 1),
        ("岁", "year", 1),
        ("标准箱", "count", 1),
        ("GWh", "kWh", 1_000_000),
        ("公里/小时", "km/h", 1),
    ],
)
def test_worth(text, base, worth):
    unit = unit_at(text, 0)
    assert (unit.word, unit.base, unit.numerator / unit.denominator) == (text, base, worth)


def test_mu_is_exact():
    unit = unit_at("亩", 0)
    assert float(15 * unit.numerator / unit.denominator) == 10_000


@pytest.mark.parametrize("text", ["人大代表", "部分", "家园", "位数", "度假区", "Ws", "件套餐", ""])
def test_the_beginning_of_another_word_is_no_unit(text):
    unit = unit_at(text, 0)
    assert unit is None or unit.word in ("件套",)


def test_the_longest_unit_wins():
    assert unit_at("个百分点，", 0).word == "个百分点"
    assert unit_at("立方米水体", 0).word == "立方米"


def test_rates():
    per_ton, end = rate_at("元/吨", 1, unit_at("元", 0))
    assert (per_ton.base, per_ton.numerator / per_ton.denominator, end) == ("CNY/t", 1, 3)
    per_hectare, _ = rate_at("公斤/公顷", 2, unit_at("公斤", 0))
    assert per_hectare.base == "t/m2"
    assert float(per_hectare.numerator / per_hectare.denominator) == pytest.approx(1e-7)
    assert rate_at("件/套", 1, unit_at("件", 0))[0].base == "count"
    assert rate_at("元，", 1, unit_at("元", 0)) is None


def test_every_line_of_the_table_is_sound():
    for units in _table().by_first.values():
        for unit in units:
            assert unit.word == unit.word.strip()
            assert unit.numerator > 0
            assert unit.denominator >= 1
            assert re.fullmatch(r"[\w%μ/ -]+", unit.base)
