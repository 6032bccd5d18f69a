"""Finding the sections of a text by the grammar of Chinese headings and by what the markup called a heading.

A numbered paragraph is a heading when it stands alone and is no sentence (一、综合), or it opens with one when
its first sentence is short and more follows (（一）着力扩大内需。全面落实……). Paragraphs that only the markup
marks fall below the numbered headings above them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from gongxing.reading.article import Section

_HAN_NUMBER = "[一二三四五六七八九十百零〇]{1,4}"
_NUMBERED = re.compile(
    rf"^[ \u3000\t]*(?:(?P<part>第{_HAN_NUMBER}(?:编|篇|章|部分))|(?P<division>第{_HAN_NUMBER}节)"
    rf"|(?P<first>{_HAN_NUMBER}[、.．](?!{_HAN_NUMBER}、))|(?P<second>[（(]{_HAN_NUMBER}[）)])"
    r"|(?P<third>\d{1,2}[.．、](?![\d\s]*\d))|(?P<fourth>[（(]\d{1,2}[）)]))",
    re.M,
)
_LEVELS = {"part": 1, "division": 2, "first": 1, "second": 2, "third": 3, "fourth": 4}
# 注：, 注释, 资料来源 close the last section: what follows are notes, numbered or not.
_NOTES = re.compile(
    r"^[ \u3000]*(?:附?注(?:释|解)?|资料来源|数据来源|名词解释|参考文献)[ \u3000]*[:：]?[ \u3000]*$", re.M
)
_LONE_NOTE = re.compile(r"^[ \u3000]*(?:\[1\]|［1］|【1】)", re.M)
_ALONE, _RUN_IN, _SHORT_RUN_IN = 60, 60, 24
# 一、综合 全年……: the heading of a page that lost its line breaks.
_LOST_BREAK = re.compile(r"[ \u3000]*[^\s，。；：]{2,20}(?=[ \u3000])")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar)[）)]?\s*$", re.I)  # an entry of a list of attachments
_UNFINISHED = "，；、：,;"


class _Heading(NamedTuple):
    start: int
    end: int
    level: int
    numbered: bool


def find_sections(text: str, marked: Sequence[tuple[int, int, int]] = ()) -> tuple[Section, ...]:
    """Return the sections of a text, in order.

    Parameters
    ----------
    text
        The text, one paragraph a line.
    marked
        Start, end and level of every paragraph that the markup makes a heading; levels need not be dense.

    Returns
    -------
    tuple of Section
        Each reaches to the next heading of its own or a higher level, or to the notes that close the text.
    """
    close = _notes_start(text)
    numbered = [heading for match in _NUMBERED.finditer(text) if (heading := _numbered_heading(text, match, close))]
    headings = _with_marked(numbered, [mark for mark in marked if mark[0] < close])
    return tuple(_closed(text, headings, close))


def _notes_start(text: str) -> int:
    """Return where the notes at the end of the text begin, or its length."""
    last = None
    for match in _NOTES.finditer(text):
        last = match.start() if last is None or match.start() - last > len(text) // 3 else last
    lone = None
    for match in _LONE_NOTE.finditer(text):
        lone = match.start()
    found = [start for start in (last, lone) if start is not None and start > 0.5 * len(text)]
    return min(found, default=len(text))


def _numbered_heading(text: str, match: re.Match[str], close: int) -> _Heading | None:
    start = match.end() - len(match[0].lstrip(" \t\u3000"))
    if start >= close:
        return None
    stop = text.find("\n", match.end())
    stop = len(text) if stop < 0 else stop
    kind = match.lastgroup or "third"
    end = _heading_end(text, match.end(), stop, kind)
    return _Heading(start, end, _LEVELS[kind], True) if end else None


def _heading_end(text: str, begin: int, stop: int, kind: str) -> int:
    """Return where the heading ends whose number ends at ``begin``, or 0 when the paragraph only is numbered."""
    body = text[begin : min(stop, begin + _ALONE + 2)]
    if "\t" in body or not body.strip() or _FILE.search(body):
        return 0
    sentence = re.search("[。！；]", body)
    if sentence is None:
        if stop - begin <= _ALONE and body.rstrip()[-1] not in _UNFINISHED:
            return begin + len(body.rstrip())
        if kind in ("first", "part", "division"):  # 一、综合 全年……: a page that lost its line breaks
            word = _LOST_BREAK.match(body)
            return begin + word.end() if word else 0
        return 0
    if sentence[0] == "；":
        return 0
    whole = begin + sentence.start()
    alone = not text[begin + sentence.end() : stop].strip()
    if kind in ("first", "part", "division"):
        word = _LOST_BREAK.match(body)
        if word and (not alone or "，" in body[word.end() :] or len(body[word.end() :]) > _ALONE // 6):
            return begin + word.end()
    if kind in ("third", "fourth"):
        return whole if not alone and sentence.start() <= _SHORT_RUN_IN and "，" not in body[: sentence.start()] else 0
    return whole if sentence.start() <= _RUN_IN else 0


def _with_marked(numbered: list[_Heading], marked: Sequence[tuple[int, int, int]]) -> list[_Heading]:
    """Merge numbered and marked headings; parts and chapters push everything numbered 一、 below them."""
    has_parts = any(heading.level == 1 and heading.numbered for heading in numbered)
    dense = {level: rank for rank, level in enumerate(sorted({level for _, _, level in marked}), 1)}
    taken = {heading.start for heading in numbered}
    covered = [(heading.start, heading.end) for heading in numbered]
    extra = [
        _Heading(start, end, dense[level], False)
        for start, end, level in marked
        if start < end and start not in taken and not _overlaps(covered, start, end)
    ]
    merged = sorted(numbered + extra)
    above = 0
    result = []
    for heading in merged:
        if heading.numbered:
            above = heading.level
            result.append(heading)
        else:
            result.append(heading._replace(level=heading.level + (above if has_parts else 0)))
    return result


def _overlaps(covered: list[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_left(covered, (end, 0))
    return place > 0 and covered[place - 1][1] > start


def _closed(text: str, headings: list[_Heading], close: int) -> list[Section]:
    sections: list[Section] = []
    ends = _ends(headings, close)
    skip = False
    for place, heading in enumerate(headings):
        if skip:
            skip = False
            continue
        following = headings[place + 1] if place + 1 < len(headings) else None
        subheading, end = None, ends[place]
        if (
            following is not None
            and not following.numbered
            and not heading.numbered
            and following.level == heading.level
            and not text[heading.end : following.start].strip()
        ):
            subheading, end, skip = text[following.start : following.end], ends[place + 1], True
        while end > heading.end and text[end - 1].isspace():
            end -= 1
        sections.append(Section(text[heading.start : heading.end], heading.start, end, heading.level, subheading))
    return sections


def _ends(headings: list[_Heading], close: int) -> list[int]:
    ends = [close] * len(headings)
    open_: list[int] = []
    for place, heading in enumerate(headings):
        while open_ and headings[open_[-1]].level >= heading.level:
            ends[open_.pop()] = heading.start
        open_.append(place)
    return ends
