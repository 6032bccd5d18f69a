r"""Weights of indicators: equal, from the data (entropy, CRITIC, first principal component), from judgement (AHP).

Every function takes indicators on one scale (n, J), higher better, and returns weights (J,) ≥ 0 that sum to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import listed

Array = NDArray[np.float64]

# Saaty's mean consistency index of random reciprocal matrices of order 1 to 10.
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
# Saaty's bound: above it the judgements contradict one another too much.
CONSISTENT = 0.1


def entropy_weights(scores: Array, shift: float = 0.0) -> Array:
    r"""Return weights :math:`(1-e_j)/\sum_j (1-e_j)`, :math:`e_j = -\frac{1}{\ln n}\sum_i p_{ij}\ln p_{ij}` (熵值法).

    ``p`` are the shares of :math:`x_{ij} +` ``shift`` within each indicator, with 0 ln 0 = 0, so that no shift is
    needed. Many papers add 0.0001 or 1 % and do not say so; the weights depend on it.

    Raises
    ------
    DataError
        For values below 0 after the shift, fewer than two rows, or an indicator that is the same everywhere.
    """
    x = _complete(scores) + shift
    if (x < 0).any():
        raise DataError("entropy weights need values of 0 or more, but some are below; take min-max scores")
    if (x.sum(axis=0) == 0).any():
        raise DataError("entropy weights need a value above 0 in each column, but one has none; leave it out")
    p = x / x.sum(axis=0)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    redundancy = np.maximum(1 + (p * logs).sum(axis=0) / np.log(x.shape[0]), 0)
    return _shares(np.where(np.ptp(x, axis=0) == 0, 0.0, redundancy), "no indicator differs between rows")


def critic_weights(scores: Array) -> Array:
    r"""Return weights in proportion to :math:`\sigma_j \sum_k (1 - r_{jk})` (Diakoulaki and others 1995).

    The standard deviation divides by n; r is Pearson's correlation. Scores should be min-max, as in the source.
    """
    x = _complete(scores)
    _varied(x)
    contrast = x.std(axis=0)
    correlation = np.atleast_2d(np.corrcoef(x, rowvar=False))
    if x.shape[1] == 1:
        return np.ones(1)
    apart = np.where(correlation > 1 - 1e-12, 0.0, 1 - correlation)
    return _shares(contrast * apart.sum(axis=0), "all indicators are perfectly correlated")


@dataclass(frozen=True, slots=True)
class Components:
    """Weights (J,) from principal components, and the share of variance that the retained ones explain.

    ``retained`` counts components, ``explained`` is their share of the variance, ``negative`` (J,) marks indicators
    whose loading on the first component has the wrong sign: higher there goes with worse in the rest.
    """

    weights: Array
    retained: int
    explained: float
    negative: NDArray[np.bool_]


def pca_weights(scores: Array) -> Components:
    """Return weights by squared loadings of the components with eigenvalue above 1, each weighted by its variance.

    The components are of the correlation matrix (the OECD and JRC handbook's way, without rotation): an indicator's
    weight is Σ_c λ_c a_jc² over the retained components, divided by the sum over indicators.
    """
    x = _complete(scores)
    _varied(x)
    if x.shape[1] == 1:
        return Components(np.ones(1), 1, 1.0, np.zeros(1, dtype=bool))
    values, vectors = np.linalg.eigh(np.corrcoef(x, rowvar=False))
    values, vectors = values[::-1], vectors[:, ::-1]
    retained = max(int((values > 1 + 1e-9).sum()), 1)
    kept = values[:retained]
    weights = (np.square(vectors[:, :retained]) * kept).sum(axis=1)
    first = vectors[:, 0] * (1 if vectors[:, 0].sum() >= 0 else -1)
    explained = float(kept.sum() / values.sum())
    return Components(weights / weights.sum(), retained, explained, first < -1e-9)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Weights (J,) of the analytic hierarchy process with the consistency of the judgements.

    ``ratio`` is Saaty's consistency ratio; above 0.1 the judgements should be reconsidered. ``eigenvalue`` is the
    largest.
    """

    weights: Array
    ratio: float
    eigenvalue: float

    @property
    def consistent(self) -> bool:
        """Whether the ratio is at most 0.1."""
        return self.ratio <= CONSISTENT


def ahp_weights(comparisons: Array) -> Judgement:
    """Return weights from a matrix of pairwise comparisons (J, J): entry (j, k) says how many times j weighs k.

    Raises
    ------
    DataError
        For a matrix that is not square, positive and reciprocal, or larger than 10, for which Saaty gives no random
        index.
    """
    a = np.asarray(comparisons, dtype=np.float64)
    if a.ndim != 2 or a.shape[0] != a.shape[1] or not 1 <= a.shape[0] <= len(RANDOM_INDEX):
        raise DataError(
            f"expected a square matrix of 1 to 10 comparisons, but the shape is {a.shape}; compare each pair"
        )
    if not np.isfinite(a).all() or (a <= 0).any():
        raise DataError(
            "expected comparisons above 0, but some are not; write 1/3 where the other weighs three times as much"
        )
    wrong = np.argwhere(np.abs(a * a.T - 1) > 1e-3)
    if wrong.size:
        j, k = wrong[0]
        raise DataError(
            f"expected reciprocal comparisons, but ({j + 1}, {k + 1}) is {a[j, k]:g} and ({k + 1}, {j + 1}) is "
            f"{a[k, j]:g}; make one 1 over the other"
        )
    values, vectors = np.linalg.eig(a)
    first = int(values.real.argmax())
    weights = np.abs(vectors[:, first].real)
    n, largest = a.shape[0], float(values[first].real)
    random = RANDOM_INDEX[n - 1]
    ratio = max((largest - n) / (n - 1) / random, 0.0) if random else 0.0
    return Judgement(weights / weights.sum(), ratio, largest)


def given_weights(weights: Array) -> Array:
    """Return weights (J,) scaled to sum to 1; raise where one is negative or all are zero."""
    w = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(w).all() or (w < 0).any():
        raise DataError("expected finite weights of at least 0, but some are not; look at them")
    return _shares(w, "the weights sum to zero")


def _complete(scores: Array) -> Array:
    x = np.asarray(scores, dtype=np.float64)
    if x.ndim != 2 or x.shape[0] < 2 or x.shape[1] < 1:
        raise DataError(
            f"weights from data need at least two rows, but the shape is {x.shape}; add rows, or give the weights"
        )
    if not np.isfinite(x).all():
        raise DataError(
            f"weights from data need complete rows, but {int((~np.isfinite(x)).sum())} are missing; fill or drop them"
        )
    return x


def _varied(x: Array) -> None:
    same = np.flatnonzero(np.ptp(x, axis=0) == 0)
    if same.size:
        raise DataError(
            f"expected columns that differ between rows, but {listed(same)} are the same everywhere; leave them out"
        )


def _shares(raw: Array, otherwise: str) -> Array:
    total = float(raw.sum())
    if total <= 0:
        raise DataError(f"expected weights with a sum above 0, but {otherwise}; give the weights yourself")
    return np.asarray(raw / total, dtype=np.float64)
