"""How alike two structures are: of two regions, of output and employment, of the places of two activities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from gongxing.measures.errors import complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import structure
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.structure.crossing import ABSENT, Absent, Columns, cross_tables, key_columns, positions
from gongxing.measures.structure.specialisation import SIZES, add_pairs


@declare(
    id="structural_similarity",
    family="structure",
    needs=SIZES,
    gives=Give(low=0, high=1),
    references=("unido1979", "finger1979"),
    choices={"absent": ABSENT, "form": ("cosine", "overlap")},
)
def structural_similarity(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    form: Literal["cosine", "overlap"] = "cosine",
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Structural similarity of each pair of regions, and of each region with the whole.

    Parameters
    ----------
    data, value, activity, by, id, missing, absent
        As in ``location_quotient``.
    form
        ``"cosine"`` (产业结构相似系数), or ``"overlap"``: the sum of the smaller shares, 1 - Krugman / 2.
    regions
        Codes of the regions to compare; all count towards the whole.

    Returns
    -------
    Result
        Key ``code``, group the other region, term ``value``; term ``with the whole`` where the group is empty.

    Raises
    ------
    DataError
        Bad columns or sizes; fewer than two regions.
    """
    outcome = Outcome(key_columns(by, id))
    kernel = structure.structural_similarity if form == "cosine" else structure.structural_overlap
    for cross in cross_tables(table, value, activity, by=by, id=id, missing=missing, absent=absent):
        cross.at_least(2, 1, table.measure.id)
        chosen = cross.chosen(regions, table.measure.id)
        matrix = kernel(np.vstack([cross.sizes[chosen], cross.sizes.sum(axis=0)]))
        add_pairs(outcome, cross, matrix[:-1, :-1], chosen)
        for k, r in enumerate(chosen):
            outcome.add((*cross.key, cross.codes[r]), "with the whole", matrix[k, -1], len(cross.activities))
    return outcome


@declare(
    id="structural_coordination",
    family="structure",
    needs={"value": SIZES["value"], "employment": Need(sign="> 0", adds=True), "activity": Need("label")},
    gives=Give(low=0, high=1, better="high"),
    references=("gan2011",),
)
def structural_coordination(
    table: Table,
    value: Columns,
    *,
    employment: Columns,
    activity: str | None = None,
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Coordination of the make-up of output with that of employment, and each activity's deviation.

    Parameters
    ----------
    data, activity, regions, by, id, missing
        As in ``location_quotient``.
    value
        The columns of output by activity (value added of the three sectors), or one column beside ``activity``.
    employment
        The columns of employment of the same activities in the same order, above 0.

    Returns
    -------
    Result
        Key ``code``; terms ``value`` (the cosine of the two make-ups), ``theil`` (the index of rationalisation, 0 where
        equal), and for each activity ``deviation`` (share of output over share of employment, less 1).

    Raises
    ------
    DataError
        Bad columns or sizes; output and employment not of the same activities.
    """
    outcome = Outcome(key_columns(by, id))
    if not isinstance(value, str) and (isinstance(employment, str) or len(employment) != len(value)):
        came = 1 if isinstance(employment, str) else len(employment)
        raise complaint(
            "employment",
            f"{len(value)} columns, one for each of value's",
            f"{came} came",
            "name them in the same order",
        )
    names = [value] if isinstance(value, str) else list(value)
    sample = table.read(
        value=value, employment=employment, activity=activity, by=by, id=id, missing=missing, unique=("activity",)
    )
    for part in sample:
        if isinstance(value, str):
            crossed = [part.cross("id", "activity", column, missing=missing) for column in ("value", "employment")]
            codes, names, made, worked = crossed[0].rows, list(crossed[0].columns), crossed[0].values, crossed[1].values
        else:
            codes = tuple(part.codes.tolist())
            made, worked = (np.column_stack([part.numbers(f"{argument}_{k}") for k in range(len(names))])
                            for argument in ("value", "employment"))  # fmt: skip
        found = structure.structural_coordination(made, worked)
        for r in sorted(positions(codes, regions, table.measure.id), key=lambda r: codes[r]):
            key = (*part.key, codes[r])
            outcome.add(key, "value", found.coefficient[r], len(names))
            outcome.add(key, "theil", found.theil[r], len(names))
            outcome.add_each(key, "deviation", found.deviation[r], len(names), [str(name) for name in names])
    return outcome


@declare(
    id="geographic_association",
    family="structure",
    needs=SIZES,
    gives=Give(low=0, high=1),
    references=("florence1948",),
    choices={"absent": ABSENT},
)
def geographic_association(
    table: Table,
    value: Columns,
    *,
    activity: str | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Florence's geographic association: how much two activities are in the same regions.

    Parameters
    ----------
    data, value, activity, by, id, missing, absent
        As in ``location_quotient``.

    Returns
    -------
    Result
        Key ``activity``, group the other activity, term ``value``.

    Raises
    ------
    DataError
        Bad columns or sizes; fewer than two regions or activities.
    """
    outcome = Outcome((*key_columns(by, id)[:-1], "activity"))
    for cross in cross_tables(table, value, activity, by=by, id=id, missing=missing, absent=absent):
        cross.at_least(2, 2, table.measure.id)
        matrix = structure.geographic_association(cross.sizes)
        for j, k in zip(*np.triu_indices(len(cross.activities), 1), strict=True):
            key = (*cross.key, cross.activities[j])
            outcome.add(key, "value", matrix[j, k], len(cross.codes), group=cross.activities[k])
    return outcome
