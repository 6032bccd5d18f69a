"""People and their posts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.facts.document import Document
from gongxing.facts.people import find_people
from gongxing.reading import Article

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def people(text: str) -> set[tuple[str, str | None]]:
    return {(person.name, person.post) for person in find_people(Document(Article(text=text)))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临江市市长赵明远说，明年的投资会更多。", {("赵明远", "临江市市长")}),
        ("会上，临江市委书记元青表示：“要加快建设。”", {("元青", "临江市委书记")}),
        ("“水质逐年变好。”眉县县长黄河介绍。", {("黄河", "眉县县长")}),
        ("省委副书记、省长周正平到会讲话。", {("周正平", "省委副书记"), ("周正平", "省长")}),
        ("但德国总理默尔茨8日说，谈判仍在继续。", {("默尔茨", "德国总理")}),
        ("云帆科技的首席架构师刘颖认为，成本还会下降。", {("刘颖", "云帆科技的首席架构师")}),
        ("来访的法国总统马克龙参观了展馆。", {("马克龙", "法国总统")}),
        ("江州省省长　刘小川", {("刘小川", "江州省省长")}),
    ],
)
def test_a_post_before_the_name_is_taken_with_its_organisation(
    text: str, expected: set[tuple[str, str | None]]
) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("雷越兰回忆，那天下着雨。", {("雷越兰", None)}),
        ("孙倩则坦言，店里生意一般。", {("孙倩", None)}),
        ("捐赠人为丁健、李彦宏、沈南鹏、张磊。", {("丁健", None), ("李彦宏", None), ("沈南鹏", None), ("张磊", None)}),
        ("28岁的茉莉·西尔斯曾担任当地的殡仪馆主任。", {("茉莉·西尔斯", "殡仪馆主任")}),
        ("《示儿》\n——（宋）陆游\n", {("陆游", None)}),
        ("业内资深人士张凡坦言，租金在涨。", {("张凡", None)}),
    ],
)
def test_names_without_a_post(text: str, expected: set[tuple[str, str | None]]) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("正文到此结束。\n责任编辑：杨倩_NF1234", {("杨倩", "责任编辑")}),
        ("正文到此结束。\n(责编：汤诗瑶、丁涛)", {("汤诗瑶", "责编"), ("丁涛", "责编")}),
        ("新华社巴黎12月9日电（记者唐霁）法国铁路停运。", {("唐霁", "记者")}),
        ("图片来源：每经记者 张蕊 摄", {("张蕊", "每经记者")}),
        ("责任编辑：\n尹世杰", {("尹世杰", "责任编辑")}),
    ],
)
def test_signatures(text: str, expected: set[tuple[str, str | None]]) -> None:
    assert people(text) == expected


def test_posts_after_the_name_belong_to_the_last_person_named() -> None:
    text = "王晓云生于山东诸城。1993年毕业，现任江州大学高等研究院教授。兼任中国密码学会副理事长，中国数学会常务理事。"
    assert people(text) == {
        ("王晓云", "江州大学高等研究院教授"),
        ("王晓云", "中国密码学会副理事长"),
        ("王晓云", "中国数学会常务理事"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "年末参加城镇职工基本养老保险的有148万人。",
        "付小姐借了一台充电宝，温先生的前妻李女士说不贵。",
        "我们要加强监管、防范风险，突出强监管、惠民生。",
        "记者从全会上获悉，相关负责人向记者表示，方案已经印发。",
        "高新区、开发区和都市圈加快发展，黄金、石油和农产品价格平稳。",
        "黄河流域生态保护和高质量发展取得成效，成都、德阳、眉山、资阳协同推进。",
        "市长应当依法履职，主任应邀出席，书记马上到场。",
    ],
)
def test_everyday_words_are_not_names(text: str) -> None:
    assert people(text) == set()


def test_a_name_shown_once_is_a_name_everywhere_and_masks_places() -> None:
    document = Document(Article(text="江川市市长王朝阳说，项目已开工。随后王朝阳来到工地。"))
    mentions = [(person.start, person.end) for person in document.people if person.name == "王朝阳"]
    assert len(mentions) == 2
    assert all(place.name != "朝阳" for place in document.places)


def test_traditional_characters_keep_their_spelling() -> None:
    found = list(find_people(Document(Article(text="臨江市市長趙國強表示，經濟發展穩中有進。"))))
    assert [(person.name, person.post) for person in found] == [("趙國強", "臨江市市長")]


def test_english_documents() -> None:
    text = (
        "Linjiang Mayor Zhao Mingyuan said output rose. Li Wenqing, secretary of the party committee, spoke. "
        "Foreign Ministry spokesperson Mao Ning added that talks continue. Linjiang University said so."
    )
    found = {(p.name, p.post) for p in find_people(Document(Article(text=text, language="en")))}
    assert found == {
        ("Zhao Mingyuan", "Linjiang Mayor"),
        ("Li Wenqing", "secretary of the party committee"),
        ("Mao Ning", "Foreign Ministry spokesperson"),
    }


@pytest.mark.skipif(not SHARED.exists(), reason="the annotated pages are not beside this checkout")
def test_the_annotated_news_pages() -> None:
    right = found = wanted = 0
    for path in sorted((SHARED / "pages" / "html").glob("*.people.json")):
        gold = {person["name"] for person in json.loads(path.read_text("utf-8"))["people"]}
        body = path.with_name(path.name.replace(".people.json", ".body.txt")).read_text("utf-8")
        names = {name for name, _ in people(body)}
        right, found, wanted = right + len(gold & names), found + len(names), wanted + len(gold)
    assert 2 * right / (found + wanted) >= 0.9


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("王小云市长书记说、，。：（）·“”马克龙的记者\n1a的和现任教授《》"), max_size=60))
def test_spans_are_true_for_any_text(text: str) -> None:
    article = Article(text=text)
    for person in find_people(Document(article)):
        assert article.text[person.start : person.end] == person.quote == person.name
