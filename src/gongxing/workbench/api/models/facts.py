"""A fact, and what people said of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from gongxing.workbench.api.models.shared import may, said

Standing = Literal["found", "accepted", "corrected", "rejected", "merged"]
Kind = Literal["figure", "place", "person", "project", "industry", "member", "commitment"]


class Edit(BaseModel):
    """What a person said of a fact; never overwritten."""

    id: int = said("Its number; undo takes it.")
    at: str = said("When, ISO 8601.")
    who: str = said("By whom.")
    action: str = said("accept, reject, correct, merge, part or undo.")
    undoes: int | None = may("The edit that this one takes back.")


class Fact(BaseModel):
    """A fact of a document with the span that it was read from."""

    id: int = said("Its number in this library.")
    kind: Kind = said("What kind of fact.")
    quote: str = said("The words: the document's text from start to end.")
    start: int = said("Where the quote begins in the text, in code points.")
    end: int = said("Where it ends.")
    document: int = said("Number of the document.")
    reference: str = said("The reference to this span, which /api/evidence resolves.")
    about: str | None = may("The region that it is about, in short.")
    about_code: str | None = may("Its adcode.")
    indicator: str | None = may("What a figure measures.")
    value: float | None = may("The number of a figure, in its base unit (see unit); not in 万 or 亿.")
    unit: str | None = may("Base unit: CNY, USD, people, count, m, m2, t, kWh, %, pp, …")
    period: str | None = may("The time it is about: 2025, 2024-06, 2024-H1, 2024-Q3, 2021/2025.")
    bound: str | None = may("eq, gt (at least), lt (at most) or approx.")
    modality: str | None = may("actual, or target for what is planned.")
    deadline: str | None = may("By when, of a commitment.")
    standing: Standing = said("What people said of it.")
    rule: str = said("The rule that found it.")
    fields: dict[str, Any] = said("All fields of its kind, as they stand.")
    published: str | None = may("Date of publication of the document.")


class FactDetail(Fact):
    """A fact with its history."""

    extracted: dict[str, Any] | None = may("The fields as they were found, where a person corrected them.")
    edits: list[Edit] = said("What people said of it, the first first.")
    seen: int | None = may("The last edit: send it with a write, so that two people on one fact are told.")
