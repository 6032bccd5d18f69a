"""Commitments: each promised or required act, one clause with its own verb.

In the parts of a document that plan, nearly every clause is one (``plans``); the rules there say which are not.
Elsewhere a clause is one only where the text says so (``announcements``, ``speech``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
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
_BY_YEAR = re.compile(
    r"(?:到|在|至|于)?(20\d\d)年(?:底|末|年末)?(?:之?前|时)|到(20\d\d)年|(20\d\d)年(?:[底末]|年内)"
    r"|(20\d\d)年(?:\d{1,2}月)?(?:全面|基本|全线|整体|正式)?(?=建成|完[工成]|竣工|通车|通航|投产|投用|投运|投入|开[通园馆]|达产|并网|交付)"
)
_BY_END_OF_PLAN = re.compile(r"“?十([四五六])五”?(?:期?末|时期末)")
_LAST_YEAR_OF_PLAN = {"四": "2025", "五": "2030", "六": "2035"}
# 年内建成: within the year that the document speaks of.
_WITHIN_THE_YEAR = re.compile(
    r"(?<!\d)(?<![去前明来后两一二三四五六七八九十几])年(?:内|底(?:之?前|完成|建成|开通|投)|末前)|今年(?:内|[底末]|年[底内])"
)
_NEXT_YEAR = re.compile(r"(?:明|来)年(?:[底末](?:之?前)?|之?前|内)?")
_OPENS_WITH_DEADLINE = re.compile(
    r"(?:[^，。；\n]{2,12}：)?(?:[（(]?[一二三四五六七八九十\d]{1,3}[）).、])?(?:力争|确保|争取|努力)?"
)
_OPENING_YEAR = re.compile(r"(?:20\d\d年[、和与])*(20\d\d)年(?![度第、和与])")
_LED_BY_DEADLINE = 40  # how far into its sentence a deadline may stand that holds for all of it


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
        self.sentence_starts = [sentence.start for sentence in document.sentences] or [0]

    def write(self, start: int, end: int, actor: str | None, rule: str) -> Commitment:
        first, last, quote = self.document.span(start, end)
        inside = self.quantities[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        figures = tuple(self.document.span(q.start, q.end)[:2] for q in inside if q.end <= end)
        sentence = self.sentence_starts[max(bisect_right(self.sentence_starts, start) - 1, 0)]
        deadline = self._deadline(start, end)
        if deadline is None and 0 <= sentence < start:
            deadline = self._leading_deadline(sentence, start)
        part = self.document.frame.part_at(start)
        period = part.period if part.plans else None
        return Commitment(first, last, quote, rule, actor or None, figures, deadline, period)

    def _leading_deadline(self, sentence: int, start: int) -> str | None:
        """Return the deadline that opens a sentence and holds for its later clauses (到2030年，…，…)."""
        text = self.document.text
        year = _BY_YEAR.search(text, sentence, min(sentence + _LED_BY_DEADLINE, start))
        if year is None or not _OPENS_WITH_DEADLINE.fullmatch(text, sentence, year.start()):
            return None
        return next(group for group in year.groups() if group)

    def _deadline(self, start: int, end: int) -> str | None:
        text, speech = self.document.text, self.document.frame.year
        year = _BY_YEAR.search(text, start, end)
        if year:
            return next(group for group in year.groups() if group)
        plan = _BY_END_OF_PLAN.search(text, start, end)
        if plan:
            return _LAST_YEAR_OF_PLAN[plan[1]]
        if speech is None:
            return None
        opening = _OPENING_YEAR.match(text, start, end)
        if opening and int(opening[1]) > speech:
            return opening[1]
        if _WITHIN_THE_YEAR.search(text, start, end):
            return str(speech)
        return str(speech + 1) if _NEXT_YEAR.search(text, start, end) else None
