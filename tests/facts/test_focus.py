"""What each clause is about: the issuer, a subject, a zone, a speaker's place."""

import pytest

from gongxing.facts.document import Document
from gongxing.reading import Article

REPORT_HEAD = (
    "政府工作报告\n——2026年1月20日在湖南省第十四届人民代表大会第四次会议上\n"
    "现在，我代表省人民政府，向大会报告工作。\n一、2025年工作回顾\n"
)


def region_of(sentence, words, **article):
    text = sentence if article else REPORT_HEAD + sentence
    document = Document(Article(text=text, language="zh", **article))
    return document.region_at(document.text.index(words, len(text) - len(sentence)))


@pytest.mark.parametrize(
    ("sentence", "words", "name", "code"),
    [
        ("新建公路5000公里。", "5000公里", "湖南", "430000"),
        ("全省新建公路5000公里。", "5000公里", "湖南", "430000"),
        ("长沙经济总量突破1.5万亿元。", "1.5万亿元", "长沙", "430100"),
        ("长沙经济总量突破1.5万亿元，增长5%。", "5%", "长沙", "430100"),
        ("长沙经济总量突破1.5万亿元。新建公路5000公里。", "5000公里", "湖南", "430000"),
        ("长沙增长5%，株洲增长6%。", "6%", "株洲", "430200"),
        ("长沙增长5%、株洲增长6%。", "6%", "株洲", "430200"),
        ("长沙增长5%，全省增长4.8%。", "4.8%", "湖南", "430000"),
        ("其中，长沙新增企业3万户。", "3万户", "长沙", "430100"),
        ("2025年，衡阳进出口增长20%。", "20%", "衡阳", "430400"),
        ("湖南衡阳南岳区增长5%。", "5%", "南岳区", "430412"),
        ("衡阳市增长5%，湘西州增长4%。", "5%", "衡阳", "430400"),
        ("衡阳市增长5%，湘西州增长4%。", "4%", "湘西州", "433100"),
        ("长沙县工业产值突破4000亿元。", "4000亿元", "长沙县", "430121"),
    ],
)
def test_subject_of_a_report(sentence, words, name, code):
    region = region_of(sentence, words)
    assert (region.name, region.code) == (name, code)


@pytest.mark.parametrize(
    "sentence",
    [
        "对广东出口增长20%。",
        "支持长沙做强20条产业链。",
        "在长沙布局20个实验室。",
        "长沙理工大学新建20个实验室。",
        "长沙黄花国际机场新开20条航线。",
        "长沙至北京新开20趟列车。",
        "长沙先进制造等20个集群入选国家名单。",
        "打造“长沙智造”品牌20个。",
        "较广东高20个百分点。",
    ],
)
def test_not_the_subject(sentence):
    assert region_of(sentence, "20").name == "湖南"


def test_an_honour_is_told_of_the_place_alone():
    assert region_of("岳阳入选国家试点，累计建成示范社区363个。", "363个").name == "湖南"


def test_zones():
    assert region_of("湘江新区年营收超6000亿元，增长8%。", "6000亿元").name == "湘江新区"
    assert region_of("株洲高新区实现产值2000亿元。", "2000亿元").name == "株洲高新区"
    assert region_of("重点产业园区营业收入超6000亿元。", "6000亿元").name == "湖南"
    assert region_of("国家级高新区达到20家。", "20家").name == "湖南"


def test_parallel_clauses_return_to_the_issuer():
    assert region_of("长沙增长5%；固定资产投资增长3%。", "3%").name == "湖南"


def test_joint_subject():
    region = region_of("株洲、湘潭经济总量均超3000亿元。", "3000亿元")
    assert (region.name, region.code) == ("株洲、湘潭", None)


def test_words_for_the_province_in_a_city():
    article = {"title": "株洲市2025年国民经济和社会发展统计公报"}
    assert region_of("全市常住人口380万人。", "380万人", **article).code == "430200"
    assert region_of("醴陵市增长6%，全省增长5%。", "5%", **article).code == "430000"
    assert region_of("醴陵市增长6%，全市增长5%。", "5%", **article).code == "430200"
    assert region_of("醴陵市增长6%，投资增长5%。", "5%", **article).code == "430281"


def test_news_follows_subjects_and_speakers():
    article = {"title": "我省各地谋划新赛道", "source": "某报", "published": "2025-06-03"}
    text = (
        "我省长沙、株洲等地谋划新赛道。\n"
        "以长沙、株洲、湘潭3市组成的长株潭都市圈，去年经济总量达2.2万亿元，占全省比重41%。\n"
        "在衡阳市委书记赵某看来，要把项目抓在手上。“要推动18个项目攻关。”\n"
        "“建好16条产业链，这是当务之急。”岳阳市市长钱某说。\n"
    )
    assert region_of(text, "41%", **article).name == "长株潭都市圈"
    assert region_of(text, "18个", **article).name == "衡阳"
    assert region_of(text, "16条", **article).name == "岳阳"


def test_empty():
    document = Document(Article(text=""))
    assert document.region_at(0).name is None
