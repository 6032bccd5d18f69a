"""Outlines to trees; mistakes are named with their line, what is expected, and the nearest word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.briefs import BriefError, parse_outline
from gongxing.briefs.outline import Cited, Heading, Listing, Paragraph, Table, Text, Typed, plain

FRONT = '+++\ntitle = "简报"\n+++\n'


def test_an_outline_is_a_tree_with_lines() -> None:
    outline = parse_outline(
        '+++\ntitle = "四川"\nlanguage = "en"\nauthors = ["Lin"]\ndate = 2026-03-18\n+++\n\n## Who leads\n\n'
        "GDP of [2.78 trillion yuan](doc:aaaaaaaaaaaa#1-5)\nin 2023.\n\n1. one\n2. two\n\n"
        "| a | b |\n|---|--:|\n| x | y |\n\n"
        '```measure\nname = "theil"\nindicator = "gdp"\n```\n'
    )  # fmt: skip
    assert (outline.front.title, outline.front.language, outline.front.authors) == ("四川", "en", ("Lin",))
    assert outline.front.date == "2026-03-18"
    heading, paragraph, listing, table, block = outline.blocks
    assert isinstance(heading, Heading) and (plain(heading.content), heading.line) == ("Who leads", 8)
    assert isinstance(paragraph, Paragraph) and isinstance(paragraph.content[1], Cited)
    assert paragraph.content[1].reference == "doc:aaaaaaaaaaaa#1-5"
    assert isinstance(listing, Listing) and listing.start == 1 and len(listing.items) == 2
    assert isinstance(table, Table) and [column.align for column in table.columns] == ["left", "right"]
    assert isinstance(block, Typed) and block.fields == {"name": "theil", "indicator": "gdp"}
    assert block.line_of("indicator") == 22


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# 没有题头", 1, "+++"),
        ('+++\ntitle = "x"\n', 1, "没有结束"),
        ("+++\ntitle = 简报\n+++\n", 2, "TOML"),
        ('+++\nlanguage = "zh"\n+++\n', 1, "title"),
        ('+++\ntitle = "x"\ntilte = "y"\n+++\n', 3, "您是指“title”吗"),
        ('+++\ntitle = "x"\nlanguage = "fr"\n+++\n', 3, "zh 或 en"),
        ('+++\ntitle = "x"\ndate = "2026年3月"\n+++\n', 3, "2026-03-18"),
        (FRONT + "\n```measur\nname = 1\n```\n", 5, "您是指“measure”吗"),
        (FRONT + "\n```\nx\n```\n", 5, "须写明类型"),
        (FRONT + '\n```measure\nname = "theil"\nindicater = "gdp"\n```\n', 7, "您是指“indicator”吗"),
        (FRONT + '\n```measure\nname = "thiel"\n```\n', 6, "您是指“theil”吗"),
        (FRONT + "\n```measure\nname = theil\n```\n", 6, "文字须加引号"),
        (FRONT + '\n```measure\nindicator = "gdp"\n```\n', 5, "缺少字段：name"),
        (FRONT + '\n```measure\nname = "theil"\nrows = "ten"\n```\n', 7, "整数"),
        (FRONT + '\n```scenario\nslug = "a"\nshow = ["gain"]\n```\n', 7, "您是指“gains”吗"),
        (FRONT + '\n```figure\nreference = "doc:a"\nlabel = "x"\n', 5, "没有结束"),
        (FRONT + "\n第一行\n[x](javascript:alert)\n", 6, "既不是网址"),
        (FRONT + "\n![x](y.png)\n", 5, "chart"),
        (FRONT + "\n    缩进\n", 5, "缩进"),
    ],
)
def test_mistakes_are_named_with_their_line(text: str, line: int, words: str) -> None:
    with pytest.raises(BriefError) as caught:
        parse_outline(text, "a.md")
    (found,) = caught.value.problems
    assert found.line == line
    assert words in found.zh
    assert str(caught.value).startswith(f"a.md: 第 {line} 行：") and f" / line {line}: " in str(caught.value)


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(BriefError) as caught:
        parse_outline(FRONT + "\n```mesure\n```\n\n[x](ftp://y)\n\n```chrt\n```\n")
    assert [problem.line for problem in caught.value.problems] == [5, 8, 10]


def test_html_is_words() -> None:
    (paragraph,) = parse_outline(FRONT + "\n<b onclick=x>粗</b>\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == (Text("<b onclick=x>粗</b>"),) or plain(paragraph.content) == "<b onclick=x>粗</b>"


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_or_refused_in_words(body: str) -> None:
    try:
        parse_outline(FRONT + body)
    except BriefError as error:
        assert error.problems
