"""Sums over neighbours: spatial weights as a sparse matrix, row i holding the weights that site i gives others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Sparse = sparse.csr_array[np.float64]


def lag(weights: Sparse, values: Array) -> Array:
    """Return W y, shape of ``values``, (n,) or (n, k)."""
    return np.asarray(weights @ values, dtype=np.float64)


def row_sums(weights: Sparse, power: int = 1) -> Array:
    """Return the sum of each row's weights (or of their powers), shape (n,)."""
    size = len(weights.indptr) - 1
    rows = np.repeat(np.arange(size), np.diff(weights.indptr))
    return np.bincount(rows, weights=weights.data**power, minlength=size).astype(np.float64)


def column_sums(weights: Sparse) -> Array:
    """Return the sum of each column's weights, shape (n,)."""
    size = len(weights.indptr) - 1
    return np.bincount(weights.indices, weights=weights.data, minlength=size).astype(np.float64)


def absolute(weights: Sparse) -> Sparse:
    """Return the weights without their signs."""
    return sparse.csr_array((np.abs(weights.data), weights.indices, weights.indptr), shape=weights.shape)
