"""How a region's make-up differs from the whole: location quotient, Krugman, Herfindahl, entropy, Hachman."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import structure
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.structure.crossing import ABSENT, Absent, Columns, CrossTable, cross_tables, key_columns

SIZES = {"value": Need(sign=">= 0", adds=True), "activity": Need("label")}


@declare(
    id="location_quotient",
    family="structure",
    needs=SIZES,
    gives=Give(low=0, high="1 / share of the region in the whole"),
    references=("isard1960", "moineddin2003"),
    choices={"absent": ABSENT},
)
def location_quotient(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    level: float | None = None,
    unit_size: float = 1.0,
    whole: str | None = None,
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Location quotient of each activity in each region, with an interval where wanted.

    Parameters
    ----------
    data
        One row a region (and year) with a column for each activity, or one row a region and activity.
    value
        The columns of sizes (employees by branch), or one column beside ``activity``.
    activity
        Column of activities, where rows are long.
    level
        Probability of an interval (0.95): how far chance alone could have moved the quotient, were each unit to fall on
        an activity independently. For counts (persons, plants) only.
    unit_size
        How many of the counted things move together (persons per plant); widens the interval.
    whole
        Code of the row that holds the whole (a nation); without it the whole is the sum of the regions.
    regions
        Codes of the regions to show; all count towards the whole.
    by, id, missing
        As everywhere.
    absent
        ``"zero"``: an empty cell, or a combination of region and activity without a row, counts as 0 (yearbooks leave
        cells empty where there is nothing to report, but also where nothing was reported).

    Returns
    -------
    Result
        Key ``code``, group the activity; terms ``value``, with ``level`` also ``low`` and ``high``.

    Raises
    ------
    DataError
        Bad columns or sizes, a whole or regions that are not in the table.
    """
    outcome = Outcome(key_columns(by, id))
    options = {"by": by, "id": id, "missing": missing, "absent": absent, "whole": whole}
    for cross in cross_tables(table, value, activity, **options):  # type: ignore[arg-type]
        terms = {"value": structure.location_quotient(cross.sizes, cross.whole)}
        if level is not None:
            interval = structure.location_quotient_interval(cross.sizes, level, unit_size, cross.whole)
            terms |= {"low": interval.low, "high": interval.high}
        add_cells(outcome, cross, terms, cross.chosen(regions, table.measure.id))
    return outcome


@declare(
    id="krugman",
    family="structure",
    needs=SIZES,
    gives=Give(low=0, high=2),
    references=("krugman1991",),
    choices={"absent": ABSENT, "against": ("whole", "rest", "pairs")},
)
def krugman(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    against: Literal["whole", "rest", "pairs"] = "whole",
    whole: str | None = None,
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Krugman's specialisation: the sum of absolute differences of shares, against the whole, the rest or each other.

    Parameters
    ----------
    data, value, activity, whole, regions, by, id, missing, absent
        As in ``location_quotient``.
    against
        ``"whole"`` (the nation, this region included), ``"rest"`` (all other regions together), or ``"pairs"``.

    Returns
    -------
    Result
        Group the region, term ``value``; of pairs, key ``code`` and group the other region.

    Raises
    ------
    DataError
        Bad columns or sizes; one region where a comparison needs two.
    """
    pairs = against == "pairs"
    outcome = Outcome(key_columns(by, id) if pairs else key_columns(by, id)[:-1])
    options = {"by": by, "id": id, "missing": missing, "absent": absent, "whole": whole}
    for cross in cross_tables(table, value, activity, **options):  # type: ignore[arg-type]
        chosen = cross.chosen(regions, table.measure.id)
        if pairs:
            add_pairs(outcome, cross, structure.krugman_pairs(cross.sizes[chosen]), chosen)
            continue
        index = structure.krugman(cross.sizes, "rest" if against == "rest" else "whole", cross.whole)
        add_regions(outcome, cross, {"value": index}, chosen)
    return outcome


@declare(
    id="herfindahl",
    family="structure",
    needs=SIZES,
    gives=Give(low="1 / number of shares", high=1),
    references=("hirschman1964",),
    choices={"absent": ABSENT, "of": ("regions", "activities")},
)
def herfindahl(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    of: Literal["regions", "activities"] = "regions",
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Herfindahl-Hirschman index of each region's activities, or of each activity's regions.

    Parameters
    ----------
    data, value, activity, regions, by, id, missing, absent
        As in ``location_quotient``.
    of
        ``"regions"``: how few activities a region lives on; ``"activities"``: how few regions an activity is in.

    Returns
    -------
    Result
        Group the region or the activity; terms ``value``, ``normalised`` (from 0 to 1, where there are two shares or
        more) and ``equal parts`` (1 / value: how many parts of equal size would give it).

    Raises
    ------
    DataError
        Bad columns or sizes.
    """
    outcome = Outcome(key_columns(by, id)[:-1])
    for cross in cross_tables(table, value, activity, by=by, id=id, missing=missing, absent=absent):
        shares = _shares(cross, of)
        index = structure.herfindahl(shares)
        terms = {"value": index, "equal parts": 1 / index}
        if shares.shape[1] > 1:
            terms["normalised"] = structure.herfindahl(shares, normalised=True)
        _add_of(outcome, cross, terms, of, regions, table)
    return outcome


@declare(
    id="shannon_entropy",
    family="structure",
    needs=SIZES,
    gives=Give(low=0, high="ln of the number of shares"),
    references=("shannon1948",),
    choices={"absent": ABSENT, "of": ("regions", "activities")},
)
def shannon_entropy(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    of: Literal["regions", "activities"] = "regions",
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Shannon's entropy of each region's activities (its diversity), or of each activity's regions (its spread).

    Parameters
    ----------
    data, value, activity, regions, by, id, missing, absent
        As in ``location_quotient``.
    of
        ``"regions"`` or ``"activities"``, as in ``herfindahl``.

    Returns
    -------
    Result
        Group the region or the activity; terms ``value`` (natural logarithm) and ``normalised`` (0 to 1, where there
        are two shares or more).

    Raises
    ------
    DataError
        Bad columns or sizes.
    """
    outcome = Outcome(key_columns(by, id)[:-1])
    for cross in cross_tables(table, value, activity, by=by, id=id, missing=missing, absent=absent):
        shares = _shares(cross, of)
        terms = {"value": structure.entropy(shares)}
        if shares.shape[1] > 1:
            terms["normalised"] = structure.entropy(shares, normalised=True)
        _add_of(outcome, cross, terms, of, regions, table)
    return outcome


@declare(
    id="hachman",
    family="structure",
    needs=SIZES,
    gives=Give(low=0, high=1),
    references=("hachman",),
    choices={"absent": ABSENT},
)
def hachman(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    whole: str | None = None,
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Hachman's index of how much a region's make-up is like the whole's.

    Parameters
    ----------
    data, value, activity, whole, regions, by, id, missing, absent
        As in ``location_quotient``.

    Returns
    -------
    Result
        Group the region, term ``value``.

    Raises
    ------
    DataError
        Bad columns or sizes.
    """
    outcome = Outcome(key_columns(by, id)[:-1])
    options = {"by": by, "id": id, "missing": missing, "absent": absent, "whole": whole}
    for cross in cross_tables(table, value, activity, **options):  # type: ignore[arg-type]
        index = structure.hachman(cross.sizes, cross.whole)
        add_regions(outcome, cross, {"value": index}, cross.chosen(regions, table.measure.id))
    return outcome


def add_cells(outcome: Outcome, cross: CrossTable, terms: dict[str, structure.Array], chosen: list[int]) -> None:
    """Add a row for each region chosen, activity and term (arrays (R, K))."""
    for r in chosen:
        key = (*cross.key, cross.codes[r])
        for k, activity in enumerate(cross.activities):
            for term, values in terms.items():
                outcome.add(key, term, values[r, k], len(cross.codes), group=activity)


def add_regions(outcome: Outcome, cross: CrossTable, terms: dict[str, structure.Array], chosen: list[int]) -> None:
    """Add a row for each region chosen and term (arrays (R,))."""
    for r in chosen:
        for term, values in terms.items():
            outcome.add(cross.key, term, values[r], len(cross.activities), group=cross.codes[r])


def add_pairs(outcome: Outcome, cross: CrossTable, matrix: structure.Array, chosen: list[int]) -> None:
    """Add a row for each pair of different regions chosen, once (matrix over the chosen)."""
    if len(chosen) < 2:
        cross.at_least(2, 1, "a comparison of pairs")
    for i, j in zip(*np.triu_indices(len(chosen), 1), strict=True):
        key = (*cross.key, cross.codes[chosen[i]])
        outcome.add(key, "value", matrix[i, j], len(cross.activities), group=cross.codes[chosen[j]])


def _shares(cross: CrossTable, of: str) -> structure.Array:
    return structure.make_up(cross.sizes) if of == "regions" else structure.whereabouts(cross.sizes).T


def _add_of(
    outcome: Outcome, cross: CrossTable, terms: dict[str, structure.Array], of: str, regions: Sequence[str] | None,
    table: Table,
) -> None:  # fmt: skip
    if of == "regions":
        add_regions(outcome, cross, terms, cross.chosen(regions, table.measure.id))
        return
    for k, activity in enumerate(cross.activities):
        for term, values in terms.items():
            outcome.add(cross.key, term, values[k], len(cross.codes), group=activity)
