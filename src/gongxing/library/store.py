"""One document into the tables, in the transaction of the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from gongxing.language import similarity
from gongxing.library import edits, tallies
from gongxing.library.clock import now
from gongxing.library.entries import PASSAGES, document_entry
from gongxing.library.indexing import add_facts, add_passages, facts_where, held, remove_facts, remove_passages
from gongxing.library.schema import article, copy, document, fact, observation, passage, region, sketch
from gongxing.library.steps import reached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Table

    from gongxing.library.indexing import Held
    from gongxing.library.preparation import Job, Prepared

_MARKED = ("words",)


def find_document(connection: Connection, sha256: str) -> tuple[int, str] | None:
    """Return the number of the document with a content, and the rules that read it last."""
    row = connection.execute(select(document.c.id, document.c.reading).where(document.c.sha256 == sha256)).first()
    return (row.id, row.reading) if row else None


def add_copy(connection: Connection, document_id: int, path: str) -> None:
    """Note where a document was found, once."""
    known = select(copy.c.id).where(copy.c.document_id == document_id, copy.c.path == path)
    if connection.execute(known).first() is None:
        connection.execute(insert(copy).values(document_id=document_id, path=path, added=now()))


def store(connection: Connection, job: Job, prepared: Prepared, reading: str) -> int:
    """Keep what was read of a source and return its document's number.

    A document that is there is read anew: its facts are replaced, numbers stay with facts that are found again, and
    what people said of them is laid over them once more.
    """
    there = find_document(connection, job.sha256)
    values: dict[str, Any] = {"characters": 0, **prepared.document, "reading": reading, "kind": prepared.kind}
    values["publisher"] = values.get("account") or values.get("source")
    old: dict[tuple[str, str, int], int] = {}
    if there is None:
        values |= {"sha256": job.sha256, "size": len(job.data), "name": job.file_name, "added": now()}
        document_id: int = connection.execute(insert(document).values(values).returning(document.c.id)).scalar_one()
        values = _relation(connection, document_id, prepared)
    else:
        document_id = there[0]
        old = _remove_reading(connection, held(connection, document_id))
    values["entry"] = document_entry(prepared.document.get("published"), document_id)
    connection.execute(update(document).where(document.c.id == document_id).values(values))
    reached("document stored")
    of = held(connection, document_id)
    _insert(connection, article, [{"document_id": document_id, "details": prepared.details, "text": prepared.text}])
    _insert(connection, sketch, [
        {"document_id": document_id, "band": band, "hash": value} for band, value in enumerate(prepared.bands)
    ])  # fmt: skip
    _insert_passages(connection, of, prepared)
    reached("text stored")
    _insert_facts(connection, of, prepared.facts, old)
    _insert(connection, observation, [{"document_id": document_id, **row} for row in prepared.observations])
    _add_regions(connection, prepared.regions)
    tallies.add(connection, of)
    edits.project(connection, job.sha256)
    reached("facts stored")
    return document_id


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _insert_passages(connection: Connection, of: Held, prepared: Prepared) -> None:
    numbered = enumerate(prepared.passages[:PASSAGES], of.id * PASSAGES)
    _insert(connection, passage, [{"id": number, "start": p.start, "end": p.end} for number, p in numbered])
    if of.same_as is None:
        add_passages(connection, of, prepared.passages)


def _insert_facts(
    connection: Connection, of: Held, rows: Iterable[dict[str, Any]], old: dict[tuple[str, str, int], int]
) -> None:
    """Insert facts; one that the last reading had too keeps its number."""
    next_id = 1 + (connection.execute(select(func.max(fact.c.id))).scalar() or 0)
    if old:
        next_id = max(next_id, 1 + max(old.values()))
    shown = int(of.same_as is None)
    values, entries = [], []
    for row in rows:
        number = old.get((row["kind"], row["quote"], row["ordinal"]))
        if number is None:
            number, next_id = next_id, next_id + 1
        entries.append({**row, "id": number})
        kept = {name: value for name, value in row.items() if name not in _MARKED}
        values.append({"id": number, "document_id": of.id, **kept, "standing": "found", "kept": 0, "shown": shown})
    _insert(connection, fact, values)
    if shown:
        add_facts(connection, of, entries)


def _remove_reading(connection: Connection, of: Held) -> dict[tuple[str, str, int], int]:
    """Take a reading out; return the numbers of its facts."""
    first = of.id * PASSAGES
    tallies.subtract(connection, of)
    if of.same_as is None:
        remove_passages(connection, of)
    connection.execute(delete(passage).where(passage.c.id >= first, passage.c.id < first + PASSAGES))
    rows = facts_where(connection, fact.c.document_id == of.id)
    remove_facts(connection, of, [row for row in rows if row["shown"]])
    for table in (fact, observation, sketch, article):
        connection.execute(delete(table).where(table.c.document_id == of.id))
    return {(row["kind"], row["quote"], row["ordinal"]): row["id"] for row in rows}


def _relation(connection: Connection, document_id: int, prepared: Prepared) -> dict[str, Any]:
    """Lead a new document to the earlier one whose article it is."""
    best = _same_article(connection, document_id, prepared)
    return {"same_as": best[0], "similarity": best[1]} if best else {}


def _same_article(connection: Connection, document_id: int, prepared: Prepared) -> tuple[int, float] | None:
    text_hash = prepared.document.get("text_hash")
    first_ones = (document.c.id != document_id, document.c.same_as.is_(None))
    if text_hash is not None:
        equal = select(func.min(document.c.id)).where(document.c.text_hash == text_hash, *first_ones)
        if found := connection.execute(equal).scalar():
            return found, 1.0
    alike: set[int] = set()
    for band, value in enumerate(prepared.bands):
        query = (
            select(sketch.c.document_id)
            .join_from(sketch, document)
            .where(sketch.c.band == band, sketch.c.hash == value, *first_ones)
            .order_by(sketch.c.document_id)
            .limit(_CANDIDATES)
        )
        alike.update(connection.execute(query).scalars())
    best: tuple[float, int] | None = None
    for candidate in sorted(alike)[:_CANDIDATES]:
        text = connection.execute(select(article.c.text).where(article.c.document_id == candidate)).scalar()
        shared = similarity.similarity(text or "", prepared.text)
        if shared and (best is None or shared > best[0]):
            best = shared, candidate
    return (best[1], best[0]) if best else None


_CANDIDATES = 20  # documents that are compared at most


def _add_regions(connection: Connection, regions: list[tuple[str, str | None, str]]) -> None:
    if not regions:
        return
    known = {
        (row.name, row.level)
        for row in connection.execute(
            select(region.c.name, region.c.level).where(region.c.name.in_([name for name, _, _ in regions]))
        )
    }
    fresh = {(name, level): code for name, code, level in regions if (name, level) not in known}
    _insert(connection, region, [{"name": n, "code": code, "level": level} for (n, level), code in fresh.items()])
