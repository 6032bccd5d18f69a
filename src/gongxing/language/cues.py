"""The words around a number: bound, direction of change, moves and places in rankings, nouns that stand for a unit.

The words are data (``quantities.toml``). A cue must stand directly beside the number; particles may stand between.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

from gongxing.language.quantity import Bound

if TYPE_CHECKING:
    from decimal import Decimal

# No cue with its particles reaches farther back than this.
REACH = 12
_HAN = re.compile("[\u3400-\u9fff]+")
_CLAUSE_MARK = re.compile("[，。；、！？\n：]")
_NO_NOUN = ("以", "左右", "上下", "余", "多")


class Cues(NamedTuple):
    """The word lists, ready for look-up."""

    directions: dict[str, int]
    direction_between: frozenset[str]
    direction_not: tuple[str, ...]
    moves: tuple[str, ...]
    before: dict[str, Bound]
    before_between: frozenset[str]
    before_not: tuple[str, ...]
    before_bare: tuple[str, ...]
    reached: tuple[str, ...]
    after: tuple[tuple[tuple[str, ...], Bound], ...]
    threshold: tuple[str, ...]
    each: tuple[str, ...]
    bare_nouns: re.Pattern[str]
    doubling_before: tuple[str, ...]
    doubling_not: tuple[str, ...]
    rank_before: tuple[str, ...]
    group: re.Pattern[str]


def _alternatives(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=lambda word: -len(word)))


@cache
def cues() -> Cues:
    """Load the words once."""
    raw = tomllib.loads((files(__package__) / "quantities.toml").read_text("utf-8"))
    direction, before, after, bare = raw["direction"], raw["before"], raw["after"], raw["bare"]
    bounds: tuple[Bound, ...] = ("gt", "lt", "approx")
    return Cues(
        dict.fromkeys(direction["fall"].split(), -1) | dict.fromkeys(direction["grow"].split(), 1),
        frozenset(direction["between"].split()),
        tuple(direction["not_ending"].split()),
        tuple(direction["moves"].split()),
        {word: bound for bound in bounds for word in before[bound].split()},
        frozenset(before["between"].split()),
        tuple(before["not_ending"].split()),
        tuple(before["bare"].split()),
        tuple(before["reached"].split()),
        tuple((tuple(after[bound].split()), bound) for bound in bounds),
        tuple(after["threshold"].split()),
        tuple(raw["shared"]["each"].split()),
        re.compile(
            f"(?P<people>{_alternatives(bare['people'])})|(?P<money>{_alternatives(bare['money'])})"
            f"|(?P<scale>{_alternatives(bare['scale'])})|(?P<flow>{_alternatives(bare['flow'])})"
        ),
        tuple(raw["doubling"]["before"].split()),
        tuple(raw["doubling"]["not_followed"].split()),
        tuple(raw["rank"]["before"].split()),
        re.compile(
            f"大(?!{_alternatives(raw['group']['classes'])})"
            f"[\u4e00-\u9fff]{{0,9}}?(?:{_alternatives(raw['group']['nouns'])})"
        ),
    )


def direction_before(before: str) -> tuple[int, str]:
    """Return 1 after a verb of growth, -1 after one of fall, 0 otherwise, and what stands before the verb.

    下降5.2% falls; 下降到5.2% has fallen to it and says nothing about the number, so the direction is 0.
    """
    known = cues()
    rest = before
    for _ in range(4):
        if rest.endswith(known.direction_not):
            return 0, before
        for length in (4, 3, 2, 1):
            sign = known.directions.get(rest[-length:])
            if sign is not None:
                return sign, rest[:-length]
        for length in (4, 3, 2, 1):
            if rest[-length:] in known.direction_between:
                rest = rest[:-length]
                break
        else:
            return 0, before
    return 0, before


def bound_before(before: str) -> Bound:
    """Return the bound that the words before a number set: 超, 不足, 约; ``eq`` where they set none."""
    known = cues()
    rest = before
    for _ in range(3):
        if rest.endswith(known.before_not):
            return "eq"
        for length in (4, 3, 2, 1):
            bound = known.before.get(rest[-length:])
            if bound is not None:
                return bound
        for length in (2, 1):
            if rest[-length:] in known.before_between:
                rest = rest[:-length]
                break
        else:
            return "eq"
    return "eq"


def bound_after(text: str, end: int) -> Bound:
    """Return the bound that the words after a quantity set: 以上, 以内, 左右, 级, 台阶; ``eq`` where they set none."""
    known = cues()
    for words, bound in known.after:
        if text.startswith(words, end):
            return bound
    if text.startswith(known.threshold, end):
        return "gt"
    if text.startswith("多", end) and not "\u4e00" <= text[end + 1 : end + 2] <= "\u9fff":
        return "gt"
    return "eq"


def implied_unit(text: str, start: int, end: int, value: Decimal) -> Literal["people", "CNY", "count"] | None:
    """Return what a number without a unit counts, by the noun after it, else by the nearest noun before it.

    A noun that is not known is counted (经营主体突破300万), but only below a hundred million. ``None`` where no word
    says enough.
    """
    nouns = cues().bare_nouns
    large = value >= 100_000_000
    otherwise: Literal["count"] | None = None if large else "count"
    following = _HAN.match(text, end, end + 12)
    if following is not None and not following[0].startswith(_NO_NOUN):
        found = {match.lastgroup: match.start() for match in reversed(list(nouns.finditer(following[0])))}
        if found.get("money") == 0 or ("money" in found and "people" not in found):
            return "CNY"
        if "people" in found or following[0].startswith("人"):
            return "people"
        if "scale" in found and large:
            return "CNY"
        if found:
            return "count"
        if not large:
            return "count"
    clause = _CLAUSE_MARK.split(text[max(0, start - 24) : start])[-1]
    if not clause:
        return None
    kinds = [match.lastgroup for match in nouns.finditer(clause)]
    if not kinds:
        return otherwise
    if kinds[-1] == "people":
        return "people"
    return "CNY" if kinds[-1] == "money" or (kinds[-1] == "scale" and large) else "count"
