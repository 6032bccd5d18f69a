"""Percentiles and shares of the total: what the richest and the poorest have."""

from __future__ import annotations

import numpy as np

from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.inequality.sampling import VALUE, WEIGHT, read, scalar
from gongxing.measures.kernels import inequality as kernel
from gongxing.measures.registry import Give, declare
from gongxing.measures.result import Outcome


@declare(
    id="percentile_ratio",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=1, better="low"),
    references=("hyndman1996",),
)
def percentile_ratio(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    upper: float = 90,
    lower: float = 10,
    id: str | None = "code",
    missing: Missing = "raise",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Outcome:
    """Ratio of a high to a low percentile of people, by the value of their region.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.
    upper, lower
        Percentiles, in per cent of the population from the bottom.

    Returns
    -------
    Result
        Term ``value``.
    """
    return scalar(
        table,
        value,
        weight,
        by,
        id,
        missing,
        lambda x, w: kernel.percentile_ratio(x, upper, lower, w),
        (bootstrap, level, seed),
    )


@declare(
    id="top_share",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=0, high=1),
    references=("lorenz1905",),
)
def top_share(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    share: float = 10,
    id: str | None = "code",
    missing: Missing = "raise",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Outcome:
    """Share of the total that the richest per cent of people have.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.
    share
        Per cent of the population.

    Returns
    -------
    Result
        Term ``value``.
    """
    return scalar(
        table, value, weight, by, id, missing, lambda x, w: kernel.top_share(x, share, w), (bootstrap, level, seed)
    )


@declare(
    id="bottom_share",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=0, high=1, better="high"),
    references=("lorenz1905",),
)
def bottom_share(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    share: float = 40,
    id: str | None = "code",
    missing: Missing = "raise",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Outcome:
    """Share of the total that the poorest per cent of people have.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.
    share
        Per cent of the population.

    Returns
    -------
    Result
        Term ``value``.
    """
    return scalar(
        table, value, weight, by, id, missing, lambda x, w: kernel.bottom_share(x, share, w), (bootstrap, level, seed)
    )


@declare(
    id="share_ratio",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=0, better="low"),
    references=("lorenz1905", "palma2011"),
)
def share_ratio(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    top: float = 20,
    bottom: float = 20,
    id: str | None = "code",
    missing: Missing = "raise",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Outcome:
    """Total of the richest over that of the poorest: S80/S20, or Palma's ratio with 10 and 40.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.
    top, bottom
        Per cent of the population at either end.

    Returns
    -------
    Result
        Term ``value``.
    """
    return scalar(
        table,
        value,
        weight,
        by,
        id,
        missing,
        lambda x, w: kernel.share_ratio(x, top, bottom, w),
        (bootstrap, level, seed),
    )


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
