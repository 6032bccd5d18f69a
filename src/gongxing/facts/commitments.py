"""Commitment facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document
    from gongxing.facts.fact import Commitment


def find_commitments(document: Document) -> Iterator[Commitment]:
    """Yield the commitments of a document."""
    return iter(())
