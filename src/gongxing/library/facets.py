"""How many documents and facts there are of each kind, region, source and year, from tallies kept with every document.

What no tally tells is counted: a region and a source together, or days, from what documents mention (no copies, and no
tables); an indicator or a period from the facts themselves, of which the newest ``COUNTED`` are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy import text as sql

from gongxing.library.connection import reading
from gongxing.library.entries import FACTS, PER_FACT, WITHIN, YEAR_OF_ENTRY
from gongxing.library.filters import (
    DOCUMENTS,
    Filter,
    dates,
    document_conditions,
    fact_conditions,
    fact_source,
    mention_conditions,
)
from gongxing.library.fulltext import prefer_index
from gongxing.library.schema import document, fact, mention, publisher_tally, region_tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, FromClause, Table

    from gongxing.library.library import Library

SHOWN = 50  # values of a facet
COUNTED = 20_000  # facts of an indicator or a period that are counted
NAMES = ("kind", "region", "source", "year")


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a facet and how many there are; at least so many where not ``exact``."""

    value: str
    count: int
    exact: bool = True


Facets = dict[str, list[Facet]]


def fact_facets(library: Library, narrow: Filter) -> Facets:
    """Return how many facts there are of each ``kind``, ``region``, ``source`` and ``year``, the most first.

    Each facet leaves its own filter aside, so that it tells what another choice would give; at most fifty values. Years
    come in their order, the last first.
    """
    narrow.check(FACTS)
    facets: Facets = {}
    with reading(library.engine) as connection:
        for name in NAMES:
            asked = _without(narrow, name)
            if asked.document is not None or asked.standing:
                found, exact = _counted(connection, fact_conditions(asked), name), True
            elif asked.indicator or asked.period:
                found, exact = _of_newest(connection, asked, name)
            else:
                found, exact = _facts_by(connection, asked, name), True
            facets[name] = _facet(name, found, exact)
    return facets


def document_facets(library: Library, narrow: Filter) -> Facets:
    """Return how many documents there are by ``kind``, ``region``, ``source`` and ``year``; see ``fact_facets``."""
    return {name: document_facet(library, narrow, name) for name in NAMES}


def document_facet(library: Library, narrow: Filter, name: str) -> list[Facet]:
    """Return how many documents there are by one property, whatever is asked of that property itself."""
    narrow.check(DOCUMENTS)
    with reading(library.engine) as connection:
        return _facet(name, _documents_by(connection, _without(narrow, name), name), True)


def count_facts(connection: Connection, narrow: Filter) -> int | None:
    """Return how many facts there are, ``None`` where no tally tells it."""
    if narrow.document is not None or narrow.standing or narrow.indicator or narrow.period:
        return None
    if (narrow.about and narrow.source) or not _whole_years(narrow):
        return None
    return sum(count for _, count in _facts_by(connection, narrow, "year", undated=True))


def _without(narrow: Filter, facet: str) -> Filter:
    fields: dict[str, Any] = {"since": None, "until": None} if facet == "year" else {facet: None}
    return replace(narrow, **fields)


def _facet(name: str, found: Iterable[tuple[str | None, int]], exact: bool) -> list[Facet]:
    values = [(value, int(count)) for value, count in found if value and count]
    values.sort(key=lambda pair: pair[0], reverse=name == "year")
    if name != "year":
        values.sort(key=lambda pair: -pair[1])
    return [Facet(value, count, exact) for value, count in values[:SHOWN]]


def _whole_years(narrow: Filter) -> bool:
    return all(date is None or len(date) == len("2024") for date in (narrow.since, narrow.until))


def _years(table: Table, narrow: Filter) -> list[ColumnElement[bool]]:
    conditions = [table.c.year != ""] if narrow.dated else []
    if narrow.since:
        conditions.append(table.c.year >= narrow.since)
    if narrow.until:
        conditions.append(table.c.year <= narrow.until)
    return conditions


def _facts_by(connection: Connection, narrow: Filter, name: str, undated: bool = False) -> list[tuple[str, int]]:
    """Return the number of facts by one property, from the smallest table that tells it."""
    source: FromClause
    if not narrow.source and _whole_years(narrow) and name != "source":
        source, conditions = region_tally, _years(region_tally, narrow)
        if narrow.about is not None:
            conditions.append(region_tally.c.about == narrow.about)
        if narrow.code is not None:
            conditions.append(region_tally.c.code == narrow.code)
        values: dict[str, ColumnElement[Any]] = {"region": region_tally.c.about, "year": region_tally.c.year}
        counts = region_tally.c
    elif not narrow.about and _whole_years(narrow) and name != "region":
        source, conditions = publisher_tally, _years(publisher_tally, narrow)
        if narrow.source:
            conditions.append(publisher_tally.c.publisher == narrow.source)
        values = {"source": publisher_tally.c.publisher, "year": publisher_tally.c.year}
        counts = publisher_tally.c
    else:
        source, conditions = mention, mention_conditions(narrow)
        if narrow.source or name == "source":
            source = mention.join(document, document.c.entry == mention.c.entry)
        if narrow.source:
            conditions.append(document.c.publisher == narrow.source)
        values = {"region": mention.c.about, "source": document.c.publisher, "year": _year(mention)}
        counts = mention.c
    kinds = narrow.kinds or FACTS
    if name == "kind":
        query = select(*(func.sum(counts[kind]).label(kind) for kind in FACTS)).select_from(source).where(*conditions)
        return list(connection.execute(query).mappings().one().items())  # type: ignore[arg-type]
    number = func.sum(sum((counts[kind] for kind in kinds[1:]), start=counts[kinds[0]]))
    query = select(values[name].label("value"), number).select_from(source).where(*conditions)
    return [(row[0], row[1]) for row in connection.execute(query.group_by(values[name]))]


def _documents_by(connection: Connection, narrow: Filter, name: str) -> list[tuple[str, int]]:
    """Return the number of documents by one property."""
    if narrow.document is None and name == "region":
        return _regions_of(connection, narrow)
    if narrow.document is None and narrow.about:
        return _documents_about(connection, narrow, name)
    if name == "region":
        joined = mention.join(document, document.c.entry == mention.c.entry)
        query = select(mention.c.about, func.count(mention.c.entry.distinct())).select_from(joined)
        query = query.where(*document_conditions(replace(narrow, region=None))).group_by(mention.c.about)
        return [(row[0], row[1]) for row in connection.execute(query)]
    if narrow.document is None and _whole_years(narrow):
        return _published(connection, narrow, name)
    value = {"kind": document.c.kind, "source": document.c.publisher, "year": _year(document)}[name]
    query = select(value.label("value"), func.count()).where(*document_conditions(narrow)).group_by(value)
    return [(row[0], row[1]) for row in connection.execute(query)]


def count_documents(connection: Connection, narrow: Filter) -> int | None:
    """Return how many documents there are, ``None`` where neither tallies nor mentions tell it."""
    if narrow.document is not None or not (narrow.about or _whole_years(narrow)):
        return None
    return sum(int(count or 0) for _, count in _documents_by(connection, narrow, "kind" if narrow.about else "year"))


def _regions_of(connection: Connection, narrow: Filter) -> list[tuple[str, int]]:
    """Return the number of documents about each region; what is mentioned, is by documents, of which none is a copy."""
    if narrow.kinds and "document" not in narrow.kinds:
        return []
    if not narrow.source and _whole_years(narrow):
        number = func.sum(region_tally.c.documents)
        query = select(region_tally.c.about, number).where(*_years(region_tally, narrow))
        return [(row[0], row[1]) for row in connection.execute(query.group_by(region_tally.c.about))]
    query = select(mention.c.about, func.count(mention.c.entry.distinct()))
    if narrow.source:
        query = query.join_from(mention, document, document.c.entry == mention.c.entry)
        query = query.where(document.c.publisher == narrow.source, *dates(narrow, document))
    else:
        query = query.where(*dates(narrow, mention))
    return [(row[0], row[1]) for row in connection.execute(query.group_by(mention.c.about))]


def _documents_about(connection: Connection, narrow: Filter, name: str) -> list[tuple[str, int]]:
    """Return the number of documents about a region by kind, source or year; tables have no facts."""
    if narrow.kinds and "document" not in narrow.kinds:
        return []
    code = _telling_code(connection, narrow)
    if code is None and name != "source" and not narrow.source and _whole_years(narrow):
        return _told_of(connection, narrow, name)
    mine = [mention.c.about == narrow.about, *dates(narrow, mention)]
    if code is not None:
        mine.append(mention.c.code == code)
    distinct = func.count(mention.c.entry.distinct())
    value: ColumnElement[Any]
    if name == "source":
        value, number, conditions = document.c.publisher, func.count(), dates(narrow, document)
        many = sum(count for _, count in _documents_about(connection, narrow, "kind"))
        every = int(connection.execute(select(func.sum(publisher_tally.c.documents))).scalar() or 0)
        # Where many are about it, the index of publishers is read as a whole: + 0 keeps SQLite from looking each up.
        entry = document.c.entry + literal_column("0") if many * _COMMON > every else document.c.entry
        conditions.append(entry.in_(select(mention.c.entry).where(*mine)))
    elif narrow.source:
        value, number = _year(document), func.count()
        there = select(mention.c.entry).where(mention.c.entry == document.c.entry, *mine).exists()
        conditions = [document.c.publisher == narrow.source, *dates(narrow, document), there]
    else:
        value, number, conditions = _year(mention), distinct, mine
    if name == "kind":
        return [("document", int(connection.execute(select(number).where(*conditions)).scalar() or 0))]
    query = select(value.label("value"), number).where(*conditions).group_by(value)
    return [(row[0], row[1]) for row in connection.execute(query)]


_COMMON = 8  # a region is common that more than one in so many documents are about


def _telling_code(connection: Connection, narrow: Filter) -> str | None:
    """Return the adcode that is asked for; ``None`` where none is, or everything filed by the name has this one."""
    filed = select(region_tally.c.code).distinct().where(region_tally.c.about == narrow.about)
    if narrow.code is None or connection.execute(filed).scalars().all() == [narrow.code]:
        return None
    return narrow.code


def _told_of(connection: Connection, narrow: Filter, name: str) -> list[tuple[str, int]]:
    """Return the number of documents about a region by kind or year from the tally of regions."""
    tally = region_tally.c
    number, mine = func.sum(tally.documents), [tally.about == narrow.about, *_years(region_tally, narrow)]
    if name == "kind":
        return [("document", int(connection.execute(select(number).where(*mine)).scalar() or 0))]
    rows = connection.execute(select(tally.year, number).where(*mine).group_by(tally.year))
    return [(row[0], row[1]) for row in rows]


def _published(connection: Connection, narrow: Filter, name: str) -> list[tuple[str, int]]:
    """Return the number of documents by one property from the tally of publishers."""
    tally = publisher_tally.c
    conditions = _years(publisher_tally, narrow)
    if narrow.source:
        conditions.append(tally.publisher == narrow.source)
    if name == "kind":
        sums = select(func.sum(tally.documents).label("document"), func.sum(tally.tables).label("table"))
        return list(connection.execute(sums.where(*conditions)).mappings().one().items())  # type: ignore[arg-type]
    columns = [{"document": tally.documents, "table": tally.tables}[kind] for kind in narrow.kinds or DOCUMENTS]
    number = func.sum(sum(columns[1:], start=columns[0]))
    value = {"source": tally.publisher, "year": tally.year}[name]
    return [(row[0], row[1]) for row in connection.execute(select(value, number).where(*conditions).group_by(value))]


def _year(table: Table) -> ColumnElement[Any]:
    return literal_column(YEAR_OF_ENTRY.format(entry=f"{table.name}.entry"))


def _counted(connection: Connection, conditions: Sequence[ColumnElement[bool]], name: str) -> list[tuple[str, int]]:
    """Return the number of facts by one property, counted one by one."""
    value = {"kind": fact.c.kind, "region": fact.c.about, "source": document.c.publisher, "year": _year(document)}[name]
    query = select(value, func.count()).select_from(fact).join(document).where(*conditions).group_by(value)
    return [(row[0], row[1]) for row in connection.execute(query)]


def _of_newest(connection: Connection, narrow: Filter, name: str) -> tuple[list[tuple[str, int]], bool]:
    """Return the number of facts by one property among the newest, and whether these are all."""
    source = fact_source(narrow, connection.dialect.name)
    entries = f"SELECT rowid AS entry {source.sql} ORDER BY rowid LIMIT {COUNTED}"
    joined, value = {
        "kind": ("", f"e.entry % {PER_FACT}"),
        "year": ("", YEAR_OF_ENTRY.format(entry="e.entry")),
        "region": (_FACT, "f.about"),
        "source": (f"{_FACT} JOIN document d ON d.id = f.document_id", "d.publisher"),
    }[name]
    prefer_index(connection)
    query = sql(f"SELECT {value} AS value, count(*) AS number FROM ({entries}) AS e {joined} GROUP BY {value}")
    found = [(row.value, row.number) for row in connection.execute(query, source.bound)]
    if name == "kind":
        found = [(FACTS[value], number) for value, number in found]
    return found, sum(number for _, number in found) < COUNTED


_FACT = f"JOIN fact f ON f.id = e.entry % {WITHIN} / {PER_FACT}"
