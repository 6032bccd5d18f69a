"""Reading a web page into an ``Article``: parse, find the body, set apart what the page says about itself."""

from __future__ import annotations

import re

from gongxing.reading.article import Article
from gongxing.reading.page.absence import no_article
from gongxing.reading.page.body import Body, find_body, wide_text
from gongxing.reading.page.composition import compose
from gongxing.reading.page.embedded import find_embedded
from gongxing.reading.page.markup import Page, parse_page
from gongxing.reading.page.metadata import (
    Declared,
    Title,
    declared,
    declared_author,
    find_title,
    merged,
    published,
    read_byline,
    source_name,
)
from gongxing.reading.page.surroundings import look_around, set_notices_apart, signatures, source_below
from gongxing.reading.page.trimming import article_lines
from gongxing.reading.sections import find_sections

__all__ = ["read_page", "tables_of_page"]

_DASHES = re.compile(r"^\s*(?:[—─―–]+|--+)\s*")
# Below this weight the data of the page are searched too; below the second, a body must prove itself.
_SCANT, _FAINT = 240.0, 60.0


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
    said = declared(page.tree)
    inner, inner_body = page, body
    if body is None or body.weight < _SCANT:
        embedded = find_embedded(page.tree)
        if embedded is not None:
            hidden_page = parse_page(embedded.markup)
            hidden = find_body(hidden_page)
            if hidden is not None and (body is None or hidden.weight > 2 * body.weight):
                inner, inner_body = hidden_page, hidden
                said = merged(said, embedded.declared)
    if inner_body is None:
        raise no_article(page, name)
    article = _article(page, inner, inner_body, said, markup)
    if article is None or (inner is page and inner_body.weight < _FAINT and not _is_notice(article)):
        raise no_article(page, name)
    return article


def tables_of_page(markup: str) -> tuple[Article, int]:
    """Read the tables of a whole page, whether or not an article is in it.

    Returns
    -------
    tuple
        The page's title, all its lines and its data tables; and how many tables of any sort it has.
    """
    page = parse_page(markup)
    composed = compose(page, list(range(len(page.lines))))
    title = find_title(page, declared(page.tree), len(page.lines)).text
    return Article(composed.text, title=title, tables=tuple(composed.tables)), page.tag.count("table")


def _is_notice(article: Article) -> bool:
    """Say whether a few words are the whole article: a titled page that ends in a sentence."""
    return article.title is not None and article.text.rstrip("”’）)")[-1:] in tuple("。！？.!?")


def _article(page: Page, inner: Page, body: Body, said: Declared, markup: str) -> Article | None:
    """Read the article in ``inner``, which is the page itself or the markup that it carries in its data."""
    heavy = next((index for index in range(body.first, body.last) if body.weights[index] > 12), body.first)
    title = find_title(inner, said, heavy)
    kept = article_lines(inner, body, title.last if title.last is not None and title.last <= body.last else None)
    kept, tail = set_notices_apart(inner, kept)
    if not kept:
        return None
    start = kept[0]
    kept, subtitle = _without_title(inner, kept, title)
    if title.last is not None:
        between = (inner.lines[index].text for index in range(title.last, min(title.last + 8, start)))
        subtitle = subtitle or next((_DASHES.sub("", text) for text in between if _DASHES.match(text)), None)
    signed = signatures(inner, kept[-1])
    same = inner is page
    around = look_around(page, body if same else None, kept if same else [], title.text, markup)
    signatories = {inner.lines[index].text for index in signed}
    composed = compose(inner, [*kept, *signed])
    byline = read_byline(inner, title, kept[0])
    source = tail.source or byline.source or source_below(inner, kept[-1]) or byline.beside
    source = source or next(filter(None, map(source_name, said.sources)), None) or byline.publisher
    return Article(
        text=composed.text,
        title=title.text,
        subtitle=subtitle,
        source=source,
        account=around.account,
        author=byline.author or declared_author(said, source),
        published=published(byline, said, markup),
        language=_language(composed.text),
        sections=find_sections(composed.text, composed.marked),
        tables=tuple(composed.tables),
        notices=tuple(notice for notice in dict.fromkeys(tail.notices + around.notices) if notice not in signatories),
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
    if len(kept) > 1 and head.size <= 60 and _DASHES.match(head.text):
        return kept[1:], _DASHES.sub("", head.text)
    return kept, None


def _language(text: str) -> str:
    sample = text[:4000]
    return "zh" if wide_text(sample, len(sample)) else "en"
