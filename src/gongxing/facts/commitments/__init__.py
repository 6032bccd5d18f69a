"""Commitments: each promised or required act, one clause with its own verb.

In the parts of a document that plan, nearly every clause is one (``plans``); the rules there say which are not.
Elsewhere a clause is one only where the text says so (``announcements``, ``speech``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from gongxing.facts.commitments.actors import Actors
from gongxing.facts.commitments.announcements import announced
from gongxing.facts.commitments.plans import planned
from gongxing.facts.commitments.speech import spoken
from gongxing.facts.fact import Commitment
from gongxing.facts.figures.selection import select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.commitments.actors import Found
    from gongxing.facts.document import Document

__all__ = ["find_commitments"]

_HEADING = re.compile(r"^[^\n，。；：！？]{4,40}$", re.M)
_BY_YEAR = re.compile(r"(?:到|在|至|于)?(20\d\d)年(?:底|末|年末)?(?:之?前|时)|到(20\d\d)年")
_BY_END_OF_PLAN = re.compile(r"“?十([四五六])五”?(?:期?末|时期末)")
_LAST_YEAR_OF_PLAN = {"四": "2025", "五": "2030", "六": "2035"}


def find_commitments(document: Document) -> Iterator[Commitment]:
    """Yield the commitments of a document, in order, never overlapping."""
    actors = Actors(document)
    speech, quotations = spoken(document, actors)
    elsewhere = [*speech, *announced(document, actors, quotations)]
    found = [*planned(document, actors), *_said_first_by_heading(document.text, elsewhere)]
    found.sort(key=lambda each: each[:2])
    writer = _Writer(document)
    end = -1
    for start, stop, actor, rule in found:
        if start >= end:
            end = stop
            yield writer.write(start, stop, actor, rule)


def _said_first_by_heading(text: str, found: list[Found]) -> Iterator[Found]:
    """Move what a heading says in the same words to the heading: one act is one fact, where it is said first."""
    headings = {match[0]: match.start() for match in _HEADING.finditer(text)} if found else {}
    for start, end, actor, rule in found:
        first = min(headings.get(text[start:end], start), start)
        yield first, first + end - start, actor, rule


class _Writer:
    """Turns a found span into a fact, with the figures in it and the year by which it shall be done."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.quantities = select(document)
        self.starts = [quantity.start for quantity in self.quantities]

    def write(self, start: int, end: int, actor: str | None, rule: str) -> Commitment:
        first, last, quote = self.document.span(start, end)
        inside = self.quantities[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        figures = tuple(self.document.span(q.start, q.end)[:2] for q in inside if q.end <= end)
        return Commitment(first, last, quote, rule, actor or None, figures, self._deadline(start, end))

    def _deadline(self, start: int, end: int) -> str | None:
        year = _BY_YEAR.search(self.document.text, start, end)
        if year:
            return year[1] or year[2]
        plan = _BY_END_OF_PLAN.search(self.document.text, start, end)
        return _LAST_YEAR_OF_PLAN[plan[1]] if plan else None
