"""Search over documents, facts, cells and regions."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from gongxing.library import LibraryError
from gongxing.library.narrowing import KINDS
from gongxing.workbench.api.models import Found
from gongxing.workbench.api.routing import LARGEST, Asked, Date, Name, Text, api_router, reads, told
from gongxing.workbench.page import Page
from gongxing.workbench.problems import ProblemError

router = api_router("search")


class SearchAsked(Asked):
    """What is searched for."""

    q: Name = Field(description="Words; white space parts them, quotation marks keep them together.")
    kind: list[Literal[KINDS]] = Field(default_factory=list, max_length=20, description="Kinds of finds; default all.")  # type: ignore[valid-type]
    region: Text | None = told("region")
    since: Date | None = told("since")
    until: Date | None = told("until")
    period: Text | None = told("period")
    source: Text | None = told("source_part")
    limit: int = Field(default=20, ge=1, le=LARGEST, description="Finds of each sort.")


@reads(router, "/search", "search", Found,
       python="library.search('氢能', kinds=('project', 'industry'), limit=20)",
       example="/api/search?q=氢能&kind=project&kind=industry")  # fmt: skip
def search(page: Page, asked: Annotated[SearchAsked, Query()]) -> Found:
    """Find documents, facts, cells and regions; counts are exact, hits the first of each kind."""
    narrow = {name: getattr(asked, name) or None for name in ("region", "since", "until", "period", "source")}
    try:
        found = page.library.search(asked.q, kinds=tuple(asked.kind), limit=asked.limit, **narrow)
    except LibraryError as error:
        if any(mark.isalnum() for mark in asked.q):
            raise
        raise ProblemError("library", 422, sentence=error) from None
    return Found.model_validate(found, from_attributes=True)
