"""Products with the two N x N kernels, the only part of the model whose cost grows with the square of the regions.

Three kinds with the same methods: ``Dense`` (NumPy, any floating type), ``Sparse`` (SciPy, where most pairs are zero)
and ``Compiled`` (Numba, fused sweeps, in ``compiled.py``). Vectors are (N,) or (N, k).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.shock import Change

    Array = NDArray[Any]

# Shares with fewer pairs than this are kept sparse; from this many regions on, dense ones are swept by compiled code.
SPARSE_DENSITY = 0.2
COMPILED_REGIONS = 1000


class Kernel(Protocol):
    """A matrix that is only ever multiplied."""

    def right(self, v: Array) -> Array:
        """Return K v."""

    def left(self, u: Array) -> Array:
        """Return K' u."""

    def pair(self, v: Array, u: Array) -> tuple[Array, Array]:
        """Return K v and K' u from one reading of K where the kind can."""

    def dense(self) -> Array:
        """Return the matrix itself, (N, N)."""

    def between(self, labels: NDArray[np.intp]) -> Kernel:
        """Return the pairs of different labels alone."""


class Dense:
    """A NumPy matrix."""

    def __init__(self, matrix: Array) -> None:
        self.matrix = matrix

    def right(self, v: Array) -> Array:
        """Return K v."""
        return np.asarray(self.matrix @ v)

    def left(self, u: Array) -> Array:
        """Return K' u."""
        return np.asarray(self.matrix.T @ u)

    def pair(self, v: Array, u: Array) -> tuple[Array, Array]:
        """Return K v and K' u."""
        return self.matrix @ v, self.matrix.T @ u

    def dense(self) -> Array:
        """Return the matrix itself."""
        return self.matrix

    def between(self, labels: NDArray[np.intp]) -> Kernel:
        """Return the pairs of different labels alone."""
        return type(self)(self.matrix * (labels[:, None] != labels))


class Sparse:
    """A SciPy matrix in compressed rows, with its transpose beside it."""

    def __init__(self, matrix: Any) -> None:
        self.matrix = matrix
        self.transposed = matrix.T.tocsr()

    def right(self, v: Array) -> Array:
        """Return K v."""
        return np.asarray(self.matrix @ v)

    def left(self, u: Array) -> Array:
        """Return K' u."""
        return np.asarray(self.transposed @ u)

    def pair(self, v: Array, u: Array) -> tuple[Array, Array]:
        """Return K v and K' u."""
        return self.matrix @ v, self.transposed @ u

    def dense(self) -> Array:
        """Return the matrix with its zeros."""
        return np.asarray(self.matrix.toarray())

    def between(self, labels: NDArray[np.intp]) -> Kernel:
        """Return the pairs of different labels alone."""
        rows, columns = self.matrix.nonzero()
        other = labels[rows] != labels[columns]
        values = np.asarray(self.matrix[rows, columns]).ravel()[other]
        return Sparse(sparse.csr_array((values, (rows[other], columns[other])), shape=self.matrix.shape))


def kernel_of(shares: Any, change: Change | None, power: Any, dtype: type[np.inexact[Any]]) -> Kernel:
    """Return ``shares * ratios^power`` as a kernel; ones cost nothing, and neither does a ratio that many pairs share.

    Parameters
    ----------
    shares
        (N, N), an array or a SciPy sparse matrix in compressed rows.
    change
        What changes pairs, or ``None``; its factors by row and column are not applied here but to vectors.
    power
        Elasticity of the shares to the ratios.
    dtype
        Type of the result; compiled sweeps are for float64 alone.
    """
    if sparse.issparse(shares):
        given: Any = shares  # SciPy's types know no matrix of any floating type
        matrix = given.astype(dtype)
        if change is not None and change.pairs is not None:
            rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
            matrix.data = matrix.data * change.at(rows, matrix.indices).astype(dtype) ** power
        return Sparse(matrix)
    fast = dtype is np.float64 and shares.shape[0] >= COMPILED_REGIONS
    plain = shares if dtype is np.float64 else shares.astype(dtype)
    if change is not None and change.pairs is not None:
        plain = _scaled(plain, change, power, dtype, fast)
    if fast:
        from gongxing.equilibrium.compiled import Compiled

        return Compiled(plain)
    return Dense(plain)


def _scaled(shares: Array, change: Change, power: Any, dtype: type[np.inexact[Any]], fast: bool) -> Array:
    shared = change.shared_ratio()
    if shared is not None:
        where, ratio = shared
        if fast:
            from gongxing.equilibrium.compiled import scaled_where

            return scaled_where(shares, where, float(ratio**power))
        result = shares.copy()
        np.multiply(result, dtype(ratio) ** power, out=result, where=where)
        return np.asarray(result)
    if fast:
        from gongxing.equilibrium.compiled import scaled

        return np.asarray(scaled(shares, np.asarray(change.pairs), float(power)))
    return np.asarray(shares * np.exp(power * np.log(np.asarray(change.pairs).astype(dtype))))
