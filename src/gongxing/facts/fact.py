"""The seven kinds of fact. Each carries the span that says so and the name of the rule that found it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal

Bound = Literal["eq", "gt", "lt", "approx"]
Modality = Literal["actual", "target"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A span of ``Article.text``: ``text[start:end] == quote``, offsets in code points."""

    kind: ClassVar[str]
    start: int
    end: int
    quote: str
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as the contract prints it, ``kind`` first."""
        return {"kind": self.kind, **{field.name: getattr(self, field.name) for field in fields(self)}}


@dataclass(frozen=True, slots=True)
class Figure(Fact):
    """A number with what it measures, whose it is and when.

    ``value`` is in base units (see ``language/units.toml``), negative for falls. ``region`` is in plain words,
    ``region_code`` its adcode where it is a division. ``period`` is ``2025``, ``2024-06``, ``2024-H1``, ``2024-Q3``,
    ``2021/2025`` or ``None``.
    """

    kind: ClassVar[str] = "figure"
    value: float
    unit: str
    indicator: str | None
    region: str | None
    region_code: str | None
    period: str | None
    bound: Bound
    modality: Modality


@dataclass(frozen=True, slots=True)
class Place(Fact):
    """A division of the country (``code`` is its adcode at the document's date) or a functional region (``None``)."""

    kind: ClassVar[str] = "place"
    name: str
    code: str | None
    level: str


@dataclass(frozen=True, slots=True)
class Person(Fact):
    """A person; the span is the name. ``post`` in the document's words, ``None`` where it states none."""

    kind: ClassVar[str] = "person"
    name: str
    post: str | None


@dataclass(frozen=True, slots=True)
class Project(Fact):
    """A named work, plant, line, laboratory, park, zone, base, platform, plan or programme.

    ``name`` is the whole name where the span shares its head with other names (长征 in 长城、长征、黄河国家文化公园
    is 长征国家文化公园), ``None`` where the span itself is the name.
    """

    kind: ClassVar[str] = "project"
    type: str
    region: str | None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Industry(Fact):
    """A named branch; ``tier`` is traditional, emerging or future where the text says so; ``leaders`` its firms."""

    kind: ClassVar[str] = "industry"
    tier: str | None
    region: str | None
    leaders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member(Fact):
    """``member`` belongs to ``group``; the span is the member's name where the text says so."""

    kind: ClassVar[str] = "member"
    group: str
    member: str


@dataclass(frozen=True, slots=True)
class Commitment(Fact):
    """One promised or required act as a clause with its own verb.

    ``figures`` are the spans (start, end) of the figures inside it, ``deadline`` is the period by whose end it shall be
    done, ``None`` where not stated, ``period`` what the part of the document plans for that it stands in (the year of a
    work report's tasks, the five years of a plan).
    """

    kind: ClassVar[str] = "commitment"
    actor: str | None
    figures: tuple[tuple[int, int], ...] = ()
    deadline: str | None = None
    period: str | None = None
