"""Headings and tables among the lines of an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.reading.article import Table
from gongxing.reading.dump.lines import is_byline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxing.reading.dump.lines import Line

_LONGEST = 30
_NO_HEADING = re.compile(
    r"[，。；：、,;:…]$|^[—–（(【*※▲△]|^[图表]\s*[\d一二三四五六七八九十]*[:：\s]|^图[为：]|(?:摄|制图|供图|图源.*|资料图片?)[）)]?$|会议上|^\d[\d.,%\s]*$"
    r"|^(?:注|附|备注|各位|尊敬的|同志们|朋友们|女士们|先生们|大家好|谢谢)"
)


def bare_headings(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the spans, in the joined lines, of headings without a number: a few words alone, over running text.

    Two in a row are a heading and its subheading.
    """
    found: list[tuple[int, int]] = []
    prose = False
    offset = 0
    for i, line in enumerate(lines):
        end = offset + len(line.text)
        prose = prose or line.role == "prose"
        if prose and line.role == "short" and _may_head(line.text):
            below = [following.role for following in lines[i + 1 : i + 3]]
            over = below[:1] == ["prose"] or (below == ["short", "prose"] and _may_head(lines[i + 1].text))
            if over:
                found.append((offset, end))
        offset = end + 1
    return found


def _may_head(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST and not _NO_HEADING.search(text) and not is_byline(text)


def tables(lines: Sequence[Line]) -> Iterator[Table]:
    """Yield the tables: two or more rows in a row."""
    start = 0
    rows: list[tuple[str, ...]] = []
    offset = 0
    for line in lines:
        if line.role == "row":
            if not rows:
                start = offset
            rows.append(tuple(cell.strip() for cell in line.text.split("\t")))
        else:
            if len(rows) > 1:
                yield Table(start, offset - 1, tuple(rows))
            rows = []
        offset += len(line.text) + 1
    if len(rows) > 1:
        yield Table(start, offset - 1, tuple(rows))
