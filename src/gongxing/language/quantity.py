"""The quantity: a number with its unit, as the grammar of numbers hands it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Bound = Literal["eq", "gt", "lt", "approx"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, a span of folded text.

    ``value`` is in base units, negative where the text says fall. ``bound`` is ``gt`` for 超/突破/以上/多/余, ``lt``
    for 不足/以内, ``approx`` for 约/近/左右/级; of a range the lower end is ``gt``, the upper ``lt``. ``direction``
    is 1 after a verb of growth, -1 after one of fall, 0 otherwise. ``number_start``, ``number_end`` frame the numeral
    alone, without its unit. ``rule`` names what found it: ``number``, ``shared`` (unit of a later number in the list),
    ``range`` (one end of a range), ``implied`` (unit from a noun), ``level`` (万亿级), ``ratio`` (2.5:1), ``parts``
    (三分之二), ``doubling`` (翻一番), ``ranking`` (第7位), ``group`` (七大行动). ``spreads`` says
    that its bound is that of the first number of its list (分别突破180亿元、120亿元).
    """

    start: int
    end: int
    value: float
    unit: str
    bound: Bound
    direction: int
    number_start: int
    number_end: int
    rule: str
    spreads: bool = False
