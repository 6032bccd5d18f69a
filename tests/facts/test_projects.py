"""Projects: which names count, where they begin and end, and which look like names but are kinds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.facts.document import Document
from gongxing.facts.fact import Project
from gongxing.facts.projects import find_projects
from gongxing.reading import Article


def projects(text: str) -> list[Project]:
    return list(find_projects(Document(Article(text=text))))


def quotes(text: str) -> list[str]:
    return [project.quote for project in projects(text)]


def test_names_in_a_list_of_works_begin_after_the_verb() -> None:
    text = "开工建设阳枣高铁、霁溪机场二期，加快实施G9876雾岭至云渡段扩容工程。"
    assert quotes(text) == ["阳枣高铁", "霁溪机场二期", "G9876雾岭至云渡段扩容工程"]


def test_a_closing_noun_makes_projects_of_items_without_a_head() -> None:
    assert quotes("加快青崖、白沙坪、双溪口等水电站建设。") == ["青崖", "白沙坪", "双溪口"]
    assert quotes("推动蓝湖、华岳等重大产业项目投产。") == ["蓝湖", "华岳"]
    assert quotes("加快引洛济颍等前期工作。") == ["引洛济颍"]


def test_names_may_share_one_head() -> None:
    assert quotes("青崖、白沙坪水电站投产发电。") == ["青崖", "白沙坪水电站"]


def test_a_name_that_shares_its_head_is_known_by_its_whole_name() -> None:
    def names(text: str) -> list[str | None]:
        return [project.name for project in projects(text)]

    assert names("推进古道、云江等国家文化公园（云渡段）建设。") == ["古道国家文化公园", "云江国家文化公园"]
    assert names("建成用好古道、云江国家文化公园。") == ["古道国家文化公园", None]
    assert names("加快青崖、白沙坪等大型水电站建设。") == ["青崖水电站", "白沙坪水电站"]
    assert names("枣南扩容、枣绵等高速公路通车。") == [None, "枣绵高速公路"]
    assert names("推动蓝湖、华岳等重大产业项目投产。") == [None, None]


def test_programmes_keep_their_quotation_marks_and_lose_adverbs() -> None:
    text = "深入实施“英才入湘”行动计划，持续开展民宿品质提升行动，启动老旧电梯更新三年行动。"
    assert quotes(text) == ["“英才入湘”行动计划", "民宿品质提升行动", "老旧电梯更新三年行动"]


def test_a_phrase_in_quotation_marks_of_its_own_is_a_name_without_them() -> None:
    assert quotes("统筹推进“八大工程”，建设“两个枢纽”。") == ["八大工程", "两个枢纽"]


@pytest.mark.parametrize(
    "text",
    [
        "实施一批重大项目，推进省级产业园区建设。",
        "新增国家区域医疗中心6个，建成5个国家技术创新中心。",
        "打造中心城市，发展平台经济，落实国家重大战略。",
        "全省铁路运营里程突破7000公里，经济保持中高速增长。",
        "推动教育、医疗等民生项目落地。",
        "统一思想和行动自觉，完善各类服务平台。",
    ],
)
def test_kinds_are_no_names(text: str) -> None:
    assert quotes(text) == []


def test_superlatives_and_ranks_of_state_name() -> None:
    text = "建成全国最大锂辉石采选基地，争创国家海洋经济发展示范区。"
    assert quotes(text) == ["全国最大锂辉石采选基地", "国家海洋经济发展示范区"]


def test_types_tell_works_from_programmes() -> None:
    text = "建成云渡实验室、霁溪水库、白沙坪抽水蓄能电站，实施县域高中振兴工程。"
    assert [project.type for project in projects(text)] == ["lab", "other", "energy", "programme"]


def test_a_paragraph_names_a_project_once() -> None:
    text = "霁溪水库开工。霁溪水库进展顺利。\n霁溪水库下闸蓄水。"
    assert quotes(text) == ["霁溪水库", "霁溪水库"]


def test_spans_are_true_to_a_text_with_odd_spaces() -> None:
    text = "建成 G 9876 高速公路、霁溪水库。"
    for project in projects(text):
        assert text[project.start : project.end] == project.quote


@given(
    st.text(
        alphabet="建设推进等、，。“”‘’（）《》［］工程项目铁路水库中心计划第一二三期号线港引济江0123G \n年个的和",
        max_size=120,
    )
)
def test_any_text_gives_true_spans_in_order(text: str) -> None:
    found = projects(text)
    assert all(text[project.start : project.end] == project.quote for project in found)
    assert [project.start for project in found] == sorted(project.start for project in found)


@pytest.mark.parametrize("unit", ["工程", "、", "“", "建设项目等", "9", "线", "港一期", "引江济淮"])
def test_long_lines_take_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    projects(text)
    assert time.process_time() - started < 5
