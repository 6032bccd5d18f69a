"""``read_table``: a file of tables to observations, columns as understood, and notes."""

from __future__ import annotations

import gc
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.reading.errors import UnreadableDocumentError
from gongxing.tables.blocks import read_block
from gongxing.tables.checks import check
from gongxing.tables.layout import find_blocks, text_of
from gongxing.tables.notes import Note, place_in
from gongxing.tables.observation import Cell
from gongxing.tables.overrule import Overrule, find_overrule
from gongxing.tables.places import is_region
from gongxing.tables.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxing.tables.context import Context
    from gongxing.tables.observation import Observation
    from gongxing.tables.report import Column
    from gongxing.tables.sheet import Book, Sheet


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table file says.

    ``observations`` in the order of cells, ``columns`` what each column (or row of indicators) was taken for, ``notes``
    whatever a reader should know: one English sentence each, naming file, sheet and cell; each is a ``Note``, whose
    ``text("zh")`` says it in Chinese.
    """

    file: str
    observations: tuple[Observation, ...]
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = field(default=())

    def counted(self) -> TableReading:
        """Return this reading with the doubtful values of each column counted anew."""
        doubtful: Counter[tuple[str | None, str]] = Counter()
        for observation in self.observations:
            if observation.flags and isinstance(observation.source, Cell):
                cell = observation.source
                letters = cell.cell.rstrip("0123456789")
                doubtful.update(((cell.sheet, letters), (cell.sheet, cell.cell[len(letters) :])))
        columns = (replace(c, flagged=doubtful[c.sheet, c.place.lstrip(_LETTERS) or c.place]) for c in self.columns)
        return replace(self, columns=tuple(columns))


def read_table(path: str | Path, *, overrule: str | Path | None = None) -> TableReading:
    """Read a workbook, CSV or TSV, or the tables of a web page or Word document, without being told their layout.

    Parameters
    ----------
    path
        XLSX, XLSM, XLS, XLSB, ODS, CSV, TSV; HTML, MHTML, DOCX (see ``gongxing.tables.documents``).
    overrule
        A TOML file that says what the tables mean; by default ``FILE.toml`` beside the file, where there is one.

    Returns
    -------
    TableReading
        Values in base units (CNY, people, m2 …), each with its cell.

    Raises
    ------
    UnreadableDocumentError
        The file is no table file or has no table in it, is locked, damaged, or needs more memory or time than a table
        may; or the TOML beside it has a mistake. The message is one sentence.
    """
    from gongxing.reading.reader import check_file

    path = Path(path)
    check_file(path)
    rules = find_overrule(path, None if overrule is None else Path(overrule))
    with _no_collection():
        return understand(load(path), str(path), rules)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the collector of cycles: a yearbook makes half a million objects, none of them a cycle."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_tables(
    paths: Sequence[str | Path], *, overrule: str | Path | None = None
) -> Iterator[TableReading | UnreadableDocumentError]:
    """Read several files; what cannot be read comes as its error, and the rest goes on. See ``read_table``."""
    for path in paths:
        try:
            yield read_table(path, overrule=overrule)
        except UnreadableDocumentError as error:
            yield error


def load(path: Path) -> Book:
    """Load the cells of a file in a worker process with limits on memory and time."""
    from gongxing.reading.sandbox import shared_reader

    try:
        book: Book = shared_reader().call(f"{_LOADING}:load_book", path.absolute(), str(path))
    except UnreadableDocumentError as error:
        names = _sheet_names(path)
        if len(names) < 2:
            raise
        book = _sheet_by_sheet(path, names, error)
    return book


_LOADING = "gongxing.tables.loading"


def _sheet_names(path: Path) -> list[str]:
    from gongxing.reading.sandbox import shared_reader

    try:
        names: list[str] = shared_reader().call(f"{_LOADING}:sheet_names", path.absolute(), str(path))
    except UnreadableDocumentError:
        return []
    return names


def _sheet_by_sheet(path: Path, names: list[str], error: UnreadableDocumentError) -> Book:
    """Load the sheets of a workbook one by one where one of them brings the worker down."""
    from gongxing.reading.sandbox import SECONDS, shared_reader
    from gongxing.tables.loading import check_filled

    late = time.monotonic() + 3 * SECONDS  # many sheets that each bring it down must not take a day

    sheets: list[Sheet] = []
    notes: list[str] = []
    failed = 0
    for position, name in enumerate(names):
        try:
            if time.monotonic() > late:
                raise UnreadableDocumentError(str(path), "the sheets before it took all the time", "split the workbook")
            found: Book = shared_reader().call(f"{_LOADING}:load_sheet", (path.absolute(), position), str(path))
        except UnreadableDocumentError as reason:
            failed += 1
            notes.append(Note("failed_sheet", where=place_in(str(path), name), problem=reason.problem))
            continue
        sheets += found.sheets
        notes += found.notes
    if failed == len(names):
        raise error
    check_filled(sheets, str(path))
    return Book(tuple(sheets), tuple(notes))


def understand(book: Book, file: str, rules: Overrule | None = None) -> TableReading:
    """Read the tables of a book whose cells are loaded; ``file`` is what sources and notes call it."""
    rules = rules or Overrule()
    observations: list[Observation] = []
    columns: list[Column] = []
    notes = list(book.notes)
    before: Context | None = None
    for sheet in book.sheets:
        where = place_in(file, sheet.name)
        rule = rules.for_sheet(sheet.name)
        if rule.ignore:
            notes.append(Note("left_out", where=where, rules=rules.name))
            continue
        blocks = find_blocks(sheet, is_region, rule.header_rows(sheet))
        if not blocks:
            notes.append(_no_table(sheet, where))
            continue
        for block in blocks:
            found = read_block(block, file, where, rule, before)
            before = found.context
            observations += found.observations
            columns += found.columns
            notes += found.notes
    if not observations and not columns:
        notes.append(Note("no_table_in_file", file=file))
    observations, doubts = check(observations)
    notes += doubts
    return TableReading(file, tuple(observations), tuple(columns), tuple(dict.fromkeys(notes))).counted()


def _no_table(sheet: Sheet, where: str) -> Note:
    texts = [text_of(value) for row in sheet.rows for value in row if value is not None]
    if any(word.lower() in text.lower() for text in texts for word in vocabulary()["noise"]["advertising"]):
        return Note("advertisement", where=where)
    if not texts:
        return Note("empty", where=where)
    shown = " ".join(texts[0].split())[:40]
    return Note("no_table_in_sheet", where=where, shown=shown)
