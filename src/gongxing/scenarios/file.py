"""A scenario file: regions, data, parameters and shocks in words (TOML).

::

    title = "A commuter railway"

    [data]
    regions = "regions.csv"          # name, jobs, residents, wages or output; code is optional
    travel_time = "minutes.csv"      # a square table with names in the first row and column, or from,to,minutes

    [parameters]                     # optional; see gongxing.equilibrium.Parameters
    commuting_elasticity = 4.6

    [[travel_time]]
    between = ["成都", "眉山"]
    change = "-40%"

    [[productivity]]
    region = "绵阳"
    change = "+3%"
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongxing.equilibrium import Parameters

Array = NDArray[np.float64]
SHOCKS = ("travel_time", "commuting_cost", "trade_distance", "trade_cost", "productivity", "amenity")
REGIONAL = ("productivity", "amenity")
TOP = {"title", "data", "parameters", "solve", *SHOCKS}
_CHANGE = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*%\s*|\s*[x×]\s*(\d+(?:\.\d+)?)\s*")


class ScenarioError(ValueError):
    """A scenario file that cannot be used; the message names the file, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Change:
    """One shock in words: its kind, the regions it concerns, and the ratio new over old."""

    kind: str
    regions: tuple[str, ...]
    directed: bool
    ratio: float
    words: str


@dataclass(frozen=True, eq=False)
class Scenario:
    """A scenario as read: names and codes of regions, data by region and pair, parameters and changes."""

    title: str
    names: tuple[str, ...]
    codes: tuple[str | None, ...]
    jobs: Array
    residents: Array
    wages: Array | None
    output: Array | None
    travel_time: Array
    trade_distance: Array | None
    parameters: Parameters
    changes: tuple[Change, ...]
    tolerance: float
    numeraire: str


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario file and the tables it names.

    Raises
    ------
    ScenarioError
        The file or a table cannot be read, a key is not known, a region is not in the data, or a number is wrong.
    """
    path = Path(path)
    try:
        words = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read ({error.strerror}); check the path.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScenarioError(f"{path}: is not a TOML file ({error}); correct that line.") from error
    unknown = sorted(set(words) - TOP)
    if unknown:
        raise ScenarioError(f"{path}: {', '.join(unknown)} is not known; use {', '.join(sorted(TOP))}.")
    data = words.get("data")
    if not isinstance(data, dict) or "regions" not in data or "travel_time" not in data:
        raise ScenarioError(f"{path}: [data] must name the tables regions and travel_time; add both.")
    table = _regions(path, path.parent / str(data["regions"]))
    names = tuple(table["name"])
    solve = words.get("solve", {})
    return Scenario(
        title=str(words.get("title", path.stem)),
        names=names,
        codes=tuple(code or None for code in table.get("code", [""] * len(names))),
        jobs=_numbers(path, table, "jobs"),
        residents=_numbers(path, table, "residents"),
        wages=_numbers(path, table, "wages") if "wages" in table else None,
        output=_numbers(path, table, "output") if "output" in table else None,
        travel_time=_pairs(path, path.parent / str(data["travel_time"]), names),
        trade_distance=_pairs(path, path.parent / str(data["trade_distance"]), names)
        if "trade_distance" in data
        else None,
        parameters=_parameters(path, words.get("parameters", {})),
        changes=tuple(_change(path, kind, entry, names) for kind in SHOCKS for entry in words.get(kind, [])),
        tolerance=float(solve.get("tolerance", 1e-10)),
        numeraire=str(solve.get("numeraire", "wage")),
    )


def _parameters(path: Path, given: dict[str, Any]) -> Parameters:
    known = [field.name for field in fields(Parameters)]
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise ScenarioError(f"{path}: [parameters] {', '.join(unknown)} is not known; use {', '.join(known)}.")
    try:
        return Parameters(**given)
    except (TypeError, ValueError) as error:
        raise ScenarioError(f"{path}: [parameters] {error}; correct it.") from error


def _change(path: Path, kind: str, entry: Any, names: tuple[str, ...]) -> Change:
    if not isinstance(entry, dict) or "change" not in entry:
        raise ScenarioError(f'{path}: [[{kind}]] needs change = "-40%" (or "x0.6"); add it.')
    match = _CHANGE.fullmatch(str(entry["change"]))
    ratio = (1 + float(match[1]) / 100 if match[1] else float(match[2])) if match else 0.0
    if not match or ratio <= 0:
        raise ScenarioError(f'{path}: [[{kind}]] change {entry["change"]!r} is not like "-40%" or "x0.6"; correct it.')
    if kind in REGIONAL:
        chosen = entry.get("regions", [entry["region"]] if "region" in entry else [])
    elif "from" in entry and "to" in entry:
        chosen = [entry["from"], entry["to"]]
    else:
        chosen = entry.get("between", [])
    if not isinstance(chosen, list) or len(chosen) < (1 if kind in REGIONAL else 2):
        wanted = 'region = "成都"' if kind in REGIONAL else 'between = ["成都", "眉山"]'
        raise ScenarioError(f"{path}: [[{kind}]] names too few regions; write {wanted}.")
    missing = [str(name) for name in chosen if name not in names]
    if missing:
        raise ScenarioError(
            f"{path}: [[{kind}]] {', '.join(missing[:5])} is not among the {len(names)} regions of the data; "
            f"use names such as {', '.join(names[:3])}."
        )
    return Change(kind, tuple(map(str, chosen)), "from" in entry, ratio, str(entry["change"]))


def _rows(path: Path, table: Path) -> list[list[str]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except OSError as error:
        raise ScenarioError(f"{path}: the table {table} cannot be read ({error.strerror}); check its path.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError(f"{path}: the table {table} is not a CSV in UTF-8 ({error}); save it as one.") from error
    if len(rows) < 2:
        raise ScenarioError(f"{path}: the table {table} has no rows; fill it.")
    return rows


def _regions(path: Path, table: Path) -> dict[str, list[str]]:
    header, *rows = _rows(path, table)
    columns = {name: [row[k] if k < len(row) else "" for row in rows] for k, name in enumerate(header)}
    missing = [name for name in ("name", "jobs", "residents") if name not in columns]
    if missing or not {"wages", "output"} & set(columns):
        wanted = ", ".join(missing) or "wages or output"
        raise ScenarioError(f"{path}: the table {table} lacks the column {wanted}; add it.")
    names = columns["name"]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScenarioError(f"{path}: the table {table} names {', '.join(twice[:5])} twice; keep one row for each.")
    return columns


def _number(path: Path, cell: str, where: str) -> float:
    try:
        return float(cell.replace(",", "")) if cell else float("nan")
    except ValueError:
        raise ScenarioError(f"{path}: {where} holds {cell!r}, which is no number; correct the cell.") from None


def _numbers(path: Path, table: dict[str, list[str]], column: str) -> Array:
    values = [
        _number(path, cell, f"{column} of {name}") for name, cell in zip(table["name"], table[column], strict=True)
    ]
    empty = [name for name, value in zip(table["name"], values, strict=True) if not value > 0]
    if empty:
        raise ScenarioError(
            f"{path}: {column} of {', '.join(empty[:5])} is missing or not positive; fill it or drop the row."
        )
    return np.array(values)


def _pairs(path: Path, table: Path, names: tuple[str, ...]) -> Array:
    """Read a square table (names across and down) or a long one (from, to, value); rows are where people live."""
    header, *rows = _rows(path, table)
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
            matrix[index[start], index[end]] = _number(path, cell, f"{table.name}, {start} to {end}")
    gaps = np.argwhere(np.isnan(matrix))[:5]
    if gaps.size:
        listed = ", ".join(f"{names[a]} to {names[b]}" for a, b in gaps)
        raise ScenarioError(f"{path}: the table {table} has no value for {listed}; fill it (inf for no route).")
    return matrix
