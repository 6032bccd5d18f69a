"""CSV, TSV and their like to a ``Book``: the encoding and the separator are judged by the text itself."""

from __future__ import annotations

import csv
import io
import re

from gongxing.reading.decoding import decode
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.tables.sheet import Book, Sheet, Value
from gongxing.tables.slimming import MOST_CELLS

_MOST_COLUMNS = 16_384  # as many as a spreadsheet has
_SEPARATORS = ("\t", ",", ";", "|", "，", "；")


def load_delimited(data: bytes, name: str) -> Book:
    """Load a text with one row a line.

    Raises
    ------
    UnreadableDocumentError
        The bytes are no text, or no separator makes columns of it.
    """
    try:
        text = decode(data, name)
    except UnreadableDocumentError as error:
        raise UnreadableDocumentError(
            name, "this is no workbook, CSV or TSV", "save the table as XLSX or CSV"
        ) from error
    text = text.lstrip("\ufeff")
    first, _, rest = text.partition("\n")
    separator = None
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # what spreadsheet programs write before the table
        separator, text = first[4], rest
    separator = separator or _separator(text)
    if separator is None:
        raise UnreadableDocumentError(
            name, "no separator makes columns of its lines", "separate the columns with commas, semicolons or tabs"
        )
    csv.field_size_limit(1 << 20)
    try:
        rows = [[_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise UnreadableDocumentError(
            name, f"its rows cannot be told apart ({error})", "save it anew as CSV or XLSX"
        ) from None
    width = max((len(row) for row in rows), default=0)
    if width > _MOST_COLUMNS or width * len(rows) > MOST_CELLS:
        raise UnreadableDocumentError(
            name,
            f"it spans {len(rows):,} rows and {width:,} columns, more than a table that people read",
            f"split it; at most {_MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells are read",
        )
    if separator != ",":
        _with_points(rows)
    return Book((Sheet(None, [row + [None] * (width - len(row)) for row in rows]),))


def _cell(text: str) -> Value:
    """Return the words of a cell; numbers stay words here, since only their column tells what a comma means."""
    return text if text.strip() else None


_DECIMAL_COMMA = re.compile(r"\s*[-+]?\d+,(?!\d{3}\s*$)\d+\s*")
_COMMA = re.compile(r"\s*[-+]?\d+,\d+\s*")


def _with_points(rows: list[list[Value]]) -> None:
    """Write decimal points where a file has decimal commas: some number has one that cannot part thousands."""
    cells = [cell for row in rows for cell in row if isinstance(cell, str)]
    if not any(_DECIMAL_COMMA.fullmatch(cell) for cell in cells) or any(_POINT.fullmatch(cell) for cell in cells):
        return
    for row in rows:
        row[:] = [c.replace(",", ".") if isinstance(c, str) and _COMMA.fullmatch(c) else c for c in row]


_POINT = re.compile(r"\s*[-+]?\d[\d,]*\.\d+\s*")


def _separator(text: str) -> str | None:
    """Return the separator that gives the most even rows of at least two columns."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    best, choice = 0.0, None
    for separator in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
        except csv.Error:
            continue
        common = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width), default=1)
        if common < 2 or widths.count(common) < 2:
            continue
        score = widths.count(common) / len(widths) + min(common, 50) / 1000
        if score > best:
            best, choice = score, separator
    return choice
