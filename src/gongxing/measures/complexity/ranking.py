"""Who is complex: revealed comparative advantage, ECI and PCI, fitness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from gongxing.measures.complexity.presence import PRESENT, Present, connected, presences, ranked
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import fitness as fitness_kernel
from gongxing.measures.registry import Give, declare
from gongxing.measures.result import Outcome
from gongxing.measures.structure.crossing import ABSENT, Absent, Columns, key_columns
from gongxing.measures.structure.specialisation import SIZES, add_cells

_CHOICES = {"absent": ABSENT, "presence": PRESENT}


@declare(
    id="comparative_advantage",
    family="complexity",
    needs=SIZES,
    gives=Give(low=0, high="1 / share of the region in the whole"),
    references=("balassa1965", "hidalgo2007"),
    choices={"absent": ABSENT},
)
def comparative_advantage(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    threshold: float = 1.0,
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Revealed comparative advantage (Balassa) and the 0/1 matrix of who has what.

    Parameters
    ----------
    data, value, activity, regions, by, id, missing, absent
        As in ``location_quotient``, whose formula it is.
    threshold
        From which advantage on a region has an activity.

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
        "presence_by": "quotient",
        "by": by,
        "id": id,
        "missing": missing,
        "absent": absent,
    }
    for found in presences(table, value, activity, **options):  # type: ignore[arg-type]
        terms = {"value": found.quotients, "present": found.present.astype(np.float64)}
        add_cells(outcome, found.cross, terms, found.cross.chosen(regions, table.measure.id))
    return outcome


@declare(
    id="economic_complexity",
    family="complexity",
    needs=SIZES,
    gives=Give(term="eci", better="high"),
    references=("hidalgo2009", "hausmann2014"),
    choices={**_CHOICES, "pci_scale": ("own", "eci")},
)
def economic_complexity(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    threshold: float = 1.0,
    presence: Present = "quotient",
    pci_scale: Literal["own", "eci"] = "own",
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Economic complexity of regions (ECI) and of activities (PCI).

    Sign: ECI correlates positively with diversity. Scale: mean 0 and standard deviation 1 over the regions.

    Parameters
    ----------
    data, value, activity, by, id, missing, absent
        As in ``location_quotient``.
    threshold, presence
        A region has an activity where its location quotient reaches the threshold (``"quotient"``), or where its size
        is above 0 (``"positive"``).
    pci_scale
        ``"own"``: PCI has mean 0 and standard deviation 1 over the activities; ``"eci"``: it is moved and scaled as ECI
        is, so that a region's ECI is the mean PCI of its activities.

    Returns
    -------
    Result
        Group the region: terms ``eci`` and ``diversity``; group the activity: terms ``pci`` and ``ubiquity``. What
        cannot be ranked has no row and a note.

    Raises
    ------
    DataError
        Bad columns or sizes; too few regions or activities; regions that all have the same activities.
    """
    outcome = Outcome(key_columns(by, id)[:-1])
    options = {
        "threshold": threshold,
        "presence_by": presence,
        "by": by,
        "id": id,
        "missing": missing,
        "absent": absent,
    }
    for found in presences(table, value, activity, **options):  # type: ignore[arg-type]
        result = ranked(table, found, pci_scale)
        codes, activities = found.codes(result.regions), found.activities(result.activities)
        for term, numbers, names in (
            ("eci", result.eci, codes),
            ("diversity", result.diversity, codes),
            ("pci", result.pci, activities),
            ("ubiquity", result.ubiquity, activities),
        ):
            outcome.add_each(found.key, term, [float(number) for number in numbers], len(codes), names)
    return outcome


@declare(
    id="fitness",
    family="complexity",
    needs=SIZES,
    gives=Give(term="fitness", low=0, better="high"),
    references=("tacchella2012", "pugliese2016"),
    choices=_CHOICES,
)
def fitness(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    threshold: float = 1.0,
    presence: Present = "quotient",
    tolerance: float = 1e-10,
    steps: int = 5000,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Fitness of regions and complexity of activities, iterated until they stand still, which is said.

    Parameters
    ----------
    data, value, activity, threshold, presence, by, id, missing, absent
        As in ``economic_complexity``.
    tolerance, steps
        The iteration stops where no value moves by more than the tolerance, or after so many steps.

    Returns
    -------
    Result
        Group the region: term ``fitness``, mean 1; group the activity: term ``complexity``, mean 1; term ``steps``.

    Raises
    ------
    DataError
        Bad columns or sizes.
    """
    outcome = Outcome(key_columns(by, id)[:-1])
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
        result = fitness_kernel.fitness(kept.present, tolerance=tolerance, steps=steps)
        n = len(kept.cross.codes)
        outcome.add_each(kept.key, "fitness", result.fitness.tolist(), n, kept.cross.codes)
        outcome.add_each(kept.key, "complexity", result.complexity.tolist(), n, kept.cross.activities)
        outcome.add(kept.key, "steps", result.steps, n)
        if not result.converged:
            table.note("not_converged", steps=result.steps, change=result.change)
        if result.fading.any():
            codes = kept.codes(np.flatnonzero(result.fading))
            table.note("fading", count=len(codes), codes=codes)
    return outcome
