"""Figures of an English document: the subject of the clause is what is measured, the nearest word of time is when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from gongxing.facts.fact import Figure
from gongxing.language.english import english_time_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document
    from gongxing.language.periods import TimeWord
    from gongxing.language.quantities import Quantity

_SENTENCE = re.compile(r"(?:[^.!?\n]|\.(?=\w))+")
_GOAL = re.compile(r"\b(?:will|would|aims?|target(?:s|ed)?|plans? to|goal|expect(?:s|ed)?|should|shall|is to|are to)\b")
_VERB = re.compile(
    r"\b(?:is|was|are|were|has|have|had|will|would|reached|reaches|totaled|totalled|hit|stood|rose|grew|fell|dropped|declined|decreased"
    r"|increased|climbed|surged|jumped|gained|expanded|shrank|accounted|amounted|exceeded|surpassed|topped|recorded|posted|ranked"
    r"|ranks|doubled|tripled|covers?|aims?|plans?|expects?|came|edged|slipped|saw)\b"
)
_LEAD = re.compile(
    r"^(?:(?:while|and|but|as|with|that|its|the|a|an|of which|in which|meanwhile|also|however)\s+)+", re.IGNORECASE
)
_RAISED = re.compile(
    r"\b(?:raise|lift|increase|boost|cut|reduce|bring|keep|expand|lower|raising|lifting|cutting|reducing|bringing)\s+"
    r"(?:(?:the|its|their)\s+)?([A-Za-z][\w' -]{2,60}?)\s+(?:to|by|at|within|below|above|from)\s+(?:[a-z]+\s+){0,3}?$"
)
_TRAILING = re.compile(r"\s+(?:more|less|fewer|than|nearly|almost|about|over|also|have|has|to)$")
_STOP = r"(?!(?:in|of|by|to|and|for|at|on|with|from|as|is|was|are|were|has|have|will|since|which|that)\b)"
_NOUN_AFTER = re.compile(rf"\s+(?:of\s+)?((?:{_STOP}[A-Za-z][A-Za-z-]*\s+){{0,3}}{_STOP}[A-Za-z][a-z-]*s)\b")
_NOUN_OF = re.compile(r"\s+of\s+((?!whom|which|its|the\b)(?:[a-z][a-z-]*\s+){0,2}?[a-z][a-z-]*(?:s|ing|ity|ure))\b")
_PRONOUNS = frozenset({"it", "It", "they", "They", "this", "This", "he", "He", "we", "We"})
_LONGEST = 8


def english_figures(document: Document, numbers: list[Quantity]) -> Iterator[Figure]:
    """Yield a figure for each number of an English document."""
    text = document.text
    words = english_time_words(text)
    frame = document.frame
    year = frame.year or _year_of(document.article.published)
    spans = [match.span() for match in _SENTENCE.finditer(text)]
    at = 0
    for number in numbers:
        while at + 1 < len(spans) and spans[at][1] <= number.start:
            at += 1
        start, end = spans[at] if spans else (0, len(text))
        word = _nearest([w for w in words if start <= w.start < end], number)
        if word is not None and word.start <= number.start < word.end:
            continue
        region = document.region_at(number.start)
        first, last, quote = document.span(number.start, number.end)
        yield Figure(
            first,
            last,
            quote,
            f"{number.rule} english",
            number.value,
            number.unit,
            _indicator(text, start, number),
            region.name,
            region.code,
            word.period(year, year) if word is not None else None,
            number.bound,
            _modality(text, start, number, word, year),
        )


def _year_of(published: str | None) -> int | None:
    return int(published[:4]) if published and published[:4].isdecimal() else None


def _nearest(words: list[TimeWord], number: Quantity) -> TimeWord | None:
    """Return the word of time nearest to a number; behind a number it must be close (in 2024, up 5 percent)."""
    return min(
        words,
        key=lambda word: number.start - word.end if word.end <= number.start else 2 * (word.start - number.end),
        default=None,
    )


def _modality(
    text: str, start: int, number: Quantity, word: TimeWord | None, year: int | None
) -> Literal["actual", "target"]:
    if word is not None and year is not None:
        years = word.years(year, year)
        if years is not None and years[1] > year:
            return "target"
    return "target" if _GOAL.search(text, start, number.start) else "actual"


def _indicator(text: str, start: int, number: Quantity) -> str | None:
    """Return the noun behind a count, else the subject of the clause; with ``growth`` for a rate of change."""
    noun = (_NOUN_AFTER if number.unit == "count" else _NOUN_OF).match(text, number.end)
    if noun is not None:
        return noun[1]
    goal = _RAISED.search(text, start, number.start)
    if goal is not None:
        return goal[1]
    subject = None
    for clause in re.split(r"[,;:]\s", text[start : number.start]):
        verb = _VERB.search(clause)
        told = verb.start() if verb else len(clause) if number.rule == "doubling" else 0
        words = [w for w in _LEAD.sub("", _bare(clause[:told])).split() if w not in _PRONOUNS and not w.isdigit()]
        if words:
            subject = " ".join(words[-_LONGEST:])
    if subject is None:
        return None
    return f"{subject} growth" if number.direction and number.unit in ("%", "x") else subject


def _bare(clause: str) -> str:
    """Return the words before a verb without the hedges and helpers that lead up to it."""
    clause = clause.strip()
    while (shorter := _TRAILING.sub("", clause)) != clause:
        clause = shorter
    return clause
