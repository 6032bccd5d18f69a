"""What divisions became. Expected links are those of the notices named beside them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.regions import RegionError, changes, crosswalk, division, divisions, history, successors

YEARS = st.integers(1980, 2026)
PROVINCES = st.sampled_from(["130000", "320000", "420000", "440000", "510000", "540000", "650000"])


def link(code: str, from_year: int, to_year: int | None = None):
    return crosswalk([code], from_year, to_year)[0]


@pytest.mark.parametrize(
    ("code", "first", "last", "kind", "heirs"),
    [
        ("420600", 2008, 2010, "renamed", ["420600"]),  # 襄樊 → 襄阳
        ("530800", 2006, 2007, "renamed", ["530800"]),  # 思茅 → 普洱
        ("510124", 2015, 2016, "upgraded", ["510117"]),  # 郫县 → 郫都区
        ("512081", 2015, 2016, "recoded", ["510185"]),  # 简阳 to 成都
        ("371200", 2017, 2019, "merged", ["370100"]),  # 莱芜 → 济南, 国函〔2018〕163号
        ("310108", 2014, 2015, "merged", ["310106"]),  # 闸北 → 静安
        ("310103", 2010, 2011, "merged", ["310101"]),  # 卢湾 → 黄浦
        ("120107", 2008, 2009, "merged", ["120116"]),  # 塘沽 → 滨海, 国函〔2009〕125号
        ("320502", 2011, 2012, "merged", ["320508"]),  # 沧浪 → 姑苏
        ("320103", 2012, 2013, "merged", ["320104"]),  # 白下 → 秦淮
        ("370284", 2011, 2012, "merged", ["370211"]),  # 胶南 → 黄岛
        ("110103", 2009, 2010, "merged", ["110101"]),  # 崇文 → 东城
        ("330103", 2020, 2021, "merged", ["330105"]),  # 下城 → 拱墅, 国函〔2021〕29号
        ("642221", 2000, 2001, "upgraded", ["640402"]),  # 固原县 → 原州区
        ("341400", 2010, 2011, "split", ["340100", "340200", "340500"]),  # 巢湖
        ("330110", 2020, 2021, "split", ["330110", "330113"]),  # 余杭 gave 临平
        ("330104", 2020, 2021, "split", ["330102", "330114"]),  # 江干 → 上城, 钱塘
        ("510200", 1996, 1997, "merged", ["500000"]),  # 重庆市 of 四川 → 重庆市
        ("510000", 1996, 1997, "split", ["500000", "510000"]),
        ("440000", 1987, 1988, "split", ["440000", "460000"]),  # 海南
        ("511521", 2017, 2018, "split", ["511502", "511504"]),  # 宜宾县 → 叙州, five towns to 翠屏 (国函〔2018〕89号)
        ("511721", 2012, 2013, "split", ["511702", "511703"]),  # 达县 → 达川, nine to 通川 (川府函〔2013〕209号)
        ("511602", 2012, 2013, "split", ["511602", "511603"]),  # 广安 gave 前锋
        ("512000", 2015, 2016, "split", ["510100", "512000"]),  # 资阳 without 简阳
        ("542134", 1998, 1999, "annulled", []),  # 盐井, on paper only (民发〔1999〕54号)
    ],
)
def test_what_divisions_became(code, first, last, kind, heirs) -> None:
    found = link(code, first, last)
    assert (found.kind, list(found.to)) == (kind, heirs)
    assert found.exact == (len(heirs) == 1)
    assert [heir.code for heir in successors(code, first, last)] == heirs


def test_a_prefecture_is_whole_without_counties_that_existed_on_paper_only() -> None:
    changdu = link("542100", 1990, 2013)  # 昌都地区 listed 盐井, 碧土, 妥坝, 生达 until 1998
    assert changdu.same_ground
    assert link("542134", 1990, 2013).to == ()


def test_a_link_explains_itself_in_two_languages() -> None:
    found = link("511521", 2010, 2023)
    assert found.zh.startswith("2018年宜宾县的区域分属叙州区、翠屏区；翠屏区另含2010年翠屏区的一部分")
    assert found.en.startswith("2018: the ground of 宜宾县 was divided among 叙州区, 翠屏区")
    assert found.source == "国函〔2018〕89号"
    assert (found.year, found.exact, found.same_ground) == (2018, False, False)


def test_one_that_stayed_names_who_joined_it() -> None:
    chengdu = link("510100", 2010, 2023)
    assert (chengdu.kind, chengdu.exact, chengdu.others, chengdu.year) == ("enlarged", True, ("512000",), 2016)
    assert not chengdu.same_ground
    assert link("510700", 2010, 2023).same_ground  # 绵阳


def test_the_counties_of_sichuan_survive_2010_to_2023() -> None:
    before = [d for d in divisions(2010) if d.within("510000") and d.level == "county"]
    after = {d.code for d in divisions(2023) if d.within("510000") and d.level == "county"}
    assert (len(before), len(after)) == (181, 183)  # as the province counts its 县（市、区）
    links = crosswalk([d.code for d in before], 2010, 2023)
    assert {code for found in links for code in found.to} == after
    assert all(found.zh and found.en for found in links)
    inexact = {found.name for found in links if not found.exact}
    assert inexact == {"宜宾县", "翠屏区", "达县", "广安区", "巴州区"}
    moved = {found.name: found.to_names for found in links if found.exact and found.code not in found.to}
    assert moved == {
        "双流县": ("双流区",), "郫县": ("郫都区",), "新津县": ("新津区",), "罗江县": ("罗江区",), "安县": ("安州区",),
        "射洪县": ("射洪市",), "隆昌县": ("隆昌市",), "彭山县": ("彭山区",), "南溪县": ("南溪区",),
        "名山县": ("名山区",), "简阳市": ("简阳市",), "马尔康县": ("马尔康市",),
        "康定县": ("康定市",), "会理县": ("会理市",),
    }  # fmt: skip


def test_the_prefectures_of_sichuan_survive_2010_to_2023() -> None:
    links = crosswalk([d.code for d in divisions(2010) if d.parent == "510000"], 2010, 2023)
    assert len(links) == 21
    assert {found.name for found in links if not found.same_ground} == {"成都市", "资阳市"}


@pytest.mark.parametrize("year", [1986, 1995, 2005, 2012, 2024])
def test_every_division_since_1989_is_accounted_for(year) -> None:
    unknown = [step for step in changes(max(year, 1989)) if step.kind == "ended"]
    assert unknown == []


def test_changes_within_a_province() -> None:
    found = changes(2012, 2013, "510000")
    assert {step.old.name for step in found} == {"元坝区", "达县", "广安区", "巴州区"}
    assert all(step.year == 2013 for step in found)


@pytest.mark.parametrize(
    ("codes", "first", "last", "words"),
    [
        (["511521"], 2020, None, "2020 lacks 1 (511521); 511521 was 宜宾县 1996–2017"),
        (["510100"], 2020, 2010, "give the earlier year first"),
        (["510100"], 1970, 2010, "known from 1980 on"),
    ],
)
def test_what_cannot_be_linked_is_explained(codes, first, last, words) -> None:
    with pytest.raises(RegionError) as error:
        crosswalk(codes, first, last)
    assert words in str(error.value)


def test_a_code_that_never_was() -> None:
    with pytest.raises(RegionError, match="no division has had the code 999999"):
        successors("999999")


@settings(deadline=None, max_examples=6)
@given(YEARS, PROVINCES)
def test_a_year_is_linked_to_itself_without_change(year, province) -> None:
    for found in crosswalk([d.code for d in divisions(year) if d.province == province], year, year):
        assert found.to == (found.code,)
        assert found.same_ground
        assert found.kind == "same"


@settings(deadline=None, max_examples=6)
@given(st.lists(YEARS, min_size=3, max_size=3).map(sorted), st.sampled_from(["county", "prefecture"]), PROVINCES)
def test_exact_links_compose(years, level, province) -> None:
    first, middle, last = years
    codes = [d.code for d in divisions(first) if d.level == level and d.province == province]
    on_the_way = {heir.code for code in codes for heir in successors(code, first, middle)}
    through = {found.code: found for found in crosswalk(on_the_way, middle, last)}
    for found, whole in zip(crosswalk(codes, first, middle), crosswalk(codes, first, last), strict=True):
        if found.exact and through[found.to[0]].exact:
            assert whole.exact
            assert whole.to == through[found.to[0]].to


def test_every_code_named_as_a_successor_is_on_the_list_of_that_year() -> None:
    codes = {d.code for year in range(1980, 2027) for d in divisions(year)}
    for code in codes:
        for row in history(code):
            assert (row.change is None) == (row.valid_to is None)
            for heir in row.successors:
                assert division(heir, (row.valid_to or 0) + 1) is not None, (row, heir)
