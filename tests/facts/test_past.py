"""What plans and summaries tell of the past is no goal, and what summaries set for the year is one."""

from __future__ import annotations

import pytest

from gongxing import extract_facts
from gongxing.facts import Commitment, Figure
from gongxing.reading import read_bytes

SUMMARY = """\
绵阳市2026年政府工作报告要点
发布时间：2026-01-20
2025年，全市地区生产总值突破4800亿元，增长7.9%，规模以上工业增加值增长9.5%。城镇新增就业5.6万人。
2026年，全市地区生产总值增长7.5%左右，规模以上工业增加值增长9%。新建高标准农田20万亩。
"""
CHAPTERS = """\
绵阳市2026年政府工作要点
发布时间：2026-01-20
一、2025年工作成绩
地区生产总值增长7.9%，城镇新增就业5.6万人。
二、2026年主要目标
地区生产总值增长7.5%左右，新建高标准农田20万亩。
"""
PLAN = """\
绵阳市2026年国民经济和社会发展计划
发布时间：2026-01-20
去年，全市地区生产总值增长7.9%，规模以上工业增加值增长9.5%。
今年，地区生产总值增长7.5%左右。在2025年投资增长8%的基础上，固定资产投资增长8.5%。工业投资比2025年增长12%。
"""
SCHEME = """\
绵阳市氢能产业发展行动方案（2026—2028年）
发布时间：2026-01-20
2025年，全市氢能产业产值达到50亿元，同比增长20%，建成加氢站6座。
到2028年，氢能产业产值突破200亿元，建成加氢站20座。2025年建成示范线，2027年再建3条。
"""
NEWS = """\
绵阳召开经济工作会议
2026-01-20 来源：绵阳日报
2025年，绵阳市地区生产总值增长7.9%。2026年，绵阳市地区生产总值增长7.5%左右。2026年1月，绵阳市用电量增长5%。
"""


def figures(text: str) -> dict[str, tuple[str, str | None]]:
    return {
        fact.quote: (fact.modality, fact.period)
        for fact in extract_facts(read_bytes(text.encode(), "a.txt"))
        if isinstance(fact, Figure)
    }


@pytest.mark.parametrize(
    ("text", "past", "ahead"),
    [
        (SUMMARY, ("4800亿元", "7.9%", "9.5%", "5.6万人"), ("7.5%", "9%", "20万亩")),
        (CHAPTERS, ("7.9%", "5.6万人"), ("7.5%", "20万亩")),
        (PLAN, ("7.9%", "9.5%", "8%"), ("7.5%", "8.5%", "12%")),
        (NEWS, ("7.9%",), ("7.5%",)),
    ],
    ids=["summary", "chapters", "plan", "news"],
)
def test_a_word_of_time_holds_for_the_later_clauses_of_its_sentence(
    text: str, past: tuple[str, ...], ahead: tuple[str, ...]
) -> None:
    found = figures(text)
    assert {quote: found[quote] for quote in past} == dict.fromkeys(past, ("actual", "2025"))
    assert {quote: found[quote] for quote in ahead} == dict.fromkeys(ahead, ("target", "2026"))


def test_what_a_month_has_shown_is_no_goal() -> None:
    assert figures(NEWS)["5%"] == ("actual", "2026-01")


def test_a_scheme_tells_where_things_stand_before_it_plans() -> None:
    found = figures(SCHEME)
    assert [found[quote] for quote in ("50亿元", "20%", "6座")] == [("actual", "2025")] * 3
    assert [found[quote] for quote in ("200亿元", "20座")] == [("target", "2028")] * 2
    assert found["3条"] == ("target", "2027")


def test_what_was_done_is_no_commitment() -> None:
    facts = extract_facts(read_bytes(SCHEME.encode(), "a.txt"))
    quotes = [fact.quote for fact in facts if isinstance(fact, Commitment)]
    assert not any("50亿元" in quote or "6座" in quote for quote in quotes)
    assert any("200亿元" in quote for quote in quotes)


def test_deadlines_are_read_from_the_clause_or_from_what_opens_its_sentence() -> None:
    text = """\
绵阳市2026年政府工作要点
发布时间：2026-01-20
到2028年，建成加氢站20座，培育氢能企业50家。推动绵遂内铁路年内开工建设。“十五五”末建成全省氢能基地。实施城市更新行动。
"""
    facts = extract_facts(read_bytes(text.encode(), "a.txt"))
    found = {f.quote: (f.deadline, f.period) for f in facts if isinstance(f, Commitment)}
    assert {deadline for deadline, _ in found.values()} == {"2028", "2026", "2030", None}
    assert {quote: found[quote] for quote in ("培育氢能企业50家", "推动绵遂内铁路年内开工建设")} == {
        "培育氢能企业50家": ("2028", "2026"),
        "推动绵遂内铁路年内开工建设": ("2026", "2026"),
    }
