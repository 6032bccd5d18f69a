"""Drafted briefs: what they say of the sample, and that no number of theirs lacks evidence, whatever the region."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongxing.briefs import parse_outline
from gongxing.briefs.blocks.context import Context
from gongxing.briefs.building import _check
from gongxing.briefs.drafting import draft_outline
from gongxing.cli import main
from gongxing.library import Library, LibraryError
from gongxing.sample import open_sample, paths
from gongxing.scenarios.stored import run_stored, save_scenario

PLACES = ["四川", "成都都市圈", "绵阳", "510000", "湖北", "长三角", "阿坝"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drafting")


@pytest.fixture(scope="module")
def sample(folder: Path) -> Iterator[Library]:
    with open_sample(folder) as library:
        for path in sorted(paths().scenarios.iterdir()):
            save_scenario(library, path, who="示例")
            run_stored(library, path.stem, who="示例")
        yield library


@pytest.fixture(scope="module")
def drafted(sample: Library) -> str:
    return draft_outline(sample, "四川")


def plain(text: str) -> str:
    """Return an outline without where its numbers lead to."""
    return re.sub(r"\]\([a-z]+:[^)]*\)", "]", text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("region", PLACES)
def test_every_number_has_evidence_that_says_it(sample: Library, region: str, language: str) -> None:
    outline = parse_outline(draft_outline(sample, region, language=language), "drafted")
    numbers, problems = _check(outline, Context(sample, language))
    assert not [str(one) for one in problems]
    assert (numbers > 60) == (region in ("四川", "成都都市圈", "绵阳", "510000", "阿坝"))


def test_the_answer_stands_first_and_says_what_each_section_found(drafted: str) -> None:
    answer = plain(drafted).split("summary = ")[1].split("\n")[0]
    for words in (
        "成都的地区生产总值占四川[36.7%]，是居次的绵阳的[5.5倍]",
        "没有兑现的，如成都一般公共预算收入（承诺[2,000亿元]以上，实际[1,929亿元]）",
        "文稿说德阳2023年地区生产总值[2657亿元]，与表不符",
        "绵阳专于科学研究和技术服务业（[3.18]）",
        "由2018年的[0.421]变为2023年的[0.301]，差距缩小", "“成眉铁路（示例假设）”的情景下，眉山[+5.62%]",
        "其中差距同时缩小的是“铁路加中试开放（示例假设）”",
    ):  # fmt: skip
        assert words in answer


def test_it_says_who_leads_by_which_measure(drafted: str) -> None:
    said = plain(drafted)
    assert "尺度不同，领先者不同：总量、创新、财力看成都；人均看攀枝花；增速看绵阳。" in said
    assert "| 人均地区生产总值（2023年） | 攀枝花 [10.71万元] | 成都 [10.35万元] |" in said
    assert re.search(r"成都都市圈\[2\.78\d万亿元\]，占\[46\.3%\]", said)


def test_promises_stand_with_target_and_result(drafted: str) -> None:
    said = plain(drafted)
    assert "| 绵阳 | 高新技术企业数 | [900个] | [838个] | 没有兑现 |" in said
    assert "| 成都 | 地区生产总值增速 | [6%]左右 | [6%] | 兑现 |" in said  # reached in a sentence with other numbers
    assert "成都承诺[“建设西部中试中心”]，后来的材料说[“西部中试中心投入运行”]。" in said
    assert "成都的西部中试中心，[运行]；" in said
    assert "德阳的重大装备中试平台，[在建]" in said


def test_contradictions_are_told_with_both_numbers_and_no_more_than_there_are(drafted: str) -> None:
    part = plain(drafted).split("## 表格证实了什么，否定了什么")[1].split("## ")[0]
    wrong = re.findall(r"说(.+?)是\[(.+?)\]，与表不符：表中是\[(.+?)\]", part)
    assert wrong == [
        ("德阳2023年地区生产总值", "2657亿元", "3,014亿元"),
        ("宜宾2023年地区生产总值增速", "8.5%", "7.5%"),
    ]
    assert "像是别的年份的数" in part


def test_what_is_missing_is_named(drafted: str) -> None:
    part = plain(drafted).split("## 还不知道什么")[1]
    assert "2023年没有地区生产总值的地区：阿坝、甘孜、凉山。" in part


def test_a_plan_says_who_assumed_it_and_who_loses(drafted: str) -> None:
    part = plain(drafted).split("## 这些规划会改变什么，对谁")[1].split("## ")[0]
    assert "假设成都、眉山之间的通行时间[-40%]。提出者：“示例假设" in part
    assert re.search(r"下降最多的是成都（\[-0\.745%\]，\[-\d", part)
    assert "不是观测值" in part


def test_a_region_without_data_says_what_to_read_in(sample: Library) -> None:
    said = draft_outline(sample, "湖北")
    assert "没有湖北各地可比的指标" in said
    assert "请读入" in said
    assert "](" not in said


def test_a_city_is_told_among_its_neighbours(sample: Library) -> None:
    said = plain(draft_outline(sample, "绵阳"))
    assert "| [4,039亿元]，[第2位] |" in said
    assert "成都占四川地区生产总值的比重" in said


def test_english_has_english_names(sample: Library) -> None:
    said = plain(draft_outline(sample, "四川", language="en"))
    assert "Chengdu has [36.7%] of the" in said
    assert "Mianyang in scientific research and technical services ([3.18])" in said
    assert "Zigong" in said
    assert not re.search(r";[^ \n]", said.split("## ")[1])  # clauses are parted by a blank


def test_an_unknown_region_is_refused_with_a_suggestion(sample: Library) -> None:
    with pytest.raises(LibraryError, match="四川"):
        draft_outline(sample, "四川川")


def test_the_command_writes_an_outline(folder: Path, sample: Library, drafted: str) -> None:
    path = folder / "outline.md"
    words = ["brief", "new", "四川", "--library", sample.place, "--language", "zh", "-o", str(path)]
    run = CliRunner().invoke(main, words)
    assert run.exit_code == 0, run.output
    assert path.read_text("utf-8") == drafted
    unknown = CliRunner().invoke(main, ["brief", "new", "无此地", "--library", sample.place])
    assert unknown.exit_code == 1
    assert "there is no such region" in unknown.output
    assert "Traceback" not in unknown.output


NEWS = """优势地区如何带好头
发布时间：2024-06-20 来源：川江新闻
今年，成都将“深入实施成果转化工程，建设运行科创岛载体9万平方米”写进工作报告。
德阳市市长林晓禾表示，德阳要加快建设装备科技城，推动16个重大装备技术项目攻关。
眉山市市长周望川表示，眉山将加快交通同城，提速成眉市域铁路S5线建设。
"""
BULLETIN = """成都市2025年国民经济和社会发展统计公报
发布时间：2026-03-30
2025年，成都市地区生产总值24763.6亿元，第一产业增加值541.1亿元，第二产业增加值6903.9亿元，第三产业增加值17318.6亿元。三次产业结构为2.2∶27.9∶69.9。
"""


def test_what_only_fits_its_own_document_and_what_nothing_tells_of_are_told_apart(tmp_path: Path) -> None:
    for name, words in (("news.txt", NEWS), ("bulletin.txt", BULLETIN)):
        (tmp_path / name).write_text(words, "utf-8")
    with Library(tmp_path / "library.db") as library:
        library.ingest([tmp_path / "news.txt", tmp_path / "bulletin.txt"])
        said = plain(draft_outline(library, "四川"))
    assert "与表相符" not in said.split("## 表格证实了什么")[1].split("## ")[0].replace("没有查出与表", "")
    assert "只与同一文稿里别的数合得上、没有独立证据的有：" in said
    assert "没有材料说明结果的有：" in said
    assert "[9万平方米]（2024年）" in said
    assert "眉山的[成眉市域铁路S5线]（在建）" in said
