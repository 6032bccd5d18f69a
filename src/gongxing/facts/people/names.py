"""Where a name ends: what Chinese and transliterated names are made of, and what may stand after one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gongxing.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

HAN = "\u3400-\u9fff"
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,9}}){{1,3}}")
HAN_CHARACTER = re.compile(f"[{HAN}]")
_ADVERBIAL = frozenset("曾常应时于向全成连")
_NEVER = frozenset("的了吗呢吧么们这那哪谁什怎很被让给且或您你我他她它着没说")


def load(name: str) -> dict[str, Any]:
    """Return one of the word files beside this module."""
    return tomllib.loads(files("gongxing.facts.people").joinpath(name).read_text("utf-8"))


def either(words: Iterable[str]) -> str:
    """Return an alternation that prefers longer words."""
    return "|".join(sorted({re.escape(word) for word in words}, key=lambda word: (-len(word), word)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words and characters of names; ``initials`` are the first characters of all surnames."""

    surnames: frozenset[str]
    compound: frozenset[str]
    given: frozenset[str]
    words: frozenset[str]
    doubtful: frozenset[str]
    never: frozenset[str]
    ordinary: frozenset[str]
    common_surnames: str
    seen_surnames: frozenset[str]
    landmarks: frozenset[str]
    famous: frozenset[str]
    part_of: Vocabulary
    everyday_surnames: frozenset[str]
    everyday_given: frozenset[str]
    addressed: Vocabulary
    small: frozenset[str]
    initials: frozenset[str]
    sounds: str
    follows: Vocabulary
    saying: Vocabulary


@cache
def lexicon() -> Lexicon:
    """Load the words once, when first needed."""
    names, verbs = load("names.toml"), load("verbs.toml")
    surnames, given = "".join(names["surnames"].split()), "".join(names["given"].split())
    saying = [word for word in verbs["saying"].split() if len(word) > 1 or word in "说称曝"]
    return Lexicon(
        surnames=frozenset(surnames),
        compound=frozenset(names["compound"].split()),
        given=frozenset(given),
        words=frozenset(names["words"].split()),
        doubtful=frozenset(names["doubtful"]),
        never=frozenset(names["never"].split()),
        ordinary=frozenset(names["ordinary"].split()),
        famous=frozenset(names["famous"].split()),
        part_of=Vocabulary(names["part_of"].split()),
        common_surnames=names["common_surnames"],
        seen_surnames=frozenset(names["common_surnames"] + names["other_surnames"]),
        landmarks=frozenset(names["landmarks"]),
        everyday_surnames=frozenset(names["everyday_surnames"]),
        everyday_given=frozenset(names["everyday_given"]),
        addressed=Vocabulary(names["addresses"].split()),
        small=frozenset(names["small"]),
        initials=frozenset([*surnames, *(each[0] for each in names["compound"].split())]),
        sounds="".join(names["sounds"].split()),
        follows=Vocabulary([*saying, *verbs["following"].split()]),
        saying=Vocabulary(saying),
    )


def is_name(text: str) -> bool:
    """Return whether a string is made like a Chinese name and is no everyday word."""
    known = lexicon()
    head = 2 if text[:2] in known.compound and len(text) > 2 else 1
    if head == 1 and text[:1] not in known.surnames:
        return False
    given = text[head:]
    if len(text) == 4 and head == 1 and text[1] in known.common_surnames:
        given = text[2:]
    return 1 <= len(given) <= 2 and text not in known.words and all(c in known.given for c in given)


def is_barred(name: str) -> bool:
    """Return whether a string, or the word that it begins with, is never a name."""
    return name in lexicon().never or name[:2] in lexicon().never


def everyday(name: str) -> int:
    """Count the everyday characters of a name; an everyday surname counts for two."""
    known = lexicon()
    return 2 * (name[0] in known.everyday_surnames) + sum(c in known.everyday_given for c in name[1:])


@dataclass(frozen=True, slots=True)
class Evidence:
    """A name where something shows that it is one, with the spans of the posts that stand there."""

    start: int
    end: int
    posts: tuple[tuple[int, int], ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a name ends; ``support`` is 2 for a mark or a verb after it, 1 for a small word, 0 for anything else."""

    end: int
    support: int


def _support(text: str, end: int) -> int:
    if end >= len(text) or not "\u3400" <= text[end] <= "\u9fff":
        return 2
    after = lexicon().follows.end_after(text, end)
    if after is None:
        return 0
    return 2 if after - end > 1 or text[end] in "说称摄" else 1


def ending(text: str, start: int, stop: int | None = None) -> Ending | None:
    """Return the likeliest end of a Chinese name that begins at an offset, ``None`` where none can."""
    known = lexicon()
    stop = len(text) if stop is None else stop
    if text[start : start + 2] in known.compound:
        lengths, head = (4, 3), 2
    elif text[start] in known.surnames:
        lengths, head = (3, 2), 1
    else:
        return None
    if known.addressed.end_after(text, start + head):
        return None
    if text[start] in _ADVERBIAL and known.follows.end_after(text, start + 1):
        return None  # 曾|到, 常|说
    if head == 1 and text[start + 1 : start + 2] in known.common_surnames and _is_double(text, start, stop):
        return Ending(start + 4, 2)
    best: tuple[float, Ending] | None = None
    for length in lengths:
        given = text[start + head : start + length]
        if start + length > stop or len(given) < length - head:
            continue
        if any(c in _NEVER or not "\u3400" <= c <= "\u9fff" for c in given):
            continue
        support = _support(text, start + length)
        score = support + sum(0.6 if c in known.given else -0.9 for c in given) / len(given)
        if len(given) == 2:
            inner = known.follows.end_after(text, start + length - 1)
            # 李云|介绍, not 李云介|绍: a verb that begins with the last character takes it away.
            if inner is not None and inner > start + length:
                score -= 2.0
            elif (given[-1] in known.small and text[start + length : start + length + 1].isalnum()) or (
                given[-1] in "和与" and text[start + length : start + length + 1] in "他她其"
            ):
                score -= 1.2
            else:
                score += 0.4
        if best is None or score > best[0]:
            best = (score, Ending(start + length, support))
    return None if best is None or best[0] < -0.2 else best[1]


def _is_double(text: str, start: int, stop: int) -> bool:
    """Whether a husband's and an own surname stand before a given name of two characters (范徐丽泰)."""
    given = lexicon().given
    if start + 4 > stop or text[start + 2] not in given or text[start + 3] not in given:
        return False
    return _support(text, start + 4) == 2 and not _support(text, start + 3) and not _support(text, start + 2)


def dotted_end(text: str, start: int) -> int | None:
    """Return the end of a foreign name with a dot in it that begins at an offset (安德鲁·葛鲁夫)."""
    match = _DOTTED.match(text, start)
    if match is None:
        return None
    last = text.rindex("·", start, match.end()) + 1
    known = lexicon()
    spelt = sounded().match(text, last)
    limit = spelt.end() if spelt and spelt.end() > last + 1 else match.end()
    for end in range(last + 2, limit + 1):
        support = _support(text, end)
        if support == 2 or (support == 1 and (text[end] not in known.sounds or text[end] in known.small)):
            return end
    return limit


@cache
def sounded() -> re.Pattern[str]:
    """Match a name spelt by sound (马克龙, 茉莉·西尔斯)."""
    sound = lexicon().sounds
    return re.compile(rf"[{sound}]{{1,7}}(?:[·-][{sound}]{{1,9}}){{0,3}}")


def sounded_match(text: str, start: int) -> int | None:
    """Return the end of the longest string of sounds at an offset."""
    match = sounded().match(text, start)
    return match.end() if match else None


def sounded_ending(text: str, start: int) -> Ending | None:
    """Return the end of a name spelt by sound that begins at an offset."""
    match = sounded().match(text, start)
    if match is None or match.end() - start < 2:
        return None
    known = lexicon()
    for end in range(match.end(), start + 1, -1):  # a small word such as 和 may be made of sounds as well
        support = _support(text, end)
        if end - start > 2 and text[end - 1] in known.small and _support(text, end - 1):
            continue
        inner = known.follows.end_after(text, end - 1) if end - start > 2 else None
        if support and not (inner is not None and inner > end):
            return Ending(end, support)
    return None


def saying_follows(text: str, end: int) -> bool:
    """Return whether a verb that only people do stands at an offset."""
    if text.startswith("说", end) and text[end - 1] in "来时再就可所听要":
        return False  # 对俄罗斯来说
    return lexicon().saying.end_after(text, end) is not None
