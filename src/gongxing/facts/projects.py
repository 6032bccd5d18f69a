"""Project facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document
    from gongxing.facts.fact import Project


def find_projects(document: Document) -> Iterator[Project]:
    """Yield the projects of a document."""
    return iter(())
