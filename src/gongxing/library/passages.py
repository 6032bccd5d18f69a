"""Evidence that stands in a source: a span of a document's text, a cell of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gongxing.indicators.amounts import amount
from gongxing.language.english import english_quantities
from gongxing.language.folding import fold
from gongxing.language.quantities import quantities
from gongxing.library.connection import reading
from gongxing.library.errors import LibraryError
from gongxing.library.evidence import Evidence, Number
from gongxing.library.schema import article, document, fact, observation
from gongxing.library.wording import filled, templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, RowMapping

    from gongxing.indicators.amounts import Language
    from gongxing.library.library import Library
    from gongxing.library.references import DocumentSpan, TableCell

_SENTENCE_ENDS = re.compile(r"[。！？；\n]|[.!?;](?=\s)")
_LONGEST = 120  # characters of a sentence on each side of the quote


@dataclass(frozen=True, slots=True)
class _Read:
    """A number of a document as read: a figure of the library, or a quantity of the text."""

    start: int
    end: int
    number: Number
    period: str | None = None
    region: str | None = None
    indicator: str | None = None


def find_content(connection: Connection, prefix: str, reference: str) -> RowMapping:
    """Return the row of the document or table whose hash begins so.

    Raises
    ------
    LibraryError
        There is none, or several.
    """
    query = select(document).where(document.c.sha256 >= prefix, document.c.sha256 < prefix + "g")
    rows = connection.execute(query.limit(2)).mappings().all()
    if not rows:
        raise LibraryError(f"{reference}: the library has no document or table {prefix}; ingest it, or mend the hash")
    if len(rows) > 1:
        raise LibraryError(f"{reference}: several documents begin with {prefix}; write more digits of the hash")
    return rows[0]


def span_evidence(library: Library, span: DocumentSpan, reference: str, language: Language) -> Evidence:
    """Return the evidence of a span of a document.

    Raises
    ------
    LibraryError
        There is no such document, or the span reaches beyond its text.
    """
    with reading(library.engine) as connection:
        row = find_content(connection, span.sha256, reference)
        text = connection.execute(select(article.c.text).where(article.c.document_id == row["id"])).scalar()
        facts = _figures(connection, row["id"], span)
    if not text or span.end > len(text):
        there = f"its text has {len(text)} characters" if text else "it is a table; name a cell of it"
        raise LibraryError(f"{reference}: {row['name']} has no characters {span.start} to {span.end}; {there}")
    found = [*facts, *_quantities(text, span, facts, row["language"])]
    one = found[0] if len({(read.number.value, read.number.unit) for read in found}) == 1 else None
    return Evidence(
        reference, "doc", document_line(row, language, span), text[span.start : span.end],
        one.number.value if one else None, one.number.unit if one else None, one.period if one else None,
        tuple(read.number for read in found), one.region if one else None, one.indicator if one else None,
        sentence_around(text, span.start, span.end), sha256=row["sha256"],
    )  # fmt: skip


def cell_evidence(library: Library, cell: TableCell, reference: str, language: Language) -> Evidence:
    """Return the evidence of a cell.

    Raises
    ------
    LibraryError
        There is no such table, or no value was read at that cell.
    """
    with reading(library.engine) as connection:
        row = find_content(connection, cell.sha256, reference)
        query = select(observation).where(observation.c.document_id == row["id"], observation.c.cell == cell.cell)
        rows = connection.execute(query.order_by(observation.c.id)).mappings().all()
    rows = [found for found in rows if (found["sheet"] or "") == cell.sheet]
    if not rows:
        where = f"cell {cell.cell}" + (f" of the sheet {cell.sheet!r}" if cell.sheet else "")
        raise LibraryError(f"{reference}: no value was read at {where} of {row['name']}; gongxing table FILE --explain "
                           "says what is read where")  # fmt: skip
    found = rows[0]
    words = templates(language)
    scope = words["district"] if found["scope"] == "district" else None
    quote = filled(words["cell_quote"], region=found["region"], scope=scope, period=found["period"] or "",
                   indicator=indicator_name(found["indicator_id"] or found["indicator"], language),
                   amount=amount(found["value"], found["unit"], language))  # fmt: skip
    source = filled(words["cell"], name=base_name(row["name"]), sheet=cell.sheet, cell=cell.cell)
    number = Number(found["value"], found["unit"])
    return Evidence(
        reference, "cell", source, quote, number.value, number.unit, found["period"], (number,), found["region"],
        found["indicator_id"] or found["indicator"], sha256=row["sha256"],
    )  # fmt: skip


def document_line(row: RowMapping | dict[str, Any], language: Language, span: DocumentSpan | None = None) -> str:
    """Say in one line what a document is: who published it, its title, when, and the characters meant."""
    fields = {
        "publisher": row["source"] or row["account"], "title": row["title"], "name": base_name(row["name"]),
        "published": (row["published"] or "")[:10], "start": span.start if span else None,
        "end": span.end if span else None,
    }  # fmt: skip
    return filled(templates(language)["document" if row["title"] else "untitled"], **fields)


def base_name(path: str) -> str:
    """Return the last part of a path of any system."""
    return path.replace("\\", "/").rpartition("/")[2]


def indicator_name(key: str, language: Language) -> str:
    """Return the name of an indicator of the catalogue in a language; other words stay as they are."""
    from gongxing.indicators import catalogue

    entry = catalogue().get(key)
    return key if entry is None else entry.name if language == "zh" else entry.english


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence in which a span stands; … marks where a long one was cut."""
    begins = [match.end() for match in _SENTENCE_ENDS.finditer(text, max(0, start - _LONGEST), start)]
    first = begins[-1] if begins else max(0, start - _LONGEST)
    stop = _SENTENCE_ENDS.search(text, end, end + _LONGEST)
    last = stop.end() if stop else min(len(text), end + _LONGEST)
    before = "…" if not begins and first > 0 else ""
    after = "…" if stop is None and last < len(text) else ""
    return f"{before}{' '.join(text[first:last].split())}{after}"


def _figures(connection: Connection, document_id: int, span: DocumentSpan) -> list[_Read]:
    """Return the figures that the library reads in a span, as people corrected them."""
    query = select(fact).where(
        fact.c.document_id == document_id, fact.c.kind == "figure", fact.c.shown == 1, fact.c.value.is_not(None),
        fact.c.start < span.end, fact.c.end > span.start,
    )  # fmt: skip
    rows = connection.execute(query.order_by(fact.c.start, fact.c.id)).mappings()
    return [
        _Read(row["start"], row["end"], Number(row["value"], row["unit"], row["bound"] or "eq"), row["period"],
              row["about"], row["indicator"])
        for row in rows
    ]  # fmt: skip


def _quantities(text: str, span: DocumentSpan, facts: Sequence[_Read], language: str | None) -> Iterator[_Read]:
    """Yield the quantities of a span that no figure covers, read in their paragraph."""
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    folded = fold(text[first : last if last >= 0 else len(text)])
    for quantity in (english_quantities if language == "en" else quantities)(folded.text):
        start, end = (first + at for at in folded.original(quantity.start, quantity.end))
        within = start < span.end and end > span.start
        if within and not any(read.start < end and read.end > start for read in facts):
            yield _Read(start, end, Number(quantity.value, quantity.unit, quantity.bound))
