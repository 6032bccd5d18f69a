"""What a search by date leaves out, since nothing says when it was published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongxing.library.narrowing import KINDS, Filters
from gongxing.library.searching import search

if TYPE_CHECKING:
    from gongxing.library.library import Library

_FIRST = "1900"  # every date is of then or later


def undated(library: Library, words: str, filters: Filters) -> dict[str, int]:
    """Return how many finds of each kind state no date; nothing where no date is asked for."""
    kinds = [kind for kind in filters.kinds or KINDS if kind != "region"]
    if not kinds or not (filters.since or filters.until):
        return {}
    every = replace(filters, since=None, until=None, kinds=tuple(kinds))
    counts = search(library, words, every, 1).counts
    dated = search(library, words, replace(every, since=_FIRST), 1).counts
    return {kind: count - dated.get(kind, 0) for kind, count in counts.items() if count > dated.get(kind, 0)}
