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


def _of_month(year: int, month: int) -> str:
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def is_whole_years(period: str) -> bool:
    """Whether a period is a year or several: no month, quarter or half."""
    return "-" not in period
