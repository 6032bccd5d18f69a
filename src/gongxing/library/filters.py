"""What lists of documents and facts are narrowed to, and what that asks of the tables and the indices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select

from gongxing.library.entries import between
from gongxing.library.errors import LibraryError
from gongxing.library.fulltext import matching
from gongxing.library.preparation import region_key
from gongxing.library.schema import document, fact, mention
from gongxing.library.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table

DOCUMENTS = ("document", "table")
DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is listed: everything that all of these say.

    ``kind`` is one kind or several. ``region`` is a name in any form or an adcode: facts about it, documents that hold
    such facts. ``source`` is the account that published, or the source that is named where no account is, in full.
    ``since`` and ``until`` bound the date of publication (2024, 2024-06, 2024-06-30). ``indicator``, ``period`` (2025
    takes 2025-Q1 too) and ``standing`` (what people said: found, accepted, corrected, rejected, merged) narrow facts
    alone. ``document`` is one document, by number.
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

    def check(self, known: Sequence[str]) -> None:
        """Raise a LibraryError where a date is none or a kind is not known."""
        unknown = sorted(set(self.kinds) - set(known))
        if unknown:
            raise LibraryError(f"kind={unknown[0]!r} is no kind; expected one of {', '.join(known)}")
        for name, value in (("since", self.since), ("until", self.until)):
            if value is not None and not DATE.fullmatch(value):
                raise LibraryError(f"{name}={value}: this is no date; write 2024, 2024-06 or 2024-06-30")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are asked for, none for all."""
        return (self.kind,) if isinstance(self.kind, str) else tuple(self.kind or ())

    @property
    def about(self) -> str | None:
        """The name by which the region is filed."""
        if self.region is None:
            return None
        return region_key(*((None, self.region) if self.region.isdigit() else (self.region, None)))[0] or self.region

    @property
    def code(self) -> str | None:
        """The adcode of the region, where that is how it was asked for."""
        return self.region if self.region and self.region.isdigit() else None

    @property
    def dated(self) -> bool:
        """Whether the date of publication is bounded."""
        return bool(self.since or self.until)

    @property
    def span(self) -> tuple[int, int]:
        """The first entry that is in the span of dates, and the first behind it."""
        return between(self.since, self.until)


class Source(NamedTuple):
    """What a query of entries of facts comes from: ``FROM ... WHERE ...``, and what it binds."""

    sql: str
    bound: dict[str, Any]


def fact_source(narrow: Filter, dialect: str, newest: Sequence[str] | None = None) -> Source:
    """Return where the entries of the facts that are asked for stand; all of it is in the index.

    ``newest`` is as for ``fulltext.matching``.
    """
    marks = [
        mark(sort, value)
        for sort, value in (("r", None if narrow.code else narrow.about), ("c", narrow.code), ("i", narrow.indicator),
                            ("t", narrow.period), ("p", narrow.source))
        if value
    ]  # fmt: skip
    among = [mark("k", kind) for kind in narrow.kinds]
    low, high = narrow.span
    dated, bound = ["fact_words.rowid >= :low", "fact_words.rowid < :high"], dict[str, Any](low=low, high=high)
    if not (marks or among):
        return Source(f"FROM fact_words WHERE {' AND '.join(dated)}", bound)
    match = matching("fact_words", dialect, marks, among, newest=newest)
    return Source(match.among(dated), {**bound, **match.bound})


def fact_conditions(narrow: Filter) -> list[ColumnElement[bool]]:
    """Return the same as conditions on the table of facts, with its document beside it."""
    conditions: list[ColumnElement[bool]] = []
    if narrow.standing:
        conditions.append(fact.c.standing == narrow.standing)
    else:
        conditions.append(fact.c.shown == 1)
    if narrow.kinds:
        conditions.append(fact.c.kind.in_(narrow.kinds))
    if narrow.code:
        conditions.append(fact.c.about_code == narrow.code)
    elif narrow.about:
        conditions.append(fact.c.about == narrow.about)
    if narrow.source:
        conditions.append(document.c.publisher == narrow.source)
    if narrow.indicator:
        conditions.append(fact.c.indicator == narrow.indicator)
    if narrow.period:
        conditions.append(or_(fact.c.period == narrow.period, fact.c.period.startswith(f"{narrow.period}-")))
    if narrow.document is not None:
        conditions.append(fact.c.document_id == narrow.document)
    return [*conditions, *dates(narrow, document)]


def document_conditions(narrow: Filter) -> list[ColumnElement[bool]]:
    """Return the conditions that documents are among those asked for."""
    original = document.c.same_as.is_(None)
    # IS TRUE keeps SQLite from its index of copies, in which most documents are none; tables are few and come last.
    conditions: list[ColumnElement[bool]] = [original if narrow.kinds == ("table",) else original.is_(True)]
    if narrow.kinds:
        conditions.append(document.c.kind.in_(narrow.kinds))
    if narrow.region:
        mine = select(mention.c.entry).where(*mention_conditions(narrow))
        # SQLite asks of each document of a publisher; else it would first list all that mention the region.
        there = mine.where(mention.c.entry == document.c.entry).exists()
        conditions.append(there if narrow.source else document.c.entry.in_(mine))
    if narrow.source:
        conditions.append(document.c.publisher == narrow.source)
    if narrow.document is not None:
        conditions.append(document.c.id == narrow.document)
    return [*conditions, *dates(narrow, document)]


def mention_conditions(narrow: Filter) -> list[ColumnElement[bool]]:
    """Return the conditions that mentions are of the region and the dates that are asked for."""
    conditions = dates(narrow, mention)
    if narrow.about is not None:
        conditions.append(mention.c.about == narrow.about)
    if narrow.code is not None:
        conditions.append(mention.c.code == narrow.code)
    return conditions


def dates(narrow: Filter, table: Table) -> list[ColumnElement[bool]]:
    """Return the conditions that entries are of the dates that are asked for."""
    low, high = narrow.span
    return [table.c.entry >= low, table.c.entry < high] if narrow.dated else []
