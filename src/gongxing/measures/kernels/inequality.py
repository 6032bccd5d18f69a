r"""Measures of how unequal values are, weighted by population.

Throughout :math:`x_i` are values (GDP per head), :math:`w_i` weights (residents; 1 where none are given),
:math:`p_i = w_i/\sum w`, :math:`\mu = \sum_i p_i x_i`, and :math:`L(p)` the Lorenz curve: the share of the total that
the poorest share p of the population has. See :mod:`.entropy` for Theil's indices, :mod:`.dagum` for Gini's parts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array, checked, positive, positive_mean


def gini(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the Gini coefficient, half the mean absolute difference over the mean.

    .. math::  G = \frac{1}{2\mu} \sum_i \sum_j p_i p_j |x_i - x_j|

    Parameters
    ----------
    values
        Shape n, at least 0, with a mean above 0.
    weights
        Shape n; population.

    Returns
    -------
    float
        From 0 (all equal) to 1 - 1/n (unweighted, one has all); no unit. Not multiplied by n/(n - 1).

    Raises
    ------
    DataError
        Negative or missing values, bad weights, a mean of zero.

    References
    ----------
    Gini, C. (1912). Variabilità e mutabilità. Bologna: Cuppini.
    """
    x, w = checked(values, weights)
    average = positive_mean(x, w)
    order = np.argsort(x, kind="stable")
    x = x[order]
    if w is None:
        n = len(x)
        ranks = np.arange(1 - n, n, 2, dtype=np.float64)
        return max(float(ranks @ x) / (n * n * average), 0.0)
    w = w[order]
    total = w.sum()
    rank: Array = 2 * np.cumsum(w) - w - total
    return max(float((w * rank) @ x) / float(total * total * average), 0.0)


def lorenz(values: ArrayLike, weights: ArrayLike | None = None) -> tuple[Array, Array]:
    """Return the Lorenz curve: cumulative shares of population and of the total, each of shape n + 1 from 0 to 1.

    References
    ----------
    Lorenz, M. O. (1905). Methods of measuring the concentration of wealth. Publications of the American Statistical
    Association 9(70), 209–219.
    """
    x, w = checked(values, weights)
    positive_mean(x, w)
    order = np.argsort(x, kind="stable")
    w = np.ones_like(x) if w is None else w[order]
    people = np.concatenate(([0.0], np.cumsum(w)))
    income = np.concatenate(([0.0], np.cumsum(w * x[order])))
    return people / people[-1], income / income[-1]


def lorenz_at(share: ArrayLike, values: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Return L at shares of the population from 0 to 1, linear between the points of the curve."""
    people, income = lorenz(values, weights)
    return np.interp(np.asarray(share, dtype=np.float64), people, income)


def hoover(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the Hoover index (Schutz, Robin Hood): the share of the total that would have to move.

    .. math::  H = \frac{1}{2\mu} \sum_i p_i |x_i - \mu|

    References
    ----------
    Hoover, E. M. (1936). The measurement of industrial localization. The Review of Economics and Statistics 18(4),
    162–171.
    """
    x, w = checked(values, weights)
    average = positive_mean(x, w)
    return float(np.average(np.abs(x - average), weights=w)) / (2 * average)


def coefficient_of_variation(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the standard deviation over the mean; with weights Williamson's :math:`V_w`.

    .. math::  V_w = \frac{1}{\mu}\sqrt{\sum_i p_i (x_i - \mu)^2}

    The population form: divided by n (the sum of weights), not n - 1.

    References
    ----------
    Williamson, J. G. (1965). Regional inequality and the process of national development: a description of the
    patterns. Economic Development and Cultural Change 13(4, part 2), 1–84.
    """
    x, w = checked(values, weights)
    average = positive_mean(x, w)
    return float(np.sqrt(np.average((x - average) ** 2, weights=w))) / average


def atkinson(values: ArrayLike, aversion: float, weights: ArrayLike | None = None) -> float:
    r"""Return Atkinson's index: the share of the total that could be given up for equality at the same welfare.

    .. math::  A_\varepsilon = 1 - \frac1\mu \Big(\sum_i p_i x_i^{1-\varepsilon}\Big)^{1/(1-\varepsilon)},\quad
               A_1 = 1 - \frac1\mu \prod_i x_i^{p_i}

    Parameters
    ----------
    values, weights
        As for :func:`gini`; above 0 where the aversion is 1 or more.
    aversion
        ε above 0: how much more a gain of the poor counts.

    References
    ----------
    Atkinson, A. B. (1970). On the measurement of inequality. Journal of Economic Theory 2(3), 244–263.
    """
    if not aversion > 0:
        raise DataError(f"aversion: expected a number above 0, but {aversion:g} came")
    x, w = checked(values, weights)
    x = x / positive_mean(x, w)
    if aversion >= 1:
        positive(x, f"Atkinson's index with aversion {aversion:g}")
    if aversion == 1:
        equal = float(np.exp(np.average(np.log(x), weights=w)))
    else:
        equal = float(np.average(x ** (1 - aversion), weights=w)) ** (1 / (1 - aversion))
    return max(1 - equal, 0.0)


def quantile(values: ArrayLike, share: float, weights: ArrayLike | None = None) -> float:
    """Return the smallest value below or at which at least a share of the population lives.

    The inverse of the weighted distribution function, without interpolation (Hyndman and Fan's type 1 where weights
    are equal): always a value that a region has.
    """
    if not 0 <= share <= 1:
        raise DataError(f"expected a share of the population from 0 to 1, but {share:g} came")
    x, w = checked(values, weights, above=None)
    order = np.argsort(x, kind="stable")
    people = np.arange(1, len(x) + 1) / len(x) if w is None else np.cumsum(w[order]) / w.sum()
    # A step below rounding must not push the quantile to the next region.
    place = int(np.searchsorted(people, share - 1e-12, side="left"))
    return float(x[order][min(place, len(x) - 1)])


def percentile_ratio(
    values: ArrayLike, upper: float = 90, lower: float = 10, weights: ArrayLike | None = None
) -> float:
    """Return the ratio of two percentiles (``upper`` and ``lower`` in per cent of the population, from the bottom)."""
    if not 0 <= lower < upper <= 100:
        raise DataError(f"expected 0 <= lower < upper <= 100, but lower is {lower:g} and upper is {upper:g}")
    bottom = quantile(values, lower / 100, weights)
    if bottom <= 0:
        raise DataError(f"expected a percentile {lower:g} above 0, but it is {bottom:g}: no ratio can be formed")
    return quantile(values, upper / 100, weights) / bottom


def top_share(values: ArrayLike, share: float = 10, weights: ArrayLike | None = None) -> float:
    """Return the share of the total that the richest ``share`` per cent of the population have."""
    _check_percent(share)
    return float(1 - lorenz_at(1 - share / 100, values, weights))


def bottom_share(values: ArrayLike, share: float = 40, weights: ArrayLike | None = None) -> float:
    """Return the share of the total that the poorest ``share`` per cent of the population have."""
    _check_percent(share)
    return float(lorenz_at(share / 100, values, weights))


def share_ratio(values: ArrayLike, top: float = 20, bottom: float = 20, weights: ArrayLike | None = None) -> float:
    """Return the total of the richest over that of the poorest (20 and 20: S80/S20; 10 and 40: Palma's ratio)."""
    least = bottom_share(values, bottom, weights)
    if least <= 0:
        raise DataError(f"expected the poorest {bottom:g} % to have something, but they have nothing")
    return top_share(values, top, weights) / least


def _check_percent(share: float) -> None:
    if not 0 < share < 100:
        raise DataError(f"share: expected per cent of the population above 0 and below 100, but {share:g} came")


def wolfson(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return Wolfson's index of bipolarisation: 0 where all are equal, 1 where half has nothing and half shares all.

    .. math::  P = 2\,\frac{\mu}{m}\,\big(2(\tfrac12 - L(\tfrac12)) - G\big)

    ``m`` is the median; where half of the population lies exactly between two values, their mean.

    References
    ----------
    Wolfson, M. C. (1994). When inequalities diverge. The American Economic Review 84(2), 353–358.
    """
    x, w = checked(values, weights)
    middle = median(x, w)
    if middle <= 0:
        raise DataError(f"expected a median above 0, but it is {middle:g}")
    gap = 2 * (0.5 - float(lorenz_at(0.5, x, w)))
    return 2 * positive_mean(x, w) / middle * (gap - gini(x, w))


def median(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the weighted median; where half lies exactly between two values, their mean."""
    x, w = checked(values, weights, above=None)
    order = np.argsort(x, kind="stable")
    x = x[order]
    w = np.ones_like(x) if w is None else w[order]
    people = np.cumsum(w) / w.sum()
    there = w > 0
    low = int(np.searchsorted(people, 0.5 - 1e-12, side="left"))
    if abs(people[low] - 0.5) > 1e-12:
        return float(x[low])
    following = np.flatnonzero(there[low + 1 :])
    return float((x[low] + x[low + 1 + following[0]]) / 2) if len(following) else float(x[low])


def esteban_ray(values: ArrayLike, sensitivity: float = 1.0, weights: ArrayLike | None = None) -> float:
    r"""Return Esteban and Ray's polarisation of regions as groups, over the mean.

    .. math::  P_\alpha = \frac1\mu \sum_i \sum_j p_i^{1+\alpha} p_j |x_i - x_j|

    Parameters
    ----------
    values, weights
        As for :func:`gini`.
    sensitivity
        α above 0 and up to 1.6: how much belonging to a large group counts (at 0 it would be twice the Gini).

    References
    ----------
    Esteban, J.-M. and Ray, D. (1994). On the measurement of polarization. Econometrica 62(4), 819–851.
    """
    if not 0 < sensitivity <= 1.6:
        raise DataError(f"sensitivity: expected a number above 0 and up to 1.6, but {sensitivity:g} came")
    x, w = checked(values, weights)
    average = positive_mean(x, w)
    order = np.argsort(x, kind="stable")
    x = x[order] / average
    p = np.full(len(x), 1 / len(x)) if w is None else w[order] / w.sum()
    below, below_total = np.cumsum(p), np.cumsum(p * x)
    # Sum over j of p_j |x_i - x_j|: those at or below i, and those above.
    distance = x * below - below_total + (below_total[-1] - below_total) - x * (1 - below)
    return max(float(p ** (1 + sensitivity) @ distance), 0.0)
