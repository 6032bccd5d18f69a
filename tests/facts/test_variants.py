"""What should not matter: the same document in other widths, spacing, wrappers and names gives the same facts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from gongxing.facts.extraction import extract_facts
from gongxing.reading import read_bytes, read_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongxing.facts import Fact
    from gongxing.reading import Article

WIDE = str.maketrans("0123456789%.", "０１２３４５６７８９％．")
MENU = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("首页", "政务公开", "政务服务", "互动交流", "数据开放"))
OTHERS = "".join(
    f"<li><a href='/a{n}'>关于申报第{n}批项目的通知</a><span>2024-0{n}-11</span></li>" for n in range(1, 7)
)


def first_report(shared: Path) -> Path:
    return min((shared / "pages" / "reports").glob("*.txt"))


def paragraphs(article: Article) -> list[str]:
    return article.text.split("\n")


def in_tables(article: Article) -> bytes:
    """An old site: tables for layout, inline styles, GBK."""
    body = "".join(f"<p style='text-indent:2em'><span>{each}</span></p>" for each in paragraphs(article))
    return (
        f"<html><head><meta charset='gb2312'><title>{article.title}</title></head><body><table><tr><td><ul>{MENU}</ul>"
        f"</td></tr><tr><td><ul>{OTHERS}</ul></td><td><table><tr><td><b>{article.title}</b></td></tr>"
        f"<tr><td>{body}</td></tr></table></td></tr></table></body></html>"
    ).encode("gb18030")


def in_sections(article: Article) -> bytes:
    """A page of an account: nested sections, text hidden until a script shows it, a mark of byte order."""
    body = "".join(f"<section><section><span>{each}</span></section></section>" for each in paragraphs(article))
    return (
        "\ufeff<html><head><meta charset='utf-8'></head><body><div id='page-content'>"
        f"<h1 class='rich_media_title'>{article.title}</h1>"
        f"<div class='rich_media_content' id='js_content' style='visibility: hidden'>{body}</div></div></body></html>"
    ).encode()


def between_breaks(article: Article) -> bytes:
    """One block whose lines part at breaks, set in by wide blanks."""
    body = "<br><br>".join(f"　　{each}" for each in paragraphs(article))
    head = f"<html><body><div><ul>{MENU}</ul></div><h2>{article.title}</h2>"
    return f"{head}<div id='zoom'>{body}</div></body></html>".encode()


def told(facts: list[Fact]) -> Counter[tuple[object, ...]]:
    return Counter(
        (f.value, f.unit, f.indicator, f.region, f.period, f.bound, f.modality) for f in facts if f.kind == "figure"
    )


def share_kept(before: Counter[tuple[object, ...]], after: Counter[tuple[object, ...]]) -> float:
    return 2 * (before & after).total() / (before.total() + after.total())


@pytest.fixture(scope="module")
def report(shared: Path) -> Article:
    return read_file(first_report(shared))


@pytest.mark.parametrize("wrapped", [in_tables, in_sections, between_breaks])
def test_the_site_does_not_matter(report: Article, wrapped: Callable[[Article], bytes]) -> None:
    again = read_bytes(wrapped(report), "page.html")
    assert share_kept(told(extract_facts(report)), told(extract_facts(again))) > 0.99


def test_width_and_blanks_do_not_matter(report: Article, shared: Path) -> None:
    plain = first_report(shared).read_text("utf-8")
    expected = told(extract_facts(report))
    spaced = re.sub(r"(?<=[\u4e00-\u9fff])(\d[\d.]*)(?=[\u4e00-\u9fff%])", r" \1 ", plain)
    for variant in (plain.translate(WIDE), spaced):
        found = told(extract_facts(read_bytes(variant.encode(), "report.txt")))
        assert share_kept(expected, found) > 0.99


def test_straight_quotation_marks_do_not_matter(shared: Path) -> None:
    """Of every kind of fact as many, at the same places, under the same names."""
    for path in sorted((shared / "pages" / "reports").glob("*.txt")):
        curly = path.read_text("utf-8")
        straight = curly.replace("“", '"').replace("”", '"')
        spans = [
            [
                (f.kind, f.start, f.end, getattr(f, "group", None))
                for f in extract_facts(read_bytes(text.encode(), "a.txt"))
            ]
            for text in (curly, straight)
        ]
        assert spans[0] == spans[1], path.name


def test_the_issuer_does_not_matter(report: Article, shared: Path) -> None:
    """Of another province the same words say the same of it."""
    plain = first_report(shared).read_text("utf-8")
    issuers = Counter(f.region for f in extract_facts(report) if f.kind == "figure")
    (name, count), *_ = issuers.most_common(1)
    other = "湖北" if name != "湖北" else "湖南"
    found = extract_facts(read_bytes(plain.replace(name, other).encode(), "report.txt"))
    renamed = Counter(f.region for f in found if f.kind == "figure")
    assert renamed.most_common(1)[0][0] == other
    assert abs(renamed[other] - count) <= 0.05 * count
