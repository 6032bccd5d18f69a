"""Percentile intervals by drawing regions again, with a seed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array


def intervals(
    statistic: Callable[[NDArray[np.int64]], Array | float], n: int, *, draws: int, seed: int, level: float = 0.95
) -> tuple[Array, Array]:
    """Return the lower and upper ends of percentile intervals.

    Parameters
    ----------
    statistic
        Takes the numbers of the drawn regions (shape n, with repeats) and returns one or several statistics. A draw
        on which it is not defined (:class:`DataError`) is drawn again, at most as often as there are draws.
    n, draws
        Regions, and how often they are drawn (999 or more).
    seed
        Of :func:`numpy.random.default_rng`.
    level
        Coverage.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. New York: Chapman & Hall.
    """
    if draws < 99 or not 0 < level < 1:
        raise DataError(f"expected at least 99 draws and a level between 0 and 1, but {draws} and {level:g} came")
    generator = np.random.default_rng(seed)
    found: list[Array] = []
    failed = 0
    while len(found) < draws:
        try:
            found.append(np.atleast_1d(np.asarray(statistic(generator.integers(0, n, n)), dtype=np.float64)))
        except DataError:
            failed += 1
            if failed > draws:
                raise
    ends = np.quantile(np.array(found), [(1 - level) / 2, (1 + level) / 2], axis=0)
    return ends[0], ends[1]
