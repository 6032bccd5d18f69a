"""The frame: who speaks, of which kind and year, and what each part says about time."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.facts.document import Document
from gongxing.reading import Article

REPORT = """\
政府工作报告
——2024年1月16日在江西省南昌市第十六届人民代表大会第四次会议上
南昌市市长 李某某
各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2023年工作回顾
过去一年，全市上下攻坚克难。地区生产总值增长4.5%。
五年来，我们坚持创新驱动。研发投入年均增长12%。
一年来，城镇新增就业8万人。
同时，我们也清醒认识到，发展不平衡问题仍然突出。
二、今后五年的奋斗目标
今后五年，力争经济总量突破万亿元。
今年是承前启后的一年，要抓好开局。
三、2024年重点工作
经济增长6%左右。
四、加强政府自身建设
政务事项压减10%。
名词解释
1.“三新”：包括新产业、新业态、新模式3个方面。
"""


def frame_of(text, **article):
    return Document(Article(text=text, language="zh", **article)).frame


def part_with(text, word):
    document = Document(Article(text=text, language="zh"))
    return document.frame.part_at(document.text.index(word))


def test_work_report_says_who_and_when():
    frame = frame_of(REPORT)
    assert (frame.kind, frame.issuer, frame.issuer_code, frame.issuer_level) == (
        "work-report",
        "南昌",
        "360100",
        "prefecture",
    )
    assert frame.year == 2024
    assert frame.published == "2024-01-16"


@pytest.mark.parametrize(
    ("words", "period", "modality", "plans"),
    [
        ("增长4.5%", "2023", "actual", False),
        ("年均增长12%", "2019/2023", "actual", False),
        ("新增就业8万人", "2023", "actual", False),
        ("突破万亿元", "2024/2028", "target", True),
        ("要抓好开局", "2024", "target", True),
        ("增长6%左右", "2024", "target", True),
        ("压减10%", "2024", "target", True),
        ("3个方面", None, "actual", False),
    ],
)
def test_parts_of_a_work_report(words, period, modality, plans):
    part = part_with(REPORT, words)
    assert (part.period, part.modality, part.plans) == (period, modality, plans)


def test_five_year_plans_by_their_number():
    text = (
        "政府工作报告\n——2021年1月20日在云南省第十三届人民代表大会第四次会议上\n"
        "一、“十三五”时期和2020年工作回顾\n“十三五”时期，全省连上台阶。\n2020年，我们攻坚克难，农村贫困人口全部脱贫。\n"
        "二、“十四五”时期主要目标\n经济年均增长7.5%。\n三、2021年工作安排\n投资增长10%。\n"
    )
    assert part_with(text, "连上台阶").period == "2016/2020"
    assert part_with(text, "全部脱贫").period == "2020"
    assert part_with(text, "年均增长").period == "2021/2025"
    assert part_with(text, "投资增长").period == "2021"


def test_chapters_without_numbers():
    text = (
        "现在，我代表区人民政府，向大会报告工作。\n2025年工作回顾\n新增企业300家。\n2026年主要任务\n新增企业400家。\n"
    )
    document = Document(Article(text=text, title="2026年成都市武侯区人民政府工作报告", language="zh"))
    assert (document.frame.issuer, document.frame.issuer_code) == ("武侯区", "510107")
    done, planned = (document.frame.part_at(document.text.index(words)) for words in ("300家", "400家"))
    assert (done.period, done.modality) == ("2025", "actual")
    assert (planned.period, planned.modality) == ("2026", "target")


@pytest.mark.parametrize(
    ("title", "issuer", "code", "year"),
    [
        ("嘉兴市2023年国民经济和社会发展统计公报", "嘉兴", "330400", 2023),
        ("2019年青海省国民经济和社会发展统计公报", "青海", "630000", 2019),
        ("湘西土家族苗族自治州2024年国民经济和社会发展统计公报", "湘西", "433100", 2024),
        ("解读：喀什地区2024年国民经济和社会发展统计公报", "喀什", "653100", 2024),
        ("中华人民共和国2024年国民经济和社会发展统计公报", "全国", None, 2024),
    ],
)
def test_bulletin_is_of_the_year_in_its_title(title, issuer, code, year):
    frame = frame_of("全年地区生产总值比上年增长5.0%。", title=title, published="2025-03-01")
    assert (frame.kind, frame.issuer, frame.issuer_code, frame.year) == ("bulletin", issuer, code, year)
    assert [(part.period, part.modality) for part in frame.parts] == [(str(year), "actual")]


def test_plan_covers_the_years_of_its_title():
    text = "一、发展基础\n经济总量迈上新台阶。\n二、总体要求\n到2030年建成创新型省份。\n"
    frame = frame_of(text, title="福建省国民经济和社会发展第十五个五年规划纲要")
    assert (frame.kind, frame.issuer) == ("plan", "福建")
    assert [(part.period, part.modality) for part in frame.parts] == [
        ("2021/2025", "actual"),
        ("2026/2030", "target"),
    ]
    action = frame_of("新建充电桩1万个。", title="赣州市推动绿色出行三年行动方案（2024—2026年）")
    assert [(part.period, part.modality, part.plans) for part in action.parts] == [("2024/2026", "target", True)]


def test_news_speaks_for_the_province_that_it_names_most():
    text = "记者从省发展改革委获悉，我省将在长沙、株洲、湘潭布局算力中心，长沙先行。"
    frame = frame_of(text, title="三市布局算力中心", source="某报", published="2025-06-03")
    assert (frame.kind, frame.issuer, frame.year) == ("news", "湖南", 2025)
    assert frame.parts[0].period is None


def test_unknown_stays_unknown():
    frame = frame_of("")
    assert (frame.kind, frame.issuer, frame.issuer_code, frame.year, frame.published) == (
        "other",
        None,
        None,
        None,
        None,
    )
    assert len(frame.parts) == 1
    assert frame_of("今天天气很好。").issuer is None


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="一二、2025年工作回顾安排“十四五”\n。，过去来省市县我全代表政府向大会报告名词解释（）1%亿元",
        max_size=200,
    )
)
def test_parts_cover_any_text(text):
    document = Document(Article(text=text, language="zh"))
    parts = document.frame.parts
    assert parts[0].start == 0
    assert parts[-1].end == len(document.text)
    assert all(one.end == other.start for one, other in pairwise(parts))
