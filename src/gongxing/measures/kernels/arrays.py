"""What kernels check of the arrays that come in: shapes, finite numbers, signs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongxing.measures.errors import DataError

Array = NDArray[np.float64]
Index = NDArray[np.int64]


def checked(values: ArrayLike, weights: ArrayLike | None, *, above: float | None = 0.0, least: int = 1) -> tuple[
    Array, Array | None
]:  # fmt: skip
    """Return values and weights as float64 vectors.

    Parameters
    ----------
    values
        Shape n. Not below ``above``; ``None`` allows any sign.
    weights
        Shape n, not negative, with a sum above 0; ``None``: each value counts once.
    least
        The fewest values.

    Raises
    ------
    DataError
        A shape that does not fit, too few values, NaN, infinity, a negative value or weight, weights that sum to zero.
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or len(x) < least:
        raise DataError(f"expected a vector of at least {least} values, but the shape is {x.shape}")
    lowest, highest = float(x.min()), float(x.max())
    if not (np.isfinite(lowest) and np.isfinite(highest)):
        raise DataError(f"expected finite values, but {int((~np.isfinite(x)).sum())} of {len(x)} are not")
    if above is not None and lowest < above:
        raise DataError(f"expected values of at least {above:g}, but {int((x < above).sum())} of {len(x)} are below")
    if weights is None:
        return x, None
    w = np.asarray(weights, dtype=np.float64)
    if w.shape != x.shape:
        raise DataError(f"expected a weight for each value, but the shapes are {w.shape} and {x.shape}")
    if not (w.min() >= 0 and np.isfinite(w.max())):
        raise DataError("expected finite weights of at least 0, but some are not")
    if not w.any():
        raise DataError("expected weights with a sum above 0, but they sum to 0")
    return x, w


def positive(values: Array, what: str) -> None:
    """Raise where a value is not above zero."""
    if values.min() <= 0:
        raise DataError(f"{what}: expected values above 0, but {int((values <= 0).sum())} of {len(values)} are not")


def mean(values: Array, weights: Array | None) -> float:
    """Return the (weighted) mean."""
    return float(values.mean()) if weights is None else float(values @ weights / weights.sum())


def positive_mean(values: Array, weights: Array | None) -> float:
    """Return the (weighted) mean, which must be above zero.

    Raises
    ------
    DataError
        The mean is not above zero, so that no share can be formed.
    """
    average = mean(values, weights)
    if not average > 0:
        raise DataError(f"expected a mean above 0, but it is {average:g}: no shares can be formed")
    return average


def encoded(groups: ArrayLike, n: int) -> tuple[NDArray[Any], Index]:
    """Return the distinct labels, sorted, and the index of each value's label.

    Whole numbers of a small range are counted without sorting.
    """
    labels = np.asarray(groups)
    if labels.shape != (n,):
        raise DataError(f"expected a group for each of {n} values, but the shape is {labels.shape}")
    if labels.dtype.kind in "iu" and n:
        low, high = int(labels.min()), int(labels.max())
        if high - low < 4 * n + 1024:
            shifted = labels if low == 0 else labels - low
            there = np.bincount(shifted, minlength=high - low + 1) > 0
            if there.all():
                return np.arange(low, high + 1), shifted.astype(np.int64, copy=False)
            place = np.cumsum(there) - 1
            return np.flatnonzero(there) + low, place[shifted]
    if labels.dtype == object:
        names = sorted(set(labels.tolist()), key=str)
        position = {name: k for k, name in enumerate(names)}
        found = np.empty(len(names), dtype=object)
        found[:] = names
        return found, np.fromiter((position[label] for label in labels), dtype=np.int64, count=n)
    names_array, index = np.unique(labels, return_inverse=True)
    return names_array, index.astype(np.int64, copy=False)


def listed(positions: NDArray[np.intp]) -> str:
    """Name columns or rows by their position, from 1, the first five: ``3 (2, 4, 7)``."""
    return f"{positions.size} ({', '.join(str(p + 1) for p in positions[:5])}{' …' if positions.size > 5 else ''})"


def square(matrix: ArrayLike, n: int | None = None, *, what: str, infinite: bool = False) -> Array:
    """Return a square matrix of float64 without negative cells.

    Parameters
    ----------
    matrix
        Shape (n, n); any n where ``None``.
    what
        Its name in the error.
    infinite
        Whether cells may be infinite (no way from here to there).

    Raises
    ------
    DataError
        Another shape, NaN, infinity, a negative cell.
    """
    cells = np.asarray(matrix, dtype=np.float64)
    size = cells.shape[0] if n is None and cells.ndim else n
    if cells.shape != (size, size):
        raise DataError(f"{what}: expected a square matrix, of {size} rows and columns, but the shape is {cells.shape}")
    bad = np.isnan(cells) | (cells < 0) if infinite else ~(np.isfinite(cells) & (cells >= 0))
    if bad.any():
        raise DataError(f"{what}: expected cells of at least 0, but {int(bad.sum())} of {cells.size} are not")
    return cells
