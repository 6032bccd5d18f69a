"""Promises with what became of them, and figures tested."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from gongxing.workbench.api.models.shared import may, said


class Promise(BaseModel):
    """A promise of a region and what became of it, with the words of both."""

    id: str = said("The same for the same promise in every run.")
    kind: str = said("indicator, task, project, open_call, pilot_centre or platform.")
    region: str = said("Whose it is.")
    region_code: str | None = may("Adcode.")
    theme: str = said("The theme: industry, transport, livelihood, …")
    subject: str = said("What is promised.")
    value: float | None = may("The promised number in its base unit; of a range the lower end.")
    upper: float | None = may("The upper end of a range.")
    unit: str | None = may("Base unit.")
    bound: str | None = may("gt, lt, approx or eq.")
    period: str | None = may("What it is promised for.")
    deadline: str | None = may("The year by whose end it shall be done, as the document says.")
    due: str | None = may("The last day of the time promised for.")
    state: Literal["met", "missed", "not_yet", "cannot_say"]
    reason: str = said("How the state was found, in Chinese.")
    stage: str | None = may("Where a named thing stands.")
    quote: str = said("The words of the promise.")
    reference: str = said("Where they stand; /api/evidence resolves it.")
    source: str = said("The document.")
    date: str | None = may("Of its publication.")
    mentions: int = said("How many documents make the promise.")
    outcome_quote: str | None = may("The words or the cell that tell what became of it.")
    outcome_reference: str | None = may("Where they stand.")
    outcome_source: str | None = may("The document or table.")
    outcome_value: float | None = may("The number reached, in its base unit.")
    outcome_period: str | None = may("Its time.")
    answers: int = said("How many divisions answer it.")


class Check(BaseModel):
    """A figure of a document tested against everything else in the library."""

    document: int = said("Number of the document.")
    reference: str = said("The figure's span; /api/evidence resolves it.")
    quote: str = said("The figure as written.")
    region: str | None = None
    indicator: str | None = None
    period: str | None = None
    value: float = said("The figure in its base unit.")
    unit: str
    verdict: Literal["confirmed", "contradicted", "unchecked"]
    way: str = said("The arithmetic that leads to it: value, sum, share, growth, rank, …")
    expected: float | None = may("What the rest of the library gives, in the unit of the figure.")
    difference: float | None = may("The figure less what is expected.")
    causes: list[str] = said("What explains a contradiction, or keeps the figure from being checked.")
    said: str = said("The verdict in one sentence, with its cells, in the language asked for.")
