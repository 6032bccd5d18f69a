"""What the finder of places gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in folded text.

    ``name`` is its plain short name (四川, 泰州); ``level`` is province, prefecture, county, town or functional.
    """

    start: int
    end: int
    name: str
    code: str | None
    level: str
    rule: str
