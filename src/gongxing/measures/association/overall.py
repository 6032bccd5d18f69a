"""Association of the whole map: Moran, Geary, Getis and Ord, bivariate Moran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.measures.association.maps import check_permutations, map_of, numbers_of
from gongxing.measures.frame import Alternative, By, Missing, Table
from gongxing.measures.kernels import association as kernel
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxing.measures.kernels.association import Association

_WEIGHTS = Need("weights")


def _overall(
    table: Table,
    statistic: Callable[..., Association],
    columns: dict[str, str],
    w: Any,
    by: By,
    id: str | None,
    missing: Missing,
    row_standardised: bool,
    **inference: Any,
) -> Outcome:
    """Return a statistic of the whole map for each slice; ``inference`` is handed to the kernel."""
    check_permutations(inference["permutations"], 0)
    sample = table.read(by=by, id=id, missing=missing, **columns)
    outcome = Outcome(sample.by)
    for part in sample:
        here = map_of(part, w, row_standardised)
        values = [numbers_of(part, name, here.order) for name in columns]
        result = statistic(*values, here.weights, **inference)
        outcome.spec["weights"] = here.description
        outcome.add(part.key, "value", result.value, part.n)
        outcome.add(part.key, "expected", result.expected, part.n)
        for term in ("z", "p", "p_permutation"):
            number = getattr(result, term)
            if np.isfinite(number):
                outcome.add(part.key, term, number, part.n)
    return outcome


@declare(
    id="moran",
    family="association",
    needs={"value": Need(), "w": _WEIGHTS},
    gives=Give(),
    references=("moran1950", "cliff_ord1981"),
)
def moran(
    table: Table,
    value: str,
    *,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    row_standardised: bool = True,
    permutations: int = 999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
) -> Outcome:
    """Moran's I: whether neighbouring regions have similar values.

    Parameters
    ----------
    data
        A polars or pandas frame, one row a region (and year).
    value
        Column of values, not all equal.
    w
        Spatial weights, joined by code: ``gongxing.regions.weights.Weights``, a frame of origin, destination and
        weight, or a word: ``"queen"``, ``"rook"``, ``"nearest:5"``, ``"band:100"`` (kilometres between seats).
    by, id, missing
        As everywhere: one result for each value of a column; the column of codes; ``"raise"`` or ``"drop"``.
    row_standardised
        Divide each row of the weights by its sum, so that a lag is the mean of the neighbours.
    permutations, seed
        Random relabellings behind ``p_permutation`` (0: none), and their seed.
    alternative
        ``"two-sided"``, ``"greater"`` (neighbours alike) or ``"less"`` (neighbours unlike).

    Returns
    -------
    Result
        Terms ``value``, ``expected`` (without association), ``z``, ``p`` (normal approximation under randomisation) and
        ``p_permutation``.

    Raises
    ------
    DataError
        Fewer than 4 regions, constant values, codes that the weights lack, only islands.
    """
    return _overall(
        table, kernel.moran, {"value": value}, w, by, id, missing, row_standardised,
        permutations=permutations, seed=seed, alternative=alternative,
    )  # fmt: skip


@declare(
    id="geary",
    family="association",
    needs={"value": Need(), "w": _WEIGHTS},
    gives=Give(low=0),
    references=("geary1954", "cliff_ord1981"),
)
def geary(
    table: Table,
    value: str,
    *,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    row_standardised: bool = True,
    permutations: int = 999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
) -> Outcome:
    """Geary's c: squared differences between neighbours over those between any two regions.

    Parameters
    ----------
    data, value, w, by, id, missing, row_standardised, permutations, seed
        As for ``moran``.
    alternative
        About c itself: ``"less"`` asks whether neighbours are alike.

    Returns
    -------
    Result
        Terms as for ``moran``; ``expected`` is 1.
    """
    return _overall(
        table, kernel.geary, {"value": value}, w, by, id, missing, row_standardised,
        permutations=permutations, seed=seed, alternative=alternative,
    )  # fmt: skip


@declare(
    id="getis_ord",
    family="association",
    needs={"value": Need(sign=">= 0"), "w": _WEIGHTS},
    gives=Give(low=0),
    references=("getis_ord1992",),
)
def getis_ord(
    table: Table,
    value: str,
    *,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    row_standardised: bool = False,
    permutations: int = 999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
) -> Outcome:
    """Getis and Ord's general G: whether high values lie together, or low ones.

    Parameters
    ----------
    data, w, by, id, missing, permutations, seed
        As for ``moran``.
    value
        Column of values of at least 0.
    row_standardised
        Off, as Getis and Ord have it: weights count as given.
    alternative
        ``"greater"`` asks whether high values lie together, ``"less"`` whether low ones do.

    Returns
    -------
    Result
        Terms as for ``moran``.
    """
    return _overall(
        table, kernel.getis_ord, {"value": value}, w, by, id, missing, row_standardised,
        permutations=permutations, seed=seed, alternative=alternative,
    )  # fmt: skip


@declare(
    id="bivariate_moran",
    family="association",
    needs={"value": Need(), "other": Need(), "w": _WEIGHTS},
    gives=Give(),
    references=("anselin_syabri_smirnov2002", "lee2001"),
)
def bivariate_moran(
    table: Table,
    value: str,
    *,
    other: str,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    row_standardised: bool = True,
    permutations: int = 999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
) -> Outcome:
    """Bivariate Moran's I: whether one quantity here goes with another quantity next door.

    Parameters
    ----------
    data, value, w, by, id, missing, row_standardised, permutations, seed, alternative
        As for ``moran``.
    other
        Column of the neighbours' quantity; permuted, while ``value`` stays.

    Returns
    -------
    Result
        Terms as for ``moran``.
    """
    return _overall(
        table, kernel.bivariate_moran, {"value": value, "other": other}, w, by, id, missing, row_standardised,
        permutations=permutations, seed=seed, alternative=alternative,
    )  # fmt: skip
