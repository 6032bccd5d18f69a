"""One document of a library: by its number, by the first digits of its hash, or by a reference to it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from gongxing.facts import Commitment, Figure, Industry, Member, Person, Place, Project
from gongxing.library.connection import reading
from gongxing.library.errors import LibraryError
from gongxing.library.passages import find_content
from gongxing.library.preparation import restored_article
from gongxing.library.references import DocumentSpan, parse_reference
from gongxing.library.schema import article, document, fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, RowMapping

    from gongxing.facts import Fact
    from gongxing.library.edits import Edit
    from gongxing.library.library import Library
    from gongxing.reading import Article

Language = Literal["zh", "en"]
SHORTEST = 6  # digits of a hash that name a document
_DIGITS = 19  # of a number that is larger than any that a database gives
_HASH = re.compile(rf"(?:doc:|cell:|sha256:)?([0-9a-f]{{{SHORTEST},64}})(?:[#/].*)?")
_KINDS: dict[str, type[Any]] = {
    kind.kind: kind for kind in (Commitment, Figure, Industry, Member, Person, Place, Project)
}  # fmt: skip


def find_document(connection: Connection, words: str | int) -> RowMapping:
    """Return the row of a document.

    Parameters
    ----------
    words
        Its number, six or more digits of its SHA-256, or a reference such as ``doc:3f2a…#310-316``.

    Raises
    ------
    LibraryError
        There is none, or more than one.
    """
    said = str(words).strip().lower()
    if said.isdecimal() and len(said) < _DIGITS:
        row = connection.execute(select(document).where(document.c.id == int(said))).mappings().first()
        if row is not None:
            return row
    if match := _HASH.fullmatch(said):
        return find_content(connection, match[1], str(words))
    raise LibraryError(
        f"{words}: there is no such document in this library; give its number or {SHORTEST} or more digits of its "
        "SHA-256, as gongxing export documents.csv --table documents lists them"
    )


def find_fact(connection: Connection, words: str | int, kind: str | None = None) -> RowMapping:
    """Return the row of a fact.

    Parameters
    ----------
    words
        Its number, or the reference to its span: ``doc:3f2a…#310-316``.
    kind
        Which kind, where several stand on one span.

    Raises
    ------
    LibraryError
        There is none, or more than one on the span.
    """
    said = str(words).strip()
    if said.isdecimal() and len(said) < _DIGITS:
        row = connection.execute(select(fact).where(fact.c.id == int(said))).mappings().first()
        if row is None:
            raise LibraryError(f"there is no fact {said} in this library; gongxing search shows the number of each")
        return row
    if not said.startswith("doc:"):
        raise LibraryError(
            f"{said}: this names no fact; give its number as gongxing search shows it, or doc:<digits of the hash>"
            "#<start>-<end>"
        )
    span = parse_reference(said)
    assert isinstance(span, DocumentSpan)
    within = select(fact).where(fact.c.document_id == find_content(connection, span.sha256, said)["id"])
    if kind is not None:
        within = within.where(fact.c.kind == kind)
    exact = within.where(fact.c.start == span.start, fact.c.end == span.end).order_by(fact.c.id)
    rows = connection.execute(exact).mappings().all()
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise LibraryError(f"{said}: {len(rows)} facts stand there ({_listed(rows)}); give the number, or --kind")
    near = within.where(fact.c.start < span.end, fact.c.end > span.start).order_by(fact.c.start, fact.c.id).limit(5)
    around = connection.execute(near).mappings().all()
    hint = f"; near it: {_listed(around)}" if around else ""
    raise LibraryError(f"{said}: no {kind or 'fact'} stands exactly there{hint}")


def _listed(rows: Sequence[RowMapping]) -> str:
    return ", ".join(f"{row['id']} {row['kind']} “{row['quote']}” {row['start']}-{row['end']}" for row in rows)


def fact_if_there(library: Library, number: int) -> dict[str, Any] | None:
    """Return a fact as ``Library.fact`` does, ``None`` where it is there no more."""
    try:
        return library.fact(number)
    except LibraryError:
        return None


def fact_of_edit(library: Library, event: Edit) -> int | None:
    """Return the number of the fact that an edit is about, ``None`` where it is a document's or not found any more."""
    if event.kind is None:
        return None
    with reading(library.engine) as connection:
        query = (
            select(fact.c.id)
            .join_from(fact, document)
            .where(document.c.sha256 == event.sha256, fact.c.kind == event.kind)
            .where(fact.c.quote == event.quote, fact.c.ordinal == event.ordinal)
        )
        number: int | None = connection.execute(query).scalar()
    return number


def read_document(library: Library, words: str | int) -> tuple[RowMapping, Article, tuple[Fact, ...]]:
    """Return the row of a document, its article, and its facts as they stand after what people said.

    Raises
    ------
    LibraryError
        There is none, more than one, or it is a table.
    """
    with reading(library.engine) as connection:
        row = find_document(connection, words)
        if row["kind"] != "document":
            raise LibraryError(f"{words}: {row['name']} is a table, not a document")
        text, details = connection.execute(
            select(article.c.text, article.c.details).where(article.c.document_id == row["id"])
        ).one()
        columns = (fact.c.kind, fact.c.start, fact.c.end, fact.c.quote, fact.c.rule, fact.c.fields)
        hidden = fact.c.standing.in_(("rejected", "merged"))
        query = select(*columns).where(fact.c.document_id == row["id"], ~hidden).order_by(fact.c.start, fact.c.id)
        facts = tuple(_fact(found) for found in connection.execute(query).mappings())
    return row, restored_article(text, json.loads(details)), facts


def table_notes(library: Library, words: str | int, language: Language = "zh") -> tuple[str, ...]:
    """Return what a reader should know of a table, in a language; in the words of an earlier reading where it kept one.

    Raises
    ------
    LibraryError
        There is no such table, or more than one.
    """
    with reading(library.engine) as connection:
        row = find_document(connection, words)
        if row["kind"] != "table":
            raise LibraryError(f"{words}: {row['name']} is a document, not a table")
        details = connection.execute(select(article.c.details).where(article.c.document_id == row["id"])).scalar_one()
    return tuple(note if isinstance(note, str) else note[language] for note in json.loads(details).get("notes", ()))


def _fact(row: RowMapping) -> Fact:
    fields = {name: _plain(value) for name, value in json.loads(row["fields"]).items()}
    made: Fact = _KINDS[row["kind"]](row["start"], row["end"], row["quote"], row["rule"], **fields)
    return made


def _plain(value: Any) -> Any:
    return tuple(map(_plain, value)) if isinstance(value, list) else value
