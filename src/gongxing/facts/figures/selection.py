"""Which quantities are figures: not dates, ordinals, names, footnotes or comparison windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.language.quantities import Quantity


def select(document: Document) -> list[Quantity]:
    """Return the quantities of a document that state something, in order."""
    return document.quantities
