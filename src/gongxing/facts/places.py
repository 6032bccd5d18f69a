"""Places: every division by name, short name and alias with its code at the document's date, and functional regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.fact import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in folded text. ``name`` is its plain short name (四川, 泰州); ``level`` is province, prefecture,
    county, town or functional.
    """

    start: int
    end: int
    name: str
    code: str | None
    level: str
    rule: str


def place_mentions(document: Document) -> list[PlaceMention]:
    """Find the places of a document, in order."""
    return []


def find_places(document: Document) -> Iterator[Place]:
    """Yield a fact for each mention of a place that is not part of a person's name."""
    for mention in document.places:
        start, end, quote = document.span(mention.start, mention.end)
        yield Place(start, end, quote, mention.rule, mention.name, mention.code, mention.level)
