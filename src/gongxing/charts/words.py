"""The words of figures in Chinese and English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.indicators.amounts import Language


@cache
def words(language: Language) -> dict[str, Any]:
    """Return the words of one language; see ``words.toml``."""
    table: dict[str, Any] = tomllib.loads(files("gongxing.charts").joinpath("words.toml").read_text("utf-8"))[language]
    return table


def heading(column: str, language: Language) -> str:
    """Return what a column of a figure's table is called; one that has no word keeps its name."""
    named: str = words(language)["columns"].get(column, column.replace("_", " "))
    return named


def cell(column: str, text: str, language: Language) -> str:
    """Return what a text in a column of a figure's table reads: states are words of ours, all else stays."""
    own = words(language)
    found: str = {**own["coverage"], **own["promises"]}.get(text, text) if column == "state" else text
    return found


def listed(names: Sequence[str], language: Language, most: int = 3) -> str:
    """Write names one after another; where there are more than ``most``, how many others."""
    comma = "、" if language == "zh" else ", "
    if len(names) <= most:
        return comma.join(names)
    more = words(language)["more"].format(count=len(names) - most)
    return f"{comma.join(names[:most])}{more}"
