"""Figures of the library's documents tested against all else that it holds."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from gongxing.facts import Figure, Member
from gongxing.library.connection import reading
from gongxing.library.preparation import restored_article
from gongxing.library.schema import article, document, fact
from gongxing.panel.claims import Check, Paper
from gongxing.panel.claims.bench import Bench, claims_of
from gongxing.panel.claims.judging import judge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection

    from gongxing.library.library import Library
    from gongxing.panel import Panel

# What a claim rests on: the figures, and who belongs to a group that the document names.
_KINDS = {"figure": Figure, "member": Member}


class DocumentCheck(NamedTuple):
    """A check of one figure with the document that states it: its number, hash, title and date."""

    document: int
    sha256: str
    title: str
    published: str | None
    check: Check


def document_checks(
    library: Library,
    panel: Panel | None = None,
    *,
    codes: Collection[str] | None = None,
    document_id: int | None = None,
) -> Iterator[DocumentCheck]:
    """Yield a check for each figure of the library's documents that says what was reached.

    Copies are left out, and what people rejected or merged; a corrected figure is tested as corrected.

    Parameters
    ----------
    library
        Its tables and documents are what figures are tested against.
    panel
        ``library.panel()``, where it is at hand.
    codes
        Only figures about these regions, or about groups of which all members are among them.
    document_id
        Only figures of this document.
    """
    panel = library.panel() if panel is None else panel
    bench = Bench(panel.evidence)
    with reading(library.engine) as connection:
        papers = list(_papers(connection, document_id))
    for row, paper in papers:
        for claim in claims_of(paper):
            if codes is None or _concerns(claim, codes):
                yield DocumentCheck(*row, judge(claim, bench))


def _concerns(claim: object, codes: Collection[str]) -> bool:
    place, group = getattr(claim, "place", None), getattr(claim, "group", None)
    if group is not None:
        return all(member.key in codes for member in group.members)
    return place is not None and place.key in codes


def _papers(
    connection: Connection, document_id: int | None
) -> Iterator[tuple[tuple[int, str, str, str | None], Paper]]:
    columns = (fact.c.document_id, fact.c.kind, fact.c.start, fact.c.end, fact.c.quote, fact.c.rule, fact.c.fields)
    query = select(*columns).where(fact.c.kind.in_(_KINDS), fact.c.shown == 1)
    if document_id is not None:
        query = query.where(fact.c.document_id == document_id)
    rows = connection.execute(query.order_by(fact.c.document_id, fact.c.start, fact.c.id)).all()
    for number, group in groupby(rows, lambda row: row.document_id):
        named = select(document.c.sha256, document.c.title, document.c.name, document.c.published, article.c.text,
                       article.c.details).join_from(article, document)  # fmt: skip
        said = connection.execute(named.where(document.c.id == number, document.c.same_as.is_(None))).first()
        if said is None:
            continue
        facts = [_KINDS[row.kind](row.start, row.end, row.quote, row.rule, **json.loads(row.fields)) for row in group]
        written = restored_article(said.text, json.loads(said.details))
        title = said.title or said.name
        yield (number, said.sha256, title, said.published), Paper(said.name, written, tuple(facts))
