"""Members of groups in sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.facts.document import Document
from gongxing.facts.members import find_members
from gongxing.reading import Article


def members(text):
    """(group, member) of each fact, in order."""
    return [(fact.group, fact.member) for fact in find_members(Document(Article(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "以长沙、株洲、湘潭三市组成的长株潭都市圈持续壮大。",
        "由长沙、株洲、湘潭组成的长株潭都市圈持续壮大。",
        "长株潭都市圈包括长沙、株洲、湘潭3市。",
        "长沙、株洲、湘潭共建长株潭都市圈。",
        "长株潭都市圈（长沙、株洲、湘潭）持续壮大。",
    ],
)
def test_places_make_up_a_region(text):
    assert members(text) == [("长株潭都市圈", city) for city in ("长沙", "株洲", "湘潭")]


def test_a_numbered_list_in_brackets():
    assert members("川南四市（自贡、泸州、内江、宜宾）联动。") == [
        ("川南四市", city) for city in ("自贡", "泸州", "内江", "宜宾")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("宜昌、襄阳入选国家碳达峰试点城市。", [("国家碳达峰试点城市", "宜昌"), ("国家碳达峰试点城市", "襄阳")]),
        ("国家将四川确定为开展数据流通试点的4个省份之一。", [("数据流通试点", "四川")]),
        ("贵阳市成功列入全国首批数字化转型试点范围。", [("全国首批数字化转型试点", "贵阳市")]),
        (
            "扬州、泰州分别入选全国美丽城市先行区、消费示范城市。",
            [("全国美丽城市先行区", "扬州"), ("消费示范城市", "泰州")],
        ),
        ("支持武汉、宜昌开展国家低空经济试点。", [("国家低空经济试点", "武汉"), ("国家低空经济试点", "宜昌")]),
    ],
)
def test_places_enter_a_group(text, found):
    assert members(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "绵阳获评全国十大最具潜力城市。",
        "争取宜昌入选国家碳达峰试点城市。",
        "三家企业入选全国示范城市案例。",
        "宁夏成为候鸟迁徙的重要驿站。",
        "将达州纳入钾肥基地建设规划。",
        "石嘴山工业园入选国家碳达峰试点。",
    ],
)
def test_awards_wishes_and_others_are_no_members(text):
    assert members(text) == []


def test_a_region_is_led_by_one():
    assert members("成都平原经济区发挥成都引领作用，以昆明都市圈为龙头的滇中城市群壮大。") == [
        ("成都平原经济区", "成都"),
        ("滇中城市群", "昆明都市圈"),
    ]


def test_second_centres():
    text = (
        "建设川南省域经济副中心，宜宾怎么做？作为川东北省域经济副中心的“双城”之一，达州正加快布局。"
        "支持襄阳建设省域副中心城市。"
    )
    assert members(text) == [
        ("川南省域经济副中心", "宜宾"),
        ("川东北省域经济副中心", "达州"),
        ("省域副中心城市", "襄阳"),
    ]


def test_a_number_that_stands_for_the_regions_of_the_paragraph():
    text = "统筹推进三区建设。川南经济区提质增效；攀西经济区转型升级；川东北经济区加快振兴。"
    assert members(text) == [("三区", region) for region in ("川南经济区", "攀西经济区", "川东北经济区")]


def test_each_member_once():
    text = "宜昌入选国家碳达峰试点城市。\n去年，宜昌入选国家碳达峰试点城市。"
    assert members(text) == [("国家碳达峰试点城市", "宜昌")]


@given(
    st.text(alphabet="成都德阳眉山、和组成的都市圈入选全国试点城市（）发挥引领三区川南经济区副中心，。\n", max_size=60)
)
def test_any_text_gives_spans_that_quote_it(text):
    article = Article(text)
    for fact in find_members(Document(article)):
        assert article.text[fact.start : fact.end] == fact.quote == fact.member
