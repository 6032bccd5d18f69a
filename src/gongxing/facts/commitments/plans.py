"""Clauses of the parts that plan: all but openings, statements of what is, and what bodies outside did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.facts.commitments.patterns import (
    EXHORTATION,
    REASON,
    TITLE,
    after_lead,
    introduces,
    is_act_of_plan,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.commitments.actors import Actors, Found
    from gongxing.facts.document import Document
    from gongxing.language.clauses import Sentence


def planned(document: Document, actors: Actors) -> Iterator[Found]:
    """Yield the commitments of the parts that plan."""
    text = document.text
    for part in document.frame.parts:
        if part.plans:
            for sentence in actors.sentences(part.start, part.end):
                if not (EXHORTATION.search(text, sentence.start, sentence.end) or _is_title(text, sentence)):
                    yield from _of_sentence(document, sentence, actors)


def _is_title(text: str, sentence: Sentence) -> bool:
    at_line_start = sentence.start == 0 or text[sentence.start - 1] == "\n"
    return at_line_start and bool(TITLE.match(text, sentence.start, sentence.end))


def _of_sentence(document: Document, sentence: Sentence, actors: Actors) -> Iterator[Found]:
    text, actor = document.text, actors.issuer
    reason = REASON.search(text, sentence.start, sentence.end)
    until = sentence.end if reason is None else reason.start()
    for start, end in sentence.clauses:
        begin = after_lead(text, start, end)
        if end - begin < 3 or introduces(text, begin, end):
            continue
        if end > until:
            return  # the rest of the sentence says why, not what
        if words().outsider.match(text, begin, end):
            actor = actors.issuer
            continue
        actor = actors.at(begin, actor)
        if is_act_of_plan(text, begin, end) and not _is_told(document, sentence.start, start, begin, end):
            yield begin, end, actor, "commitment.plan"


def _is_told(document: Document, sentence: int, start: int, begin: int, end: int) -> bool:
    """Say whether a clause tells of the past: by its own word of time, else by the one that leads its sentence."""
    past = document.past
    opens = past.opens(begin, end)
    if opens is not None:
        return opens
    return past.leads(sentence, begin) and not past.turns(start, begin, end)
