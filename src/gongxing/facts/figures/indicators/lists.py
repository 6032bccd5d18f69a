"""Numbers that share a phrase: 分别, coordinated bases, and the parts of a ratio."""

from __future__ import annotations

import re

from gongxing.facts.figures.indicators.lexicon import lexicon
from gongxing.facts.figures.indicators.phrase import head_length, tidy

_BETWEEN = re.compile(
    r"(?:以上|以下|以内|左右|上下)?(?:[、，和及与]|以及)(?:分别)?(?:增长|下降|提高|上升|减少|增加|降低|上涨)?(?:约|近|超过?|达到?|为|至|第)?"
)
_ORDINALS = re.compile(r"^第?([一二三四五])((?:[、和及与]第?[一二三四五])+)(.*)$")
_JOINTS = re.compile(r"[和与及]|以及")
# A clause that is an item of a list names something and says nothing of it.
_IS_ITEM = re.compile(r"(?:其中)?[^\d，的]{2,24}(?:业|品|类|区|市|县|量|额|率|资|入|费|人|户|校|企业|产业|设备)")


def is_listed(between: str) -> bool:
    """Tell whether the text between two numbers makes them items of one list."""
    return len(between) <= 10 and _BETWEEN.fullmatch(between) is not None


def _share_tail(parts: list[str]) -> list[str]:
    """Give each item the measure word of the last and, where it is bare, the owner of the first."""
    last = parts[-1]
    length = head_length(last)
    kinds = lexicon().adjectives
    if last[:2] in kinds and all(part in kinds for part in parts[:-1]):
        return [part + last[2:] for part in parts[:-1]] + [last]
    if length == len(last):
        length = head_length(last[-min(4, length - 2) :])
    tail = last[-length:] if 0 < length < len(last) and not any(map(head_length, parts[:-1])) else ""
    first_length = head_length(parts[0])
    owner = parts[0][:-first_length] if first_length else ""
    dependent = lexicon().dependent
    shared = []
    for index, part in enumerate(parts):
        if index and part in dependent and owner:
            shared.append(owner + part)
        elif tail and index < len(parts) - 1 and not head_length(part):
            shared.append(part + tail)
        elif not length and index < len(parts) - 1 and len(part) <= 2 < len(last):
            shared.append(part + last[-2:])
        else:
            shared.append(part)
    return shared


def split_items(phrase: str, count: int, before: list[str]) -> list[str] | None:
    """Split a coordinated phrase into as many items as there are numbers, or None where it does not come out even.

    ``before`` are earlier clauses of the sentence, which are items where an item itself holds an enumeration comma.
    """
    match = _ORDINALS.match(phrase)
    if match is not None:
        ordinals = [match[1], *re.findall(r"[一二三四五]", match[2])]
        if len(ordinals) == count:
            return [f"第{ordinal}{match[3]}" for ordinal in ordinals]
    parts = [part for part in phrase.split("、") if part]
    if len(parts) < count:
        parts = [p for part in parts[:-1] for p in [part]] + [p for p in _JOINTS.split(parts[-1]) if p] if parts else []
    elif len(parts) == count and count > 1:
        pass
    if len(parts) == count:
        return _share_tail([tidy(part) for part in parts])
    joined = [part for part in _JOINTS.split(phrase) if part]
    if len(joined) == count:
        return _share_tail([tidy(part) for part in joined])
    if count == 2 and "城乡" in phrase:
        return [phrase.replace("城乡", "城镇", 1), phrase.replace("城乡", "农村", 1)]
    clauses = before[len(before) - count + 1 :]
    if count > 1 and len(clauses) == count - 1 and all(map(_IS_ITEM.fullmatch, clauses)):
        return _share_tail([tidy(part) for part in [*clauses, phrase]])
    return None


def ratio_parts(phrase: str, count: int) -> list[str] | None:
    """Name the parts of a ratio: the three industries of 三次产业结构."""
    if count == 3 and ("产业" in phrase or "一二三产" in phrase):
        return ["第一产业", "第二产业", "第三产业"]
    return None
