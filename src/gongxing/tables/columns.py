"""What each column of values is about, from its header chain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from gongxing.indicators.catalogue import folded_name, without_growth
from gongxing.tables.headings import Heading, plain, read_heading
from gongxing.tables.notes import Note
from gongxing.tables.places import is_region, is_sum
from gongxing.tables.placing import NOWHERE, Placement, growth_placement, kind_of, place, strip_prefix
from gongxing.tables.units import Scale, parse_unit
from gongxing.tables.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.indicators import Indicator
    from gongxing.tables.chains import Link
    from gongxing.tables.context import Context
    from gongxing.tables.observation import Scope


@dataclass(frozen=True, slots=True)
class Speech:
    """What words say of values: a header chain, or the label of a row.

    ``words`` from the top down, ``english`` of the lowest, ``unit`` as stated nearest, ``english_unit`` where only or
    also the English words state one.
    """

    words: tuple[str, ...] = ()
    english: str = ""
    unit: Scale | None = None
    english_unit: Scale | None = None
    scope: Scope | None = None
    period: str | None = None
    region: str | None = None
    texts: tuple[str, ...] = ()

    @property
    def any_unit(self) -> Scale | None:
        """The unit in either language, the Chinese one first."""
        return self.unit if self.unit is not None else self.english_unit


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a number is: indicator and unit, how sure, and why."""

    placement: Placement
    name: str
    unit: Scale | None
    unit_why: Note | None = None


def speech_of(links: Sequence[Link], *, regions_above: bool) -> Speech:
    """Read a header chain; with ``regions_above``, names of divisions in it are the regions of the column."""
    headings = [read_heading(link.text) for link in links]
    region = None
    if regions_above:
        region = next((h.text for h in reversed(headings) if is_region(h.text)), None)
        headings = [h for h in headings if h.text != region]
    words = [h for h in headings if h.words and not h.words.isascii() and not _says_nothing(h)]
    if not words:
        words = [h for h in headings if h.words and not _says_nothing(h)]
    unit, english_unit = _units(headings)
    return Speech(
        _distinct(h.words for h in words),
        next((h.english for h in reversed(headings) if h.english and h.scope is None), ""),
        unit,
        english_unit,
        next((h.scope for h in reversed(headings) if h.scope is not None), None),
        next((h.period for h in reversed(headings) if h.period is not None), None),
        region,
        _distinct(h.text for h in headings),
    )


def _units(headings: list[Heading]) -> tuple[Scale | None, Scale | None]:
    """Return the lowest unit in Chinese and the one in English that stands with it or below.

    A row of English under a Chinese header repeats its unit, at times wrongly; a Chinese name of its own further down
    with a unit in English only has that unit.
    """
    english: Scale | None = None
    for heading in reversed(headings):
        if english is None:
            english = heading.english_unit
        if heading.unit is not None:
            return heading.unit, english
        if heading.english_unit is not None and not heading.words.isascii():
            return None, english
    return None, english


def _distinct(texts: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))  # type: ignore[call-overload]


def _says_nothing(heading: Heading) -> bool:
    """Tell a heading that is only a word for values or amounts (数值, 绝对数)."""
    words = "".join(heading.words.split())
    return words.lower() in vocabulary()["roles"]["value"] or is_sum(words)


def label_speech(text: str) -> Speech:
    """Read the label of a row of a table with its indicators in rows."""
    heading = read_heading(text)
    return Speech(
        (heading.words,) if heading.words else (), heading.english, heading.unit, heading.english_unit, heading.scope,
        heading.period, None, (heading.text,),
    )  # fmt: skip


# What opens the name of a part of what stands above or at its left.
_PART_OF = ("其中", "#", "＃", "of which")


def _is_part(speech: Speech) -> bool:
    return bool(speech.texts) and speech.texts[-1].lstrip().lower().startswith(_PART_OF)


def name_growth(speeches: dict[int, Speech]) -> None:
    """Give a column that only says 增速 or 比上年增长 the name of the column at its left, whose growth it is."""
    left: Speech | None = None
    waiting = False  # whether a whole still waits for its growth while its parts stand between
    for column in sorted(speeches):
        speech = speeches[column]
        if not speech.words or without_growth(speech.words[-1]) != "":
            waiting = _is_part(speech) and (waiting or (left is not None and not _is_part(left)))
            left = speech
        elif left is not None and left.words and left.region == speech.region and left.period == speech.period:
            above = speech.words[:-1]
            if above == left.words[:-1] and not (waiting and above):
                speeches[column] = replace(speech, words=(*left.words, speech.words[-1]))
            waiting = False


_AVERAGE = re.compile(r"(?:年均|年平均)(?:递增|增长|增速|增幅)|年递增")
# 为上年%, 是2022年的%: what a year is of another.
_OF_THE_YEAR = re.compile(
    r"(?:为|是|相当于|占|/)\s*(?:上年|上一年|去年|同期|(?:19|20)\d\d年?)(?:同期)?的?\s*[(]?\s*[%％]?"
)


def name_parts(speeches: dict[int, Speech]) -> None:
    """Place a column that opens with 其中 or # below the column at its left, whose unit it shares where it has none."""
    whole: Speech | None = None
    for column in sorted(speeches):
        speech = speeches[column]
        if not (_is_part(speech) and speech.words):
            whole = speech if speech.words and without_growth(speech.words[-1]) != "" else whole
        elif whole is not None and _beside(whole, speech):
            unit = speech.unit if speech.any_unit is not None else whole.any_unit
            speeches[column] = replace(speech, words=(*whole.words, strip_prefix(speech.words[-1])), unit=unit)


def _beside(left: Speech, right: Speech) -> bool:
    """Whether two columns stand below the same words, and are of one region and period."""
    same = (left.region, left.period) == (right.region, right.period)
    return same and bool(left.words) and left.words[:-1] == right.words[:-1]


def unit_speech(text: str) -> Scale | None:
    """Return the unit of a cell in a column of units."""
    return parse_unit(text) or parse_unit(plain(text).strip("() ")) or read_heading(text).unit


def meaning_of(
    column: Speech, row: Speech | None, parents: tuple[str, ...], row_unit: Scale | None, context: Context
) -> Meaning:
    """Say what the numbers are where a column (and, with indicators in rows, a row) meet."""
    unit = column.any_unit
    grows = row is not None and bool(column.words) and without_growth(column.words[-1]) == ""
    if row is not None and not grows:  # the growth of what is in 亿元 is not in 亿元
        unit = unit or row_unit or row.any_unit
    unit = unit or _shared_unit(column, row, parents, context)
    if row is None or not row.words:
        above, leaf, english = column.words[:-1], column.words[-1] if column.words else "", column.english
        placement = place((*context.words, *above), leaf, english, unit) if leaf or english else NOWHERE
        if not leaf and placement.indicator is None:
            placement, leaf = _by_title(context, unit)
        name = " ".join(column.words[-2:]) if placement.indicator is None else placement.indicator.name
        return Meaning(placement, name or leaf or column.english, unit)
    label = row.words[-1]
    above = (*context.words, *parents)
    if _is_part(row) and parents and parents[-1].endswith(_AMOUNTS):
        above = parents  # a part of the amount above it, of whatever else the title speaks
    kind = kind_of(column.words[-1:], unit) if column.words else None
    if column.words and _AVERAGE.search(column.words[-1]):
        own = row_unit or row.any_unit
        stated = column.any_unit or (None if own is not None and own.base == "%" else parse_unit("%"))
        return Meaning(NOWHERE, f"{label} {column.texts[-1]}", stated)  # over several years: no growth of one
    if kind == "growth":
        level = place(above, label, row.english, row_unit or row.any_unit)
        placement, name = growth_placement(level), f"{label} {column.words[-1]}"
    elif kind is None and column.words and _OF_THE_YEAR.search(column.words[-1]):
        name = f"{label} {column.texts[-1]}"  # 2023年为2022年%: the one as a share of the other, not a level
        return Meaning(NOWHERE, name, parse_unit("%"))
    elif kind in ("share", "index"):
        placement = place((*above, label), column.words[-1], "", unit)
        name = f"{label} {column.words[-1]}"
    else:
        placement = place((*above, *column.words), label, row.english, unit)
        told = (*parents[-1:], label) if without_growth(label) == "" else (label,)
        name = " ".join((*column.words[-1:], *told))
        if placement.indicator is None and column.words:
            other = place((*above, label), column.words[-1], column.english, unit)
            if other.indicator is not None and _is_whole_of(label, other.indicator):
                placement = other
    return Meaning(placement, placement.indicator.name if placement.indicator else name, unit)


def _is_whole_of(label: str, indicator: Indicator) -> bool:
    """Tell whether a row says no more than its column: 规模以上工业 beside 利润总额, but not 私营企业."""
    bare = folded_name(strip_prefix(label))
    return is_sum(label) or any(bare in folded_name(name) for name in indicator.names)


# 增长额 and 增加值 are amounts, though they speak of growth.
_AMOUNTS = ("额", "量", "数", "值", "人口", "面积")


def _shared_unit(column: Speech, row: Speech | None, parents: tuple[str, ...], context: Context) -> Scale | None:
    """Return the unit of the title, but not for what is measured in none of its kind (a growth among sums)."""
    shared = context.unit
    if shared is None or shared.base in ("%", "pp", "index"):
        return shared
    words = row.words if row is not None and row.words else column.words
    leaf = words[-1] if words else ""
    kinds = {kind_of((leaf,), None), kind_of(column.words[-1:], None)}
    if kinds & {"growth", "share", "index"} and not leaf.endswith(_AMOUNTS):
        return None
    above = (*context.words, *(parents if row is not None else column.words[:-1]))
    if leaf and place(above, leaf, "", shared).indicator is None:
        other = place(above, leaf, "", None).indicator
        if other is not None and other.unit in ("%", "index"):
            return None
    return shared


def _by_title(context: Context, unit: Scale | None) -> tuple[Placement, str]:
    """Place a table of one indicator, which only its title, sheet or file names."""
    from gongxing.tables.placing import place_within

    for words in context.words:
        placement = place_within(words, unit)
        if placement.indicator is not None:
            return placement, words
    return NOWHERE, next((words for words in context.words if not words.isascii()), "")


# Scales that tables use, by base unit: what a missing one may have been.
_SCALES = {
    "people": ("人", "万人"),
    "CNY": ("元", "万元", "亿元"),
    "USD": ("美元", "万美元", "亿美元"),
    "m3": ("立方米", "万立方米", "亿立方米"),
    "m2": ("平方米", "万平方米", "平方公里"),
    "kWh": ("千瓦时", "万千瓦时", "亿千瓦时"),
    "t": ("吨", "万吨"),
}


def infer_unit(indicator: Indicator, values: Sequence[float]) -> tuple[Scale | None, Note]:
    """Return the one scale that brings values without a unit to a plausible size, and the reason in words.

    Shares, growth rates and indices need no scale. Where two scales would do, or none, there is no unit.
    """
    if indicator.unit in ("%", "index"):
        share = indicator.unit == "%"
        why = Note("unit_of_indicator", name=indicator.name, unit=Note("percent" if share else "index"))
        return parse_unit("%" if share else "上年=100"), why
    sizes = [abs(value) for value in values if value]
    if indicator.typical is None or len(sizes) < 3:
        return None, Note("unit_not_stated")
    low, high = indicator.typical
    fitting = []
    for written in _SCALES.get(indicator.unit, ()):
        scale = parse_unit(written)
        if scale is None:
            continue
        scaled = [scale.value(size) for size in sizes]
        inside = sum(1 for size in scaled if low <= size <= high)
        if low <= median(scaled) <= high and inside * 10 >= 9 * len(scaled):
            fitting.append(scale)
    if len(fitting) != 1:
        return None, Note("unit_unclear")
    return fitting[0], Note("unit_likely", unit=fitting[0].written)
