"""Finding observations of tables and regions by words, place and time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import text as sql

from gongxing.library.hits import Counts, Hit
from gongxing.library.preparation import region_key
from gongxing.library.words import spaced

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gongxing.library.narrowing import Filters


_spaced = lru_cache(maxsize=16_384)(spaced)  # every search looks through the same names


def find_observations(
    connection: Connection, found: list[str], filters: Filters, limit: int, counts: Counts
) -> list[Hit]:
    """Return the first observations that hold all of the phrases, and note in ``counts`` how many do."""
    conditions, bound = _observed(connection, found)
    if filters.region:
        name, code = region_key(*((None, filters.region) if filters.region.isdigit() else (filters.region, None)))
        conditions.append("(o.code = :code OR o.region = :name)")
        bound |= {"code": code, "name": name}
    if filters.period:
        conditions.append("(o.period = :period OR o.period LIKE :within)")
        bound |= {"period": filters.period, "within": f"{filters.period}-%"}
    if filters.source:
        conditions.append("d.name LIKE :source")
        bound["source"] = f"%{filters.source}%"
    joined, order = "JOIN document d ON d.id = o.document_id", "ORDER BY coalesce(o.period, '') DESC, o.id"
    source = f"FROM observation o {joined if filters.source else ''} WHERE {' AND '.join(conditions)}"
    counts.of["observation"] = int(connection.execute(sql(f"SELECT count(*) {source}"), bound).scalar() or 0)
    first = f"SELECT o.id {source} {order} LIMIT :limit"  # from the index alone; the rows of these are then read
    query = sql(
        "SELECT o.id, o.region, o.indicator, o.value, o.unit, o.period, o.scope, o.sheet, o.cell, d.id AS document, "
        f"d.name FROM observation o {joined} WHERE o.id IN ({first}) {order}"
    )
    hits = []
    for row in connection.execute(query, {**bound, "limit": limit}).mappings() if counts.of["observation"] else ():
        fields = {name: row[name] for name in ("value", "unit", "indicator", "period", "scope", "sheet", "cell")}
        hits.append(
            Hit("observation", row["id"], row["name"], row["indicator"], 0, len(row["indicator"]), row["document"],
                source=" ".join(filter(None, (row["sheet"], row["cell"]))), about=row["region"], fields=fields)
        )  # fmt: skip
    return hits


def _observed(connection: Connection, found: list[str]) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions that each phrase stands in the region or the indicator of an observation."""
    conditions, bound = [], dict[str, Any]()
    names = {column: [(n, f" {_spaced(n)} ") for n in _distinct(connection, column)] for column in _NAMING}
    for place, phrase in enumerate(found):
        either = []
        for column in _NAMING:
            holding = [name for name, words in names[column] if f" {phrase} " in words]
            keys = {f"{column}{place}_{number}": name for number, name in enumerate(holding)}
            if keys:
                either.append(f"o.{column} IN ({', '.join(f':{key}' for key in keys)})")
                bound |= keys
        conditions.append(f"({' OR '.join(either)})" if either else "1 = 0")
    return conditions, bound


_NAMING = ("region", "indicator")


def _distinct(connection: Connection, column: str) -> list[str]:
    """Return the names in an indexed column, one step through the index for each."""
    steps = (
        f"WITH RECURSIVE name(n) AS (SELECT min({column}) FROM observation UNION ALL "
        f"SELECT (SELECT min({column}) FROM observation WHERE {column} > name.n) FROM name WHERE name.n IS NOT NULL) "
        "SELECT n FROM name WHERE n IS NOT NULL"
    )
    return list(connection.execute(sql(steps)).scalars())


def find_regions(connection: Connection, found: list[str], filters: Filters, limit: int, counts: Counts) -> list[Hit]:
    """Return the first regions whose names hold all of the phrases, and note in ``counts`` how many do."""
    rows = connection.execute(sql("SELECT id, name, code, level FROM region ORDER BY coalesce(code, 'x'), name")).all()
    wanted = region_key(filters.region)[0] if filters.region else None
    matched = [
        row
        for row in rows
        if all(f" {phrase} " in f" {_spaced(row.name)} " for phrase in found)
        and (wanted is None or wanted == row.name or filters.region == row.code)
    ]
    counts.of["region"] = len(matched)
    return [
        Hit("region", row.id, row.name, row.name, 0, len(row.name), about=row.name,
            fields={"code": row.code, "level": row.level})
        for row in matched[:limit]
    ]  # fmt: skip
