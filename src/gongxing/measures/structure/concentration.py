"""How activities concentrate in space: locational Gini, Ellison and Glaeser's agglomeration and co-agglomeration."""

from __future__ import annotations

import numpy as np

from gongxing.measures.errors import complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import agglomeration, structure
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.structure.crossing import ABSENT, Absent, Columns, CrossTable, cross_tables, key_columns
from gongxing.measures.structure.specialisation import SIZES


@declare(
    id="locational_gini",
    family="structure",
    needs=SIZES,
    gives=Give(low=0, high="1 - share of the smallest region"),
    references=("krugman1991",),
    choices={"absent": ABSENT},
)
def locational_gini(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Locational Gini of each activity, on [0, 1): how unevenly it is spread beside all activities together.

    Parameters
    ----------
    data, value, activity, by, id, missing, absent
        As in ``location_quotient``.

    Returns
    -------
    Result
        Group the activity, term ``value``.

    Raises
    ------
    DataError
        Bad columns or sizes; fewer than two regions or activities.
    """
    outcome = Outcome(key_columns(by, id)[:-1])
    for cross in cross_tables(table, value, activity, by=by, id=id, missing=missing, absent=absent):
        cross.at_least(2, 2, table.measure.id)
        index = structure.locational_gini(cross.sizes)
        outcome.add_each(cross.key, "value", index, len(cross.codes), cross.activities)
    return outcome


@declare(
    id="ellison_glaeser",
    family="structure",
    needs={
        "value": SIZES["value"],
        "plants": Need(sign=">= 0"),
        "herfindahl": Need(sign="> 0"),
        "activity": Need("label"),
    },
    gives=Give(low="below 0 where plants avoid one another", high=1),
    references=("ellison1997",),
    choices={"absent": ABSENT},
)
def ellison_glaeser(
    table: Table,
    value: str,
    *,
    activity: str,
    plants: str | None = None,
    herfindahl: str | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Ellison and Glaeser's γ: agglomeration of an activity beyond what few large plants explain.

    Parameters
    ----------
    data
        One row a region and activity.
    value
        Column of employment.
    activity, by, id, missing, absent
        As in ``location_quotient``.
    plants
        Column of the number of plants of the activity in the region. Plants of a cell are taken as equally large, which
        understates their Herfindahl index H and so overstates γ.
    herfindahl
        Instead of ``plants``: column of the Herfindahl index of the activity's plants, the same in all its rows (from
        plants' sizes by ``gongxing.measures.kernels.agglomeration.plant_herfindahl``).

    Returns
    -------
    Result
        Group the activity; terms ``value`` (γ), ``raw`` (G, before plants are allowed for) and ``plants`` (H).

    Raises
    ------
    DataError
        Bad columns or sizes; fewer than two regions or activities; employment without a plant; neither or both of
        ``plants`` and ``herfindahl``.
    """
    if (plants is None) == (herfindahl is None):
        came = "neither" if plants is None else "both"
        raise complaint("plants", "a column of plants or of their Herfindahl index", f"{came} came", "name one of them")
    outcome = Outcome(key_columns(by, id)[:-1])
    options = {"by": by, "id": id, "missing": missing, "absent": absent}
    beside = plants or herfindahl
    found_beside = {cross.key: cross for cross in cross_tables(table, str(beside), activity, **options)}  # type: ignore[arg-type]
    for cross in cross_tables(table, value, activity, **options):  # type: ignore[arg-type]
        cross.at_least(2, 2, table.measure.id)
        other = found_beside[cross.key]
        index = _given_index(cross, other) if plants is None else _plant_index(cross, other)
        single = index >= 1
        if single.any():
            names = [name for name, one in zip(cross.activities, single, strict=True) if one]
            table.note("one_plant", count=len(names), names=names)
        found = agglomeration.ellison_glaeser(cross.sizes[:, ~single], index[~single], cross.sizes.sum(axis=1))
        kept = [name for name, one in zip(cross.activities, single, strict=True) if not one]
        for term, values in (("value", found.gamma), ("raw", found.raw), ("plants", found.plants)):
            outcome.add_each(cross.key, term, values, len(cross.codes), kept)
    return outcome


def _given_index(cross: CrossTable, given: CrossTable) -> structure.Array:
    """Return the Herfindahl index of each activity's plants from a table in which it stands in every row."""
    column = {name: k for k, name in enumerate(given.activities)}
    index = np.array([given.sizes[:, column[name]].max() if name in column else np.nan for name in cross.activities])
    differing = [
        name for name, number in zip(cross.activities, index, strict=True)
        if name not in column or not np.isin(given.sizes[:, column[name]], (0.0, number)).all() or number > 1
    ]  # fmt: skip
    if differing:
        raise complaint(
            "herfindahl", "one number of at most 1 for each activity", f"{len(differing)} have none or several",
            "write the activity's index in all its rows", differing,
        )  # fmt: skip
    return index


def _plant_index(cross: CrossTable, counts: CrossTable) -> structure.Array:
    """Return the Herfindahl index of each activity's plants, those of a cell being equally large."""
    number = np.zeros_like(cross.sizes)
    row, column = {c: k for k, c in enumerate(counts.codes)}, {a: k for k, a in enumerate(counts.activities)}
    for r, code in enumerate(cross.codes):
        for k, name in enumerate(cross.activities):
            if code in row and name in column:
                number[r, k] = counts.sizes[row[code], column[name]]
    bare = np.argwhere((number == 0) & (cross.sizes > 0))
    if bare.size:
        raise complaint(
            "plants", "a plant wherever there is employment", f"{len(bare)} of {number.size} cells have none",
            "look at these cells", [f"{cross.codes[r]} {cross.activities[k]}" for r, k in bare],
        )  # fmt: skip
    share = structure.whereabouts(cross.sizes)
    return np.asarray(np.divide(share**2, number, out=np.zeros_like(share), where=number > 0).sum(axis=0))


@declare(
    id="coagglomeration",
    family="structure",
    needs=SIZES,
    gives=Give(term="group", low="below 0 where activities avoid one another", high=1),
    references=("ellison1997", "ellison2010"),
    choices={"absent": ABSENT},
)
def coagglomeration(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    among: tuple[str, ...] | list[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Ellison and Glaeser's co-agglomeration: of each pair of activities, and of several as one group.

    Parameters
    ----------
    data, value, activity, by, id, missing, absent
        As in ``location_quotient``.
    among
        The activities of the group; without it there are only pairs. The regions' sizes are always those of all
        activities.

    Returns
    -------
    Result
        Key ``activity``, group the other activity, term ``pair``; with ``among`` one row ``group`` with an empty key.

    Raises
    ------
    DataError
        Bad columns or sizes; fewer than two regions or activities; activities of ``among`` that are not there.
    """
    outcome = Outcome((*key_columns(by, id)[:-1], "activity"))
    for cross in cross_tables(table, value, activity, by=by, id=id, missing=missing, absent=absent):
        cross.at_least(2, 2, table.measure.id)
        everything = cross.sizes.sum(axis=1)
        chosen = _positions(cross, among)
        matrix = agglomeration.coagglomeration(cross.sizes, everything)
        for j, k in ((j, k) for j in chosen for k in chosen if j < k):
            key = (*cross.key, cross.activities[j])
            outcome.add(key, "pair", matrix[j, k], len(cross.codes), group=cross.activities[k])
        if among is not None:
            group = agglomeration.group_coagglomeration(cross.sizes[:, chosen], everything)
            outcome.add((*cross.key, None), "group", group, len(cross.codes))
    return outcome


def _positions(cross: CrossTable, among: tuple[str, ...] | list[str] | None) -> list[int]:
    if among is None:
        return list(range(len(cross.activities)))
    unknown = [name for name in among if name not in cross.activities]
    if unknown or len(among) < 2:
        raise complaint(
            "among", "two or more activities of the table", f"{len(unknown)} of {len(among)} are not there",
            f"the activities are {', '.join(cross.activities[:12])}", unknown,
        )  # fmt: skip
    return sorted(cross.activities.index(name) for name in among)
