"""What a person writes becomes what a fact means, or one sentence that teaches how to write it."""

from __future__ import annotations

from typing import Any

import pytest

from gongxing.library import LibraryError
from gongxing.library.correcting import correctable, correction


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ({"value": "21亿元", "period": "2025"}, {"value": 2.1e9, "unit": "CNY", "period": "2025"}),
        ({"value": "超21亿元"}, {"value": 2.1e9, "unit": "CNY", "bound": "gt"}),
        ({"value": "21亿元以上"}, {"value": 2.1e9, "unit": "CNY", "bound": "gt"}),
        ({"value": "21", "unit": "亿元"}, {"value": 2.1e9, "unit": "CNY"}),
        ({"value": "-3.5个百分点"}, {"value": -3.5, "unit": "pp"}),
        ({"value": "1,234.5万人"}, {"value": 12_345_000.0, "unit": "people"}),
        ({"value": "21.5 billion yuan"}, {"value": 2.15e10, "unit": "CNY"}),
        ({"value": "5.2"}, {"value": 5.2}),
        ({"value": "3e9", "unit": "CNY"}, {"value": 3e9, "unit": "CNY"}),
        ({"unit": "元"}, {"unit": "CNY"}),
        ({"region": "绵阳市"}, {"region": "绵阳", "region_code": "510700"}),
        ({"region": "510700"}, {"region": "绵阳", "region_code": "510700"}),
        ({"region": "成都都市圈"}, {"region": "成都都市圈", "region_code": None}),
        ({"region": ""}, {"region": None, "region_code": None}),
        ({"region": "某片区"}, {"region": "某片区", "region_code": None}),
        ({"period": "2024年上半年"}, {"period": "2024-H1"}),
        ({"period": "2024Q3"}, {"period": "2024-Q3"}),
        ({"period": "2024.6"}, {"period": "2024-06"}),
        ({"period": "“十四五”时期"}, {"period": "2021/2025"}),
        ({"period": "2021-2025"}, {"period": "2021/2025"}),
        ({"period": ""}, {"period": None}),
        ({"modality": "目标", "bound": "不足"}, {"modality": "target", "bound": "lt"}),
    ],
)
def test_a_figure_is_corrected_in_words(words: dict[str, str], meant: dict[str, Any]) -> None:
    assert correction("figure", words, unit="CNY", is_known=lambda name: name == "某片区") == meant


@pytest.mark.parametrize(
    ("kind", "words", "meant"),
    [
        ("commitment", {"deadline": "2027年", "actor": "市发展改革委"}, {"deadline": "2027", "actor": "市发展改革委"}),
        ("project", {"type": "交通", "region": "眉山"}, {"type": "transport", "region": "眉山"}),
        ("industry", {"tier": ""}, {"tier": None}),
        ("place", {"name": "青羊区"}, {"name": "青羊区", "code": "510105"}),
        ("person", {"post": "市长"}, {"post": "市长"}),
        ("member", {"member": "德阳"}, {"member": "德阳"}),
    ],
)
def test_each_kind_has_its_fields(kind: str, words: dict[str, str], meant: dict[str, Any]) -> None:
    assert correction(kind, words) == meant
    assert set(words) <= set(correctable(kind))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "nothing to correct was named; write e.g. value=21亿元"),
        ({"quote": "x"}, "a figure has no field 'quote' that can be corrected; it has value, unit, indicator"),
        ({"value": "很多"}, "no number with a unit; write it as documents do"),
        ({"value": ""}, "no number with a unit"),
        ({"value": "21亿元和3亿元"}, "no number with a unit"),
        ({"value": "21亿元", "unit": "人"}, "value=21亿元 is in CNY, and unit=人 says otherwise"),
        ({"unit": "亿元"}, "this is no base unit; give the value with it, e.g. value=21亿元"),
        ({"unit": "光年甲"}, "this is no base unit; write one such as CNY"),
        ({"region": "锦阳"}, "no division or functional region is called so, nor does the document"),
        ({"region": "999999"}, "no division has this adcode"),
        ({"period": "去年"}, "no time that can be told alone; write period=2025"),
        ({"period": "2024-13"}, "no time that can be told alone"),
        ({"bound": "maybe"}, "this is none of eq (等于), gt (超)"),
    ],
)
def test_what_is_not_understood_is_taught(words: dict[str, str], said: str) -> None:
    with pytest.raises(LibraryError) as error:
        correction("figure", words, unit="CNY")
    assert said in str(error.value)
