"""What divisions promise in answer to their province: joined by what both name, never pair by pair."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from gongxing.promises.promise import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxing.promises.promise import Match, Promise

# How telling a match is, and how many answers of one kind are shown beneath one decision.
_WEIGHT: dict[Match, int] = {"thing": 4, "indicator": 3, "group": 2, "industry": 1}
MOST = 40


class Linked(NamedTuple):
    """A promise with what it names, and the years of its first and last mention."""

    promise: Promise
    terms: frozenset[tuple[Match, str]]
    first: str
    last: str


def with_answers(linked: Sequence[Linked]) -> list[Promise]:
    """Return the promises, those of provinces with the promises of their divisions that answer them.

    An answer names the same thing, indicator, industry or group of regions, and is of the same year or later. Of more
    than ``MOST`` the most telling are kept, the latest first.
    """
    index: dict[tuple[str, Match, str], list[Linked]] = defaultdict(list)
    for each in linked:
        code = each.promise.region_code
        if code and not code.endswith("0000"):
            for kind, name in each.terms:
                index[code[:2], kind, name].append(each)
    for found in index.values():
        found.sort(key=lambda each: (each.last, each.promise.id), reverse=True)
    return [_answered(each, index) for each in linked]


def _answered(decision: Linked, index: dict[tuple[str, Match, str], list[Linked]]) -> Promise:
    code = decision.promise.region_code
    if not code or not code.endswith("0000"):
        return decision.promise
    by: dict[str, list[tuple[Match, str]]] = defaultdict(list)
    found: dict[str, Linked] = {}
    for kind, name in sorted(decision.terms):
        for each in index.get((code[:2], kind, name), ())[:MOST]:
            if each.last >= decision.first:
                by[each.promise.id].append((kind, name))
                found[each.promise.id] = each
    order = sorted(found, key=lambda id_: (-_telling(by[id_]), found[id_].promise.region_code or "", id_))
    answers = tuple(_answer(found[id_].promise, by[id_]) for id_ in order[:MOST])
    return replace(decision.promise, answers=answers) if answers else decision.promise


def _telling(by: Iterable[tuple[Match, str]]) -> int:
    return sum(_WEIGHT[kind] for kind, _ in by)


def _answer(promise: Promise, by: list[tuple[Match, str]]) -> Answer:
    order = sorted(by, key=lambda pair: -_WEIGHT[pair[0]])
    return Answer(promise.id, promise.region, promise.region_code, promise.promised, tuple(order), promise.state)
