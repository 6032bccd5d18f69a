"""Functional regions that no list knows: a place, words that say what for, and a last word such as 经济区 or 走廊."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from gongxing.facts.places.lexicon import words
from gongxing.facts.places.mention import PlaceMention
from gongxing.regions import divisions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxing.facts.places.lexicon import Found

# Characters from the start of a name to its last word.
_LONGEST = 18
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+—·-]*")
# 扩大南昌… is a verb, 大南昌都市圈 a name.
_GROWS = frozenset("扩加做壮强最特")
# 中国（绵阳）科技城, 中韩（长春）国际合作示范区.
_COUNTRY = re.compile("(?:中国|中[\u4e00-\u9fff]|中国[—-][\u4e00-\u9fff]{2})（$")
_ALONE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Before a direction or a shore that begins a name: 中部生态保育区, but not 黄河中部.
_BEFORE_SHORE = frozenset("在和与及、的为将入设造进")


@cache
def _break() -> re.Pattern[str]:
    return re.compile("|".join(words().breaks))


@cache
def _initials(province: str) -> re.Pattern[str] | None:
    """Match two or more cities of a province written with their first characters: 成眉, 苏锡常."""
    cities = "".join(sorted({d.short[0] for d in divisions() if d.level == "prefecture" and d.province == province}))
    return re.compile(f"[{cities}]{{2,5}}") if cities else None


def find_zones(
    text: str, found: Sequence[Found], mentions: Sequence[PlaceMention], province: str | None
) -> Iterator[PlaceMention]:
    """Yield regions whose name starts with a place and ends with the word for a region, in order.

    ``mentions`` are the places found so far, in order; of several starts the leftmost that leaves a name counts.
    ``province`` is the code of the issuer's province, whose cities may be written with one character each.
    """
    places = [(m.start, m.end, True) for m in mentions if m.rule != "abbreviation"]
    starts = sorted([*places, *((f.start, f.end, False) for f in found if f.kind == "anchor")])
    initials = _initials(province) if province else None
    # 绍兴滨海新区: a new area of another place whose name is a division's elsewhere.
    ends = {end for _, end, place in starts if place}
    for suffix in found:
        if suffix.kind != "suffix" and not (suffix.form.endswith("新区") and suffix.start in ends):
            continue
        first = max(suffix.start - _LONGEST, 0)
        near = starts[bisect_left(starts, (first, 0, False)) : bisect_left(starts, (suffix.start, 0, False))]
        start = next((begin for begin, end, place in near if _names(text, begin, end, place, suffix)), -1)
        if start < 0 and initials:
            start = _cities(text, first, suffix.start, initials)
        if start < 0 and suffix.form == "新区":
            start = _new_area(text, suffix.start)
        if start > 0 and text[start - 1] == "（":
            country = _COUNTRY.search(text, max(start - 4, 0), start)
            start = country.start() if country else -1
        if start > 0 and (text[start - 1] == "环" or (text[start - 1] == "大" and text[start - 2] not in _GROWS)):
            start -= 1
        if start >= 0:
            yield PlaceMention(start, suffix.end, text[start : suffix.end], None, "functional", "zone")


def _names(text: str, start: int, end: int, place: bool, suffix: Found) -> bool:
    """Whether a place or a direction at ``start`` begins the name that the last word ends."""
    # In 中国（绵阳）科技城 the place stands in brackets.
    bracketed = text[end : end + 1] == "）" and text[max(start - 1, 0)] == "（"
    between = text[end + bracketed : suffix.start]
    if end > suffix.start or not _NAME.fullmatch(between) or _break().search(between):
        return False
    if place:
        return True
    return start == 0 or not _HAN.match(text[start - 1]) or text[start - 1] in _BEFORE_SHORE


def _new_area(text: str, end: int) -> int:
    """Return where a name of two or three characters before 新区 begins, if nothing else stands before: 渤海新区."""
    match = _ALONE.search(text, max(end - 4, 0), end)
    if not match or match[1] in words().kinds or match[1].endswith(("级", "的", "个")):
        return -1
    return match.start(1)


def _cities(text: str, first: int, end: int, initials: re.Pattern[str]) -> int:
    """Return where cities written with one character each begin the name that ends at ``end``, -1 if none do."""
    window = text[first:end]
    cuts = [0] if first == 0 else []
    cuts += [m.end() for m in re.finditer(r"[^\u4e00-\u9fffA-Za-z0-9+—·-]", window)]
    cuts += [m.end() for m in _break().finditer(window)]
    start = max(cuts, default=-1)
    if start < 0:
        return -1
    match = initials.match(window, start)
    if not match:
        return -1
    # Two characters alone before the last word may be any word: 成眉高新技术产业带, but not 资源新区.
    named = len(match[0]) > 2 or match.end() < len(window) or text.startswith(("都市", "城市", "城镇", "经济圈"), end)
    return first + start if named else -1
