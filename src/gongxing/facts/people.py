"""People and their posts, in the orders in which the press names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.fact import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name in folded text; places inside the span are not places (黄河 after 眉山市市长)."""

    start: int
    end: int
    name: str
    post: str | None
    rule: str


def person_mentions(document: Document) -> list[PersonMention]:
    """Find the people of a document, in order."""
    return []


def find_people(document: Document) -> Iterator[Person]:
    """Yield a fact for each distinct name and post, at its first mention."""
    return iter(())
