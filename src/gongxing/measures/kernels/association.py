"""Spatial association: whether regions resemble their neighbours, overall and at each place.

With z the deviations from the mean, W the weights, S0 = sum w_ij, S1 = sum (w_ij + w_ji)^2 / 2,
S2 = sum_i (w_i. + w_.i)^2 and m_k the k-th central moment:

    Moran   I = n / S0 · z'Wz / z'z                         E I = -1 / (n - 1)
    Geary   c = (n - 1) / (2 S0) · sum w_ij (z_i - z_j)^2 / z'z    E c = 1
    Getis   G = sum w_ij x_i x_j / sum_{i≠j} x_i x_j         E G = S0 / (n (n - 1)),  x > 0
    local   I_i = (n - 1) z_i (Wz)_i / z'z                   W row-standardised
    local   G_i, G*_i: the share of the neighbours in the total, as standard deviates (Ord and Getis 1995)

A region without neighbours (an island) stays in the mean and the variance and adds nothing to z'Wz; its local
statistics are NaN here, and the frame layer says so.

References
----------
Cliff, A. D. and Ord, J. K. (1981). *Spatial Processes: Models and Applications*. Pion, chapters 1-2.
Getis, A. and Ord, J. K. (1992). The analysis of spatial association by use of distance statistics. *Geographical
Analysis* 24(3), 189-206.
Anselin, L. (1995). Local indicators of spatial association: LISA. *Geographical Analysis* 27(2), 93-115.
Ord, J. K. and Getis, A. (1995). Local spatial autocorrelation statistics: distributional issues and an application.
*Geographical Analysis* 27(4), 286-306.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse, stats

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import checked
from gongxing.measures.kernels.neighbours import column_sums, lag, row_sums
from gongxing.measures.kernels.permutation import Alternative, false_discovery, form_tails, lag_tails, pseudo_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

    from gongxing.measures.kernels.neighbours import Sparse

QUADRANTS = ("high-high", "low-high", "low-low", "high-low")


@dataclass(frozen=True, slots=True)
class Association:
    """A statistic of the whole map and how surprising it is.

    Attributes
    ----------
    value, expected
        The statistic and its expectation without association.
    z, p
        Standard deviate and p-value under randomisation of the values over the sites (normal approximation).
    p_permutation
        Pseudo p-value; NaN when no permutations were asked for.
    """

    value: float
    expected: float
    z: float
    p: float
    p_permutation: float


@dataclass(frozen=True, slots=True)
class LocalAssociation:
    """A statistic for each site; arrays of shape (n,), NaN (quadrant -1) at islands.

    Attributes
    ----------
    value, lag
        The local statistic, and the weighted sum of the neighbours' values (for Moran: of their standardised values).
    z
        (lag - expectation) / standard deviation under conditional permutation, exactly; for Moran times the sign of the
        site's own deviation.
    p, q
        Pseudo p-value and its false-discovery adjustment over the sites tested; NaN without permutations.
    quadrant
        Place in ``QUADRANTS``: own value, then the neighbours'.
    """

    value: Array
    lag: Array
    z: Array
    p: Array
    q: Array
    quadrant: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _Sums:
    s0: float
    s1: float
    s2: float


def checked_map(values: Array, weights: Sparse, least: int = 4) -> tuple[Array, Sparse]:
    """Return values and weights as float64; they must fit and tell something.

    Raises
    ------
    DataError
        Fewer than ``least`` values, a value that is not finite, values all equal, weights of another shape, with
        anything on the diagonal or without any weight.
    """
    x, _ = checked(values, None, above=None, least=least)
    if np.ptp(x) <= 1e-12 * np.abs(x).max():
        raise DataError(
            f"values: expected values that differ, but all {x.size} are {x[0]:g}; association needs variance"
        )
    matrix = sparse.csr_array(weights)
    if matrix.shape != (x.size, x.size) or matrix.nnz == 0 or np.any(matrix.diagonal() != 0):
        raise DataError(
            f"weights: expected a matrix of {x.size} by {x.size} with weights and an empty diagonal, but "
            f"{matrix.shape[0]} by {matrix.shape[1]} with {matrix.nnz} weights came; align them with the values first"
        )
    return x, matrix


def _sums(weights: Sparse) -> _Sums:
    both = sparse.csr_array(weights + weights.T)
    margins = row_sums(weights) + column_sums(weights)
    return _Sums(float(weights.data.sum()), float((both.data**2).sum()) / 2, float((margins**2).sum()))


def _normal_p(z: float, alternative: Alternative) -> float:
    if alternative == "greater":
        return float(stats.norm.sf(z))
    if alternative == "less":
        return float(stats.norm.cdf(z))
    return float(2 * stats.norm.sf(abs(z)))


def _judged(
    value: float, expected: float, variance: float, alternative: Alternative, tails: tuple[int, int], permutations: int
) -> Association:
    z = (value - expected) / math.sqrt(variance) if variance > 0 else math.nan
    p = _normal_p(z, alternative)
    simulated = math.nan
    if permutations:
        simulated = float(pseudo_p(np.array(tails[0]), np.array(tails[1]), permutations, alternative))
    return Association(value, expected, z, p, simulated)


def moran(
    values: Array, weights: Sparse, *, permutations: int = 0, seed: int = 0, alternative: Alternative = "two-sided"
) -> Association:
    """Return Moran's I: above -1 / (n - 1), neighbours are alike; below, they differ.

    Parameters
    ----------
    values
        Finite and not all equal, shape (n,), n >= 4.
    weights
        Shape (n, n), nothing on the diagonal, at least one weight.
    permutations, seed, alternative
        Random relabellings for ``p_permutation``.
    """
    values, weights = checked_map(values, weights)
    n, z = values.size, values - values.mean()
    s = _sums(weights)
    squares = float(z @ z)
    value = n / s.s0 * float(z @ lag(weights, z)) / squares
    expected = -1 / (n - 1)
    kurtosis = n * float((z**4).sum()) / squares**2
    first = n * ((n * n - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s.s0**2)
    second = kurtosis * ((n * n - n) * s.s1 - 2 * n * s.s2 + 6 * s.s0**2)
    variance = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s.s0**2) - expected**2
    tails = form_tails(z, z, weights, np.zeros(n), permutations, seed) if permutations else (0, 0)
    return _judged(value, expected, variance, alternative, tails, permutations)


def geary(
    values: Array, weights: Sparse, *, permutations: int = 0, seed: int = 0, alternative: Alternative = "two-sided"
) -> Association:
    """Return Geary's c: below one, neighbours are alike; above, they differ. Arguments as for ``moran``.

    The alternative is about c itself: "less" asks whether neighbours are more alike than chance.
    """
    values, weights = checked_map(values, weights)
    n, z = values.size, values - values.mean()
    s = _sums(weights)
    squares = float(z @ z)
    margins = row_sums(weights) + column_sums(weights)
    value = (n - 1) / (2 * s.s0) * float(margins @ z**2 - 2 * (z @ lag(weights, z))) / squares
    kurtosis = n * float((z**4).sum()) / squares**2
    a = (n - 1) * s.s1 * (n * n - 3 * n + 3 - (n - 1) * kurtosis)
    b = (n - 1) * s.s2 * (n * n + 3 * n - 6 - (n * n - n + 2) * kurtosis) / 4
    c = s.s0**2 * (n * n - 3 - (n - 1) ** 2 * kurtosis)
    variance = (a - b + c) / (n * (n - 2) * (n - 3) * s.s0**2)
    # c falls in z'Wz and rises in the squares: the form counted is c times a positive constant.
    tails = form_tails(z, z, sparse.csr_array(-2 * weights), margins, permutations, seed) if permutations else (0, 0)
    return _judged(value, 1.0, variance, alternative, tails, permutations)


def getis_ord(
    values: Array, weights: Sparse, *, permutations: int = 0, seed: int = 0, alternative: Alternative = "two-sided"
) -> Association:
    """Return Getis and Ord's G: above its expectation, high values cluster; below, low values do.

    Parameters
    ----------
    values
        Positive (zeros allowed), not all equal, shape (n,), n >= 4.
    weights
        As for ``moran``; Getis and Ord mean binary ones.
    permutations, seed, alternative
        As for ``moran``.
    """
    values, weights = checked_map(values, weights)
    checked(values, None, above=0.0)
    n, s = values.size, _sums(weights)
    powers = [float((values**k).sum()) for k in range(1, 5)]
    m1, m2, m3, m4 = powers
    cross = m1**2 - m2
    value = float(values @ lag(weights, values)) / cross
    expected = s.s0 / (n * (n - 1))
    b0 = (n * n - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s.s0**2
    b1 = -((n * n - n) * s.s1 - 2 * n * s.s2 + 6 * s.s0**2)
    b2 = -(2 * n * s.s1 - (n + 3) * s.s2 + 6 * s.s0**2)
    b3 = 4 * (n - 1) * s.s1 - 2 * (n + 1) * s.s2 + 8 * s.s0**2
    b4 = s.s1 - s.s2 + s.s0**2
    second = b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4
    variance = second / (cross**2 * n * (n - 1) * (n - 2) * (n - 3)) - expected**2
    tails = form_tails(values, values, weights, np.zeros(n), permutations, seed) if permutations else (0, 0)
    return _judged(value, expected, variance, alternative, tails, permutations)


def bivariate_moran(
    values: Array,
    others: Array,
    weights: Sparse,
    *,
    permutations: int = 0,
    seed: int = 0,
    alternative: Alternative = "two-sided",
) -> Association:
    """Return the bivariate Moran's I: whether one quantity here goes with another quantity next door.

    I = sum w_ij z_i u_j / S0, both standardised. The correlation of the two at the same place is part of it (Lee 2001),
    so that it is no proof of influence. Under permutation ``values`` stay and ``others`` move; z is the standard
    deviate of exactly that experiment.

    Parameters
    ----------
    values, others
        Finite and not all equal, shape (n,).
    weights, permutations, seed, alternative
        As for ``moran``.
    """
    values, weights = checked_map(values, weights)
    others, _ = checked_map(others, weights)
    n = values.size
    z = (values - values.mean()) / values.std()
    u = (others - others.mean()) / others.std()
    total = float(weights.data.sum())
    pull = lag(sparse.csr_array(weights.T), z)
    value = float(pull @ u) / total
    # Over all permutations of u (mean 0, variance 1): E a'u = 0, Var a'u = n / (n - 1) · sum (a - mean a)^2.
    variance = n / (n - 1) * float(((pull - pull.mean()) ** 2).sum()) / total**2
    tails = form_tails(z, u, weights, np.zeros(n), permutations, seed) if permutations else (0, 0)
    return _judged(value, 0.0, variance, alternative, tails, permutations)


def local_moran(
    values: Array,
    weights: Sparse,
    others: Array | None = None,
    *,
    permutations: int = 0,
    seed: int = 0,
    alternative: Alternative = "two-sided",
) -> LocalAssociation:
    """Return local Moran's I_i for each site; their mean is (n - 1) / n of Moran's I where all have neighbours.

    Parameters
    ----------
    values
        Finite and not all equal, shape (n,).
    weights
        Row-standardised, shape (n, n), nothing on the diagonal; an empty row is an island.
    others
        For the bivariate statistic: the quantity of the neighbours, shape (n,); by default ``values``.
    permutations, seed
        Conditional permutations for p and q.
    alternative
        About I_i: "greater" asks whether the site is more like its neighbours than chance.
    """
    values, weights = checked_map(values, weights)
    if others is not None:
        others, _ = checked_map(others, weights)
    z = (values - values.mean()) / values.std()
    u = z if others is None else (others - others.mean()) / others.std()
    near = lag(weights, u)
    tested = np.diff(weights.indptr) > 0
    value = (values.size - 1) * z * near / float(z @ z)
    # For a site above the mean I_i rises with the lag; below it, it falls. At the mean it is zero whatever they are.
    deviate = np.sign(z) * _conditional_deviates(u, weights)
    p = np.full(values.size, np.nan)
    if permutations:
        above, below = lag_tails(u, weights, permutations, seed)
        upper = np.where(z > 0, above, np.where(z < 0, below, permutations))
        lower = np.where(z > 0, below, np.where(z < 0, above, permutations))
        p = np.where(tested, pseudo_p(upper, lower, permutations, alternative), np.nan)
    quadrant = np.where(z > 0, np.where(near > 0, 0, 3), np.where(near > 0, 1, 2))
    return _local(value, near, deviate, p, np.where(tested, quadrant, -1), tested)


def local_getis_ord(
    values: Array,
    weights: Sparse,
    *,
    star: bool = True,
    permutations: int = 0,
    seed: int = 0,
    alternative: Alternative = "two-sided",
) -> LocalAssociation:
    """Return Getis and Ord's G_i (or G*_i, the site among its neighbours): hot spots above zero, cold spots below.

    ``value`` is the share of the weighted neighbours in the sum of all (of all others for G_i); ``z`` is what maps
    show: for G_i the deviate under conditional permutation, for G*_i under permutation of all (Ord and Getis 1995).

    Parameters
    ----------
    values
        Not negative, not all equal, shape (n,).
    weights
        Shape (n, n), nothing on the diagonal.
    star
        Add the site itself: with weight one to binary weights, with the mean of its row's weights to others.
    permutations, seed, alternative
        As for ``local_moran``; the site's own value stays where it is.
    """
    values, weights = checked_map(values, weights)
    checked(values, None, above=0.0)
    n = values.size
    degree = np.diff(weights.indptr)
    tested = degree > 0
    total_weight = row_sums(weights)
    others = around = lag(weights, values)
    if star:
        own = np.divide(total_weight, degree, out=np.zeros(n), where=tested)
        around = others + own * values
        total = np.full(n, values.sum())
        deviate = _star_deviates(values, weights, own, around)
    else:
        total = values.sum() - values
        deviate = _conditional_deviates(values, weights)
    value = np.divide(around, total, out=np.full(n, np.nan), where=total > 0)
    p = np.full(n, np.nan)
    if permutations:
        above, below = lag_tails(values, weights, permutations, seed)
        p = np.where(tested, pseudo_p(above, below, permutations, alternative), np.nan)
    high = values > values.mean()
    near = np.divide(others, total_weight, out=np.zeros(n), where=tested) > values.mean()
    quadrant = np.where(high, np.where(near, 0, 3), np.where(near, 1, 2))
    return _local(value, around, deviate, p, np.where(tested, quadrant, -1), tested)


def _local(
    value: Array, around: Array, deviate: Array, p: Array, quadrant: NDArray[np.int_], tested: NDArray[np.bool_]
) -> LocalAssociation:
    """Blank what islands cannot have, and adjust p."""

    def seen(array: Array) -> Array:
        return np.where(tested, array, np.nan)

    return LocalAssociation(seen(value), seen(around), seen(deviate), p, false_discovery(p), quadrant.astype(np.int8))


def _conditional_deviates(values: Array, weights: Sparse) -> Array:
    """Standardise lags by their mean and variance when the others' values are drawn without replacement, (n,)."""
    n, others = values.size, values.size - 1
    total, squares = row_sums(weights), row_sums(weights, 2)
    mean = (values.sum() - values) / others
    centred = values - values.mean()  # so that nothing cancels when values are large
    away = (centred.sum() - centred) / others
    variance = ((centred**2).sum() - centred**2) / others - away**2
    spread = variance * others / (n - 2) * (squares - total**2 / others)
    room = 1e-12 * variance.max() * np.maximum(squares, np.finfo(float).tiny)
    excess = lag(weights, values) - total * mean
    scale = np.sqrt(np.maximum(spread, 0))
    return np.asarray(np.divide(excess, scale, out=np.full(n, np.nan), where=spread > room))


def _star_deviates(values: Array, weights: Sparse, own: Array, around: Array) -> Array:
    """Return G*_i as standard deviates of equation 6 of Ord and Getis (1995), (n,)."""
    n = values.size
    total, squares = row_sums(weights) + own, row_sums(weights, 2) + own**2
    spread = (n * squares - total**2) / (n - 1)
    room = 1e-12 * n * np.maximum(squares, np.finfo(float).tiny)
    deviation = values.std()
    scale = deviation * np.sqrt(np.maximum(spread, 0))
    excess = around - total * values.mean()
    return np.asarray(np.divide(excess, scale, out=np.full(n, np.nan), where=spread > room))
