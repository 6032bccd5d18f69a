"""What a person writes to correct a fact."""

from __future__ import annotations

import pytest

from gongxing.library.corrections import CorrectionError, corrections


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ({"value": "21亿元"}, {"value": 2.1e9, "unit": "CNY"}),
        ({"value": "21亿元", "unit": "t"}, {"value": 2.1e9, "unit": "CNY"}),  # the unit beside the number wins
        ({"value": "2.1e9"}, {"value": 2.1e9}),
        ({"value": "−5.2%"}, {"value": -5.2, "unit": "%"}),
        ({"value": "1,737", "unit": "CNY"}, {"value": 1737.0, "unit": "CNY"}),
        ({"period": "2024-Q3", "region": ""}, {"period": "2024-Q3", "region": None}),
        ({"modality": "target", "bound": "gt"}, {"modality": "target", "bound": "gt"}),
    ],
)
def test_it_reads_what_people_write(words, fields):
    assert corrections("figure", words) == fields


@pytest.mark.parametrize(
    ("kind", "words", "zh", "en"),
    [
        ("figure", {"value": "很多"}, "读不成一个数值", "is no value"),
        ("figure", {"value": ""}, "不能为空", "cannot be blank"),
        ("figure", {"period": "去年"}, "读不成时间", "is no period"),
        ("figure", {"bound": "大约"}, "不是 bound 的取值", "write one of eq"),
        ("place", {"code": "5101"}, "六位数字", "six digits"),
        ("person", {"value": "3"}, "没有“value”这一项", "name one of name, post"),
    ],
)
def test_it_says_what_is_wrong_in_two_languages(kind, words, zh, en):
    with pytest.raises(CorrectionError) as caught:
        corrections(kind, words)
    assert zh in caught.value.zh
    assert en in str(caught.value)
