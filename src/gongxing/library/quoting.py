"""Passages of documents that hold a word and one of some others: where a document may say the one of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam
from sqlalchemy import text as sql

from gongxing.library.connection import reading
from gongxing.library.entries import END, PASSAGES, document_of
from gongxing.library.fulltext import matching, newest_first, prefer_index
from gongxing.library.words import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from gongxing.library.library import Library

_AT_ONCE = 40
_PASSAGES = sql(
    'SELECT p.id, p.start, substr(a.text, CAST(p.start + 1 AS INTEGER), CAST(p."end" - p.start AS INTEGER)) AS text, '
    "d.id AS document, coalesce(d.title, d.name) AS title, d.published FROM passage p "
    f"JOIN document d ON d.id = p.id / {PASSAGES} JOIN article a ON a.document_id = d.id WHERE p.id IN :ids"
).bindparams(bindparam("ids", expanding=True))


class Passage(NamedTuple):
    """A passage: its place in the order of all, its document and when that was published, where it begins there."""

    place: int
    document: int
    title: str
    published: str | None
    start: int
    text: str


def passages_with(
    library: Library, word: str | None, among: Sequence[str], limit: int, behind: int = -1
) -> Iterator[Passage]:
    """Yield the first ``limit`` passages that hold a word and any of some others, those of the newest documents first.

    They are read a few at a time: who has seen enough need not read on. Without a word any of the others is enough;
    ``behind`` is the place of a passage: those after it are told.
    """
    found = phrases(word) if word else []
    others = [phrase for other in among for phrase in phrases(other)]
    last, left = behind, limit
    while left > 0:
        many = min(_AT_ONCE, left)
        with reading(library.engine) as connection:
            places = _places(connection, found, others, last, many)
            numbers = [document_of(place) * PASSAGES + place % PASSAGES for place in places]
            rows = {row.id: row for row in connection.execute(_PASSAGES, {"ids": numbers})}
        for place, number in zip(places, numbers, strict=True):
            if (row := rows.get(number)) is not None:
                yield Passage(place, row.document, row.title, row.published, row.start, row.text or "")
        if len(places) < many:
            return
        last, left = places[-1], left - many


def _places(connection: Connection, found: list[str], among: list[str], last: int, many: int) -> list[int]:
    """Return the places of the first passages behind ``last`` that hold all of the phrases and one of those among."""
    prefer_index(connection)
    behind = ("passage_words.rowid > :last",)

    def first_ones(newest: bool) -> list[int]:
        span = behind if newest else None
        match = matching("passage_words", connection.dialect.name, found, among, newest=span)
        query = sql(f"SELECT rowid {match.among(behind)} ORDER BY rowid LIMIT :many")
        return list(connection.execute(query, {**match.bound, "last": last, "many": many}).scalars())

    return newest_first(connection.dialect.name, END, first_ones, many)
