"""Finding facts by their words, and by what they are about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlalchemy import text as sql

from gongxing.library.entries import FACTS, PER_FACT, WITHIN, fact_of
from gongxing.library.fulltext import matching, newest_first
from gongxing.library.hits import MARGIN, Counts, Hit, cut
from gongxing.library.narrowing import OF_SOURCE, dated, region_of
from gongxing.library.words import mark

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gongxing.library.narrowing import Filters

_ENTRY = "fact_words.rowid"


def find_facts(
    connection: Connection, found: list[str], filters: Filters, kinds: list[str], limit: int, counts: Counts
) -> list[Hit]:
    """Return the first facts that hold all of the phrases, and note in ``counts`` how many of each kind do."""
    dialect = connection.dialect.name
    span, bound = dated(filters, "fact_words")
    joined, conditions, among = _of_source(connection, filters, bound)
    marks = _marks(filters)
    if len(kinds) == 1:
        marks.append(mark("k", kinds[0]))
    elif len(kinds) < len(FACTS):
        conditions.append(f"{_ENTRY} % {PER_FACT} IN ({', '.join(str(FACTS.index(kind)) for kind in kinds)})")

    def source(newest: bool = False) -> tuple[str, dict[str, Any]]:
        match = matching("fact_words", dialect, [*found, *marks], among, newest=span if newest else None)
        return match.among([*span, *conditions], joined), {**bound, **match.bound}

    def first_ones(newest: bool) -> list[int]:
        matched, binding = source(newest)
        query = sql(f"SELECT {_ENTRY} {matched} ORDER BY {_ENTRY} LIMIT :limit")
        return list(connection.execute(query, {**binding, "limit": limit}).scalars())

    tally = _tally(connection, *source(), kinds, counts.most)
    total = sum(tally.values())
    if counts.stopped(total):
        counts.more.update(kinds)
    counts.of.update(tally)
    return _hits(connection, newest_first(dialect, total, first_ones, limit)) if total else []


def _tally(
    connection: Connection, source: str, bound: dict[str, Any], kinds: list[str], most: int | None
) -> dict[str, int]:
    """Return the number of facts of each kind, in the way that each database counts fastest.

    SQLite looks at the newest alone until there is one more than ``most`` of all kinds.
    """
    if connection.dialect.name != "sqlite":
        query = sql(f"SELECT {_ENTRY} % {PER_FACT} AS kind, count(*) AS number {source} GROUP BY 1")
        counted = {FACTS[row.kind]: int(row.number) for row in connection.execute(query, bound)}
        return {kind: counted.get(kind, 0) for kind in kinds}
    numbers = ", ".join(f"count(*) FILTER (WHERE entry % {PER_FACT} = {FACTS.index(kind)}) AS {kind}" for kind in kinds)
    stop = "" if most is None else f" ORDER BY {_ENTRY} LIMIT {most + 1}"
    query = sql(f"SELECT {numbers} FROM (SELECT {_ENTRY} AS entry {source}{stop}) AS found")
    return dict(connection.execute(query, bound).mappings().one())


def _hits(connection: Connection, entries: list[int]) -> list[Hit]:
    numbers = [fact_of(entry) for entry in entries]
    order = {number: place for place, number in enumerate(numbers)}
    rows = connection.execute(_FACTS, {"ids": numbers, "margin": MARGIN}).all()
    hits = []
    for row in sorted(rows, key=lambda row: order[row.id]):
        begin = max(row.start - MARGIN, 0)
        context, start, end = cut(row.near or "", row.start - begin, row.end - begin)
        hits.append(
            Hit(row.kind, row.id, row.title or row.name, context, start, end, row.document_id, row.published,
                row.source or row.account, row.about, json.loads(row.fields))
        )  # fmt: skip
    return hits


def _marks(filters: Filters) -> list[str]:
    """Return the marks that entries of facts must have."""
    marks = []
    if filters.region:
        name, code = region_of(filters.region)
        marks.append(mark("c" if filters.region.isdigit() else "r", code or name))
    if filters.period:
        marks.append(mark("t", filters.period))
    return marks


_PUBLISHERS = 200  # at most that are looked up in the index


def _of_source(connection: Connection, filters: Filters, bound: dict[str, Any]) -> tuple[str, list[str], list[str]]:
    """Return what a query of facts is joined to, its conditions, and marks of publishers of which one must be there.

    Publishers stand in the index; documents that name none are known by their file's name, and must be looked up.
    """
    if not filters.source:
        return "", [], []
    pattern = {"source": f"%{filters.source}%"}
    publishers = connection.execute(_PUBLISHER, pattern).scalars().all()
    beside = connection.execute(_BESIDE, pattern).scalars().all()
    if len(publishers) + len(beside) <= _PUBLISHERS and connection.execute(_NAMELESS, pattern).first() is None:
        among = [mark("p", name) for name in publishers] + [mark("s", name) for name in beside]
        return "", [], among or [mark("p", "")]
    bound |= pattern
    joined = f"JOIN fact f ON f.id = {_ENTRY} % {WITHIN} / {PER_FACT} JOIN document d ON d.id = f.document_id"
    return joined, [OF_SOURCE], []


_PUBLISHER = sql("SELECT DISTINCT publisher FROM publisher_tally WHERE publisher LIKE :source AND publisher <> ''")
_BESIDE = sql(
    "WITH RECURSIVE step(s) AS (SELECT min(source) FROM document UNION ALL "
    "SELECT (SELECT min(source) FROM document WHERE source > step.s) FROM step WHERE step.s IS NOT NULL) "
    "SELECT s FROM step WHERE s LIKE :source"
)
_NAMELESS = sql("SELECT 1 FROM document WHERE publisher IS NULL AND name LIKE :source LIMIT 1")
_FACTS = sql(
    'SELECT f.id, f.kind, f.quote, f.start, f."end", f.about, f.fields, f.document_id, f.published, '
    "d.title, d.name, d.source, d.account, substr(a.text, "
    "CAST(CASE WHEN f.start > :margin THEN f.start - :margin ELSE 0 END + 1 AS INTEGER), "
    'CAST(f."end" - f.start + 2 * :margin AS INTEGER)) AS near FROM fact f JOIN document d ON d.id = f.document_id '
    "JOIN article a ON a.document_id = f.document_id WHERE f.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
