"""What is in the library, and work that goes on."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from gongxing.workbench.api.models.shared import may, said


class Unread(BaseModel):
    """A file that was not read, and why."""

    source: str
    reason: str


class Job(BaseModel):
    """Work that goes on: ask again until over."""

    id: str
    kind: str = said("What it does: ingest, scenario, search, check, …")
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    total: int | None = may("Steps, where that is known.")
    done: int = said("Steps done.")
    now: str = said("What is worked on.")
    left: float | None = may("Seconds left at the speed so far.")
    over: bool
    cancelling: bool
    result: str | None = may("The page of what came out.")
    problem: str | None = may("What went wrong, in one sentence.")
    unread: list[Unread] = said("Files that were not read; the others were.")


class Status(BaseModel):
    """What is in the library and what awaits a person."""

    documents: int = said("Articles, each once.")
    tables: int
    copies: int = said("Mirrors and reposts beside them.")
    first: str | None = may("Date of the oldest publication.")
    last: str | None = may("Date of the newest.")
    facts: dict[str, int] = said("By kind.")
    standing: dict[str, int] = said("Facts by what people said of them.")
    observations: int = said("Cells of tables.")
    regions: int
    edits: int
    scenarios: int
    findings: int
    briefs: int
    publications: int
    failures: int = said("Sources that could not be read.")
    flagged: int = said("Doubtful observations.")
    outdated: int = said("Documents that were read by older rules.")
