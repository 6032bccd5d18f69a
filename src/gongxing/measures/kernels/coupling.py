r"""Coupling coordination degree of n systems (耦合协调度), with the variant named.

With the levels :math:`U_1 … U_n` of the systems in [0, 1]: the coupling C says how equal they are, the comprehensive
index :math:`T = \sum_i a_i U_i` how high, and :math:`D = \sqrt{C T}`.

``standard``: :math:`C = (\prod_i U_i)^{1/n} / (\frac1n \sum_i U_i)`, in [0, 1].
``modified``: Wang Shujia and others (2021), whose C spreads over [0, 1] more evenly:
:math:`C = \sqrt{[1 - \frac{\sum_{i>j} |U_i - U_j|}{n(n-1)/2}] \, (\prod_i U_i / \max U)^{1/(n-1)}}` with the product
over each U divided by the largest.

Not offered, though often printed: :math:`C = [\prod U_i / \prod_{i<j} (U_i + U_j)]^{1/n}` and, for two systems,
:math:`\sqrt{U_1 U_2 / (U_1+U_2)^2}`: the latter never exceeds 1/2, so that no pair of regions can be well coordinated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError

Array = NDArray[np.float64]
Variant = Literal["standard", "modified"]


@dataclass(frozen=True, slots=True)
class Coupling:
    """Coupling C, comprehensive index T and coordination D, each (n,) in [0, 1]."""

    coupling: Array
    level: Array
    coordination: Array


def coupling_coordination(levels: Array, weights: Array | None = None, variant: Variant = "standard") -> Coupling:
    """Return the coupling coordination of rows of system levels (n, S), S ≥ 2, each in [0, 1].

    ``weights`` (S,) of the systems in T are equal when absent. A row whose systems are all 0 has C = 0 and D = 0.

    Raises
    ------
    DataError
        For fewer than two systems, levels outside [0, 1] or missing, or weights that sum to zero.
    """
    u = np.asarray(levels, dtype=np.float64)
    if u.ndim != 2 or u.shape[1] < 2:
        raise DataError(
            f"coupling needs rows of at least two systems, but the shape is {u.shape}; name two columns or more"
        )
    if not np.isfinite(u).all() or (u < 0).any() or (u > 1).any():
        raise DataError("expected complete levels between 0 and 1, but some are not; take min-max scores")
    if variant not in get_args(Variant):
        raise DataError(f"expected a variant of {', '.join(get_args(Variant))}, but {variant!r} came; name one of them")
    w = np.full(u.shape[1], 1 / u.shape[1]) if weights is None else np.asarray(weights, dtype=np.float64)
    if w.shape != (u.shape[1],) or (w < 0).any() or not w.sum() > 0:
        raise DataError(
            f"expected {u.shape[1]} weights of at least 0 with a sum above 0, but they are not; look at the weights"
        )
    c = _standard(u) if variant == "standard" else _modified(u)
    t = u @ (w / w.sum())
    return Coupling(c, t, np.sqrt(c * t))


def _standard(u: Array) -> Array:
    mean = u.mean(axis=1)
    logs = np.log(u, out=np.full_like(u, -np.inf), where=u > 0)
    ratio = np.divide(np.exp(logs.mean(axis=1)), mean, out=np.zeros_like(mean), where=mean > 0)
    return np.asarray(np.minimum(ratio, 1), dtype=np.float64)


def _modified(u: Array) -> Array:
    n = u.shape[1]
    ordered = np.sort(u, axis=1)
    gaps = (ordered * (2 * np.arange(n) - n + 1)).sum(axis=1) / (n * (n - 1) / 2)
    largest = ordered[:, -1:]
    relative = np.divide(ordered[:, :-1], largest, out=np.zeros_like(ordered[:, :-1]), where=largest > 0)
    even = np.clip(1 - gaps, 0, 1) * np.prod(relative, axis=1) ** (1 / (n - 1))
    return np.asarray(np.sqrt(even), dtype=np.float64)
