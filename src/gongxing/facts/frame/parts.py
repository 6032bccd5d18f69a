"""The parts of a document: what each chapter, and each turn inside a chapter, says about time.

A chapter is set by its heading (回顾 or 安排, of 2025年, of “十四五”); inside a review a paragraph or sentence
that opens with 过去一年 or 五年来 turns to the other stretch of time, and what is behind it follows until
the next turn.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from gongxing.facts.frame.frame import Kind, Part
from gongxing.language.periods import plan_years, time_words

Modality = Literal["actual", "target"]
Sort = Literal["opening", "review", "plan", "notes"]

_CHAPTER = re.compile(
    r"(?:^|\n)[ \t]*((?:第?[一二三四五六七八九十]{1,3}(?:部分|章|篇|、|[ .．])"
    r"(?:[^\n]{2,45}(?=\n|$)|[^\n ，。；]{4,30}(?= [^\n]{40})))"
    r"|(?:20\d\d年|“十.五”|(?:过去|今后)[一五]年|今年)[^\n，。；：！]{2,24}(?=\n))"
)
_NUMBERED_PLAN = re.compile(r"“(十[一二三四五六七八])五”|第(十[一二三四五六七八]?)个五年")
# A turn stands at the head of a sentence, perhaps behind a number or an address to the audience.
_TURN = re.compile(
    r"(?:^|[。！？\n])[ \t]*(?:（[一二三四五六七八九十]+）|各位代表[！，：]|同志们[！，：])?"
    r"(?:回顾|回望|回首|总结|纵观)?"
    r"(?P<word>(?:(?:刚刚?)?过去的?|这)?(?P<year>20\d\d)年(?=是|，[是我面在全各市省区县]|以来，)"
    r"|(?P<past>(?:刚刚?)?过去的?一年|过去的这一年|一年(?:以?来|间)|这一年|去年(?=，))"
    r"|(?P<five>(?:刚刚?)?过去的?五年|过去的这五年|五年(?:以?来|间|的|砥砺|，)|这五年|本届政府(?:任期|成立))"
    r"|“(?P<plan>十[一二三四五六七八]五)”(?:以来|时期|期间|这五年|五年来)"
    r"|(?P<coming>今后五年|未来五年)"
    r"|(?P<this>今年|新的一年))"
)
# Where a summary, which has no chapters, turns: 2026年，…; 新的一年，…; 去年，….
_SUMMARY_TURN = re.compile(
    r"(?:^|\n)[ \t　]*(?:[一二三四五六七八九十]{1,2}、)?(?P<turn>(?P<ahead>今年(?!以来)|新的一年|下一步)"
    r"|(?P<year>20\d\d)年(?=[，是全经政要我主工])"
    r"|(?:去年|(?:刚?刚?过去的?)?一年(?:来|，)|回顾过去))"
)
_SUBHEADING = re.compile(r"\n[ \t]*（[一二三四五六七八九十]{1,3}）([^\n。，；]{2,28})(?=\n)")
# What the title of an account of a part of the year speaks of.
_RESULTS = re.compile(
    "经济|GDP|生产总值|成绩单|答卷|开门红|运行|数据|半年报|季报|增长|同比|外贸|进出口|投资|消费|财政|工业"
)
_SPAN_YEARS = 5
_SORTS: tuple[Sort, ...] = ("review", "plan")


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A heading and how its chapter opens; ``mixed`` where it names several times (“十五五”目标和2026年任务)."""

    start: int
    heading: str | None
    sort: Sort
    period: str | None
    modality: Modality
    mixed: bool = False


@cache
def _words() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads((files("gongxing.facts.frame") / "parts.toml").read_text("utf-8"))
    return {
        "review": re.compile("|".join(map(re.escape, table["review"]))),
        "plan": re.compile("|".join(map(re.escape, table["plan"]))),
        "notes": re.compile(
            rf"(?:^|\n)[ \t]*[（【]?({'|'.join(map(re.escape, table['notes']))})[）】]?[：:]?[ \t]*(?=\n)"
        ),
    }


def split_parts(text: str, kind: Kind, year: int | None, title: str | None) -> tuple[Part, ...]:
    """Split folded text into parts that cover it without gaps.

    Parameters
    ----------
    text
        Folded text.
    kind
        The genre; only work reports turn inside a chapter.
    year
        The year that 今年 means, ``None`` where unknown.
    title
        The title, which states the time that a plan covers.
    """
    if kind == "work-report":
        return _work_report(text, year)
    if kind == "plan":
        return _plan(text, title)
    period = _told_by_title(title or "", year) if kind in ("news", "other") and year is not None else None
    if kind == "bulletin" and year is not None:
        stated = _stated(title or "", year, past=False)
        period = stated[0] if stated and stated[0].startswith(str(year)) else str(year)
    return (Part(0, len(text), None, period, "actual", False),)


def _told_by_title(title: str, year: int) -> str | None:
    """Return the part of the year whose results a title announces (上半年经济运行情况), or ``None``."""
    told = [word for word in time_words(title) if word.within and word.kind in ("part", "year")]
    return told[0].period(year, year) if len(told) == 1 and _RESULTS.search(title) else None


def _work_report(text: str, year: int | None) -> tuple[Part, ...]:
    parts: list[Part] = []
    chapters = _chapters(text, year)
    if year is not None and not any(chapter.sort == "plan" for chapter in chapters):
        chapters = sorted([*chapters, *_paragraphs_of_a_summary(text, year)], key=lambda chapter: chapter.start)
    for number, chapter in enumerate(chapters):
        end = chapters[number + 1].start if number + 1 < len(chapters) else len(text)
        start, period = chapter.start, chapter.period
        for at, turned in _turns(text, chapter, end, year):
            if turned != period and at > start:
                parts.append(_part(start, at, chapter, period))
                start = at
            period = turned
        if end > start:
            parts.append(_part(start, end, chapter, period))
    return tuple(parts) or (Part(0, len(text), None, None, "actual", False),)


def _part(start: int, end: int, chapter: _Chapter, period: str | None) -> Part:
    return Part(start, end, chapter.heading, period, chapter.modality, chapter.sort == "plan")


def _chapters(text: str, year: int | None) -> list[_Chapter]:
    """Return the chapters in order; what stands before the first heading opens like a review."""
    review_period = None if year is None else str(year - 1)
    chapters = [_Chapter(0, None, "opening", review_period, "actual")]
    planned = None if year is None else str(year)
    for match in _CHAPTER.finditer(text):
        heading, start = match[1].strip(), match.start(1)
        sort = _sort(heading, year)
        if sort is None:
            continue
        stated = _stated(heading, year, past=sort == "review")
        default = review_period if sort == "review" else planned
        modality: Modality = "actual" if sort == "review" else "target"
        chapters.append(_Chapter(start, heading, sort, stated[0] if stated else default, modality, len(stated) > 1))
    for match in _words()["notes"].finditer(text):
        if match.start(1) > chapters[-1].start and match.start(1) > len(text) // 3:
            chapters.append(_Chapter(match.start(1), match[1], "notes", None, "actual"))
            break
    return chapters


def _paragraphs_of_a_summary(text: str, year: int) -> list[_Chapter]:
    """Return where a summary without chapters goes over to what shall be done, and back, at the head of a paragraph."""
    found: list[_Chapter] = []
    for match in _SUMMARY_TURN.finditer(text):
        ahead = match["ahead"] is not None or match["year"] == str(year)
        sort: Sort = "plan" if ahead else "review"
        if match["year"] not in (None, str(year), str(year - 1)) or (not found and not ahead):
            continue
        if not found or found[-1].sort != sort:
            period = str(year if ahead else year - 1)
            found.append(_Chapter(match.start("turn"), None, sort, period, "target" if ahead else "actual"))
    return found


def _sort(heading: str, year: int | None) -> Sort | None:
    """Return what a heading opens, ``None`` where it goes on with what was before; its last cue decides."""
    last: dict[Sort, int] = dict.fromkeys(_SORTS, -1)
    for sort in _SORTS:
        for match in _words()[sort].finditer(heading):
            last[sort] = match.start()
    if max(last.values()) >= 0:
        return max(_SORTS, key=lambda sort: last[sort])
    stated = _stated(heading, year, past=False)
    if not stated or year is None:
        return None
    return "plan" if int(stated[0][:4]) >= year else "review"


def _stated(heading: str, year: int | None, *, past: bool) -> list[str]:
    """Return the periods that a heading names, in order."""
    passage = None if year is None else year - 1 if past else year
    named = [
        (word.start, period)
        for word in time_words(heading)
        if word.kind != "date" and (period := word.period(year, passage)) is not None
    ]
    taken = {start for start, _ in named}
    for plan in _NUMBERED_PLAN.finditer(heading):
        first, last = _plan_span(plan[1] or plan[2])
        if plan.start() not in taken:
            named.append((plan.start(), f"{first}/{last}"))
    return list(dict.fromkeys(period for _, period in sorted(named)))


def _plan_span(numeral: str) -> tuple[int, int]:
    ones = "一二三四五六七八九".find(numeral[1:2]) + 1
    return plan_years(10 + ones)


def _turns(text: str, chapter: _Chapter, end: int, year: int | None) -> list[tuple[int, str | None]]:
    """Return where inside a chapter the time turns, and to which period.

    A review turns between the past year and the past five for good; a plan that names one time turns only for the rest
    of the paragraph.
    """
    if chapter.sort == "notes" or year is None:
        return []
    past = chapter.sort != "plan"
    found: list[tuple[int, str | None]] = []
    for match in _TURN.finditer(text, chapter.start, end):
        period = _turned(match, year, past=past)
        if period is None:
            continue
        found.append((match.start("word"), period))
        if not past and not chapter.mixed and (stop := text.find("\n", match.end(), end)) >= 0:
            found.append((stop + 1, chapter.period))
    for match in _SUBHEADING.finditer(text, chapter.start, end):
        stated = _stated(match[1], year, past=past)
        if stated and (int(stated[0][:4]) < year) == past:
            found.append((match.start(1), stated[0]))
    return sorted(found, key=lambda turn: turn[0])


def _turned(match: re.Match[str], year: int, *, past: bool) -> str | None:
    """Return the period that a turn opens, ``None`` where it does not belong in such a chapter."""
    if match["plan"]:
        first, last = _plan_span(match["plan"])
        return f"{first}/{last}" if (first < year) == past else None
    if match["year"]:
        stated = int(match["year"])
        if match.string[match.end() : match.end() + 1] == "，" and match[0][0] in "。！？":
            return None  # 。2025年，…: a sentence of its own year in a passage of five
        return match["year"] if (stated < year) == past and abs(stated - year) <= 1 else None
    if past:
        if match["past"]:
            return str(year - 1)
        return f"{year - _SPAN_YEARS}/{year - 1}" if match["five"] else None
    if match["coming"]:
        return f"{year}/{year + _SPAN_YEARS - 1}"
    return str(year) if match["this"] else None


def _plan(text: str, title: str | None) -> tuple[Part, ...]:
    """Split a plan or a notice: commitments throughout, but for the chapters that tell where things stand."""
    covered = next(iter(_stated(title or "", None, past=False)), None)
    parts: list[Part] = []
    start, heading = 0, None
    sort: Sort = "plan"
    for match in _CHAPTER.finditer(text):
        name = match[1].strip()
        here = _sort(name, None) or sort
        if (here, start) != (sort, match.start(1)):
            if match.start(1) > start:
                parts.append(_plan_part(start, match.start(1), heading, sort, covered))
            start, heading, sort = match.start(1), name, here
    parts.append(_plan_part(start, len(text), heading, sort, covered))
    return tuple(parts)


def _plan_part(start: int, end: int, heading: str | None, sort: str, covered: str | None) -> Part:
    if sort == "review":
        stated = next(iter(_stated(heading or "", None, past=True)), None)
        return Part(start, end, heading, stated or _span_before(covered), "actual", False)
    return Part(start, end, heading, covered, "target", True)


def _span_before(covered: str | None) -> str | None:
    """Return the five years before a five-year span."""
    first, _, last = (covered or "").partition("/")
    if last and int(last) - int(first) == _SPAN_YEARS - 1:
        return f"{int(first) - _SPAN_YEARS}/{int(first) - 1}"
    return None
