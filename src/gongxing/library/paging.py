"""Documents and facts page by page, and how many there are of each kind, region, source and year.

A page is asked for by its place (``offset``) or by where the last one ended (``after``, which costs the same however
far one has come, and neither skips nor repeats what others add meanwhile).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select

from gongxing.library.connection import reading
from gongxing.library.errors import LibraryError
from gongxing.library.preparation import region_key
from gongxing.library.schema import document, fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Select

    from gongxing.library.library import Library

Sort = Literal["newest", "oldest", "reading"]
SORTS: tuple[Sort, ...] = ("newest", "oldest", "reading")
LARGEST = 1_000  # rows of a page
COUNTED = 10_000  # rows up to which a total is counted
FACETS = 50  # values of a facet
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is listed: everything that all of these say.

    ``kind`` is one kind or several. ``region`` is a name in any form or an adcode: facts about it, documents that hold
    such facts. ``source`` is the account that published, or the source that is named where no account is, in full.
    ``since`` and ``until`` bound the date of publication (2024, 2024-06, 2024-06-30). ``indicator`` and ``period``
    (2025 takes 2025-Q1 too) narrow facts alone. ``document`` is one document, by number.
    """

    kind: str | tuple[str, ...] | None = None
    region: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None
    indicator: str | None = None
    period: str | None = None
    document: int | None = None
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """``rows`` of one page; ``total`` of all pages, at least so many where not ``exact``; ``next`` for ``after``."""

    rows: list[dict[str, Any]]
    total: int
    exact: bool
    next: str | None


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a facet and how many there are."""

    value: str | None
    count: int


_OUTLET = func.coalesce(document.c.account, document.c.source)
_FACT_COLUMNS = tuple(
    fact.c[name]
    for name in ("id", "kind", "quote", "start", "end", "about", "about_code", "indicator", "value", "unit", "period",
                 "bound", "modality", "deadline", "standing", "rule", "fields", "published")
)  # fmt: skip
_DOCUMENT_COLUMNS = tuple(
    document.c[name]
    for name in ("id", "sha256", "kind", "name", "title", "account", "author", "published", "language", "characters",
                 "added")
)  # fmt: skip


def page_facts(
    library: Library, narrow: Filter, sort: Sort, limit: int, offset: int = 0, after: str | None = None
) -> Page:
    """Return one page of the facts that are shown: those of documents of the newest date first.

    Raises
    ------
    LibraryError
        A filter, the order, the size or the place of the page is not understood.
    """
    order, position = _asked(narrow, sort, limit, offset, after)
    conditions = _fact_conditions(narrow)
    query = select(
        *_FACT_COLUMNS, document.c.id.label("document"), document.c.sha256, document.c.title,
        document.c.name.label("file"), _OUTLET.label("source"),
    ).join_from(fact, document)  # fmt: skip
    keys = {
        "newest": (func.coalesce(fact.c.published, "").desc(), fact.c.id),
        "oldest": (func.coalesce(fact.c.published, "9"), fact.c.id),
        "reading": (fact.c.document_id, fact.c.start, fact.c.id),
    }[order]
    with reading(library.engine) as connection:
        total, exact = _total(connection, select(literal(1)).join_from(fact, document).where(*conditions))
        found = connection.execute(query.where(*conditions).order_by(*keys).limit(limit + 1).offset(position)).all()
    rows = [{**row, "fields": json.loads(row["fields"])} for row in _mappings(found, limit)]
    return Page(rows, total, exact, _next(found, limit, position))


def page_documents(
    library: Library, narrow: Filter, sort: Sort, limit: int, offset: int = 0, after: str | None = None
) -> Page:
    """Return one page of documents and tables, copies aside: the newest first; ``facts`` counts those shown.

    Raises
    ------
    LibraryError
        A filter, the order, the size or the place of the page is not understood.
    """
    order, position = _asked(narrow, sort, limit, offset, after)
    conditions = _document_conditions(narrow)
    count = select(func.count()).where(fact.c.document_id == document.c.id, fact.c.shown == 1)
    query = select(*_DOCUMENT_COLUMNS, _OUTLET.label("source"), count.scalar_subquery().label("facts"))
    keys = {
        "newest": (func.coalesce(document.c.published, "").desc(), document.c.id),
        "oldest": (func.coalesce(document.c.published, "9"), document.c.id),
        "reading": (document.c.id,),
    }[order]
    with reading(library.engine) as connection:
        total, exact = _total(connection, select(literal(1)).select_from(document).where(*conditions))
        found = connection.execute(query.where(*conditions).order_by(*keys).limit(limit + 1).offset(position)).all()
    return Page(_mappings(found, limit), total, exact, _next(found, limit, position))


def fact_facets(library: Library, narrow: Filter) -> dict[str, list[Facet]]:
    """Return how many facts there are of each ``kind``, ``region``, ``source`` and ``year``, the most first.

    Each facet leaves its own filter aside, so that it tells what another choice would give; at most fifty values.
    """
    _check(narrow)
    columns = {
        "kind": fact.c.kind,
        "region": fact.c.about,
        "source": _OUTLET,
        "year": func.substr(fact.c.published, 1, 4),
    }
    facets: dict[str, list[Facet]] = {}
    with reading(library.engine) as connection:
        for name, column in columns.items():
            query = select(column.label("value"), func.count().label("number")).join_from(fact, document)
            facets[name] = _facet(connection, query.where(*_fact_conditions(_without(narrow, name))), column, name)
    return facets


def document_facets(library: Library, narrow: Filter) -> dict[str, list[Facet]]:
    """Return how many documents there are by ``kind``, ``region``, ``source`` and ``year``; see ``fact_facets``."""
    _check(narrow)
    columns = {"kind": document.c.kind, "source": _OUTLET, "year": func.substr(document.c.published, 1, 4)}
    facets: dict[str, list[Facet]] = {}
    with reading(library.engine) as connection:
        for name, column in columns.items():
            query = select(column.label("value"), func.count().label("number"))
            facets[name] = _facet(connection, query.where(*_document_conditions(_without(narrow, name))), column, name)
        regions = select(fact.c.about.label("value"), func.count(document.c.id.distinct()).label("number"))
        regions = regions.join_from(document, fact).where(fact.c.shown == 1)
        without = _document_conditions(_without(narrow, "region"))
        facets["region"] = _facet(connection, regions.where(*without), fact.c.about, "region")
    return facets


def _facet(connection: Connection, query: Select[Any], column: ColumnElement[Any], name: str) -> list[Facet]:
    """Years come in their order, the last first; all else by its number."""
    grouped = query.where(column.is_not(None)).group_by(column)
    order = (column.desc(),) if name == "year" else (func.count().desc(), column)
    return [Facet(row.value, row.number) for row in connection.execute(grouped.order_by(*order).limit(FACETS))]


def _without(narrow: Filter, facet: str) -> Filter:
    fields: dict[str, Any] = {"since": None, "until": None} if facet == "year" else {facet: None}
    return replace(narrow, **fields)


def _fact_conditions(narrow: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [fact.c.shown == 1]
    if narrow.kind:
        conditions.append(fact.c.kind.in_(_kinds(narrow)))
    if narrow.region:
        conditions.append(_about(narrow.region))
    if narrow.source:
        conditions.append(_OUTLET.in_((narrow.source,)))
    if narrow.indicator:
        conditions.append(fact.c.indicator == narrow.indicator)
    if narrow.period:
        conditions.append(or_(fact.c.period == narrow.period, fact.c.period.startswith(f"{narrow.period}-")))
    if narrow.document is not None:
        conditions.append(fact.c.document_id == narrow.document)
    if narrow.standing:
        conditions.append(fact.c.standing == narrow.standing)
    return [*conditions, *_dated(narrow, fact.c.published)]


def _document_conditions(narrow: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [document.c.same_as.is_(None)]
    if narrow.kind:
        conditions.append(document.c.kind.in_(_kinds(narrow)))
    if narrow.region:
        mine = and_(fact.c.document_id == document.c.id, fact.c.shown == 1, _about(narrow.region))
        conditions.append(exists().where(mine))
    if narrow.source:
        conditions.append(_OUTLET.in_((narrow.source,)))
    if narrow.document is not None:
        conditions.append(document.c.id == narrow.document)
    return [*conditions, *_dated(narrow, document.c.published)]


def _dated(narrow: Filter, published: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    conditions = []
    if narrow.since:
        conditions.append(published >= narrow.since)
    if narrow.until:  # 2024 holds all that begins with it
        conditions.append(func.substr(published, 1, len(narrow.until)) <= narrow.until)
    return conditions


def _kinds(narrow: Filter) -> Sequence[str]:
    return (narrow.kind,) if isinstance(narrow.kind, str) else tuple(narrow.kind or ())


def _about(region: str) -> ColumnElement[bool]:
    if region.isdigit():
        return fact.c.about_code == region
    return fact.c.about == region_key(region)[0]


def _total(connection: Connection, query: Select[Any]) -> tuple[int, bool]:
    counted = int(
        connection.execute(select(func.count()).select_from(query.limit(COUNTED + 1).subquery())).scalar() or 0
    )
    return min(counted, COUNTED), counted <= COUNTED


def _asked(narrow: Filter, sort: Sort, limit: int, offset: int, after: str | None) -> tuple[Sort, int]:
    _check(narrow)
    if sort not in SORTS:
        raise LibraryError(f"sort={sort!r} is no order; expected one of {', '.join(SORTS)}")
    if not 0 < limit <= LARGEST:
        raise LibraryError(f"limit={limit}: a page has at least 1 and at most {LARGEST:,} rows")
    if offset < 0:
        raise LibraryError(f"offset={offset}: a page cannot begin before the first row; take 0 or more")
    if after is None:
        return sort, offset
    if not re.fullmatch(r"\d{1,12}", after):
        raise LibraryError(f"after={after!r} is no place; take what the page before gave as next")
    return sort, int(after)


def _check(narrow: Filter) -> None:
    for name, value in (("since", narrow.since), ("until", narrow.until)):
        if value is not None and not _DATE.fullmatch(value):
            raise LibraryError(f"{name}={value}: this is no date; write 2024, 2024-06 or 2024-06-30")


def _next(found: Sequence[Any], limit: int, position: int) -> str | None:
    return str(position + limit) if len(found) > limit else None


def _mappings(rows: Sequence[Any], limit: int) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in rows[:limit]]
