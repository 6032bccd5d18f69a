"""Which outcome belongs to which promised number, and what is said where none does."""

from __future__ import annotations

import pytest
from city_reports import document
from hypothesis import given
from hypothesis import strategies as st

from gongxing.promises import Promise, Quoted, SourceTable, Target, follow
from gongxing.promises.judging import judge
from gongxing.tables import Cell, Observation


def plan(year: int, goals: str, done: str = "经济社会平稳发展。", city: str = "绵阳") -> str:
    """A work report of a year: what was done the year before, and what shall be done."""
    return (
        f"{year}年{city}市人民政府工作报告\n{year}年01月20日 08时00分\n来源：{city}日报\n各位代表：\n"
        f"现在，我代表市人民政府向大会报告工作，请予审议。\n一、{year - 1}年工作回顾\n{year - 1}年，{done}\n"
        f"二、{year}年工作安排\n{goals}\n"
    )


def bulletin(year: int, done: str, city: str = "绵阳") -> str:
    return f"{city}市{year}年国民经济和社会发展统计公报\n发布时间：{year + 1}-03-20\n来源：{city}市统计局\n{done}\n"


def one(*texts: str, subject: str, due: str = "2024-12-31", tables: tuple[SourceTable, ...] = ()) -> Promise:
    found = [p for p in follow([document(text) for text in texts], tables) if (p.subject, p.due) == (subject, due)]
    assert len(found) == 1, [(p.subject, p.due) for p in found]
    return found[0]


@pytest.mark.parametrize(
    ("promised", "reached", "state"),
    [
        ("技术合同成交额达到100亿元", "技术合同成交额980000万元", "missed"),
        ("技术合同成交额达到100亿元", "技术合同成交额1000000万元", "met"),
        ("技术合同成交额100亿元左右", "技术合同成交额98.5亿元", "met"),
        ("技术合同成交额100亿元左右", "技术合同成交额97亿元", "missed"),
        ("技术合同成交额突破100亿元", "技术合同成交额突破120亿元", "met"),
        ("技术合同成交额突破100亿元", "技术合同成交额不足100亿元", "missed"),
        ("技术合同成交额突破100亿元", "技术合同成交额超过90亿元", "cannot_say"),
        ("城镇调查失业率5.5%左右", "城镇调查失业率5.9%", "met"),
        ("城镇调查失业率5.5%左右", "城镇调查失业率6.1%", "missed"),
        ("城镇调查失业率5.5%左右", "城镇调查失业率4.8%", "met"),
        ("城镇调查失业率控制在5.5%以内", "城镇调查失业率5.6%", "missed"),
        ("单位地区生产总值能耗下降3%", "单位地区生产总值能耗下降2.5%", "missed"),
        ("单位地区生产总值能耗下降3%左右", "单位GDP能耗下降2.6%", "met"),
        ("单位地区生产总值能耗下降3%", "单位地区生产总值能耗上升1%", "missed"),
        ("地区生产总值增长5%至6%", "地区生产总值增长5.2%", "met"),
        ("地区生产总值增长5%至6%", "地区生产总值增长4.9%", "missed"),
        ("PM2.5平均浓度降至35微克/立方米以下", "PM2.5平均浓度33微克/立方米", "met"),
    ],
)
def test_bounds_units_and_direction(promised: str, reached: str, state: str) -> None:
    texts = (plan(2024, f"{promised}。"), plan(2025, "推进工作。", f"{reached}。"))
    found = [p for p in follow([document(text) for text in texts]) if p.kind == "indicator"]
    assert [p.state for p in found] == [state], [(p.subject, p.reason.zh) for p in found]


def test_growth_is_never_held_against_a_level() -> None:
    promise = one(plan(2024, "外贸进出口总额增长8%。"), plan(2025, "推进工作。", "外贸进出口总额280亿元。"),
                  subject="货物进出口总额 增速")  # fmt: skip
    assert promise.state == "cannot_say"
    assert "只有“货物进出口总额”的数" in promise.reason.zh
    assert promise.outcome is not None
    assert "280亿元" in promise.outcome.quote


def test_a_part_of_the_year_is_not_the_year() -> None:
    half = "绵阳市2024年上半年经济运行情况\n发布时间：2025-02-01\n2024年上半年，绵阳市地区生产总值增长7.2%。\n"
    promise = one(plan(2024, "地区生产总值增长7%。"), half, subject="地区生产总值 增速")
    assert promise.state == "cannot_say"
    assert "只有2024年上半年的数" in promise.reason.zh


def test_a_part_of_the_year_shows_how_far_a_promise_is() -> None:
    half = "绵阳市2024年上半年经济运行情况\n发布时间：2024-07-20\n2024年上半年，绵阳市地区生产总值增长7.2%。\n"
    promise = one(plan(2024, "地区生产总值增长7%。"), half, subject="地区生产总值 增速")
    assert promise.state == "not_yet"
    assert "最近的数是2024年上半年的7.2%" in promise.reason.zh


def test_another_city_of_the_same_indicator_says_nothing() -> None:
    promise = one(plan(2024, "地区生产总值增长7%。"), plan(2025, "推进工作。", "地区生产总值增长8%。", "德阳"),
                  subject="地区生产总值 增速")  # fmt: skip
    assert promise.state == "cannot_say"


def test_the_communique_counts_before_the_report_and_the_other_is_named() -> None:
    promise = one(plan(2024, "地区生产总值增长7%。"), plan(2025, "推进工作。", "地区生产总值增长7%。"),
                  bulletin(2024, "2024年，全市地区生产总值增长6.8%。"), subject="地区生产总值 增速")  # fmt: skip
    assert promise.state == "missed"
    assert "另有材料给出7%，按它看为“完成”" in promise.reason.zh
    assert [quoted.written for quoted in promise.others] == ["7%"]


def test_two_values_of_one_source_decide_nothing() -> None:
    text = bulletin(2024, "2024年，全市地区生产总值增长6.8%。据初步核算，2024年全市地区生产总值增长7.2%。")
    promise = one(plan(2024, "地区生产总值增长7%。"), text, subject="地区生产总值 增速")
    assert promise.state == "cannot_say"
    assert "同一材料给出两个不同的数（6.8%、7.2%）" in promise.reason.zh


def table(value: float, unit: str, *, scope: str | None = "prefecture", flags: tuple[str, ...] = ()) -> SourceTable:
    cell = Cell("yearbook.xlsx", "表 1", "C8")
    return SourceTable("ab" * 32, "yearbook.xlsx", [
        Observation("绵阳市", "510700", "地区生产总值", "gdp", unit, value, "2024", scope, cell, flags)  # type: ignore[arg-type]
    ])  # fmt: skip


def test_a_cell_of_a_table_is_an_outcome_with_its_address() -> None:
    promise = one(plan(2024, "地区生产总值突破4300亿元。"), subject="地区生产总值", tables=(table(4.32e11, "CNY"),))
    assert promise.state == "met"
    assert promise.outcome is not None
    assert promise.outcome.reference == "cell:abababababab/%E8%A1%A8%201!C8"
    assert promise.outcome.quote == "绵阳 2024 地区生产总值 4,320亿元"


@pytest.mark.parametrize("doubtful", [{"scope": "district"}, {"flags": ("share above 100 %",)}])
def test_urban_districts_and_doubtful_cells_are_no_outcome(doubtful: dict[str, object]) -> None:
    cells = (table(4.32e11, "CNY", **doubtful),)  # type: ignore[arg-type]
    promise = one(plan(2024, "地区生产总值突破4300亿元。"), subject="地区生产总值", tables=cells)
    assert promise.state == "cannot_say"


def test_what_five_years_shall_add_is_not_what_one_year_adds() -> None:
    goals = "“十五五”时期，城镇新增就业25万人，常住人口城镇化率达到70%。"
    texts = (plan(2026, goals), plan(2031, "推进工作。", "城镇新增就业5万人，常住人口城镇化率达到71%。"))
    found = {p.subject: p for p in follow([document(text) for text in texts]) if p.kind == "indicator"}
    assert found["城镇新增就业"].state == "cannot_say"
    assert found["常住人口城镇化率"].state == "met"


def test_by_how_long_a_term_is_lengthened_is_an_act_and_no_target() -> None:
    goals = "推进第二轮土地承包到期后再延长30年试点。夜间公交运营时间延长到23小时。城镇新增就业5万人。"
    found = follow([document(plan(2024, goals))])
    assert {p.subject for p in found if p.kind == "indicator"} >= {"城镇新增就业"}
    assert not [p for p in found if p.kind == "indicator" and "承包" in p.subject]
    (act,) = [p for p in found if p.kind == "task" and "承包" in p.subject]
    assert "延长30年" in act.subject


def test_an_amount_that_is_reached_before_its_deadline_is_met_early() -> None:
    texts = plan(2024, "到2027年，地区生产总值突破4300亿元。"), bulletin(2024, "2024年，全市地区生产总值4321.12亿元。")
    promise = one(*texts, subject="地区生产总值", due="2027-12-31")
    assert promise.state == "met"
    assert promise.reason.zh.startswith("期限为2027年，2024年的数已经达到")


def test_a_number_that_shall_be_kept_up_is_not_met_early() -> None:
    texts = plan(2024, "2025年，确保粮食产量稳定在46亿斤以上。"), bulletin(2024, "2024年，全市粮食产量46.5亿斤。")
    promise = one(*texts, subject="粮食产量", due="2025-12-31")
    assert promise.state == "not_yet"


@given(st.floats(-50, 50), st.floats(0, 5), st.booleans())
def test_a_better_outcome_never_turns_met_into_missed(value: float, better: float, less: bool) -> None:
    target = Target(6.0, "%", "approx", "2024")
    step = -better if less else better

    def state(reached: float) -> str:
        return judge(target, Quoted("", "", "", value=reached, unit="%"), less_is_better=less).state

    assert not (state(value) == "met" and state(value + step) == "missed")
