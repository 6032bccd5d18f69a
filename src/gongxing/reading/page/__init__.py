"""Reading a web page into an ``Article``."""

from __future__ import annotations

from gongxing.reading.article import Article
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.page.body import find_body
from gongxing.reading.page.markup import parse_page


def read_page(markup: str, name: str) -> Article:
    """Read the article of a web page."""
    page = parse_page(markup)
    body = find_body(page)
    if body is None:
        raise UnreadableDocumentError(name, "no article", "open it")
    return Article(text="\n".join(page.lines[index].text for index in body.lines))
