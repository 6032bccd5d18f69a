"""The catalogue is whole: every entry can be found by its names, and its formulas speak of entries it has."""

from __future__ import annotations

import re

import pytest

from gongxing.indicators import catalogue, find_indicator
from gongxing.indicators.catalogue import folded_name


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("地区生产总值", "gdp"),
        ("GDP", "gdp"),
        ("年末总人口", "registered_population"),
        ("年平均人口", "population_average"),
        ("常住人口", "residents"),
        ("常住人口 增速", "residents_growth"),
        ("社会消费品零售总额增长率", "retail_sales_growth"),
        ("地方财政一般预算内收入", "budget_revenue"),
        ("R＆D人员", "rd_personnel"),
        ("制造业就业人员", "employment_manufacturing"),
        ("Value Added of Primary Industry", "gdp_primary"),
        ("第一产业占GDP的比重", "gdp_primary_share"),
        ("高新技术企业数", "high_tech_firms"),
    ],
)
def test_an_indicator_is_found_by_its_names(words: str, id_: str) -> None:
    found = find_indicator(words)
    assert found is not None
    assert found.id == id_


def test_unknown_words_find_nothing() -> None:
    assert find_indicator("人均独角兽") is None


def test_ids_are_english_and_names_chinese() -> None:
    for id_, indicator in catalogue().items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", id_), id_
        assert indicator.id == id_
        assert not indicator.name.isascii(), id_
        assert indicator.english.isascii(), id_
        assert indicator.source


def test_two_indicators_share_a_name_only_where_their_units_tell_them_apart() -> None:
    owner: dict[str, list[str]] = {}
    for indicator in catalogue().values():
        for name in dict.fromkeys(folded_name(name) for name in indicator.names):
            owner.setdefault(name, []).append(indicator.id)
    for name, ids in owner.items():
        units = [catalogue()[id_.removesuffix("_growth")].unit for id_ in ids]
        assert len(set(units)) == len(ids), (name, ids)


def test_formulas_speak_of_ids_of_the_catalogue() -> None:
    for indicator in catalogue().values():
        for word in re.findall(r"[a-z_]+", indicator.formula or ""):
            assert word in catalogue(), (indicator.id, word)


def test_parts_are_measured_like_their_wholes() -> None:
    for indicator in catalogue().values():
        if indicator.part_of is not None:
            assert catalogue()[indicator.part_of].unit == indicator.unit, indicator.id


def test_growth_and_shares_never_add_over_regions() -> None:
    for indicator in catalogue().values():
        if indicator.unit in ("%", "index") or indicator.dimension.endswith(("/person", "/area")):
            assert indicator.additive == "none", indicator.id


def test_the_nineteen_branches_of_employment() -> None:
    branches = [i for i in catalogue().values() if i.id.startswith("employment_") and i.sector and i.unit == "people"]
    assert len(branches) == 19
