"""The economy of any set of regions from yearbook tables or a library: jobs, residents, output; distances.

What a unit lacks is never filled: the unit is left out and named. The distance within a region is a quarter of that to
its nearest neighbour, after Wei (1996), where a table of travel times does not give its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.charts.frames import label_of
from gongxing.equilibrium.sentences import Assumption
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from gongxing.panel import Entry, Panel
    from gongxing.panel.evidence import Place
    from gongxing.scenarios.origin import Origin

    Array = NDArray[np.float64]

WITHIN = 0.25
# Indicators that could stand for jobs, beside people in an insurance (…_insured).
JOBS = ("employed", "employees_urban_units")
# Kilometres of great circle an hour where no travel times are given: our own choice for door to door by road.
SPEED = 60.0


@dataclass(frozen=True, slots=True)
class EconomySection:
    """The section ``[economy]``: tables, regions and the indicators that stand for jobs, residents and output.

    ``library`` is true where the panel of a library takes the place of tables. ``speed``, in km/h, turns distance into
    time where there are no travel times. ``jobs_counted`` is the share of workers that the indicator of jobs counts,
    the others working where they live; ``None`` where nothing is stated.
    """

    tables: tuple[str, ...]
    regions: str | tuple[str, ...]
    year: int
    jobs: str
    residents: str = "residents"
    output: str | None = "gdp"
    wages: str | None = None
    travel_times: str | None = None
    library: bool = False
    speed: float = SPEED
    jobs_counted: float | None = None


@dataclass(frozen=True, eq=False)
class Observed:
    """What the tables say of N regions, and what is to be said of it beside every outcome.

    ``missing`` gives the units without a value, each with the indicators it lacks; ``entries`` the values taken, each
    with its source. ``other_jobs`` are the jobs, (N,), by each other indicator that could stand for them and that all
    N regions have; none where jobs were observed as such.
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
    entries: tuple[Entry, ...]
    other_jobs: dict[str, Array]


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
    if missing := [key for key in ("regions", "year", "jobs") if key not in words]:
        raise ScenarioError(
            f'{path}: [economy] lacks {", ".join(missing)}; write tables = ["yearbook.xlsx"], regions = "四川", '
            'year = 2023, jobs = "employed".'
        )
    of_library = words.get("library", False)
    if type(of_library) is not bool or of_library == ("tables" in words):
        raise ScenarioError(
            f'{path}: [economy] needs either tables = ["yearbook.xlsx"] or library = true (the tables of the library); '
            "write one of them."
        )
    tables = words.get("tables", [])
    tables = [tables] if isinstance(tables, str) else tables
    regions = words["regions"]
    whole = isinstance(tables, list) and bool(tables or of_library) and all(isinstance(name, str) for name in tables)
    listed = isinstance(regions, list) and all(isinstance(name, str) for name in regions)
    named = [key for key in known if key not in ("tables", "regions", "year", "library", "speed", "jobs_counted")]
    texts = all(isinstance(words.get(key, ""), str) for key in named)
    year = words["year"]
    if not (whole and (listed or isinstance(regions, str)) and texts) or type(year) is not int:
        raise ScenarioError(
            f"{path}: [economy] tables is a list of files, regions a name or a list of names, year a number such as "
            f"2023, and {', '.join(named)} are words; correct the one that is not."
        )
    rest: dict[str, Any] = {key: words[key] for key in named if key in words}
    if "speed" in words:
        rest["speed"] = _speed(path, words["speed"])
    if "jobs_counted" in words:
        rest["jobs_counted"] = share_of(path, "[economy] jobs_counted", words["jobs_counted"])
    if "wages" in rest:
        rest["output"] = None
    return EconomySection(tuple(tables), tuple(regions) if listed else regions, year, **rest, library=of_library)


def _speed(path: Path, given: Any) -> float:
    if type(given) not in (int, float) or not 0 < given < 1000:
        raise ScenarioError(f"{path}: [economy] speed is {given!r}; write kilometres an hour, such as speed = 60.")
    return float(given)


def share_of(path: Path, what: str, given: Any) -> float:
    """Return a share that is written "30%", above 0 and at most 100%, as a number up to 1.

    Raises
    ------
    ScenarioError
        It is not written so.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*[%％]\s*", str(given))
    if not match or not 0 < float(match[1]) <= 100:
        raise ScenarioError(f'{path}: {what} {given!r} is not like "30%", above 0 and up to 100%; correct it.')
    return float(match[1]) / 100


def observe(origin: Origin, section: EconomySection) -> Observed:
    """Read the tables of a section, or the library's, and return the economy that they tell of.

    Parameters
    ----------
    origin
        The scenario: where the names of tables lead.
    section
        What to read.

    Raises
    ------
    ScenarioError
        A table or a region cannot be used, or fewer than two regions have all values.
    """
    from gongxing.panel import PanelError
    from gongxing.regions.errors import RegionError

    path = origin.name
    try:
        panel = _panel(origin, section)
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
        travel, measured = _travel(origin, section, [place.key for place in kept])
        entries = _entries(panel, kept, keys, section.year)
        other_jobs = _other_jobs(panel, section, [place.key for place in kept])
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
        jobs=_jobs(columns["jobs"], columns["residents"], section.jobs_counted),
        residents=columns["residents"],
        wages=columns.get("wages"),
        output=columns.get("output"),
        travel=travel,
        missing=missing,
        notes=tuple(_notes(section, panel, kept, missing, measured, entries, columns)),
        entries=entries,
        other_jobs=other_jobs,
    )


def could_be_jobs(key: str, unit: str) -> bool:
    """Tell whether an indicator of the catalogue counts workers, or people who mostly are."""
    insured = key.endswith("_insured") and not key.startswith("residents_")  # an insurance of those who do not work
    return unit == "people" and (key in JOBS or insured)


def _other_jobs(panel: Panel, section: EconomySection, codes: list[str]) -> dict[str, Array]:
    """Return the jobs of regions by each other indicator that could stand for them and that all of them have."""
    from gongxing.indicators import catalogue

    chosen = _key(panel, section, "jobs")
    if chosen == "employed":
        return {}
    keys = [key for key, entry in catalogue().items() if could_be_jobs(key, entry.unit)]
    found = {}
    for key in (*keys, _key(panel, section, "residents")):
        if key is None or key == chosen:
            continue
        rows = {row["code"]: row[key] for row in panel.wide(key, section.year, regions=codes).iter_rows(named=True)}
        if all((rows.get(code) or 0) > 0 for code in codes):
            found[key] = np.array([float(rows[code]) for code in codes])
    return found


def _jobs(counted: Array, residents: Array, share: float | None) -> Array:
    """Return jobs that sum to the residents: those that were counted, and those of others, who work where they live."""
    if share is None:
        return counted
    return np.asarray(share * counted * (residents.sum() / counted.sum()) + (1 - share) * residents)


def _panel(origin: Origin, section: EconomySection) -> Panel:
    from gongxing.panel import Panel

    if not section.library:
        return Panel.from_tables([path for name in section.tables for path in origin.files(name)])
    if origin.panel is None:
        raise ScenarioError(
            f"{origin.name}: [economy] library = true needs a library; name it with --library, or write tables instead."
        )
    return origin.panel()


def _entries(panel: Panel, places: list[Place], keys: list[str], year: int) -> tuple[Entry, ...]:
    """Return the values that ``Panel.wide`` shows of these regions, by region and indicator."""
    order = {place.key: k for k, place in enumerate(places)}
    chosen = panel.select(keys, year, scope="prefecture").shown().entries()
    found = [entry for entry in chosen if entry.bound == "eq" and entry.observation.code in order]
    found.sort(key=lambda entry: (order[entry.observation.code or ""], _place_of(entry, keys)))
    return tuple(found)


def _place_of(entry: Entry, keys: list[str]) -> int:
    return keys.index(entry.observation.indicator_id or entry.observation.indicator)


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


def _travel(origin: Origin, section: EconomySection, codes: list[str]) -> tuple[Array, Assumption]:
    """Return minutes between regions, (N, N), the diagonal filled, and the sentence that says of what."""
    from gongxing.regions import read_travel_times, seat_distances

    if section.travel_times is not None:
        table = origin.file(section.travel_times)
        found = read_travel_times(table, codes, section.year)
        matrix, note = found.matrix.copy(), Assumption("travel_by_table", {"file": section.travel_times})
        if gaps := int(np.isnan(matrix).sum()):
            raise ScenarioError(f"{table}: {gaps} of {matrix.size} pairs of regions have no minutes; add their rows.")
    else:
        matrix = seat_distances(codes).matrix / 1000 / section.speed * 60
        note = Assumption("travel_by_seats", {"share": WITHIN, "speed": section.speed})
    other = np.where(np.eye(len(codes), dtype=bool), np.inf, matrix)
    if not (other > 0).all():
        a, b = np.argwhere(~(other > 0))[0]
        raise ScenarioError(
            f"{origin.name}: [economy] {codes[a]} and {codes[b]} are no distance apart; give travel_times."
        )
    own = np.diagonal(matrix)
    np.fill_diagonal(matrix, np.where(own > 0, own, WITHIN * other.min(1)))
    return matrix, note


def _notes(
    section: EconomySection, panel: Panel, kept: list[Place], missing: dict[str, tuple[str, ...]], measured: Assumption,
    entries: tuple[Entry, ...], columns: dict[str, Array],
) -> list[Assumption]:  # fmt: skip
    tables = section.tables or dict.fromkeys(entry.observation.source.file for entry in entries)
    notes = [
        Assumption(
            "economy_from_tables",
            {
                "count": len(kept),
                "year": section.year,
                "tables": ", ".join(name.rsplit("/", 1)[-1] for name in tables),
                "indicators": named_indicators(_keys(panel, section)),
            },
        )
    ]
    if missing:
        lacking = {name: named_indicators(lacks) for name, lacks in missing.items()}
        listed = {
            "zh": "、".join(f"{name}（{lacks['zh']}）" for name, lacks in lacking.items()),
            "en": ", ".join(f"{label_of(None, name, 'en')} ({lacks['en']})" for name, lacks in lacking.items()),
        }
        notes.append(Assumption("left_out", {"count": len(missing), "listed": listed}))
    jobs = _key(panel, section, "jobs")
    if jobs == _key(panel, section, "residents"):
        notes.append(Assumption("jobs_as_residents"))
    elif jobs != "employed":
        ratio = 100 * columns["jobs"].sum() / columns["residents"].sum()
        notes.append(Assumption("jobs_stand_in", {"indicator": named_indicators([jobs or ""]), "ratio": ratio}))
    if section.jobs_counted is not None:
        counted = {"indicator": named_indicators([jobs or ""]), "counted": 100 * section.jobs_counted}
        notes.append(Assumption("jobs_counted", counted))
    return [*notes, measured]


def named_indicators(keys: Sequence[str]) -> dict[str, str]:
    """Return indicators by their names in Chinese, by their ids in English."""
    from gongxing.indicators import catalogue

    known = catalogue()
    chinese = [known[key].name if key in known else key for key in keys]
    return {"zh": "、".join(chinese), "en": ", ".join(keys)}
