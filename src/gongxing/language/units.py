"""Units of measure and counting words, read from ``units.toml``: which unit stands here, and what is it worth."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

COUNT, PEOPLE, POINTS, RANK, RANK_CHANGE, TIMES = "count", "people", "pp", "rank", "rank-change", "x"


class Unit(NamedTuple):
    """A unit as written.

    ``base`` is the unit in which values are given, ``numerator / denominator`` how many of it one unit is worth;
    ``spelled`` whether the word counts after a small numeral spelled in characters (两个, but not 二期).
    """

    word: str
    base: str
    numerator: Decimal
    denominator: int
    spelled: bool


class _Table(NamedTuple):
    by_first: dict[str, tuple[Unit, ...]]
    blocked: dict[str, str]
    only_before: dict[str, str]


def _factor(worth: float | str) -> tuple[Decimal, int]:
    numerator, _, denominator = str(worth).partition("/")
    return Decimal(numerator), int(denominator or 1)


@cache
def _table() -> _Table:
    raw: dict[str, Any] = tomllib.loads((files(__package__) / "units.toml").read_text("utf-8"), parse_float=str)
    spelled = frozenset(raw.pop("spelled")["words"].split())
    blocked: dict[str, str] = raw.pop("blocked")
    only_before: dict[str, str] = raw.pop("only_before")
    by_first: dict[str, list[Unit]] = {}
    for base, words in raw.items():
        for word, worth in words.items():
            by_first.setdefault(word[0], []).append(Unit(word, base, *_factor(worth), word in spelled))
    ordered = {first: tuple(sorted(units, key=lambda unit: -len(unit.word))) for first, units in by_first.items()}
    return _Table(ordered, blocked, only_before)


def unit_at(text: str, position: int) -> Unit | None:
    """Return the longest unit that stands at a position, ``None`` where none does.

    A unit that runs into another word is none (5人大代表, 3部门); a Latin one must not run into further letters.
    """
    table = _table()
    for unit in table.by_first.get(text[position : position + 1], ()):
        word = unit.word
        if text.startswith(word, position):
            following = text[position + len(word) : position + len(word) + 1]
            if following and following in table.blocked.get(word, ""):
                continue
            if word in table.only_before and following not in table.only_before[word]:
                continue
            if word[-1].isascii() and word[-1].isalnum() and following.isascii() and following.isalnum():
                continue
            return unit
    return None


# Words that follow a stroke but are no units after a number, where they would be dates.
_PER = {"日": "天", "月": "个月"}


def rate_at(text: str, position: int, unit: Unit) -> tuple[Unit, int] | None:
    """Return the rate and its end where a stroke at a position sets a unit per another (元/吨), else ``None``.

    Two counting words with a stroke between them (件/套) are one counting word.
    """
    if not text.startswith("/", position):
        return None
    word = _PER.get(text[position + 1 : position + 2])
    per = unit_at(word, 0) if word is not None else unit_at(text, position + 1)
    if per is None or per.numerator <= 0:
        return None
    end = position + 1 + (1 if word is not None else len(per.word))
    if unit.base == per.base:
        return unit, end
    # unit / per = (a/b) / (c/d) = a*d / (b*c), kept whole where c is.
    whole = per.numerator == int(per.numerator)
    numerator = unit.numerator * per.denominator / (1 if whole else per.numerator)
    denominator = unit.denominator * (int(per.numerator) if whole else 1)
    return Unit(f"{unit.word}/{per.word}", f"{unit.base}/{per.base}", numerator, denominator, False), end
