"""What is near: proximity of activities, density around them, outlook, and what a region could take up next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.complexity.presence import PRESENT, Presence, Present, connected, presences, ranked
from gongxing.measures.errors import complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import relatedness
from gongxing.measures.registry import Give, declare
from gongxing.measures.result import Outcome
from gongxing.measures.structure.crossing import ABSENT, Absent, Columns, key_columns
from gongxing.measures.structure.specialisation import SIZES, add_cells

_CHOICES = {"absent": ABSENT, "presence": PRESENT}
Array = relatedness.Array


@declare(
    id="proximity",
    family="complexity",
    needs=SIZES,
    gives=Give(low=0, high=1),
    references=("hidalgo2007",),
    choices=_CHOICES,
)
def proximity(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    threshold: float = 1.0,
    presence: Present = "quotient",
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Proximity of each pair of activities: the smaller of the two chances to have one given the other.

    Parameters
    ----------
    data, value, activity, threshold, presence, by, id, missing, absent
        As in ``economic_complexity``.

    Returns
    -------
    Result
        Key ``activity``, group the other activity, term ``value``.

    Raises
    ------
    DataError
        Bad columns or sizes; fewer than two activities in which a region specialises.
    """
    outcome = Outcome((*key_columns(by, id)[:-1], "activity"))
    options = {
        "threshold": threshold,
        "presence_by": presence,
        "by": by,
        "id": id,
        "missing": missing,
        "absent": absent,
    }
    for found in presences(table, value, activity, **options):  # type: ignore[arg-type]
        kept = connected(table, found)
        kept.cross.at_least(1, 2, table.measure.id)
        near = relatedness.proximity(kept.present)
        names = kept.cross.activities
        for j, k in zip(*np.triu_indices(len(names), 1), strict=True):
            outcome.add((*kept.key, names[j]), "value", near[j, k], len(kept.cross.codes), group=names[k])
    return outcome


@declare(
    id="relatedness_density",
    family="complexity",
    needs=SIZES,
    gives=Give(low=0, high=1),
    references=("hidalgo2007",),
    choices=_CHOICES,
)
def relatedness_density(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    threshold: float = 1.0,
    presence: Present = "quotient",
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Density around each activity in each region: the share of its proximities that the region has.

    Parameters
    ----------
    data, value, activity, threshold, presence, by, id, missing, absent
        As in ``economic_complexity``.
    regions
        Codes of the regions to show; all count towards the proximities.

    Returns
    -------
    Result
        Key ``code``, group the activity; terms ``value`` and ``present`` (1 or 0).

    Raises
    ------
    DataError
        Bad columns or sizes.
    """
    outcome = Outcome(key_columns(by, id))
    options = {
        "threshold": threshold,
        "presence_by": presence,
        "by": by,
        "id": id,
        "missing": missing,
        "absent": absent,
    }
    for found in presences(table, value, activity, **options):  # type: ignore[arg-type]
        kept = connected(table, found)
        terms = {"value": relatedness.relatedness_density(kept.present), "present": kept.present.astype(np.float64)}
        add_cells(outcome, kept.cross, terms, kept.cross.chosen(regions, table.measure.id))
    return outcome


@declare(
    id="complexity_outlook",
    family="complexity",
    needs=SIZES,
    gives=Give(term="index", better="high"),
    references=("hausmann2014",),
    choices=_CHOICES,
)
def complexity_outlook(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    threshold: float = 1.0,
    presence: Present = "quotient",
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Complexity outlook of regions (COI), and what each activity that they lack would add to it (COG).

    Parameters
    ----------
    data, value, activity, threshold, presence, regions, by, id, missing, absent
        As in ``relatedness_density``.

    Returns
    -------
    Result
        Key ``code``; term ``index`` of the region; group the activities that it lacks: ``gain`` (the exact rise of the
        index) and ``opened`` (the form of the Growth Lab's programs). PCI has mean 0 and standard deviation 1.

    Raises
    ------
    DataError
        As ``economic_complexity``.
    """
    outcome = Outcome(key_columns(by, id))
    options = {
        "threshold": threshold,
        "presence_by": presence,
        "by": by,
        "id": id,
        "missing": missing,
        "absent": absent,
    }
    for found in presences(table, value, activity, **options):  # type: ignore[arg-type]
        kept, pci = _with_complexity(table, found)
        result = relatedness.outlook(kept.present, pci)
        n = len(kept.cross.codes)
        for r in kept.cross.chosen(regions, table.measure.id):
            key = (*kept.key, kept.cross.codes[r])
            outcome.add(key, "index", result.index[r], n)
            lacking = np.flatnonzero(~kept.present[r])
            for term, numbers in (("gain", result.gain), ("opened", result.opened)):
                outcome.add_each(key, term, numbers[r, lacking].tolist(), n, kept.activities(lacking))
    return outcome


@declare(
    id="diversification",
    family="complexity",
    needs=SIZES,
    gives=Give(term="score", better="high"),
    references=("hidalgo2007", "hausmann2014"),
    choices=_CHOICES,
)
def diversification(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    regions: Sequence[str] | None = None,
    top: int = 5,
    weights: Mapping[Literal["density", "complexity", "gain"], float] | None = None,
    threshold: float = 1.0,
    presence: Present = "quotient",
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """List what a region could strengthen, fill in and take up next (强链、补链、延链).

    ``strengthen``: activities that the region has, by the density around them. ``fill``: activities that it lacks
    though it has as much around them as around the average activity that it has. ``extend``: other activities that it
    lacks with a density above the average of what it lacks. Candidates are ordered by their score: the weighted mean
    of density, complexity and outlook gain, each standardised over all that the region lacks.

    Parameters
    ----------
    data, value, activity, threshold, presence, by, id, missing, absent
        As in ``economic_complexity``.
    regions
        Codes of the regions to advise; all count towards the proximities.
    top
        How many of each kind to list.
    weights
        Of ``density``, ``complexity`` and ``gain`` in the score; equal when absent.

    Returns
    -------
    Result
        Key ``code`` and ``kind`` (``strengthen``, ``fill``, ``extend``), group the activity; terms ``score``,
        ``density``, ``complexity`` (PCI), ``gain`` and ``advantage`` (the location quotient now), best first.

    Raises
    ------
    DataError
        As ``economic_complexity``; weights that are negative or sum to zero.
    """
    shares = _score_weights(weights)
    outcome = Outcome((*key_columns(by, id), "kind"))
    options = {
        "threshold": threshold,
        "presence_by": presence,
        "by": by,
        "id": id,
        "missing": missing,
        "absent": absent,
    }
    for found in presences(table, value, activity, **options):  # type: ignore[arg-type]
        kept, pci = _with_complexity(table, found)
        near = relatedness.proximity(kept.present)
        density = relatedness.relatedness_density(kept.present, near)
        gain = relatedness.outlook(kept.present, pci, near).gain
        for r in kept.cross.chosen(regions, table.measure.id):
            score = _scores(kept.present[r], np.stack([density[r], pci, gain[r]]), shares)
            for kind, members in _kinds(kept.present[r], density[r]).items():
                key = (*kept.key, kept.cross.codes[r], kind)
                for k in members[np.argsort(-score[members], kind="stable")][:top]:
                    for term, number in (
                        ("score", score[k]), ("density", density[r, k]), ("complexity", pci[k]),
                        ("gain", gain[r, k]), ("advantage", kept.quotients[r, k]),
                    ):  # fmt: skip
                        outcome.add(key, term, number, len(kept.cross.codes), group=kept.cross.activities[k])
    return outcome


def _with_complexity(table: Table, found: Presence) -> tuple[Presence, Array]:
    """Return the regions and activities that can be ranked, and the PCI of the activities."""
    result = ranked(table, found)
    block = np.ix_(result.regions, result.activities)
    cross = type(found.cross)(
        found.key, tuple(found.codes(result.regions)), tuple(found.activities(result.activities)),
        found.cross.sizes[block], None,
    )  # fmt: skip
    return Presence(cross, found.quotients[block], found.present[block]), result.pci


def _kinds(present: relatedness.Presence, density: Array) -> dict[str, NDArray[np.intp]]:
    lacking = ~present
    bar = density[present].mean() if present.any() else np.inf
    above = density >= (density[lacking].mean() if lacking.any() else np.inf)
    fill = lacking & (density >= bar)
    return {
        "strengthen": np.flatnonzero(present),
        "fill": np.flatnonzero(fill),
        "extend": np.flatnonzero(lacking & ~fill & above),
    }


def _scores(present: relatedness.Presence, parts: Array, shares: Array) -> Array:
    """Return the score of each activity: the density of what is there, the weighted standard scores of what is not."""
    lacking = ~present
    if lacking.sum() < 2:
        return np.asarray(parts[0], dtype=np.float64)
    centre, spread = parts[:, lacking].mean(axis=1), parts[:, lacking].std(axis=1)
    standard = (parts - centre[:, None]) / np.where(spread > 0, spread, 1.0)[:, None]
    return np.asarray(np.where(present, parts[0], shares @ standard), dtype=np.float64)


def _score_weights(weights: Mapping[Literal["density", "complexity", "gain"], float] | None) -> Array:
    names = ("density", "complexity", "gain")
    given: dict[str, float] = dict.fromkeys(names, 1.0) if weights is None else {str(k): v for k, v in weights.items()}
    numbers = np.array([float(given.get(name, 0.0)) for name in names])
    if set(given) - set(names) or (numbers < 0).any() or not numbers.sum() > 0:
        raise complaint("weights", f"numbers of at least 0 for {', '.join(names)}", f"{given} came", "give one or more")
    return np.asarray(numbers / numbers.sum(), dtype=np.float64)
