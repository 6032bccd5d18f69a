"""Whose, when and whether done or planned: read from the frame, the region stack and the words of the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.language.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Context:
    """Region in plain words with its adcode, period, modality, and the rule that decided."""

    region: str | None
    region_code: str | None
    period: str | None
    modality: Literal["actual", "target"]
    rule: str


def contexts(document: Document, numbers: list[Quantity]) -> list[Context]:
    """Return, for each number, whose it is and when."""
    frame = document.frame
    found = []
    for number in numbers:
        part = frame.part_at(number.start)
        region = document.region_at(number.start)
        found.append(Context(region.name, region.code, part.period, part.modality, "frame"))
    return found
