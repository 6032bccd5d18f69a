"""Habits of phrasing of many issuers, each in a sentence of our own: value, indicator, region and period together."""

import pytest

from gongxing.facts.extraction import extract_facts
from gongxing.facts.fact import Figure
from gongxing.reading import Article

REPORT = """\
政府工作报告
——2026年1月20日在湖南省第十四届人民代表大会第四次会议上
现在，我代表省人民政府，向大会报告工作。
一、2025年工作回顾
{told}
二、2026年工作安排
{planned}
"""


def figures(told="", planned=""):
    article = Article(text=REPORT.format(told=told, planned=planned), language="zh")
    start = article.text.index(told or planned)
    found = [fact for fact in extract_facts(article) if isinstance(fact, Figure) and fact.start >= start]
    for fact in found:
        assert article.text[fact.start : fact.end] == fact.quote
    return found


def told(sentence):
    return [(figure.quote, figure.value, figure.indicator, figure.region) for figure in figures(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a measure that regions share out is theirs whole, however many of them and whatever counts them
        (
            "株洲市、醴陵市规上工业增加值分别增长8.9%和9.4%，分别居全省第三位和第五位。",
            [
                ("8.9%", 8.9, "规上工业增加值 增速", "株洲"),
                ("9.4%", 9.4, "规上工业增加值 增速", "醴陵"),
                ("第三位", 3, "规上工业增加值 增速 全省位次", "株洲"),
                ("第五位", 5, "规上工业增加值 增速 全省位次", "醴陵"),
            ],
        ),
        (
            "株洲、湘潭、岳阳三市每万人拥有发明专利分别为23.5件、31件、18.2件。",
            [
                ("23.5件", 23.5, "每万人拥有发明专利", "株洲"),
                ("31件", 31, "每万人拥有发明专利", "湘潭"),
                ("18.2件", 18.2, "每万人拥有发明专利", "岳阳"),
            ],
        ),
        # a minus speaks for its own number
        (
            "株洲、湘潭、岳阳出口额分别增长8.1%、-2.3%、11%。",
            [
                ("8.1%", 8.1, "出口额 增速", "株洲"),
                ("-2.3%", -2.3, "出口额 增速", "湘潭"),
                ("11%", 11, "出口额 增速", "岳阳"),
            ],
        ),
        # 个 before 个百分点 counts points; a region alone goes on with what was told of the others
        (
            "攸县、茶陵县GDP增速分别比全市平均水平高1.2个、0.8个百分点，炎陵县低0.5个百分点。",
            [
                ("1.2个", 1.2, "GDP增速 高于全市平均水平", "攸县"),
                ("0.8个百分点", 0.8, "GDP增速 高于全市平均水平", "茶陵县"),
                ("0.5个百分点", -0.5, "GDP增速 低于全市平均水平", "炎陵县"),
            ],
        ),
        (
            "渌口区实现一般公共预算收入8.9亿元，下降2.4%；天元区39.7亿元，增长6.5%。",
            [
                ("8.9亿元", 8.9e8, "一般公共预算收入", "渌口区"),
                ("2.4%", -2.4, "一般公共预算收入 增速", "渌口区"),
                ("39.7亿元", 3.97e9, "一般公共预算收入", "天元区"),
                ("6.5%", 6.5, "一般公共预算收入 增速", "天元区"),
            ],
        ),
        (
            "棉花产量10.2万吨，减产1.4%。",
            [("10.2万吨", 102000, "棉花产量", "湖南"), ("1.4%", -1.4, "棉花产量 增速", "湖南")],
        ),
        # turns of the course, counts of years and the year of a level are no part of what is measured
        (
            "房地产开发投资降幅扩大至21.6%，工业投资由负转正、增长1.1%。",
            [("21.6%", 21.6, "房地产开发投资降幅", "湖南"), ("1.1%", 1.1, "工业投资 增速", "湖南")],
        ),
        (
            "研发投入强度3.1%；单位地区生产总值能耗五年累计下降16.8%。",
            [("3.1%", 3.1, "研发投入强度", "湖南"), ("16.8%", -16.8, "单位地区生产总值能耗 增速", "湖南")],
        ),
        (
            "经济总量连跨两个百亿台阶，由2020年的666.9亿元增加到2025年的960亿元，年均增长6.3%。",
            [
                ("两个", 2, "经济总量", "湖南"),
                ("666.9亿元", 6.669e10, "经济总量", "湖南"),
                ("960亿元", 9.6e10, "经济总量", "湖南"),
                ("6.3%", 6.3, "经济总量 年均增速", "湖南"),
            ],
        ),
        # shares of several wholes; multiples of a year
        (
            "义乌市进出口总额3405.2亿元，占全省的12.6%、全国的1.6%。",
            [
                ("3405.2亿元", 3.4052e11, "进出口总额", "义乌"),
                ("12.6%", 12.6, "进出口总额 占全省比重", "义乌"),
                ("1.6%", 1.6, "进出口总额 占全国比重", "义乌"),
            ],
        ),
        (
            "新能源汽车产量16.8万台，为上年的2.5倍。",
            [("16.8万台", 168000, "新能源汽车产量", "湖南"), ("2.5倍", 2.5, "新能源汽车产量 相当于上年的倍数", "湖南")],
        ),
        # a difference of a growth that was told to have quickened is one of the growth
        (
            "地区生产总值增长4.7%，较一季度加快0.1个百分点，但低于全国平均水平0.6个百分点。",
            [
                ("4.7%", 4.7, "地区生产总值 增速", "湖南"),
                ("0.1个百分点", 0.1, "地区生产总值 增速 加快", "湖南"),
                ("0.6个百分点", 0.6, "地区生产总值 增速 低于全国平均水平", "湖南"),
            ],
        ),
        # a class of which the share is told is no difference, and its share is not what is counted before
        (
            "18个考核断面中，达到或好于Ⅲ类水体的比例为94.4%，水库2个监测断面水质达到或好于Ⅲ类水体的比例为100%。",
            [
                ("18个", 18, "考核断面", "湖南"),
                ("94.4%", 94.4, "达到或好于Ⅲ类水体的比例", "湖南"),
                ("2个", 2, "水库监测断面水质", "湖南"),
                ("100%", 100, "达到或好于Ⅲ类水体的比例", "湖南"),
            ],
        ),
        # the foot of a printed page inside a sentence
        (
            "优良天数161天，占比 —15— 44.1%。",
            [("161天", 161, "优良天数", "湖南"), ("44.1%", 44.1, "优良天数 占比", "湖南")],
        ),
        # a list that a clause names, shared out by the next
        (
            "海工装备、生物医药、金属新材料产业集群实现快速增长，同比增速分别为20.2%、13.7%、8.6%。",
            [
                ("20.2%", 20.2, "海工装备 同比增速", "湖南"),
                ("13.7%", 13.7, "生物医药 同比增速", "湖南"),
                ("8.6%", 8.6, "金属新材料产业集群 同比增速", "湖南"),
            ],
        ),
        # three industries at once, then their growth, then what they contribute; two growths of what came just before
        (
            "三次产业增加值依次为301亿元、1288亿元、1397亿元，分别增长3.8%、7.4%、5.5%，对经济增长的贡献率分别为6%、51%和43%。",
            [
                ("301亿元", 3.01e10, "第一产业增加值", "湖南"),
                ("1288亿元", 1.288e11, "第二产业增加值", "湖南"),
                ("1397亿元", 1.397e11, "第三产业增加值", "湖南"),
                ("3.8%", 3.8, "第一产业增加值 增速", "湖南"),
                ("7.4%", 7.4, "第二产业增加值 增速", "湖南"),
                ("5.5%", 5.5, "第三产业增加值 增速", "湖南"),
                ("6%", 6, "第一产业 对经济增长的贡献率", "湖南"),
                ("51%", 51, "第二产业 对经济增长的贡献率", "湖南"),
                ("43%", 43, "第三产业 对经济增长的贡献率", "湖南"),
            ],
        ),
        (
            "城镇、农村居民人均可支配收入分别为34215元、17320元，增速分别为4.7%和6.2%。",
            [
                ("34215元", 34215, "城镇居民人均可支配收入", "湖南"),
                ("17320元", 17320, "农村居民人均可支配收入", "湖南"),
                ("4.7%", 4.7, "城镇居民人均可支配收入 增速", "湖南"),
                ("6.2%", 6.2, "农村居民人均可支配收入 增速", "湖南"),
            ],
        ),
        # differences to several, one after the other
        (
            "地区生产总值增长6.1%，分别高于全国、全省0.9个和0.5个百分点。",
            [
                ("6.1%", 6.1, "地区生产总值 增速", "湖南"),
                ("0.9个", 0.9, "地区生产总值 增速 高于全国", "湖南"),
                ("0.5个百分点", 0.5, "地区生产总值 增速 高于全省", "湖南"),
            ],
        ),
        # what is counted has not the measure of what grew before it
        (
            "新能源产业产值增长超三成，规上工业企业净增312家、总数突破4000家。",
            [
                ("三成", 30, "新能源产业产值 增速", "湖南"),
                ("312家", 312, "规上工业企业 净增", "湖南"),
                ("4000家", 4000, "规上工业企业总数", "湖南"),
            ],
        ),
        # a share of the whole of what follows
        (
            "长株潭都市圈以占全国0.3%的国土面积，承载了全省25%的常住人口。",
            [
                ("0.3%", 0.3, "国土面积 占全国比重", "长株潭都市圈"),
                ("25%", 25, "常住人口 占全省比重", "长株潭都市圈"),
            ],
        ),
        (
            "第一、二、三产业增加值占地区生产总值的比重分别为16%、32%和52%，对经济增长的贡献率分别为15%、40%和45%。",
            [
                ("16%", 16, "第一产业增加值 占地区生产总值比重", "湖南"),
                ("32%", 32, "第二产业增加值 占地区生产总值比重", "湖南"),
                ("52%", 52, "第三产业增加值 占地区生产总值比重", "湖南"),
                ("15%", 15, "第一产业 对经济增长的贡献率", "湖南"),
                ("40%", 40, "第二产业 对经济增长的贡献率", "湖南"),
                ("45%", 45, "第三产业 对经济增长的贡献率", "湖南"),
            ],
        ),
        # a second list in the sentence is not that of the regions
        (
            "长沙、株洲工业增加值分别增长7.5%、7%，工程机械、轨道交通两大集群产值分别达3000亿元、2000亿元。",
            [
                ("7.5%", 7.5, "工业增加值 增速", "长沙"),
                ("7%", 7, "工业增加值 增速", "株洲"),
                ("3000亿元", 3e11, "工程机械产值", "长沙、株洲"),
                ("2000亿元", 2e11, "轨道交通产值", "长沙、株洲"),
            ],
        ),
        ("由中联重科、三一重工牵头组建创新联合体5个。", [("5个", 5, "组建创新联合体", "湖南")]),
    ],
)
def test_what_was(sentence, expected):
    assert told(sentence) == expected


def planned(sentence):
    return [(f.quote, f.indicator, f.period, f.bound, f.modality) for f in figures(planned=sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # doubling sets out from the year that it is compared with, and ends with the goal's
        (
            "力争到2027年，光电子产业营业收入突破1.5万亿元，较2024年翻一番。",
            [
                ("1.5万亿元", "光电子产业营业收入", "2027", "gt", "target"),
                ("翻一番", "光电子产业营业收入", "2024/2027", "eq", "target"),
            ],
        ),
        # one verb reaches over the whole list; the number of a list is no word of the first item
        (
            "2.培育壮大酱香白酒、动力电池及材料、电子信息三大主导产业，力争产值分别突破1800亿元、1200亿元、2500亿元。",
            [
                ("1800亿元", "酱香白酒产值", "2026", "gt", "target"),
                ("1200亿元", "动力电池及材料产值", "2026", "gt", "target"),
                ("2500亿元", "电子信息产值", "2026", "gt", "target"),
            ],
        ),
        # an amount after a growth is one of what grows
        (
            "确保固定资产投资增速不低于5%，力争突破1.2万亿元。",
            [
                ("5%", "固定资产投资增速", "2026", "gt", "target"),
                ("1.2万亿元", "固定资产投资", "2026", "gt", "target"),
            ],
        ),
        (
            "开工建设长沙至邵阳高铁、湘中运河等重大项目，总投资约2400亿元。",
            [("2400亿元", "重大项目总投资", "2026", "approx", "target")],
        ),
        (
            "长沙机场二期工程由长沙市政府牵头，总投资203亿元。",
            [("203亿元", "长沙机场二期工程总投资", "2026", "eq", "target")],
        ),
    ],
)
def test_what_shall_be(sentence, expected):
    assert planned(sentence) == expected


def test_where_a_goal_sets_out_from_is_what_is_now():
    found = [
        (f.quote, f.indicator, f.period, f.modality)
        for f in figures("到2035年，轨道交通运营里程将由目前的404公里增至850公里以上。")
    ]
    assert found == [
        ("404公里", "轨道交通运营里程", None, "actual"),
        ("850公里", "轨道交通运营里程", "2035", "target"),
    ]


def test_years_that_are_counted_are_not_this_year():
    facts = extract_facts(Article(text=REPORT.format(told="", planned="五年内引进亿元以上项目60个。"), language="zh"))
    (promise,) = (fact for fact in facts if fact.kind == "commitment")
    assert promise.deadline is None


def test_who_is_made_convenor_is_nobody_by_that_name():
    text = "建立由分管副省长任召集人的联席会议制度。"
    assert not any(fact.kind == "person" for fact in extract_facts(Article(text=text, language="zh")))
