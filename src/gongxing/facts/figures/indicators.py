"""What a number measures: composed from the clause structure, with inheritance across clauses and shared lists."""

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
    return [Measured(None, "") for _ in numbers]
