"""All documents with their facts, some at a time, each lot in a transaction of its own.

A long transaction that reads would keep SQLite from beginning its log anew; what is made of a lot is made outside.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gongxing.library.connection import reading
from gongxing.library.schema import article, document, fact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Select

    from gongxing.library.library import Library

_AT_ONCE = 200  # documents
_COLUMNS = (fact.c.document_id, fact.c.kind, fact.c.start, fact.c.end, fact.c.quote, fact.c.rule, fact.c.fields)
_TOLD = (
    document.c.id, document.c.sha256, document.c.title, document.c.name, document.c.published, article.c.text,
    article.c.details,
)  # fmt: skip


def documents_with_facts(
    library: Library, kinds: Collection[str], among: Select[tuple[int]] | None = None
) -> Iterator[tuple[Any, list[Any]]]:
    """Yield every document that is no copy with its facts of some kinds that are shown, in the order of the text.

    Each is a row of the document (``id sha256 title name published text details``) and rows of its facts (``kind start
    end quote rule fields``). Documents without such facts are left out.

    Parameters
    ----------
    library
        The library.
    kinds
        Kinds of facts.
    among
        A query that gives the ids of the only documents that are wanted. Default: all.
    """
    wanted = None
    if among is not None:
        with reading(library.engine) as connection:
            wanted = sorted(set(connection.execute(among).scalars()))
    last, taken = -1, 0
    while True:
        lot = select(*_TOLD).join_from(document, article).where(document.c.same_as.is_(None)).order_by(document.c.id)
        if wanted is None:
            lot, ids = lot.where(document.c.id > last).limit(_AT_ONCE), None
        else:
            ids = wanted[taken : taken + _AT_ONCE]
            lot, taken = lot.where(document.c.id.in_(ids)), taken + _AT_ONCE
        with reading(library.engine) as connection:
            told = connection.execute(lot).all()
            rows = connection.execute(_facts(kinds, [row.id for row in told], contiguous=ids is None)).all()
        facts: dict[int, list[Any]] = {
            number: list(group) for number, group in groupby(rows, lambda row: row.document_id)
        }
        yield from ((row, facts[row.id]) for row in told if row.id in facts)
        if (len(told) < _AT_ONCE) if wanted is None else (taken >= len(wanted)):
            return
        last = told[-1].id if told else last


def _facts(kinds: Collection[str], numbers: list[int], contiguous: bool) -> Select[Any]:
    """Select the shown facts of some documents; of a stretch of documents by its ends."""
    within = fact.c.document_id.in_(numbers)
    if contiguous and numbers:
        within = fact.c.document_id.between(numbers[0], numbers[-1])
    query = select(*_COLUMNS).where(within, fact.c.kind.in_(kinds), fact.c.shown == 1)
    return query.order_by(fact.c.document_id, fact.c.start, fact.c.id)
