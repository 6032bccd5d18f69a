"""Member facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document
    from gongxing.facts.fact import Member


def find_members(document: Document) -> Iterator[Member]:
    """Yield the members of a document."""
    return iter(())
