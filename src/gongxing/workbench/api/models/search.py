"""What a search found."""

from __future__ import annotations

from pydantic import BaseModel

from gongxing.workbench.api.models.shared import said


class Find(BaseModel):
    """One find of a search."""

    kind: str = said("document, a kind of fact, observation or region.")
    id: int
    title: str | None = None
    context: str = said("The words around what was found.")
    start: int = said("Where the find begins in context.")
    end: int
    document: int | None = None
    published: str | None = None
    source: str | None = None
    about: str | None = None


class Found(BaseModel):
    """What a search found."""

    words: str
    counts: dict[str, int] = said("The exact number of finds of each kind.")
    hits: list[Find] = said("The first of each kind, up to limit.")
