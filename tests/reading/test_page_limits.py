"""No page is too deep, too long or too broken, and the shared pages give their whole article."""

import runpy
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pages import BODY, PARAGRAPHS, TEXT, page

from gongxing.reading import UnreadableDocumentError
from gongxing.reading.page import read_page
from gongxing.reading.reader import parse_bytes

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@pytest.mark.parametrize("tag", ["div", "span", "b", "font", "ul><li", "table><tr><td", "section", "x-box", "form"])
def test_fifty_thousand_levels(tag: str) -> None:
    assert read_page(f"<{tag}>" * 50_000 + f"<section>{BODY}</section>", "deep").text == TEXT


@pytest.mark.parametrize(
    "markup",
    ["<" * 300_000, "&" * 300_000, '<p title="' * 60_000, "<script>" + '"\\' * 200_000, "<!--" * 60_000, "\0" * 10_000],
)
def test_broken_markup_ends_quickly(markup: str) -> None:
    start = time.process_time()
    with pytest.raises(UnreadableDocumentError):
        read_page(markup, "broken")
    assert time.process_time() - start < 5


def test_a_long_page_is_read_in_time() -> None:
    start = time.process_time()
    article = read_page(page("<div>" + BODY * 8_000 + "</div>"), "long")
    assert article.text.count(PARAGRAPHS[0]) == 8_000
    assert time.process_time() - start < 10


PIECES = [
    *("<p>", "</p>", "</div>", "<table>", "<tr>", "<td colspan=9>", "</table>", "<br>", "<a href=x>", "</a>", "<h1>"),
    *("<b>", "<li>", "<script>", "</script>", "<textarea>", "<div style='display:none'>", "&nbsp;", "\n", "3"),
    *("云山市增长5%，其中工业增长6%。", "相关推荐", "责任编辑：陈立", "特别声明：", "分享至", "一、综合", "来源："),
    *("\u3000\u3000", "2025-08-12 10:11", "Text, with words."),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_markup_is_read_or_refused(pieces: list[str]) -> None:
    try:
        article = read_page("".join(pieces), "any")
    except UnreadableDocumentError:
        return
    assert article.text.strip()
    for table in article.tables:
        assert article.text[table.start : table.end] == "\n".join("\t".join(row) for row in table.rows)
    for section in article.sections:
        assert article.text[section.start :].startswith(section.heading)


@pytest.mark.skipif(not (SHARED / "tools").is_dir(), reason="the hand-marked pages are not beside this checkout")
def test_hand_marked_pages() -> None:
    grams = runpy.run_path(str(SHARED / "tools" / "score_pages.py"))["grams"]
    both = found = marked = 0
    for body in sorted((SHARED / "pages" / "html").glob("*.body.txt")):
        name = body.name.removesuffix(".body.txt") + ".html"
        gold = grams(body.read_text("utf-8"))
        ours = grams(parse_bytes((body.parent / name).read_bytes(), name).text)
        same = sum((gold & ours).values())
        assert 2 * same / (sum(gold.values()) + sum(ours.values())) >= 0.95, name
        both, found, marked = both + same, found + sum(ours.values()), marked + sum(gold.values())
    assert 2 * both / (found + marked) >= 0.99


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the marked bulletins are not beside this checkout")
def test_marked_windows_of_bulletins_are_in_the_text() -> None:
    windows = sorted((SHARED / "gold").glob("*-bulletin-*.txt"))
    assert windows
    for window in windows:
        page_name = f"{window.name.split('-')[0]}-2025.html"
        text = parse_bytes((SHARED / "pages" / "bulletins" / page_name).read_bytes(), page_name).text
        assert "".join(window.read_text("utf-8").split()) in "".join(text.split()), window.name
