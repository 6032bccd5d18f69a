"""Putting the article's text together: paragraphs, tables and headings with their places in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongxing.reading.article import Table
from gongxing.reading.page.body import is_wide
from gongxing.reading.page.markup import Line, Page
from gongxing.reading.page.tables import Grid, data_tables

_ENDED = re.compile(r"[。！？!?…：:；;.][”’）)\"』」》\]]*$")
_OPENS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(]?[一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百]+[章节条]|[-*•●■◆▪·※▲△◎○【]|\d{1,2}[.、．](?!\d)"
)
_CAPTION = re.compile(r"(?:附?[图表]\s*\d|.{0,60}(?:情况|速度|指标|一览|统计)表|.{0,80}[（(]?单位\s*[:：])")
# Lines that were broken at a width are at least so long.
_BROKEN_AT = 24
_HEADING_SIZE = 40


@dataclass(slots=True)
class Composition:
    """The text, its tables, and the paragraphs that the markup makes headings: start, end, level."""

    text: str = ""
    tables: list[Table] = field(default_factory=list)
    marked: list[tuple[int, int, int]] = field(default_factory=list)


def compose(page: Page, kept: list[int]) -> Composition:
    """Join the article's lines, given by their indices, to its text."""
    if not kept:
        return Composition()
    grids = data_tables(page, kept[0], kept[-1] + 1)
    inside = _tables_of_lines(page, kept, grids)
    level = _heading_levels(page, kept, inside)
    result = Composition()
    parts: list[str] = []
    offset = 0
    previous: Line | None = None
    written: set[int] = set()
    for index in kept:
        line = page.lines[index]
        table = inside.get(index)
        if table is not None:
            if table not in written:
                written.add(table)
                rows = grids[table].rows
                text = "\n".join("\t".join(row) for row in rows)
                caption = parts[-1] if parts and len(parts[-1]) <= 80 and _CAPTION.match(parts[-1]) else None
                result.tables.append(Table(offset, offset + len(text), tuple(rows), caption, grids[table].merges))
                parts.append(text)
                offset += len(text) + 1
            previous = None
            continue
        if previous is not None and _continues(previous, line):
            glue = "" if is_wide(previous) or is_wide(line) else " "
            parts[-1] += glue + line.text
            offset += len(glue) + len(line.text)
        else:
            if index in level:
                result.marked.append((offset, offset + len(line.text), level[index]))
            parts.append(line.text)
            offset += len(line.text) + 1
        previous = line
    result.text = "\n".join(parts)
    return result


def _tables_of_lines(page: Page, kept: list[int], grids: dict[int, Grid]) -> dict[int, int]:
    spans = {index: box for box in grids for index in range(page.first[box], page.last[box])}
    return {index: spans[index] for index in kept if index in spans}


def _heading_levels(page: Page, kept: list[int], inside: dict[int, int]) -> dict[int, int]:
    """Return the level of every line that is a heading by its element, or a short paragraph in bold between others."""
    levels: dict[int, int] = {}
    for place, index in enumerate(kept):
        line = page.lines[index]
        if index in inside or line.size > 2 * _HEADING_SIZE or place + 1 == len(kept):
            continue
        if _CAPTION.match(line.text):
            continue
        if line.level:
            levels[index] = line.level
        elif line.size <= _HEADING_SIZE and line.bold * 10 >= line.size * 9 and not _ENDED.search(line.text):
            levels[index] = 7
    if len(levels) * 2 > len(kept) and len(kept) > 3:  # a page set in bold or in headings throughout
        return {}
    return levels


def _continues(previous: Line, line: Line) -> bool:
    """Say whether a line goes on with the sentence of the line before it, broken at a width in the source."""
    if not line.broken or line.indented or line.box != previous.box or previous.size < _BROKEN_AT:
        return False
    if _ENDED.search(previous.text) or _OPENS.match(line.text):
        return False
    if is_wide(previous):
        return line.size <= 2 * previous.size
    return line.text[0].islower() and previous.size > 40
