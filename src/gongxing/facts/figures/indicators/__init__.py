"""What a number measures: composed from the clause structure, with inheritance across clauses and shared lists.

The reading of a number walks from it to the left (粮食产量达), to the right (10个国家大科学装置) or back to what was
said before (增长5.2%), and names the measure that its unit and verb make of the base: 增速, 占…比重, 全国位次.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.language.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Measured:
    """The indicator in words (常住人口, 地区生产总值 增速) and the rule that composed it."""

    indicator: str | None
    rule: str


def indicators(document: Document, numbers: list[Quantity]) -> list[Measured]:
    """Return, for each number, what it measures."""
    from gongxing.facts.figures.indicators.composing import compose
    from gongxing.facts.figures.indicators.phrase import without_regions
    from gongxing.facts.figures.indicators.setting import settings

    text = document.text
    regions = frozenset(text[mention.start : mention.end] for mention in document.places)
    return [
        Measured(without_regions(reading.indicator, regions) or None, reading.rule)
        for reading in compose(text, list(settings(document, numbers)), regions)
    ]
