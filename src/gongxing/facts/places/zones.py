"""Functional regions that no list knows: a place, words that say what for, and a last word such as 经济区 or 走廊."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gongxing.facts.places.lexicon import words
from gongxing.facts.places.mention import PlaceMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxing.facts.places.lexicon import Found

_LONGEST = 18
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+—·-]*")


@cache
def _break() -> re.Pattern[str]:
    return re.compile("|".join(words().breaks))


def find_zones(text: str, found: Sequence[Found], mentions: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Yield regions whose name starts with a place and ends with the word for a region, in order.

    ``mentions`` are the places found so far, in order; of several starts the leftmost that leaves a name counts.
    """
    at = 0
    starts: list[tuple[int, int, bool]] = sorted(
        [(m.start, m.end, True) for m in mentions if m.rule != "abbreviation"] + [(f.start, f.end, False) for f in found if f.kind == "anchor"]
    )
    for suffix in found:
        if suffix.kind != "suffix":
            continue
        while at < len(starts) and starts[at][0] < suffix.start - _LONGEST:
            at += 1
        for start, end, place in starts[at:]:
            if end > suffix.start:
                break
            between = text[end : suffix.start]
            if not _NAME.fullmatch(between) or _break().search(between):
                continue
            if place or _shore(text, start):
                yield PlaceMention(start, suffix.end, text[start : suffix.end], None, "functional", "zone")
                break


def _shore(text: str, start: int) -> bool:
    """Whether a direction or shore begins a name: 中部生态保育区, but not 黄河中部."""
    return start == 0 or not re.match(r"[\u4e00-\u9fff]", text[start - 1]) or text[start - 1] in "在和与及、的为将入设造进"
