"""What a scenario rests on, as references into a library: quotes of documents, cells of tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gongxing.library import LibraryError
from gongxing.library.connection import reading
from gongxing.library.lookup import read_document
from gongxing.library.references import cell_reference, document_reference
from gongxing.library.schema import document, fact, observation
from gongxing.scenarios.tables import ScenarioError
from gongxing.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from gongxing.library import Library
    from gongxing.panel import Entry
    from gongxing.scenarios.origin import Origin

_SPAN = re.compile(r"doc:[0-9a-f]{6,64}#(\d+)-(\d+)")


def check_evidence(library: Library, origin: Origin) -> None:
    """See that each ``document = "doc:…"`` of a scenario leads to the words that stand beside it.

    Raises
    ------
    ScenarioError
        The document is not in the library, or its text says something else there.
    """
    for entry in _sections(origin.words()):
        reference = entry.get("document")
        if not isinstance(reference, str) or not reference.startswith("doc:"):
            continue
        try:
            _, article, _ = read_document(library, reference)
        except LibraryError as error:
            raise ScenarioError(f"{origin.name}: the evidence of {_called(entry)}: {error}.") from error
        match = _SPAN.fullmatch(reference)
        wanted = [str(entry[key]) for key in ("quote",) if entry.get(key)]
        if match and entry.get("project"):
            start, end = int(match[1]), int(match[2])
            wanted += [] if article.text[start:end] == entry["project"] else [f"{entry['project']} at {start}-{end}"]
        if missing := [words for words in wanted if words not in article.text]:
            raise ScenarioError(
                f"{origin.name}: the evidence of {_called(entry)}: {reference} does not hold “{missing[0]}”; correct "
                "the quote or the reference."
            )


def _sections(words: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for said in words.values():
        yield from (entry for entry in (said if isinstance(said, list) else [said]) if isinstance(entry, dict))


def _called(entry: dict[str, Any]) -> str:
    return str(entry.get("project") or entry.get("regions") or entry.get("between") or "a change")


def references_of(library: Library, entries: Sequence[Entry], files: Mapping[str, str]) -> list[str | None]:
    """Return the reference of each value of a panel, ``None`` where the library does not hold its source.

    ``files`` leads names of tables to their hashes; what it has not is found by its name in the library.
    """
    with reading(library.engine) as connection:
        names = sorted({entry.observation.source.file for entry in entries})
        known = document.c.name.in_(names) | document.c.sha256.in_(files.values())
        hashes: dict[str, list[str]] = {}
        for name, sha256 in connection.execute(
            select(document.c.name, document.c.sha256).where(known).order_by(document.c.id)
        ):
            hashes.setdefault(name, []).append(sha256)
            for named in (called for called, kept in files.items() if kept == sha256):
                hashes[named] = [sha256]
        return [_reference(connection, hashes.get(entry.observation.source.file, []), entry) for entry in entries]


def _reference(connection: Connection, hashes: Sequence[str], entry: Entry) -> str | None:
    observed = entry.observation
    source = observed.source
    if isinstance(source, Cell):
        if len(hashes) > 1:  # several tables of one name: the one whose cell says so
            holds = (observation.c.cell == source.cell, observation.c.sheet.is_not_distinct_from(source.sheet))
            found = (
                select(document.c.sha256).join_from(observation, document).where(document.c.sha256.in_(hashes), *holds)
            )
            hashes = list(connection.execute(found.where(observation.c.value == observed.value)).scalars())
        return cell_reference(hashes[0], source.sheet, source.cell) if hashes else None
    if len(hashes) > 1:
        says = (fact.c.start == source.start, fact.c.end == source.end, fact.c.quote == source.quote)
        found = select(document.c.sha256).join_from(fact, document).where(document.c.sha256.in_(hashes), *says)
        hashes = list(connection.execute(found).scalars())
    return document_reference(hashes[0], source.start, source.end) if hashes else None
