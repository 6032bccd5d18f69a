"""What each number measures, on sentences of our own in the manner of work reports and communiqués."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.facts.figures.indicators import indicators
from gongxing.language.clauses import sentences
from gongxing.language.quantities import quantities


def read(text: str) -> list[tuple[str, str | None]]:
    document = SimpleNamespace(text=text, sentences=sentences(text), quantities=quantities(text), places=[])
    found = indicators(document, document.quantities)
    return [(text[q.start : q.end], m.indicator) for q, m in zip(document.quantities, found, strict=True)]


def indicators_of(text: str) -> list[str | None]:
    return [indicator for _, indicator in read(text)]


LEVELS = {
    "全年实现地区生产总值3120.5亿元。": ["地区生产总值"],
    "年末全市常住人口412.6万人，城镇化率为63.2%。": ["常住人口", "城镇化率"],
    "改造1.5万套（间）老旧厂房、2.2万户棚户区。": ["改造老旧厂房", "棚户区"],
    "新增职业院校3所、幼儿园25所。": ["新增职业院校", "幼儿园"],
    "建设6个国家级工业设计中心和4个省级实验室。": ["建设国家级工业设计中心", "省级实验室"],
    "推动林下经济面积达80万亩、产值达40亿元。": ["林下经济面积", "林下经济产值"],
    "移动电话用户95.3万户，其中5G用户61.2万户。": ["移动电话用户", "5G用户"],
    "卫生机构拥有床位2.4万张，其中医院1.8万张，卫生院0.4万张。": [
        "卫生机构拥有床位",
        "医院床位",
        "卫生院床位",
    ],
    "主要工业产品产量中，汽车25.6万辆，集成电路35亿块。": ["汽车产量", "集成电路产量"],
    "人均预期寿命提高到79.6岁。": ["人均预期寿命"],
    "城镇登记失业率控制在4%以内。": ["城镇登记失业率"],
}

CHANGES = {
    "猪肉产量7.4万吨，增长2.0%；牛肉产量1.3万吨，下降3.1%。": [
        "猪肉产量",
        "猪肉产量 增速",
        "牛肉产量",
        "牛肉产量 增速",
    ],
    "快递业务量年均增长21%。": ["快递业务量 年均增速"],
    "城镇化率为63.2%，比上年末提高0.8个百分点。": ["城镇化率", "城镇化率 提高"],
    "住户存款余额820亿元，比年初增加61亿元。": ["住户存款余额", "住户存款余额 比年初增加"],
    "民间投资增长2.1%，高于全国1.5个百分点。": ["民间投资 增速", "民间投资 增速 高于全国"],
    "林草产业产值实现翻番。": ["林草产业产值"],
    "中小学校由71所优化整合为47所。": ["中小学校", "中小学校"],
    "参保率从91%提高到95%。": ["参保率", "参保率"],
}

SHARES_AND_RANKS = {
    "教育支出70.8亿元，占财政支出的比重达19.1%。": ["教育支出", "教育支出 占财政支出比重"],
    "制造业增加值占GDP比重达28%，居全省第二。": [
        "制造业增加值 占GDP比重",
        "制造业增加值 占GDP比重 全省位次",
    ],
    "服务业支撑作用更加明显，增加值跨上3000亿元台阶，对经济增长贡献率超60%。": [
        "服务业增加值",
        "服务业 对经济增长贡献率",
    ],
    "高速公路通车里程居全国第2位。": ["高速公路通车里程 全国位次"],
    "三次产业结构为8.3:41.4:50.3。": [
        "三次产业结构 第一产业",
        "三次产业结构 第二产业",
        "三次产业结构 第三产业",
    ],
    "30%以上的规上企业实施数字化改造。": ["规上企业实施数字化改造 占比"],
    "创新综合排名提升6位。": ["创新综合排名 提升"],
}

SHARED = {
    "城乡居民人均可支配收入分别增长5.3%、7.1%。": [
        "城镇居民人均可支配收入 增速",
        "农村居民人均可支配收入 增速",
    ],
    "第一、二、三产业增加值分别增长3%、5%和6%。": [
        "第一产业增加值 增速",
        "第二产业增加值 增速",
        "第三产业增加值 增速",
    ],
    "接待游客2亿人次，旅游收入1800亿元，比上年分别增长10%和9%。": [
        "接待游客",
        "旅游收入",
        "接待游客 增速",
        "旅游收入 增速",
    ],
    "高新技术企业达到1.2万家、科技型中小企业达到2.1万家，均实现倍增。": [
        "高新技术企业",
        "科技型中小企业",
        "高新技术企业、科技型中小企业",
    ],
    "限额以上单位商品零售额中，饮料类增长10.5%，烟酒类下降3.4%。": [
        "限额以上单位商品零售额 饮料类 增速",
        "限额以上单位商品零售额 烟酒类 增速",
    ],
    "规模以上工业增加值增长3.1%。分经济类型看，国有控股企业增长9.3%，私人控股企业增长1.5%。": [
        "规模以上工业增加值 增速",
        "规模以上工业国有控股企业增加值 增速",
        "规模以上工业私人控股企业增加值 增速",
    ],
}

TURNED_ROUND = {
    "8所高校14个学科入选新一轮学科建设名单。": [
        "入选新一轮学科建设名单的高校",
        "入选新一轮学科建设名单的学科",
    ],
    "油菜籽等14种农产品产量居全国第1位。": [
        "产量居全国第1位的农产品",
        "油菜籽等14种农产品产量 全国位次",
    ],
    "刑事案件连续6年下降。": ["刑事案件 连续下降年数"],
    "加快建设海峡第三回500千伏交流线路工程。": ["加快建设海峡第三回交流线路工程 电压"],
    "培育形成3个万亿级优势产业。": ["培育形成万亿级优势产业", "优势产业 规模"],
}


@pytest.mark.parametrize(
    ("text", "expected"), [*{**LEVELS, **CHANGES, **SHARES_AND_RANKS, **SHARED, **TURNED_ROUND}.items()]
)
def test_indicator(text: str, expected: list[str]) -> None:
    assert indicators_of(text) == expected


def test_number_in_brackets_is_an_aside() -> None:
    found = read("民用汽车保有量150.2万辆（包括三轮汽车2.1万辆），增长5.3%。")
    assert found[-1] == ("5.3%", "民用汽车保有量 增速")


def test_nothing_is_inherited_from_another_paragraph() -> None:
    assert indicators_of("粮食产量80万吨。\n增长3%。") == ["粮食产量", "增速"]


def test_same_indicator_whatever_stands_in_the_paragraph_before() -> None:
    sentence = "全年粮食产量80万吨，增长3%。"
    assert indicators_of("出口12亿元。\n" + sentence)[1:] == indicators_of(sentence)


_WORDS = """粮食产量 12万吨 ， 。 、 增长 3.2% 分别 居全国第2位 （ ） “ ” 占 的 8:3:2 连续 9年 其中 均 新增 5个 等 入选
比上年 由 为 100 倍 翻番 级 和"""
_PIECES = st.lists(st.sampled_from([*_WORDS.split(), "\n"]), max_size=40)


@settings(max_examples=300, deadline=None)
@given(_PIECES)
def test_every_number_gets_one_reading(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = SimpleNamespace(text=text, sentences=sentences(text), quantities=quantities(text), places=[])
    found = indicators(document, document.quantities)
    assert len(found) == len(document.quantities)
    assert all(m.indicator is None or m.indicator.strip() for m in found)


@pytest.mark.parametrize(
    "unit", ["3%、", "5个，", "连续9年", "分别增长5%、", "（12万吨", "居全国第3位，", "均", "新增"]
)
def test_a_line_without_end_is_read_in_linear_time(unit: str) -> None:
    text = "粮食产量" + unit * 20_000
    document = SimpleNamespace(text=text, sentences=sentences(text), quantities=quantities(text), places=[])
    assert len(indicators(document, document.quantities)) == len(document.quantities)


def test_an_act_after_another_act_is_of_the_same_thing() -> None:
    assert indicators_of("新能源开工1600万千瓦、投产1000万千瓦以上。") == ["新能源开工", "新能源投产"]
