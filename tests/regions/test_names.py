"""From names to divisions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.regions import functional_regions, gazetteer, resolve


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("四川", None, "510000"),
        ("四川省", None, "510000"),
        ("川", None, "510000"),
        ("蜀", None, "510000"),
        ("吉林", None, "220000"),
        ("吉林市", None, "220200"),
        ("海南", None, "460000"),
        ("海南", "630000", "632500"),
        ("海南州", None, "632500"),
        ("凉山州", None, "513400"),
        ("阿坝", None, "513200"),
        ("恩施", None, "422800"),
        ("恩施市", None, "422801"),
        ("朝阳", None, "211300"),
        ("朝阳", "110000", "110105"),
        ("鼓楼区", None, None),
        ("鼓楼区", "320100", "320106"),
        ("鼓楼区", "320300", "320302"),
        ("昌江", None, None),
        ("昌江", "460000", "469026"),
        ("昌江县", None, "469026"),
        ("乐东", None, "469027"),
        ("蓉城", None, "510100"),
        ("不存在", None, None),
        ("", None, None),
    ],
)
def test_names_of_today(name, within, code):
    found = resolve(name, within=within)
    assert (found.code if found else None) == code


def test_names_belong_to_their_year():
    assert resolve("郫县", 2010).code == "510124"
    assert resolve("郫县", 2024) is None
    assert resolve("郫都", 2024).code == "510117"
    assert resolve("襄樊", 2005).code == "420600"
    assert resolve("莱芜市", 2010).code == "371200"


def test_a_division_is_still_named_in_the_year_it_ended():
    assert resolve("渝北区", 2025).code == "500112"
    assert resolve("渝北区", 2026) is None


def test_the_name_of_every_division_leads_to_it_within_its_parent():
    names = gazetteer(2024)
    for form, found in names.forms.items():
        for division in found:
            assert division in names.candidates(form, division.code)


def test_functional_regions_lead_from_each_of_their_names_to_members_that_exist():
    regions = functional_regions()
    assert regions["成都都市圈"].members == ("成都", "德阳", "眉山", "资阳")
    assert regions["成渝双城经济圈"].name == "成渝地区双城经济圈"
    for region in regions.values():
        assert (region.source is None) == (not region.members)
        for member in region.members:
            assert gazetteer().candidates(member), (region.name, member)


@given(st.text(), st.one_of(st.none(), st.integers(-5, 3000)))
def test_any_name_and_year_gives_a_division_or_none(name, year):
    found = resolve(name, year)
    assert found is None or found.name
