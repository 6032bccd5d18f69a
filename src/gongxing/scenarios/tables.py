"""The CSV tables that a scenario names: regions, and numbers for pairs of regions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class ScenarioError(ValueError):
    """A scenario file that cannot be used; the message names the file, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Regions:
    """The table of regions by column, as text: ``name`` and what else its header names."""

    columns: dict[str, list[str]]
    path: Path

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the order of the table."""
        return tuple(self.columns["name"])

    @property
    def codes(self) -> tuple[str | None, ...]:
        """Codes (adcode), ``None`` where there is none."""
        return tuple(code or None for code in self.columns.get("code", [""] * len(self.names)))

    def numbers(self, column: str) -> Array:
        """Return a column of positive numbers, (N,).

        Raises
        ------
        ScenarioError
            A cell is empty, no number or not positive.
        """
        values = [
            number(self.path, cell, f"{column} of {name}")
            for name, cell in zip(self.names, self.columns[column], strict=True)
        ]
        empty = [name for name, value in zip(self.names, values, strict=True) if not 0 < value < np.inf]
        if empty:
            raise ScenarioError(
                f"{self.path}: {column} of {', '.join(empty[:5])} is missing or not positive ({len(empty)} of "
                f"{len(values)} regions); fill it or drop the row."
            )
        return np.array(values)


def read_regions(table: Path) -> Regions:
    """Read a table with the columns name, jobs, residents, and wages or output; code is optional.

    Raises
    ------
    ScenarioError
        The table cannot be read, lacks a column or names a region twice.
    """
    header, *rows = _rows(table)
    columns = {name: [row[k] if k < len(row) else "" for row in rows] for k, name in enumerate(header)}
    missing = [name for name in ("name", "jobs", "residents") if name not in columns]
    if missing or not {"wages", "output"} & set(columns):
        wanted = ", ".join(missing) or "wages or output"
        raise ScenarioError(f"{table}: the header lacks the column {wanted}; add it ({', '.join(header)} are there).")
    names = columns["name"]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScenarioError(f"{table}: {', '.join(twice[:5])} is there twice; keep one row for each region.")
    return Regions(columns, table)


def read_pairs(table: Path, names: tuple[str, ...], *, optional: bool = False) -> Array:
    """Read numbers for pairs, (N, N), rows where people live (or goods are made).

    The table is square (names across and down) or long (from, to, value). Names that are no region are left out.

    Parameters
    ----------
    table
        The file.
    names
        Regions in the order wanted.
    optional
        Whether pairs may be missing; they become not-a-number.

    Raises
    ------
    ScenarioError
        The table cannot be read, a cell is no number, or a pair is missing.
    """
    header, *rows = _rows(table)
    index = {name: k for k, name in enumerate(names)}
    matrix = np.full((len(names), len(names)), np.nan)
    long = len(header) == 3 and header[:2] == ["from", "to"]
    cells = (
        ((row[0], row[1], row[2]) for row in rows if len(row) >= 3)
        if long
        else ((row[0], name, cell) for row in rows for name, cell in zip(header[1:], row[1:], strict=False))
    )
    for start, end, cell in cells:
        if start in index and end in index:
            matrix[index[start], index[end]] = number(table, cell, f"{start} to {end}")
    gaps = np.argwhere(np.isnan(matrix))
    if gaps.size and not optional:
        listed = ", ".join(f"{names[a]} to {names[b]}" for a, b in gaps[:5])
        raise ScenarioError(
            f"{table}: {len(gaps)} of {matrix.size} pairs have no value, such as {listed}; fill them in "
            "(inf for no route)."
        )
    return matrix


def number(path: Path, cell: str, where: str) -> float:
    """Return a cell's number, not-a-number where it is empty.

    Raises
    ------
    ScenarioError
        The cell holds something else.
    """
    try:
        return float(cell.replace(",", "")) if cell else float("nan")
    except ValueError:
        raise ScenarioError(f"{path}: {where} holds {cell!r}, which is no number; correct the cell.") from None


def _rows(table: Path) -> list[list[str]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except OSError as error:
        raise ScenarioError(f"{table}: cannot be read ({error.strerror}); check the path in [data].") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError(f"{table}: is not a CSV in UTF-8 ({error}); save it as one.") from error
    if len(rows) < 2:
        raise ScenarioError(f"{table}: has no rows below its header; fill it.")
    return rows
