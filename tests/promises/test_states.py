"""Promises of one year against the next year's documents: met, missed, not yet, cannot say, and by which rule."""

from __future__ import annotations

import pytest
from city_reports import BULLETIN_2024, REPORT_2024, REPORT_2025, REVISION_2024, document, documents

from gongxing.promises import Promise, follow


@pytest.fixture(scope="module")
def followed() -> dict[tuple[str, str | None], Promise]:
    found = follow(documents([REPORT_2024, REPORT_2025, BULLETIN_2024, REVISION_2024]))
    return {(p.subject, p.due): p for p in found}


@pytest.mark.parametrize(
    ("subject", "state", "said", "outcome"),
    [
        ("地区生产总值 增速", "met", "目标7%左右，实际6.8%；“左右”按允许低0.5个百分点计", "增长6.8%"),
        ("社会消费品零售总额 增速", "missed", "目标7%左右，实际6.2%", "社会消费品零售总额增长6.2%"),
        ("固定资产投资 增速", "met", "目标8%以上，实际8.2%；不低于目标为完成", "全社会固定资产投资增长8.2%"),
        ("一般公共预算收入 增速", "met", "实际6%", "地方一般公共预算收入增长6%"),
        ("城镇调查失业率", "missed", "目标5.5%以内，实际5.6%；不高于目标为完成", "城镇调查失业率5.6%"),
        ("居民消费价格 增速", "met", "不高于目标为完成", "居民消费价格涨幅0.3%"),
        ("单位地区生产总值能耗 增速", "met", "降幅不小于目标为完成", "单位GDP能耗下降2.6%"),
        ("城镇新增就业", "met", "目标5万人以上，实际5.3万人", "新增城镇就业5.3万人"),
        ("粮食产量", "met", "目标46亿斤以上，实际46.2亿斤", "粮食总产量46.2亿斤"),
        ("新建高标准农田", "missed", "目标30万亩，实际28万亩", "建成高标准农田28万亩"),
        ("货物进出口总额", "met", "目标260亿元，实际2715000万元", "全年进出口总额2715000万元"),
        (
            "招引亿元以上项目",
            "cannot_say",
            "实际数只说“超过140个”，不足以判断是否达到150个",
            "招引亿元以上项目超过140个",
        ),
        ("新增基础教育学位", "cannot_say", "2024年已过，没有材料给出绵阳2024年“新增基础教育学位”的实际数", None),
    ],
)
def test_a_target_of_last_year_is_held_against_this_year(
    followed: dict[tuple[str, str | None], Promise], subject: str, state: str, said: str, outcome: str | None
) -> None:
    promise = followed[subject, "2024-12-31"]
    assert (promise.region, promise.region_code) == ("绵阳", "510700")
    assert promise.state == state
    assert said in promise.reason.zh
    assert (promise.outcome is None) if outcome is None else promise.outcome and outcome in promise.outcome.quote


def test_both_quotes_stand_where_their_references_say(followed: dict[tuple[str, str | None], Promise]) -> None:
    texts = {d.sha256[:12]: d.text for d in documents([REPORT_2024, REPORT_2025, BULLETIN_2024, REVISION_2024])}
    for promise in followed.values():
        for quoted in (*promise.mentions, *([promise.outcome] if promise.outcome else [])):
            sha256, _, span = quoted.reference.removeprefix("doc:").partition("#")
            start, end = map(int, span.split("-"))
            assert texts[sha256][start:end] == quoted.quote


def test_what_is_not_over_is_not_yet_and_shows_the_latest_value(
    followed: dict[tuple[str, str | None], Promise],
) -> None:
    growth = followed["地区生产总值 增速", "2025-12-31"]
    assert growth.state == "not_yet"
    level = followed["地区生产总值", "2027-12-31"]
    assert (level.state, level.deadline) == ("not_yet", "2027")
    assert level.outcome is not None
    assert level.outcome.value == pytest.approx(4.32112e11)
    assert "最近的数是2024年的4321.12亿元" in level.reason.zh


def test_a_promise_that_two_documents_make_is_one_with_its_mentions_by_time(
    followed: dict[tuple[str, str | None], Promise],
) -> None:
    mentions = followed["地区生产总值", "2027-12-31"].mentions
    assert [mention.date for mention in mentions] == ["2024-01-20", "2025-01-18"]


def test_a_revised_target_counts_as_revised_and_says_what_the_first_would_have_meant(
    followed: dict[tuple[str, str | None], Promise],
) -> None:
    promise = followed["规模以上工业增加值 增速", "2024-12-31"]
    assert promise.target is not None
    assert promise.target.value == 8
    assert promise.state == "met"
    assert "目标由9%调整为8%；按原目标9%看为“未完成”" in promise.reason.zh
    assert "would be “missed”" in promise.reason.en


def test_a_thing_that_was_to_be_built_is_met_once_a_later_document_says_so(
    followed: dict[tuple[str, str | None], Promise],
) -> None:
    promise = followed["绵阳先进制造中试平台", "2024-12-31"]
    assert (promise.kind, promise.state, promise.stage) == ("pilot_centre", "met", "running")
    assert [(sighting.stage, sighting.goal) for sighting in promise.stages] == [("built", True), ("running", False)]
    railway = followed["绵遂内铁路", "2026-12-31"]
    assert (railway.state, railway.stage, railway.deadline) == ("not_yet", "building", "2026")
    assert len(railway.mentions) == 2


def test_nothing_is_known_before_the_period_is_over() -> None:
    assert {promise.state for promise in follow([document(REPORT_2024)])} == {"not_yet"}
