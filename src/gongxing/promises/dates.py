"""Days at which periods end, as ISO text that sorts."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])$")
_HALF = re.compile(r"(\d{4})-H([12])$")


@lru_cache(maxsize=4096)
def last_day(period: str | None) -> str | None:
    """Return the last day of a period, ``None`` where it is none.

    >>> last_day("2024-Q3"), last_day("2021/2025")
    ('2024-09-30', '2025-12-31')
    """
    end = (period or "").rpartition("/")[2]
    if len(end) == 4 and end.isdecimal():
        return f"{end}-12-31"
    if match := _QUARTER.match(end):
        return _of_month(int(match[1]), 3 * int(match[2]))
    if match := _HALF.match(end):
        return _of_month(int(match[1]), 6 * int(match[2]))
    match = _MONTH.match(end)
    return _of_month(int(match[1]), int(match[2])) if match and 1 <= int(match[2]) <= 12 else None


def in_words(period: str) -> tuple[str, str]:
    """Write a period in Chinese and English.

    >>> in_words("2024-H1"), in_words("2021/2025")
    (('2024年上半年', '2024-H1'), ('2021—2025年', '2021–2025'))
    """
    first, _, last = period.partition("/")
    if last:
        return (
            (f"{first}—{last}年", f"{first}–{last}")
            if "-" not in period
            else (f"{first}至{last}", f"{first} to {last}")
        )
    if match := _QUARTER.match(period):
        return f"{match[1]}年{'一二三四'[int(match[2]) - 1]}季度", period
    if match := _HALF.match(period):
        return f"{match[1]}年{'上下'[int(match[2]) - 1]}半年", period
    if match := _MONTH.match(period):
        return f"{match[1]}年{int(match[2])}月", period
    return (f"{period}年" if period.isdecimal() else period), period


def _of_month(year: int, month: int) -> str:
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def is_whole_years(period: str) -> bool:
    """Whether a period is a year or several: no month, quarter or half."""
    return "-" not in period
