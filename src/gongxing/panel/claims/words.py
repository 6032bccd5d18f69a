"""The sentences of checks; see ``sentences.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.indicators import catalogue
from gongxing.panel.claims.check import Said
from gongxing.panel.writing import quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.panel.amount import Amount


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))


def say(sentence: str, **fields: object) -> Said:
    """Return a sentence with its fields filled in; a pair is Chinese and English, anything else both."""
    written = _sentences()[sentence]
    return Said(*(
        written[language].format(**{
            name: value[index] if isinstance(value, tuple) and len(value) == 2 else value
            for name, value in fields.items()
        })
        for index, language in enumerate(("zh", "en"))
    ))  # fmt: skip


def number(amount: Amount | float, unit: str) -> tuple[str, str]:
    """Write an amount in both languages."""
    return quantity(float(amount), unit)


def indicator_words(what: str) -> tuple[str, str]:
    """Return the names of an indicator in both languages; words without an entry stay as they are."""
    entry = catalogue().get(what)
    return (entry.name, entry.english) if entry else (what, what)


def joined(said: Iterable[Said]) -> Said:
    """Join sentences."""
    said = list(said)
    return Said("；".join(s.zh for s in said), "; ".join(s.en for s in said))


def listed(names: Iterable[str], most: int = 8) -> tuple[str, str]:
    """List names in both languages, the first few and how many more."""
    names = list(names)
    more = len(names) - most
    shown = names[:most]
    zh = "、".join(shown) + (f" 等 {len(names)} 个" if more > 0 else "")
    return zh, ", ".join(shown) + (f" and {more} more" if more > 0 else "")
