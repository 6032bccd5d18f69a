"""Numbers as readers of each language write them; exports never pass through here."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gongxing.listing.words import amount as exact_amount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.workbench.settings import Language

MISSING = "—"


def amount(value: float | None, unit: str | None, language: Language, digits: int | None = None) -> str:
    """Write a value in base units: 2780000000000 CNY is 2.78万亿元, or 2.78 trillion CNY.

    ``digits`` rounds to that many significant digits; without it the number is told as it is. Unknown is a dash.
    """
    if value is None or math.isnan(value):
        return MISSING
    if digits is not None and value and math.isfinite(value):
        value = round(value, digits - 1 - math.floor(math.log10(abs(value))))
    return exact_amount(value, unit or "", language)


def scale(values: Iterable[float | None], language: Language) -> float:
    """Return the step (万, 亿, 万亿; million, billion, trillion) in which the smallest of a column is at least one."""
    smallest = min((abs(value) for value in values if value), default=1.0)
    steps = (1e12, 1e8, 1e4) if language == "zh" else (1e12, 1e9, 1e6)
    return next((step for step in steps if smallest >= step), 1.0)


def amount_at(value: float | None, unit: str | None, language: Language, step: float, digits: int = 5) -> str:
    """Write a value in a step that all values of its column have: 22 075亿元 beside 2 657亿元."""
    if value is None or math.isnan(value):
        return MISSING
    rounded = round(value / step, max(digits - 1 - math.floor(math.log10(abs(value / step))), 0)) if value else 0.0
    return number(rounded) + exact_amount(step, unit or "", language).removeprefix("1")


def number(value: float | None, digits: int | None = None) -> str:
    """Write a pure number with thousands apart and ``digits`` decimals (without: as few as it has, at most six)."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return MISSING
    if isinstance(value, int) or (digits is None and float(value).is_integer() and abs(value) < 1e15):
        return f"{int(value):,}".replace("-", "−")
    text = f"{value:,.{digits}f}" if digits is not None else f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def share(value: float | None, digits: int = 1) -> str:
    """Write a share of one in percent: 0.4321 is 43.2%."""
    return MISSING if value is None or math.isnan(value) else f"{value * 100:.{digits}f}%".replace("-", "−")


def size(octets: float | None) -> str:
    """Write a number of bytes: 5 300 000 is 5.1 MB."""
    if octets is None:
        return MISSING
    for unit in ("B", "KB", "MB", "GB"):
        if octets < 1024 or unit == "GB":
            return f"{octets:.0f} {unit}" if unit == "B" else f"{octets:.1f} {unit}"
        octets /= 1024
    return MISSING
