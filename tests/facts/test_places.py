"""Places in sentences of our own, with the codes that a reader would give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.facts.document import Document
from gongxing.facts.places import find_places, place_mentions
from gongxing.reading import Article


def places(text, title=None):
    """(quote, code) of each mention, in order."""
    return [(place.quote, place.code) for place in find_places(Document(Article(text, title=title)))]


def report(province, day, body):
    """Return the text of a report of a province's government that opens as such reports do."""
    name = province.removesuffix("省").removesuffix("自治区")
    opening = f"政府工作报告\n——{day}在{province}第十四届人民代表大会第三次会议上\n各位代表：\n"
    text = opening + "现在，我代表省人民政府，向大会报告工作。\n" + body
    return [found for found in places(text, title=f"{name}政府工作报告") if found[0] != province]


SICHUAN = ("四川省", "2026年1月20日")


def test_every_form_of_a_name():
    assert places("成都市、德阳与凉山州、甘孜藏族自治州协作，四川省和浙江签约。") == [
        ("成都市", "510100"),
        ("德阳", "510600"),
        ("凉山州", "513400"),
        ("甘孜藏族自治州", "513300"),
        ("四川省", "510000"),
        ("浙江", "330000"),
    ]


def test_names_inside_the_names_of_works():
    assert places("推进石嘴山先进材料平台、乐山机场和国家超算成都中心建设。") == [
        ("石嘴山", "640200"),
        ("乐山", "511100"),
        ("成都", "510100"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "四川盆地、云贵高原和青海湖生态向好。",
        "京东方、阿里巴巴扩产，复合肥价格平稳。",
        "推广东西部协作经验，确保定额到位，均衡水平提升。",
        "创新乡村治理，创新县域发展，扩大同东盟贸易。",
        "黄河、长江和淮河流域治理提速。",
        "上海合作组织峰会召开，全国日照时数偏多。",
        "公安机关维护和平安宁，资源共享、合作共赢。",
        "在新时代新征程上，云平台向全国开放。",
        "收入藏品三百件，川流不息的游客走进冰川。",
        "日本、越南和老挝客商到会。",
    ],
)
def test_words_that_only_look_like_places(text):
    assert places(text) == []


def test_the_nearest_parent_tells_namesakes_apart():
    assert places("南京市鼓楼区与徐州市鼓楼区结对，北京朝阳区到访。") == [
        ("南京市", "320100"),
        ("鼓楼区", "320106"),
        ("徐州市", "320300"),
        ("鼓楼区", "320302"),
        ("北京", "110000"),
        ("朝阳区", "110105"),
    ]


def test_a_namesake_without_a_scope_has_no_code():
    assert places("鼓楼区通报了情况。") == [("鼓楼区", None)]


def test_counties_by_short_name_after_their_parent_and_in_its_list():
    assert places("江苏昆山、太仓与浙江义乌签约。") == [
        ("江苏", "320000"),
        ("昆山", "320583"),
        ("太仓", "320585"),
        ("浙江", "330000"),
        ("义乌", "330782"),
    ]


def test_counties_by_short_name_in_the_province_that_speaks():
    assert report(*SICHUAN, "支持双流、简阳临空产业发展，富顺粮食增产。") == [
        ("双流", "510116"),
        ("简阳", "510185"),
        ("富顺", "510322"),
    ]


def test_common_words_are_counties_only_in_lists_and_before_places():
    body = "支持文昌、东方、万宁发展，推进东方机场前期工作，弘扬东方文化，维护社会平安。"
    found = report("海南省", "2026年1月20日", body)
    assert found == [("文昌", "469005"), ("东方", "469007"), ("万宁", "469006"), ("东方", "469007")]


def test_hainan_in_qinghai_is_the_prefecture():
    found = report("青海省", "2025年1月20日", "海南、海西清洁能源外送，海南省企业来访。")
    assert found == [("海南", "632500"), ("海西", "632800"), ("海南省", "460000")]


def test_single_characters_where_they_stand_for_provinces():
    assert places("推动重点实验室在川布局，外国人来琼工作，深化沪滇协作、闽宁协作，陕甘宁三省区联动。") == [
        ("川", "510000"),
        ("琼", "460000"),
        ("沪", "310000"),
        ("滇", "530000"),
        ("闽", "350000"),
        ("宁", "640000"),
        ("陕", "610000"),
        ("甘", "620000"),
        ("宁", "640000"),
    ]


@pytest.mark.parametrize("text", ["京沪高铁提速。", "川籍运动员夺冠，川菜走红。", "青藏铁路运量增长。", "出台新举措。"])
def test_single_characters_that_stand_for_none(text):
    assert places(text) == []


def test_functional_regions_known_and_unknown():
    text = "成都都市圈、京津冀和川东北协同，推进成眉产业协作带、川藏经济协作试验区、赣州高铁新区建设。"
    assert [quote for quote, code in places(text) if code is None] == [
        "成都都市圈",
        "京津冀",
        "川东北",
        "川藏经济协作试验区",
        "赣州高铁新区",
    ]


def test_cities_by_one_character_begin_a_region_of_the_province_that_speaks():
    assert report(*SICHUAN, "融入成眉高新技术产业带，建设成德绵创新走廊。") == [
        ("成眉高新技术产业带", None),
        ("成德绵创新走廊", None),
    ]


@pytest.mark.parametrize("text", ["建设国家级经济技术试验区和临空经济区。", "打造长江上游绿色发展先行区。"])
def test_kinds_of_zones_are_no_places(text):
    assert places(text) == []


def test_a_region_in_brackets_and_with_greater():
    text = "建设中国（绵阳）科技城，壮大大南昌都市圈，扩大南昌都市圈影响。"
    assert [quote for quote, _ in places(text)] == ["中国（绵阳）科技城", "大南昌都市圈", "南昌都市圈"]


def test_towns_after_their_county():
    assert places("勐腊县磨憨镇设站，勐腊县城镇人口增长。") == [
        ("勐腊县", "532823"),
        ("磨憨镇", None),
        ("勐腊县", "532823"),
    ]


def test_codes_are_those_of_the_documents_year():
    text = "襄樊市2008年国民经济和社会发展统计公报\n襄樊市统计局\n2009年3月1日\n2008年，全市经济增长，襄樊、宜昌领先。"
    assert ("襄樊", "420600") in places(text, title="襄樊市2008年国民经济和社会发展统计公报")


def test_a_mans_name_is_no_place():
    found = places("眉山市市长黄河介绍，区长王朝阳参加。")
    assert ("眉山市", "511400") in found
    assert all(quote not in ("朝阳", "黄河") for quote, _ in found)


def test_quotes_are_spelled_as_written():
    text = "成 都 市 都 市 圈与臺灣、內蒙古合作，滬滇協作。"
    article = Article(text)
    for place in find_places(Document(article)):
        assert article.text[place.start : place.end] == place.quote


@given(st.text(alphabet="川渝琼沪滇成都市海南东西北州县区镇圈新宁云、和在来（）“”\n试验区经济带省A1 ", max_size=60))
def test_any_text_gives_mentions_in_order_inside_it(text):
    document = Document(Article(text))
    end = 0
    for mention in place_mentions(document):
        assert end <= mention.start < mention.end <= len(document.text)
        end = mention.end


def test_english_names():
    text = (
        "Chengdu's output grew. Deyang City and Mianyang, both in Sichuan Province, signed with Suzhou in Jiangsu. "
        "Taizhou in Zhejiang, Jilin City, Xi'an and the Yangtze River Delta followed; Shanghainese food sold well."
    )
    assert places(text) == [
        ("Chengdu", "510100"),
        ("Deyang City", "510600"),
        ("Mianyang", "510700"),
        ("Sichuan Province", "510000"),
        ("Suzhou", "320500"),
        ("Jiangsu", "320000"),
        ("Taizhou", "331000"),
        ("Zhejiang", "330000"),
        ("Jilin City", "220200"),
        ("Xi'an", "610100"),
        ("Yangtze River Delta", None),
    ]
