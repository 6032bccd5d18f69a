"""Measures and their results."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from gongxing.workbench.api.models.shared import may, said


class Measure(BaseModel):
    """A measure of the catalogue."""

    id: str
    family: str
    name: str = said("In the language asked for.")
    line: str = said("What it tells, in one line.")


class Argument(BaseModel):
    """An argument of a measure."""

    name: str
    kind: str = said("number, label, time or weights for a column; option else.")
    required: bool
    default: str | None = may("As it is written.")
    choices: list[str] = said("The words that it takes; empty where it takes any.")


class MeasureDetail(Measure):
    """A measure with its formula, arguments, assumptions and traps."""

    formula: str = said("TeX.")
    arguments: list[Argument]
    assumptions: list[str]
    traps: list[str]
    references: list[str]
    unit: str = said("1 for a pure number, value where it has the unit of what is measured.")
    better: str | None = may("low or high: which end is desirable.")
    scale: str = said("invariant where a change of unit changes nothing, equivariant, or other.")


class MeasureRow(BaseModel):
    """One number of a result."""

    key: dict[str, str | None] = said("The columns that it is parted by: year, code, …")
    group: str | None = may("What it is about; null where it is about all.")
    term: str = said("total, between, within, speed, …")
    value: float | None = may("The number; null where it does not exist, which a note explains.")
    unit: str | None = None
    n: int = said("How many regions it was made from.")


class MeasureResult(BaseModel):
    """What a measure gives on the panel of the library."""

    measure: str
    rows: list[MeasureRow]
    notes: list[str] = said("What was dropped, trimmed or shifted.")
    explanation: str = said("How it reads, in plain words with the numbers at hand.")
    specification: dict[str, Any] = said("What is needed to compute it again.")
