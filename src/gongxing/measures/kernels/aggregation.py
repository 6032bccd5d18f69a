"""One score from several: arithmetic and geometric means and the distance to the ideal (TOPSIS)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError

Array = NDArray[np.float64]
Aggregation = Literal["arithmetic", "geometric", "topsis"]


def aggregate(scores: Array, weights: Array, how: Aggregation = "arithmetic", floor: float = 0.01) -> Array:
    r"""Return one score per row, (n,), from scores (n, J), higher better, and weights (J,) that sum to 1.

    ``arithmetic``: :math:`\sum_j w_j x_j`; a strength makes up for any weakness. ``geometric``: :math:`\prod_j
    x_j^{w_j}`; it needs values above 0, so scores are first moved by ``floor`` + (1 - floor) x. ``topsis``: the share
    of the distance to the worst in the sum of the distances to the worst and the best values of the panel (Hwang and
    Yoon 1981), on weighted scores. A missing score is left out and the row's other weights grow in proportion.

    Raises
    ------
    DataError
        For a row without any score, or a negative score under ``geometric``.
    """
    x, w = np.asarray(scores, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if x.ndim != 2 or w.shape != (x.shape[1],):
        raise DataError(
            f"expected scores (n, J) and weights (J,), but the shapes are {x.shape} and {w.shape}; give each a weight"
        )
    if how not in get_args(Aggregation):
        raise DataError(
            f"expected an aggregation of {', '.join(get_args(Aggregation))}, but {how!r} came; name one of them"
        )
    known = np.isfinite(x)
    weight = known * w
    mass = weight.sum(axis=1, keepdims=True)
    if (mass <= 0).any():
        raise DataError(
            f"expected a weighted score in every row, but {int((mass <= 0).sum())} have none; leave them out"
        )
    return _WAYS[how](np.where(known, x, 0.0), weight / mass, known, floor)


def _arithmetic(x: Array, weight: Array, known: NDArray[np.bool_], floor: float) -> Array:
    return np.asarray((x * weight).sum(axis=1), dtype=np.float64)


def _geometric(x: Array, weight: Array, known: NDArray[np.bool_], floor: float) -> Array:
    moved = floor + (1 - floor) * x
    if (moved[known] <= 0).any():
        raise DataError(
            "a geometric mean needs scores of 0 or more, but some are below; use min-max, rank or reference, not z"
        )
    return np.asarray(np.exp((weight * np.log(np.where(known, moved, 1.0))).sum(axis=1)), dtype=np.float64)


def _topsis(x: Array, weight: Array, known: NDArray[np.bool_], floor: float) -> Array:
    best = np.where(known, x, -np.inf).max(axis=0)
    worst = np.where(known, x, np.inf).min(axis=0)
    best, worst = np.where(np.isfinite(best), best, 0), np.where(np.isfinite(worst), worst, 0)
    up = np.sqrt(np.square(weight * (x - best)).sum(axis=1))
    down = np.sqrt(np.square(weight * (x - worst)).sum(axis=1))
    if ((up + down) == 0).any():
        raise DataError(
            "TOPSIS needs rows that differ, but the best and the worst are the same; look at the indicators"
        )
    return np.asarray(down / (up + down), dtype=np.float64)


_WAYS: dict[str, Callable[[Array, Array, NDArray[np.bool_], float], Array]] = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "topsis": _topsis,
}


def ranks(scores: Array) -> NDArray[np.intp]:
    """Return the rank of each score (n,): 1 is the highest, ties share the better rank."""
    falling = -np.asarray(scores, dtype=np.float64)
    return np.asarray(np.searchsorted(np.sort(falling), falling, side="left") + 1, dtype=np.intp)


def obstacle_degrees(scores: Array, weights: Array) -> Array:
    r"""Return :math:`100\, w_j (1 - x_{ij}) / \sum_j w_j (1 - x_{ij})`, (n, J) in per cent: what holds each row back.

    Scores (n, J) lie in [0, 1]. A row that is best in everything has no obstacles: all its degrees are 0.
    """
    x, w = np.asarray(scores, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if x.ndim != 2 or w.shape != (x.shape[1],):
        raise DataError(
            f"expected scores (n, J) and weights (J,), but the shapes are {x.shape} and {w.shape}; give each a weight"
        )
    if not np.isfinite(x).all() or (x < -1e-12).any() or (x > 1 + 1e-12).any():
        raise DataError("expected complete scores between 0 and 1, but some are not; take min-max or rank scores")
    gaps = w * np.maximum(1 - x, 0)
    total = gaps.sum(axis=1, keepdims=True)
    return np.asarray(100 * np.divide(gaps, total, out=np.zeros_like(gaps), where=total > 0), dtype=np.float64)
