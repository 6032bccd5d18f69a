"""The period of a number in English text, where the time follows the number as often as it goes before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.figures.when import When

if TYPE_CHECKING:
    from gongxing.facts.figures.modality import Modality
    from gongxing.facts.figures.setting import Setting
    from gongxing.facts.frame import Frame
    from gongxing.language.periods import TimeWord

_COMPARED = re.compile(
    r"\b(?:than|over|from|with|against|above|below)(?: that)?(?: in| of)?(?: a| the)? ?$", re.IGNORECASE
)
# What parts a number from the time of another: a further number or a new statement.
_PARTED = re.compile(r"\d|;|, (?:while|and|but|with|compared|up|down)\b")


def english_when(setting: Setting, frame: Frame, modality: Modality, text: str, carried: str | None) -> When:
    """Return the period of a number: its own words behind it, else those before it, else what the paragraph told."""
    default = setting.part.period if setting.part.modality == modality else None
    year = frame.year
    if period_text := default or carried:
        year = int(period_text.rpartition("/")[2][:4])
    for word in (*_own(setting, text), *_told(setting, text)):
        period = word.period(frame.year, year)
        if period is not None:
            return When(period[:4] if word.kind == "date" else period, "sentence", leads=True)
    if default is None and modality == "actual":
        default = carried
    return When(default, "part")


def _own(setting: Setting, text: str) -> tuple[TimeWord, ...]:
    """Return the word behind a number that belongs to it, if any (2.4 trillion yuan in 2025)."""
    for word in setting.behind[:1]:
        gap = text[setting.end : word.start]
        if not _PARTED.search(gap) and not _COMPARED.search(gap):
            return (word,)
    return ()


def _told(setting: Setting, text: str) -> tuple[TimeWord, ...]:
    """Return the words before a number, the nearest first, then those behind it, without what it is compared with."""
    words = (*setting.words, *setting.behind)
    return tuple(word for word in words if not _COMPARED.search(text[max(word.start - 20, 0) : word.start]))
