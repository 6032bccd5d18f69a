"""Clauses outside plans that an announcement, a stated intention or an explained decree makes commitments."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.commitments.patterns import MODAL, after_lead, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.commitments.actors import Actors, Found
    from gongxing.facts.document import Document
    from gongxing.language.clauses import Sentence

_DECREE = re.compile(r"(?:印发|出台|发布|制定)(?:了)?《[^》]{2,60}(?:方案|意见|措施|规划|计划|条例|办法|通知|决定)》")
_NOTES = re.compile(r"^[ 　]*(?:名词解释|名词说明|注\s*释|附\s*注|有关说明)[ 　]*$", re.M)
_TOLD = re.compile(r"(?:介绍|表示|说|透露|称)，")
_GOES_ON = re.compile(r"其中|此外|同时|下一步")
_CONTRAST = re.compile(r"[^，]{2,8}?则(?:一方面|另一方面)?")
_VIGOUR = re.compile(r"一手|全力|积极|加速|着力|大力")


def announced(document: Document, actors: Actors, quotations: list[tuple[int, int]]) -> Iterator[Found]:
    """Yield the commitments outside the parts that plan and outside the quotations that are read on their own."""
    if document.frame.kind == "bulletin":
        return
    if document.frame.kind == "work-report":
        notes = _NOTES.search(document.text)
        if notes:
            yield from _of_decrees(document.text, actors, notes.end())
        return
    for part in document.frame.parts:
        if not part.plans:
            for each in _of_stretch(document.text, actors, part.start, part.end):
                i = bisect_right(quotations, each[0], key=lambda quotation: quotation[0]) - 1
                if i < 0 or each[0] >= quotations[i][1]:
                    yield each


def _of_decrees(text: str, actors: Actors, start: int) -> Iterator[Found]:
    """Read a note on a decree: what follows its name is what it makes the body do."""
    for sentence in actors.sentences(start, len(text)):
        decree = _DECREE.search(text, sentence.start, sentence.end)
        if decree is None:
            continue
        comma = text.rfind("，", sentence.start, decree.start())
        actor = actors.at(comma + 1 if comma >= 0 else sentence.start, actors.issuer)
        for clause_start, clause_end in sentence.clauses:
            begin = after_lead(text, clause_start + 2 * text.startswith("通过", clause_start), clause_end)
            if begin >= decree.end() and clause_end - begin >= 4 and words().act.match(text, begin, clause_end):
                yield begin, clause_end, actor, "commitment.decree"


@dataclass(slots=True)
class _Told:
    """The indirect speech of an official: for which place, and where the paragraph ends that may go on."""

    place: str | None
    paragraph_end: int


def _of_stretch(text: str, actors: Actors, start: int, end: int) -> Iterator[Found]:
    told: _Told | None = None
    for sentence in actors.sentences(start, end):
        announcement = words().announcement.search(text, sentence.start, sentence.end)
        since = announcement.end() if announcement else None
        speech = _told_by_official(text, sentence, actors)
        goes_on = False
        if speech is not None:
            since = speech[0] if since is None else since
            told = _Told(speech[1], _line_end(text, sentence.end))
        elif told is not None and sentence.start > told.paragraph_end:
            if sentence.start - 1 == told.paragraph_end and _GOES_ON.match(text, sentence.start):
                told = _Told(told.place, _line_end(text, sentence.end))
                goes_on = True
            else:
                told = None
        elif told is not None:
            goes_on = True
        yield from _of_sentence(text, sentence, since, goes_on, told.place if told else None, actors)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _told_by_official(text: str, sentence: Sentence, actors: Actors) -> tuple[int, str | None] | None:
    """Where the indirect speech of an official begins (市委书记张冬云介绍，…), and the place he speaks for."""
    match = _TOLD.search(text, sentence.start, sentence.end)
    if match is None:
        return None
    for person in actors.officials(sentence.start, match.start()):
        if 0 <= match.start() - person.end < 4:
            return match.end(), actors.spoken_for(person) or actors.inside(sentence.start, person.start)
    return None


def _of_sentence(
    text: str, sentence: Sentence, since: int | None, goes_on: bool, place: str | None, actors: Actors
) -> Iterator[Found]:
    """Clauses after an announcement, after a subject with 将 or 要, or of an official's account that goes on."""
    known = words()
    intends = False
    actor = place or actors.issuer
    for start, end in sentence.clauses:
        begin = after_lead(text, start, end)
        contrast = _CONTRAST.match(text, begin, end) if goes_on else None
        begin = contrast.end() if contrast else begin
        if end - begin < 4 or (end < len(text) and text[end] == "："):
            continue
        told = since is not None and begin >= since
        subject = actors.subject(begin)
        if subject is not None:
            actor = subject[1]
            modal = MODAL.match(text, subject[0], end)
            acts = known.act.match(text, modal.end() if modal else subject[0], end)
            under_way = modal is not None and modal[0] == "正"
            intends = acts and modal is not None
            if acts and not under_way and (modal is not None or told) and "“" not in text[begin : begin + 12]:
                yield begin, end, actor, "commitment.intention"
        elif (told or intends or (goes_on and (begin > start or _VIGOUR.match(text, begin)))) and known.act.match(
            text, begin, end
        ):
            yield begin, end, actor, "commitment.announced"
