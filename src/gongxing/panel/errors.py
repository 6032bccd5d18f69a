"""The error of the room: one sentence about what was asked or given."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_NEAR = 0.5  # two characters of which one is the same


class PanelError(ValueError):
    """Something asked of a panel cannot be had. The message says what, why and what to do, in one sentence."""


def close_ones(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean …?" with the known words most like one, the earlier of equal ones first."""
    matcher = SequenceMatcher(b=word.lower(), autojunk=False)
    scored = []
    for name in dict.fromkeys(known):
        matcher.set_seq1(name.lower())
        if matcher.real_quick_ratio() >= _NEAR and (score := matcher.ratio()) >= _NEAR:
            scored.append((score, name))
    scored.sort(key=lambda pair: -pair[0])
    return f"; did you mean {', '.join(name for _, name in scored[:3])}?" if scored else ""
