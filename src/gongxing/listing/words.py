"""The words of the listings in Chinese and English, and numbers as people write them."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["zh", "en"]

_SCALES: dict[Language, tuple[tuple[float, str], ...]] = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
}
# Shares, ranks and multiples are never scaled.
_UNSCALED = frozenset({"%", "pp", "x", "rank", "rank-change", "year", "day", "h"})


@cache
def words(language: Language) -> dict[str, Any]:
    """Return the words of one language; see ``words.toml``."""
    with files("gongxing.listing").joinpath("words.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)[language]
    return table


def preferred_language() -> Language:
    """Return English where the environment asks for it, else Chinese."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "zh"


def amount(value: float, unit: str, language: Language) -> str:
    """Write a value in base units as people would: 2780000000000 CNY is 2.78万亿元, or 2.78 trillion CNY."""
    unit_word = words(language)["units"].get(unit, unit)
    if unit == "rank":
        return f"第{value:g}位" if language == "zh" else f"rank {value:g}"
    scales = () if unit in _UNSCALED else _SCALES[language]
    scale, scale_word = next((step for step in scales if abs(value) >= step[0]), (1.0, ""))
    number = f"{value / scale:,.10g}"
    gap = "" if language == "zh" or unit_word in ("", "%") else " "
    return f"{number}{scale_word}{gap}{unit_word}"
