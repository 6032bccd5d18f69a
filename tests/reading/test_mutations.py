"""Real pages, cut, flipped, spliced, re-encoded: they are read or refused, and what is read holds together."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_documents import make_docx, make_pdf

from gongxing.reading import Article, UnreadableDocumentError
from gongxing.reading.sandbox import Reader

ROOT = Path(__file__).resolve().parents[2]
TEXT = "清河市全年地区生产总值达到1712.6亿元，同比增长5.8%，规模以上工业增加值增长7.2%，市场持续回暖。"


def seeds() -> list[bytes]:
    """Pages to mutate: the shared ones where they are, our own samples, and small made ones."""
    shared = sorted((ROOT.parent / "shared/pages").glob("*/*.html"), key=lambda path: path.stat().st_size)[:12]
    shared += sorted((ROOT.parent / "shared/pages").glob("**/*.txt"))[:6]
    own = sorted(path for path in (ROOT / "docs/sample").glob("*") if path.suffix in (".html", ".txt"))
    page = f"<h1>清河市通报</h1><p>{TEXT}</p><p>{TEXT * 3}</p>"
    made = [
        f"<html><head><title>通报</title></head><body>{page}</body></html>".encode(),
        f"# 通报\n\n来源：清河日报\n\n## 一、综合\n\n{TEXT}\n\n| 指标 | 值 |\n|---|---|\n| 产值 | 5 |\n".encode(),
        f"首页 > 要闻\n清河市通报\n2026-03-02 10:00 来源：清河日报\n{TEXT}\n{TEXT}\n责任编辑：王明\n".encode("gb18030"),
        make_pdf([[(72, 700, 12, TEXT[:30]), (72, 680, 12, TEXT[30:])]]),
        make_docx(lambda document: [document.add_heading("通报", 1), document.add_paragraph(TEXT)]),
    ]
    return [path.read_bytes() for path in (*shared, *own)] + made


def check(article: Article) -> None:
    """What holds for every article."""
    text = article.text
    assert text.strip()
    assert "\r" not in text and "\0" not in text
    assert all(line == line.rstrip(" \u3000\xa0") for line in text.split("\n"))
    for section in article.sections:
        assert 0 <= section.start < section.end <= len(text)
        assert text.startswith(section.heading, section.start)
    for table in article.tables:
        assert 0 <= table.start < table.end <= len(text)
        assert table.rows
        assert text[table.start : table.end].count("\n") == len(table.rows) - 1
    for written in (article.published, article.captured):
        assert written is None or len(written) >= 10
    assert article.language in (None, "zh", "zh-Hant", "en")
    assert article.to_dict()["text"] == text


def mutate(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """One of the ways in which files go wrong."""
    way = chance.randrange(6)
    if way == 0:
        return data[: chance.randrange(len(data))]
    if way == 1:
        flipped = bytearray(data)
        for _ in range(chance.randrange(1, 40)):
            flipped[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(flipped)
    if way == 2:
        other = chance.choice(others)
        at, start = chance.randrange(len(data)), chance.randrange(len(other))
        return data[:at] + other[start : start + 20_000] + data[at:]
    if way == 3:
        encoding = chance.choice(["gb18030", "big5hkscs", "utf-16", "utf-8-sig"])
        return data.decode("utf-8", errors="ignore").encode(encoding, errors="ignore") or b" "
    if way == 4:
        first, second = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
        return data[:first] + data[second:] or b" "
    at = chance.randrange(len(data))
    return data[at:] + data[:at]


@pytest.fixture(scope="module")
def reader():  # type: ignore[no-untyped-def]
    with Reader() as worker:
        yield worker


def read(worker: Reader, data: bytes) -> Article | None:
    try:
        return worker.read(data, "mutant")
    except UnreadableDocumentError as error:
        # Anything else would have been one of these two: a fault of ours, or of a parser.
        assert "reading it failed" not in str(error), error
        return None


def test_seeds_are_read(reader: Reader) -> None:
    articles = [read(reader, data) for data in seeds()]
    assert sum(article is not None for article in articles) >= len(articles) - 4
    for article in articles:
        if article is not None:
            check(article)


def test_mutants_are_read_or_refused(reader: Reader) -> None:
    originals = seeds()
    for number in range(700):
        chance = random.Random(number)
        article = read(reader, mutate(originals[number % len(originals)], chance, originals))
        if article is not None:
            check(article)


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(reader: Reader, data: bytes) -> None:
    article = read(reader, data)
    if article is not None:
        check(article)


TAGS = (
    "<p> </p> <div> <table> <tr><td> </td> <br> <html> <h2> <!-- --> &nbsp; &#0; <script> </script> "
    "一、综合 来源： 2026-03-02 | 】 “"
)
PIECES = [*TAGS.split(), TEXT, "\n", "\t", "\r\n", " ", "\u3000", "# "]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MARKUP, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_markup_is_read_or_refused(reader: Reader, markup: str, encoding: str) -> None:
    article = read(reader, markup.encode(encoding))
    if article is not None:
        check(article)


def test_the_same_bytes_give_the_same_article(reader: Reader) -> None:
    for data in seeds():
        assert read(reader, data) == read(reader, data)
