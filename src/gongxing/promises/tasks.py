"""Promises in words: one act from its mentions, one thing from all that is said of it, and what became of them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from gongxing.promises.dates import last_day
from gongxing.promises.judging import Found, Verdict, say
from gongxing.promises.promise import Sighting
from gongxing.promises.vocabulary import stages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.promises.statements import Promised, Seen

_PLAIN = re.compile(r"[\W_]+")
_MANNER = re.compile(
    r"^(?:继续|进一步|加快|大力|深入|持续|全力|扎实|积极|着力|稳步|全面|坚持|统筹|有序|切实|高质量|将|要)+"
)
_OPEN_STAGES = frozenset({"planned", "approved", "building"})


def group_acts(promised: Iterable[Promised]) -> list[list[Promised]]:
    """Join the mentions of one act: the same words, but for manner and marks, of one region for one time."""
    groups: dict[tuple[object, ...], list[Promised]] = defaultdict(list)
    for each in promised:
        words = _PLAIN.sub("", _MANNER.sub("", each.quoted.quote))
        groups[each.place.key, each.deadline or each.period, words].append(each)
    return [sorted(group, key=lambda each: each.moment) for group in groups.values()]


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
    """Join what is promised and said of one named thing, wherever a document of its province speaks of it.

    Things without a name of their own (揭榜挂帅) are told apart by region. The promises come by time.
    """
    groups: dict[tuple[str, str, str], tuple[list[Promised], list[Seen]]] = {}
    for each in promised:
        assert each.thing is not None
        key = _thing_key(each.place.province, each.place.key, each.thing.kind, each.thing.name)
        groups.setdefault(key, ([], []))[0].append(each)
    for sight in seen:
        province, place = (sight.place.province, sight.place.key) if sight.place else (None, "")
        key = _thing_key(province, place, sight.thing.kind, sight.thing.name)
        groups.setdefault(key, ([], []))[1].append(sight)
    for mentions, sightings in groups.values():
        mentions.sort(key=lambda each: each.moment)
        sightings.sort(key=lambda each: each.moment)
    return list(groups.values())


def _thing_key(province: str | None, place: str, kind: str, name: str) -> tuple[str, str, str]:
    own = kind == "open_call" or province is None
    return (place if own else province or "", kind, name)


def follow_thing(mentions: list[Promised], seen: list[Seen], until: str) -> Found:
    """Return where a thing stands and whether that keeps what was promised of it."""
    sightings = _sightings(mentions, seen)
    facts = [sight for sight in seen if sight.standing.stage is not None]
    stage = _now(facts, mentions)
    if not mentions:
        name = stages()[stage] if stage else None
        words = (name.zh, name.en) if name else ("", "")
        verdict = Verdict("cannot_say", say("only_reported", stage=words))
        return Found(verdict, facts[-1].quoted if facts else None, (), stage, sightings)
    last = mentions[-1]
    assert last.standing is not None
    due = last_day(last.deadline) or last_day(last.period)
    goal = stages()[last.standing.goal or "building"]
    later = [sight for sight in facts if sight.moment > last.moment and sight.document != last.document]
    stopped = next((sight for sight in later if sight.standing.stage == "stopped"), None)
    if stopped is not None:
        return Found(Verdict("missed", say("stopped")), stopped.quoted, (), "stopped", sightings)
    best = max(later, key=lambda sight: stages()[sight.standing.stage or "planned"].rank, default=None)
    if best is not None and stages()[best.standing.stage or "planned"].rank >= goal.rank:
        reached = stages()[best.standing.stage or "planned"]
        reason = say("stage_reached", promised=(goal.zh, goal.en), reached=(reached.zh, reached.en))
        return Found(Verdict("met", reason), best.quoted, (), stage, sightings)
    if due is None:
        return Found(Verdict("cannot_say", say("no_due")), best.quoted if best else None, (), stage, sightings)
    if due > until:
        reason = say("not_over", due=due[:4], until=until)
        return Found(Verdict("not_yet", reason), best.quoted if best else None, (), stage, sightings)
    behind = [sight for sight in later if sight.moment > due and sight.standing.stage in _OPEN_STAGES]
    if behind:
        reached = stages()[behind[-1].standing.stage or "planned"]
        reason = say("stage_behind", promised=(goal.zh, goal.en), due=due[:4], reached=(reached.zh, reached.en),
                     date=behind[-1].moment)  # fmt: skip
        return Found(Verdict("missed", reason), behind[-1].quoted, (), stage, sightings)
    reason = say("no_follow_up", due=due[:4])
    return Found(Verdict("cannot_say", reason), best.quoted if best else None, (), stage, sightings)


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
