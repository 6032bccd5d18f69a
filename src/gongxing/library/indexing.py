"""What stands in the full-text indices: the passages of documents that are no copies, and the facts that are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, select

from gongxing.library.entries import PASSAGES, fact_entry
from gongxing.library.fulltext import INDICES, Entry, clear_index, delete_entries, insert_entries, make_terms
from gongxing.library.preparation import fact_words
from gongxing.library.schema import article, document, fact
from gongxing.library.watching import unseen
from gongxing.library.words import mark, passages, spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from gongxing.library.watching import Watch
    from gongxing.library.words import Passage


class Held(NamedTuple):
    """What the indices need to know of a document."""

    id: int
    kind: str
    title: str | None
    account: str | None
    source: str | None
    publisher: str | None
    published: str | None
    entry: int
    same_as: int | None


HELD: tuple[ColumnElement[Any], ...] = tuple(document.c[name] for name in Held._fields)


_ONE = select(*HELD).where(document.c.id == bindparam("number"))


def held(connection: Connection, document_id: int) -> Held:
    """Return what the indices need to know of a document."""
    return Held(*connection.execute(_ONE, {"number": document_id}).one())


def facts_where(connection: Connection, *conditions: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Return the rows of facts, in the order of their numbers."""
    query = select(fact).where(*conditions).order_by(fact.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def add_passages(connection: Connection, of: Held, found: Sequence[Passage] | None = None) -> None:
    """Put a document's passages into the index; they are cut from its text where they are not given."""
    entries = passage_entries(of, _cut(connection, of) if found is None else found)
    insert_entries(connection, "passage_words", entries)


def remove_passages(connection: Connection, of: Held) -> None:
    """Take a document's passages out of the index."""
    delete_entries(connection, "passage_words", passage_entries(of, _cut(connection, of)))


def add_facts(connection: Connection, of: Held, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put facts of a document into the index."""
    insert_entries(connection, "fact_words", [fact_entry_of(of, row) for row in rows])


def remove_facts(connection: Connection, of: Held, rows: Iterable[Mapping[str, Any]]) -> None:
    """Take facts of a document, as they stood when they were put in, out of the index."""
    delete_entries(connection, "fact_words", [fact_entry_of(of, row) for row in rows])


def rebuild_index(connection: Connection, watch: Watch = unseen) -> None:
    """Build the indices anew from documents and facts; ``watch`` sees the documents, then the terms of the indices."""
    for index in INDICES:
        clear_index(connection, index)
    query = select(document.c.id).where(document.c.same_as.is_(None)).order_by(document.c.entry)
    originals = connection.execute(query).scalars().all()
    terms = len(originals) // 8  # documents that are read while PostgreSQL makes the terms of an index
    with watch(len(originals) + terms * len(INDICES)) as advance:
        for number in originals:
            of = held(connection, number)
            add_passages(connection, of)
            add_facts(connection, of, facts_where(connection, fact.c.document_id == number, fact.c.shown == 1))
            advance()
        for index in INDICES:
            make_terms(connection, index)
            for _ in range(terms):
                advance()


def passage_entries(of: Held, found: Sequence[Passage]) -> list[Entry]:
    """Return the entries of a document's passages; its title stands in the first."""
    title = spaced(of.title or "")
    entries = [Entry(of.entry + place, passage.words) for place, passage in enumerate(found[:PASSAGES])]
    if title:
        entries[:1] = [Entry(of.entry, entries[0].words if entries else "", title)]
    return entries


def _cut(connection: Connection, of: Held) -> list[Passage]:
    return passages(connection.execute(_TEXT, {"number": of.id}).scalar() or "")


_TEXT = select(article.c.text).where(article.c.document_id == bindparam("number"))


def fact_entry_of(of: Held, row: Mapping[str, Any]) -> Entry:
    """Return the entry of a fact of a document: its words, and marks of what it is about."""
    words = row["words"] if "words" in row else fact_words(row)
    return Entry(fact_entry(of.published, row["id"], row["kind"]), f"{words} {_marks(of, row)}")


def _marks(of: Held, row: Mapping[str, Any]) -> str:
    period = row["period"]
    cuts = [place for place, sign in enumerate(period) if sign == "-"] + [len(period)] if period else []
    said = [
        ("r", row["about"]), ("c", row["about_code"]), ("k", row["kind"]), ("i", row["indicator"]),
        *(("t", period[:cut]) for cut in cuts), ("p", of.publisher),
        ("s", of.source if of.source != of.publisher else None),
    ]  # fmt: skip
    return " ".join(mark(sort, value) for sort, value in said if value)
