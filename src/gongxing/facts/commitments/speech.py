"""Clauses inside quotation marks: an official's own words, or words that were taken into a programme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.commitments.patterns import MODAL, WATCHWORD, after_lead, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.commitments.actors import Actors, Found
    from gongxing.facts.document import Document

_QUOTED = re.compile(r"“([^“”\n]{8,600})”")
_CLAUSE = re.compile(r"[^，；。！？：\n“”]+")
_MEANS = re.compile(r"(?:采用|采取|通过|运用).*(?:方式|办法|机制|模式|手段|形式)$")
_EQUATION = re.compile(r"[^，]{0,12}?(?:做法|任务|重点|思路|打算|考虑|目标)是")
_TAKEN_UP = re.compile(r"写进|写入|列入|纳入|作为")


def spoken(document: Document, actors: Actors) -> tuple[list[Found], list[tuple[int, int]]]:
    """Return the commitments inside quotation marks, outside the parts that plan, and the quotations that were read."""
    text = document.text
    found: list[Found] = []
    read: list[tuple[int, int]] = []
    if document.frame.kind in ("bulletin", "work-report"):
        return found, read
    for part in document.frame.parts:
        if part.plans:
            continue
        for quotation in _QUOTED.finditer(text, part.start, part.end):
            opened, closed = quotation.span(1)
            place = _place_of_speaker(text, opened, closed, actors)
            if place is not None or _is_taken_up(text, quotation):
                actor = place or actors.before(opened) or actors.issuer
                found.extend(_of_quotation(text, opened, closed, actor, actors))
                read.append((opened, closed))
    return found, read


def _of_quotation(text: str, opened: int, closed: int, actor: str | None, actors: Actors) -> Iterator[Found]:
    for first, last in _clauses(text, opened, closed):
        begin = after_lead(text, first, last)
        equation = _EQUATION.match(text, begin, last)
        begin = equation.end() if equation else begin
        act_at, subject = begin, actors.subject(begin)
        if subject is not None:
            actor = subject[1] or actor
            modal = MODAL.match(text, subject[0], last)
            act_at = modal.end() if modal else subject[0]
        if last - begin >= 4 and words().act.match(text, act_at, last):
            yield begin, last, actor, "commitment.speech"


def _clauses(text: str, opened: int, closed: int) -> Iterator[tuple[int, int]]:
    """Split a quotation; a short watchword (突出科技引领) or a means (采用…等方式) is one with the clause after it."""
    pending: int | None = None
    for clause in _CLAUSE.finditer(text, opened, closed):
        first, last = clause.span()
        begin = after_lead(text, first, last)
        before_comma = last < closed and text[last] == "，"
        watchword = last - begin <= 6 and WATCHWORD.match(text, begin, last)
        if before_comma and pending is None and (watchword or _MEANS.match(clause[0])):
            pending = first
            continue
        yield (first if pending is None else pending), last
        pending = None


def _is_taken_up(text: str, quotation: re.Match[str]) -> bool:
    """Whether the words are those of a programme (将“…”写进了政府工作报告)."""
    return text[max(quotation.start() - 1, 0)] in "将把" and bool(_TAKEN_UP.match(text, quotation.end()))


def _place_of_speaker(text: str, opened: int, closed: int, actors: Actors) -> str | None:
    """Return the place for which the official speaks whose words these are, ``None`` where nobody official does."""
    line_start, line_end = text.rfind("\n", 0, opened) + 1, text.find("\n", closed)
    line_end = len(text) if line_end < 0 else line_end
    for person in actors.officials(line_start, line_end):
        if not opened <= person.start < closed:
            return actors.spoken_for(person) or actors.inside(line_start, opened) or actors.issuer or ""
    return None
