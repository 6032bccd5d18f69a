"""HTML: one file without scripts, footnotes that lead there and back, words that stay words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hostile import HOSTILE
from lxml import html

from gongxing.briefs import Brief, render

Build = Callable[..., Brief]
Find = Callable[[str], str]


def page_of(brief: Brief) -> str:
    return render(brief, "html").decode()


def test_footnotes_lead_there_and_back(build: Build, span: Find, cell: Find) -> None:
    gdp = span("24763.6亿元")
    page = page_of(build(f"成都[2.48万亿元]({gdp})，绵阳[4638亿元]({cell('C5')})，又[2.48万亿元]({gdp})。"))
    tree = html.fromstring(page)
    ids = {one.get("id") for one in tree.iter() if one.get("id")}
    targets = [link.get("href")[1:] for link in tree.iter("a") if link.get("href", "").startswith("#")]
    assert set(targets) <= ids
    assert len(tree.findall(".//section[@class='notes']//li")) == 2
    assert [one.text for one in tree.findall(".//sup/a")] == ["1", "2", "1"]
    assert tree.find(".//li[@id='note-1']").get("data-reference") == gdp


def test_one_file_that_asks_for_nothing(build: Build) -> None:
    block = '```map\nindicator = "gdp"\nwithin = "四川"\nyear = 2025\n```\n'
    page = page_of(build(block))
    tree = html.fromstring(page)
    assert not tree.findall(".//script") and not tree.findall(".//link") and not tree.findall(".//img")
    assert not re.search(r"""url\(["']?(?!#)""", page)
    assert tree.find(".//figure//svg/title") is not None and tree.find(".//figure//svg/desc") is not None
    rows = tree.findall(".//figure/details//tbody/tr")
    assert any("成都" in row.text_content() and "24,763.6" in row.text_content() for row in rows)
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words(build: Build, words: str) -> None:
    brief = build(f"## `{words}`\n\n正文 `{words}`\n", title=words)
    tree = html.fromstring(page_of(brief))
    assert tree.findtext(".//h1") == words and tree.findtext(".//title") == words
    assert tree.findtext(".//h2/code") == words
    assert not tree.findall(".//script") and not tree.findall(".//img")


def test_a_hostile_quote_is_words(build: Build, span: Find) -> None:
    tree = html.fromstring(page_of(build(f"绵阳[4638.4亿元]({span('4638.4亿元')})。")))
    note = tree.find(".//li[@id='note-1']")
    assert note is not None and not note.findall(".//b") and not note.findall(".//script")
    assert "<script>alert(1)</script>" in note.text_content() or "<b>x</b>" in note.text_content()
