"""Numbers as cells write them: thousands separators, blanks inside, marks of notes, traces of character recognition."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gongxing.tables.units import Scale, parse_unit

# What stands where there is no value.
_NONE = frozenset(
    (
        *("", "-", "--", "---", "—", "——", "–", "…", "……", "...", "..", ".", "/", "\\", "*", "#", "x", "×"),
        *("n.a.", "n/a", "na", "nan", "null", "none", "#n/a", "#div/0!", "#ref!", "#value!"),
        *("无", "暂无", "缺", "不详", "未统计", "空"),
    )
)
_MARKS = re.compile(r"[①-⑳⑴-⒇†‡¹²³⁴⁵⁶⁷⁸⁹]+$|(?<=\d)\s*(?:[*#]+|\[\d{1,2}\]|\([a-z注]\)|\(\d\)(?=$))$")
_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d{1,4}(?:,\d{4})+(?:\.\d+)?")
_CONTINENTAL = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+")
_SPACED = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_BROKEN = re.compile(r"[-+]?\d+(?: \d+)+(?:\.\d+)?|[-+]?\d+(?:\.\d+)? \d{1,2}")
_NUMBER_FIRST = re.compile(r"(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d\s].{0,12})")
_IN_BRACKETS = re.compile(r"\((?P<number>\d[\d,]*(?:\.\d+)?)\)")


class Number(NamedTuple):
    """A number read from a cell, the unit that the cell itself writes, and what was doubtful in it (a flag)."""

    value: float | Decimal
    unit: Scale | None = None
    flag: str | None = None


DAMAGED = "damaged digits"
NOTED = "marked with a note"
BRACKETED = "brackets read as a minus"


@lru_cache(maxsize=1 << 16)
def read_number(text: str) -> Number | None:
    """Read a cell of words as a number, ``None`` where it is none or could be several.

    >>> read_number("1,376.5").value
    Decimal('1376.5')
    """
    found = _MARKS.search(text.strip())
    noted = found is not None and found.start() > 0
    plain = _MARKS.sub("", text.strip()) if noted else text
    plain = " ".join(unicodedata.normalize("NFKC", plain).replace("−", "-").replace("‐", "-").split())
    plain = plain.lstrip("'‘’`").rstrip("↑")
    negative = plain.endswith("↓")
    number = _number(plain.rstrip("↓"))
    if number is None:
        return None
    if negative:
        number = number._replace(value=-abs(Decimal(str(number.value))))
    if noted and number.flag is None:
        number = number._replace(flag=NOTED)
    return number


def _number(text: str) -> Number | None:
    if _PLAIN.fullmatch(text):
        return Number(Decimal(text))
    if _THOUSANDS.fullmatch(text):
        return Number(Decimal(text.replace(",", "")))
    if _SPACED.fullmatch(text):
        return Number(Decimal(text.replace(" ", "")))
    if _CONTINENTAL.fullmatch(text):
        return Number(Decimal(text.replace(".", "").replace(",", ".")))
    if bracketed := _IN_BRACKETS.fullmatch(text):
        return Number(-Decimal(bracketed["number"].replace(",", "")), flag=BRACKETED)
    # Character recognition parts digits, draws a nought as brackets, and leaves specks around the number.
    bare = re.sub(r"^[_·.,'‘’\"~]+ ?(?=\d)|(?<=\d) ?[_·,'‘’\"~]+$", "", text.replace("()", "0"))
    if _PLAIN.fullmatch(bare):
        return Number(Decimal(bare), flag=DAMAGED)
    if _BROKEN.fullmatch(bare):
        return Number(Decimal(bare.replace(" ", "")), flag=DAMAGED)
    if with_unit := _NUMBER_FIRST.fullmatch(text):
        unit = parse_unit(with_unit["unit"])
        digits = with_unit["number"]
        if unit is None and with_unit["unit"] in _BARE_SCALES:
            unit = Scale(with_unit["unit"], "", Decimal(_BARE_SCALES[with_unit["unit"]]), 1)
        if unit is not None and (_PLAIN.fullmatch(digits) or _THOUSANDS.fullmatch(digits)):
            return Number(Decimal(digits.replace(",", "")), unit)
    return None


_BARE_SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12}


def is_missing(text: str) -> bool:
    """Tell whether a cell says that there is no value."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower() in _NONE
