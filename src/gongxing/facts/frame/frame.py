"""The two nouns of the frame: the document as a whole, and its parts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["work-report", "bulletin", "plan", "news", "other"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of folded text with one reading of time.

    ``period`` is what a figure without words of time belongs to; ``modality`` whether the part tells what was done
    (``actual``) or what shall be (``target``); ``plans`` whether its clauses are commitments.
    """

    start: int
    end: int
    heading: str | None
    period: str | None
    modality: Literal["actual", "target"]
    plans: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What the document is as a whole.

    ``issuer`` is the plain name of the division that speaks (四川), ``issuer_code`` its adcode, ``year`` the year that
    今年 means, ``kind`` the genre. ``parts`` cover the folded text without gaps.
    """

    kind: Kind
    issuer: str | None
    issuer_code: str | None
    issuer_level: str | None
    year: int | None
    published: str | None
    parts: tuple[Part, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(part.start for part in self.parts))

    def part_at(self, offset: int) -> Part:
        """Return the part that holds an offset of the folded text."""
        return self.parts[max(bisect_right(self._starts, offset) - 1, 0)]
