"""One document with all that a library holds of it: article, facts as they stand, copies, edits; cells of a table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from gongxing.library import edits
from gongxing.library.connection import reading
from gongxing.library.errors import LibraryError
from gongxing.library.preparation import restored_article
from gongxing.library.schema import article, copy, document, fact, observation

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

    from gongxing.library.edits import Edit
    from gongxing.library.library import Library
    from gongxing.reading import Article

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as a library holds it.

    Attributes
    ----------
    row
        Its columns: ``id``, ``sha256``, ``kind``, ``title``, ``source``, ``published`` and so on.
    article
        ``None`` for a table.
    facts
        In the order of the text, those rejected and merged too: ``fields`` as they stand, ``extracted`` as they were
        found where a person changed them, ``standing``, ``shown``, ``kept``.
    places
        Where its bytes were found: paths and addresses.
    copies
        Documents that hold the same article; ``original`` is the one that this is a copy of.
    edits
        What people said of it, in order.
    """

    row: Mapping[str, Any]
    article: Article | None
    facts: Sequence[Row]
    places: Sequence[str]
    copies: Sequence[Row]
    original: Row | None
    edits: Sequence[Edit]

    @property
    def url(self) -> str | None:
        """The address that it was fetched from, if any."""
        return next((place for place in self.places if place.startswith(("http://", "https://"))), None)


def document_of(library: Library, number: int) -> StoredDocument:
    """Return a document by its number.

    Raises
    ------
    LibraryError
        There is none.
    """
    with reading(library.engine) as connection:
        row = connection.execute(select(document).where(document.c.id == number)).mappings().first()
        if row is None:
            raise LibraryError(f"there is no document {number} in this library; Library.documents() lists them")
        places = select(copy.c.path).where(copy.c.document_id == number).order_by(copy.c.id)
        return StoredDocument(
            dict(row),
            _article(connection, number) if row["kind"] == "document" else None,
            _facts(connection, number),
            list(connection.execute(places).scalars()),
            _named(connection, document.c.same_as == number),
            next(iter(_named(connection, document.c.id == row["same_as"])), None) if row["same_as"] else None,
            edits.history(connection, row["sha256"]),
        )


def number_of(library: Library, sha256: str) -> int | None:
    """Return the number of the document whose SHA-256 begins so; ``None`` where there is none, or more than one."""
    with reading(library.engine) as connection:
        query = select(document.c.id).where(document.c.sha256.startswith(sha256, autoescape=True)).limit(2)
        found = connection.execute(query).scalars().all()
    return found[0] if len(found) == 1 else None


def numbers_of(library: Library, names: Collection[str]) -> dict[str, int]:
    """Return the numbers of documents by their names; of those with one name the first."""
    wanted, numbers = list(names), dict[str, int]()
    with reading(library.engine) as connection:
        for begin in range(0, len(wanted), _AT_ONCE):
            named = document.c.name.in_(wanted[begin : begin + _AT_ONCE])
            query = select(document.c.name, func.min(document.c.id)).where(named).group_by(document.c.name)
            numbers |= {row[0]: row[1] for row in connection.execute(query)}
    return numbers


_AT_ONCE = 10_000  # names that a database takes in one question


@dataclass(frozen=True, slots=True)
class Cells:
    """Some of a table's cells as observations, ``total`` of them in all; ``flags`` counts each doubt of the reader."""

    rows: list[Row]
    total: int
    flags: dict[str, int]


def cells_of(
    library: Library, number: int, *, find: str | None = None, at: tuple[str, str] | None = None,
    limit: int = 100, offset: int = 0,
) -> Cells:  # fmt: skip
    """Return what a table was understood to say, cell by cell.

    ``find`` keeps the rows whose region or indicator holds these words; ``at`` is one cell: sheet (empty for a CSV
    file) and cell.
    """
    conditions = [observation.c.document_id == number]
    if at is not None:
        conditions += [func.coalesce(observation.c.sheet, "") == at[0], observation.c.cell == at[1]]
    if find:
        holds = [column.contains(find, autoescape=True) for column in (observation.c.region, observation.c.indicator)]
        conditions.append(or_(*holds))
    count = select(func.count()).select_from(observation).where(*conditions)
    doubts = select(observation.c.flags, func.count()).where(*conditions, observation.c.flags != "")
    with reading(library.engine) as connection:
        query = select(observation).where(*conditions).order_by(observation.c.id).limit(limit).offset(offset)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        total = int(connection.execute(count).scalar() or 0)
        flags: dict[str, int] = {}
        for words, times in connection.execute(doubts.group_by(observation.c.flags)).all():
            for flag in words.split("; "):
                flags[flag] = flags.get(flag, 0) + times
    return Cells(rows, total, dict(sorted(flags.items(), key=lambda pair: -pair[1])))


def _article(connection: Connection, number: int) -> Article | None:
    query = select(article.c.text, article.c.details).where(article.c.document_id == number)
    found = connection.execute(query).first()
    return restored_article(found.text, json.loads(found.details)) if found else None


def _facts(connection: Connection, number: int) -> list[Row]:
    query = select(fact).where(fact.c.document_id == number).order_by(fact.c.start, fact.c.end.desc(), fact.c.id)
    return [
        {**row, "fields": json.loads(row["fields"]), "extracted": json.loads(row["extracted"] or "null")}
        for row in connection.execute(query).mappings()
    ]


def _named(connection: Connection, condition: Any) -> list[Row]:
    columns = (document.c.id, document.c.title, document.c.name, document.c.account, document.c.source,
               document.c.published, document.c.similarity)  # fmt: skip
    query = select(*columns).where(condition).order_by(document.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]
