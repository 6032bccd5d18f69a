"""Words of time in folded text, and the period each stands for.

A word is found without knowing the document; ``TimeWord.period`` then resolves it from two years: the year in which
the document *speaks* (今年, 去年, 今后五年) and the year that the *passage* tells of (上年, 全年, 上半年, 近五年).

Periods are ``2025``, ``2024-06``, ``2024-H1``, ``2024-Q3`` (三季度 and, as statistics offices count, 前三季度),
``2024-01/2024-05`` and ``2021/2025``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Anchor = Literal["fixed", "speech", "passage"]
Kind = Literal["year", "part", "date", "span", "plan", "since", "window"]

_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_OPENING_OF_PLAN_ZERO = 1951  # the n-th five-year plan opens in 1951 + 5 n: the 14th in 2021


@dataclass(frozen=True, slots=True)
class TimeWord:
    """A word of time at ``start`` to ``end`` of a folded text.

    ``first`` and ``last`` are years, or shifts from the year that ``anchor`` names; ``within`` is the part of the year
    (``06``, ``H1``, ``Q3``, ``01/05``). ``kind`` is ``since`` where the span ends with the passage (2020年以来),
    ``window`` for a count of years that ends (近五年) or begins (今后五年) with the anchor, ``date`` for a day.
    """

    start: int
    end: int
    first: int
    last: int
    anchor: Anchor
    within: str
    kind: Kind

    def years(self, speech: int | None, passage: int | None) -> tuple[int, int] | None:
        """Return the first and last year, ``None`` where the year counted from is unknown."""
        if self.kind == "since":
            last = passage if passage is not None else speech
            return None if last is None else (min(self.first, last), last)
        if self.anchor == "fixed":
            return self.first, self.last
        year = speech if self.anchor == "speech" else passage
        return None if year is None else (year + self.first, year + self.last)

    def period(self, speech: int | None, passage: int | None) -> str | None:
        """Return the period, ``None`` where the year counted from is unknown."""
        years = self.years(speech, passage)
        if years is None:
            return None
        first, last = years
        if first != last:
            return f"{first}/{last}"
        if "/" in self.within:
            begin, end = self.within.split("/")
            return f"{first}-{begin}/{first}-{end}"
        return f"{first}-{self.within}" if self.within else str(first)


_MONTH = r"(?:1[0-2]|0?[1-9])"
_TO = r"(?:[—~\-]+|至|到)"
_PART_OF_YEAR = (
    rf"(?:上半年|下半年|前[二三]季度|第?[一二三四1-4]季度|前(?:1[01]|[2-9]|[二三四五六七八九十]|十一)个?月"
    rf"|{_MONTH}月?{_TO}{_MONTH}月份?|{_MONTH}月份?(?:[0-3]?\d日|[上中下]旬)?)"
)
_END = r"(?:[末底初](?!步)|中期)"
_COUNT = r"(?:[二两三四五六七八九十]|[1-9]\d?)"
_PLAN_AGE = (
    r"(?:这五年|时期|期间|以来|规划期|(?:规划)?(?:期?末|初期?|(?:圆满|顺利|胜利|的)?收官(?:之年)?|开局(?:之年)?|首年|第一年"
    r"|最后一年))"
)
_GRAMMAR = rf"""
    (?=[12二〇“十第党改西直九八今去前大明来后本新上下全年过刚这一近最未接此两三四五六七八1-9])(?:
    (?P<range>(?<![\d.])(?:19|20)\d\d年?{_TO}(?:19|20)\d\d年(?:期间|间)?)
    |(?P<year>(?<![\d.])(?:(?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{{2}})年(?:度(?!假)|全年)?(?:{_PART_OF_YEAR}|以来|至今|起|{_END})?)
    |(?P<plan>“十[一二三四五六七八]?五”{_PLAN_AGE}|(?<!“)十[一二三四五六七八]五{_PLAN_AGE}|第十[一二三四五六七八]?个五年规划(?:时期|期间))
    |(?P<relative>(?:今年|去年|大?前年|明年|来年|后年|本年度?|新的一年|今明两年|去岁|上一?年(?!级)|(?<!学)前一年|全年|年[内末底终](?!部)
        |(?:党的)?(?:十八大|十九大|二十大)以来|(?:新时代|改革开放|新中国成立|西部大开发|直辖)以来
        |(?:刚?刚?过去的?|这)一年|一年(?:以?来|间)|本世纪中叶|本世纪末)(?:{_PART_OF_YEAR}|同期|以来|{_END}|全年)?)
    |(?P<past>(?:刚?刚?过去的?|最?近|这)的?{_COUNT}年(?:以?来|间|时间)?|(?<![续连\d.第]){_COUNT}年(?:以?来|间))
    |(?P<ago>(?<![连续\d.第]){_COUNT}年前(?!期))
    |(?P<ahead>(?:今后|未来|接下来的?|此后){_COUNT}年)
    |(?P<part>(?<![年\d—.~至到第（])(?:上半年|下半年|前[二三]季度|第?[一二三四]季度|前(?:1[01]|[2-9])个?月|前(?:[二三四五六七八九十]|十一)个月
        |{_MONTH}月?{_TO}{_MONTH}月份?|{_MONTH}月(?:份|[0-3]?\d日|[末底初])))
    )"""
_HALF = {"上": "H1", "下": "H2"}
_SINCE = re.compile(r"(?:以来|至今|起)$")


@cache
def _grammar() -> re.Pattern[str]:
    return re.compile(_GRAMMAR, re.VERBOSE)


@cache
def _shifts() -> dict[str, tuple[int, Anchor]]:
    table = tomllib.loads((files("gongxing.language") / "periods.toml").read_text("utf-8"))
    anchors: tuple[Anchor, ...] = ("speech", "passage", "fixed")
    shifts = {word: (shift, anchor) for anchor in anchors for word, shift in table[anchor].items()}
    return shifts | {word: (year, "fixed") for word, year in table["since"].items()}


@cache
def _shift_word() -> re.Pattern[str]:
    words = sorted(_shifts(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def time_words(text: str) -> list[TimeWord]:
    """Find the words of time of a folded text, in order, never overlapping."""
    found = []
    for match in _grammar().finditer(text):
        word = _READERS[match.lastgroup or ""](match)
        if word is not None:
            found.append(word)
    return found


def number_of_years(numeral: str) -> int:
    """Return the value of a numeral up to 99 in digits or Han characters (0 for none)."""
    if numeral.isdecimal():
        return int(numeral)
    tens, mark, ones = numeral.rpartition("十")
    return (10 * _NUMERALS.get(tens, 1) if mark else 0) + _NUMERALS.get(ones, 0)


def plan_years(number: int) -> tuple[int, int]:
    """Return the first and last year of the five-year plan of a number (14 gives 2021 and 2025)."""
    first = _OPENING_OF_PLAN_ZERO + 5 * number
    return first, first + 4


def _year(text: str) -> int:
    digits = text[:4]
    return int(digits) if digits.isdecimal() else int("".join(str(_NUMERALS[c]) for c in digits))


def _within(tail: str) -> tuple[str, Kind]:
    """Return the part of a year that the words behind the year name."""
    if "半年" in tail:
        return _HALF[tail[tail.index("半年") - 1]], "part"
    if (at := tail.find("季度")) > 0:
        return f"Q{number_of_years(tail[at - 1])}", "part"
    if "前" in tail:
        months = re.search(r"前(\d+|[一二三四五六七八九十]+)", tail)
        return (f"01/{number_of_years(months[1]):02d}", "part") if months else ("", "year")
    months_named = re.findall(r"(\d+)(?=月|[—~\-至到])", tail)
    if len(months_named) == 2:
        return f"{int(months_named[0]):02d}/{int(months_named[1]):02d}", "part"
    if months_named:
        return f"{int(months_named[0]):02d}", "date" if "日" in tail else "part"
    return "", "year"


def _read_range(match: re.Match[str]) -> TimeWord | None:
    first, last = (int(year) for year in re.findall(r"\d{4}", match[0]))
    return TimeWord(*match.span(), first, last, "fixed", "", "span") if first < last else None


def _read_year(match: re.Match[str]) -> TimeWord:
    year, tail = _year(match[0]), match[0][5:]
    if _SINCE.search(tail):
        return TimeWord(*match.span(), year, year, "fixed", "", "since")
    return TimeWord(*match.span(), year, year, "fixed", *_within(tail))


def _read_plan(match: re.Match[str]) -> TimeWord:
    word = match[0]
    number = re.search(r"十[一二三四五六七八]?", word)
    first, last = plan_years(number_of_years(number[0]) if number else 0)
    if word.endswith("以来"):
        return TimeWord(*match.span(), first, first, "fixed", "", "since")
    if re.search(r"末|收官|最后", word):
        first = last
    elif re.search(r"初|开局|首年|第一年", word):
        last = first
    return TimeWord(*match.span(), first, last, "fixed", "", "plan")


def _read_relative(match: re.Match[str]) -> TimeWord | None:
    head = _shift_word().match(match[0])
    if head is None:
        return None
    shift, anchor = _shifts()[head[0]]
    if head[0].endswith("以来") and anchor == "fixed":
        return TimeWord(*match.span(), shift, shift, "fixed", "", "since")
    return TimeWord(*match.span(), shift, shift, anchor, *_within(match[0][head.end() :]))


def _read_window(match: re.Match[str]) -> TimeWord | None:
    numeral = re.search(_COUNT, match[0])
    years = number_of_years(numeral[0]) if numeral else 0
    if match.lastgroup == "ahead":
        return TimeWord(*match.span(), 0, years - 1, "speech", "", "window")
    return TimeWord(*match.span(), 1 - years, 0, "passage", "", "window")


def _read_ago(match: re.Match[str]) -> TimeWord:
    years = number_of_years(match[0][:-2])
    return TimeWord(*match.span(), -years, -years, "passage", "", "year")


def _read_part(match: re.Match[str]) -> TimeWord:
    return TimeWord(*match.span(), 0, 0, "passage", *_within(match[0]))


_READERS = {
    "range": _read_range,
    "year": _read_year,
    "plan": _read_plan,
    "relative": _read_relative,
    "past": _read_window,
    "ahead": _read_window,
    "ago": _read_ago,
    "part": _read_part,
}
