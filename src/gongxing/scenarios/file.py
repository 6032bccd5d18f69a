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

    [commuting]                      # optional; see gongxing.scenarios.commuting
    share = "5%"

    [solve]                          # optional
    tolerance = 1e-10
    numeraire = "wage"               # or "income", "prices": what is held fixed

    [[travel_time]]
    between = ["成都", "眉山"]        # both ways, every pair of those named; or from = "眉山", to = "成都"
    change = "-40%"                  # or "x0.6"

    [[productivity]]
    region = "绵阳"                   # or regions = ["绵阳", "德阳"]; names or codes of the table
    change = "+3%"
    share = "30%"                    # optional: the branch's share, by which the change counts

Instead of ``[data]`` a section ``[economy]`` may name yearbook tables or, with ``library = true``, those of a library;
see ``gongxing.scenarios.observed``. Beside a
change may stand its evidence and who states it, see ``gongxing.scenarios.stated``; ``"?"`` is a value left open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from gongxing.equilibrium import Parameters
from gongxing.equilibrium.outcome import NUMERAIRES, Numeraire
from gongxing.scenarios.commuting import KEYS as KEYS_OF_COMMUTING
from gongxing.scenarios.commuting import Commuting, commuting_section
from gongxing.scenarios.observed import economy_section, observe, share_of
from gongxing.scenarios.origin import NAMED_FILES, Origin, origin_of_file
from gongxing.scenarios.stated import KEYS, Statement, require_stated, statement_of
from gongxing.scenarios.tables import ScenarioError, read_pairs, read_regions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from gongxing.equilibrium.sentences import Assumption
    from gongxing.panel import Entry, Panel
    from gongxing.scenarios.observed import Observed

    Array = NDArray[np.float64]

PAIRED = ("travel_time", "commuting_cost", "trade_distance", "trade_cost")
REGIONAL = ("productivity", "amenity", "housing_supply")
SHOCKS = (*PAIRED, *REGIONAL)
TOP = ("title", "data", "economy", "parameters", "commuting", "solve", *SHOCKS)
DATA = NAMED_FILES["data"]
SOLVE = ("tolerance", "numeraire")
_CHANGE = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*[%％]\s*|\s*[x×]\s*(\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """One shock in words: its kind, the regions it concerns, whether one way only, and the ratio new over old.

    ``hub``: its one region and every other, both ways. ``bounds``: ratios between which it is said to lie.
    """

    kind: str
    regions: tuple[str, ...]
    directed: bool
    ratio: float
    words: str
    hub: bool = False
    bounds: tuple[float, float] | None = None
    statement: Statement = field(default_factory=Statement)


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
    parameters, changes, tolerance, numeraire, commuting
        As the file says, or the defaults.
    notes
        What is to be said of where the data are from.
    entries
        The values that were taken from yearbook tables or a library, each with its source.
    other_jobs
        (N,) by indicator: what else could stand for jobs, see ``gongxing.scenarios.observed``.
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
    commuting: Commuting = field(default_factory=Commuting)
    notes: tuple[Assumption, ...] = ()
    entries: tuple[Entry, ...] = ()
    other_jobs: dict[str, Array] = field(default_factory=dict)


def read_scenario(path: str | Path, *, panel: Callable[[], Panel] | None = None) -> Scenario:
    """Read a scenario file and the tables it names.

    Parameters
    ----------
    path
        The file.
    panel
        Gives the panel that ``library = true`` means.

    Raises
    ------
    ScenarioError
        The file or a table cannot be read, a key is not known, a region is not in the data, or a number is wrong.
    """
    return scenario_of(origin_of_file(path, panel))


def scenario_of(origin: Origin) -> Scenario:
    """Read the text of a scenario and the tables it names.

    Raises
    ------
    ScenarioError
        As ``read_scenario`` tells.
    """
    path, words = origin.name, origin.words()
    _known(path, words, TOP, "the file")
    require_stated(path, words)
    if ("economy" in words) == ("data" in words):
        raise ScenarioError(f"{path}: the file needs one of [data] and [economy]; add [data] with tables of your own.")
    if "economy" in words:
        observed = observe(origin, economy_section(path, words["economy"]))
        called = _Called(observed.names, observed.codes, "[economy]", observed.missing)
        read = _scenario(path, words, _of_tables(observed), called)
        return replace(read, notes=observed.notes, entries=observed.entries, other_jobs=observed.other_jobs)
    data = _section(path, words, "data", DATA)
    if "regions" not in data or "travel_time" not in data:
        raise ScenarioError(f"{path}: [data] must name the tables regions and travel_time; add both.")
    regions = read_regions(origin.file(str(data["regions"])))

    def pairs(name: str) -> Array | None:
        if name not in data:
            return None
        return read_pairs(origin.file(str(data[name])), regions.names, optional=name == "commuters")

    numbers = {
        name: regions.numbers(name) for name in ("jobs", "residents", "wages", "output") if name in regions.columns
    }
    found = {name: pairs(name) for name in DATA[1:]} | numbers | {"names": regions.names, "codes": regions.codes}
    return _scenario(path, words, found, _Called(regions.names, regions.codes, regions.path.name))


def _of_tables(observed: Observed) -> dict[str, Any]:
    names = ("names", "codes", "jobs", "residents", "wages", "output")
    return {name: getattr(observed, name) for name in names} | {"travel_time": observed.travel}


def _scenario(path: Path, words: dict[str, Any], data: dict[str, Any], called: _Called) -> Scenario:
    """Return the scenario of a file and its data, after a check of all else that it says."""
    tolerance, numeraire = _solving(path, _section(path, words, "solve", SOLVE))
    optional: dict[str, Any] = {name: data.get(name) for name in ("wages", "output", "trade_distance", "commuters")}
    return Scenario(
        title=str(words.get("title", path.stem)),
        names=data["names"],
        codes=data["codes"],
        jobs=data["jobs"],
        residents=data["residents"],
        travel_time=data["travel_time"],
        **optional,
        parameters=_parameters(path, words),
        changes=tuple(_change(path, kind, entry, called) for kind in SHOCKS for entry in _entries(words, kind)),
        tolerance=tolerance,
        numeraire=numeraire,
        commuting=commuting_section(path, _section(path, words, "commuting", KEYS_OF_COMMUTING), share_of),
    )


@dataclass(frozen=True, slots=True)
class _Called:
    """What the regions are called, and those that were left out."""

    names: tuple[str, ...]
    codes: tuple[str | None, ...]
    source: str
    left_out: Collection[str] = ()


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
    given = _section(path, words, "parameters", tuple(known.name for known in fields(Parameters)))
    try:
        return Parameters(**given)
    except ValueError as error:
        raise ScenarioError(f"{path}: [parameters] {error}; correct it.") from error


def _change(path: Path, kind: str, entry: Any, regions: _Called) -> Change:
    keys = ("region", "regions", "change") if kind in REGIONAL else ("between", "from", "to", "hub", "change")
    if not isinstance(entry, dict):
        raise ScenarioError(f"{path}: {kind} must be a section; write [[{kind}]] on a line and its keys below.")
    _known(path, {key: value for key, value in entry.items() if key not in KEYS}, keys, f"[[{kind}]]")
    if "change" not in entry:
        raise ScenarioError(f'{path}: [[{kind}]] needs change = "-40%" (or "x0.6"); add it.')
    share = _share(path, kind, entry)
    ratio = _ratio(path, kind, "change", entry["change"], share)
    bounds = None
    if "range" in entry:
        ends = entry["range"]
        if not isinstance(ends, list) or len(ends) != 2:
            raise ScenarioError(f'{path}: [[{kind}]] range is {ends!r}; write range = ["-50%", "-30%"].')
        low, high = sorted(_ratio(path, kind, "range", end, share) for end in ends)
        if not low <= ratio <= high:
            raise ScenarioError(f"{path}: [[{kind}]] change {entry['change']!r} lies outside its range; correct one.")
        bounds = (low, high)
    words = str(entry["change"]) + (f" × {entry['share']}" if "share" in entry else "")
    chosen = _chosen(path, kind, entry, regions)
    return Change(
        kind, chosen, "from" in entry, ratio, words, "hub" in entry, bounds, statement_of(path, kind, entry)
    )  # fmt: skip


def _ratio(path: Path, kind: str, key: str, words: Any, share: float) -> float:
    """Return the ratio new over old that a change in words means."""
    match = _CHANGE.fullmatch(str(words))
    ratio = (1 + float(match[1]) / 100 if match[1] else float(match[2])) if match else 0.0
    if not match or ratio <= 0:
        raise ScenarioError(
            f'{path}: [[{kind}]] {key} {words!r} is not like "-40%" or "x0.6", above -100%; correct it.'
        )
    return 1 + share * (ratio - 1)


def _share(path: Path, kind: str, entry: dict[str, Any]) -> float:
    if "share" not in entry:
        return 1.0
    return share_of(path, f"[[{kind}]] share", entry["share"])


def _chosen(path: Path, kind: str, entry: dict[str, Any], regions: _Called) -> tuple[str, ...]:
    """Return the regions that a shock names, by name or code, as they are called in the table."""
    if kind in REGIONAL:
        wanted, least = 'region = "成都" or regions = ["成都", "眉山"]', 1
        given = entry.get("regions", entry.get("region", []))
    elif "hub" in entry:
        wanted, least, given = 'hub = "成都"', 1, [entry["hub"]]
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
        why = "; the tables lack its values" if set(missing) & set(regions.left_out) else ""
        raise ScenarioError(
            f"{path}: [[{kind}]] {', '.join(missing[:5])} is not among the {len(regions.names)} regions of "
            f"{regions.source}{why}; use names such as {', '.join(regions.names[:3])}."
        )
    return tuple(called[name] for name in chosen)
