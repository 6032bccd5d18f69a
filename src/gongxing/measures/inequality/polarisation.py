"""Polarisation: whether the middle empties and groups drift apart."""

from __future__ import annotations

from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.inequality.sampling import VALUE, WEIGHT, scalar
from gongxing.measures.kernels import inequality as kernel
from gongxing.measures.registry import Give, declare
from gongxing.measures.result import Outcome


@declare(
    id="wolfson",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=0, high=1, better="low"),
    references=("wolfson1994",),
)
def wolfson(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Outcome:
    """Wolfson's bipolarisation: how far the middle has emptied, from 0 to 1.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.

    Returns
    -------
    Result
        Term ``value``.
    """
    return scalar(table, value, weight, by, id, missing, kernel.wolfson, (bootstrap, level, seed))


@declare(
    id="esteban_ray",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=0, better="low"),
    references=("esteban1994",),
)
def esteban_ray(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    sensitivity: float = 1.0,
    id: str | None = "code",
    missing: Missing = "raise",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Outcome:
    """Esteban and Ray's polarisation of regions as groups, over the mean.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.
    sensitivity
        α above 0 and up to 1.6: how much belonging to a large group counts.

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
        lambda x, w: kernel.esteban_ray(x, sensitivity, w),
        (bootstrap, level, seed),
    )
