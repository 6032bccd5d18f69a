"""Which numbers of a document count as figures."""

import pytest

from gongxing.facts.document import Document
from gongxing.facts.figures.selection import select
from gongxing.reading import Article


def figures(text):
    document = Document(Article(text=text, language="zh"))
    return [document.span(q.start, q.end)[2] for q in select(document)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("死亡人数连续9年下降。", ["9年"]),
        ("文化节连续五年成功举办。", ["五年"]),
        ("承包到期后再延长30年。", ["30年"]),
        ("人均预期寿命提高到79.2岁。", ["79.2岁"]),
        ("全年优良天数310天。", ["310天"]),
        ("办理时限压缩至3个工作日。", ["3个工作日"]),
        ("企业开办压缩至1个工作日内。", ["1个工作日"]),
        ("降幅连续11个月收窄。", ["11个月"]),
        ("民间投资占比过半。", ["过半"]),
        ("实现“三个100%”和“四个翻番”。", ["100%", "翻番"]),
        ("煤矿投产，新增千万吨产能。", ["千万吨"]),
        ("新增万亩以上园区3个。", ["3个"]),
        ("会同财政厅等6部门联合印发方案。", ["6部门"]),
        ("争创产业强镇、产业集群各1个。", ["1个"]),
    ],
)
def test_stated(text, quotes):
    assert figures(text) == quotes


@pytest.mark.parametrize(
    "text",
    [
        "近5年和五年来，三年行动计划、三年上台阶。",
        "2025年3月6日，2021—2025年。",
        "65岁及以上人口，3岁以下婴幼儿。",
        "打造“15分钟生活圈”，建设1小时经济圈。",
        "落实“5+1”布局和“十大工程”，聚焦“三个定位”。",
        "《关于支持100个县发展的意见》印发。",
        "办成一件事，一个都不能少，一家人。",
        "要抓好三个方面，落实中央八项规定精神。",
        "其他3市，资阳等4市。",
        "以上四项支出。",
        "近10个月、前11个月、过去一年。",
        "亿元以上工业项目和500人以上企业。",
    ],
)
def test_not_stated(text):
    assert figures(text) == []


def test_a_speech_in_quotation_marks_is_read():
    text = "“我们将推动16个重大项目攻关，促进成果转化，完成投资20亿元。”市长说。"
    assert figures(text) == ["16个", "20亿元"]


def test_the_quote_is_as_the_page_writes_it():
    assert figures("存栏 482.92 亿隻，增長 ４．０ ％，達到歷史新高。") == ["482.92 亿隻", "４．０ ％"]


def test_numbers_of_a_paragraph():
    text = (
        "全年地区生产总值3215.6亿元，比上年增长6.2%。其中，第一产业增加值402.1亿元，下降1.5%；三次产业结构为12.5∶40.3∶47.2。"
        "常住人口412.3万人，城镇化率61.2%，提高0.8个百分点。新增高新技术企业600余家，居全省第3位、前移2位。"
    )
    assert figures(text) == [
        "3215.6亿元", "6.2%", "402.1亿元", "1.5%", "12.5", "40.3", "47.2",
        "412.3万人", "61.2%", "0.8个百分点", "600余家", "第3位", "2位",
    ]  # fmt: skip
