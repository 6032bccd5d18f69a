"""Industry facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document
    from gongxing.facts.fact import Industry


def find_industries(document: Document) -> Iterator[Industry]:
    """Yield the industries of a document."""
    return iter(())
