"""The furniture words of briefs in Chinese and English; see ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongxing.indicators.amounts import Language


@cache
def words(language: Language) -> dict[str, Any]:
    """Return the words of one language."""
    table: dict[str, Any] = tomllib.loads(files("gongxing.briefs").joinpath("words.toml").read_text("utf-8"))[language]
    return table


def written_date(date: str, language: Language) -> str:
    """Write an ISO date as people do: 2026年3月18日, 18 March 2026."""
    year, month, day = (int(part) for part in date.split("-"))
    if language == "zh":
        return f"{year}年{month}月{day}日"
    return f"{day} {words('en')['months'][month - 1]} {year}"
