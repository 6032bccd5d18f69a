"""What a library knows of one region, at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, text

from gongxing.library.connection import reading
from gongxing.library.entries import DOCUMENTS, FACTS, PASSAGES, WITHIN, fact_entry, fact_of
from gongxing.library.filters import Filter, fact_source
from gongxing.library.fulltext import prefer_index
from gongxing.library.preparation import region_key
from gongxing.library.schema import fact, region_tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, TextClause

    from gongxing.library.library import Library

_COLUMNS = ("id", "document_id", "kind", "quote", "start", "end", "indicator", "period", "value", "unit", "bound",
            "modality", "deadline", "published", "standing")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """``counts`` by kind; ``figures`` the newest actual value of each indicator; the newest of the other kinds."""

    region: str
    code: str | None
    counts: dict[str, int]
    figures: list[Mapping[str, Any]]
    projects: list[Mapping[str, Any]]
    industries: list[Mapping[str, Any]]
    commitments: list[Mapping[str, Any]]


def profile(library: Library, region: str, limit: int = 20) -> Profile:
    """Return what is known of a region: a name in any form, or an adcode.

    ``limit`` is the number of facts of each kind; indicators come in the order of how often they are told.
    """
    name, code = region_key(*((None, region) if region.isdigit() else (region, None)))
    bound = {"about": name, "limit": limit}
    with reading(library.engine) as connection:
        prefer_index(connection)
        counts = connection.execute(_COUNTS, bound).mappings().one()
        figures = connection.execute(_FIGURES, bound).scalars().all()
        newest = {
            kind: _newest(connection, name, kind, limit, int(counts[kind] or 0))
            for kind in ("project", "industry", "commitment")
        }
        numbers = [*figures, *(number for found in newest.values() for number in found)]
        rows: dict[int, Mapping[str, Any]] = {
            row["id"]: dict(row) for row in connection.execute(_ROWS, {"numbers": numbers}).mappings()
        }
    return Profile(
        name or region,
        code,
        {kind: int(counts[kind]) for kind in sorted(FACTS) if counts[kind]},
        [rows[number] for number in figures],
        [rows[number] for number in newest["project"]],
        [rows[number] for number in newest["industry"]],
        [rows[number] for number in newest["commitment"]],
    )


_ROWS = select(*(fact.c[name] for name in _COLUMNS)).where(fact.c.id.in_(bindparam("numbers", expanding=True)))
_COUNTS = select(*(func.sum(region_tally.c[kind]).label(kind) for kind in FACTS)).where(
    region_tally.c.about == bindparam("about")
)
# The newest actual figure of each indicator: one look into the index for each.
_FIGURES = text(
    "WITH often AS (SELECT indicator, count(*) AS number FROM fact "
    "WHERE about = :about AND shown = 1 AND indicator IS NOT NULL "
    "GROUP BY indicator ORDER BY count(*) DESC, indicator LIMIT :limit), "
    "newest AS MATERIALIZED (SELECT often.*, (SELECT f.id FROM fact f WHERE f.about = :about AND f.shown = 1 "
    "AND f.indicator = often.indicator AND f.period IS NOT NULL AND f.modality = 'actual' "
    "ORDER BY f.period DESC, f.id DESC LIMIT 1) AS id FROM often) "
    "SELECT id FROM newest WHERE id IS NOT NULL ORDER BY number DESC, indicator"
)


def _newest(connection: Connection, name: str | None, kind: str, limit: int, count: int) -> list[int]:
    """Return the numbers of the last published facts of a kind; those of documents without a date stand after them."""
    if not (name and count):
        return []
    dialect = connection.dialect.name
    if dialect != "sqlite" and count > _MANY * limit:
        rows = connection.execute(_of_newest_documents(kind), {"about": name, "limit": limit})
        return [fact_of(entry) for entry in sorted(fact_entry(row.published, row.id, kind) for row in rows)[:limit]]
    source = fact_source(Filter(kind=kind, region=name), dialect)
    query = text(f"SELECT rowid {source.sql} ORDER BY rowid LIMIT :limit")
    return [fact_of(entry) for entry in connection.execute(query, {**source.bound, "limit": limit}).scalars()]


_MANY = 10  # facts for each that is wanted: above it, looking at documents from the newest on ends soon


@cache
def _of_newest_documents(kind: str) -> TextClause:
    """Return the query for a region's facts of a kind in the newest documents that hold them, enough for the limit.

    FTS5 yields its finds in order and stops; GIN has to find them all, and there are very many of a large city. A day
    is looked at whole: its facts are not in the order of its documents where one of these was read again.
    """
    of = f"mention WHERE about = :about AND {kind} > 0"
    return text(f"""
        WITH first AS (SELECT entry, {kind} AS told FROM {of} ORDER BY entry LIMIT :limit),
        summed AS (SELECT entry, sum(told) OVER (ORDER BY entry) - told AS before FROM first),
        newest AS MATERIALIZED (
            SELECT DISTINCT entry / {PASSAGES} % {DOCUMENTS} AS number FROM {of}
            AND entry <= (SELECT max(entry) | {WITHIN - 1} FROM summed WHERE before < :limit))
        SELECT found.id, found.published FROM newest CROSS JOIN LATERAL (
            SELECT id, published FROM fact WHERE document_id = newest.number
            AND about = :about AND kind = '{kind}' AND shown = 1 OFFSET 0) AS found""")
