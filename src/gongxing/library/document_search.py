"""Finding documents by their words: those with the words in their title before others, the newest first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlalchemy import text as sql

from gongxing.library.entries import DOCUMENTS, END, PASSAGES, document_at
from gongxing.library.fulltext import matching, newest_first
from gongxing.library.hits import Counts, Hit, around
from gongxing.library.narrowing import OF_SOURCE, dated, region_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection, Row

    from gongxing.library.narrowing import Filters

_PLACE = f"passage_words.rowid / {PASSAGES}"


def find_documents(connection: Connection, found: list[str], filters: Filters, limit: int, counts: Counts) -> list[Hit]:
    """Return the first documents that hold all of the phrases, and note in ``counts`` how many do."""
    if filters.period is not None:
        return []
    passages = _narrowed(filters, connection.dialect.name)
    number, first_ones = _counted(connection, passages, found, limit, counts.most)
    if counts.stopped(number):
        number -= 1
        counts.more.add("document")
    counts.of["document"] = number
    if not number:
        return []
    numbers = _titled(connection, passages, found, limit, number)
    if (left := min(limit, number) - len(numbers)) > 0:
        others = first_ones if first_ones is not None else _others(connection, passages, found, left, numbers)
        numbers += [number for number in others if number not in numbers][:left]
    rows = {row.id: row for row in connection.execute(_DOCUMENTS, {"ids": numbers, "short": _SHORT})}
    hits = []
    for number in numbers:
        row = rows[number]
        long = row.text is None
        context, start, end = _context(connection, row, found[0]) if long else around(row.text, found[0])
        hits.append(
            Hit("document", number, row.title or row.name, context, start, end, number, row.published,
                row.source or row.account)
        )  # fmt: skip
    return hits


@dataclass(frozen=True, slots=True)
class _Passages:
    """The passages that a search is narrowed to: what their index is joined to, conditions, and what these bind."""

    dialect: str
    dated: list[str]
    bound: dict[str, Any]
    joined: str = ""
    conditions: list[str] = field(default_factory=list)

    def holding(
        self, found: list[str], *, title: bool | None = None, newest: bool = False, name: str = "q", of: str = ""
    ) -> tuple[str, dict[str, Any]]:
        """Return the query of the places of passages that hold all of the phrases, ``of`` documents at these places."""
        span = self.dated if newest else None
        match = matching("passage_words", self.dialect, found, title=title, name=name, newest=span)
        # IS TRUE has PostgreSQL hash the places: how many there are of two words together is not known beforehand.
        within = [f"({_PLACE} IN ({of})) IS TRUE"] if of else []
        where = match.among([*self.dated, *self.conditions, *within], self.joined)
        return f"SELECT {_PLACE} AS place {where}", {**self.bound, **match.bound}

    def between(self, first: int, end: int) -> _Passages:
        """Return those among them from one entry up to another."""
        span = ["passage_words.rowid >= :from_entry", "passage_words.rowid < :to_entry"]
        return replace(self, dated=[*self.dated, *span], bound={**self.bound, "from_entry": first, "to_entry": end})

    def with_all(self, found: list[str]) -> tuple[str, dict[str, Any]]:
        """Return the query of the places of documents that hold all of the phrases, each in any of their passages."""
        may_hold, bound = self._with_terms(found)
        parts = []
        for place, phrase in enumerate(found):
            part, binding = self.holding([phrase], name=f"q{place}", of=may_hold)
            parts.append(part)
            bound |= binding
        return " INTERSECT ".join(parts) if len(parts) > 1 else parts[0].replace("SELECT", "SELECT DISTINCT", 1), bound

    def _with_terms(self, found: list[str]) -> tuple[str, dict[str, Any]]:
        """Return the query of documents that may hold all of the phrases; empty where no words need be read."""
        matches = [
            matching("passage_words", self.dialect, [phrase], name=f"q{place}") for place, phrase in enumerate(found)
        ]
        if len(found) == 1 or not any(match.confirmed for match in matches):
            return "", {}
        query = " INTERSECT ".join(f"SELECT {_PLACE} AS place FROM {match.source}" for match in matches)
        return query, {name: value for match in matches for name, value in match.bound.items()}


def _narrowed(filters: Filters, dialect: str) -> _Passages:
    span, bound = dated(filters, "passage_words")
    passages = _Passages(dialect, span, bound)
    if filters.region:
        name, code = region_of(filters.region)
        mine = f"m.about = :about AND m.entry = {_PLACE} * {PASSAGES}"
        passages.conditions.append(
            f"EXISTS (SELECT 1 FROM mention m WHERE {mine}{' AND m.code = :code' if code else ''})"
        )
        bound |= {"about": name, "code": code} if code else {"about": name}
    if not filters.source:
        return passages
    passages.conditions.append(OF_SOURCE)
    bound["source"] = f"%{filters.source}%"
    joined = f"JOIN document d ON d.id = {_PLACE} % {DOCUMENTS}"
    return _Passages(dialect, span, bound, joined, passages.conditions)


def _counted(
    connection: Connection, passages: _Passages, found: list[str], limit: int, most: int | None
) -> tuple[int, list[int] | None]:
    """Return how many documents hold all of the phrases; the first of them, where the database finds all at once.

    SQLite looks from the newest on until there is one more than ``most``; PostgreSQL's index gives all in one go.
    """
    if passages.dialect == "sqlite":
        if most is None or len(found) == 1:
            return _number(connection, *passages.with_all(found), most), None
        number = 0
        for first, end in _spans(connection):
            number += _number(connection, *passages.between(first, end).with_all(found), most - number)
            if number > most:
                break
        return number, None
    matched, bound = passages.with_all(found)
    query = sql(
        f"WITH m AS MATERIALIZED ({matched}) SELECT (SELECT count(*) FROM m) AS number, "
        "ARRAY(SELECT place FROM m ORDER BY place LIMIT :many) AS places"
    )
    row = connection.execute(query, {**bound, "many": 2 * limit}).one()  # as many may have them in their title
    return int(row.number), [document_at(place) for place in row.places]


def _number(connection: Connection, query: str, bound: dict[str, Any], most: int | None) -> int:
    """Return the number of rows of a query, at most one more than ``most``."""
    stop = "" if most is None else f" LIMIT {most + 1}"
    return int(connection.execute(sql(f"SELECT count(*) FROM ({query}{stop}) m"), bound).scalar() or 0)


def _spans(connection: Connection) -> Iterator[tuple[int, int]]:
    """Yield the spans of entries, from the newest on, in which the passages of whole documents stand."""
    first, many, behind = 0, _SPAN, _SPAN
    while (end := connection.execute(_ENTRY_BEHIND, {"behind": behind}).scalar()) is not None:
        yield first, end
        first, many = end, 2 * many
        behind += many
    yield first, END


_SPAN = 10_000  # documents of the first span; each has twice as many as the one before it
_ENTRY_BEHIND = sql("SELECT entry FROM document ORDER BY entry LIMIT 1 OFFSET :behind")


def _titled(connection: Connection, passages: _Passages, found: list[str], limit: int, count: int) -> list[int]:
    """Return the numbers of the first documents that have the phrases in their title."""

    def first_ones(newest: bool) -> list[int]:
        query, bound = passages.holding(found, title=True, newest=newest)
        return _numbers(connection, f"{query} ORDER BY passage_words.rowid", bound, limit, ())

    return newest_first(passages.dialect, count, first_ones, limit)


def _others(
    connection: Connection, passages: _Passages, found: list[str], limit: int, without: Collection[int]
) -> list[int]:
    """Return the numbers of the first documents that hold all of the phrases, those already known aside."""
    if len(found) == 1:  # passages of one document stand side by side
        query, bound = passages.holding(found)
        return _numbers(connection, f"{query} ORDER BY passage_words.rowid", bound, limit, without)
    query, bound = passages.with_all(found)
    return _numbers(connection, f"{query} ORDER BY place", bound, limit, without)


def _numbers(
    connection: Connection, query: str, bound: dict[str, Any], limit: int, without: Collection[int]
) -> list[int]:
    """Return the numbers of the first documents of a query that gives their places in order."""
    many = 4 * (limit + len(without))
    while True:
        places = connection.execute(sql(f"{query} LIMIT :many"), {**bound, "many": many}).scalars().all()
        numbers = [number for number in dict.fromkeys(map(document_at, places)) if number not in without]
        if len(numbers) >= limit or len(places) < many:
            return numbers[:limit]
        many *= 8  # documents of many passages


_SHORT = 4_000  # characters of a text that is looked through as a whole
_DOCUMENTS = sql(
    "SELECT d.id, d.entry, d.title, d.name, d.published, d.source, d.account, "
    "CASE WHEN d.characters <= :short THEN a.text END AS text "
    "FROM document d JOIN article a ON a.document_id = d.id WHERE d.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_PASSAGE = sql(
    'SELECT substr(a.text, CAST(p.start + 1 AS INTEGER), CAST(p."end" - p.start AS INTEGER)) '
    'FROM passage p, article a WHERE p.id = :id AND a.document_id = :number AND p."end" > p.start'
)


def _context(connection: Connection, row: Row[Any], phrase: str) -> tuple[str, int, int]:
    """Return the words around a phrase in the first passage that holds it; the beginning where only the title does."""
    match = matching("passage_words", connection.dialect.name, [phrase], title=False)
    query = sql(
        f"SELECT rowid {match.among(['passage_words.rowid >= :first', 'passage_words.rowid < :last'])} "
        "ORDER BY rowid LIMIT 1"
    )
    bound = {**match.bound, "first": row.entry, "last": row.entry + PASSAGES}
    place = connection.execute(query, bound).scalar() or row.entry
    number = row.id * PASSAGES + place % PASSAGES
    return around(connection.execute(_PASSAGE, {"id": number, "number": row.id}).scalar() or "", phrase)
