"""Divisions of the country by code and year: the table ``divisions.csv``, read once and when first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

# The last year that the table tells of; later years are read as this one.
LATEST = 2026

Level = Literal["province", "prefecture", "county"]


class Division(NamedTuple):
    """A division with one code, name and parent over a stretch of years.

    ``valid_from`` is the first and ``valid_to`` the last year at whose end the official list has it (``None``:
    still there). ``short`` is the name without its suffix (四川, 昌江). ``change`` tells why it ended: ``recoded``,
    ``moved`` (to another parent), ``renamed``, ``upgraded`` (a county that became a city or a district), ``restyled``
    (another suffix of no higher rank), ``merged``, ``split``, ``annulled`` (it had existed on paper only) or ``ended``
    (not known); ``successors`` are the codes of what together holds its ground. A division that gave much of its
    ground to a new one ends as ``split``, and starts anew the year after, with the same code.
    """

    code: str
    name: str
    short: str
    level: Level
    parent: str | None
    valid_from: int
    valid_to: int | None
    change: str | None
    successors: tuple[str, ...]

    @property
    def province(self) -> str:
        """Code of the province that holds it, its own if it is one."""
        return self.code[:2] + "0000"

    def exists(self, year: int | None) -> bool:
        """Whether the official list of a year's end has it; ``None`` means now."""
        if year is None or year >= LATEST:
            return self.valid_to is None
        return self.valid_from <= year and (self.valid_to is None or year <= self.valid_to)

    def within(self, code: str) -> bool:
        """Whether it is the division of a code or lies in it."""
        return code in (self.code, self.parent, self.province)


@cache
def _lines() -> list[list[str]]:
    """Return the fields of each line; divisions are made of them only when they are asked for."""
    lines = Path(__file__).with_name("divisions.csv").read_text("utf-8").split("\n")
    return [line.split(",") for line in lines[1:-1]]


@cache
def _by_code() -> dict[str, list[list[str]]]:
    index: dict[str, list[list[str]]] = {}
    for fields in _lines():
        index.setdefault(fields[0], []).append(fields)
    return index


def _division(fields: list[str]) -> Division:
    code, name, short, level, parent, first, last, change, successors = fields
    return Division(
        code,
        name,
        short or name[:-1],
        cast(Level, level),
        parent or None,
        int(first),
        int(last) if last else None,
        change or None,
        tuple(successors.split()) if successors else (),
    )


def _exists(fields: list[str], year: int | None) -> bool:
    if year is None or year >= LATEST:
        return not fields[6]
    return int(fields[5]) <= year and (not fields[6] or year <= int(fields[6]))


def division(code: str, year: int | None = None) -> Division | None:
    """Return the division that has a code at a year's end (``None``: now), ``None`` where there is none."""
    return next((found for found in history(code) if found.exists(year)), None)


@cache
def history(code: str) -> tuple[Division, ...]:
    """Return every stretch of years of a code, in order."""
    return tuple(_division(fields) for fields in _by_code().get(code, ()))


@cache
def names_ever() -> frozenset[str]:
    """Every official and short name that a division had in any year."""
    return frozenset(name for fields in _lines() for name in (fields[1], fields[2] or fields[1][:-1]))


@cache
def divisions(year: int | None = None) -> tuple[Division, ...]:
    """Every division on the official list of a year's end (``None``: now), by code."""
    return tuple(_division(fields) for fields in _lines() if _exists(fields, year))


def every_stretch() -> tuple[Division, ...]:
    """Return every division of every year, one for each stretch of years, by code."""
    return tuple(_division(fields) for fields in _lines())


def ended_in(year: int) -> tuple[Division, ...]:
    """Return the divisions that the list of the year's end has no more and the one before it still had."""
    last = str(year - 1)
    return tuple(_division(fields) for fields in _lines() if fields[6] == last)
