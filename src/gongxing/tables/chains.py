"""The header above each column: texts from the top down, merged cells expanded, blank ones filled from the left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gongxing.tables.layout import Block, text_of

if TYPE_CHECKING:
    from gongxing.tables.sheet import Sheet


_UNIT_OF_ALL = re.compile(r"\s*[(（]?\s*(?:计量)?单位\s*[:：]|\s*[(（]?\s*Unit\s*[:：]", re.IGNORECASE)


class Link(NamedTuple):
    """One text of a header chain, the cell it stands in, and whether it stands above this column or left of it."""

    text: str
    row: int
    column: int
    inherited: bool


def header_chains(block: Block) -> dict[int, tuple[Link, ...]]:
    """Return the chain of each column of a block, from the top down.

    A blank cell with a text further down belongs to the text on its left in the same row, where everything above is
    the same: 专利授权数 | (blank) over 发明 makes 专利授权数 > 发明. So do blanks that a CSV leaves of merged cells.
    """
    origin = _origins(block.sheet, block.header)
    chains: dict[int, list[Link]] = {column: [] for column in block.columns}
    for row in block.header:
        cells = [origin.get((row, column), (row, column)) for column in block.columns]
        texts = [text_of(block.sheet.rows[r][c]).strip() for r, c in cells]
        if _is_title(block, texts):
            continue
        before: int | None = None
        for position, column in enumerate(block.columns):
            if texts[position]:
                r, c = cells[position]
                if not any(link.row == r and link.column == c for link in chains[column]):
                    chains[column].append(Link(texts[position], r, c, inherited=False))
                before = column
            elif (
                before is not None
                and block.roles.get(column) in ("value", "empty")
                and block.roles.get(before) in ("value", "empty")
                and _named_below(block, origin, row, column)
                and _same_above(chains[before], chains[column], row)
            ):
                link = next((link for link in reversed(chains[before]) if link.row <= row and not link.inherited), None)
                if link is not None and link.row == cells[before - block.columns.start][0]:
                    chains[column].append(link._replace(inherited=True))
    return {column: tuple(links) for column, links in chains.items()}


def titles(block: Block) -> list[tuple[int, int, str]]:
    """Return the texts over a block that are no header of a column of values: titles, units, sources."""
    found = []
    for row in block.header:
        cells = [
            (column, text_of(value).strip()) for column, value in enumerate(block.sheet.rows[row]) if value is not None
        ]
        alone = len({text for _, text in cells}) == 1
        for column, text in cells:
            over_labels = column in block.columns and block.roles.get(column) not in ("value", "empty")
            if text and (alone or over_labels):
                found.append((row, column, text))
    return found


def _origins(sheet: Sheet, header: list[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for each cell of a merged range that reaches into the header, the cell that holds its text."""
    rows = set(header)
    origin = {}
    for r0, c0, r1, c1 in sheet.merges or ():
        if (r1 - r0 + 1) * (c1 - c0 + 1) > 100_000:
            continue
        for row in range(r0, r1 + 1):
            if row in rows:
                for column in range(c0, min(c1, sheet.width - 1) + 1):
                    origin[row, column] = (r0, c0)
    return origin


def _is_title(block: Block, texts: list[str]) -> bool:
    """Tell a title from a header: one text in its row, over the labels rather than over values."""
    filled = [position for position, text in enumerate(texts) if text]
    if not filled or len({texts[position] for position in filled}) > 1:
        return not filled
    if _UNIT_OF_ALL.match(texts[filled[0]]):
        return True  # 单位：万元, alone at the right end over the header
    first = block.columns.start + filled[0]
    values = block.columns_of("value")
    return block.roles.get(first) not in ("value", "empty") and len(values) + len(filled) > 1


def _named_below(block: Block, origin: dict[tuple[int, int], tuple[int, int]], row: int, column: int) -> bool:
    for below in block.header:
        if below > row:
            r, c = origin.get((below, column), (below, column))
            if r > row and text_of(block.sheet.rows[r][c]).strip():
                return True
    return False


def _same_above(left: list[Link], own: list[Link], row: int) -> bool:
    return [(k.row, k.column) for k in left if k.row < row] == [(k.row, k.column) for k in own if k.row < row]
