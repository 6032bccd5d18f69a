"""The frame of a document: who speaks, of which kind it is, of which year, and what each of its sections is about.

Three regions in four and nineteen periods in twenty are not in the sentence that holds the figure: they come from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gongxing.facts.document import Document


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

    kind: Literal["work-report", "bulletin", "plan", "news", "other"]
    issuer: str | None
    issuer_code: str | None
    issuer_level: str | None
    year: int | None
    published: str | None
    parts: tuple[Part, ...]

    def part_at(self, offset: int) -> Part:
        """Return the part that holds an offset of the folded text."""
        from bisect import bisect_right

        return self.parts[max(bisect_right(self.parts, offset, key=lambda part: part.start) - 1, 0)]


def build_frame(document: Document) -> Frame:
    """Read the frame off the article's own words about itself and its section tree."""
    whole = Part(0, len(document.text), None, None, "actual", False)
    return Frame("other", None, None, None, None, document.article.published, (whole,))
