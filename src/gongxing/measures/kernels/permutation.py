"""Inference by permutation for statistics of neighbours, and the control of false discoveries.

A local statistic of site i depends on the values of the others only through the lag sum_j w_ij y_j. Under conditional
permutation (Anselin 1995) the k_i neighbours hold a sample without replacement of the n - 1 other values. The samples
are drawn once and used for all sites: draw K + 1 distinct sites of n, K the largest k_i; where i itself is among the
first k_i, the last one drawn, which is neither i nor used, takes its place. Given i, that is again a sample without
replacement of the others, so each site has its exact conditional distribution, and the lags of all sites under all
permutations are one product of matrices: no shuffle of n values, nothing to compile, and the same answer whatever the
number of threads. (A compiled loop was measured slower: loading the compiler alone costs more than the product.)

References
----------
Anselin, L. (1995). Local indicators of spatial association: LISA. *Geographical Analysis* 27(2), 93-115.
Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful approach to
multiple testing. *Journal of the Royal Statistical Society B* 57(1), 289-300.
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. *Statistical Applications in Genetics
and Molecular Biology* 9(1), article 39.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

import numpy as np
from threadpoolctl import threadpool_limits

from gongxing.measures.kernels.neighbours import absolute, lag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from gongxing.measures.kernels.neighbours import Sparse

    Array = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Places = NDArray[np.int32]

Alternative = Literal["two-sided", "greater", "less"]
ALTERNATIVES: tuple[Alternative, ...] = ("two-sided", "greater", "less")
# Values held at once while permuting (128 MB), and sites to a block of the product.
HELD = 16_000_000
BLOCK = 128
# Sums of the same numbers in another order differ by rounding; what is this close, relative to the largest, is a tie.
TIE = 1e-12


def distinct_draws(sites: int, size: int, permutations: int, rng: np.random.Generator) -> Iterator[Places]:
    """Yield, in chunks of rows, samples without replacement.

    Parameters
    ----------
    sites, size, permutations
        Each of the ``permutations`` rows holds ``size`` distinct numbers of 0 … ``sites`` - 1, in random order.
    rng
        Where the randomness comes from; the chunks depend on the numbers above only.

    Yields
    ------
    ndarray of shape (rows of the chunk, size)
    """
    rows = max(1, min(permutations, HELD // sites))
    for start in range(0, permutations, rows):
        count = min(rows, permutations - start)
        places = np.tile(np.arange(sites, dtype=np.int32), (count, 1))
        row = np.arange(count)
        for place in range(min(size, sites - 1)):  # Fisher and Yates, as far as needed
            other = rng.integers(place, sites, size=count)
            taken = places[row, other]
            places[row, other] = places[:, place]
            places[:, place] = taken
        yield places[:, :size].copy()


def lag_tails(values: Array, weights: Sparse, permutations: int, seed: int) -> tuple[Counts, Counts]:
    """Count, for each site, the conditional permutations whose lag is at least, and at most, the observed lag.

    Parameters
    ----------
    values
        Finite, shape (n,).
    weights
        Shape (n, n), nothing on the diagonal.
    permutations, seed
        How many, and the seed of the generator (PCG64).

    Returns
    -------
    at_least, at_most
        Shape (n,); a tie counts in both. A site without neighbours ties always.
    """
    size = values.size
    degree = np.diff(weights.indptr)
    widest = int(degree.max(initial=0))
    at_least, at_most = np.zeros(size, np.int64), np.zeros(size, np.int64)
    padded = np.zeros((size, widest))
    padded[np.repeat(np.arange(size), degree), _position_in_row(weights)] = weights.data
    lags = lag(weights, values)
    room = TIE * np.maximum(lag(absolute(weights), np.abs(values)), np.finfo(float).tiny)
    with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as pool:
        for places in distinct_draws(size, widest + 1, permutations, np.random.default_rng(seed)):
            count = _counter(values, padded, degree, lags, room, places)
            for sites, (above, below) in pool.map(count, _blocks(degree)):
                at_least[sites] += above
                at_most[sites] += below
    return at_least, at_most


def _position_in_row(weights: Sparse) -> NDArray[np.intp]:
    """Return, for each stored weight, its position among the weights of its row."""
    return np.arange(weights.nnz) - np.repeat(weights.indptr[:-1], np.diff(weights.indptr)).astype(np.intp)


def _blocks(degree: NDArray[np.int32]) -> list[NDArray[np.intp]]:
    """Return blocks of sites of like degree."""
    order = np.argsort(degree, kind="stable")
    return [order[start : start + BLOCK] for start in range(0, order.size, BLOCK)]


def _counter(
    values: Array, padded: Array, degree: NDArray[np.int32], lags: Array, room: Array, places: Places
) -> Callable[[NDArray[np.intp]], tuple[NDArray[np.intp], tuple[Counts, Counts]]]:
    """Return the function that counts the tails of a block of sites over a chunk of draws."""
    widest = padded.shape[1]
    drawn = np.ascontiguousarray(values[places].T)  # (K + 1, draws)
    spare = drawn[-1]
    # Where each site stands among the draws, grouped by site.
    flat = places[:, :widest].ravel()
    found = np.argsort(flat, kind="stable")
    bounds = np.searchsorted(flat[found], np.arange(values.size + 1))
    draw, place = np.divmod(found, max(widest, 1))

    def count(sites: NDArray[np.intp]) -> tuple[NDArray[np.intp], tuple[Counts, Counts]]:
        used = int(degree[sites].max())
        simulated = padded[sites, :used] @ drawn[:used]
        above, below = np.empty(sites.size, np.int64), np.empty(sites.size, np.int64)
        for row, site in enumerate(sites):
            span = slice(bounds[site], bounds[site + 1])
            at, position = draw[span], place[span]
            simulated[row, at] += padded[site, position] * (spare[at] - values[site])
            above[row] = np.count_nonzero(simulated[row] >= lags[site] - room[site])
            below[row] = np.count_nonzero(simulated[row] <= lags[site] + room[site])
        return sites, (above, below)

    return count


def form_tails(
    left: Array, right: Array, weights: Sparse, constant: Array, permutations: int, seed: int
) -> tuple[int, int]:
    """Count the permutations of ``right`` whose left'W right + constant'right is at least, and at most, the observed.

    Parameters
    ----------
    left
        Shape (n,); held still. Where ``left is right`` both are permuted together.
    right
        Shape (n,).
    weights
        Shape (n, n).
    constant
        Weights of the squares of the permuted values, shape (n,) (Geary's c needs them; zeros otherwise).
    permutations, seed
        As in ``lag_tails``.
    """
    rng = np.random.default_rng(seed)
    together = left is right
    observed = float(left @ lag(weights, right) + constant @ right**2)
    room = TIE * float(np.abs(left) @ lag(absolute(weights), np.abs(right)) + np.abs(constant) @ right**2)
    rows = max(1, min(permutations, HELD // (8 * right.size)))
    above = below = 0
    for start in range(0, permutations, rows):
        mixed = np.tile(right[:, None], (1, min(rows, permutations - start)))
        rng.permuted(mixed, axis=0, out=mixed)
        first = mixed if together else left[:, None]
        simulated = (first * lag(weights, mixed)).sum(axis=0) + constant @ mixed**2
        above += int(np.count_nonzero(simulated >= observed - room))
        below += int(np.count_nonzero(simulated <= observed + room))
    return above, below


def pseudo_p(at_least: Counts, at_most: Counts, permutations: int, alternative: Alternative = "two-sided") -> Array:
    """Return pseudo p-values (b + 1) / (m + 1); two-sided ones are twice the smaller tail, at most one.

    Parameters
    ----------
    at_least, at_most
        Permutations at least and at most as large as the observed, any shape.
    permutations
        m.
    """
    upper = (np.asarray(at_least) + 1) / (permutations + 1)
    lower = (np.asarray(at_most) + 1) / (permutations + 1)
    if alternative == "greater":
        return np.asarray(upper, dtype=np.float64)
    if alternative == "less":
        return np.asarray(lower, dtype=np.float64)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(upper, lower)), dtype=np.float64)


def false_discovery(p: Array) -> Array:
    """Return Benjamini and Hochberg's adjusted p-values: calling all q <= a significant keeps false ones below a.

    Parameters
    ----------
    p
        Shape (n,); NaN (a site that was not tested) stays NaN and does not count as a test.
    """
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    if tested.size:
        order = tested[np.argsort(p[tested], kind="stable")]
        scaled = p[order] * tested.size / np.arange(1, tested.size + 1)
        adjusted[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return adjusted
