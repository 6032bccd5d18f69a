"""Values in base units as people write them."""

from __future__ import annotations

import pytest

from gongxing.listing.words import amount, words


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        (2.78e12, "CNY", "2.78万亿元", "2.78 trillion CNY"),
        (9352000000, "CNY", "93.52亿元", "9.352 billion CNY"),
        (90000, "m2", "9万平方米", "90,000 square metres"),
        (-5.2, "%", "-5.2%", "-5.2%"),
        (17, "rank", "第17位", "rank 17"),
        (16, "count", "16", "16"),
        (2.5e6, "people", "250万人", "2.5 million people"),
        (0.4, "pp", "0.4个百分点", "0.4 pp"),
    ],
)
def test_amount(value: float, unit: str, chinese: str, english: str) -> None:
    assert amount(value, unit, "zh") == chinese
    assert amount(value, unit, "en") == english


def test_both_languages_have_the_same_words() -> None:
    chinese, english = words("zh"), words("en")
    assert set(chinese) == set(english)
    for group in ("kinds", "types", "tiers"):
        assert set(chinese[group]) == set(english[group])
