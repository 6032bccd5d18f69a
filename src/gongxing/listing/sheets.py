"""Rows as CSV (RFC 4180) and as sheets of a workbook, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Rows = Iterable[Sequence[Any]]

# What a spreadsheet takes for the beginning of a formula; with Chinese settings in its wide form as well.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def plain_text(value: Any) -> Any:
    """Return a cell's value; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def csv_text(names: Sequence[str], rows: Rows, *, header: bool = True) -> str:
    """Write rows, under their names if there is to be a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    if header:
        writer.writerow(map(plain_text, names))
    writer.writerows([plain_text(value) for value in row] for row in rows)
    return text.getvalue()


@contextmanager
def workbook(path: Path) -> Iterator[Any]:
    """Yield a workbook of xlsxwriter that is written to a file once it is whole; text in it stays text.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "nan_inf_to_errors": True}  # fmt: skip
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, options)
    yield book
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
    path.write_bytes(content.getvalue())


def write_xlsx(sheets: Mapping[str, tuple[Sequence[str], Rows]], path: Path) -> None:
    """Write sheets with their names of columns; numbers stay numbers, text stays text.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with workbook(path) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for title, (names, rows) in sheets.items():
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, names, bold)
            line = 0
            for line, row in enumerate(rows, 1):
                sheet.write_row(line, 0, row)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(len(names) - 1, 0), 16)
            if names:
                sheet.autofilter(0, 0, max(line, 1), len(names) - 1)
