"""Whose, when and whether done or planned: read from the frame, the region stack and the words of the sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.figures.english_when import english_when
from gongxing.facts.figures.modality import Modalities, Modality
from gongxing.facts.figures.setting import Setting, Settings
from gongxing.facts.figures.when import Clock, When
from gongxing.facts.focus import RegionName

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.language.quantities import Quantity

# 4个省份之一, 5个试点地区之一: the number counts places beyond the one that the sentence is about.
_ONE_OF = re.compile(r"[^，。；、\n]{0,20}?(?:省份|省区|地区|省市|城市|国家|区域|区县|市县|省|市|州|县)之一")
_CLAUSE_MARK = re.compile("[，。；：\n]")
_STATED = frozenset({"sentence", "own"})
_LIST_REACH = 120
_NOWHERE = RegionName(None, None)


@dataclass(frozen=True, slots=True)
class Context:
    """Region in plain words with its adcode, period, modality, and the rule that decided."""

    region: str | None
    region_code: str | None
    period: str | None
    modality: Modality
    rule: str


def contexts(document: Document, numbers: list[Quantity]) -> list[Context]:
    """Return, for each number, whose it is and when."""
    settings, frame, text = Settings(document), document.frame, document.text
    modalities = Modalities(document)
    clock = Clock(frame, text)
    found = []
    paragraph = Paragraph()
    for number in numbers:
        setting = settings.of(number)
        modality = modalities.of(setting)
        carried = paragraph.period_at(setting, text)
        if settings.english:
            told = english_when(setting, frame, modality, text, carried)
        else:
            told = clock.of(setting, modality, carried)
        paragraph.keep(setting, told, modality)
        told = _year_by_year(told, setting, numbers, text)
        region = _region(document, number, numbers)
        found.append(Context(region.name, region.code, told.period, modality, told.rule))
    return found


def _shared(text: str, start: int, number: Quantity, numbers: list[Quantity]) -> tuple[int, int] | None:
    """Return which of how many values a number is that 分别 shares out behind ``start``, ``None`` without 分别."""
    at = text.rfind("分别", start, number.start)
    if at < 0 or _CLAUSE_MARK.search(text, at, number.start):
        return None
    end = _CLAUSE_MARK.search(text, number.end)
    last = end.start() if end else len(text)
    first = bisect_left(numbers, at, key=lambda other: other.start)
    behind = bisect_left(numbers, last, key=lambda other: other.start)
    return bisect_left(numbers, number.start, key=lambda other: other.start) - first, behind - first


def _year_by_year(told: When, setting: Setting, numbers: list[Quantity], text: str) -> When:
    """Share years out over as many values (2016年至2018年…分别为, 2026年、2027年分别达到)."""
    number, years = setting.number, _listed_years(setting, text)
    if years:
        shared = _shared(text, max(number.start - _LIST_REACH, 0), number, numbers)
        if shared is not None and shared[1] == len(years):
            return When(years[shared[0]], "year-by-year")
    first, _, last = (told.period or "").partition("/")
    if told.rule == "range" and last.isdecimal() and first.isdecimal():
        shared = _shared(text, max(number.start - _LIST_REACH, 0), number, numbers)
        if shared is not None and shared[1] == int(last) - int(first) + 1:
            return When(str(int(first) + shared[0]), "year-by-year")
    return told


def _listed_years(setting: Setting, text: str) -> list[str]:
    """Return the years that stand joined before a number, in order: 2026年、2027年."""
    years: list[str] = []
    last = None
    for word in setting.words:
        if word.kind != "year" or word.anchor != "fixed" or word.within or word.first != word.last:
            break
        if last is not None and text[word.end : last.start] not in ("、", "和", "与", "及"):
            break
        years.insert(0, str(word.first))
        last = word
    return years if len(years) > 1 else []


def _region(document: Document, number: Quantity, numbers: list[Quantity]) -> RegionName:
    """Return the region of a number: what its clause is about, one by one where 分别 shares the values out."""
    if number.unit == "count" and _ONE_OF.match(document.text, number.end):
        return _NOWHERE
    start, members = document.focus.members_at(number.start)
    shared = _shared(document.text, start, number, numbers) if members else None
    if shared is not None and _has_own_list(document.text, start, number.start):
        shared = None
    if shared is not None and shared[0] < len(members):
        return members[shared[0]]
    return document.region_at(number.start)


def _has_own_list(text: str, start: int, offset: int) -> bool:
    """Whether the clause of a later 分别 names what it shares out itself: 甲、乙产值…，丙、丁两大集群分别…."""
    at = text.rfind("分别", start, offset)
    mark = max(text.rfind(each, start, at) for each in "，；：。\n") + 1
    return mark > start and "、" in text[mark:at] and "分别" in text[start:mark]


class Paragraph:
    """The year that the sentences of a paragraph have told of so far, for documents without a time of their own."""

    def __init__(self) -> None:
        self._period: str | None = None
        self._end = 0

    def period_at(self, setting: Setting, text: str) -> str | None:
        """Return the period told of before a number, ``None`` in a new paragraph."""
        if self._period is not None and text.find("\n", self._end, setting.number.start) >= 0:
            self._period = None
        self._end = max(self._end, setting.number.start)
        return self._period

    def keep(self, setting: Setting, told: When, modality: Modality) -> None:
        """Remember what a figure's own sentence stated; years of a span and narrower words inside a sentence pass."""
        is_new = told.leads or self._period is None
        if modality == "actual" and told.period is not None and told.rule in _STATED and is_new:
            first, _, last = told.period.partition("/")
            if not last or "-" in first:
                self._period, self._end = told.period, setting.number.end
