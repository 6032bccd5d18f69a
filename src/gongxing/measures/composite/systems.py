"""How systems go together, and what holds a region back: coupling coordination and obstacle degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from gongxing.measures.composite.index import NORMALISATIONS, WEIGHTINGS
from gongxing.measures.composite.scores import indicator_weights as weigh
from gongxing.measures.composite.scores import normalised_values
from gongxing.measures.composite.specification import load_specification
from gongxing.measures.errors import complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels.aggregation import obstacle_degrees
from gongxing.measures.kernels.coupling import Variant
from gongxing.measures.kernels.coupling import coupling_coordination as couple
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome

if TYPE_CHECKING:
    from gongxing.measures.structure.crossing import Columns


@declare(
    id="coupling_coordination",
    family="composite",
    needs={"values": Need(sign=">= 0")},
    gives=Give(term="coordination", low=0, high=1, better="high"),
    scale="other",
    references=("wang2021", "liao1999"),
    choices={"variant": ("standard", "modified")},
)
def coupling_coordination(
    table: Table,
    values: Columns,
    *,
    variant: Variant = "standard",
    weights: list[float] | tuple[float, ...] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Coupling coordination degree of two or more systems whose levels lie in [0, 1].

    Parameters
    ----------
    data
        One row a region (and year).
    values
        Columns of the systems' levels in [0, 1]: scores of composite indices on one scale over the whole panel.
    variant
        ``"standard"``: C is the geometric over the arithmetic mean; ``"modified"``: that of Wang and others (2021).
    weights
        Of the systems in the comprehensive index T; equal when absent.
    by, id, missing
        As everywhere.

    Returns
    -------
    Result
        Group the region; terms ``coordination`` (D), ``coupling`` (C), ``level`` (T) and ``class`` (1 extreme imbalance
        … 10 excellent coordination, each 0.1 wide).

    Raises
    ------
    DataError
        Levels outside [0, 1], one system, weights that do not fit.
    """
    columns = [values] if isinstance(values, str) else list(values)
    if weights is not None and len(weights) != len(columns):
        raise complaint("weights", f"{len(columns)} numbers", f"{len(weights)} came", "give one for each system")
    sample = table.read(values=columns, by=by, id=id, missing=missing)
    outcome = Outcome(sample.by)
    for part in sample:
        levels = np.column_stack([part.numbers(f"values_{k}") for k in range(len(columns))])
        high = levels.max(axis=1) > 1
        if high.any():
            raise complaint(
                f"values{part.where()}", "levels of systems between 0 and 1",
                f"{int(high.sum())} of {part.n} rows are above (the highest is {levels.max():g})",
                "make them scores first, e.g. with composite_index", part.codes[high],
            )  # fmt: skip
        found = couple(levels, None if weights is None else np.array(weights, dtype=np.float64), variant)
        classes = np.minimum(np.floor(found.coordination * 10 + 1e-12) + 1, 10)
        terms = {
            "coordination": found.coordination, "coupling": found.coupling, "level": found.level, "class": classes,
        }  # fmt: skip
        for term, numbers in terms.items():
            outcome.add_each(part.key, term, numbers.tolist(), part.n, [str(code) for code in part.codes])
    return outcome


@declare(
    id="obstacle_degree",
    family="composite",
    needs={"values": Need()},
    gives=Give(low=0, high=100, unit="%"),
    references=("lu2011",),
    choices={"weighting": WEIGHTINGS, "normalisation": tuple(n for n in NORMALISATIONS if n != "z")},
)
def obstacle_degree(
    table: Table,
    values: Columns,
    *,
    lower: Columns = (),
    weighting: Literal["equal", "entropy", "critic", "pca"] = "entropy",
    normalisation: Literal["min-max", "rank"] = "min-max",
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Obstacle degree: which indicators hold a region back most, by weight and by distance from the best.

    Parameters
    ----------
    data, values, lower, weighting, normalisation, id, missing
        As in ``composite_index``; scales and weights are over the whole panel.
    by
        Columns that name the rows beside the region (a year).

    Returns
    -------
    Result
        Keys of ``by`` and ``code``, group the indicator, term ``value`` in per cent, summing to 100 for each region
        that is not best in everything.

    Raises
    ------
    DataError
        Columns that are not there, gaps, indicators that are the same everywhere.
    """
    columns = [values] if isinstance(values, str) else list(values)
    falling = [lower] if isinstance(lower, str) else list(lower)
    spec = load_specification(
        {"indicators": [{"column": c, "direction": "lower" if c in falling else "higher"} for c in columns]}
    )
    sample = table.read(values=columns, by=by, id=id, missing=missing)
    matrices = [np.column_stack([part.numbers(f"values_{k}") for k in range(len(columns))]) for part in sample]
    scores = normalised_values(np.vstack(matrices), spec, normalisation)
    degrees = obstacle_degrees(scores, weigh(scores, spec, weighting))
    outcome = Outcome((*sample.by, id or "code"))
    start = 0
    for part in sample:
        for row, code in enumerate(part.codes):
            outcome.add_each((*part.key, str(code)), "value", degrees[start + row].tolist(), len(scores), columns, "%")
        start += part.n
    best = int((degrees.sum(axis=1) == 0).sum())
    if best:
        table.note("no_obstacles", count=best)
    return outcome
