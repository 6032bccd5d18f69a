"""The words of the listings in Chinese and English, and numbers as people write them."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from gongxing.indicators.amounts import Language, amount

__all__ = ["Language", "amount", "preferred_language", "words"]


@cache
def words(language: Language) -> dict[str, Any]:
    """Return the words of one language; see ``words.toml``."""
    with files("gongxing.listing").joinpath("words.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)[language]
    return table


def preferred_language() -> Language:
    """Return English where the environment asks for it, else Chinese."""
    return "en" if system_locale().startswith("en") else "zh"


def system_locale() -> str:
    """Return the locale of messages that the environment names, e.g. ``zh_CN.UTF-8``."""
    return os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
