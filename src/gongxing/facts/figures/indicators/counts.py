"""Levels: counts and amounts, whose noun stands left of the number or right of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.figures.indicators.lexicon import lexicon
from gongxing.facts.figures.indicators.phrase import closing_act, head_length, leading_act, noun_phrase, read_tail, tidy
from gongxing.facts.figures.indicators.reading import Reading
from gongxing.facts.figures.indicators.right import Right, read_right, relative

if TYPE_CHECKING:
    from gongxing.facts.figures.indicators.course import Course
    from gongxing.facts.figures.indicators.memory import Memory
    from gongxing.facts.figures.indicators.phrase import Tail
    from gongxing.facts.figures.indicators.setting import Setting

_COUNTED = frozenset(("count", "people"))
_MONEY = frozenset(("CNY", "USD"))
_SIZES = frozenset(("V", "W", "kWh", "t", "m", "m2", "m3", "km/h", "VA"))
_ATTRIBUTES = {"V": "电压", "CNY": "规模", "USD": "规模", "km/h": "时速"}
# After these a count still looks to its right: 全省共有12个县.
_COUNTING = frozenset(("有", "共有", "设有", "现有", "累计", "共", "共计", "实现", "首次", "每", "第", ""))
_STOCK = frozenset(("累计", "累计达", "累计达到", "共有", "共", "总计"))
_FILLER = re.compile(r"[和及与、或以]*")
_NAMING = re.compile(r"(?:确定为|列为|定为|作为|成为|认定为|评为|是|为)(?=.{4})")


def read_level(course: Course, index: int, tail: Tail) -> Reading:
    """Read a count or an amount of what stands left or right of it, or of what was measured before."""
    place = course.places[index]
    phrase = noun_phrase(tail.phrase)
    right, end = right_of(course, index)
    inside = _noun_inside(course, place)
    if inside:
        said = right.noun + right.predicate
        right, end = Right(inside, said, lexicon().belonging.match(said) is not None), 0
    graded = course.is_graded(index)
    if right.noun and (graded or place.number.unit == "V"):
        whole = right.noun if graded else closing_act(phrase)[0] + right.noun
        return Reading(whole, _ATTRIBUTES.get(place.number.unit, ""), "attribute", right_end=end)
    if right.noun and (inside or _prefers_right(place, tail, phrase)):
        return _counted_right(course, index, phrase, right, end)
    if right.noun:
        end = 0
    elif right.predicate and place.bounded and "、" in place.right:
        end = place.number.end + place.right.rindex("、") + 1
    reading = _level_left(course, index, tail, phrase, right)
    reading.right_end = end
    return reading


def _level_left(course: Course, index: int, tail: Tail, phrase: str, right: Right) -> Reading:
    """Read a number whose noun is not on its right."""
    place, memory = course.places[index], course.memory
    near = memory.near()
    if place.left.startswith("的") and not place.first_in_clause:
        return Reading(noun_phrase(course.before(index, 30) + tail.phrase), "", "relative")
    if not phrase:
        said = _said_before(memory, place, tail)
        if said is not None:
            return said
        if near is not None and near.unit == place.number.unit and not place.first_in_clause:
            return Reading(near.base.removesuffix("新增"), near.measure, "to")
    if phrase.endswith("等") and right.belongs:
        return Reading(tidy(right.predicate), "", "belonging")
    act = closing_act(phrase)[1]
    if act and act == phrase and near is not None and not head_length(act):
        before = closing_act(near.base)[1]
        if before and before != near.base and near.base.endswith(before):  # 新能源开工…、投产…
            return Reading(near.base.removesuffix(before) + act, "", "act-of-last", act=act)
        return Reading(act + near.base.removeprefix(near.act), "", "act-of-last", act=act)
    if not tail.origin and memory.last is not None and _continues_change(course, index, phrase):
        base, rule = memory.last.base, "to"
    else:
        base, rule = memory.complete(phrase, place, is_change=False)
    measure = "年均" if tail.average and "年均" not in base else ""
    return Reading(base, measure, rule, act=leading_act(base))


def _noun_inside(course: Course, place: Setting) -> str:
    """Return the noun that a short count holds itself: 七大行动, 6部门."""
    words = course.memory.unit_words
    if place.number.unit != "count":
        return ""
    if words.startswith("大") and len(words) > 2:
        return words[1:]
    return words if words in lexicon().counted else ""


def right_of(course: Course, index: int) -> tuple[Right, int]:
    """Read the noun to the right, past the numbers that share it (750千伏和330千伏电网工程), and where it ends."""
    places = course.places
    following = index
    while (
        following < len(places) - 1
        and following - index < 4
        and places[following].bounded
        and places[following].right
        and _FILLER.fullmatch(places[following].right)
        and places[following + 1].number.unit == places[index].number.unit
    ):
        following += 1
    other = places[following]
    words, bounded = other.right, other.bounded
    if bounded and not words and following - index < 4:
        after = places[following + 1]
        if course.is_graded(following + 1):
            words, bounded = course.words_of(following + 1) + after.right, after.bounded
        elif after.number.unit in _SIZES and other.number.unit not in _SIZES:
            return right_of(course, following + 1)[0], 0
    right = read_right(words, bounded)
    return right, other.number.end + right.consumed if following == index else 0


def _said_before(memory: Memory, place: Setting, tail: Tail) -> Reading | None:
    """Read a number without a phrase: the stock after the flow (累计10家), or what the clause before says."""
    near = memory.near()
    if near is not None and near.act and tail.linked in _STOCK:
        return Reading(near.base.removeprefix(near.act), "累计", "stock")
    if memory.subjects and place.earlier and place.number.unit in _COUNTED:
        said = read_right(memory.subjects[-1], False).predicate or memory.subjects[-1]
        return Reading(tidy(said)[-20:], "累计" if tail.linked.startswith("累计") else "", "clause")
    return None


def _continues_change(course: Course, index: int, phrase: str) -> bool:
    """Tell whether this is the second number of 由71所优化整合为47所."""
    place = course.places[index]
    if place.first_in_clause or not phrase or head_length(phrase) or len(phrase) > 8:
        return False
    before = course.before(index, 40)
    return ("由" in before or "从" in before) and place.left[-1:] in "为到至成"


def _prefers_right(place: Setting, tail: Tail, phrase: str) -> bool:
    unit = place.number.unit
    if not phrase or phrase.endswith("的"):
        return True
    if unit in _MONEY and leading_act(place.right):
        return False
    if closing_act(phrase)[1]:
        return True
    if tail.linked not in _COUNTING or tail.origin or head_length(phrase):
        return False
    return unit in _COUNTED or (tail.linked == "" and unit in _SIZES)


def _counted_right(course: Course, index: int, phrase: str, right: Right, end: int) -> Reading:
    """Name what is counted by the noun on the right, with the verb before the number or what is said of the noun."""
    place, noun, following = course.places[index], right.noun, ""
    if right.belongs and place.bounded and read_tail(right.predicate).linked:
        right = Right(noun)  # 2个断面达到Ⅲ类的比例为 + 100%: the predicate is the next number's
    if right.predicate and place.bounded and not right.predicate.endswith(("、", "，")):
        if course.places[index + 1].number.unit == "rank":
            following = course.words_of(index + 1)
    elif place.bounded and not right.predicate and place.right.endswith(noun):
        later = read_right(course.places[index + 1].right, course.places[index + 1].bounded)
        if later.belongs:
            right = Right(noun, later.predicate, True)
    if right.belongs and len(right.predicate) > 2:
        return Reading(relative(right, following), "", "belonging", right_end=end)
    if phrase.endswith("的"):
        return Reading(_after_naming(phrase) + noun, "", "relative", right_end=end)
    rest, act = closing_act(phrase)
    if act:
        return Reading(act + noun, "", "act-right", act=act, right_end=end)
    if rest and len(rest) <= len(noun) + 2 and not rest.endswith("等"):
        return Reading(rest + noun, "", "both", right_end=end)
    return Reading(noun, "", "right", right_end=end)


def _after_naming(phrase: str) -> str:
    """Cut 将四川确定为 before a relative clause."""
    cut = 0
    for match in _NAMING.finditer(phrase):
        cut = match.end()
    return phrase[cut:][-40:]
