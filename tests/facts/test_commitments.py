"""Commitments: acts promised or required, in plans, announcements and speech."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.facts.commitments import find_commitments
from gongxing.facts.document import Document
from gongxing.facts.frame import Frame, Part
from gongxing.reading import Article


def document_of(text: str, *, kind: str = "work-report", plans: bool = True) -> Document:
    document = Document(Article(text=text))
    part = Part(0, len(document.text), None, "2026", "target" if plans else "actual", plans)
    document.frame = Frame(kind, "江州", None, "province", 2026, None, (part,))  # type: ignore[arg-type]
    return document


def quotes(text: str, *, kind: str = "work-report", plans: bool = True) -> list[str]:
    return [fact.quote for fact in find_commitments(document_of(text, kind=kind, plans=plans))]


def test_each_clause_of_a_plan_with_its_own_verb() -> None:
    text = "（二）着力扩大内需。加快建设4个渔港，新增泊位12个；推动传统产业、新兴产业协同发展。"
    assert quotes(text) == ["着力扩大内需", "加快建设4个渔港", "新增泊位12个", "推动传统产业、新兴产业协同发展"]


def test_outcomes_are_commitments() -> None:
    text = "主要目标是：全省生产总值年均增长6%以上，营商环境跻身全国前列，安全保障能力得到新提升。"
    assert quotes(text) == ["全省生产总值年均增长6%以上", "营商环境跻身全国前列", "安全保障能力得到新提升"]


@pytest.mark.parametrize(
    "opening",
    [
        "按照“稳中求进”思路",
        "围绕国家规划支持方向和政策导向",
        "以科技创新为引领",
        "为实现上述目标",
        "在做好常规工作基础上",
    ],
)
def test_openings_do_not_count_alone(opening: str) -> None:
    assert quotes(f"{opening}，统筹布局重点产业。") == ["统筹布局重点产业"]


@pytest.mark.parametrize(
    "text",
    [
        "“十五五”时期是夯实基础的关键时期。",
        "省政府组织编制了《江州省第十五个五年规划纲要（草案）》，提交大会审查。",
        "我们的信心来源于多年来打下的坚实基础，政策体系不断完善。",
        "今年经济社会发展的主要预期目标是：",
        "让我们团结起来，推动高质量发展！",
        "三、2026年工作安排",
    ],
)
def test_statements_reasons_titles_and_appeals_are_not_commitments(text: str) -> None:
    assert quotes(text) == []


def test_what_was_done_is_not_a_commitment() -> None:
    assert quotes("加快建设4个渔港，新增泊位12个。", plans=False) == []


def test_a_clause_that_opens_with_a_year_before_is_told_not_promised() -> None:
    text = "2025年新增泊位达12个，今年新增泊位15个。要扩大港口能力，2024年吞吐量达到300万吨，力争今年突破400万吨。"
    assert quotes(text) == ["新增泊位15个", "扩大港口能力", "力争今年突破400万吨"]
    assert quotes("2027年新增泊位达20个。2025年规划建设的泊位今年建成投用。") == [
        "2027年新增泊位达20个",
        "2025年规划建设的泊位今年建成投用",
    ]


def test_conjunctions_and_modals_are_left_out_but_a_subject_stays() -> None:
    assert quotes("一是要加快建设渔港。同时，推进更新改造。") == ["加快建设渔港", "推进更新改造"]
    assert quotes("成都要加快建设科技园，争取实验室落户。") == ["成都要加快建设科技园", "争取实验室落户"]


def test_the_actor_is_the_nearest_stated_body_else_the_issuer() -> None:
    text = "推进协作试验区建设。成都发挥引领作用，加速都市圈同城化发展；绵阳建设科技城，打造先行区。"
    facts = list(find_commitments(document_of(text)))
    assert [fact.actor for fact in facts] == ["江州", "成都", "成都", "绵阳", "绵阳"]


def test_figures_and_deadline() -> None:
    document = document_of("到2030年建成标准化胶园30万亩。")
    (fact,) = find_commitments(document)
    assert fact.deadline == "2030"
    assert [document.article.text[start:end] for start, end in fact.figures] == ["30万亩"]


def test_announcements_in_news() -> None:
    text = "省委全会提出，要加快形成新格局，推动优势地区领先发展。去年，当地建成了两个码头。"
    assert quotes(text, kind="news", plans=False) == ["加快形成新格局", "推动优势地区领先发展"]


def test_the_words_of_officials_in_news() -> None:
    text = "“首先是突出科技引领，持续提高转化能力。重点是建设中试中心。”成都市市长王凤朝说。"
    assert quotes(text, kind="news", plans=False) == ["突出科技引领，持续提高转化能力", "建设中试中心"]
    told = "记者了解到，长江项目还存在延期行为。过去大家烧钱是不理性的。"
    assert quotes(told, kind="news", plans=False) == []
    assert quotes("“建设新家要花不少钱。”村民王凤朝说。", kind="news", plans=False) == []


def test_a_heading_that_says_it_first_holds_the_commitment() -> None:
    text = "打造重要承载地\n全会指出，我省将健全工作机制，打造重要承载地。"
    facts = list(find_commitments(document_of(text, kind="news", plans=False)))
    assert [(fact.start, fact.quote) for fact in facts] == [(0, "打造重要承载地"), (13, "我省将健全工作机制")]


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("加快推进建设将把“”，。；：、（）一是我省成都要说1年\n"), max_size=60),
    st.booleans(),
    st.booleans(),
)
def test_spans_are_true_and_never_overlap(text: str, plans: bool, news: bool) -> None:
    document = document_of(text, kind="news" if news else "plan", plans=plans)
    end = 0
    for fact in find_commitments(document):
        assert document.article.text[fact.start : fact.end] == fact.quote
        assert fact.start >= end
        end = fact.end
