"""Composing the indicator of each number of a document, one after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.figures.indicators.counts import read_level, right_of
from gongxing.facts.figures.indicators.course import Course
from gongxing.facts.figures.indicators.english import read_english
from gongxing.facts.figures.indicators.lists import read_apart, read_differences, read_ratio
from gongxing.facts.figures.indicators.phrase import head_length, leading_regions, noun_phrase, read_tail, tidy
from gongxing.facts.figures.indicators.ranks import read_rank, read_run, split_run
from gongxing.facts.figures.indicators.rates import (
    RELATIVE,
    measure_of_change,
    read_change,
    read_difference,
    read_every,
    read_part,
    read_times,
)
from gongxing.facts.figures.indicators.reading import Reading

if TYPE_CHECKING:
    from gongxing.facts.figures.indicators.phrase import Tail
    from gongxing.facts.figures.indicators.setting import Setting

_DOUBLED = re.compile(r"翻|倍增|成倍")
# What a region alone may stand before: 信丰县 + 低0.5个百分点.
_SIDES = frozenset(("", "高", "低", "快", "慢", "多", "少"))
# The foot of a printed page inside a sentence: 占比 —15— 44.1%.
_PAGE_NUMBER = re.compile(r"\s*(?:[—–-]\s*){1,2}\d{1,4}\s*(?:[—–-]\s*){1,2}")
_DURATIONS = frozenset(("year", "month", "day", "h", "min", "week"))
_DIVIDED = re.compile(r"分别([^，。；、\d]{2,4})$")
_RANGES = frozenset(("至", "到", "-", "—", "~", "——"))
_BOUND_WORDS = frozenset(("以上", "以下", "以内", "左右", "上下"))
_MULTIPLIER = re.compile(r"^[十百千万亿余多\s]*")
_LATIN = re.compile("[A-Za-z]{2}")
_HAN = re.compile("[\u3400-\u9fff]")


def compose(text: str, places: list[Setting], regions: frozenset[str] = frozenset()) -> list[Reading]:
    """Return the reading of each number of a folded text, ``places`` being their settings, ``regions`` names in it."""
    course = Course(text, places, regions)
    return [_read(course, index) for index in range(len(places))]


def _read(course: Course, index: int) -> Reading:
    """Compose the reading of a number and remember it for the next."""
    place, memory = course.places[index], course.memory
    number = place.number
    memory.enter(place)
    memory.unit_words = _MULTIPLIER.sub("", course.text[number.number_end : number.end])
    reading = course.assigned.pop(index, None) or _compose(course, index)
    reading.unit, reading.unit_words = number.unit, memory.unit_words
    reading.sentence, reading.clause = place.sentence, place.clause
    explicit = reading.rule in ("left", "share", "growth") and head_length(reading.base) > 0
    memory.keep(reading, explicit)
    return reading


def _left(course: Course, place: Setting) -> str:
    """Words between the number before and this one, less what the number before has taken."""
    left, last = _PAGE_NUMBER.sub("", place.left), course.memory.last
    if not place.first_in_clause:
        if last is not None and last.right_end > place.start:
            left = left[last.right_end - place.start :]
        if left[:2] in _BOUND_WORDS:
            left = left[2:]
    if " " in left:
        left = left[_after_heading(left) :]
    if "［" in left or "（" in left or "[" in left:
        left = tidy(left + "|").removesuffix("|")
    return left


def _after_heading(left: str) -> int:
    """Where the phrase begins in a line that runs a heading and a sentence together."""
    blank = left.rfind(" ")
    following = left[blank + 1 :]
    return blank + 1 if len(following) >= 4 and _HAN.match(following) else 0


def _compose(course: Course, index: int) -> Reading:
    place, memory = course.places[index], course.memory
    left = _left(course, place)
    around = left + place.right[:12]
    if _LATIN.search(around) and not _HAN.search(around):
        return _in_english(course, place)
    if place.number.unit == "rank":
        return read_rank(course, index, left)
    parts = read_ratio(course, index, left)
    if parts is not None:
        return parts
    if place.number.unit in _DURATIONS or memory.unit_words in ("次", "届"):
        run = split_run(left)
        if run is not None:
            return read_run(course, index, *run)
    tail = read_tail(left)
    return _listed(course, index, tail) or _one(course, index, tail)


def _in_english(course: Course, place: Setting) -> Reading:
    base, measure = read_english(place.left, place.right, place.number.unit)
    last = course.memory.last
    if not base and last is not None:
        return Reading(last.base, measure, "english-of-last")
    return Reading(base, measure, "english")


def _listed(course: Course, index: int, tail: Tail) -> Reading | None:
    """Read a number that shares its phrase with the next ones: 分别增长5.3%、7.1%, 分别惠及3万人、5万人."""
    divided = _DIVIDED.search(tail.phrase)
    if divided is not None and not tail.change:
        whole, tail.phrase = tail.phrase, tail.phrase[: divided.start()]
        shared = read_apart(course, index, tail, act=divided[1])
        if shared is not None:
            return shared
        tail.phrase = whole
    if tail.apart or (tail.phrase == "" and tail.every):
        return read_apart(course, index, tail)
    if course.places[index].number.unit == "pp" and not tail.change:
        return read_differences(course, index, tail)
    return None


def _one(course: Course, index: int, tail: Tail) -> Reading:
    """Read a number on its own: a change, a difference, a share, a multiple, or a level."""
    place, memory = course.places[index], course.memory
    unit, last = place.number.unit, memory.last
    named, rest = leading_regions(noun_phrase(tail.phrase), course.regions)
    if named and last is not None and rest in _SIDES:
        tail.phrase = rest  # 武山县下降3.4%: of what was told of the region before
    if place.left in _RANGES and not place.first_in_clause and last is not None:
        return Reading(last.base, last.measure, "range", act=last.act)
    doubled = unit == "x" and _DOUBLED.search(course.words_of(index)) is not None
    if tail.every and tail.phrase in ("", "其中"):
        return read_every(memory, tail, unit)
    if unit in RELATIVE and (not tail.change or unit == "pp"):
        reading = read_difference(memory, place, tail)
        if reading is None and not doubled and unit != "pp" and not tail.change:
            reading = (read_times(memory, place, tail) if unit == "x" else None) or read_part(memory, place, tail)
        if reading is not None:
            return reading
    if tail.change and unit not in RELATIVE and right_of(course, index)[0].noun:
        tail.phrase += tail.change
        return read_level(course, index, tail)
    if tail.change or doubled:
        return read_change(memory, place, tail, "" if doubled else measure_of_change(tail, unit))
    return read_level(course, index, tail)
