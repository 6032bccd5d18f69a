"""The economy of any set of regions from yearbook tables: jobs, residents, output; distances between seats.

What a unit lacks is never filled: the unit is left out and named. The distance within a region is a quarter of that to
its nearest neighbour, after Wei (1996), where a table of travel times does not give its own.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.equilibrium.sentences import Assumption
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from gongxing.panel import Panel
    from gongxing.panel.evidence import Place

    Array = NDArray[np.float64]

WITHIN = 0.25


@dataclass(frozen=True, slots=True)
class EconomySection:
    """The section ``[economy]``: tables, regions and the indicators that stand for jobs, residents and output."""

    tables: tuple[str, ...]
    regions: str | tuple[str, ...]
    year: int
    jobs: str
    residents: str = "residents"
    output: str | None = "gdp"
    wages: str | None = None
    travel_times: str | None = None


@dataclass(frozen=True, eq=False)
class Observed:
    """What the tables say of N regions, and what is to be said of it beside every outcome.

    ``missing`` gives the units without a value, each with the indicators it lacks.
    """

    names: tuple[str, ...]
    codes: tuple[str, ...]
    jobs: Array
    residents: Array
    wages: Array | None
    output: Array | None
    travel: Array
    missing: dict[str, tuple[str, ...]]
    notes: tuple[Assumption, ...]


def economy_section(path: Path, words: Any) -> EconomySection:
    """Check the section ``[economy]`` of a scenario file.

    Raises
    ------
    ScenarioError
        A key is not known, missing or of the wrong kind.
    """
    known = [field.name for field in fields(EconomySection)]
    if not isinstance(words, dict):
        raise ScenarioError(f"{path}: economy must be a section; write [economy] on a line and its keys below.")
    if unknown := sorted(set(words) - set(known)):
        raise ScenarioError(f"{path}: {', '.join(unknown)} is not known in [economy]; use {', '.join(known)}.")
    if missing := [key for key in ("tables", "regions", "year", "jobs") if key not in words]:
        raise ScenarioError(
            f'{path}: [economy] lacks {", ".join(missing)}; write tables = ["yearbook.xlsx"], regions = "四川", '
            'year = 2023, jobs = "employed".'
        )
    tables = [words["tables"]] if isinstance(words["tables"], str) else words["tables"]
    regions = words["regions"]
    whole = isinstance(tables, list) and tables and all(isinstance(name, str) for name in tables)
    listed = isinstance(regions, list) and all(isinstance(name, str) for name in regions)
    texts = all(isinstance(words.get(key, ""), str) for key in known[3:])
    year = words["year"]
    if not (whole and (listed or isinstance(regions, str)) and texts) or type(year) is not int:
        raise ScenarioError(
            f"{path}: [economy] tables is a list of files, regions a name or a list of names, year a number such as "
            f"2023, and {', '.join(known[3:])} are words; correct the one that is not."
        )
    rest = {key: words[key] for key in known[3:] if key in words}
    if "wages" in rest:
        rest["output"] = None
    return EconomySection(tuple(tables), tuple(regions) if listed else regions, year, **rest)


def observe(path: Path, section: EconomySection) -> Observed:
    """Read the tables of a section and return the economy that they tell of.

    Parameters
    ----------
    path
        The scenario file; the names of tables are relative to it.
    section
        What to read.

    Raises
    ------
    ScenarioError
        A table or a region cannot be used, or fewer than two regions have all values.
    """
    from gongxing.panel import Panel, PanelError
    from gongxing.regions.errors import RegionError

    try:
        panel = Panel.from_tables([path.parent / name for name in section.tables])
        places = units_of(section.regions, section.year)
        keys = _keys(panel, section)
        values, missing = _values(panel, places, keys, section.year)
        kept = [place for place in places if place.key in values]
        if len(kept) < 2:
            lacking = "; ".join(f"{name}: {', '.join(lacks)}" for name, lacks in list(missing.items())[:5])
            raise ScenarioError(
                f"{path}: [economy] {len(kept)} of {len(places)} regions have every value in {section.year}, two are "
                f"needed ({lacking}); choose another year, other indicators or tables."
            )
        travel, measured = _travel(path, section, [place.key for place in kept])
    except (PanelError, RegionError) as error:
        raise ScenarioError(f"{path}: [economy] {error}") from error
    columns = {
        role: np.array([values[place.key][keys.index(key)] for place in kept])
        for role in ("jobs", "residents", "wages", "output")
        if (key := _key(panel, section, role)) is not None
    }
    return Observed(
        names=tuple(place.name for place in kept),
        codes=tuple(place.key for place in kept),
        jobs=columns["jobs"],
        residents=columns["residents"],
        wages=columns.get("wages"),
        output=columns.get("output"),
        travel=travel,
        missing=missing,
        notes=tuple(_notes(section, panel, kept, missing, measured)),
    )


def units_of(regions: str | tuple[str, ...], year: int) -> tuple[Place, ...]:
    """Return the regions that a word means: the units of a division, the members of a functional region, or a list.

    Raises
    ------
    PanelError
        The word is not known, nothing lies below it, or a member is there twice.
    """
    from gongxing.panel import PanelError, functional_group, group_of
    from gongxing.panel.groups import parts_of
    from gongxing.regions import division, resolve

    if not isinstance(regions, str):
        return group_of("regions", regions, "the scenario", year).members
    found = division(regions, year) if regions.isdigit() else resolve(regions, year)
    if found is not None:
        units = parts_of(found.code, year)
        if not units:
            raise PanelError(f"{found.name} has no units below it; give the division that holds it, or a list of names")
        return units
    try:
        return functional_group(regions, year).members
    except PanelError as error:
        raise PanelError(f"{regions!r} is no division of {year}, and {error}; give a name such as 四川") from error


def _key(panel: Panel, section: EconomySection, role: str) -> str | None:
    """Return what the panel calls the indicator of a role."""
    name = getattr(section, role)
    return None if name is None else panel.indicator_keys(name)[0]


def _keys(panel: Panel, section: EconomySection) -> list[str]:
    found = [_key(panel, section, role) for role in ("jobs", "residents", "wages", "output")]
    return list(dict.fromkeys(key for key in found if key is not None))


def _values(
    panel: Panel, places: tuple[Place, ...], keys: list[str], year: int
) -> tuple[dict[str, list[float]], dict[str, tuple[str, ...]]]:
    """Return the values of each region that has all of them, by code, and what the others lack, by name."""
    rows = {row["code"]: row for row in panel.wide(keys, year).iter_rows(named=True)}
    values, missing = {}, {}
    for place in places:
        row = rows.get(place.key, {})
        lacks = tuple(key for key in keys if not (row.get(key) or 0) > 0)
        if lacks:
            missing[place.name] = lacks
        else:
            values[place.key] = [float(row[key]) for key in keys]
    return values, missing


def _travel(path: Path, section: EconomySection, codes: list[str]) -> tuple[Array, Assumption]:
    """Return minutes or kilometres between regions, (N, N), the diagonal filled, and the sentence that says which."""
    from gongxing.regions import read_travel_times, seat_distances

    if section.travel_times is not None:
        found = read_travel_times(path.parent / section.travel_times, codes, section.year)
        matrix, note = found.matrix.copy(), Assumption("travel_by_table", {"file": section.travel_times})
        if gaps := int(np.isnan(matrix).sum()):
            raise ScenarioError(
                f"{path.parent / section.travel_times}: {gaps} of {matrix.size} pairs of regions have no minutes; "
                "add their rows."
            )
    else:
        matrix, note = seat_distances(codes).matrix / 1000, Assumption("travel_by_seats", {"share": WITHIN})
    other = np.where(np.eye(len(codes), dtype=bool), np.inf, matrix)
    if not (other > 0).all():
        a, b = np.argwhere(~(other > 0))[0]
        raise ScenarioError(f"{path}: [economy] {codes[a]} and {codes[b]} are no distance apart; give travel_times.")
    own = np.diagonal(matrix)
    np.fill_diagonal(matrix, np.where(own > 0, own, WITHIN * other.min(1)))
    return matrix, note


def _notes(
    section: EconomySection, panel: Panel, kept: list[Place], missing: dict[str, tuple[str, ...]], measured: Assumption
) -> list[Assumption]:
    notes = [
        Assumption(
            "economy_from_tables",
            {
                "count": len(kept),
                "year": section.year,
                "tables": ", ".join(name.rsplit("/", 1)[-1] for name in section.tables),
                "indicators": ", ".join(_keys(panel, section)),
            },
        )
    ]
    if missing:
        listed = ", ".join(f"{name} ({', '.join(lacks)})" for name, lacks in missing.items())
        notes.append(Assumption("left_out", {"count": len(missing), "listed": listed}))
    jobs = _key(panel, section, "jobs")
    if jobs == _key(panel, section, "residents"):
        notes.append(Assumption("jobs_as_residents"))
    elif jobs != "employed":
        notes.append(Assumption("jobs_stand_in", {"indicator": jobs}))
    return [*notes, measured]
