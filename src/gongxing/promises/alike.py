"""Acts that two documents put in nearly the same words, found by the rare stretches that they share."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.promises.statements import Promised

SHARED = 0.7  # of the pairs of characters that either has (Jaccard)
_STRETCH = 4  # characters
_COMMONEST = 12  # a stretch that more acts hold tells none from the other
_SHORTEST = 8  # characters of an act that may be alike without being equal
_NUMBER = re.compile(r"[0-9]+")


def joined_alike(acts: list[tuple[str, list[Promised]]]) -> list[list[Promised]]:
    """Join acts of different documents that are alike.

    Parameters
    ----------
    acts
        Words without marks, each with its mentions; no words twice.

    Returns
    -------
    list of lists
        The mentions of each act. An act is compared with those alone that share a stretch of four characters which
        few acts hold, so that the work grows with their number.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for place, (words, _) in enumerate(acts):
        if len(words) >= _SHORTEST:
            for stretch in {words[at : at + _STRETCH] for at in range(len(words) - _STRETCH + 1)}:
                holders[stretch].append(place)
    sharing: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if len(places) <= _COMMONEST:
            sharing.update((one, other) for at, one in enumerate(places) for other in places[at + 1 :])
    heads = list(range(len(acts)))
    for one, other in sharing:
        if _alike(acts[one], acts[other]):
            low, high = sorted((_head(heads, one), _head(heads, other)))
            heads[high] = low
    groups: dict[int, list[Promised]] = defaultdict(list)
    for place, (_, mentions) in enumerate(acts):
        groups[_head(heads, place)] += mentions
    return list(groups.values())


def _head(heads: list[int], place: int) -> int:
    while heads[place] != place:
        heads[place] = heads[heads[place]]
        place = heads[place]
    return place


def _alike(one: tuple[str, list[Promised]], other: tuple[str, list[Promised]]) -> bool:
    if {each.document for each in one[1]} & {each.document for each in other[1]}:
        return False
    if _NUMBER.findall(one[0]) != _NUMBER.findall(other[0]):
        return False
    first, second = _pairs(one[0]), _pairs(other[0])
    return len(first & second) >= SHARED * len(first | second)


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}
