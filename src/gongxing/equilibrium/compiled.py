"""Compiled sweeps over large kernels: each reads the matrix once, on as many threads as asked.

The NumPy twin is ``kernels.Dense``. Numba compiles on first use and keeps the result on disk; importing compiles
nothing. A row of each quarter is read at a time: four streams of memory, each without a gap. The loops release the
interpreter, so plain threads share the rows.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from gongxing.equilibrium.kernels import Dense
from gongxing.equilibrium.threads import current_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[Any]

# Sums may be regrouped so that they run in vector registers; infinities and not-a-numbers keep their meaning.
_LOOSE = {"reassoc", "contract", "nsz", "arcp"}


@njit(cache=True, nogil=True, fastmath=_LOOSE)
def _pair(kernel: Array, v: Array, u: Array, kv: Array, ku: Array) -> None:
    """Eight rows at a time, since this sweep also reads and writes ``ku``: the fewer passes over it the better."""
    rows, columns = kernel.shape
    step = rows // 8
    for n in range(step):
        a, b, c, d = kernel[n], kernel[n + step], kernel[n + 2 * step], kernel[n + 3 * step]
        e, f, g, h = kernel[n + 4 * step], kernel[n + 5 * step], kernel[n + 6 * step], kernel[n + 7 * step]
        ua, ub, uc, ud = u[n], u[n + step], u[n + 2 * step], u[n + 3 * step]
        ue, uf, ug, uh = u[n + 4 * step], u[n + 5 * step], u[n + 6 * step], u[n + 7 * step]
        va = vb = vc = vd = ve = vf = vg = vh = 0.0
        for i in range(columns):
            ka, kb, kc, kd, ke, kf, kg, kh = a[i], b[i], c[i], d[i], e[i], f[i], g[i], h[i]
            vi = v[i]
            va += ka * vi
            vb += kb * vi
            vc += kc * vi
            vd += kd * vi
            ve += ke * vi
            vf += kf * vi
            vg += kg * vi
            vh += kh * vi
            ku[i] += ((ka * ua + kb * ub) + (kc * uc + kd * ud)) + ((ke * ue + kf * uf) + (kg * ug + kh * uh))
        kv[n], kv[n + step], kv[n + 2 * step], kv[n + 3 * step] = va, vb, vc, vd
        kv[n + 4 * step], kv[n + 5 * step], kv[n + 6 * step], kv[n + 7 * step] = ve, vf, vg, vh
    for n in range(8 * step, rows):
        va = 0.0
        for i in range(columns):
            va += kernel[n, i] * v[i]
            ku[i] += kernel[n, i] * u[n]
        kv[n] = va


@njit(cache=True, nogil=True, fastmath=_LOOSE)
def _right(kernel: Array, v: Array, kv: Array) -> None:
    rows, columns = kernel.shape
    quarter = rows // 4
    for n in range(quarter):
        first, second, third, fourth = n, n + quarter, n + 2 * quarter, n + 3 * quarter
        a, b, c, d = kernel[first], kernel[second], kernel[third], kernel[fourth]
        va = vb = vc = vd = 0.0
        for i in range(columns):
            vi = v[i]
            va += a[i] * vi
            vb += b[i] * vi
            vc += c[i] * vi
            vd += d[i] * vi
        kv[first], kv[second], kv[third], kv[fourth] = va, vb, vc, vd
    for n in range(4 * quarter, rows):
        va = 0.0
        for i in range(columns):
            va += kernel[n, i] * v[i]
        kv[n] = va


@njit(cache=True, nogil=True, fastmath=_LOOSE)
def _left(kernel: Array, u: Array, ku: Array) -> None:
    rows, columns = kernel.shape
    quarter = rows // 4
    for n in range(quarter):
        first, second, third, fourth = n, n + quarter, n + 2 * quarter, n + 3 * quarter
        a, b, c, d = kernel[first], kernel[second], kernel[third], kernel[fourth]
        ua, ub, uc, ud = u[first], u[second], u[third], u[fourth]
        for i in range(columns):
            ku[i] += (a[i] * ua + b[i] * ub) + (c[i] * uc + d[i] * ud)
    for n in range(4 * quarter, rows):
        for i in range(columns):
            ku[i] += kernel[n, i] * u[n]


@njit(cache=True, nogil=True)
def _scale(shares: Array, ratios: Array, power: float, result: Array) -> None:
    last, factor = 1.0, 1.0
    for n in range(shares.shape[0]):
        for i in range(shares.shape[1]):
            ratio = ratios[n, i]
            if ratio == 1.0:
                result[n, i] = shares[n, i]
                continue
            if ratio != last:
                last, factor = ratio, ratio**power
            result[n, i] = shares[n, i] * factor


@njit(cache=True, nogil=True)
def _scale_where(shares: Array, mask: Array, factor: float, result: Array) -> None:
    for n in range(shares.shape[0]):
        for i in range(shares.shape[1]):
            result[n, i] = shares[n, i] * (factor if mask[n, i] else 1.0)


@njit(cache=True, nogil=True)
def _root(parent: Array, n: int) -> int:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = parent[n]
    return n


@njit(cache=True, nogil=True)
def _join(kernel: Array, by_row: Array, by_column: Array, parent: Array, left: int) -> int:
    """Join regions whose link exceeds a threshold by row or by column; stop once all are one."""
    rows, columns = kernel.shape
    for n in range(rows):
        mine = _root(parent, n)
        for i in range(columns):
            if parent[i] != mine and (kernel[n, i] > by_row[n] or kernel[n, i] > by_column[i]):
                other = _root(parent, i)
                if other != mine:
                    parent[other] = mine
                    left -= 1
                    if left == 1:
                        return left
    return left


def _chunks(rows: int) -> list[slice]:
    """Divide rows among the threads in use."""
    count = max(1, min(current_threads(), rows // 64))
    return [slice(rows * k // count, rows * (k + 1) // count) for k in range(count)]


def _shared(work: Callable[[slice], Array | None], rows: int) -> Array | None:
    """Run a sweep over chunks of rows; add up what each returns by column."""
    chunks = _chunks(rows)
    if len(chunks) == 1:
        return work(chunks[0])
    with ThreadPoolExecutor(len(chunks)) as pool:
        parts = list(pool.map(work, chunks))
    return None if parts[0] is None else np.asarray(np.sum(np.array(parts), axis=0))


class Compiled(Dense):
    """A large float64 matrix, contiguous by row, swept by compiled loops; (N, k) operands go to NumPy."""

    def __init__(self, matrix: Array) -> None:
        super().__init__(np.ascontiguousarray(matrix))

    def right(self, v: Array) -> Array:
        """Return K v."""
        if v.ndim > 1:
            return super().right(v)
        rows = self.matrix.shape[0]
        result = np.empty(rows)
        _shared(lambda part: _right(self.matrix[part], v, result[part]), rows)
        return result

    def left(self, u: Array) -> Array:
        """Return K' u."""
        if u.ndim > 1:
            return super().left(u)

        def work(part: slice) -> Array:
            total = np.zeros(self.matrix.shape[1])
            _left(self.matrix[part], u[part], total)
            return total

        return np.asarray(_shared(work, self.matrix.shape[0]))

    def pair(self, v: Array, u: Array) -> tuple[Array, Array]:
        """Return K v and K' u from one sweep."""
        if v.ndim > 1:
            return super().pair(v, u)
        kv = np.empty(self.matrix.shape[0])

        def work(part: slice) -> Array:
            total = np.zeros(self.matrix.shape[1])
            _pair(self.matrix[part], v, u[part], kv[part], total)
            return total

        return kv, np.asarray(_shared(work, self.matrix.shape[0]))


def scaled(shares: Array, ratios: Array, power: float) -> Array:
    """Return ``shares * ratios**power`` from one sweep; ones cost nothing."""
    result = np.empty_like(shares)
    _shared(lambda part: _scale(shares[part], ratios[part], power, result[part]), shares.shape[0])
    return result


def scaled_where(shares: Array, mask: Array, factor: float) -> Array:
    """Return ``shares``, times a factor where a mask is true, from one sweep."""
    result = np.empty_like(shares)
    _shared(lambda part: _scale_where(shares[part], mask[part], factor, result[part]), shares.shape[0])
    return result


def components(links: list[tuple[Array, Array, Array]]) -> NDArray[np.intp]:
    """Return the number of each region's component, (N,), where links above a threshold tie regions.

    Parameters
    ----------
    links
        Matrices (N, N), each with the least link by row and by column, (N,) each.
    """
    parent = np.arange(links[0][0].shape[0])
    left = parent.size
    for matrix, by_row, by_column in links:
        if left > 1:
            left = _join(np.ascontiguousarray(matrix), by_row, by_column, parent, left)
    roots = np.array([_root(parent, n) for n in range(parent.size)])
    return np.asarray(np.unique(roots, return_inverse=True)[1], dtype=np.intp)
