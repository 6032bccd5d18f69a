"""Following promises: what documents promise, joined over documents and paired with what became of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from gongxing.indicators import catalogue
from gongxing.promises.answers import Linked, with_answers
from gongxing.promises.dates import last_day
from gongxing.promises.judging import number
from gongxing.promises.pairing import Outcomes, group_numbers, pair
from gongxing.promises.places import Place, place_of
from gongxing.promises.promise import Promise, Quoted
from gongxing.promises.statements import TABLE_RANK, Promised, Reported, Seen, read_document
from gongxing.promises.subjects import of_indicator, of_words
from gongxing.promises.tasks import follow_act, follow_thing, group_acts, group_things
from gongxing.promises.vocabulary import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from gongxing.promises.judging import Found
    from gongxing.promises.material import SourceDocument, SourceTable
    from gongxing.promises.promise import Kind, Match
    from gongxing.promises.subjects import Subject
    from gongxing.tables import Observation

    TablesOf = Callable[[AbstractSet[str]], Iterable[SourceTable]]


def follow(
    documents: Iterable[SourceDocument],
    tables: Iterable[SourceTable] | TablesOf = (),
    *,
    until: str | None = None,
    about: Place | None = None,
) -> tuple[Promise, ...]:
    """Return every promise of some documents with what became of it.

    Parameters
    ----------
    documents
        Documents with their facts; each is read once and let go, so an iterator over many will do.
    tables
        Tables whose observations count as reached; or a function that gives them, asked once all documents are read
        for the places (``Place.key``) that a number was promised of: what it leaves out of others' cells changes
        nothing but the default of ``until``.
    until
        The day (``2026-06-30``) that the evidence is taken to reach. Default: the last date of publication (of a
        document without one, what its own years tell), or the end of the last period of a table, whichever is later.
    about
        The only region whose promises are wanted, of a province also those of its divisions, which answer them.
        Default: all. Others' numbers and acts are not read.

    Returns
    -------
    tuple of Promise
        By region, theme and subject. The work grows with the number of facts, never with pairs of them.
    """
    promised: list[Promised] = []
    seen: list[Seen] = []
    outcomes = Outcomes()
    last = ""
    for document in documents:
        statement = read_document(document, _wanted(about))
        promised += statement.promised
        seen += statement.seen
        for place, subject, reported in statement.reported:
            outcomes.add(place, subject, reported)
        last = max(last, statement.moment)
    wanted = {(each.place.key, each.subject.base) for each in promised if each.subject}
    for table in tables({key for key, _ in wanted}) if callable(tables) else tables:
        for observation in table.observations:
            last = max(last, last_day(observation.period) or "")
            whose, measured = place_of(observation.region, observation.code), _measured(observation)
            if measured and whose and (whose.key, measured.base) in wanted:
                cell = Reported(_cell(table, observation, whose), "", table.sha256, TABLE_RANK)
                outcomes.add(whose.key, measured, cell)
    linked = list(_followed(promised, seen, outcomes, until or last))
    found = with_answers(linked)
    found.sort(key=lambda p: (p.region_code or "9", p.region, p.theme, p.kind, p.subject, p.due or "", p.id))
    return tuple(found)


def _wanted(about: Place | None) -> Callable[[Place], bool] | None:
    if about is None:
        return None
    return (lambda place: place.province == about.code) if about.is_province else (lambda place: place.key == about.key)


def _measured(observation: Observation) -> Subject | None:
    """Return what a cell measures of a whole division; a flagged value is doubtful and counts for nothing."""
    if observation.scope == "district" or observation.flags or observation.period is None:
        return None
    entry = catalogue().get(observation.indicator_id or "")
    return of_indicator(entry) if entry else of_words(observation.indicator, observation.unit)


def _cell(table: SourceTable, observation: Observation, place: Place) -> Quoted:
    """Return a cell with what it says in words."""
    written = number(observation.value, observation.unit)[0]
    said = f"{place.name} {observation.period} {observation.indicator} {written}"
    return Quoted(table.reference(observation), said, table.name, None, observation.value, observation.unit, "eq",
                  observation.period)  # fmt: skip


def _followed(promised: list[Promised], seen: list[Seen], outcomes: Outcomes, until: str) -> Iterator[Linked]:
    """Yield each promise with what it names."""
    writer = _Writer()
    for group in group_numbers(each for each in promised if each.subject):
        subject, target = group[-1].subject, group[-1].target
        assert subject is not None
        assert target is not None
        identity = (subject.base, subject.form, target.unit, target.period)
        yield writer.write("indicator", subject.name, identity, group, pair(group, outcomes, until))
    for mentions, sightings in group_things((each for each in promised if each.thing), seen):
        thing = (mentions or sightings)[-1].thing
        assert thing is not None
        told = mentions or [_as_promised(sightings)]
        found = follow_thing(mentions, sightings, until)
        yield writer.write(thing.kind, thing.name, (thing.key,), told, found)
    for group in group_acts(each for each in promised if not each.subject and not each.thing):
        quote = group[-1].quoted.quote
        yield writer.write("task", quote, (quote, group[-1].period), group, follow_act(group, until))


def _as_promised(sightings: list[Seen]) -> Promised:
    """Return what is reported of a thing that nothing promises, as the words that stand for it."""
    last = sightings[-1]
    place = next((each.place for each in reversed(sightings) if each.place), Place("", None))
    return Promised(place, last.quoted, last.moment, last.document, thing=last.thing,
                    theme=theme_of(last.quoted.quote))  # fmt: skip


class _Writer:
    """Writes promises; their ids tell apart what one region promises twice under one name."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def write(
        self, kind: Kind, subject: str, identity: tuple[object, ...], group: list[Promised], found: Found
    ) -> Linked:
        """Return one promise with what it names."""
        last = group[-1]
        promise = Promise(
            id=self._id(kind, last, identity, group[0]),
            kind=kind,
            region=last.place.name,
            region_code=last.place.code,
            theme=last.theme,
            subject=subject,
            indicator=last.subject.indicator if last.subject else None,
            target=last.target,
            deadline=last.deadline,
            due=last_day(last.deadline) or last_day(last.target.period if last.target else last.period),
            state=found.verdict.state,
            reason=found.verdict.reason,
            mentions=tuple(each.quoted for each in group),
            outcome=found.outcome,
            others=found.others,
            stage=found.stage,
            stages=found.sightings,
            actor=last.actor,
        )
        return Linked(promise, frozenset(_terms(group)), group[0].moment[:4], last.moment[:4])

    def _id(self, kind: str, last: Promised, identity: tuple[object, ...], first: Promised) -> str:
        words = [kind, last.place.key, *map(str, identity)]
        found = _digest(words)
        if found in self._taken:
            value = first.target.value if first.target else first.quoted.reference
            found = _digest([*words, str(value)])
        if found in self._taken:
            found = _digest([*words, first.quoted.reference])
        self._taken.add(found)
        return found


def _digest(words: list[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def _terms(group: list[Promised]) -> Iterator[tuple[Match, str]]:
    """Yield what a promise names: what an answer to it, or the decision that it answers, names too."""
    for each in group:
        if each.subject is not None:
            yield "indicator", each.subject.name
        if each.thing is not None:
            yield "thing", each.thing.key
        for name in each.terms.industries:
            yield "industry", name
        for name in each.terms.groups:
            yield "group", name
