"""Numbers with their units as people write them: 万 and 亿 in Chinese, millions and billions in English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]

_SCALES: dict[Language, tuple[tuple[float, str], ...]] = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
}
# Shares, ranks, indices and multiples are never scaled.
_UNSCALED = frozenset({"%", "pp", "x", "rank", "rank-change", "year", "day", "h", "min", "index"})
# From which largest value on a column of numbers is written in a scale: 105,377元 stays, 24,763亿元 is no 2.4763万亿元.
_COLUMN_SCALES: dict[Language, tuple[tuple[float, float, str], ...]] = {
    "zh": ((1e13, 1e12, "万亿"), (1e8, 1e8, "亿"), (1e6, 1e4, "万")),
    "en": ((1e13, 1e12, "trillion"), (1e9, 1e9, "billion"), (1e6, 1e6, "million")),
}


@cache
def units(language: Language) -> dict[str, str]:
    """Return the words of base units in one language; see ``units.toml``."""
    text = files("gongxing.indicators").joinpath("units.toml").read_text("utf-8")
    table: dict[str, str] = tomllib.loads(text)[language]
    return table


def rounded(value: float, digits: int) -> str:
    """Write a number with at most so many significant digits, never in powers of ten: 24763.6 to 4 is 24,764."""
    if value == 0:
        return "0"
    places = digits - len(str(int(abs(value)))) if abs(value) >= 1 else digits
    short = f"{value:,.{max(0, places)}f}" if abs(value) >= 1 else f"{float(f'{value:.{digits}g}'):,.10f}"
    return short.rstrip("0").rstrip(".") if "." in short else short


def amount(value: float, unit: str, language: Language, digits: int | None = None) -> str:
    """Write a value in base units as people would: 2780000000000 CNY is 2.78万亿元, or 2.78 trillion CNY.

    Parameters
    ----------
    value, unit
        In base units.
    language
        ``"zh"`` or ``"en"``.
    digits
        Significant digits to round to; ``None`` keeps what the value has.
    """
    unit_word = units(language).get(unit, unit)
    scales = () if unit in _UNSCALED else _SCALES[language]
    scale, scale_word = next((step for step in scales if abs(value) >= step[0]), (1.0, ""))
    number = f"{value / scale:,.10g}" if digits is None else rounded(value / scale, digits)
    if unit == "rank":
        return f"第{number}位" if language == "zh" else f"rank {number}"
    gap = "" if language == "zh" or unit_word in ("", "%") else " "
    return f"{number}{scale_word}{gap}{unit_word}"


class Scale(NamedTuple):
    """How a column or an axis of numbers is written: each divided by ``factor``, in ``word`` (亿元, billion CNY)."""

    factor: float
    word: str


def scale_of(largest: float, unit: str, language: Language) -> Scale:
    """Return the scale that suits numbers of a unit whose largest size is given."""
    unit_word = units(language).get(unit, unit)
    scales = () if unit in _UNSCALED else _COLUMN_SCALES[language]
    for least, factor, word in scales:
        if abs(largest) >= least:
            return Scale(factor, f"{word}{unit_word}" if language == "zh" else f"{word} {unit_word}".strip())
    return Scale(1.0, unit_word)
