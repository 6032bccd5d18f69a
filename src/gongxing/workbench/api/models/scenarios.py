"""Scenarios and their outcomes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from gongxing.workbench.api.models.shared import Version, said


class Scenario(Version):
    """A scenario: its text, and what it leaves open."""

    toml: str = said("The scenario as written.")
    files: dict[str, str] = said("SHA-256 of the tables that it names.")
    open: list[str] = said("Values that are still to be stated before it can run.")


class Outcome(BaseModel):
    """What a version of a scenario led to."""

    slug: str
    version: int
    basis: str = said("Hash of all that it rests on: rules, text, data, draws, seed.")
    content: dict[str, Any] = said("The run: regions with changes in per cent and intervals, and its certificate.")
    who: str
    at: str
