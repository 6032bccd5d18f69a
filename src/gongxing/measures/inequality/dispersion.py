"""Gini, Atkinson, coefficient of variation, Hoover: one number for the spread of all."""

from __future__ import annotations

from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.inequality.sampling import VALUE, WEIGHT, scalar
from gongxing.measures.kernels import inequality as kernel
from gongxing.measures.registry import Give, declare
from gongxing.measures.result import Outcome


@declare(
    id="gini",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=0, high="1 - 1/n", better="low"),
    references=("gini1912", "lorenz1905"),
)
def gini(
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
    """Gini coefficient of a value per head, weighted by people; ``dagum_gini`` splits it by groups.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.

    Returns
    -------
    Result
        Term ``value``.
    """
    return scalar(table, value, weight, by, id, missing, kernel.gini, (bootstrap, level, seed))


@declare(
    id="atkinson",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=0, high=1, better="low"),
    references=("atkinson1970",),
)
def atkinson(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    aversion: float = 0.5,
    id: str | None = "code",
    missing: Missing = "raise",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Outcome:
    """Atkinson's index: the share of the total that equality would be worth.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.
    aversion
        ε above 0: how much more the poor count; at 1 and above values must be above 0.

    Returns
    -------
    Result
        Term ``value``.
    """
    return scalar(
        table, value, weight, by, id, missing, lambda x, w: kernel.atkinson(x, aversion, w), (bootstrap, level, seed)
    )


@declare(
    id="variation",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=0, high="sqrt(n - 1)", better="low"),
    references=("williamson1965",),
)
def variation(
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
    """Coefficient of variation; with a weight Williamson's.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.

    Returns
    -------
    Result
        Term ``value``.
    """
    return scalar(table, value, weight, by, id, missing, kernel.coefficient_of_variation, (bootstrap, level, seed))


@declare(
    id="hoover",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT},
    gives=Give(low=0, high="1 - 1/n", better="low"),
    references=("hoover1936",),
)
def hoover(
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
    """Hoover index: the share of the total that would have to move for equality.

    Parameters
    ----------
    value, weight, by, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.

    Returns
    -------
    Result
        Term ``value``.
    """
    return scalar(table, value, weight, by, id, missing, kernel.hoover, (bootstrap, level, seed))
