"""Numerals spelled in digits and in characters."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.language.numerals import DIGITS, arabic_value, multiplier_value, spelled_value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("零", 0),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("一百零五", 105),
        ("两百五", 250),
        ("两千三百", 2300),
        ("三万五", 35_000),
        ("百万", 1_000_000),
        ("千万", 10_000_000),
        ("亿", 100_000_000),
        ("万亿", 1_000_000_000_000),
        ("一亿两千万", 120_000_000),
        ("三亿零五十", 300_000_050),
        ("二〇二五", 2025),
        ("五点二", Decimal("5.2")),
        ("十二点零五", Decimal("12.05")),
    ],
)
def test_spelled_numerals(words, value):
    assert spelled_value(words) == value


@pytest.mark.parametrize("words", ["", "七八", "一二三", "十千", "十百", "五点", "一点十", "二" * 30])
def test_what_is_no_number(words):
    assert spelled_value(words) is None


@pytest.mark.parametrize(
    ("digits", "value"), [("45,321", 45_321), ("2.78", Decimal("2.78")), ("1,234,567.8", Decimal("1234567.8"))]
)
def test_digits(digits, value):
    assert arabic_value(digits) == value


def test_digits_too_long_to_be_a_number():
    assert arabic_value("1" * 25) is None


@pytest.mark.parametrize(
    ("word", "value"), [("", 1), ("万", 10**4), ("百万", 10**6), ("亿", 10**8), ("百亿", 10**10), ("万亿", 10**12)]
)
def test_multipliers(word, value):
    assert multiplier_value(word) == value


def spell(number: int) -> str:
    """Spell a number below ten to the twelfth as a school book does."""
    characters = {value: word for word, value in DIGITS.items() if word not in "两〇"}
    if number == 0:
        return "零"
    spelled = ""
    for myriad, worth in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group, number = divmod(number, worth)
        if not group:
            continue
        if spelled and group < 1000:
            spelled += "零"
        zero = False
        for tens, digit_worth in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
            digit, group = divmod(group, digit_worth)
            if digit:
                spelled += ("零" if zero else "") + characters[digit] + tens
                zero = False
            elif spelled and not spelled.endswith(("亿", "万", "零")):
                zero = True
        spelled += myriad
    return spelled


@given(st.integers(0, 10**12 - 1))
def test_every_number_reads_back(number):
    words = spell(number)
    if len(words) <= 24:
        assert spelled_value(words) == number


@given(st.text("零〇一二两三四五六七八九十百千万亿点", max_size=30))
def test_any_row_of_numeral_characters_has_a_value_or_none(words):
    value = spelled_value(words)
    assert value is None or value >= 0
