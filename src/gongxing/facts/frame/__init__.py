"""The frame of a document: who speaks, of which kind it is, of which year, and what each of its parts is about.

Three regions in four and nineteen periods in twenty are not in the sentence that holds the figure: they come from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.facts.frame.frame import Frame, Kind, Part
from gongxing.facts.frame.identity import identify
from gongxing.facts.frame.parts import split_parts

if TYPE_CHECKING:
    from gongxing.facts.document import Document

__all__ = ["Frame", "Kind", "Part", "build_frame"]


def build_frame(document: Document) -> Frame:
    """Read the frame off the article's own words about itself and its chapters."""
    known = identify(document)
    parts = split_parts(document.text, known.kind, known.year, document.article.title)
    return Frame(known.kind, known.issuer, known.issuer_code, known.issuer_level, known.year, known.published, parts)
