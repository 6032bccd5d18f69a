"""Promises in words: one act from its mentions, one thing from all that is said of it, and what became of them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from gongxing.promises.alike import joined_alike
from gongxing.promises.dates import last_day
from gongxing.promises.judging import Found, Verdict, say
from gongxing.promises.promise import Sighting
from gongxing.promises.things import is_common
from gongxing.promises.vocabulary import stages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.promises.places import Place
    from gongxing.promises.promise import Quoted
    from gongxing.promises.statements import Promised, Seen
    from gongxing.promises.things import Thing

_PLAIN = re.compile(r"[\W_]+")
_MANNER = re.compile(
    r"^(?:继续|进一步|加快|大力|深入|持续|全力|扎实|积极|着力|稳步|全面|坚持|统筹|有序|切实|高质量|将|要)+"
)
# What has to be reached of what is promised without a point to reach: who builds has to have built.
_NEEDED = {"building": "built", "planned": "approved"}
_OPEN_STAGES = frozenset({"planned", "approved", "building"})


def group_acts(promised: Iterable[Promised]) -> list[list[Promised]]:
    """Join the mentions of one act: of one region for one time, in the same words but for manner and marks.

    Words of two documents are also the same where they share most of their pairs of characters and all their numbers.
    """
    groups: dict[tuple[str, str | None, str], list[Promised]] = defaultdict(list)
    for each in promised:
        words = _PLAIN.sub("", _MANNER.sub("", each.quoted.quote))
        groups[each.place.key, each.deadline or each.period, words].append(each)
    cells: dict[tuple[str, str | None], list[tuple[str, list[Promised]]]] = defaultdict(list)
    for (place, time, words), mentions in groups.items():
        cells[place, time].append((words, mentions))
    joined = [group for cell in cells.values() for group in joined_alike(cell)]
    return [sorted(group, key=lambda each: each.moment) for group in joined]


def follow_act(group: list[Promised], until: str) -> Found:
    """Return the state of an act: in words alone nothing later can be held against it."""
    last = group[-1]
    due = last_day(last.deadline) or last_day(last.period)
    if due is None:
        return Found(Verdict("cannot_say", say("no_due")), None)
    if due > until:
        return Found(Verdict("not_yet", say("not_over", due=due[:4], until=until)), None)
    return Found(Verdict("cannot_say", say("no_follow_up", due=due[:4])), None)


def group_things(promised: Iterable[Promised], seen: Iterable[Seen]) -> list[tuple[list[Promised], list[Seen]]]:
    """Join what one region promises of a named thing, with what any document of its province reports of it.

    Things without a name of their own (揭榜挂帅, 中试平台) are told apart by region. What nobody promises comes with no
    promises. Both lists come by time.
    """
    sights: dict[tuple[str, str, str], list[Seen]] = defaultdict(list)
    for sight in seen:
        sights[_thing_key(sight.place, sight.thing)].append(sight)
    groups: dict[tuple[str, tuple[str, str, str]], list[Promised]] = defaultdict(list)
    for each in promised:
        assert each.thing is not None
        groups[each.place.key, _thing_key(each.place, each.thing)].append(each)
    for mentions in groups.values():
        mentions.sort(key=lambda each: each.moment)
    for listed in sights.values():
        listed.sort(key=lambda each: each.moment)
    told = {key for _, key in groups}
    found = [(mentions, sights.get(key, [])) for (_, key), mentions in groups.items()]
    return found + [([], listed) for key, listed in sights.items() if key not in told]


def _thing_key(place: Place | None, thing: Thing) -> tuple[str, str, str]:
    """Return what tells things apart: province, or region where the name is no name of its own; kind; name."""
    if place is None:
        return "", thing.kind, thing.key
    where = place.key if place.province is None or is_common(thing.name) else place.province
    return where, thing.kind, thing.key


def follow_thing(mentions: list[Promised], seen: list[Seen], until: str) -> Found:
    """Return where a thing stands and whether that keeps what was promised of it."""
    sightings = _sightings(mentions, seen)
    facts = [sight for sight in seen if sight.standing.stage is not None]
    stage = _now(facts, mentions)
    if not mentions:
        return Found(Verdict("cannot_say", say("only_reported", stage=_words(stage))), facts[-1].quoted, (), stage,
                     sightings)  # fmt: skip
    verdict, outcome = _judged(mentions[-1], facts, until)
    return Found(verdict, outcome, (), stage, sightings)


def _judged(last: Promised, facts: list[Seen], until: str) -> tuple[Verdict, Quoted | None]:
    assert last.standing is not None
    goal, open_ = last.standing.goal or "building", last.standing.open
    due = last_day(last.deadline) or last_day(last.period)
    later = [sight for sight in facts if sight.moment > last.moment and sight.document != last.document]
    best = max(later, key=lambda sight: _order(sight.standing.stage), default=None)
    outcome = best.quoted if best else None
    if best is not None and best.standing.stage == "stopped":
        return Verdict("missed", say("stopped")), outcome
    needed = _NEEDED.get(goal, goal) if open_ or goal == "planned" else goal
    if best is not None and _order(best.standing.stage) >= _order(needed):
        sentence = "stage_reached_open" if needed != goal else "stage_reached"
        reason = say(sentence, promised=stages()[goal].goal, reached=_words(best.standing.stage))
        return Verdict("met", reason), outcome
    if due is not None and due > until:
        return Verdict("not_yet", say("not_over", due=due[:4], until=until)), outcome
    behind = [sight for sight in later if sight.moment > (due or "9") and sight.standing.stage in _OPEN_STAGES]
    if behind and not open_:
        reason = say("stage_behind", promised=stages()[goal].goal, due=(due or "")[:4], date=behind[-1].moment,
                     reached=_words(behind[-1].standing.stage))  # fmt: skip
        return Verdict("missed", reason), behind[-1].quoted
    if best is not None:
        reason = say("stage_unclear", promised=stages()[goal].goal, reached=_words(best.standing.stage))
        return Verdict("cannot_say", reason), outcome
    reason = say("no_follow_up", due=due[:4]) if due else say("no_due")
    return Verdict("cannot_say", reason), None


def _order(stage: str | None) -> int:
    return stages()[stage or "planned"].rank


def _words(stage: str | None) -> tuple[str, str]:
    found = stages().get(stage or "")
    return (found.zh, found.en) if found else ("", "")


def _sightings(mentions: list[Promised], seen: list[Seen]) -> tuple[Sighting, ...]:
    told = [(each.moment, Sighting(each.standing.goal or "building", True, each.quoted))
            for each in mentions if each.standing]  # fmt: skip
    told += [(each.moment, Sighting(each.standing.stage, False, each.quoted)) for each in seen if each.standing.stage]
    return tuple(sighting for _, sighting in sorted(told, key=lambda pair: pair[0]))


def _now(facts: list[Seen], mentions: list[Promised]) -> str | None:
    """Return where a thing stands: as far as reports say, else as far as its promises take for granted."""
    if facts:
        return max((sight.standing.stage or "planned" for sight in facts), key=lambda id_: stages()[id_].rank)
    return mentions[-1].standing.stage if mentions and mentions[-1].standing else None
