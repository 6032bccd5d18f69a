"""Plain-text dumps of web pages: the article out of the menus, counts, cards and headlines that were copied with it.

Plain text without any of these is the simple case of a dump: everything is article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.reading.article import Article
from gongxing.reading.dump.body import belongs, clean_title, find_body
from gongxing.reading.dump.headings import bare_headings, tables
from gongxing.reading.dump.lines import classify, split_lines
from gongxing.reading.dump.surroundings import describe
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.script import language_of
from gongxing.reading.sections import find_sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.reading.dump.lines import Line

_NOTE_MARK = re.compile(r"[\[［【(（]\d{1,2}[\]］】)）]$")

__all__ = ["read_dump"]


def read_dump(text: str, name: str) -> Article:
    """Read a plain text, with or without the clutter of a page around its article.

    Raises
    ------
    UnreadableDocumentError
        There is no text but menus and notices.
    """
    lines = split_lines(text)
    classify(lines)
    body = find_body(lines)
    title = clean_title(lines[body.title].text) if body.title is not None else None
    kept = [line for line in lines[body.start : body.stop] if belongs(line)]
    if title and len(kept) > 1 and title.endswith(_NOTE_MARK.sub("", kept[0].text)):
        kept = kept[1:]
    top = body.start if body.title is None else body.title
    around = describe(
        lines[:top],
        [line for i, line in enumerate(lines[top : body.start], top) if i not in (body.title, body.subtitle)],
        [line for line in lines[body.start : body.stop] if not belongs(line)],
        lines[body.stop :],
        title,
    )
    joined = "\n".join(line.text for line in kept)
    if not joined or (len(joined) < 20 and len(kept) < 0.2 * len(lines)) or _is_list_of_links(lines):
        raise UnreadableDocumentError(
            name, "no article is in it", "copy the article's own words, or save the page as HTML"
        )
    headings = bare_headings(kept)
    return Article(
        text=joined,
        title=title,
        subtitle=lines[body.subtitle].text if body.subtitle is not None else None,
        source=around.source,
        account=around.account,
        author=around.author,
        published=around.published,
        captured=around.captured,
        language=language_of(joined),
        sections=find_sections(joined, [(start, end, 1) for start, end in headings]),
        tables=tuple(tables(kept)),
        notices=tuple(around.notices),
        navigation=tuple(around.navigation),
        recommendations=tuple(around.recommendations),
        headlines=tuple(around.headlines),
        shares=around.shares,
    )


def _is_list_of_links(lines: Sequence[Line]) -> bool:
    """Tell whether a page has a menu and a foot and no sentence between them."""
    roles = {line.role for line in lines}
    return len(lines) > 8 and "prose" not in roles and "cell" not in roles and "row" not in roles and "foot" in roles
