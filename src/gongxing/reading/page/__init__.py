"""Reading a web page into an ``Article``: parse, find the body, set apart what the page says about itself."""

from __future__ import annotations

from gongxing.reading.article import Article
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.page.body import Body, find_body
from gongxing.reading.page.composition import compose
from gongxing.reading.page.markup import Page, parse_page
from gongxing.reading.page.metadata import (
    Title,
    declared,
    declared_author,
    find_title,
    published,
    read_byline,
    source_name,
)
from gongxing.reading.page.surroundings import look_around, set_notices_apart
from gongxing.reading.page.trimming import article_lines
from gongxing.reading.sections import find_sections

__all__ = ["read_page"]


def read_page(markup: str, name: str) -> Article:
    """Read the article of a web page.

    Parameters
    ----------
    markup
        The whole page, decoded.
    name
        What to call it in messages.

    Raises
    ------
    UnreadableDocumentError
        The page holds no article: its text is in an attached file or is loaded by a script, or it is a list of links.
    """
    page = parse_page(markup)
    body = find_body(page)
    if body is None:
        raise UnreadableDocumentError(name, "the page holds no article", "open the article itself and save that page")
    return _article(page, body, markup, name)


def _article(page: Page, body: Body, markup: str, name: str) -> Article:
    said = declared(page.tree)
    heavy = next((index for index in range(body.first, body.last) if body.weights[index] > 12), body.first)
    title = find_title(page, said, heavy)
    kept = article_lines(page, body, title.last if title.last is not None and title.last <= body.last else None)
    kept, tail = set_notices_apart(page, kept)
    if not kept:
        raise UnreadableDocumentError(name, "the page holds no article", "open the article itself and save that page")
    kept, subtitle = _without_title(page, kept, title)
    around = look_around(page, body, kept, title.text, markup)
    composed = compose(page, kept)
    byline = read_byline(page, title, kept[0])
    text = composed.text
    return Article(
        text=text,
        title=title.text,
        subtitle=subtitle,
        source=byline.source or next(filter(None, map(source_name, said.sources)), None) or tail.source,
        account=around.account,
        author=byline.author or declared_author(said),
        published=published(byline, said, markup),
        language=_language(text),
        sections=find_sections(text, composed.marked),
        tables=tuple(composed.tables),
        notices=tuple(dict.fromkeys(tail.notices + around.notices)),
        navigation=tuple(dict.fromkeys(around.navigation)),
        recommendations=tuple(around.recommendations),
        headlines=tuple(around.headlines),
        shares=around.shares,
    )


def _without_title(page: Page, kept: list[int], title: Title) -> tuple[list[int], str | None]:
    """Take a title that the article repeats, and a subtitle after a dash, off the head of its lines."""
    lines = page.lines
    wanted = "".join((title.text or "").split())
    joined = ""
    for place in range(min(4, len(kept) - 1)):
        joined += "".join(lines[kept[place]].text.split())
        if wanted and joined.rstrip("[]［］0123456789") == wanted:
            kept = kept[place + 1 :]
            break
        if not wanted.startswith(joined):
            break
    head = lines[kept[0]]
    if len(kept) > 1 and head.size <= 60 and head.text.startswith(("——", "--", "—", "──")):
        return kept[1:], head.text.strip("—-─ ")
    return kept, None


def _language(text: str) -> str:
    sample = text[:4000]
    wide = sum(1 for character in sample if "\u4e00" <= character <= "\u9fff")
    return "zh" if wide * 4 >= len(sample.replace(" ", "")) else "en"
