"""When a figure holds, whose it is, and whether it is done or a goal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.facts.document import Document
from gongxing.facts.figures.context import contexts
from gongxing.reading import Article

REPORT = """\
政府工作报告
——2026年1月20日在湖南省第十四届人民代表大会第四次会议上
现在，我代表省人民政府，向大会报告工作。
一、“十四五”时期和2025年工作回顾
五年来，综合实力迈上新台阶。{five}
过去一年，经济稳中有进。{year}
二、“十五五”时期主要目标
{coming}
三、2026年重点工作
{plan}
名词解释
{notes}
"""


def context_of(sentence, quote, part="year"):
    slots = dict.fromkeys(("five", "year", "coming", "plan", "notes"), "") | {part: sentence}
    return read(Article(text=REPORT.format(**slots), language="zh"), sentence, quote)


def read(article, sentence, quote):
    document = Document(article)
    start = document.text.index(quote, document.text.index(sentence))
    numbers = document.quantities
    index = next(i for i, number in enumerate(numbers) if number.start < start + len(quote) and start < number.end)
    return contexts(document, numbers)[index]


@pytest.mark.parametrize(
    ("part", "sentence", "quote", "period", "modality"),
    [
        ("year", "城镇新增就业70万人。", "70万人", "2025", "actual"),
        ("five", "城镇新增就业350万人。", "350万人", "2021/2025", "actual"),
        ("coming", "经济年均增长5.5%左右。", "5.5%", "2026/2030", "target"),
        ("coming", "到2030年森林蓄积量达到7亿立方米。", "7亿立方米", "2030", "target"),
        ("plan", "城镇新增就业65万人。", "65万人", "2026", "target"),
        ("plan", "上半年开工项目200个。", "200个", "2026-H1", "target"),
        ("notes", "包括4个方面18条措施。", "18条", None, "actual"),
        ("notes", "2025年4月，省政府办公厅印发方案，提出4个方面18条措施。", "18条", "2025-04", "actual"),
    ],
)
def test_the_part_decides(part, sentence, quote, period, modality):
    context = context_of(sentence, quote, part)
    assert (context.period, context.modality) == (period, modality)


@pytest.mark.parametrize(
    ("part", "sentence", "quote", "period"),
    [
        # the sentence's own year, and no further than its sentence
        ("five", "2025年人均生产总值提升至7.6万元。", "7.6万元", "2025"),
        ("five", "2025年运营航线75条、货运航线20条，快递业务量年均增长21%。", "20条", "2025"),
        ("five", "2025年运营航线75条，快递业务量年均增长21%。", "21%", "2021/2025"),
        ("five", "2025年运营航线75条。院士增至40人。", "40人", "2021/2025"),
        # a year of comparison opens a span
        ("five", "2025年研发投入较2020年增长90%。", "90%", "2020/2025"),
        ("five", "新能源装机比“十三五”末增长90%。", "90%", "2020/2025"),
        ("year", "粮食产量比上年增长2%。", "2%", "2025"),
        # the first value of a change has no period but what its own words say
        ("five", "参保率从91%提高到95%。", "91%", None),
        ("five", "参保率从91%提高到95%。", "95%", "2021/2025"),
        ("year", "常住人口由上年659万人增加到662万人。", "659万人", "2024"),
        ("year", "常住人口由上年659万人增加到662万人。", "662万人", "2025"),
        ("year", "三次产业结构由上年的9.1:37.2:53.7调整为9.0:36.8:54.2。", "53.7", "2024"),
        ("year", "三次产业结构由上年的9.1:37.2:53.7调整为9.0:36.8:54.2。", "54.2", "2025"),
        # a count of years ends with the passage
        ("year", "高新技术企业数3年增长80%。", "80%", "2023/2025"),
        ("year", "近三年培训职工30万人次。", "30万人次", "2023/2025"),
        ("five", "2021年以来新增绿地300公顷。", "300公顷", "2021/2025"),
        # durations that are to come have no period, ages have
        ("plan", "第二轮土地承包到期后再延长30年。", "30年", None),
        ("plan", "人均预期寿命达到80.5岁。", "80.5岁", "2026"),
    ],
)
def test_words_of_time(part, sentence, quote, period):
    assert context_of(sentence, quote, part).period == period


@pytest.mark.parametrize(
    ("part", "sentence", "quote", "period", "modality"),
    [
        ("coming", "三大主导产业占工业比重达50%左右。", "三大主导产业", None, "actual"),
        ("coming", "三大主导产业占工业比重达50%左右。", "50%", "2026/2030", "target"),
        ("plan", "目前已建成基站20万个。", "20万个", None, "actual"),
        ("plan", "2025年建成基站20万个，今年再建5万个。", "20万个", "2025", "actual"),
        ("plan", "2025年建成基站20万个，今年再建5万个。", "5万个", "2026", "target"),
        ("year", "到2027年产值达到500亿元。", "500亿元", "2027", "target"),
    ],
)
def test_what_is_and_what_shall_be(part, sentence, quote, period, modality):
    context = context_of(sentence, quote, part)
    assert (context.period, context.modality) == (period, modality)


def test_places_counted_beyond_the_issuer_have_no_region():
    assert context_of("湖南成为开展试点的4个省份之一。", "4个").region is None
    assert context_of("新增4个国家级示范县。", "4个").region == "湖南"


def test_values_shared_out():
    sentence = "株洲、湘潭经济总量分别达4000亿元、3000亿元。"
    assert context_of(sentence, "4000亿元").region == "株洲"
    assert context_of(sentence, "3000亿元").region == "湘潭"
    sentence = "2023年至2025年产值分别为10亿元、20亿元和40亿元。"
    assert [context_of(sentence, quote, "five").period for quote in ("10亿元", "20亿元", "40亿元")] == [
        "2023",
        "2024",
        "2025",
    ]


NEWS = (
    "去年，衡阳在全国百强中居第46位，两年提升8位。\n"
    "衡阳拥有大型盐矿，探明储量超100亿吨。\n"
    "2024年，有关部门前往衡阳调研，明确“衡阳建设百万吨级盐化工基地”。\n"
    "今年，衡阳将“建设标准厂房30万平方米”写进报告。\n"
    "1—4月，全市完成投资320亿元，完成年度计划33%，同比增长9%。其中，工业投资150亿元。\n"
    "“衡阳要加快建设物流枢纽，推动16个项目开工。”衡阳市委书记赵某说。\n"
)


@pytest.mark.parametrize(
    ("quote", "period", "modality"),
    [
        ("第46位", "2024", "actual"),
        ("8位", "2023/2024", "actual"),
        ("100亿吨", None, "actual"),
        ("百万吨级", None, "target"),
        ("30万平方米", "2025", "target"),
        ("320亿元", "2025-01/2025-04", "actual"),
        ("33%", "2025-01/2025-04", "actual"),
        ("9%", "2025-01/2025-04", "actual"),
        ("150亿元", "2025-01/2025-04", "actual"),
        ("16个", None, "target"),
    ],
)
def test_news(quote, period, modality):
    context = read(Article(text=NEWS, title="衡阳这样发力", published="2025-05-20"), NEWS, quote)
    assert (context.period, context.modality) == (period, modality)
    assert context.region == "衡阳"


@pytest.mark.parametrize(
    ("sentence", "quote", "period"),
    [
        ("全年粮食产量50万吨，比上年增长2%。", "2%", "2024"),
        ("年末常住人口300万人，比上年末增加1万人。", "1万人", "2024"),
        ("2023年生产总值修订为2000亿元，比上年增长5%。年末存款余额3000亿元。", "5%", "2023"),
        ("2023年生产总值修订为2000亿元，比上年增长5%。年末存款余额3000亿元。", "3000亿元", "2024"),
        ("全年增长1.3%，与前三季度的1.5%基本持平。", "1.5%", "2024-Q3"),
        ("2020—2024年生产总值及增速 全年工业增加值比上年增长8%。", "8%", "2024"),
    ],
)
def test_bulletin(sentence, quote, period):
    article = Article(text=sentence, title="衡阳市2024年国民经济和社会发展统计公报", published="2025-04-01")
    context = read(article, sentence, quote)
    assert (context.period, context.modality, context.region_code) == (period, "actual", "430400")


ENGLISH = (
    "Output reached 2.48 trillion yuan in 2025, up 5.8 percent. In the first quarter of 2026, exports rose 12.5 percent"
    " to 150 billion yuan. The city will build 20 innovation centers by 2030. Incomes grew from 40,000 yuan in 2020 to "
    "58,000 yuan last year."
)


@pytest.mark.parametrize(
    ("quote", "period", "modality"),
    [
        ("2.48 trillion yuan", "2025", "actual"),
        ("5.8 percent", "2025", "actual"),
        ("12.5 percent", "2026-Q1", "actual"),
        ("150 billion yuan", "2026-Q1", "actual"),
        ("20 innovation", "2030", "target"),
        ("40,000 yuan", "2020", "actual"),
        ("58,000 yuan", "2025", "actual"),
    ],
)
def test_english(quote, period, modality):
    context = read(Article(text=ENGLISH, language="en", published="2026-04-20"), ENGLISH, quote)
    assert (context.period, context.modality) == (period, modality)


WORDS = st.sampled_from(
    [
        "2025年",
        "去年",
        "“十四五”时期",
        "上半年",
        "近三年",
        "比",
        "从",
        "提高到",
        "分别",
        "是2020年的2倍",
        "Q1",
        "3年",
        "将",
    ]
) | st.sampled_from(
    ["长沙", "株洲市", "全省", "市委书记", "说", "5%", "20亿元", "等3个", "之一", "9.1:37.2", *"，。；、“”（）\n"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(WORDS, max_size=40).map("".join), st.sampled_from([None, "长沙市2024年国民经济和社会发展统计公报", "新闻"])
)
def test_any_text_has_a_context_for_every_number(text, title):
    document = Document(Article(text=text, title=title, published="2025-03-01"))
    found = contexts(document, document.quantities)
    assert len(found) == len(document.quantities)
    assert all(context.modality in ("actual", "target") for context in found)


def test_nothing_to_say():
    assert contexts(Document(Article(text="")), []) == []
