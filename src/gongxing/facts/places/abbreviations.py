"""Provinces by one character (在川, 沪滇) and the regions that a direction makes of them (川东北)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gongxing.facts.places.lexicon import words
from gongxing.facts.places.mention import PlaceMention
from gongxing.regions import aliases, division

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIRECTIONS = "东西南北中"
# After 中, 东, 西, 南, 北 these begin another word: 湘 + 中国, 鄂 + 西藏.
_NO_DIRECTION = tuple("国央心医华学小期型等江湖藏京海洋方")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@cache
def _pattern() -> re.Pattern[str]:
    known = words().abbreviation
    everything = "".join(aliases()["abbreviations"])
    common = known["common"]
    safe = "".join(c for c in everything if c not in common)
    return re.compile(
        rf"(?P<pair>[{common}]{{0,2}}[{safe}][{everything}]+|[{common}]{{1,2}}[{safe}])"
        rf"|(?P<direction>[{known['directional']}](?:[东西中][南北]|[{_DIRECTIONS}])(?:部|部地区)?)"
        rf"|(?<=[{known['before']}])(?P<single>[{everything}])"
    )


def find_abbreviations(text: str, issuer_province: str | None, year: int | None) -> Iterator[tuple[PlaceMention, ...]]:
    """Yield provinces written with one character and directional regions, in order; those of a pair together."""
    known = words().abbreviation
    codes = aliases()["abbreviations"]
    for match in _pattern().finditer(text):
        start, end = match.span()
        if match["direction"]:
            if not text.startswith(_NO_DIRECTION, end):
                yield (PlaceMention(start, end, match[0], None, "functional", "direction"),)
            continue
        if match["pair"]:
            start, end = _trim(text, start, end, known)
        if end - start > 1:
            if _stands(text, start, end, known):
                yield tuple(_province(at, codes[text[at]], year, "abbreviations") for at in range(start, end))
        elif start == 0 or text[start - 1] not in known["before"]:
            continue
        elif text[start] in known["common"]:
            if codes[text[start]] == issuer_province and text[start - 1] in "在来入驻" and _ends(text, end):
                yield (_province(start, codes[text[start]], year, "abbreviation"),)
        elif not text.startswith(("江", "海", "河", "剧", "菜"), end) and not _enters(text, start):
            yield (_province(start, codes[text[start]], year, "abbreviation"),)


def _trim(text: str, start: int, end: int, known: dict[str, str]) -> tuple[int, int]:
    """Take from a run the common characters that belong to the words around it: 创新 + 粤桂, 在川 + 新增."""
    last = known["endings"]
    if text[start] in last and start and _HAN.match(text[start - 1]) and text[start - 1] not in known["opens"]:
        start += 1
    while end - start > 1 and text[end - 1] in (last if end - start > 2 else known["common"]):
        if end == len(text) or not _HAN.match(text[end]) or text.startswith(_follows(), end):
            break
        end -= 1
    return start, end


@cache
def _follows() -> tuple[str, ...]:
    return tuple(words().abbreviation["after"].split())


def _stands(text: str, start: int, end: int, known: dict[str, str]) -> bool:
    """Whether a run of characters means the provinces: no line (京沪高铁), no region by direction (川渝东北)."""
    if len(set(text[start:end])) < end - start:
        return False
    return not text.startswith((*known["lines"].split(), *_DIRECTIONS), end)


# The character before a verb that makes another verb of it, one that takes no place: 推进, 并入, 提出, 收回.
_OTHER_VERB = {
    "进": "推促改引跟奋先前",
    "入": "并收纳装注录载",
    "出": "突提支输推走发选",
    "到": "达得受感",
    "回": "收",
    "在": "存",
}


def _enters(text: str, start: int) -> bool:
    """Whether the character before belongs to a longer verb."""
    return start > 1 and text[start - 2] in _OTHER_VERB.get(text[start - 1], "")


def _ends(text: str, at: int) -> bool:
    """Whether a common character stands alone: the next one begins another word."""
    return at >= len(text) or not _HAN.match(text[at]) or text[at] in "召举办投设的工单部发落就创高"


def _province(at: int, code: str, year: int | None, rule: str) -> PlaceMention:
    found = division(code, year) or division(code)
    return PlaceMention(at, at + 1, found.short if found else "", code, "province", rule)
