"""Sections are found by the grammar of headings."""

from hypothesis import given
from hypothesis import strategies as st

from gongxing.reading.sections import find_sections

REPORT = """各位代表：
现在，我代表市人民政府向大会报告工作。
一、2025年工作回顾
过去一年，全市生产总值增长5.0%。
二、2026年重点工作
今年要抓好以下工作：
（一）着力扩大内需，在稳增长上开新局。主动适应变化，实施项目攻坚。
1.扩大有效投资。全年完成投资800亿元。
2.促进消费，全年社会消费品零售总额增长6%，其中网上零售额增长10%，新增限上企业100家以上。
（二）全面深化改革
持续优化营商环境。"""


def outline(text: str, marked: list[tuple[int, int, int]] | None = None) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in find_sections(text, marked or [])]


def test_report() -> None:
    assert outline(REPORT) == [
        (1, "一、2025年工作回顾"),
        (1, "二、2026年重点工作"),
        (2, "（一）着力扩大内需，在稳增长上开新局"),
        (3, "1.扩大有效投资"),
        (2, "（二）全面深化改革"),
    ]


def test_sections_reach_to_the_next_of_their_level() -> None:
    sections = find_sections(REPORT, [])
    review, plan, demand, *_ = sections
    assert REPORT[review.start : review.end] == "一、2025年工作回顾\n过去一年，全市生产总值增长5.0%。"
    assert plan.end == len(REPORT)
    assert REPORT[demand.start : demand.end].endswith("100家以上。")


def test_heading_that_lost_its_line_break() -> None:
    assert outline("一、综合 全年全市生产总值1320亿元，比上年增长5.0%。\n二、农业 全年粮食产量80万吨。") == [
        (1, "一、综合"),
        (1, "二、农业"),
    ]


def test_numbered_sentences_are_no_headings() -> None:
    assert outline("一、二、三产业增加值分别增长3%、5%和6%，结构持续优化，转型步伐加快，新的动能不断壮大起来。") == []
    assert outline("1.5亿元的投资已经到位\n2025年是收官之年") == []


def test_notes_close_the_last_section() -> None:
    text = (
        "一、综合\n全年生产总值1320亿元。\n二、农业\n全年粮食产量80万吨。\n"
        "注：\n1.本公报数据为初步统计数。\n2.增长速度按不变价格计算。"
    )
    assert outline(text) == [(1, "一、综合"), (1, "二、农业")]
    assert text[: find_sections(text, [])[-1].end].endswith("80万吨。")


def test_marked_heading_with_a_subheading() -> None:
    text = "成都都市圈\n建强主引擎\n四市组成的都市圈占全省比重46.3%。\n区域中心\n打造承载地\n另有一段。"
    starts = {heading: text.index(heading) for heading in ("成都都市圈", "建强主引擎", "区域中心", "打造承载地")}
    marked = [(start, start + len(heading), 7) for heading, start in starts.items()]
    sections = find_sections(text, marked)
    assert [(section.heading, section.subheading) for section in sections] == [
        ("成都都市圈", "建强主引擎"),
        ("区域中心", "打造承载地"),
    ]


@given(st.text(alphabet="一二、（）()1.。；\n 章第节注：文\t", max_size=200))
def test_sections_stay_inside_any_text(text: str) -> None:
    for section in find_sections(text, []):
        assert 0 <= section.start < section.end <= len(text)
        assert text[section.start :].startswith(section.heading)
        assert section.level >= 1
