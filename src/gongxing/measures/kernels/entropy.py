r"""Generalised entropy: Theil T and L and GE(α), and how they split between and within groups.

For values :math:`x_i` with weights :math:`w_i` (population), mean :math:`\mu`, population shares :math:`p_i`:

.. math::  GE(\alpha) = \frac{1}{\alpha(\alpha-1)} \Big[\sum_i p_i (x_i/\mu)^\alpha - 1\Big], \quad
           T = GE(1) = \sum_i p_i \frac{x_i}{\mu}\ln\frac{x_i}{\mu}, \quad
           L = GE(0) = \sum_i p_i \ln\frac{\mu}{x_i}

With population shares :math:`p_g` and income shares :math:`s_g` of groups the total is exactly
:math:`GE_{between} + \sum_g p_g^{1-\alpha} s_g^{\alpha}\, GE_g` (Shorrocks 1980). Each pass over the data is a
``bincount``; labels that are small whole numbers are never sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array, Index, checked, encoded, positive, positive_mean


@dataclass(frozen=True, slots=True)
class GroupParts:
    """What each group contributes; arrays of shape (groups,).

    ``between`` and ``within`` sum to those of the whole; ``own`` is the index of the group by itself; ``population``
    and ``income`` are its shares, ``mean`` its mean, ``n`` its number of values.
    """

    names: NDArray[Any]
    between: Array
    within: Array
    own: Array
    population: Array
    income: Array
    mean: Array
    n: Index


@dataclass(frozen=True, slots=True)
class TheilParts:
    """A total that is exactly ``between + within``, with the contributions of the groups."""

    total: float
    between: float
    within: float
    by_group: GroupParts


@dataclass(frozen=True, slots=True)
class NestedParts:
    """A total split over nested levels: ``total == sum(between) + within``.

    ``between[k]`` is the part between the groups of level k within those of level k - 1 (level 0: within the whole).
    ``levels[0]`` gives the names of the outermost groups and what each contributes to ``between[0]``; ``levels[k]``
    the names of the groups of level k - 1 and the inequality between their members, which sums to ``between[k]``.
    ``innermost`` holds the parts of the innermost groups.
    """

    total: float
    between: tuple[float, ...]
    within: float
    levels: tuple[tuple[NDArray[Any], Array], ...]
    innermost: GroupParts


def generalised_entropy(values: ArrayLike, alpha: float, weights: ArrayLike | None = None) -> float:
    """Return GE(α).

    Parameters
    ----------
    values
        Shape n, at least 0; above 0 where α is 0 or less.
    alpha
        Weight of differences at the top (large) or the bottom (small).
    weights
        Shape n; population.

    Returns
    -------
    float
        0 where all are equal; no unit.

    Raises
    ------
    DataError
        See :func:`~gongxing.measures.kernels.arrays.checked`; a zero where α ≤ 0; a mean of zero.

    References
    ----------
    Shorrocks, A. F. (1980). The class of additively decomposable inequality measures. Econometrica 48(3), 613–625.
    """
    x, w = checked(values, weights)
    x = x / positive_mean(x, w)
    if alpha <= 0:
        positive(x, f"GE({alpha:g})")
    moment = float(np.average(_moment(x, alpha), weights=w))
    if alpha in (0, 1):
        return max(moment, 0.0)
    return max((moment - 1) / (alpha * (alpha - 1)), 0.0)


def theil(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Theil's T, GE(1): between 0 and ln n (unweighted)."""
    return generalised_entropy(values, 1.0, weights)


def mean_log_deviation(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Theil's L, GE(0), the mean logarithmic deviation; values above 0."""
    return generalised_entropy(values, 0.0, weights)


def _moment(x: Array, alpha: float) -> Array:
    """Return what is averaged for GE(α), of values with mean 1."""
    if alpha == 0:
        result: Array = -np.log(x)
    elif alpha == 1:
        with np.errstate(divide="ignore", invalid="ignore"):
            result = x * np.log(x)
        if x.min() == 0:
            result[x == 0] = 0.0
    else:
        result = x**alpha
    return result


def entropy_parts(values: ArrayLike, groups: ArrayLike, alpha: float, weights: ArrayLike | None = None) -> TheilParts:
    """Split GE(α) between and within groups; total, parts and contributions add up.

    Parameters
    ----------
    values, weights
        As in :func:`generalised_entropy`.
    groups
        Shape n; any labels.
    """
    x, w = checked(values, weights)
    names, index = encoded(groups, len(x))
    x = x / positive_mean(x, w)
    if alpha <= 0:
        positive(x, f"GE({alpha:g})")
    return _parts(x, w, names, index, alpha)


def theil_parts(values: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None) -> TheilParts:
    """Split Theil's T between and within groups."""
    return entropy_parts(values, groups, 1.0, weights)


def _parts(x: Array, w: Array | None, names: NDArray[Any], index: Index, alpha: float) -> TheilParts:
    """Split values with mean 1."""
    count = len(names)
    n = np.bincount(index, minlength=count)
    moment = _moment(x, alpha)
    if w is None:
        population = n / len(x)
        income = np.bincount(index, x, count) / len(x)
        moments = np.bincount(index, moment, count) / len(x)
    else:
        total = w.sum()
        population = np.bincount(index, w, count) / total
        income = np.bincount(index, w * x, count) / total
        moments = np.bincount(index, w * moment, count) / total
    there = population > 0
    if not there.all():
        raise DataError(
            f"expected a weight above 0 in every group, but {int((~there).sum())} of {count} groups have none "
            f"({', '.join(map(str, names[~there][:5]))})"
        )
    return _assembled(names, n, population, income, moments, alpha)


def _assembled(
    names: NDArray[Any], n: Index, population: Array, income: Array, moments: Array, alpha: float
) -> TheilParts:
    mean = income / population
    if alpha == 1:
        log = np.log(mean, out=np.zeros_like(mean), where=mean > 0)
        between, within = income * log, moments - income * log
        share = income
    elif alpha == 0:
        log = np.log(mean)
        between, within = -population * log, moments + population * log
        share = population
    else:
        scale = alpha * (alpha - 1)
        between = population * (mean**alpha - 1) / scale
        within = (moments - population * mean**alpha) / scale
        share = population * mean**alpha
    # A group's own index cannot be negative; what rounding leaves of a group of equals is not shown as such.
    within = np.where((n == 1) | (np.abs(within) < 1e-15 * np.abs(moments)), 0.0, within)
    own = np.divide(within, share, out=np.zeros_like(within), where=share > 0)
    parts = GroupParts(names, between, within, own, population, income, mean, n)
    between_sum, within_sum = float(between.sum()), float(within.sum())
    return TheilParts(between_sum + within_sum, between_sum, within_sum, parts)


def nested_parts(
    values: ArrayLike, levels: Sequence[ArrayLike], alpha: float = 1.0, weights: ArrayLike | None = None
) -> NestedParts:
    """Split GE(α) over nested groups, the outermost first (province, then city).

    A label of an inner level counts within its outer label only: two provinces may each have a 鼓楼区.

    Parameters
    ----------
    values, weights
        As in :func:`generalised_entropy`.
    levels
        One array of labels of shape n for each level.

    References
    ----------
    Akita, T. (2003). Decomposing regional income inequality in China and Indonesia using two-stage nested Theil
    decomposition method. The Annals of Regional Science 37(1), 55–77.
    """
    x, w = checked(values, weights)
    x = x / positive_mean(x, w)
    if alpha <= 0:
        positive(x, f"GE({alpha:g})")
    parent_names: NDArray[Any] = np.array([""], dtype=object)
    parents = np.zeros(len(x), dtype=np.int64)
    parent_between = np.zeros(1)
    between: list[float] = []
    contributions: list[tuple[NDArray[Any], Array]] = []
    parts = None
    for labels in levels:
        names, index = encoded(labels, len(x))
        pair, inner = encoded(parents * len(names) + index, len(x))
        outer = pair // len(names)
        full = np.empty(len(pair), dtype=object)
        full[:] = [f"{parent_names[o]}/{names[i]}".lstrip("/") for o, i in zip(outer, pair % len(names), strict=True)]
        parts = _parts(x, w, full, inner, alpha)
        mine = np.bincount(outer, parts.by_group.between, len(parent_names)) - parent_between
        between.append(float(mine.sum()))
        contributions.append((parent_names, mine) if contributions else (full, parts.by_group.between))
        parent_names, parents, parent_between = full, inner, parts.by_group.between
    if parts is None:
        raise DataError("expected at least one level of groups, but none came")
    total = sum(between) + parts.within
    return NestedParts(total, tuple(between), parts.within, tuple(contributions), parts.by_group)
