"""Briefs, publications and findings."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from gongxing.workbench.api.models.shared import Version, said


class Brief(Version):
    """A brief as its outline."""

    language: Literal["zh", "en"]
    outline: str = said("Markdown; every number is a link to its evidence.")


class Publication(BaseModel):
    """A brief as it was published."""

    permanent_id: str
    slug: str
    version: int
    who: str
    at: str
    address: str = said("Where it can be read.")


class Finding(BaseModel):
    """A sentence that a person keeps, with its evidence."""

    id: int
    reference: str
    sentence: str
    who: str
    at: str
