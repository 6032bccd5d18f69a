"""Workbooks that span far more than they hold: cells that are only formatted, a stray cell at the end of the grid.

A reader lays a sheet out as a full grid, so one stray cell in the last row costs gigabytes. Such sheets are written
anew without empty cells and without what stands far beyond the table, before they are read.
"""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

from gongxing.tables.notes import Note, cell_count, first_of, place_in
from gongxing.tables.sheet import column_letters, column_number

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CELLS = 6_000_000  # cells that a sheet may span: a yearbook has some 80 000
_LARGE = 64 << 20  # bytes of a sheet that is looked at more closely
_ROW_GAP, _COLUMN_GAP = 5000, 500  # empty rows or columns that part a table from strays
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_EMPTY_CELL = re.compile(rb"<c(?:\s[^<>]*)?(?:/>|></c>)")
_EMPTY_ROW = re.compile(rb"<row(?:\s[^<>]*)?(?:/>|>\s*</row>)")
_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"')
_WHOLE_CELL = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*(?:/>|>.*?</c>)', re.DOTALL)
_ROW = re.compile(rb'<row r="(\d+)"[^>]*(?:/>|>.*?</row>)', re.DOTALL)


def slimmed(data: bytes, name: str, titles: dict[str, str]) -> tuple[bytes, list[str]]:
    """Return a workbook without what would lay its sheets out over millions of empty cells, and what was left out.

    ``titles`` are the names of sheets by the name of their part.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        wide = [m.filename for m in package.infolist() if m.filename in titles and _is_wide(package, m)]
        if not wide:
            return data, []
        notes: list[str] = []
        parts: dict[str, bytes] = {}
        for part in wide:
            where = place_in(name, titles[part])
            xml = b"".join(_without_empty_cells(package, part))
            parts[part], strays = _without_strays(xml)
            if strays:
                notes.append(Note("astray", where=where, count=cell_count(len(strays)), shown=first_of(strays)))
            else:
                notes.append(Note("formatted", where=where))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as copy:
            for member in package.infolist():
                copy.writestr(member.filename, parts.get(member.filename) or package.read(member))
    return out.getvalue(), notes


def _is_wide(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    if member.file_size > _LARGE:
        return True
    with package.open(member) as file:
        found = _DIMENSION.search(file.read(4096))
    return found is not None and (column_number(found[1].decode()) + 1) * int(found[2]) > MOST_CELLS


def _without_empty_cells(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the text of a sheet without cells and rows that hold nothing, whole rows at a time."""
    rest = b""
    with package.open(part) as file:
        while chunk := file.read(1 << 22):
            rest += chunk
            end = rest.rfind(b"</row>") + len(b"</row>")
            if end < len(b"</row>"):
                continue
            for row in rest[:end].split(b"</row>")[:-1]:
                if b"<v" in row or b"<is" in row or b"<sheetData" in row:
                    yield _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", row + b"</row>"))
            rest = rest[end:]
    yield _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", rest))


def _without_strays(xml: bytes) -> tuple[bytes, list[str]]:
    """Take out the cells behind the first wide gap of rows or columns; return their addresses."""
    columns: set[int] = set()
    rows: set[int] = set()
    for match in _CELL.finditer(xml):
        columns.add(column_number(match[1].decode()))
        rows.add(int(match[2]))
    last_row = _before_gap(sorted(rows), _ROW_GAP)
    last_column = _before_gap(sorted(columns), _COLUMN_GAP)
    strays: list[str] = []

    def row_kept(match: re.Match[bytes]) -> bytes:
        if int(match[1]) > last_row:
            strays.extend(b"".join(cell.groups()).decode() for cell in _CELL.finditer(match[0]))
            return b""
        return match[0]

    def cell_kept(match: re.Match[bytes]) -> bytes:
        if column_number(match[1].decode()) > last_column:
            strays.extend(b"".join(cell.groups()).decode() for cell in _CELL.finditer(match[0]))
            return b""
        return match[0]

    if rows and last_row < max(rows):
        xml = _ROW.sub(row_kept, xml)
    if columns and last_column < max(columns):
        xml = _WHOLE_CELL.sub(cell_kept, xml)
    if rows and columns:
        reference = f'<dimension ref="A1:{column_letters(last_column)}{last_row}"'.encode()
        xml = re.sub(rb'<dimension ref="[^"]*"', reference, xml, count=1)
    return xml, strays


def _before_gap(numbers: list[int], gap: int) -> int:
    for a, b in pairwise(numbers):
        if b - a > gap:
            return a
    return numbers[-1] if numbers else 0
