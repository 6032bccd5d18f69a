"""Projects, open calls, pilot centres and platforms: their kind, stage, history; and answers of divisions."""

from __future__ import annotations

import pytest
from city_reports import document

from gongxing.promises import Promise, follow
from gongxing.promises.things import is_common, kind_of, shared_name, standing


@pytest.mark.parametrize(
    ("clause", "name", "promised", "stage", "goal"),
    [
        ("加快建设绵遂内铁路", "绵遂内铁路", True, "building", "building"),
        ("开工建设绵遂内铁路", "绵遂内铁路", True, "planned", "building"),
        ("确保绵遂内铁路建成通车", "绵遂内铁路", True, "building", "running"),
        ("积极争创激光国家实验室", "激光国家实验室", True, "planned", "planned"),
        ("绵遂内铁路开工建设", "绵遂内铁路", False, "building", None),
        ("绵遂内铁路全线通车", "绵遂内铁路", False, "running", None),
        ("激光中试平台通过验收", "激光中试平台", False, "accepted", None),
        ("激光中试平台揭牌运行", "激光中试平台", False, "running", None),
        ("绵遂内铁路停建", "绵遂内铁路", False, "stopped", None),
        # Outside plans a modal before a verb of building promises; work that shall be done on a thing does not.
        ("成都要建设5个中试平台", "中试平台", False, "planned", "building"),
        ("江阴大桥将半幅封闭维护22天", "江阴大桥", False, None, None),
        # What is used, joined, or does something itself, is not built.
        ("发挥涪江实验室等平台作用", "涪江实验室", True, None, None),
        ("争取旌湖实验室纳入天府实验室", "天府实验室", True, None, None),
        ("支持涪江实验室开展联合攻关", "涪江实验室", True, None, None),
        ("提升涪江实验室服务质效", "涪江实验室", True, None, None),
    ],
)
def test_where_a_thing_stands_and_shall_stand(
    clause: str, name: str, promised: bool, stage: str | None, goal: str | None
) -> None:
    found = standing(clause, name, kind_of(name, "other"), promised=promised)
    assert (found.stage, found.goal) == (stage, goal)


def test_names_are_shared_without_what_writers_add() -> None:
    assert shared_name("“成眉市域铁路S5线”建设项目") == "成眉市域铁路S5线"
    assert shared_name("首批国家级中试平台") == "中试平台"
    assert is_common("中试平台")
    assert not is_common("激光技术中试平台")


def page(title: str, date: str, body: str) -> str:
    return f"{title}\n发布时间：{date}\n来源：示例日报\n{body}\n"


def things(*texts: str) -> dict[tuple[str, str], Promise]:
    return {(p.region, p.subject): p for p in follow([document(text) for text in texts]) if p.kind != "task"}


PLAN = page(
    "绵阳市2024年政府工作要点",
    "2024-01-10",
    "开工建设绵遂内铁路。建设激光技术中试平台。实施氢能“揭榜挂帅”项目。确保涪江实验室年内建成投用。",
)


def test_names_that_share_a_head_are_the_things_that_later_documents_call_by_their_whole_names() -> None:
    plan = page("绵阳市2024年政府工作要点", "2024-01-10", "开工建设古道、云江国家文化公园。")
    done = page("绵阳市2025年上半年工作情况", "2025-07-01", "绵阳市古道国家文化公园全线开工。")
    found = things(plan, done)
    assert found["绵阳", "古道国家文化公园"].state == "met"
    assert found["绵阳", "云江国家文化公园"].state != "met"


def test_stages_across_documents_with_quotes_by_time() -> None:
    later = page("激光技术中试平台揭牌", "2024-06-01", "绵阳市激光技术中试平台开工建设。")
    last = page(
        "绵阳市2025年上半年工作情况", "2025-07-01", "绵阳市激光技术中试平台揭牌运行。绵阳市绵遂内铁路全线开工。"
    )
    found = things(PLAN, later, last)
    pilot = found["绵阳", "激光技术中试平台"]
    assert (pilot.kind, pilot.stage, pilot.state) == ("pilot_centre", "running", "met")
    assert [(s.quoted.date, s.stage, s.goal) for s in pilot.stages] == [
        ("2024-01-10", "building", True), ("2024-06-01", "building", False), ("2025-07-01", "running", False),
    ]  # fmt: skip
    assert pilot.outcome is not None
    assert pilot.outcome.quote == "绵阳市激光技术中试平台揭牌运行"
    railway = found["绵阳", "绵遂内铁路"]
    assert (railway.state, railway.reason.zh) == ("met", "承诺“建设”，后来的材料说已到“在建”")
    call = found["绵阳", "揭榜挂帅"]
    assert (call.kind, call.theme) == ("open_call", "innovation")


def test_work_that_only_goes_on_keeps_no_promise_and_what_is_late_is_missed() -> None:
    later = page("绵阳市2025年重点项目进展", "2025-03-01", "绵阳市涪江实验室正在建设。绵阳市激光技术中试平台加快建设。")
    found = things(PLAN, later)
    assert found["绵阳", "涪江实验室"].state == "missed"
    assert "2025-03-01的材料说还在“在建”" in found["绵阳", "涪江实验室"].reason.zh
    pilot = found["绵阳", "激光技术中试平台"]
    assert (pilot.state, pilot.stage) == ("cannot_say", "building")


def test_a_thing_that_was_stopped_is_missed() -> None:
    later = page("关于绵遂内铁路的公告", "2024-09-01", "绵遂内铁路停建。绵阳市将另行规划。")
    assert things(PLAN, later)["绵阳", "绵遂内铁路"].state == "missed"


def test_what_is_only_reported_is_no_promise() -> None:
    found = things(page("绵阳科技", "2025-01-05", "绵阳市激光技术中试平台揭牌运行。"))
    pilot = found["绵阳", "绵阳市激光技术中试平台"]
    assert not pilot.is_promised
    assert (pilot.stage, pilot.state) == ("running", "cannot_say")


def test_what_the_next_clause_expects_is_a_promise_with_its_deadline() -> None:
    found = things(page("德阳动态", "2024-04-18", "德阳市重大装备中试平台已开工建设，预计2025年投入运行。"))
    pilot = next(p for p in found.values() if p.kind == "pilot_centre")
    assert (pilot.state, pilot.deadline, pilot.stage) == ("not_yet", "2025", "building")
    assert pilot.quote.endswith("预计2025年投入运行")


DECISION = page(
    "四川省人民政府关于推动优势地区带头发展的意见",
    "2024-01-05",
    "加快建设成眉市域铁路S5线。大力发展氢能产业。到2027年，高新技术企业达到2.2万家。建强成都都市圈，推动基础设施互通。",
)


def test_beneath_a_decision_stand_the_answers_of_its_divisions_and_by_what_they_match() -> None:
    meishan = page(
        "眉山市2024年政府工作要点",
        "2024-02-01",
        "提速建设成眉市域铁路S5线。到2026年，高新技术企业达到300家。深度融入成都都市圈，推动基础设施互通。",
    )
    deyang = page("德阳市2024年政府工作要点", "2024-02-03", "培育壮大氢能产业。加快建设德阳北站。")
    hunan = page("长沙市2024年政府工作要点", "2024-02-03", "培育壮大氢能产业。")
    earlier = page("成都市2021年政府工作要点", "2021-02-01", "大力发展氢能产业。")
    found = follow([document(text) for text in (DECISION, meishan, deyang, hunan, earlier)])
    answers = {
        promise.quote: {(a.region, a.by[0]) for a in promise.answers}
        for promise in found if promise.region == "四川"
    }  # fmt: skip
    assert answers["加快建设成眉市域铁路S5线"] == {("眉山", ("thing", "成眉市域铁路S5线"))}
    assert answers["大力发展氢能产业"] == {("德阳", ("industry", "氢能"))}
    assert ("眉山", ("indicator", "高新技术企业数")) in answers["高新技术企业达到2.2万家"]
    assert any(("眉山", ("group", "成都都市圈")) in each for each in answers.values())
    assert not any(promise.answers for promise in found if promise.region != "四川")


def test_the_same_act_in_nearly_the_same_words_is_one_promise_with_its_mentions() -> None:
    first = page(
        "绵阳市2024年政府工作要点",
        "2024-01-10",
        "深入实施科技型企业梯度培育行动，完善高成长企业服务机制。推进城市更新。",
    )
    again = page(
        "绵阳市2024年科技工作计划",
        "2024-02-10",
        "实施科技型企业的梯度培育行动。完善高成长性企业服务机制。打造书香城市。",
    )
    found = [p for p in follow([document(first), document(again)]) if p.kind == "task"]
    twice = {p.quote: [m.date for m in p.mentions] for p in found if len(p.mentions) > 1}
    assert all(dates == ["2024-01-10", "2024-02-10"] for dates in twice.values())
    assert set(twice) == {"实施科技型企业的梯度培育行动", "完善高成长性企业服务机制"}
    assert {p.quote for p in found if len(p.mentions) == 1} == {"推进城市更新", "打造书香城市"}
