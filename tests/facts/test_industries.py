"""Industries: which words name a branch, what tier the text gives it and who leads it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.facts.document import Document
from gongxing.facts.fact import Industry
from gongxing.facts.industries import find_industries
from gongxing.reading import Article


def industries(text: str) -> list[Industry]:
    return list(find_industries(Document(Article(text=text))))


def quotes(text: str) -> list[str]:
    return [industry.quote for industry in industries(text)]


def test_the_word_for_branch_stays_outside_and_ye_stays_inside() -> None:
    text = "机械行业增长3.1%，装备制造业增长6.2%，氢能产业起步，优质果蔬产业增收，建筑业产值超千亿元。"
    assert quotes(text) == ["机械", "装备制造业", "氢能", "果蔬", "建筑业"]


def test_divisions_of_the_national_classification_are_one_name() -> None:
    text = "计算机、通信和其他电子设备制造业增长8%，批发和零售业增长5%，电力、热力、燃气及水生产和供应业下降1%。"
    assert quotes(text) == [
        "计算机、通信和其他电子设备制造业",
        "批发和零售业",
        "电力、热力、燃气及水生产和供应业",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "农业、工业、服务业协同发展，第三产业占比提高。",
        "粮油、食品类零售额增长12.5%，汽车类增长2.2%。",
        "壮大主导产业，培育新兴产业，布局未来产业。",
        "开展电信业务，培育新业态，企业就业稳定。",
        "举办人工智能大会，加强食品安全监管。",
        "",
    ],
)
def test_aggregates_retail_and_events_are_no_industries(text: str) -> None:
    assert quotes(text) == []


def test_items_of_a_closed_list_need_not_be_known() -> None:
    assert quotes("壮大酸辣粉、土陶等特色产业。") == ["酸辣粉", "土陶"]
    assert quotes("聚焦钟表眼镜、家居五金两大支柱性产业。") == ["钟表眼镜", "家居五金"]


def test_tiers_come_from_the_topic_of_the_sentence_or_the_closing_word() -> None:
    text = "传统产业聚焦食品医药、化工轻纺。新兴产业壮大新材料。抢抓低空经济、量子科技等未来赛道。做强白酒产业。"
    assert [(i.quote, i.tier) for i in industries(text)] == [
        ("食品医药", "traditional"),
        ("化工轻纺", "traditional"),
        ("新材料", "emerging"),
        ("低空经济", "future"),
        ("量子科技", "future"),
        ("白酒", None),
    ]


def test_two_tiers_in_one_breath_give_none() -> None:
    assert [i.tier for i in industries("加快培育新兴产业和未来产业，发展集成电路。")] == [None]


def test_leaders_are_read_before_the_name() -> None:
    (industry,) = industries("壮大以蓝湖汽车、华岳科技为龙头的新能源汽车产业。")
    assert industry.quote == "新能源汽车"
    assert industry.leaders == ("蓝湖汽车", "华岳科技")


def test_a_paragraph_names_an_industry_once() -> None:
    assert quotes("旅游业增长。旅游业向好。\n旅游业复苏。") == ["旅游业", "旅游业"]


@given(
    st.text(
        alphabet="发展壮大等、，。“”和产业链集群行制造业旅游氢能人工智能新兴未来传统三大以为龙头的 \n年12", max_size=120
    )
)
def test_any_text_gives_true_spans_in_order(text: str) -> None:
    found = industries(text)
    assert all(text[industry.start : industry.end] == industry.quote for industry in found)
    assert [industry.start for industry in found] == sorted(industry.start for industry in found)


@pytest.mark.parametrize("unit", ["产业", "、", "等产业", "氢能", "以氢能为龙头的", "未来产业", "甲、"])
def test_long_lines_take_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    industries(text)
    assert time.process_time() - started < 5
