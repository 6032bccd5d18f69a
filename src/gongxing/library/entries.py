"""The numbers under which the indices hold documents and facts: in the order in which they are listed.

An entry's number begins with the age of the date of publication, so that the newest come first and a span of dates is a
span of numbers; then comes what tells entries of one day apart: a document's number and that of its passage, or a
fact's number and its kind. Whatever has no date comes last. Finds are counted, narrowed by date and put in order from
the index alone.
"""

from __future__ import annotations

import re

FACTS = ("figure", "place", "person", "project", "industry", "member", "commitment")
PASSAGES = 1 << 16  # at most so many of one document
DOCUMENTS = 1 << 30
PER_FACT = 1 << 4  # numbers of one fact: one for each kind, of which it has one
_BITS = 46  # of a number, behind the age
WITHIN = 1 << _BITS
_OLDEST = (1 << 17) - 1  # the age of what has no date
_FIRST_YEAR, _YEAR, _MONTH = 1900, 13 * 32, 32  # a day is year * 416 + month * 32 + day, parts unknown are 0
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
UNDATED = _OLDEST << _BITS  # entries from here on have no date
END = (1 << 63) - 1  # behind all entries
# The year of an entry in SQL, empty where it has no date.
YEAR_OF_ENTRY = (
    f"CASE WHEN {{entry}} >= {UNDATED} THEN '' "
    f"ELSE CAST({_FIRST_YEAR} + ({_OLDEST} - {{entry}} / {WITHIN}) / {_YEAR} AS TEXT) END"
)


def document_entry(published: str | None, document_id: int) -> int:
    """Return the number of a document's first passage; those of the others follow it."""
    return (_age(published) << _BITS) + document_id * PASSAGES


def fact_entry(published: str | None, fact_id: int, kind: str) -> int:
    """Return the number of a fact's entry."""
    return (_age(published) << _BITS) + fact_id * PER_FACT + FACTS.index(kind)


def document_of(entry: int) -> int:
    """Return the number of the document whose passage an entry is."""
    return entry // PASSAGES % DOCUMENTS


def document_at(place: int) -> int:
    """Return the number of the document whose place it is: an entry without the number of the passage."""
    return place % DOCUMENTS


def fact_of(entry: int) -> int:
    """Return the number of the fact whose entry it is."""
    return entry % WITHIN // PER_FACT


def kind_of(entry: int) -> str:
    """Return the kind of the fact whose entry it is."""
    return FACTS[entry % PER_FACT]


def year_of(published: str | None) -> str:
    """Return the year by which a date is tallied, empty where there is none."""
    return published[:4] if _age(published) < _OLDEST and published else ""


def between(since: str | None, until: str | None) -> tuple[int, int]:
    """Return the first entry that dates from ``since`` to ``until`` may have, and the first after them.

    Either may be a year, a month or a day; ``until`` holds all of it. Without both, what has no date is in it too.
    """
    low, high = 0, END
    if until:
        low = (_age(until) - (_YEAR - 1, _MONTH - 1, 0)[until.count("-")]) << _BITS
        high = UNDATED
    if since:
        high = min((_age(since) + 1) << _BITS, UNDATED)
    return low, high


def _age(published: str | None) -> int:
    found = _DATE.match(published or "")
    if found is None:
        return _OLDEST
    year, month, day = (int(part or 0) for part in found.groups())
    return max(_OLDEST - max((year - _FIRST_YEAR) * _YEAR + month * _MONTH + day, 0), 0)
