"""Numbers with units: where they stand, what they are worth in base units, how exact they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit in folded text.

    ``value`` is in base units, negative where the text says fall. ``bound`` is ``gt`` for 超/突破/以上/多/余, ``lt`` for
    不足/以内, ``approx`` for 约/近/左右/级. ``direction`` is 1 after a verb of growth, -1 after one of fall, 0 otherwise.
    ``number_start``, ``number_end`` frame the numeral alone, without its unit.
    """

    start: int
    end: int
    value: float
    unit: str
    bound: Literal["eq", "gt", "lt", "approx"]
    direction: int
    number_start: int
    number_end: int
    rule: str


def quantities(text: str) -> list[Quantity]:
    """Find the quantities of a folded text, in order, never overlapping."""
    return []
