r"""The stochastic kernel: where a region of a given relative income is found some periods later.

.. math::  f(y\mid x)=\frac{\sum_i K\big(\frac{x-x_i}{a}\big)K\big(\frac{y-y_i}{b}\big)/b}
           {\sum_iK\big(\frac{x-x_i}{a}\big)}

with Gaussian K, x the value at the start and y the value later. Bandwidths are Scott's normal rule for two dimensions,
1 σ n^(-1/6), on each axis.

References
----------
Quah, D. T. (1997). Empirics for growth and distribution: stratification, polarization, and convergence clubs. Journal
of Economic Growth 2(1), 27–59.
Scott, D. W. (1992). Multivariate Density Estimation: Theory, Practice, and Visualization. New York: Wiley.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array, checked


@dataclass(frozen=True, slots=True)
class Kernel:
    """A conditional density on a grid.

    ``start`` (shape g) are values at the start, ``later`` (shape h) values later, ``density`` (g × h) integrates to 1
    over ``later`` up to the ends of the grid; ``mean``, ``low`` and ``high`` (shape g) are exact for the mixture of
    kernels: its mean, and its 10th and 90th percentiles read off the grid.
    """

    start: Array
    later: Array
    density: Array
    mean: Array
    low: Array
    high: Array
    bandwidths: tuple[float, float]


def stochastic_kernel(
    start: ArrayLike,
    later: ArrayLike,
    *,
    points: int = 9,
    fine: int = 201,
    bandwidths: tuple[float, float] | None = None,
) -> Kernel:
    """Return the density of later values for values at the start.

    Parameters
    ----------
    start, later
        Shape n: pairs of one region, pooled over regions and years.
    points
        Values of the start that are shown, evenly from the 5th to the 95th percentile.
    fine
        Points of the grid of later values.
    bandwidths
        Of the two axes; ``None``: Scott's rule.

    Raises
    ------
    DataError
        Fewer than five pairs, or values that do not differ.
    """
    x, _ = checked(start, None, above=None, least=5)
    y, _ = checked(later, None, above=None, least=5)
    spreads = float(x.std()), float(y.std())
    if min(spreads) <= 1e-12 * max(abs(x).max(), abs(y).max(), 1e-300):
        raise DataError("expected values that differ at the start and later, but all are equal")
    a, b = bandwidths or tuple(spread * len(x) ** (-1 / 6) for spread in spreads)
    first, last = np.quantile(x, [0.05, 0.95]).tolist()
    grid = np.linspace(first, last, points)
    ends = np.linspace(y.min() - 4 * b, y.max() + 4 * b, fine)
    near = np.exp(-0.5 * ((grid[:, None] - x[None, :]) / a) ** 2)
    near /= near.sum(axis=1, keepdims=True)
    bumps = np.exp(-0.5 * ((ends[None, :] - y[:, None]) / b) ** 2) / (b * np.sqrt(2 * np.pi))
    density = near @ bumps
    below = np.cumsum(density, axis=1)
    below /= below[:, -1:]
    low, high = (np.array([np.interp(q, row, ends) for row in below]) for q in (0.1, 0.9))
    return Kernel(grid, ends, density, near @ y, low, high, (float(a), float(b)))
