"""Cells of tables, values of the panel, and what a reference leads to."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from gongxing.workbench.api.models.shared import may, said


class Observation(BaseModel):
    """A cell of a table."""

    id: int = said("Its number in this library.")
    document: int = said("Number of the table.")
    file: str = said("The file.")
    sheet: str | None = may("The sheet; null for CSV.")
    cell: str = said("The cell: E4.")
    reference: str = said("The reference to this cell, which /api/evidence resolves.")
    region: str = said("The region as the table writes it.")
    code: str | None = may("Its adcode.")
    indicator: str = said("The indicator as the table writes it.")
    indicator_id: str | None = may("Its id in the catalogue of indicators.")
    period: str | None = may("2025, 2024-06, …")
    value: float = said("The number in its base unit.")
    unit: str = said("Base unit: CNY, people, m2, %, …")
    scope: str | None = may("prefecture (全市) or district (市辖区).")
    flags: str = said("Doubts of the reader, joined by a semicolon; empty where there is none.")


class PanelValue(BaseModel):
    """The value that the panel shows for a region, indicator and period, with its source."""

    region: str
    code: str | None = may("Adcode.")
    indicator: str
    indicator_id: str | None = may("Id in the catalogue of indicators.")
    period: str | None = None
    value: float = said("In its base unit.")
    unit: str = said("Base unit: CNY, people, m2, %, …")
    scope: str | None = may("prefecture or district.")
    modality: str = said("actual or target.")
    bound: str = said("eq, gt, lt or approx.")
    rounding: float | None = may("Half a unit of the last digit written, in the base unit.")
    kind: str = said("table, bulletin or document: where it is from.")
    file: str = said("The file that it is from.")
    sheet: str | None = None
    cell: str | None = may("The cell of a table.")
    start: int | None = may("Offset in a document's text, in code points.")
    end: int | None = None
    quote: str | None = may("The words of a document.")


class Evidence(BaseModel):
    """What a reference leads to."""

    reference: str
    kind: Literal["doc", "cell", "measure", "scenario"]
    source: str = said("One line for a footnote.")
    quote: str = said("The words of the document, or a sentence that says the number.")
    value: float | None = may("In its base unit, where exactly one number is stated.")
    unit: str | None = None
    period: str | None = None
    region: str | None = None
    indicator: str | None = None
    context: str | None = may("The sentence around the quote.")
    rests_on: list[str] = said("References to what it was worked out from.")
    sha256: str | None = may("SHA-256 of its document.")
