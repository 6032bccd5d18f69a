"""What a search is narrowed to, and what that asks of the indices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from gongxing.library.entries import FACTS, UNDATED, between
from gongxing.library.errors import LibraryError
from gongxing.library.preparation import region_key

KINDS = ("document", *FACTS, "observation", "region")
DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
# A document or the file that it came from names a source.
OF_SOURCE = "(d.source LIKE :source OR d.account LIKE :source OR (d.publisher IS NULL AND d.name LIKE :source))"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to.

    ``region`` is a name in any form or an adcode: facts about it, and documents that hold such facts. ``since`` and
    ``until`` bound the date of publication (2024, 2024-06, 2024-06-30); a document without a date is left out where
    one is named. ``period`` is the time a fact is about (2025 takes 2025-Q1 too). ``source`` is a part of the name of
    the publisher or account, or of the file where a document names none. ``undated`` is for what states no date alone.
    """

    region: str | None = None
    since: str | None = None
    until: str | None = None
    period: str | None = None
    kinds: tuple[str, ...] = ()
    source: str | None = None
    undated: bool = False


def check(filters: Filters) -> None:
    """Raise a LibraryError where a date is none or a kind is not known."""
    for name, value in (("--since", filters.since), ("--until", filters.until)):
        if value is not None and not DATE.fullmatch(value):
            raise LibraryError(f"{name} {value}: this is no date; write 2024, 2024-06 or 2024-06-30")
    unknown = sorted(set(filters.kinds) - set(KINDS))
    if unknown:
        raise LibraryError(f"{unknown[0]!r} is no kind; expected one of {', '.join(KINDS)}")


def region_of(region: str) -> tuple[str, str | None]:
    """Return the name by which a region is filed, and its adcode where that is how it was asked for."""
    if not region.isdigit():
        return region_key(region)[0] or region, None
    return region_key(None, region)[0] or region, region


def dated(filters: Filters, index: str) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions that entries are of the dates asked for."""
    if filters.undated:
        return [f"{index}.rowid >= :low"], {"low": UNDATED}
    if not (filters.since or filters.until):
        return [], {}
    low, high = between(filters.since, filters.until)
    return [f"{index}.rowid >= :low", f"{index}.rowid < :high"], {"low": low, "high": high}
