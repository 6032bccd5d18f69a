"""One document into the tables, in the transaction of the caller."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, text, update

from gongxing.language import similarity
from gongxing.library import edits, tallies
from gongxing.library.clock import now
from gongxing.library.entries import PASSAGES, document_entry
from gongxing.library.indexing import add_facts, add_passages, facts_where, held, remove_facts, remove_passages
from gongxing.library.schema import article, document, fact, observation, passage, sketch
from gongxing.library.steps import reached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Table, TextClause

    from gongxing.library.indexing import Held
    from gongxing.library.preparation import Job, Prepared

_MARKED = ("words",)


# Statements of every document are made once: making one takes longer than the database takes to run it.
_FIND = select(document.c.id, document.c.reading).where(document.c.sha256 == bindparam("sha256"))
_NEW = insert(document).returning(document.c.id)
_NEXT_FACT = select(func.max(fact.c.id))
_INSERTS = {table: insert(table) for table in (article, sketch, passage, fact, observation)}
_REMOVALS = [
    delete(table).where(table.c.document_id == bindparam("number")) for table in (fact, observation, sketch, article)
]


def find_document(connection: Connection, sha256: str) -> tuple[int, str] | None:
    """Return the number of the document with a content, and the rules that read it last."""
    row = connection.execute(_FIND, {"sha256": sha256}).first()
    return (row.id, row.reading) if row else None


def add_copy(connection: Connection, document_id: int, path: str) -> None:
    """Note where a document was found, once."""
    connection.execute(_COPY, {"document_id": document_id, "path": path, "added": now()})


_COPY = text(
    "INSERT INTO copy (document_id, path, added) VALUES (:document_id, :path, :added) "
    "ON CONFLICT (document_id, path) DO NOTHING"
)


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
        document_id: int = connection.execute(_NEW, values).scalar_one()
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
        connection.execute(_INSERTS[table], rows)


def _insert_passages(connection: Connection, of: Held, prepared: Prepared) -> None:
    numbered = enumerate(prepared.passages[:PASSAGES], of.id * PASSAGES)
    _insert(connection, passage, [{"id": number, "start": p.start, "end": p.end} for number, p in numbered])
    if of.same_as is None:
        add_passages(connection, of, prepared.passages)


def _insert_facts(
    connection: Connection, of: Held, rows: Iterable[dict[str, Any]], old: dict[tuple[str, str, int], int]
) -> None:
    """Insert facts; one that the last reading had too keeps its number."""
    next_id = 1 + (connection.execute(_NEXT_FACT).scalar() or 0)
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
    for removal in _REMOVALS:
        connection.execute(removal, {"number": of.id})
    return {(row["kind"], row["quote"], row["ordinal"]): row["id"] for row in rows}


def _relation(connection: Connection, document_id: int, prepared: Prepared) -> dict[str, Any]:
    """Lead a new document to the earlier one whose article it is."""
    best = _same_article(connection, document_id, prepared)
    return {"same_as": best[0], "similarity": best[1]} if best else {}


def _same_article(connection: Connection, document_id: int, prepared: Prepared) -> tuple[int, float] | None:
    text_hash = prepared.document.get("text_hash")
    if text_hash is not None:
        found = connection.execute(_EQUAL, {"number": document_id, "text_hash": text_hash}).scalar()
        if found:
            return found, 1.0
    if not prepared.bands:
        return None
    bands = {f"h{band}": value for band, value in enumerate(prepared.bands)}
    best: tuple[float, int] | None = None
    for candidate in connection.execute(_alike(len(bands)), {"number": document_id, **bands}).scalars().all():
        shared = similarity.similarity(connection.execute(_TEXT, {"number": candidate}).scalar() or "", prepared.text)
        if shared and (best is None or shared > best[0]):
            best = shared, candidate
    return (best[1], best[0]) if best else None


_EQUAL = text("SELECT min(id) FROM document WHERE text_hash = :text_hash AND id <> :number AND same_as IS NULL")
_TEXT = select(article.c.text).where(article.c.document_id == bindparam("number"))


@cache
def _alike(bands: int) -> TextClause:
    """Return the query for documents that share a band, which are no copies themselves."""
    sharing = " UNION ".join(
        f"SELECT document_id FROM sketch WHERE band = {band} AND hash = :h{band}" for band in range(bands)
    )
    return text(
        f"SELECT d.id FROM ({sharing}) s JOIN document d ON d.id = s.document_id "
        f"WHERE d.id <> :number AND d.same_as IS NULL ORDER BY d.id LIMIT {_CANDIDATES}"
    )


_CANDIDATES = 20  # documents that are compared at most


def _add_regions(connection: Connection, regions: list[tuple[str, str | None, str]]) -> None:
    if not regions:
        return
    connection.execute(_REGION, [{"name": name, "code": code, "level": level} for name, code, level in regions])


_REGION = text(
    "INSERT INTO region (name, code, level) VALUES (:name, :code, :level) ON CONFLICT (name, level) DO NOTHING"
)
