"""What a search by date leaves out, since nothing says when it was published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongxing.library.narrowing import KINDS, Filters
from gongxing.library.searching import search

if TYPE_CHECKING:
    from gongxing.library.library import Library


def undated(library: Library, words: str, filters: Filters) -> dict[str, int]:
    """Return how many finds of each kind state no date; nothing where no date is asked for."""
    kinds = [kind for kind in filters.kinds or KINDS if kind != "region"]
    if not kinds or not (filters.since or filters.until):
        return {}
    without = replace(filters, since=None, until=None, kinds=tuple(kinds), undated=True)
    return search(library, words, without, 1).counts
