"""A region, and what the library knows of it."""

from __future__ import annotations

from pydantic import BaseModel

from gongxing.workbench.api.models.facts import Kind, Standing
from gongxing.workbench.api.models.shared import may, said


class Region(BaseModel):
    """A region that documents or tables speak of."""

    name: str = said("Its name as it is known here.")
    code: str | None = may("Adcode (GB/T 2260); null for a functional region.")
    level: str | None = may("province, prefecture, county, …")


class ProfileFact(BaseModel):
    """A fact in the profile of a region."""

    id: int
    document_id: int = said("Number of the document.")
    kind: Kind
    quote: str
    start: int = said("In code points of the document's text.")
    end: int
    indicator: str | None = None
    period: str | None = None
    value: float | None = may("In its base unit.")
    unit: str | None = None
    bound: str | None = None
    modality: str | None = None
    deadline: str | None = None
    published: str | None = None
    standing: Standing


class Profile(BaseModel):
    """What the library knows of a region at a glance."""

    region: str = said("Its short name.")
    code: str | None = may("Adcode.")
    counts: dict[str, int] = said("How many facts are about it, by kind.")
    figures: list[ProfileFact] = said("The newest actual value of each indicator.")
    projects: list[ProfileFact] = said("The newest projects.")
    industries: list[ProfileFact] = said("The newest industries.")
    commitments: list[ProfileFact] = said("The newest commitments.")
