"""Numbers with units: span, value, unit, bound and direction."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.language.quantities import quantities


def found(text):
    return [(text[q.start : q.end], q.value, q.unit) for q in quantities(text)]


def only(text):
    (quantity,) = quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总量达2.78万亿元", ("2.78万亿元", 2.78e12, "CNY")),
        ("收入45,321元", ("45,321元", 45321, "CNY")),
        ("出口3867万美元", ("3867万美元", 38_670_000, "USD")),
        ("建成载体9万平方米", ("9万平方米", 90_000, "m2")),
        ("粮食产量700亿斤", ("700亿斤", 35_000_000, "t")),
        ("新增装机1.3亿千瓦", ("1.3亿千瓦", 1.3e11, "W")),
        ("用电8100亿千瓦时", ("8100亿千瓦时", 8.1e11, "kWh")),
        ("建设百万千瓦级电站", ("百万千瓦级", 1e9, "W")),
        ("装机三十万千瓦", ("三十万千瓦", 3e8, "W")),
        ("储能30GWh", ("30GWh", 3e7, "kWh")),
        ("第三回500千伏线路", ("500千伏", 500_000, "V")),
        ("时速120公里/小时", ("120公里/小时", 120, "km/h")),
        ("算力达4000P。", ("4000P", 4e18, "FLOPS")),
        ("水体37万立方米", ("37万立方米", 370_000, "m3")),
        ("惠及4000余万人次", ("4000余万人次", 40_000_000, "people")),
        ("培育2800多个", ("2800多个", 2800, "count")),
        ("落户两千三百人", ("两千三百人", 2300, "people")),
        ("人口自然增长率5.2‰", ("5.2‰", 0.52, "%")),
        ("占百分之五点二", ("百分之五点二", 5.2, "%")),
        ("近七成企业", ("七成", 70, "%")),
        ("浓度28微克/立方米", ("28微克/立方米", 28, "μg/m3")),
        ("均价2500元/吨", ("2500元/吨", 2500, "CNY/t")),
        ("完成800人（次）", ("800人（次）", 800, "people")),
        ("存栏5万头（只）", ("5万头（只）", 50_000, "count")),
    ],
)
def test_values_and_spans(text, expected):
    assert found(text) == [expected]


def test_mu():
    assert only("种植25万亩").value == pytest.approx(250_000 * 10_000 / 15, rel=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "新华街道第三届运动会",
        "省委十二届五次全会",
        "党的二十届三中全会精神",
        "第一批第二轮试点",
        "三次产业和第一产业",
        "数十亿元、数百家、十几个、几十项",
        "千家万户、百业、千行百业",
        "每万人口、每10万人",
        "5G、G225线、PM2.5、5A级景区、2.0版",
        "三环电子和三台县",
        "1+3+N体系",
        "一体化、一流、一系列",
        "第三条、第5个",
        "成达万高铁",
        "",
        "万",
        "亿",
    ],
)
def test_what_is_no_quantity(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "value", "direction"),
    [
        ("同比下降5.2%", -5.2, -1),
        ("减少了5.87亿元", -5.87e8, -1),
        ("回落0.3个百分点", -0.3, -1),
        ("下降超5%", -5, -1),
        ("负增长2%", -2, -1),
        ("增速为-3.2%", -3.2, -1),
        ("下降到5%", 5, 0),
        ("降至3.3%", 3.3, 0),
        ("增长6.1%", 6.1, 1),
        ("提高到95%", 95, 0),
        ("减免税费100亿元", 1e10, 0),
        ("节约用水5亿立方米", 5e8, 0),
        ("至少5个", 5, 0),
        ("最低3%", 3, 0),
        ("后移3位", -3, -1),
        ("前移5位", 5, 1),
    ],
)
def test_falls_are_negative(text, value, direction):
    quantity = only(text)
    assert (quantity.value, quantity.direction) == (value, direction)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("超8%", "gt"),
        ("突破1万美元", "gt"),
        ("跨上3万亿元台阶", "gt"),
        ("稳定在65%以上", "gt"),
        ("600余项", "gt"),
        ("增长2倍多，", "gt"),
        ("超亿吨", "gt"),
        ("上亿元", "gt"),
        ("不足1%", "lt"),
        ("控制在5.5%以内", "lt"),
        ("约14个百分点", "approx"),
        ("近3万吨", "approx"),
        ("5.5%左右", "approx"),
        ("百万吨级基地", "approx"),
        ("万亿级产业", "approx"),
        ("节约5亿元", "eq"),
        ("达到6%", "eq"),
        ("8%", "eq"),
    ],
)
def test_bounds(text, bound):
    assert only(text).bound == bound


def test_lists_share_unit_direction_and_bound():
    assert found("占比分别提高15、22个百分点") == [("15", 15, "pp"), ("22个百分点", 22, "pp")]
    assert [q.value for q in quantities("分别下降23.0%、2.4%")] == [-23.0, -2.4]
    assert [q.value for q in quantities("投入20、30和40亿元")] == [2e9, 3e9, 4e9]
    assert [q.bound for q in quantities("均超7.3万人、8万人")] == ["gt", "gt"]
    assert found("惠及3500万、2300万人次") == [("3500万", 35_000_000, "people"), ("2300万人次", 23_000_000, "people")]


def test_ranges_have_two_ends():
    assert [(q.value, q.bound) for q in quantities("增长5%—6%")] == [(5, "gt"), (6, "lt")]
    assert [(q.value, q.unit) for q in quantities("培育10至15个")] == [(10, "count"), (15, "count")]
    assert [q.value for q in quantities("奖励100-200万元")] == [1e6, 2e6]
    assert [(q.value, q.bound) for q in quantities("由5%到6%")] == [(5, "eq"), (6, "eq")]


def test_ratios():
    assert found("收入比缩小至2.52:1") == [("2.52:1", 2.52, "x")]
    assert found("三次产业结构为8.3:41.4:50.3") == [("8.3", 8.3, "%"), ("41.4", 41.4, "%"), ("50.3", 50.3, "%")]
    assert found("收入比为2.12，比上年缩小0.05") == [("2.12", 2.12, "x"), ("0.05", -0.05, "x")]
    assert found("收入比控制在2以内") == [("2", 2, "x")]
    assert found("9:30开会，比赛以3:1获胜") == []


def test_multiples_and_parts():
    assert found("产值翻番") == [("翻番", 2, "x")]
    assert found("翻了一番") == [("翻了一番", 2, "x")]
    assert found("翻两番") == [("翻两番", 4, "x")]
    assert found("数量实现倍增") == [("倍增", 2, "x")]
    assert found("企业倍增计划") == []
    assert found("增长2.3倍") == [("2.3倍", 2.3, "x")]
    assert found("约占三分之二") == [("三分之二", 2 / 3, "x")]
    assert found("约1/4的企业") == [("1/4", 0.25, "x")]


def test_ranks():
    assert found("居全国第17位") == [("第17位", 17, "rank")]
    assert found("产量全国第二，") == [("第二", 2, "rank")]
    assert found("分别居全国第二、第七。") == [("第二", 2, "rank"), ("第七", 7, "rank")]
    assert found("排名提升24位") == [("24位", 24, "rank-change")]
    assert found("引进24位专家") == [("24位", 24, "people")]
    assert [(q.value, q.bound) for q in quantities("跻身全国前三。")] == [(3, "lt")]


def test_a_plus_before_a_number_is_a_sign_and_between_two_is_none():
    assert [(q.value, q.unit) for q in quantities("实际收入+5.62%，居民+3万人")] == [(5.62, "%"), (30_000, "people")]
    assert not quantities("构建5+1现代工业体系，推进N+3模式")


def test_units_from_nouns():
    assert found("旅居人数超550万、") == [("550万", 5_500_000, "people")]
    assert found("惠及76万群众") == [("76万", 760_000, "people")]
    assert found("经营主体突破300万。") == [("300万", 3_000_000, "count")]
    assert found("人数分别为2.5万、1.8万。") == [("2.5万", 25_000, "people"), ("1.8万", 18_000, "people")]
    assert found("生产总值突破2万亿。") == [("2万亿", 2e12, "CNY")]


def test_groups():
    assert found("集群提升等七大行动") == [("七大行动", 7, "count")]
    assert found("聚焦汽车、化工、食品三大产业") == []
    assert found("六大高耗能行业增加值") == []
    assert found("四大主导产业占比提高") == [("四大主导产业", 4, "count")]


pieces = st.sampled_from(
    [
        *"0123456789.,:/%‰-—~、和至到级个家万亿千百十一二两三第前每数几余多超约近达降增长点分之翻番倍位名年月岁 \n“”",
        "亿元",
        "公里",
    ]
)


@settings(max_examples=300)
@given(st.lists(pieces, max_size=25).map("".join) | st.text(max_size=40))
def test_any_text_gives_ordered_spans(text):
    last = 0
    for quantity in quantities(text):
        assert last <= quantity.start < quantity.end <= len(text)
        assert quantity.start <= quantity.number_start < quantity.number_end <= quantity.end or (
            quantity.unit == "rank"
        )
        last = quantity.end


def test_long_rows_do_not_hang():
    for row in (
        "1" * 200_000,
        "一" * 200_000,
        "1:" * 100_000,
        "5、" * 100_000 + "个",
        "百分之" * 60_000,
        "居" * 200_000,
    ):
        quantities(row)
