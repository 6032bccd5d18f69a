"""Units as table headers write them: 万元, 亿立方米, (10 000 persons), USD 10000, 上年=100."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from gongxing.language.units import rate_at, unit_at
from gongxing.tables.vocabulary import vocabulary


class Scale(NamedTuple):
    """A unit as written and what one of it is worth: ``numerator / denominator`` of ``base``."""

    written: str
    base: str
    numerator: Decimal
    denominator: int

    def value(self, number: float | Decimal) -> float:
        """Return a number of this unit in base units, exact to the nearest float."""
        whole = _whole(self.numerator)
        if isinstance(number, float):
            # A product of whole numbers below 2**53 is exact in floats, and so is a division by one.
            if number.is_integer() and whole and -_EXACT < (product := number * whole) < _EXACT:
                return product / self.denominator
            if whole == self.denominator == 1:
                return number
            number = Decimal(repr(number))
        return float(number * self.numerator / self.denominator)


_EXACT = float(1 << 53)


@cache
def _whole(numerator: Decimal) -> int:
    """Return a whole number as such, 0 for any other."""
    return int(numerator) if numerator == numerator.to_integral_value() else 0


_MULTIPLIERS = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "千万": 10**7, "百万": 10**6,
    "十万": 10**5, "万": 10**4, "千": 10**3, "百": 100, "十": 10,
}  # fmt: skip
_INDEX = re.compile(r"(?:以?(?:上年|上年同期|\d{4}年?|基期)(?:为|=|＝))\s*100|preceding year\s*=\s*100", re.IGNORECASE)
_POWER = re.compile(r"^10(?P<power>[2-9]|1[0-2])(?=\s*[a-z])")
_NUMBER = re.compile(r"^(?P<number>1[0 ,]*0|1)\s*(?=[a-z%])|\s(?P<after>1[0 ,]*0)$")


def parse_unit(text: str) -> Scale | None:
    """Return the unit that a whole text is, ``None`` where it is none.

    >>> parse_unit("万元").value(3.5)
    35000.0
    """
    return _parsed(" ".join(unicodedata.normalize("NFKC", text).split()))


@cache
def _parsed(text: str) -> Scale | None:
    if not text or len(text) > 40:
        return None
    if _INDEX.fullmatch(text):
        return Scale(text, "index", Decimal(1), 1)
    return _chinese(text.replace(" ", "")) or _english(text)


def _chinese(text: str) -> Scale | None:
    words = vocabulary()["units"]["chinese"]
    plain = words.get(text, text)
    for multiplier, factor in (("", 1), *_MULTIPLIERS.items()):
        if not plain.startswith(multiplier) or plain == multiplier:
            continue
        rest = plain[len(multiplier) :]
        rest = words.get(rest, rest)
        unit = unit_at(rest, 0)
        if unit is None:
            continue
        end = len(unit.word)
        if end < len(rest) and rest[end] == "/":
            found = rate_at(rest, end, unit)
            if found is None:
                continue
            unit, end = found
        if end == len(rest):
            return Scale(text, unit.base, unit.numerator * factor, unit.denominator)
    return None


def _english(text: str) -> Scale | None:
    """Read an English scale: a power of ten before or after the unit; character recognition writes O for 0."""
    words = vocabulary()["units"]["english"]
    plain = re.sub(r"(?<=[0-9 ])[oO]+(?=[ oO]|[a-z])", lambda m: "0" * len(m.group()), text)
    plain = re.sub(r"(?<=\d)\s+(?=0)", "", plain).lower().replace("，", ",")
    factor = 1
    if (power := _POWER.match(plain)) and not plain.startswith(("100", "1000")):
        factor, plain = 10 ** int(power["power"]), plain[power.end() :]
    elif number := _NUMBER.search(plain):
        digits = number["number"] or number["after"]
        factor = int(re.sub(r"\D", "", digits))
        plain = plain[number.end() :] if number["number"] else plain[: number.start()]
    unit = words.get(plain.strip(" ."))
    if unit is None:
        return None
    base, _, worth = str(unit).partition(" * ")
    return Scale(text, base, Decimal(worth or 1) * factor, 1)
