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
_PRESENT = re.compile("目前|现有|现已|已有|当前")
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
    r"^(?:(?:\d{1,2}[.、）]|（\d{1,2}）)|截至|截止|到|至|在|自|据|其中|而|预计|力争|近|目前|数据显示|据统计|[“（其将要]|确保|计划|预期|于|仅|从|按|如|仅在)*$"
)


class When(NamedTuple):
    """A period, the rule that found it, and whether the words that say so lead their sentence."""

    period: str | None
    rule: str
    leads: bool = False


class Clock:
    """Tells the period of each number of a Chinese document."""

    def __init__(self, frame: Frame, text: str) -> None:
        self._frame = frame
        self._text = text
        published = frame.published or ""
        self._month = int(published[5:7]) if published[5:7].isdecimal() and frame.kind in ("news", "other") else 12

    def of(self, setting: Setting, modality: Modality, carried: str | None) -> When:
        """Return the period of a number.

        Parameters
        ----------
        setting
            Where the number stands.
        modality
            Whether it states what is or what shall be.
        carried
            The period that the paragraph's earlier sentences told of, in a document that has no time of its own.
        """
        if modality == "target" and setting.number.unit in _DURATIONS and not _AGE.search(self._around(setting)):
            return When(None, "duration")
        if _PRESENT.search(setting.head):
            carried = None
        if (opening := self._first_value(setting)) is not None:
            for index, word in enumerate(setting.words):
                if word.start > opening:
                    return When(self._period(setting, index, modality, carried), "first-value")
            return When(None, "first-value")
        stated = self._stated(setting, modality, carried)
        if stated is not None and not (modality == "target" and self._is_past(stated.period)):
            return stated
        default = setting.part.period if setting.part.modality == modality else None
        if default is None and modality == "actual" and setting.part.modality == "actual":
            default = carried
        return When(default, "part")

    def _around(self, setting: Setting) -> str:
        return setting.head + self._text[setting.start : setting.end]

    def _is_past(self, period: str | None) -> bool:
        return period is not None and self._frame.year is not None and _last_year(period) < self._frame.year

    def _first_value(self, setting: Setting) -> int | None:
        """Return where 从 or 由 stands whose change sets out from the number, ``None`` for any other number."""
        came_from = _FROM.search(setting.head)
        if came_from is None or _REACHED.search(came_from[0][1:]):
            return None
        if _INTO.match(self._text, setting.end, setting.end + 60) is None:
            return None
        return setting.clause_start + came_from.start()

    def _stated(self, setting: Setting, modality: Modality, carried: str | None) -> When | None:
        """Return the period that the sentence states for a number, ``None`` where it states none."""
        base: TimeWord | None = None
        counted = _COUNT_OF_YEARS.search(setting.head)
        if counted is not None and modality == "target":
            year = self._frame.year
            return None if year is None else When(f"{year}/{year + number_of_years(counted[1]) - 1}", "count-of-years")
        for index, word in enumerate(setting.words):
            gap = self._text[word.end : setting.start]
            if self._is_apart(word, gap):
                continue
            own_clause = word.start >= setting.clause_start
            prefix = self._prefix(word)
            if own_clause and gap in _OWN and not (gap == "" and self._is_doubled(setting, prefix)):
                if setting.number.unit != "x" or not _MULTIPLE_OF.search(prefix):
                    rule = "base" if _BASE.search(prefix) else "own"
                    return When(self._period(setting, index, modality, carried), rule, self._leads(setting, word))
                base = base or word
            elif self._is_base(prefix, gap) or self._is_doubled(setting, prefix):
                if base is None and (own_clause or "相比" in gap):
                    base = word
            elif (not _OUT_OF.search(prefix) or word.kind == "since") and (own_clause or self._carries(setting, word)):
                period = self._period(setting, index, modality, carried)
                told = self._span(period, self._point(setting, period, carried), counted, base)
                if told is None:
                    return None
                rule = "range" if told.period == period and word.kind == "span" else told.rule
                return When(told.period, rule, self._leads(setting, word))
        point = self._point(setting, None, carried)
        if modality == "actual" and setting.part.modality == "target":
            # What a plan tells of the past does not end with the plan.
            years = [word.last for word in setting.words if word.anchor == "fixed" and word.kind == "year"]
            point = max(years) if years else _last_year(carried) if carried else None
        return self._span(None, point, counted, base)

    def _prefix(self, word: TimeWord) -> str:
        return self._text[max(word.start - 5, 0) : word.start].rstrip()

    def _is_apart(self, word: TimeWord, gap: str) -> bool:
        """Whether a word stands in brackets or quotation marks that close before the number, or captions a chart."""
        if gap.count("）") > gap.count("（") or gap.count("”") > gap.count("“"):
            return True
        return word.kind == "span" and self._frame.kind == "bulletin" and not _CUMULATIVE.search(gap[:_CAPTION])

    def _is_doubled(self, setting: Setting, prefix: str) -> bool:
        """Whether a word is the year from which something doubles (较2020年翻一番)."""
        return setting.number.rule == "doubling" and prefix[-1:] in ("比", "较", "在")

    @staticmethod
    def _is_base(prefix: str, gap: str) -> bool:
        """Whether a word is what something is compared with."""
        return _COMPARED.search(prefix) is not None and ("比" in gap or prefix[-1] not in "与同和跟")

    def _point(self, setting: Setting, period: str | None, carried: str | None) -> int | None:
        """Return the year at which a span ends: of the stated period, the part's, the paragraph's or the document's."""
        for known in (period, setting.part.period, carried):
            if known:
                return _last_year(known)
        return self._frame.year

    def _period(self, setting: Setting, index: int, modality: Modality, carried: str | None) -> str | None:
        word = setting.words[index]
        passage = self._passage(setting, index, modality, carried) if word.anchor == "passage" else None
        if word.kind == "since":
            passage = self._point(setting, None, carried)
        period = word.period(self._frame.year, passage)
        return period[:4] if period and word.kind == "date" else period

    def _passage(self, setting: Setting, index: int, modality: Modality, carried: str | None) -> int | None:
        """Return the year that 全年 or 上半年 belongs to.

        It is that of a word before it in the sentence, of the part, or of the paragraph; failing that the document's
        own, or the one before where the months told of had not passed when it was published.
        """
        for earlier in setting.words[index + 1 :]:
            if (
                earlier.anchor != "passage"
                and earlier.kind in ("year", "part")
                and not _BASE.search(self._prefix(earlier))
            ):
                years = earlier.years(self._frame.year, None)
                if years is not None:
                    return years[1]
        for known in (setting.part.period, carried):
            if known:
                return _last_year(known)
        year, word = self._frame.year, setting.words[index]
        this_year = self._text.startswith(("年内", "这一年"), word.start)
        if year is None or modality == "target" or word.first != word.last or this_year:
            return year
        return year - 1 if _last_month(word) > self._month else year

    def _span(
        self, period: str | None, point: int | None, counted: re.Match[str] | None, base: TimeWord | None
    ) -> When | None:
        """Return the span that a count of years or a year of comparison opens, up to ``point``."""
        if point is not None and counted is not None:
            return When(f"{point - number_of_years(counted[1]) + 1}/{point}", "count-of-years")
        if point is not None and base is not None and (years := base.years(self._frame.year, point)) is not None:
            first, last = years
            if first == last and last < point - 1 and not base.within:
                return When(f"{last}/{point}", "compared")
            if period is None and last == point - 1 and not base.within:
                return When(str(point), "compared")
        return When(period, "sentence") if period is not None else None

    def _carries(self, setting: Setting, word: TimeWord) -> bool:
        """Whether a word of an earlier clause still speaks for the number's clause."""
        between = self._text[word.end : setting.start]
        if _CUMULATIVE.search(between.rpartition("；")[2]) and "/" in (setting.part.period or ""):
            return False
        start = max(self._text.rfind(mark, setting.sentence_start, word.start) for mark in "，；：“") + 1
        start = max(start, setting.sentence_start)
        if not _HEAD_OF_CLAUSE.match(self._text[start : word.start]):
            return False
        return "；" not in between or start == setting.sentence_start

    def _leads(self, setting: Setting, word: TimeWord) -> bool:
        return _HEAD_OF_CLAUSE.match(self._text[setting.sentence_start : word.start]) is not None


def _last_year(period: str) -> int:
    return int(period.rpartition("/")[2][:4])


def _last_month(word: TimeWord) -> int:
    """Return the last month of the part of the year that a word names."""
    last = word.within.rpartition("/")[2]
    if last[:1] in ("Q", "H"):
        return int(last[1]) * (3 if last[0] == "Q" else 6)
    return int(last) if last.isdecimal() else 12
