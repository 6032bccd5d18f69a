"""Tables in the article: those that hold data keep their cells, those that only lay out the page are unwrapped."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from gongxing.reading.page.markup import Page

# A cell of data is a word or a number; a cell of running text makes the table a layout.
_LONGEST_CELL, _MEAN_CELL = 160, 45
_WIDEST = 400


@dataclass(slots=True)
class Grid:
    """A data table: its box, its rows, each with as many cells as there are columns, and the cells that are merged."""

    box: int
    rows: list[tuple[str, ...]]
    merges: tuple[tuple[int, int, int, int], ...]


def data_tables(page: Page, first: int, last: int) -> dict[int, Grid]:
    """Return the data tables whose lines lie within ``first:last``, by the number of their box."""
    boxes = [
        box
        for box, tag in enumerate(page.tag)
        if tag == "table" and page.first[box] >= first and page.last[box] <= last and page.first[box] < page.last[box]
    ]
    if not boxes:
        return {}
    outer = {parent for box in boxes for parent in _tables_around(page, box)}
    tables = {}
    cells = _cells(page, {box for box in boxes if box not in outer})
    for box in boxes:
        rows = cells.get(box)
        if rows and _is_data(rows):
            tables[box] = _grid(page, box, rows)
    return tables


def _tables_around(page: Page, box: int) -> list[int]:
    around = []
    parent = page.parent[box]
    while parent > 0:
        if page.tag[parent] == "table":
            around.append(parent)
        parent = page.parent[parent]
    return around


_Row = list[tuple[int, str]]


def _cells(page: Page, tables: set[int]) -> dict[int, list[_Row]]:
    """Gather the cells of each innermost table, row by row, as box and text; empty cells too."""
    owner: dict[int, int] = {box: box for box in tables}
    row_of: dict[int, tuple[int, int]] = {}
    rows: dict[int, list[_Row]] = {box: [] for box in tables}
    start = min(tables, default=len(page.tag))
    for box in range(start + 1, len(page.tag)):
        table = owner.get(page.parent[box])
        if table is None:
            continue
        owner[box] = table
        tag = page.tag[box]
        if tag == "tr":
            rows[table].append([])
            row_of[box] = (table, len(rows[table]) - 1)
        elif tag in ("td", "th") and page.parent[box] in row_of:
            rows[table][row_of[page.parent[box]][1]].append((box, _cell_text(page, box)))
    return rows


def _cell_text(page: Page, box: int) -> str:
    text = ""
    for line in page.lines[page.first[box] : page.last[box]]:
        glue = "" if not text or (ord(text[-1]) > 0x2E7F and ord(line.text[0]) > 0x2E7F) else " "
        text += glue + line.text
    return text.replace("\t", " ")


def _is_data(rows: list[_Row]) -> bool:
    filled = [text for row in rows for _, text in row if text]
    if sum(len(row) > 1 for row in rows) < 2 or len(filled) < 3:
        return False
    return max(map(len, filled)) <= _LONGEST_CELL and sum(map(len, filled)) <= _MEAN_CELL * len(filled)


def _grid(page: Page, table: int, rows: list[_Row]) -> Grid:
    """Set the cells out in columns: a cell stands in the first of the columns and rows that it spans."""
    placed: list[dict[int, str]] = [{} for _ in rows]
    taken: set[tuple[int, int]] = set()
    spans: list[tuple[int, int, int, int]] = []
    width = 0
    for number, row in enumerate(rows):
        column = 0
        for box, text in row:
            while (number, column) in taken:
                column += 1
            if column >= _WIDEST:
                break
            across, down = page.cell_spans.get(box, (1, 1))
            for below in range(number, min(number + down, len(rows))):
                taken.update((below, right) for right in range(column, min(column + across, _WIDEST)))
            placed[number][column] = text
            if text and (across > 1 or down > 1):
                spans.append((number, column, number + down, column + across))
            column += across
            width = max(width, min(column, _WIDEST))
    kept_rows = [row for row, cells in enumerate(placed) if any(cells.values())]
    kept = [column for column in range(width) if any(placed[row].get(column) for row in kept_rows)]
    grid = [tuple(placed[row].get(column, "") for column in kept) for row in kept_rows]
    merges = (
        (bisect_left(kept_rows, r0), bisect_left(kept, c0), bisect_left(kept_rows, r1) - 1, bisect_left(kept, c1) - 1)
        for r0, c0, r1, c1 in spans
    )
    return Grid(table, grid, tuple(m for m in merges if m[:2] != m[2:]))
