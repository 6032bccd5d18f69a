"""What one number measures: a base (粮食产量), a measure of it (增速, 全国位次) and the rule that read it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongxing.facts.figures.indicators.phrase import head_length

# 规模以上工业企业 + 实现 + 营业收入: what follows belongs to the doer.
_DOER = re.compile(r"(.{2,}?)(?:实现|完成|取得)(?=.{2})")


@dataclass(slots=True)
class Reading:
    """One number's reading; ``unit_words`` are the words after its numeral (万吨), to tell sisters by."""

    base: str
    measure: str
    rule: str
    unit: str = ""
    unit_words: str = ""
    sentence: int = -1
    clause: int = -1
    act: str = ""
    right_end: int = 0

    @property
    def indicator(self) -> str:
        """Base and measure in words."""
        return f"{self.base} {self.measure}" if self.measure and self.base else self.base or self.measure

    @property
    def owner(self) -> str:
        """What the base belongs to: 医疗旅游 of 医疗旅游人次; the base itself where it ends in no measure word."""
        base = self.base
        doer = _DOER.match(base)
        if doer is not None:
            return doer[1]
        length = head_length(base)
        if length == len(base) > 7:
            length = head_length(base[-2:])
        return (base[:-length].removesuffix("设计") or base) if 1 < length < len(base) else base

    @property
    def head(self) -> str:
        """The measure word that ends the base, or nothing."""
        length = head_length(self.base)
        return self.base[-length:] if length else ""
