"""Numbers that share a phrase: 分别, coordinated bases, and the parts of a ratio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.figures.indicators.lexicon import lexicon
from gongxing.facts.figures.indicators.phrase import head_length, leading_regions, noun_phrase, read_tail, tidy
from gongxing.facts.figures.indicators.rates import measure_of_change, read_difference, split_share
from gongxing.facts.figures.indicators.reading import Reading

if TYPE_CHECKING:
    from gongxing.facts.figures.indicators.course import Course
    from gongxing.facts.figures.indicators.memory import Memory
    from gongxing.facts.figures.indicators.phrase import Tail

_BETWEEN = re.compile(
    r"(?:以上|以下|以内|左右|上下)?(?:[、，和及与]|以及)(?:分别)?(?:增长|下降|提高|上升|减少|增加|降低|上涨)?(?:约|近|超过?|达到?|为|至|第)?"
)
_ORDINALS = re.compile(r"^第?([一二三四五])((?:[、和及与]第?[一二三四五])+)(.*)$")
_LONGEST_LIST = 40
# 甲、乙、丙三大主导产业: how many a list holds.
# 甲、乙、丙三大集群 + 产值: how many the list has, before what is measured of each.
_HOW_MANY = re.compile(
    r"等?[两二三四五六七八九十\d]+[大个](?:产业集群|集群|产业链|产业|行业|领域|板块)(?=[\u4e00-\u9fff])"
)
_THREE = re.compile(r"(?:三次|一二三次?|一、二、三次?|三大)产业(?!结构|集群|链|园|基地)")
_CLOSING = re.compile(r"(?:[二三四五六七八九十]|\d+)[大个][^、，]{0,6}$")
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
    if count == 3 and (three := _THREE.match(phrase)) is not None:
        return [f"第{ordinal}产业{phrase[three.end() :]}" for ordinal in "一二三"]
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


def read_apart(course: Course, index: int, tail: Tail, *, rank: str = "", act: str = "") -> Reading | None:
    """Zip the numbers of a list with the items of the phrase that they share, None where there is no list.

    ``rank`` is the measure of a list of ranks, ``act`` a verb between 分别 and the numbers (分别惠及).
    """
    count = _list_length(course, index)
    if count == 1:
        return None
    memory, place = course.memory, course.places[index]
    unit = place.number.unit
    phrase, measure = tail.phrase, rank or (measure_of_change(tail, unit) if tail.change else "")
    share = split_share(phrase) if unit == "%" and not tail.change else None
    if share is not None:
        phrase, measure = share
    phrase = noun_phrase(phrase)
    if "、" in phrase:
        phrase = _HOW_MANY.sub("", phrase)
    named, rest = leading_regions(phrase, course.regions)
    if named == count:
        phrase = rest
        items: list[str] | None = [rest] * count if rest else _last_items(memory, 1, bool(rank))
        items = items * count if items is not None and not rest else items
    else:
        items = split_items(phrase, count, memory.subjects) if phrase else _last_items(memory, count, bool(rank))
    if phrase and place.earlier and (phrase in lexicon().dependent or phrase in lexicon().changes):
        owners = split_items(_CLOSING.sub("", memory.listed), count, []) if memory.listed else None
        if owners is not None:
            joint = " " if phrase in lexicon().changes else ""
            return _shared_out(course, index, [owner + joint + phrase for owner in owners], measure)
    contributes = phrase.startswith(("对经济", "对全", "对地区", "对GDP", "对规"))
    if items is None and (contributes or phrase in lexicon().changes) and not place.earlier:
        levels = _last_items(memory, count, False)
        if levels is not None and len(set(levels)) == count:
            owners = [Reading(level, "", "").owner for level in levels] if contributes else levels
            return _shared_out(course, index, [f"{owner} {phrase}" for owner in owners], measure)
    if items is None and phrase and not place.first_in_clause:
        items = split_items(noun_phrase(course.before(index, 90) + phrase), count, [])
    if items is None:
        items = [memory.complete(phrase, place, is_change=bool(tail.change))[0]] * count
    elif phrase:
        inherits = memory.partition or bool(memory.topic)
        dependent = lexicon().dependent
        items = [
            memory.complete(item, place, bool(tail.change))[0] if inherits or item in dependent else item
            for item in items
        ]
    return _shared_out(course, index, [item + act for item in items], measure)


def _shared_out(course: Course, index: int, items: list[str], measure: str) -> Reading:
    """Give each number of a list its item; return the reading of the first."""
    for offset, item in enumerate(items[1:], 1):
        course.assigned[index + offset] = Reading(item, measure, "apart")
    return Reading(items[0], measure, "apart")


def read_differences(course: Course, index: int, tail: Tail) -> Reading | None:
    """Read 分别高于全国、全省0.9和0.5个百分点: one difference after the other, ``None`` for any other phrase."""
    memory, place = course.memory, course.places[index]
    first = read_difference(memory, place, tail)
    others = re.split("[、和与]", first.measure[2:]) if first is not None else []
    count = _list_length(course, index)
    if first is None or count == 1 or len(others) != count:
        return None
    for offset in range(1, count):
        course.assigned[index + offset] = Reading(first.base, first.measure[:2] + others[offset], "apart")
    return Reading(first.base, first.measure[:2] + others[0], first.rule)


def _list_length(course: Course, index: int) -> int:
    count = 1
    while index + count < len(course.places) and count < _LONGEST_LIST:
        before, after = course.places[index + count - 1].number, course.places[index + count].number
        between = course.text[before.end : after.start]
        if len(between) > 10 or not is_listed(between) or ("分别" in between and after.unit != before.unit):
            break  # 301亿元、1288亿元，分别增长3.8%: a list of another kind begins
        count += 1
    return count


def _last_items(memory: Memory, count: int, keep_measure: bool) -> list[str] | None:
    """Return what the last numbers measured: A 2亿，B 3亿，分别增长5%、6%."""
    run = memory.run
    if keep_measure and len(run) >= count:
        return [reading.indicator for reading in run[-count:]]
    levels = [reading.base for reading in run if "增速" not in reading.measure]
    return levels[-count:] if len(levels) >= count else None


def read_ratio(course: Course, index: int, left: str) -> Reading | None:
    """Name the parts of 8.3:41.4:50.3 after what the whole is made of."""
    text, places, memory = course.text, course.places, course.memory
    count = 1
    while index + count < len(places):
        end = places[index + count - 1].number.end
        if text[end : end + 1] != ":" or places[index + count].number.start != end + 1:
            break
        count += 1
    if count == 1:
        return None
    base, last = noun_phrase(read_tail(left).phrase), memory.near()
    if not head_length(base) and "结构" not in base and last is not None and last.rule == "ratio":
        base = last.base
    if not base or base in ("调整", "优化"):
        said = next((said for said in reversed(memory.subjects) if "结构" in said), "")
        base = said[: said.find("结构") + 2] or base
    names = ratio_parts(base, count)
    if names is None:
        return None
    for offset in range(1, count):
        course.assigned[index + offset] = Reading(base, names[offset], "ratio")
    return Reading(base, names[0], "ratio")
