"""A scenario file: regions, data, parameters and shocks in words (TOML).

::

    title = "A commuter railway"

    [data]
    regions = "regions.csv"          # name, jobs, residents, wages or output; code is optional
    travel_time = "minutes.csv"      # a square table with names in the first row and column, or from,to,minutes
    trade_distance = "km.csv"        # optional, likewise
    commuters = "commuters.csv"      # optional, likewise: observed flows; pairs that are not there follow gravity

    [parameters]                     # optional; see gongxing.equilibrium.Parameters
    commuting_elasticity = 4.6

    [solve]                          # optional
    tolerance = 1e-10
    numeraire = "wage"               # or "income", "prices": what is held fixed

    [[travel_time]]
    between = ["成都", "眉山"]        # both ways, every pair of those named; or from = "眉山", to = "成都"
    change = "-40%"                  # or "x0.6"

    [[productivity]]
    region = "绵阳"                   # or regions = ["绵阳", "德阳"]; names or codes of the table
    change = "+3%"
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from gongxing.equilibrium import Parameters
from gongxing.equilibrium.outcome import NUMERAIRES, Numeraire
from gongxing.scenarios.tables import Regions, ScenarioError, read_pairs, read_regions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PAIRED = ("travel_time", "commuting_cost", "trade_distance", "trade_cost")
REGIONAL = ("productivity", "amenity")
SHOCKS = (*PAIRED, *REGIONAL)
TOP = ("title", "data", "parameters", "solve", *SHOCKS)
DATA = ("regions", "travel_time", "trade_distance", "commuters")
SOLVE = ("tolerance", "numeraire")
_CHANGE = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*[%％]\s*|\s*[x×]\s*(\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """One shock in words: its kind, the regions it concerns, whether one way only, and the ratio new over old."""

    kind: str
    regions: tuple[str, ...]
    directed: bool
    ratio: float
    words: str


@dataclass(frozen=True, eq=False)
class Scenario:
    """A scenario as read.

    Attributes
    ----------
    title, names, codes
        Of the scenario, and of its N regions.
    jobs, residents, wages, output
        (N,) each; people, and money in the unit of the table. ``wages`` or ``output`` may be ``None``, not both.
    travel_time, trade_distance, commuters
        (N, N), rows where people live (for distance: where goods are made); the last two may be ``None``.
    parameters, changes, tolerance, numeraire
        As the file says, or the defaults.
    """

    title: str
    names: tuple[str, ...]
    codes: tuple[str | None, ...]
    jobs: Array
    residents: Array
    wages: Array | None
    output: Array | None
    travel_time: Array
    trade_distance: Array | None
    commuters: Array | None
    parameters: Parameters
    changes: tuple[Change, ...]
    tolerance: float
    numeraire: Numeraire


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario file and the tables it names.

    Raises
    ------
    ScenarioError
        The file or a table cannot be read, a key is not known, a region is not in the data, or a number is wrong.
    """
    path = Path(path)
    try:
        words = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path}: is not text in UTF-8; save it as that.") from error
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{path}: is not a TOML file ({error}); correct that line.") from error
    _known(path, words, TOP, "the file")
    data, solve = _section(path, words, "data", DATA), _section(path, words, "solve", SOLVE)
    if "regions" not in data or "travel_time" not in data:
        raise ScenarioError(f"{path}: [data] must name the tables regions and travel_time; add both.")
    regions = read_regions(path.parent / str(data["regions"]))
    tolerance, numeraire = _solving(path, solve)

    def pairs(name: str) -> Array | None:
        if name not in data:
            return None
        return read_pairs(path.parent / str(data[name]), regions.names, optional=name == "commuters")

    return Scenario(
        title=str(words.get("title", path.stem)),
        names=regions.names,
        codes=regions.codes,
        jobs=regions.numbers("jobs"),
        residents=regions.numbers("residents"),
        wages=regions.numbers("wages") if "wages" in regions.columns else None,
        output=regions.numbers("output") if "output" in regions.columns else None,
        travel_time=cast("Array", pairs("travel_time")),
        trade_distance=pairs("trade_distance"),
        commuters=pairs("commuters"),
        parameters=_parameters(path, words),
        changes=tuple(_change(path, kind, entry, regions) for kind in SHOCKS for entry in _entries(words, kind)),
        tolerance=tolerance,
        numeraire=numeraire,
    )


def _known(path: Path, given: dict[str, Any], allowed: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(given) - set(allowed))
    if unknown:
        raise ScenarioError(f"{path}: {', '.join(unknown)} is not known in {where}; use {', '.join(allowed)}.")


def _section(path: Path, words: dict[str, Any], name: str, allowed: tuple[str, ...]) -> dict[str, Any]:
    section = words.get(name, {})
    if not isinstance(section, dict):
        raise ScenarioError(f"{path}: {name} must be a section; write [{name}] on a line and its keys below.")
    _known(path, section, allowed, f"[{name}]")
    return section


def _entries(words: dict[str, Any], kind: str) -> list[Any]:
    """Return the shocks of a kind: a list of tables, or one table alone."""
    entries = words.get(kind, [])
    return entries if isinstance(entries, list) else [entries]


def _solving(path: Path, solve: dict[str, Any]) -> tuple[float, Numeraire]:
    tolerance, numeraire = solve.get("tolerance", 1e-10), solve.get("numeraire", "wage")
    if not isinstance(tolerance, float) or not 0 < tolerance < 1:
        raise ScenarioError(
            f"{path}: [solve] tolerance is {tolerance!r}; write a number between 0 and 1, such as 1e-10."
        )
    if numeraire not in NUMERAIRES:
        raise ScenarioError(f"{path}: [solve] numeraire {numeraire!r} is not known; use {', '.join(NUMERAIRES)}.")
    return tolerance, numeraire


def _parameters(path: Path, words: dict[str, Any]) -> Parameters:
    given = _section(path, words, "parameters", tuple(field.name for field in fields(Parameters)))
    try:
        return Parameters(**given)
    except ValueError as error:
        raise ScenarioError(f"{path}: [parameters] {error}; correct it.") from error


def _change(path: Path, kind: str, entry: Any, regions: Regions) -> Change:
    keys = ("region", "regions", "change") if kind in REGIONAL else ("between", "from", "to", "change")
    if not isinstance(entry, dict):
        raise ScenarioError(f"{path}: {kind} must be a section; write [[{kind}]] on a line and its keys below.")
    _known(path, entry, keys, f"[[{kind}]]")
    if "change" not in entry:
        raise ScenarioError(f'{path}: [[{kind}]] needs change = "-40%" (or "x0.6"); add it.')
    match = _CHANGE.fullmatch(str(entry["change"]))
    ratio = (1 + float(match[1]) / 100 if match[1] else float(match[2])) if match else 0.0
    if not match or ratio <= 0:
        raise ScenarioError(
            f'{path}: [[{kind}]] change {entry["change"]!r} is not like "-40%" or "x0.6", above -100%; correct it.'
        )
    return Change(kind, _chosen(path, kind, entry, regions), "from" in entry, ratio, str(entry["change"]))


def _chosen(path: Path, kind: str, entry: dict[str, Any], regions: Regions) -> tuple[str, ...]:
    """Return the regions that a shock names, by name or code, as they are called in the table."""
    if kind in REGIONAL:
        wanted, least = 'region = "成都" or regions = ["成都", "眉山"]', 1
        given = entry.get("regions", entry.get("region", []))
    else:
        wanted, least = 'between = ["成都", "眉山"], or from = "眉山" and to = "成都"', 2
        given = [entry["from"], entry["to"]] if {"from", "to"} <= set(entry) else entry.get("between", [])
    chosen = [str(name) for name in (given if isinstance(given, list) else [given])]
    if len(set(chosen)) < least or len(set(chosen)) < len(chosen):
        raise ScenarioError(f"{path}: [[{kind}]] names too few regions or one twice; write {wanted}.")
    called = {**{code: name for code, name in zip(regions.codes, regions.names, strict=True) if code}}
    called |= {name: name for name in regions.names}
    missing = [name for name in chosen if name not in called]
    if missing:
        raise ScenarioError(
            f"{path}: [[{kind}]] {', '.join(missing[:5])} is not among the {len(regions.names)} regions of "
            f"{regions.path.name}; use names such as {', '.join(regions.names[:3])}."
        )
    return tuple(called[name] for name in chosen)
