"""Scenarios in a library: kept with the tables that they name, run, and their outcomes kept and found again.

The basis of an outcome is a hash of the rules of this program, the text of the scenario, the data of its economy, the
number of draws and their seed. Run again on the same basis, a scenario returns the outcome that is kept; once rules or
data have changed, it is solved anew, and both outcomes stay.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gongxing
from gongxing.library.slugs import slug_of
from gongxing.scenarios.evidence import check_evidence, references_of
from gongxing.scenarios.file import Scenario, scenario_of
from gongxing.scenarios.intervals import intervals
from gongxing.scenarios.origin import Origin, named_files, origin_of_file
from gongxing.scenarios.otherwise import with_other_choices
from gongxing.scenarios.record import record_of
from gongxing.scenarios.run import run_scenario
from gongxing.scenarios.stated import unstated
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gongxing.library import Library, StoredOutcome, StoredScenario
    from gongxing.panel import Entry

DRAWS = 50  # of the intervals that are kept with an outcome
# What the numbers of an outcome depend on, beside the data.
_ROOMS = ("regions", "indicators", "tables", "panel", "equilibrium", "scenarios")


@dataclass(frozen=True, slots=True)
class Saved:
    """A scenario as it is kept; ``open`` lists the values that it still leaves open, so that it cannot run yet."""

    stored: StoredScenario
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """The outcome of a scenario; ``again`` says that it was kept already and not solved anew."""

    outcome: StoredOutcome
    again: bool


def save_scenario(library: Library, path: str | Path, *, who: str, slug: str | None = None) -> Saved:
    """Keep a scenario file and the tables that it names in a library.

    Parameters
    ----------
    library
        Where.
    path
        The file. Its ``document = "doc:…"`` must lead to documents of the library that hold the quotes.
    who
        The person who keeps it.
    slug
        Its name; by default made of the file's name.

    Raises
    ------
    ScenarioError
        The file or a table cannot be used, or its evidence is not in the library.
    LibraryError
        The name cannot be one, or the library cannot be written.
    """
    origin = origin_of_file(path, library.panel)
    words = origin.words()
    left = unstated(words)
    if not left:
        scenario_of(origin)
    check_evidence(library, origin)
    name = slug if slug is not None else slug_of(origin.name.stem) or "scenario"
    title = str(words.get("title", origin.name.stem))
    files = named_files(origin)
    stored = library.save_scenario(name, title=title, toml=origin.text, files=files, who=who)
    return Saved(stored, tuple(left))


def read_stored(library: Library, slug: str, version: int | None = None) -> Scenario:
    """Read a scenario that a library keeps.

    Raises
    ------
    ScenarioError
        A value is left open, or rules or data have changed so that it cannot be used any more.
    LibraryError
        There is none of that name or version.
    """
    with _origin(library, library.scenario(slug, version)) as origin:
        scenario = scenario_of(origin)
    names = {str(path): name for name, path in (origin.kept or {}).items()}
    return replace(scenario, entries=tuple(_renamed(entry, names) for entry in scenario.entries))


def _renamed(entry: Entry, names: Mapping[str, str]) -> Entry:
    """Let a value name its table as the scenario does, not where the table lay for a moment."""
    source = entry.observation.source
    source = replace(source, file=names.get(source.file, source.file))
    return replace(entry, observation=replace(entry.observation, source=source))


@contextmanager
def _origin(library: Library, stored: StoredScenario) -> Iterator[Origin]:
    """Lay the tables of a scenario out in a folder that goes again."""
    with tempfile.TemporaryDirectory(prefix="gongxing-") as folder:
        kept: dict[str, Path] = {}
        for number, (name, sha256) in enumerate(sorted(stored.files.items())):
            table = name.removesuffix(".toml")
            place = kept[table].parent if table in kept else Path(folder, str(number))
            place.mkdir(exist_ok=True)
            kept[name] = place / Path(name.replace("\\", "/")).name
            kept[name].write_bytes(library.blobs.get(sha256))
        try:
            yield Origin(Path(stored.slug), stored.toml, kept, library.panel)
        except ScenarioError as error:
            words = str(error)
            for table, path in kept.items():  # what messages call a table is what the scenario calls it
                words = words.replace(str(path), f"{stored.slug}: {table}")
            raise ScenarioError(words) from error


def run_stored(
    library: Library,
    slug: str,
    version: int | None = None,
    *,
    who: str,
    draws: int = DRAWS,
    seed: int = 0,
    anew: bool = False,
    advance: Callable[[], object] = lambda: None,
) -> Ran:
    """Solve a scenario of a library and keep its outcome; one that is kept on the same basis is returned as it is.

    Parameters
    ----------
    library, slug, version
        The scenario; its last version where none is named.
    who
        The person who runs it.
    draws, seed
        Of the intervals; no draws, no intervals.
    anew
        Solve even where the outcome is kept.
    advance
        Called once for each draw.

    Raises
    ------
    ScenarioError
        It cannot be used, or does not solve to its tolerance; nothing is kept then.
    LibraryError
        There is none of that name, or the library cannot be written.
    """
    stored = library.scenario(slug, version)
    scenario = read_stored(library, slug, stored.version)
    basis = basis_of(stored, scenario, draws, seed)
    kept = library.outcome(stored.slug, stored.version, basis=basis)
    if kept is not None and not anew:
        return Ran(kept, True)
    run = with_other_choices(run_scenario(scenario))
    certificate = run.outcome.certificate
    if not certificate.certified:
        raise ScenarioError(
            f"{stored.slug}: the model is not solved to its tolerance (error bound {certificate.error_bound:.1e}, "
            f"tolerance {certificate.tolerance:.0e}), so nothing is kept; make the changes smaller, or write a larger "
            "tolerance in [solve]."
        )
    spans = intervals(run, draws, seed=seed, advance=advance) if draws else None
    content = record_of(run, spans, seed=seed)
    references = references_of(library, scenario.entries, stored.files)
    for value, reference in zip(content["values"], references, strict=True):
        value["reference"] = reference
    content |= {"scenario": {"slug": stored.slug, "version": stored.version}, "made_by": {
        "gongxing": gongxing.__version__, "rules": solving_version(), "data": _data_digest(scenario), "seed": seed,
        "draws": draws,
    }}  # fmt: skip
    return Ran(library.save_outcome(stored.slug, stored.version, content, basis=basis, who=who), False)


def basis_of(stored: StoredScenario, scenario: Scenario, draws: int = DRAWS, seed: int = 0) -> str:
    """Return the hash of all that an outcome rests on."""
    parts = [solving_version(), stored.toml, _data_digest(scenario), draws, seed]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@cache
def solving_version() -> str:
    """Return the name of the rules that run scenarios here: the release and a digest of its rules and word lists."""
    digest = hashlib.sha256()
    package = Path(gongxing.__file__).parent
    for room in _ROOMS:
        for path in sorted((package / room).rglob("*.*")):
            if path.suffix in (".py", ".toml", ".csv"):
                digest.update(path.relative_to(package).as_posix().encode())
                digest.update(path.read_bytes())
    return f"{gongxing.__version__}+{digest.hexdigest()[:12]}"


def _data_digest(scenario: Scenario) -> str:
    """Return the hash of the numbers and names of an economy."""
    digest = hashlib.sha256()
    names: list[Any] = [scenario.names, scenario.codes, [str(note) for note in scenario.notes]]
    digest.update(json.dumps(names, ensure_ascii=False).encode())
    for name in ("jobs", "residents", "wages", "output", "travel_time", "trade_distance", "commuters"):
        array = getattr(scenario, name)
        digest.update(f"{name} {None if array is None else array.shape}".encode())
        if array is not None:
            digest.update(array.astype("<f8").tobytes())
    for name, array in sorted(scenario.other_jobs.items()):
        digest.update(name.encode() + array.astype("<f8").tobytes())
    return digest.hexdigest()[:16]


def is_stale(library: Library, outcome: StoredOutcome) -> bool:
    """Tell whether an outcome rests on other rules or data than those of today.

    Raises
    ------
    ScenarioError, LibraryError
        The scenario cannot be used any more.
    """
    stored = library.scenario(outcome.slug, outcome.version)
    made = outcome.content["made_by"]
    scenario = read_stored(library, stored.slug, stored.version)
    return basis_of(stored, scenario, made["draws"], made["seed"]) != outcome.basis
