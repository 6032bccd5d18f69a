"""Whose: the region that the words at an offset are about (issuer, section, sentence, clause: the nearest that speaks)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.facts.document import Document


@dataclass(frozen=True, slots=True)
class RegionName:
    """A region in plain words (四川, 泰州, 成都平原经济区) with its adcode where it is a division."""

    name: str | None
    code: str | None


def region_at(document: Document, offset: int) -> RegionName:
    """Return the region that the clause at an offset of the folded text is about."""
    return RegionName(document.frame.issuer, document.frame.issuer_code)
