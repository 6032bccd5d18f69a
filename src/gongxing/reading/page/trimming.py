"""Where the article begins and ends inside its box, and what inside it is none of it."""

from __future__ import annotations

import re

from gongxing.reading.page.body import Body, in_cell, is_byline, is_furniture, is_number_told
from gongxing.reading.page.lexicon import Lexicon, lexicon
from gongxing.reading.page.markup import Line, Page

# A cut needs so much of the article before it.
_CUT_AFTER = 0.4
_LABEL_CELLS = 2
_SENTENCE = 20.0
_TALK = re.compile("评论|跟贴|我来说|comment", re.I)
# A document's list of attachments stands before its signature, and is linked.
_ATTACHED = re.compile(r"^附[件表图]|\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|ofd)\b|^\d{1,2}[.．、](?!\d)", re.I)


def article_lines(page: Page, body: Body, title_end: int | None) -> list[int]:
    """Return the indices of the article's lines.

    ``title_end`` is the index after the line or lines of the title, where they stand on the page: the article begins
    after them.
    """
    words = lexicon()
    heavy = [index for index in range(body.first, body.last) if body.weights[index] > 0]
    if title_end is not None:
        heavy = [index for index in heavy if index >= title_end] or heavy
    if not heavy:
        return []
    end = _end(page, body, words, heavy)
    start = _start(page, body, words, heavy[0], title_end)
    kept = [index for index in range(start, end) if not body.is_clutter(page.lines[index])]
    kept = [index for index in kept if body.weights[index] > 0 or not _is_button(page, index, words)]
    return _without_lists(page, body, kept)


def _is_button(page: Page, index: int, words: Lexicon) -> bool:
    """Say whether a line between paragraphs is furniture; cells and numbers there are part of a table."""
    line = page.lines[index]
    return page.tag[line.box] not in ("td", "th") and not line.text.isdecimal() and is_furniture(line, words)


def _without_lists(page: Page, body: Body, kept: list[int]) -> list[int]:
    """Drop runs of two or more lines that are links through and through: boxes of related articles."""
    lines = page.lines
    linked = [
        lines[index].link * 10 > lines[index].size * 9
        and page.tag[lines[index].box] not in ("td", "th")
        and not _ATTACHED.search(lines[index].text)
        for index in kept
    ]
    last = len(kept) - 1
    return [
        index
        for place, index in enumerate(kept)
        if not (linked[place] and ((place and linked[place - 1]) or (place < last and linked[place + 1])))
    ]


def _end(page: Page, body: Body, words: Lexicon, heavy: list[int]) -> int:
    """Return the index after the last line: cut at 相关阅读 and its kind, then walk on from the last paragraph."""
    lines, weights, end = page.lines, body.weights, body.last
    total = sum(weights[index] for index in heavy)
    done = 0.0
    for index in range(heavy[0], body.last):
        line, weight = lines[index], weights[index]
        if weight > 0:
            done += weight
        elif (
            line.size <= 24
            and done > _CUT_AFTER * total
            and _opens_the_rest(page, line, words)
            and not _goes_on(page, body, heavy, index)
        ):
            end = index
            break
    tail = max((index for index in heavy if index < end), default=heavy[-1])
    for index in range(tail + 1, end):  # signatures, dates and tables after the last paragraph still belong
        line = lines[index]
        if _ATTACHED.search(line.text) and not is_furniture(line, words):
            continue
        if is_number_told(page, line) and (in_cell(page, line) or _around(page, index) == _around(page, tail)):
            continue
        if weights[index] < -0.5 or line.link * 2 > line.size or is_furniture(line, words):
            return index
    return end


def _opens_the_rest(page: Page, line: Line, words: Lexicon) -> bool:
    return page.tag[line.box] not in ("td", "th") and words.after.fullmatch(line.text) is not None


def _goes_on(page: Page, body: Body, heavy: list[int], index: int) -> bool:
    """Say whether 相关链接 and its kind head a part of the article: a paragraph of its kind follows at once."""
    after = index + 1
    if after >= body.last or body.weights[after] < _SENTENCE or _TALK.search(page.lines[index].text):
        return False
    before = max(place for place in heavy if place < index)
    return _around(page, after) == _around(page, before)


def _around(page: Page, index: int) -> int:
    """Return the box around a paragraph; a bare line between breaks is its own paragraph."""
    box = page.lines[index].box
    return page.parent[box] if page.tag[box] in ("p", "li", "section", "h2", "h3", "h4") else box


def _start(page: Page, body: Body, words: Lexicon, heavy: int, title_end: int | None) -> int:
    """Return the first line of the article: after title, byline and whatever is clutter before the first paragraph."""
    lines = page.lines
    floor = max(body.first, title_end or 0)
    start = heavy
    for index in range(heavy - 1, floor - 1, -1):
        line = lines[index]
        if body.is_clutter(line):
            if body.roles[line.box] == "hidden":
                continue
            break
        if line.link * 2 > line.size or is_furniture(line, words) or is_byline(line, words):
            break
        if words.bare_label.fullmatch(line.text):
            return max(start, _after_index_table(page, index, words))
        start = index
    return start


def _after_index_table(page: Page, index: int, words: Lexicon) -> int:
    """Return the index after the table of 索引号, 发布机构 … that a label is part of."""
    box = page.lines[index].box
    while box and page.tag[box] not in ("table", "ul", "dl"):
        box = page.parent[box]
    if not box:
        return index + 2
    labels = sum(
        words.bare_label.fullmatch(page.lines[place].text) is not None
        for place in range(page.first[box], min(page.last[box], page.first[box] + 40))
    )
    return page.last[box] if labels >= _LABEL_CELLS and page.last[box] - page.first[box] < 60 else index + 2
