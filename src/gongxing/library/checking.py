"""Figures of the library's documents tested against all else that it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from gongxing.facts import Figure, Member
from gongxing.library.preparation import restored_article
from gongxing.library.schema import document
from gongxing.library.walking import documents_with_facts
from gongxing.panel.claims import Check, Paper
from gongxing.panel.claims.bench import Bench, claims_of
from gongxing.panel.claims.judging import judge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

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
    for row, paper in _papers(library, document_id):
        for claim in claims_of(paper):
            if codes is None or _concerns(claim, codes):
                yield DocumentCheck(*row, judge(claim, bench))


def _concerns(claim: object, codes: Collection[str]) -> bool:
    place, group = getattr(claim, "place", None), getattr(claim, "group", None)
    if group is not None:
        return all(member.key in codes for member in group.members)
    return place is not None and place.key in codes


def _papers(library: Library, document_id: int | None) -> Iterator[tuple[tuple[int, str, str, str | None], Paper]]:
    among = None if document_id is None else select(document.c.id).where(document.c.id == document_id)
    for said, rows in documents_with_facts(library, _KINDS, among):
        facts = [_KINDS[row.kind](row.start, row.end, row.quote, row.rule, **json.loads(row.fields)) for row in rows]
        written = restored_article(said.text, json.loads(said.details))
        title = said.title or said.name
        yield (said.id, said.sha256, title, said.published), Paper(said.name, written, tuple(facts))
