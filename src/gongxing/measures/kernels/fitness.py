r"""Fitness of regions and complexity of activities as a fixed point of a nonlinear map (Tacchella and others 2012).

.. math:: \tilde F_r = \sum_k M_{rk} Q_k, \quad \tilde Q_k = 1 / \sum_r M_{rk} / F_r

each divided by its mean in every step. Where few regions have everything and many have little, the fitness of some
tends to 0 ever more slowly: the map then has no inner fixed point, and their level has no meaning though their order
has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError

Array = NDArray[np.float64]
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Fitness:
    """Fitness (R,) and complexity (K,), both mean 1.

    ``converged`` tells whether the last step moved no value by more than the tolerance, ``change`` by how much it did,
    ``steps`` how many were taken. ``fading`` (R,) marks regions whose fitness still falls towards 0.
    """

    fitness: Array
    complexity: Array
    converged: bool
    steps: int
    change: float
    fading: NDArray[np.bool_]


def fitness(present: NDArray[np.bool_], *, tolerance: float = 1e-10, steps: int = 5000) -> Fitness:
    """Return fitness and complexity of a 0/1 matrix (R, K) in which every row and column has a one.

    Raises
    ------
    DataError
        For a matrix with an empty row or column: leave them out first.
    """
    from scipy.sparse import csr_matrix

    m = np.asarray(present, dtype=bool)
    if m.ndim != 2 or not m.any(axis=1).all() or not m.any(axis=0).all():
        raise DataError("fitness needs a one in every row and column, but some have none; leave them out")
    forward = csr_matrix(m.astype(np.float64))
    backward = csr_matrix(forward.T)
    f, q = np.ones(m.shape[0]), np.ones(m.shape[1])
    change, step, fading = np.inf, 0, np.zeros(f.size, dtype=bool)
    while step < steps and change >= tolerance:
        step += 1
        new_f = np.asarray(forward @ q)
        new_q = 1 / np.asarray(backward @ (1 / np.maximum(f, TINY)))
        new_f, new_q = new_f / new_f.mean(), new_q / new_q.mean()
        change = float(max(np.abs(new_f - f).max(), np.abs(new_q - q).max()))
        fading = new_f < f * (1 - 1e-6)
        f, q = new_f, new_q
    return Fitness(f, q, change < tolerance, step, change, fading & (f < 1e-3))
