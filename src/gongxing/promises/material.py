"""What promises are followed in: documents with their facts, and tables with their observations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from gongxing.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxing.facts import Fact
    from gongxing.tables import Observation

_DIGITS = 12  # of a content hash, enough to tell the documents of a library apart


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One document: its content hash, what to call it, when it was published, its text and facts.

    ``facts`` may hold facts of every kind; spans are offsets in ``text``, counted in code points.
    """

    sha256: str
    title: str
    published: str | None
    text: str
    facts: Sequence[Fact]

    def reference(self, start: int, end: int) -> str:
        """Return the reference of a span."""
        return f"doc:{self.sha256[:_DIGITS]}#{start}-{end}"


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One workbook or CSV: its content hash, its name, its observations."""

    sha256: str
    name: str
    observations: Iterable[Observation]

    def reference(self, observation: Observation) -> str:
        """Return the reference of an observation's cell."""
        cell = observation.source
        assert isinstance(cell, Cell)
        return f"cell:{self.sha256[:_DIGITS]}/{quote(cell.sheet or '', safe='')}!{cell.cell}"
