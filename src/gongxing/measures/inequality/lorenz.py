"""The Lorenz curve."""

from __future__ import annotations

import numpy as np

from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.inequality.sampling import VALUE, WEIGHT, read
from gongxing.measures.kernels import inequality as kernel
from gongxing.measures.registry import Give, declare
from gongxing.measures.result import Outcome


@declare(
    id="lorenz",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(term="share", low=0, high=1),
    references=("lorenz1905",),
    chart="curve",
)
def lorenz(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Lorenz curve: the share of the total that the poorest 10 %, 20 % … of people have; the chart draws all of it.

    Parameters
    ----------
    value, weight, by, id, missing, dimensions
        As for :func:`gongxing.measures.inequality.theil`.

    Returns
    -------
    Result
        Term ``share`` for the groups ``10%`` … ``90%`` of the population from the bottom.
    """
    sample = read(table, value, weight, by, None, id, missing)
    outcome, points = Outcome(sample.by), []
    for part in sample:
        people, income = kernel.lorenz(part.numbers("value"), part.optional("weight"))
        shares = np.interp(np.arange(1, 10) / 10, people, income)
        outcome.add_each(part.key, "share", shares, part.n, [f"{10 * k}%" for k in range(1, 10)])
        series = {"series": " ".join(map(str, part.key))} if part.key else {}
        points += [{"x": float(p), "y": float(y), **series} for p, y in zip(people, income, strict=True)]
    outcome.details["curve"] = points
    return outcome
