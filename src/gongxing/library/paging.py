"""Documents and facts page by page, in orders and through filters that the indices keep.

A page is asked for by its place (``offset``) or by where the last one ended (``after``, which costs the same however
far one has come, and neither skips nor repeats what others add meanwhile).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select, text

from gongxing.library import facets
from gongxing.library.connection import reading
from gongxing.library.entries import END, FACTS, UNDATED, fact_of
from gongxing.library.errors import LibraryError
from gongxing.library.filters import (
    DOCUMENTS,
    Filter,
    document_conditions,
    fact_conditions,
    fact_source,
    mention_conditions,
)
from gongxing.library.fulltext import newest_first, prefer_index
from gongxing.library.schema import document, fact, mention

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import RowMapping

    from gongxing.library.library import Library

    Span = Callable[[int, int, bool, int, int], list[int]]  # low, high, backwards, limit, offset

Sort = Literal["newest", "oldest", "reading", "added"]
SORTS: dict[str, tuple[Sort, ...]] = {
    "facts": ("newest", "oldest", "reading"),
    "documents": ("newest", "oldest", "added"),
}
LARGEST = 1_000  # rows of a page
COUNTED = 100_000  # rows up to which a total is counted where no tally has it


@dataclass(frozen=True, slots=True)
class Page:
    """``rows`` of one page; ``total`` of all pages, at least so many where not ``exact``; ``next`` for ``after``."""

    rows: list[dict[str, Any]]
    total: int
    exact: bool
    next: str | None


_FACT_COLUMNS = tuple(
    fact.c[name]
    for name in ("id", "kind", "quote", "start", "end", "about", "about_code", "indicator", "value", "unit", "period",
                 "bound", "modality", "deadline", "standing", "rule", "fields", "published")
)  # fmt: skip
_OF_DOCUMENT = (
    document.c.id.label("document"), document.c.sha256, document.c.title, document.c.name.label("file"),
    document.c.publisher.label("source"),
)  # fmt: skip
_DOCUMENT_COLUMNS = tuple(
    document.c[name]
    for name in ("id", "sha256", "kind", "name", "title", "account", "author", "published", "language", "characters",
                 "added")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: behind so many rows, or behind a number."""

    limit: int
    offset: int
    after: int | None


def page_facts(
    library: Library, narrow: Filter, sort: Sort, limit: int, offset: int = 0, after: str | None = None
) -> Page:
    """Return one page of the facts that are shown: those of documents of the newest date first.

    With a ``standing``, rejected and merged facts are found too. ``reading`` is the order within a document.

    Raises
    ------
    LibraryError
        A filter, the order, the size or the place of the page is not understood.
    """
    place = _asked("facts", narrow, sort, limit, offset, after)
    if sort == "reading" and narrow.document is None:
        raise LibraryError("sort='reading' is the order within a document; name its number as document=")
    if narrow.document is not None or narrow.standing:
        return _few_facts(library, narrow, sort, place)
    dialect = library.engine.dialect.name
    source = fact_source(narrow, dialect)

    def span(low: int, high: int, backwards: bool, limit: int, offset: int) -> list[int]:
        here = ("rowid >= :first", "rowid < :end")

        def first_ones(newest: bool) -> list[int]:
            found = fact_source(narrow, dialect, here if newest and not backwards else None)
            query = text(
                f"SELECT rowid {found.sql} AND {' AND '.join(here)} "
                f"ORDER BY rowid {'DESC' if backwards else 'ASC'} LIMIT :limit OFFSET :offset"
            )
            bound = {**found.bound, "first": low, "end": high, "limit": limit, "offset": offset}
            return list(connection.execute(query, bound).scalars())

        return newest_first(dialect, 0 if backwards else counted or 0, first_ones, limit)

    with reading(library.engine) as connection:
        total = facets.count_facts(connection, narrow)
        prefer_index(connection)
        counted = total
        if counted is None:
            query = text(f"SELECT count(*) FROM (SELECT 1 {source.sql} LIMIT {COUNTED + 1}) AS first_ones")
            counted = int(connection.execute(query, source.bound).scalar() or 0)
        entries = _walk(span, sort, place)
        numbers = [fact_of(entry) for entry in entries[:limit]]
        shown = select(*_FACT_COLUMNS, *_OF_DOCUMENT).join_from(fact, document).where(fact.c.id.in_(numbers))
        found = {row.id: row for row in connection.execute(shown)} if numbers else {}
    exact = total is not None or counted <= COUNTED
    rows = [_fact_row(found[number]._mapping) for number in numbers]
    return Page(rows, counted if exact else COUNTED, exact, str(entries[limit - 1]) if len(entries) > limit else None)


def _few_facts(library: Library, narrow: Filter, sort: Sort, place: _Place) -> Page:
    """Return a page of what is few: the facts of one document, or those that people spoke of."""
    conditions = fact_conditions(narrow)
    date = func.coalesce(fact.c.published, "" if sort == "newest" else "9")
    order = (fact.c.start, fact.c.end) if sort == "reading" else (date.desc() if sort == "newest" else date,)
    query = select(*_FACT_COLUMNS, *_OF_DOCUMENT).join_from(fact, document).where(*conditions)
    begin = place.offset if place.after is None else place.after
    with reading(library.engine) as connection:
        counted = select(func.count()).select_from(fact).join(document).where(*conditions)
        total = int(connection.execute(counted).scalar() or 0)
        page = query.order_by(*order, fact.c.id).limit(place.limit).offset(begin)
        rows = [_fact_row(row) for row in connection.execute(page).mappings()]
    return Page(rows, total, True, str(begin + place.limit) if begin + place.limit < total else None)


def page_documents(
    library: Library, narrow: Filter, sort: Sort, limit: int, offset: int = 0, after: str | None = None
) -> Page:
    """Return one page of documents and tables, copies aside: the newest first; ``facts`` counts those shown.

    Raises
    ------
    LibraryError
        A filter, the order, the size or the place of the page is not understood.
    """
    place = _asked("documents", narrow, sort, limit, offset, after)
    key = document.c.id if sort == "added" else document.c.entry
    conditions = document_conditions(narrow)
    listed, by = select(key).where(*conditions), key
    if narrow.region and not narrow.source and sort != "added":  # mentions of a region stand in order
        by = mention.c.entry
        listed = select(by).distinct().join_from(mention, document, document.c.entry == by)
        listed = listed.where(*mention_conditions(narrow), *document_conditions(replace(narrow, region=None)))

    def span(low: int, high: int, backwards: bool, limit: int, offset: int) -> list[int]:
        within = listed.where(by >= low, by < high).order_by(by.desc() if backwards else by)
        return list(connection.execute(within.limit(limit).offset(offset)).scalars())

    with reading(library.engine) as connection:
        total = facets.count_documents(connection, narrow)
        if total is None:
            query = select(func.count()).select_from(document).where(*conditions)
            total = int(connection.execute(query).scalar() or 0)
        keys = _walk(span, sort, place) if total else []
        count = select(func.count()).where(fact.c.document_id == document.c.id, fact.c.shown == 1).scalar_subquery()
        shown = select(key.label("key"), *_DOCUMENT_COLUMNS, document.c.publisher.label("source"), count.label("facts"))
        found = {row.key: row for row in connection.execute(shown.where(key.in_(keys[:limit])))} if keys else {}
    rows = [dict(found[number]._mapping) for number in keys[:limit]]
    for row in rows:
        del row["key"]
    return Page(rows, total, True, str(keys[limit - 1]) if len(keys) > limit else None)


def _walk(span: Span, sort: Sort, place: _Place) -> list[int]:
    """Return the numbers of a page, and of one row more to tell that there is another page.

    Numbers rise as dates fall, and what has no date comes last in either order.
    """
    many, after = place.limit + 1, place.after
    if sort == "added":
        return span(0, END if after is None else after, True, many, place.offset)
    if sort != "oldest":
        return span(0 if after is None else after + 1, END, False, many, place.offset)
    dated: list[int] = []
    left = 0
    if after is None or after < UNDATED:
        dated = span(0, UNDATED if after is None else after, True, many, place.offset)
        if not dated and place.offset:
            left = place.offset - len(span(0, UNDATED, True, place.offset, 0))
    if len(dated) == many:
        return dated
    begin = UNDATED if after is None or after < UNDATED else after + 1
    return dated + span(begin, END, False, many - len(dated), left)


def _asked(listed: str, narrow: Filter, sort: Sort, limit: int, offset: int, after: str | None) -> _Place:
    narrow.check(FACTS if listed == "facts" else DOCUMENTS)
    if sort not in SORTS[listed]:
        raise LibraryError(f"sort={sort!r} is no order of {listed}; expected one of {', '.join(SORTS[listed])}")
    if not 0 < limit <= LARGEST:
        raise LibraryError(f"limit={limit}: a page has at least 1 and at most {LARGEST:,} rows")
    if not 0 <= offset < END:
        raise LibraryError(f"offset={offset}: a page begins at the first row or behind it; take 0 or more")
    if after is not None and not (re.fullmatch(r"[0-9]{1,19}", after) and int(after) < END):
        raise LibraryError(f"after={after!r} is no place; take what the page before gave as next")
    return _Place(limit, offset, None if after is None else int(after))


def _fact_row(row: RowMapping) -> dict[str, Any]:
    return {**row, "fields": json.loads(row["fields"])}
