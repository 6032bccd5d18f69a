"""Citations of documents and tables: GB/T 7714—2015 and BibTeX. What is not known is left out, never made up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from gongxing.library.connection import reading
from gongxing.library.passages import base_name, find_content
from gongxing.library.references import DocumentSpan, TableCell, parse_reference
from gongxing.library.schema import copy

if TYPE_CHECKING:
    from gongxing.library.evidence import Evidence
    from gongxing.library.library import Library

_LATEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
          "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """A document or table as it is cited; dates are ISO 8601 and, as all that is not known, may be ``None``.

    ``responsible`` is the author, else who first published it, else the account that did.
    """

    sha256: str
    kind: str
    title: str
    responsible: str | None
    published: str | None
    added: str
    url: str | None
    language: str | None


def work_of(library: Library, sha256: str) -> Work:
    """Return the work of a content hash, or of its first digits.

    Raises
    ------
    LibraryError
        The library has none, or several.
    """
    with reading(library.engine) as connection:
        row = find_content(connection, sha256, sha256)
        paths = connection.execute(select(copy.c.path).where(copy.c.document_id == row["id"]).order_by(copy.c.id))
        url = next((path for path in paths.scalars() if re.match("https?://", path)), None)
    title = row["title"] or base_name(row["name"])
    responsible = row["author"] or row["source"] or row["account"]
    published = (row["published"] or "")[:10] or None
    return Work(row["sha256"], row["kind"], title, responsible, published, row["added"][:10], url, row["language"])


def works_behind(library: Library, evidence: Evidence) -> tuple[Work, ...]:
    """Return the documents and tables on which evidence rests, each once."""
    hashes = [evidence.sha256] if evidence.sha256 else []
    for reference in evidence.rests_on:
        found = parse_reference(reference)
        if isinstance(found, DocumentSpan | TableCell):
            hashes.append(found.sha256)
    works = {work.sha256: work for work in (work_of(library, sha256) for sha256 in dict.fromkeys(hashes))}
    return tuple(works.values())


def gbt7714(work: Work) -> str:
    """Return the citation by GB/T 7714—2015, 8.8 and table B.1 and B.2 for the marks of kinds and carriers.

    A table is a data set (``DB``), another text of which no kind is known other (``Z``); what was taken from an address
    is marked ``/OL`` with the day on which it was taken, a web document ``EB/OL``.
    """
    mark = "DB" if work.kind == "table" else "EB" if work.url else "Z"
    carrier = f"[{mark}/OL]" if work.url else f"[{mark}]"
    head = f"{work.responsible}. " if work.responsible else ""
    dates = (f"({work.published})" if work.published else "") + (f"[{work.added}]" if work.url else "")
    tail = "".join(f" {part}." for part in (dates, work.url) if part)
    return f"{head}{work.title}{carrier}.{tail}"


def bibtex(work: Work) -> str:
    """Return the citation as an entry of BibTeX (``@online`` with an address, else ``@misc``)."""
    fields: dict[str, str | None] = {
        "author": f"{{{_latex(work.responsible)}}}" if work.responsible else None,
        "title": f"{{{_latex(work.title)}}}",
        "year": work.published[:4] if work.published else None,
        "date": work.published,
        "url": work.url,
        "urldate": work.added if work.url else None,
        "langid": {"zh": "chinese", "en": "english"}.get(work.language or ""),
        "note": f"SHA-256 {work.sha256}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{'online' if work.url else 'misc'}{{gongxing-{work.sha256[:12]},\n" + ",\n".join(lines) + "\n}"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)
