"""Bytes of a table file to a ``Book``: runs in the worker process of ``gongxing.reading.sandbox``, under its limits."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.reading.errors import UnreadableDocumentError
from gongxing.tables.delimited import load_delimited
from gongxing.tables.documents import load_page, load_word
from gongxing.tables.notes import Note, first_of, place_in
from gongxing.tables.sheet import Book, Sheet, Value
from gongxing.tables.slimming import MOST_CELLS, slimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_FILLED = 1_500_000  # cells with something in them that one file may have; a yearbook has some 100 000
_SCANNED = 64 << 20  # bytes of a sheet that is searched for formulas
_UNPACKED = 4 << 30  # bytes that a workbook may unpack to
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def load_book(source: Path | bytes, name: str, only: tuple[int, ...] | None = None) -> Book:
    """Load every sheet that holds cells; with ``only``, those of these positions.

    Raises
    ------
    UnreadableDocumentError
        The file is of no kind that is read, holds no table, is locked by a password, or is damaged.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocumentError(name, "the file is empty", "save or download it again")
    head = data[:8]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) or head.startswith(_OLE):
        if not _is_word(data):
            return _workbook(data, name, only)
        book = load_word(data, name)
        check_filled(book.sheets, name)
        return book
    page = load_page(data, name)
    for magic, what, advice in _OTHERS:
        if page is None and data[:1024].lstrip().startswith(magic):
            raise UnreadableDocumentError(name, f"this is {what}, not a table file", advice)
    book = page or load_delimited(data, name)
    check_filled(book.sheets, name)
    return book


_SAVE_AS = "save the table as XLSX or CSV"
_OTHERS = (
    (b"%PDF-", "a PDF", _SAVE_AS),
    (b"{\\rtf", "an RTF text", _SAVE_AS),
    (b"\x89PNG", "a picture", "run OCR on it and " + _SAVE_AS),
    (b"\xff\xd8\xff", "a picture", "run OCR on it and " + _SAVE_AS),
    (b"<?xml", "an XML file", "open it in a spreadsheet program and " + _SAVE_AS),
    (b"\x1f\x8b", "packed with gzip", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
)


_KINDS = {"ChartSheet": "chart", "DialogSheet": "dialogue", "MacroSheet": "macro_sheet", "Vba": "module"}


def _workbook(data: bytes, name: str, only: tuple[int, ...] | None) -> Book:
    import python_calamine as calamine

    notes: list[str] = []
    parts: dict[str, str] = {}
    macros = _check_package(data, name) if data[:2] == b"PK" else b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T" in data
    if data[:2] == b"PK":
        parts = _sheet_parts(data)
        data, notes = slimmed(data, name, parts)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        kinds = [sheet.typ for sheet in workbook.sheets_metadata]
    except calamine.PasswordError:
        raise _locked(name) from None
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as error:
        if data.startswith(_OLE) and "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in data.decode("latin-1"):
            raise _locked(name) from None
        raise UnreadableDocumentError(
            name, f"the workbook is damaged, cut off or of another kind ({error})", "open it and save it anew as XLSX"
        ) from None
    if macros:
        notes.append(Note("macros", file=name))
    sheets = []
    for position, sheet_name in enumerate(workbook.sheet_names):
        if only is not None and position not in only:
            continue
        if kinds[position] is not calamine.SheetTypeEnum.WorkSheet:
            what = Note(_KINDS.get(str(kinds[position]).rsplit(".", 1)[-1], "no_table"))
            notes.append(Note("no_cells", where=place_in(name, sheet_name), what=what))
            continue
        try:
            sheet = _sheet(workbook, sheet_name, name, notes)
        except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError) as error:
            notes.append(Note("damaged_sheet", where=place_in(name, sheet_name), error=str(error)))
            continue
        if sheet is not None:
            sheets.append(sheet)
    if parts:
        notes += _formulas_without_values(data, name, parts, only)
    check_filled(sheets, name)
    return Book(tuple(sheets), tuple(notes))


def check_filled(sheets: Sequence[Sheet], name: str) -> None:
    """Refuse what would take minutes and gigabytes to understand: no person reads so many cells as one table."""
    filled = sum(len(row) - row.count(None) for sheet in sheets for row in sheet.rows)
    if filled > MOST_FILLED:
        raise UnreadableDocumentError(
            name, f"it has {filled:,} filled cells and at most {MOST_FILLED:,} are read", "split it, e.g. by year"
        )


def _sheet(workbook: CalamineWorkbook, sheet_name: str, name: str, notes: list[str]) -> Sheet | None:
    sheet = workbook.get_sheet_by_name(sheet_name)
    if sheet.start is None:
        return None
    cells = sheet.height * sheet.width
    if cells > MOST_CELLS:
        where = place_in(name, sheet_name)
        notes.append(Note("too_wide", where=where, rows=sheet.height, columns=sheet.width))
        return None
    top, left = sheet.start
    rows = [[_value(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    return Sheet(sheet_name, rows, top, left, _merges(sheet, top, left, len(rows)))


def _merges(sheet: CalamineSheet, top: int, left: int, height: int) -> tuple[tuple[int, int, int, int], ...] | None:
    ranges = sheet.merged_cell_ranges
    if ranges is None:
        return None
    found = []
    for (r0, c0), (r1, c1) in ranges:
        if r0 - top < height and c1 >= left and r1 >= top:
            found.append((max(r0 - top, 0), max(c0 - left, 0), r1 - top, c1 - left))
    return tuple(found)


def _value(value: object) -> Value:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, (time, timedelta)):
        return str(value)
    return None


def _is_word(data: bytes) -> bool:
    """Tell a Word document from a workbook, by the parts of its package."""
    if data[:2] != b"PK":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "word/document.xml" in package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _locked(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        name, "the workbook is locked with a password", "open it, take the password off and save it"
    )


def _check_package(data: bytes, name: str) -> bool:
    """Refuse an archive that is no workbook or would unpack to far too much; tell whether it has macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableDocumentError(name, "the workbook is damaged or cut off", "download or save it again") from None
    names = {member.filename for member in members}
    if not any(n.startswith("xl/") for n in names) and "content.xml" not in names:
        raise UnreadableDocumentError(
            name, "this is a ZIP archive without a workbook, not a table file", "unpack it first"
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > _UNPACKED:
        raise UnreadableDocumentError(
            name,
            f"it unpacks to {unpacked >> 20} MB, far more than a table needs",
            "do not trust the file; if it is yours, delete the formatted but empty rows and columns and save it anew",
        )
    return any(n.endswith("vbaProject.bin") for n in names)


_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')


def _sheet_parts(data: bytes) -> dict[str, str]:
    """Return the names of the sheets of an XLSX by the part that holds each; empty where the package does not tell."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        try:
            book = package.read("xl/workbook.xml").decode("utf-8", "replace")
            relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        except (KeyError, OSError, zipfile.BadZipFile, ValueError):
            return {}
    targets = {}
    for relation in re.findall(r"<Relationship\s[^>]*>", relations):
        said = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        targets[said.get("Id", "")] = said.get("Target", "")
    parts = {}
    for sheet in re.findall(r"<sheet\s[^>]*>", book):
        said = dict(re.findall(r'([\w:]+)="([^"]*)"', sheet))
        target = targets.get(next((value for key, value in said.items() if key.endswith(":id")), ""), "")
        if "worksheets/" in target:
            parts["xl/" + target.removeprefix("/").removeprefix("xl/")] = unescape(said.get("name", ""))
    return parts


def _formulas_without_values(data: bytes, name: str, parts: dict[str, str], only: tuple[int, ...] | None) -> list[str]:
    """Name the cells that hold a formula whose result was never saved: their values cannot be known."""
    notes: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sizes = {member.filename: member.file_size for member in package.infolist()}
        for position, (part, sheet_name) in enumerate(parts.items()):
            if (only is not None and position not in only) or not 0 < sizes.get(part, 0) <= _SCANNED:
                continue
            xml = package.read(part)
            cells = [match.group(1).decode("ascii") for match in _FORMULA.finditer(xml)] if b"<f" in xml else []
            if cells:
                count = Note("one_formula") if len(cells) == 1 else Note("formulas", count=len(cells))
                notes.append(Note("no_result", where=place_in(name, sheet_name), count=count, shown=first_of(cells)))
    return notes


def load_sheet(request: tuple[Path, int], name: str) -> Book:
    """Load one sheet of a workbook, by its position."""
    path, position = request
    return load_book(path, name, (position,))


def sheet_names(source: Path, name: str) -> list[str]:
    """Return the names of the sheets of an XLSX without reading any."""
    data = source.read_bytes()
    return list(_sheet_parts(data).values()) if data[:2] == b"PK" else []
