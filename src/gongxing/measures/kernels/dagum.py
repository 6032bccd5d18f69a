r"""Gini's coefficient split by Dagum: within groups, net between groups, and the overlap (transvariation).

With population shares :math:`p_j`, income shares :math:`s_j`, group means :math:`\mu_j` and the mean absolute
difference :math:`\Delta_{jh}` between the people of two groups:

.. math::  G_{jh} = \frac{\Delta_{jh}}{\mu_j+\mu_h},\quad D_{jh} = \frac{|\mu_j-\mu_h|}{\Delta_{jh}},\quad
           G = \underbrace{\sum_j G_{jj} p_j s_j}_{within} +
               \underbrace{\sum_{j<h} G_{jh}(p_j s_h + p_h s_j) D_{jh}}_{net\ between} +
               \underbrace{\sum_{j<h} G_{jh}(p_j s_h + p_h s_j)(1-D_{jh})}_{transvariation}

Since :math:`p_j s_h + p_h s_j = p_j p_h (\mu_j+\mu_h)/\mu`, the net part is the Gini of the group means, the within
part needs each group once, and the whole takes O(n log n); pairs of groups are formed only when they are asked for.

References
----------
Dagum, C. (1997). A new approach to the decomposition of the Gini income inequality ratio. Empirical Economics 22(4),
515–531.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array, Index, checked, encoded, positive_mean
from gongxing.measures.kernels.inequality import gini


@dataclass(frozen=True, slots=True)
class DagumParts:
    """A Gini that is exactly ``within + between + transvariation``.

    Arrays have shape (groups,): ``within_by_group`` sums to ``within``; ``own`` is each group's Gini; ``population``
    and ``income`` are shares, ``mean`` the means, ``n`` the numbers of values.
    """

    total: float
    within: float
    between: float
    transvariation: float
    names: NDArray[Any]
    within_by_group: Array
    own: Array
    population: Array
    income: Array
    mean: Array
    n: Index


@dataclass(frozen=True, slots=True)
class DagumPairs:
    """Pairs of groups, arrays of shape (groups, groups), symmetric.

    ``gini`` is the Gini between two groups (on the diagonal each group's own), ``distance`` the relative economic
    distance D from 0 (they overlap fully) to 1 (they do not overlap); the diagonal of ``distance`` is 0.
    """

    names: NDArray[Any]
    gini: Array
    distance: Array


def dagum_parts(values: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None) -> DagumParts:
    """Split the Gini coefficient; see the module for the formula.

    Parameters
    ----------
    values, weights
        Shape n, at least 0; as for :func:`~gongxing.measures.kernels.inequality.gini`.
    groups
        Shape n; any labels.

    Raises
    ------
    DataError
        Bad values or weights; a group whose weights or values are all zero.
    """
    x, w = checked(values, weights)
    names, index = encoded(groups, len(x))
    average = positive_mean(x, w)
    w = np.ones_like(x) if w is None else w
    count = len(names)
    mass: Array = np.bincount(index, w, count).astype(np.float64)
    if (mass <= 0).any():
        raise DataError(f"expected a weight above 0 in every group, but {names[mass <= 0][:5]} have none")
    means = np.bincount(index, w * x, count) / mass
    population = mass / mass.sum()
    income = population * means / average
    own = _own(x, w, index, mass, means)
    inside = own * population * income
    total, between = gini(x, w), gini(means, population)
    within = float(inside.sum())
    # Without overlap the remainder is zero up to rounding.
    overlap = total - within - between
    overlap = 0.0 if abs(overlap) < 1e-15 else overlap
    return DagumParts(
        within + between + overlap, within, between, overlap, names, inside, own, population, income, means,
        np.bincount(index, minlength=count),
    )  # fmt: skip


def _own(x: Array, w: Array, index: Index, mass: Array, means: Array) -> Array:
    """Return each group's Gini in one sort."""
    order = np.lexsort((x, index))
    x, w, index = x[order], w[order], index[order]
    cumulated = np.cumsum(w)
    starts = np.searchsorted(index, np.arange(len(mass)))
    before = np.where(starts > 0, cumulated[starts - 1], 0.0)
    rank = 2 * (cumulated - before[index]) - w - mass[index]
    difference = np.bincount(index, w * x * rank, len(mass))
    scale = mass**2 * means
    found = np.divide(difference, scale, out=np.zeros_like(scale), where=scale > 0)
    n = np.bincount(index, minlength=len(mass))
    return np.where((n == 1) | (found < 1e-15), 0.0, found)


def dagum_pairs(values: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None) -> DagumPairs:
    """Return the Gini and the economic distance between each two groups, in O(n × groups)."""
    x, w = checked(values, weights)
    names, index = encoded(groups, len(x))
    w = np.ones_like(x) if w is None else w
    order = np.argsort(x, kind="stable")
    x, w, index = x[order], w[order], index[order]
    count = len(names)
    mass = np.bincount(index, w, count)
    if (mass <= 0).any():
        raise DataError(f"expected a weight above 0 in every group, but {names[mass <= 0][:5]} have none")
    means = np.bincount(index, w * x, count) / mass
    difference = np.zeros((count, count))
    for group in range(count):
        mine = np.where(index == group, w, 0.0)
        below, below_total = np.cumsum(mine), np.cumsum(mine * x)
        distance = x * below - below_total + (below_total[-1] - below_total) - x * (below[-1] - below)
        difference[group] = np.bincount(index, w * distance, count) / (mass * mass[group])
    sums = means[:, None] + means[None, :]
    between = np.divide(difference, sums, out=np.zeros_like(difference), where=sums > 0)
    gaps = np.abs(means[:, None] - means[None, :])
    # Two groups of one and the same value have no distance.
    apart = np.divide(gaps, difference, out=np.zeros_like(gaps), where=difference > 1e-300)
    np.fill_diagonal(apart, 0.0)
    return DagumPairs(names, between, np.clip(apart, 0.0, 1.0))
