"""Finding documents, facts, observations and regions by words, place, time, source and kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongxing.library.connection import reading
from gongxing.library.document_search import find_documents
from gongxing.library.entries import FACTS
from gongxing.library.errors import LibraryError
from gongxing.library.fact_search import find_facts
from gongxing.library.fulltext import prefer_index
from gongxing.library.hits import Counts
from gongxing.library.narrowing import KINDS, Filters, check
from gongxing.library.table_search import find_observations, find_regions
from gongxing.library.words import phrases

if TYPE_CHECKING:
    from gongxing.library.hits import Hit
    from gongxing.library.library import Library

LIMIT = 10_000  # finds that are shown of a sort


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``counts`` holds the exact number of finds of each kind, ``hits`` the first of them.

    Of the kinds in ``more`` there may be more: they were counted up to ``count_to`` (see :func:`search`).

    ``undated`` counts what ``since`` or ``until`` left out because its document or table states no date.
    """

    words: str
    counts: dict[str, int]
    hits: list[Hit]
    undated: dict[str, int] = field(default_factory=dict)
    more: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """The number of finds of all kinds."""
        return sum(self.counts.values())


def search(
    library: Library, words: str, filters: Filters | None = None, limit: int = 20, count_to: int | None = None
) -> SearchResult:
    """Find what holds all the words: documents and facts by their text, observations by their region and indicator.

    White space parts words that may stand anywhere in a document; quotation marks keep words together. Documents come
    first, those with the words in their title before others, the newest first; then facts, the newest first; then
    observations and regions. Tables state no date of publication: ``since`` and ``until`` leave them out.

    ``count_to`` spares counting what is found everywhere: where there are more documents, or more facts of all kinds
    together, their counts may be those of the newest alone. Default: all are counted.

    Raises
    ------
    LibraryError
        A filter is not understood, or no word is searched for.
    """
    filters = filters or Filters()
    check(filters)
    if not 0 < limit <= LIMIT:
        raise LibraryError(f"limit={limit}: at least 1 and at most {LIMIT:,} finds of a sort are shown")
    try:
        found = phrases(words)
    except ValueError as error:
        raise LibraryError(str(error)) from None
    counts = Counts(None if count_to is None else max(count_to, limit))
    hits: list[Hit] = []
    kinds = filters.kinds or KINDS
    with reading(library.engine) as connection:
        prefer_index(connection)
        if "document" in kinds:
            hits += find_documents(connection, found, filters, limit, counts)
        if wanted := [kind for kind in FACTS if kind in kinds]:
            hits += find_facts(connection, found, filters, wanted, limit, counts)
        if "observation" in kinds and not (filters.since or filters.until):
            hits += find_observations(connection, found, filters, limit, counts)
        if "region" in kinds and not (filters.since or filters.until or filters.period or filters.source):
            hits += find_regions(connection, found, filters, limit, counts)
    numbers = {kind: count for kind, count in counts.of.items() if count}
    return SearchResult(words, numbers, hits, more=frozenset(counts.more))
