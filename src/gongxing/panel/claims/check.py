"""What a check of one figure says: its verdict, the arithmetic with its cells, and why where it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from gongxing.tables import Cell

if TYPE_CHECKING:
    from gongxing.facts import Figure
    from gongxing.panel.claims.measure import Measure
    from gongxing.panel.evidence import Place
    from gongxing.panel.groups import Group
    from gongxing.panel.schema import Entry

Verdict = Literal["confirmed", "contradicted", "unchecked"]
# What a verdict rests on: a table, other documents, or nothing but what the document itself says elsewhere.
Basis = Literal["tables", "documents", "own"]
# How a claim was tested: which kind of arithmetic leads from the cells to the figure.
Way = Literal["value", "sum", "share", "sectors", "growth", "rank", "rank-change", "difference", "formula", "none"]
# What explains a contradiction or why there is none, or keeps a figure from being checked.
Cause = Literal[
    "rounding", "balanced", "year", "district", "price-base", "vintage", "scale", "other-indicator", "doubtful",
    "unexplained",
    "units", "missing", "no-indicator", "no-region", "no-period", "members", "real-growth", "ambiguous", "basis",
]  # fmt: skip


class Said(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str


class Reason(NamedTuple):
    """Why a figure is contradicted or cannot be checked."""

    cause: Cause
    said: Said


class Step(NamedTuple):
    """One line of arithmetic with the values that it takes from cells or documents."""

    said: Said
    cells: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of a document with whose it is: a region, or a group with its members.

    ``stated`` is the catalogue's id of the figure's words as a whole, else these words (地区生产总值 增速 is an
    indicator of its own). ``flags`` tell where its sentence is about a part only (限额以上单位) that the figure's own
    words do not name. ``together`` holds all parts of the structure that the figure is a part of (9.2:37.5:53.3).
    """

    file: str
    figure: Figure
    measure: Measure | None
    place: Place | None
    group: Group | None
    period: str | None
    sentence: str
    stated: str = ""
    flags: tuple[str, ...] = ()
    together: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on a claim.

    ``expected`` is what the panel gives in the unit of the figure, ``difference`` the figure less that; both ``None``
    where nothing could be worked out.
    """

    claim: Claim
    way: Way
    verdict: Verdict
    expected: float | None
    difference: float | None
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    said: Said

    @property
    def basis(self) -> Basis | None:
        """What the arithmetic rests on, the most independent of it; ``None`` where it takes no value.

        ``own`` says that the document agrees, or does not, with itself: that is no evidence for it.
        """
        sources = [entry.observation.source for step in self.steps for entry in step.cells]
        if not sources:
            return None
        others = [source for source in sources if source.file != self.claim.file]
        if any(isinstance(source, Cell) for source in others):
            return "tables"
        return "documents" if others else "own"
