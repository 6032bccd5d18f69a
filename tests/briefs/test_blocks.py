"""Typed blocks: what each computes, that its numbers cite their evidence, and what it says when it cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongxing.briefs import Brief, BriefError
from gongxing.briefs.outline import Block, Cards, Listing, Paragraph, Picture, Strong, Table, Verdict, cited, plain

Build = Callable[..., Brief]
Find = Callable[[str], str]


def fence(word: str, **fields: object) -> str:
    import json

    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join((f"```{word}", *lines, "```"))


def only(brief: Brief, kind: type[Block]) -> Block:  # type: ignore[valid-type]
    (found,) = [block for block in brief.blocks if isinstance(block, kind)]
    return found


def test_figures_that_follow_each_other_stand_side_by_side(build: Build, cell: Find) -> None:
    one = fence("figure", reference=cell("C3"), label="地区生产总值，2025年")
    brief = build(f"{one}\n\n{fence('figure', reference=cell('D3'), label='常住人口', text='2154万人')}")
    cards = only(brief, Cards)
    assert isinstance(cards, Cards)
    assert [plain(card.value) for card in cards.cards] == ["2.476万亿元", "2154万人"]
    assert list(brief.evidence) == [cell("C3"), cell("D3")]


def test_a_claim_is_tested_against_the_tables(build: Build, span: Find, cell: Find) -> None:
    brief = build(fence("claim", reference=span("24763.6亿元")))
    verdict = only(brief, Verdict)
    assert isinstance(verdict, Verdict)
    assert verdict.state.text == "证实" and verdict.state.tone == "good"
    assert "24763.6亿元" in plain(verdict.quote)
    assert cell("C3") in brief.evidence


def test_a_measure_gives_a_table_that_cites_the_whole(build: Build) -> None:
    block = fence("measure", name="theil", indicator="gdp / residents", weight="residents", by="year")
    brief = build(block)
    table, sentence = only(brief, Table), only(brief, Paragraph)
    assert isinstance(table, Table) and isinstance(sentence, Paragraph)
    assert [[plain(value) for value in row] for row in table.rows] == [["2024", "0.0126"], ["2025", "0.0122"]]
    (reference,) = brief.evidence
    assert {item.reference for item in (*cited(table.caption), *cited(sentence.content))} == {reference}
    assert "泰尔指数" in brief.evidence[reference].source


def test_a_map_and_a_chart_have_a_table_twin_a_sentence_and_a_source(build: Build) -> None:
    asked = {"indicator": "gdp", "within": "四川", "year": 2025}
    brief = build(f"{fence('map', **asked)}\n\n{fence('chart', kind='ranking', title='三市的总量', **asked)}")
    pictures = [block for block in brief.blocks if isinstance(block, Picture)]
    for picture in pictures:
        assert picture.table is not None
        rows = [[plain(value) for value in row] for row in picture.table.rows]
        assert {"24,763.6", "4,638.4", "1,937.7"} <= {value for row in rows for value in row}
        assert "成都" in picture.summary
        assert list(cited(picture.caption))
    assert "审图号" in plain(pictures[0].source) + "".join(map(plain, pictures[0].notes))
    assert plain(pictures[1].caption) == "三市的总量"


def test_a_scenario_tells_changes_gains_intervals_and_certificate(build: Build) -> None:
    brief = build(fence("scenario", slug="chengmei", show=["changes", "summary", "gains", "table", "certificate"]))
    changes, gains = (block for block in brief.blocks if isinstance(block, Table))
    assert [plain(value) for value in changes.rows[0]] == ["成眉铁路", "成都、眉山：旅行时间", "−40%", "林晓禾"]
    assert [plain(row[0]) for row in gains.rows] == ["眉山", "成都", "绵阳"]
    assert [plain(value) for value in gains.rows[0][1:4]] == ["+5.61", "−18.66", "+4.61 ～ +6.61"]
    cards = only(brief, Cards)
    assert isinstance(cards, Cards)
    assert [plain(card.value) for card in cards.cards] == ["0.31%", "0.42%", "2", "1", "0.0491"]
    words = "".join(plain(block.content) for block in brief.blocks if isinstance(block, Paragraph))
    assert "误差不超过 3e-13" in words
    assert all(evidence.kind == "scenario" for evidence in brief.evidence.values())


def test_a_sign_that_another_choice_turns_stands_beside_the_number(build: Build) -> None:
    brief = build(fence("scenario", slug="chengmei", show=["summary", "gains", "table"]))
    gains, cards, picture = (only(brief, kind) for kind in (Table, Cards, Picture))
    assert isinstance(gains, Table)
    assert isinstance(cards, Cards)
    assert isinstance(picture, Picture)
    assert plain(gains.columns[2].title) == "改换就业口径"
    assert any("是以失业保险参保人数代表就业时的实际收入" in plain(note) for note in gains.notes)
    assert [plain(row[2]) for row in gains.rows] == ["−18.66", "+0.50", "−0.10"]
    assert [isinstance(row[2][0], Strong) for row in gains.rows] == [True, False, False]
    assert [plain(card.note) for card in cards.cards[:2]] == ["", "若以失业保险参保人数代表就业则为−0.3%，方向相反"]
    assert any("方向相反的有眉山（−18.66%）" in plain(note) for note in picture.notes)
    numbers = {"眉山": "+5.61%", "成都": "+0.2%"}
    prose = build("。".join(f"[{said}](scenario:chengmei#real_income/{name})" for name, said in numbers.items()))
    quotes = {reference.rpartition("/")[2]: found.quote for reference, found in prose.evidence.items()}
    assert "若以失业保险参保人数代表就业则为-18.66%，方向相反" in quotes["眉山"]
    assert "方向相反" not in quotes["成都"]


def test_assumptions_with_numbers_have_footnotes_of_their_own(build: Build) -> None:
    brief = build(fence("scenario", slug="chengmei", show=["assumptions"]))
    listing = only(brief, Listing)
    assert isinstance(listing, Listing)
    marks = [[mark.reference for mark in cited(item[0].content)] for item in listing.items]  # type: ignore[union-attr]
    assert marks == [[], ["scenario:chengmei#assumption/2"]]
    assert brief.evidence["scenario:chengmei#assumption/2"].quote == "车速按每小时60公里计。"


def test_commitments_show_state_and_both_sides(build: Build, span: Find) -> None:
    brief = build(fence("commitment", region="成都"))
    table = only(brief, Table)
    assert isinstance(table, Table)
    assert any("中试平台" in plain(row[0]) for row in table.rows)
    assert all(evidence.kind in ("doc", "cell") for evidence in brief.evidence.values())


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (fence("claim", reference="measure:theil?year=2025"), "说法须引自文件"),
        (fence("chart", kind="ranking", indicator="gdp", within="四川", year=1999), "资料库里没有那时那地的 gdp"),
        (fence("chart", kind="ranking", within="四川", year=2025), "请写 indicator"),
        (fence("chart", kind="ranking", indicator="幸福指数", year=2025), "幸福指数"),
        (fence("scenario", slug="none"), "no scenario"),
        (fence("measure", name="theil", indicator="gdp_per_head"), "block “measure” cannot be built"),
        (fence("figure", reference="cell:000000000000/!A1", label="x"), "no document or table"),
    ],
)
def test_a_block_that_cannot_be_built_says_why_with_its_line(build: Build, block: str, words: str) -> None:
    with pytest.raises(BriefError) as caught:
        build(block)
    assert words in str(caught.value)
    assert {problem.line for problem in caught.value.problems} == {5}
