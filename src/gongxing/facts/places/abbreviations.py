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
_LATIN_OR_HAN = re.compile(r"[\u4e00-\u9fff]")


@cache
def _pattern() -> re.Pattern[str]:
    known = words().abbreviation
    everything = "".join(aliases()["abbreviations"])
    safe = "".join(c for c in everything if c not in known["common"])
    return re.compile(
        rf"(?P<pair>[{safe}][{everything}]+|[{known['common']}][{safe}][{everything}]*)"
        rf"|(?P<direction>[{known['directional']}](?:[东西][南北]|[{_DIRECTIONS}])(?:部|部地区)?)"
        rf"|(?<=[{known['before']}])(?P<single>[{everything}])"
    )


def find_abbreviations(text: str, issuer_province: str | None, year: int | None) -> Iterator[tuple[PlaceMention, ...]]:
    """Yield provinces written with one character and directional regions, in order; those of a pair together."""
    known = words().abbreviation
    codes = aliases()["abbreviations"]
    lines = tuple(known["lines"].split())
    for match in _pattern().finditer(text):
        start, end = match.span()
        if match["direction"]:
            if not text.startswith(_NO_DIRECTION, end):
                yield (PlaceMention(start, end, match[0], None, "functional", "direction"),)
        elif match["pair"]:
            if len(set(match[0])) == len(match[0]) and not text.startswith((*lines, *_DIRECTIONS), end):
                yield tuple(_province(at, codes[text[at]], year, "abbreviations") for at in range(start, end))
        elif match["single"] in known["common"]:
            if codes[match["single"]] == issuer_province and text[start - 1] in "在来入驻" and _ends(text, end):
                yield (_province(start, codes[match["single"]], year, "abbreviation"),)
        elif not text.startswith(("江", "海", "河", "剧", "菜"), end) and not _enters(text, start):
            yield (_province(start, codes[match["single"]], year, "abbreviation"),)


def _enters(text: str, start: int) -> bool:
    """Whether the verb before is the end of another one that takes no place: 并入, 收入."""
    return text[start - 1] == "入" and text[max(start - 2, 0)] in "并收纳装注录载"


def _ends(text: str, at: int) -> bool:
    """Whether a common character stands alone: the next one begins another word."""
    return at >= len(text) or not _LATIN_OR_HAN.match(text[at]) or text[at] in "召举办投设的工单部发落就创高"


def _province(at: int, code: str, year: int | None, rule: str) -> PlaceMention:
    found = division(code, year) or division(code)
    return PlaceMention(at, at + 1, found.short if found else "", code, "province", rule)
