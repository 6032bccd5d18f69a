"""Who published what a library holds, and how often their claims were confirmed, contradicted or not checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from gongxing.library.checking import document_checks
from gongxing.library.connection import reading
from gongxing.library.schema import document

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxing.library import Library
    from gongxing.panel import Panel

AT_ONCE = 1_000  # figures of documents that a page may check while it is asked for
VERDICTS = ("confirmed", "contradicted", "unchecked")


@dataclass(slots=True)
class Publisher:
    """One publisher or account; ``verdicts`` stays empty until its claims are checked."""

    source: str
    account: str | None
    documents: int
    newest: str | None
    verdicts: Counter[str] = field(default_factory=Counter)


def publishers_of(library: Library, limit: int = 100) -> list[Publisher]:
    """Return who published the documents, those with the most first; a repost is of who wrote it first."""
    count = func.count().label("documents")
    query = (
        select(document.c.source, func.max(document.c.account), count, func.max(document.c.published))
        .where(document.c.kind == "document", document.c.same_as.is_(None), document.c.source.is_not(None))
        .group_by(document.c.source)
        .order_by(count.desc(), document.c.source)
        .limit(limit)
    )
    with reading(library.engine) as connection:
        return [Publisher(*row) for row in connection.execute(query)]


def verdicts_of(
    library: Library, panel: Panel | None = None, step: Callable[[str], None] = lambda name: None
) -> dict[str, Counter[str]]:
    """Return how many claims of each source are confirmed, contradicted and unchecked, by tables and other documents.

    ``panel`` is that of the library, where it is at hand. What only agrees with its own document is no confirmation:
    it counts as unchecked.
    """
    with reading(library.engine) as connection:
        named = {row.id: row.source for row in connection.execute(select(document.c.id, document.c.source))}
    counts: dict[str, Counter[str]] = {}
    last = None
    for one in document_checks(library, panel):
        if one.document != last:
            last = one.document
            step(one.title)
        own = one.check.basis == "own" and one.check.verdict == "confirmed"
        counts.setdefault(named.get(one.document) or "", Counter())["unchecked" if own else one.check.verdict] += 1
    return counts
