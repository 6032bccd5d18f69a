"""The period of a number: from the words of time of its clause and sentence, else from the part it stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gongxing.language.periods import TimeWord, number_of_years

if TYPE_CHECKING:
    from gongxing.facts.figures.modality import Modality
    from gongxing.facts.figures.setting import Setting
    from gongxing.facts.frame import Frame

_DURATIONS = frozenset({"year", "month", "day", "h", "min"})
_CAPTION = 16
_AGE = re.compile("岁|寿命|年限|年龄")
# The first value of a change: 从91%提高到95%, 由71所整合为47所.
_FROM = re.compile(r"[从由](?!事|业|此|而|于)[^，。；：]{0,24}$")
_INTO = re.compile(
    r"(?:[、和及][^，。；]{1,12}){0,3}[^，。；：\d]{0,12}?(?:[升增减降扩缩涨调转变改优整合并压拓延跃翻恢收加提高展低少大小窄化]|，)"
    r"[^，。；：\d]{0,3}?(?:到|至|为|成)"
)
_REACHED = re.compile(r"[到至为成]")
# What something is compared with: 比2020年, 较上年, 与2020年相比, 是2020年的2.3倍.
_COMPARED = re.compile(
    r"[比较]$|(?:高于|低于|超过|多于|少于|快于|慢于|不及|相当于|[与同和跟])$|(?:than|over|from|with|against)$"
)
_MULTIPLE_OF = re.compile("(?:是|为|达|达到|相当于|约为|约是)$")
_OUT_OF = re.compile("[从由]$")
_BASE = re.compile("[比较与同和跟从由]$|[高低]于$|超过$")
# What gathers the whole of a span of years.
_CUMULATIVE = re.compile(r"累计|年均|年平均|总计|合计|连续|历年|五年[^级期]|5年[^级期]")
# A count of years in which a change came about: 两年提升24位, 5年累计投入.
_COUNT_OF_YEARS = re.compile(
    r"(?<![连第续近届每\d.—至到、“A-Za-z])([二两三四五六七八九十]|[1-9]\d?)年(?:时间|内|(?:间|来)?"
    r"(?=累计|共|总|合计|分别|提|增|下降|减|翻|投入|实现|完成|新|上升|前移|跃|净))[^，。；]*$"
)
_OWN = frozenset({"", "的", "的约", "的平均", "平均", "末", "末的", "底的", "约"})
_HEAD_OF_CLAUSE = re.compile(
    r"^(?:截至|截止|到|至|在|自|据|其中|而|预计|力争|近|目前|数据显示|据统计|[“（其将要]|确保|计划|预期|于|仅|从|按|如|仅在)*$"
)


class When(NamedTuple):
    """A period, and the rule that found it."""

    period: str | None
    rule: str


def when(setting: Setting, frame: Frame, modality: Modality, text: str, carried: str | None) -> When:
    """Return the period of a number.

    Parameters
    ----------
    setting, frame, text
        Where the number stands, in which document.
    modality
        Whether it states what is or what shall be.
    carried
        The period that the paragraph's earlier sentences told of, in a document that has no time of its own.
    """
    if modality == "target" and setting.number.unit in _DURATIONS and not _AGE.search(_around(setting, text)):
        return When(None, "duration")
    passage = _passage(setting, frame, carried)
    stated = _stated(setting, frame, passage, text, modality)
    if (opening := _first_value(setting, text)) is not None:
        word = next((word for word in setting.words if word.start > opening), None)
        return When(None if word is None else _period(word, frame, passage), "first-value")
    default = setting.part.period if setting.part.modality == modality else None
    if stated is not None and not (modality == "target" and _is_past(stated.period, frame)):
        return stated
    if default is None and modality == "actual" and setting.part.modality == "actual":
        default = carried
    return When(default, "part")


def _around(setting: Setting, text: str) -> str:
    return setting.head + text[setting.start : setting.end]


def _passage(setting: Setting, frame: Frame, carried: str | None) -> int | None:
    """Return the year that the passage tells of: the last of the part's period, else the document's."""
    for period in (setting.part.period, carried):
        if period:
            return int(period.rpartition("/")[2][:4])
    return frame.year


def _is_past(period: str | None, frame: Frame) -> bool:
    return period is not None and frame.year is not None and int(period.rpartition("/")[2][:4]) < frame.year


def _first_value(setting: Setting, text: str) -> int | None:
    """Return where 从 or 由 stands whose change sets out from the number, ``None`` for any other number."""
    came_from = _FROM.search(setting.head)
    if came_from is None or _REACHED.search(came_from[0][1:]):
        return None
    if _INTO.match(text, setting.end, setting.end + 60) is None:
        return None
    return setting.clause_start + came_from.start()


def _stated(setting: Setting, frame: Frame, passage: int | None, text: str, modality: Modality) -> When | None:
    """Return the period that the sentence states for a number, ``None`` where it states none."""
    base: TimeWord | None = None
    counted = _COUNT_OF_YEARS.search(setting.head)
    if counted is not None and modality == "target":
        start = frame.year
        return None if start is None else When(f"{start}/{start + number_of_years(counted[1]) - 1}", "count-of-years")
    for word in setting.words:
        gap = text[word.end : setting.start]
        if gap.count("）") > gap.count("（") or gap.count("”") > gap.count("“"):
            continue
        if word.kind == "span" and frame.kind == "bulletin" and not _CUMULATIVE.search(gap[:_CAPTION]):
            continue  # the caption of a chart
        own_clause = word.start >= setting.clause_start
        prefix = text[max(word.start - 5, 0) : word.start].rstrip()
        if own_clause and setting.number.unit == "x" and gap in _OWN and _MULTIPLE_OF.search(prefix):
            base = base or word
            continue
        if own_clause and gap in _OWN:
            return When(_period(word, frame, passage), "base" if _BASE.search(prefix) else "own")
        if _COMPARED.search(prefix) and ("相比" in gap or "比" in gap or prefix[-1] not in "与同和跟"):
            if base is None and (own_clause or "相比" in gap):
                base = word
            continue
        if _OUT_OF.search(prefix) and word.kind != "since":
            continue
        if own_clause or _carries(setting, word, text):
            period = _period(word, frame, passage)
            point = int(period.rpartition("/")[2][:4]) if period else passage
            told = _span(period, point, counted, base, frame, passage)
            return When(period, "range") if told and told.period == period and word.kind == "span" else told
    if counted is not None or base is not None:
        return _span(None, passage, counted, base, frame, passage)
    return None


def _period(word: TimeWord, frame: Frame, passage: int | None) -> str | None:
    period = word.period(frame.year, passage)
    return period[:4] if period and word.kind == "date" else period


def _span(
    period: str | None,
    point: int | None,
    counted: re.Match[str] | None,
    base: TimeWord | None,
    frame: Frame,
    passage: int | None,
) -> When | None:
    """Return the span that a count of years or a year of comparison opens, up to ``point``."""
    if point is not None and counted is not None:
        return When(f"{point - number_of_years(counted[1]) + 1}/{point}", "count-of-years")
    if point is not None and base is not None and (years := base.years(frame.year, passage)) is not None:
        first, last = years
        if first == last and last < point - 1 and not base.within:
            return When(f"{last}/{point}", "compared")
        if period is None and last == point - 1 and not base.within:
            return When(str(point), "compared")
    return When(period, "sentence") if period is not None else None


def _carries(setting: Setting, word: TimeWord, text: str) -> bool:
    """Whether a word of an earlier clause still speaks for the number's clause."""
    between = text[word.end : setting.start]
    if _CUMULATIVE.search(between) and "/" in (setting.part.period or ""):
        return False
    start = max(text.rfind(mark, setting.sentence_start, word.start) for mark in "，；：“") + 1
    start = max(start, setting.sentence_start)
    if not _HEAD_OF_CLAUSE.match(text[start : word.start]):
        return False
    return "；" not in between or start == setting.sentence_start
