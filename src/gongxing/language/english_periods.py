"""Words of time in English text; the same ``TimeWord`` as for Chinese."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from gongxing.language.periods import TimeWord, plan_years

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_NUMBERS = {word: n for n, word in enumerate(_WORDS, 1)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:19|20)\d\d"
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven)"
_UNITS = (
    r"(?:%|percent|per[ ]cent|thousand|million|billion|trillion|yuan|tons?|tonnes|km|kilo|people|enterprises|companies"
    r"|projects|meters|metres|households|jobs|hectares)"
)


def _of_year(name: str) -> str:
    return rf"(?:(?:[ ]of|[ ]in|,)?[ ](?P<{name}>{_YEAR}|this[ ]year|last[ ]year))?"


_GRAMMAR = rf"""(?ix)\b(?:
    (?P<range>(?P<from>{_YEAR})(?:[ ]?[–—-][ ]?(?P<to>{_YEAR}|\d\d(?![\d.,]))
        |[ ](?:to|through|and|until)[ ](?P<until>{_YEAR}(?!\d))))
    |(?P<plan>(?P<number>1[0-9])th[ ]five-year[ ]plan(?:[ ]period)?)
    |(?P<quarter>(?:(?P<nth>first|second|third|fourth|last)[ ]quarter|Q(?P<q>[1-4])){_of_year("quarter_year")})
    |(?P<half>(?P<which>first|second)[ ]half{_of_year("half_year")})
    |(?P<months>first[ ](?P<count>{_COUNT})[ ](?P<unit>months|quarters){_of_year("months_year")})
    |(?P<month>(?P<opening>{_MONTH})(?:[ ]?[–—-][ ]?|[ ]to[ ])(?P<closing>{_MONTH})(?:,?[ ](?P<span_year>{_YEAR}))?
        |(?P<single>{_MONTH})(?:[ ](?P<day>\d\d?)(?!\d),?)?(?:[ ](?P<month_year>{_YEAR}))?)
    |(?P<window>(?:past|last|recent)[ ](?P<past>{_COUNT})[ ]years|(?:next|coming)[ ](?P<ahead>{_COUNT})[ ]years)
    |(?P<since>since[ ](?P<begun>{_YEAR}))
    |(?P<relative>this[ ]year|last[ ]year|next[ ]year|previous[ ]year|(?:the[ ])?year[ ](?:before|earlier|ago))
    |(?P<year>(?<![\d$€£.,#-]){_YEAR}(?![\d,.]*\d|[ ]?{_UNITS}))
)"""
_RELATIVE = {"this year": (0, "speech"), "last year": (-1, "speech"), "next year": (1, "speech")}


@cache
def _grammar() -> re.Pattern[str]:
    return re.compile(_GRAMMAR)


def english_time_words(text: str) -> list[TimeWord]:
    """Find the words of time of an English text, in order."""
    found = (_READERS[_kind(match)](match) for match in _grammar().finditer(text))
    return [word for word in found if word is not None]


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind in _READERS if match[kind] is not None)


def _in_year(match: re.Match[str], named: str | None, within: str) -> TimeWord:
    """Return a part of the year that stands behind it, else of the year that the passage tells of."""
    if named is None:
        return TimeWord(*match.span(), 0, 0, "passage", within, "part")
    if named.isdecimal():
        return TimeWord(*match.span(), int(named), int(named), "fixed", within, "part")
    shift = _RELATIVE[named.lower()][0]
    return TimeWord(*match.span(), shift, shift, "speech", within, "part")


def _range(match: re.Match[str]) -> TimeWord | None:
    first, last = int(match["from"]), int(match["to"] or match["until"])
    if last < 100:
        last += first // 100 * 100
    return TimeWord(*match.span(), first, last, "fixed", "", "span") if first < last else None


def _plan(match: re.Match[str]) -> TimeWord:
    return TimeWord(*match.span(), *plan_years(int(match["number"])), "fixed", "", "plan")


def _quarter(match: re.Match[str]) -> TimeWord:
    number = int(match["q"]) if match["q"] else _ORDINALS[match["nth"].lower()]
    return _in_year(match, match["quarter_year"], f"Q{number}")


def _half(match: re.Match[str]) -> TimeWord:
    return _in_year(match, match["half_year"], "H1" if match["which"].lower() == "first" else "H2")


def _months(match: re.Match[str]) -> TimeWord:
    count = _NUMBERS[match["count"].lower()]
    within = f"Q{count}" if match["unit"].lower() == "quarters" and count <= 4 else f"01/{count:02d}"
    return _in_year(match, match["months_year"], within)


def _month(match: re.Match[str]) -> TimeWord | None:
    if match["opening"]:
        opening, closing = (_MONTHS.index(match[name][:3].lower()) + 1 for name in ("opening", "closing"))
        return _in_year(match, match["span_year"], f"{opening:02d}/{closing:02d}")
    if match["single"].islower() or not (match["month_year"] or match["day"]):
        return None  # a bare "May" or "may", "March" or "march" tells too little
    word = _in_year(match, match["month_year"], f"{_MONTHS.index(match['single'][:3].lower()) + 1:02d}")
    return replace(word, kind="date" if match["day"] else "part")


def _window(match: re.Match[str]) -> TimeWord:
    if match["past"]:
        return TimeWord(*match.span(), 1 - _NUMBERS[match["past"].lower()], 0, "passage", "", "window")
    return TimeWord(*match.span(), 0, _NUMBERS[match["ahead"].lower()] - 1, "speech", "", "window")


def _since(match: re.Match[str]) -> TimeWord:
    return TimeWord(*match.span(), int(match["begun"]), int(match["begun"]), "fixed", "", "since")


def _relative(match: re.Match[str]) -> TimeWord:
    shift = _RELATIVE.get(match[0].lower())
    if shift is None:
        return TimeWord(*match.span(), -1, -1, "passage", "", "year")
    return TimeWord(*match.span(), shift[0], shift[0], "speech", "", "year")


def _year(match: re.Match[str]) -> TimeWord:
    return TimeWord(*match.span(), int(match[0]), int(match[0]), "fixed", "", "year")


_READERS = {
    "range": _range,
    "plan": _plan,
    "quarter": _quarter,
    "half": _half,
    "months": _months,
    "month": _month,
    "window": _window,
    "since": _since,
    "relative": _relative,
    "year": _year,
}
