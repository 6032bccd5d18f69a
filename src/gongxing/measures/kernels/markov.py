r"""Markov chains of regions that move between income classes, alone and beside poor or rich neighbours.

With :math:`n_{ij}` moves from class i to j, :math:`p_{ij}=n_{ij}/n_i`. Beside neighbours the moves are counted for each
class m of the spatial lag :math:`Wy` at the start; that neighbours do not matter is tested by

.. math::  Q=\sum_m\sum_i n_i^m\sum_j\frac{(p_{ij}^m-p_{ij})^2}{p_{ij}},\qquad
           LR=2\sum_m\sum_i\sum_j n_{ij}^m\ln\frac{p_{ij}^m}{p_{ij}}

with :math:`\sum_i(b_i-1)(a_i-1)` degrees of freedom (:math:`a_i` classes reached from i, :math:`b_i` lag classes that
hold moves from i), and by exchanging the regions at random.

References
----------
Quah, D. T. (1993). Empirical cross-section dynamics in economic growth. European Economic Review 37(2–3), 426–434.
Rey, S. J. (2001). Spatial empirics for economic growth and convergence. Geographical Analysis 33(3), 195–214.
Bickenbach, F. and Bode, E. (2003). Evaluating the Markov property in studies of economic convergence. International
Regional Science Review 26(3), 363–392.
Kemeny, J. G. and Snell, J. L. (1960). Finite Markov Chains. Princeton: Van Nostrand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array, Index


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """Test that chains are one: Q and LR with p values of chi squared, degrees of freedom."""

    q: float
    q_p: float | None
    lr: float
    lr_p: float | None
    freedom: int


@dataclass(frozen=True, slots=True)
class SpatialMarkov:
    """Moves by class of the neighbours (shape m × k × k), all moves, the tests, and what the permutations gave.

    ``q_permuted`` has shape (permutations,); ``p`` is the share of it that reaches Q, ``None`` without permutations.
    ``lags`` (n × T) are the classes of the neighbours, ``lag_cutoffs`` (m - 1) their bounds.
    """

    counts: Array
    pooled: Array
    test: Homogeneity
    q_permuted: Array
    p: float | None
    lags: Index
    lag_cutoffs: Array


def quantile_cutoffs(values: ArrayLike, classes: int) -> Array:
    """Return the ``classes - 1`` quantiles (linear between order statistics) that part all values alike."""
    if classes < 2:
        raise DataError(f"expected at least 2 classes, but {classes} came")
    return np.quantile(np.asarray(values, dtype=np.float64), np.arange(1, classes) / classes)


def classify(values: ArrayLike, cutoffs: ArrayLike) -> Index:
    """Return the class of each value, from 0: the number of cut-offs below it; a value at a cut-off is below it.

    Raises
    ------
    DataError
        Cut-offs that do not rise: too many values are equal for so many classes.
    """
    bounds = np.asarray(cutoffs, dtype=np.float64)
    if (np.diff(bounds) <= 0).any():
        raise DataError("expected cut-offs that rise, but some are equal: too few different values for so many classes")
    return np.asarray(np.searchsorted(bounds, np.asarray(values, dtype=np.float64), side="left"))


def transitions(classes: ArrayLike, k: int) -> Array:
    """Return counts of moves from class to class (shape k × k) of regions over periods (shape n × T)."""
    states = np.asarray(classes, dtype=np.int64)
    if states.ndim != 2 or states.shape[1] < 2:
        raise DataError(f"expected classes of regions over at least 2 periods, but the shape is {states.shape}")
    moves = states[:, :-1] * k + states[:, 1:]
    return np.bincount(moves.ravel(), minlength=k * k).reshape(k, k).astype(np.float64)


def probabilities(counts: ArrayLike) -> Array:
    """Return transition probabilities by row (any leading axes); the row of a class that no region left is NaN."""
    moves = np.asarray(counts, dtype=np.float64)
    total = moves.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(moves, total, out=np.full_like(moves, np.nan), where=total > 0))


def ergodic(chain: ArrayLike) -> Array:
    """Return the long-run distribution (shape k) of a chain with one recurrent set of classes.

    Raises
    ------
    DataError
        An empty class, or several closed sets: where the chain ends then depends on where it starts.
    """
    p = _chain(chain)
    closed = recurrent_sets(p)
    if len(closed) > 1:
        raise DataError(f"expected one set of classes that cannot be left, but there are {len(closed)}")
    inside = closed[0]
    part = p[np.ix_(inside, inside)]
    k = len(inside)
    system = np.vstack([np.eye(k) - part.T, np.ones(k)])
    solution = np.linalg.lstsq(system, np.append(np.zeros(k), 1.0), rcond=None)[0]
    distribution = np.zeros(len(p))
    distribution[inside] = np.maximum(solution, 0) / np.maximum(solution, 0).sum()
    return distribution


def recurrent_sets(chain: ArrayLike) -> list[NDArray[np.int64]]:
    """Return the sets of classes that, once entered, are never left."""
    from scipy.sparse.csgraph import connected_components

    p = _chain(chain)
    count, labels = connected_components((p > 0).astype(np.float64), directed=True, connection="strong")
    sets = [np.flatnonzero(labels == label) for label in range(count)]
    return [inside for inside in sets if p[inside].sum(axis=0)[labels != labels[inside[0]]].sum() == 0]


def first_passage(chain: ArrayLike) -> Array:
    """Return mean first passage times in periods (shape k × k); on the diagonal the mean time of return.

    Raises
    ------
    DataError
        Some class cannot be reached from another, so that the time is infinite.
    """
    p = _chain(chain)
    distribution = ergodic(p)
    if (distribution <= 0).any():
        raise DataError("expected every class to be reached from every other, but some are never reached again")
    k = len(p)
    fundamental = np.linalg.inv(np.eye(k) - p + distribution)
    times = (np.eye(k) - fundamental + np.diag(fundamental)[None, :]) / distribution
    return np.asarray(times)


def _chain(chain: ArrayLike) -> Array:
    p = np.asarray(chain, dtype=np.float64)
    if p.ndim != 2 or p.shape[0] != p.shape[1]:
        raise DataError(f"expected a square matrix of probabilities, but the shape is {p.shape}")
    empty = ~np.isfinite(p).all(axis=1)
    if empty.any():
        raise DataError(
            f"expected moves from every class, but {int(empty.sum())} of {len(p)} hold no region at a start"
        )
    if (p < 0).any() or np.abs(p.sum(axis=1) - 1).max() > 1e-9:
        raise DataError("expected probabilities that sum to 1 in every row")
    return p


def shorrocks(chain: ArrayLike) -> float:
    """Return Shorrocks' (Prais') mobility, (k - trace) / (k - 1): 0 where no region moves.

    References
    ----------
    Prais, S. J. (1955). Measuring social mobility. Journal of the Royal Statistical Society A 118(1), 56–66.
    Shorrocks, A. F. (1978). The measurement of mobility. Econometrica 46(5), 1013–1024.
    """
    p = _chain(chain)
    return float((len(p) - np.trace(p)) / (len(p) - 1))


def determinant_mobility(chain: ArrayLike) -> float:
    """Return 1 - |det P|."""
    return float(1 - abs(np.linalg.det(_chain(chain))))


def eigenvalue_mobility(chain: ArrayLike) -> float:
    """Return 1 - |λ₂|: how fast the chain forgets where it started."""
    return float(1 - np.sort(np.abs(np.linalg.eigvals(_chain(chain))))[-2])


def bartholomew(chain: ArrayLike, initial: ArrayLike) -> float:
    """Return Bartholomew's mean number of classes crossed a period, over k - 1, for a distribution of starts."""
    p, start = _chain(chain), np.asarray(initial, dtype=np.float64)
    k = np.arange(len(p))
    return float(start @ (p * np.abs(k[:, None] - k[None, :])).sum(axis=1) / (len(p) - 1))


def homogeneity(counts: ArrayLike) -> Homogeneity:
    """Test that the chains of several regimes (counts of shape m × k × k) are one.

    The p values are ``None`` where no degree of freedom is left.
    """
    from scipy.stats import chi2

    moves = np.asarray(counts, dtype=np.float64)
    q, lr = q_statistic(moves), _likelihood_ratio(moves)
    reached = (moves.sum(axis=0) > 0).sum(axis=1)
    regimes = (moves.sum(axis=2) > 0).sum(axis=0)
    freedom = int((np.maximum(regimes - 1, 0) * np.maximum(reached - 1, 0)).sum())
    tail: Any = chi2.sf
    p_values = (float(tail(q, freedom)), float(tail(lr, freedom))) if freedom else (None, None)
    return Homogeneity(q, p_values[0], lr, p_values[1], freedom)


def q_statistic(moves: Array) -> float:
    """Return Q: as observed against expected moves, of shape m × k × k."""
    pooled = moves.sum(axis=0)
    total = pooled.sum(axis=1, keepdims=True)
    chain = np.divide(pooled, total, out=np.zeros_like(pooled), where=total > 0)
    expected = moves.sum(axis=2, keepdims=True) * chain
    return float(((moves - expected) ** 2 / np.where(expected > 0, expected, 1.0)).sum())


def _likelihood_ratio(moves: Array) -> float:
    own = np.nan_to_num(probabilities(moves))
    pooled = np.nan_to_num(probabilities(moves.sum(axis=0)))
    there = moves > 0
    ratio = own[there] / np.broadcast_to(pooled, moves.shape)[there]
    return float(2 * (moves[there] * np.log(ratio)).sum())


def spatial_markov(
    values: ArrayLike,
    matrix: Any,
    *,
    cutoffs: ArrayLike,
    lag_classes: int = 5,
    lag_cutoffs: ArrayLike | None = None,
    permutations: int = 0,
    seed: int = 0,
) -> SpatialMarkov:
    """Count moves by the class of the neighbours, and test whether neighbours matter.

    Parameters
    ----------
    values
        Shape n × T.
    matrix
        Spatial weights, scipy sparse, n × n, rows summing to 1, in the order of ``values``.
    cutoffs
        Bounds of the classes of regions (k - 1).
    lag_classes, lag_cutoffs
        Quantile classes of the lag over all regions and periods, or their bounds.
    permutations, seed
        How often regions change places at random; each time lags and their quantiles are formed anew.

    Notes
    -----
    giddy keeps the observed cut-offs of the lag while it permutes, and sums its statistic over as many lag classes as
    there are income classes; here every permutation is treated as the data were.
    """
    y = np.ascontiguousarray(np.asarray(values, dtype=np.float64))
    bounds = np.asarray(cutoffs, dtype=np.float64)
    states, k = classify(y, bounds), len(bounds) + 1
    moves = (states[:, :-1] * k + states[:, 1:]).ravel()
    given = None if lag_cutoffs is None else np.asarray(lag_cutoffs, dtype=np.float64)
    m = lag_classes if given is None else len(given) + 1
    lag = np.asarray(matrix @ y)
    lag_bounds = quantile_cutoffs(lag, m) if given is None else given
    lags = classify(lag, lag_bounds)

    def counted(classes: Index, of: Index) -> Array:
        both = classes[:, :-1].ravel() * (k * k) + of
        return np.bincount(both, minlength=m * k * k).reshape(m, k, k).astype(np.float64)

    counts = counted(lags, moves)
    test = homogeneity(counts)
    generator = np.random.default_rng(seed)
    permuted = np.empty(permutations)
    starts = moves.reshape(len(y), -1)
    for draw in range(permutations):
        order = generator.permutation(len(y))
        drawn = np.asarray(matrix @ y[order])
        edges = _quantiles(drawn, m) if given is None else given
        permuted[draw] = q_statistic(counted(np.searchsorted(edges, drawn, side="left"), starts[order].ravel()))
    p = (1 + int((permuted >= test.q - 1e-12 * abs(test.q)).sum())) / (1 + permutations) if permutations else None
    return SpatialMarkov(counts, counts.sum(axis=0), test, permuted, p, lags, lag_bounds)


def _quantiles(values: Array, classes: int) -> Array:
    return np.quantile(values, np.arange(1, classes) / classes)
