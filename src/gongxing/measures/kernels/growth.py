r"""Who and what growth came from: contributions of parts, and the logarithmic mean Divisia index (LMDI).

A part i of a total X contributes :math:`100\,\Delta x_i / X_0` percentage points (拉动) and :math:`100\,\Delta
x_i/\Delta X` per cent of the growth (贡献率). LMDI splits the change of a product :math:`v_i = \prod_f z_{fi}` into
factors: :math:`\Delta v_{fi} = L(v_{i1}, v_{i0}) \ln(z_{fi1}/z_{fi0})`, :math:`L(a, b) = (a-b)/(\ln a - \ln b)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.closing import closed

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contributions:
    """Contributions of the parts of a total.

    ``points`` (n,) in percentage points sum bit by bit to ``growth`` (%); ``share`` (n,) in per cent of the growth,
    summing to 100, ``None`` where the total did not change; ``change`` (n,) sums to the change of the total.
    """

    points: Array
    share: Array | None
    change: Array
    growth: float


def contributions(start: Array, end: Array) -> Contributions:
    """Return what each part added to the growth of the total, from sizes (n,) at the start and at the end.

    Negative sizes are allowed (profits, balances); the total at the start must be above 0.
    """
    first, last = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    if first.ndim != 1 or first.shape != last.shape or first.size == 0:
        raise DataError(
            f"expected the same parts twice, but the shapes are {first.shape} and {last.shape}; give each part both"
        )
    total = float(first.sum())
    if not (np.isfinite(first).all() and np.isfinite(last).all() and total > 0):
        raise DataError(
            f"expected finite sizes with a total above 0 at the start, but it is {total:g}; look at the first period"
        )
    change, _ = closed(last - first, np.asarray(fsum(last - first)))
    whole = float(change.sum())
    points, growth = closed(100 * change / total, np.asarray(100 * whole / total))
    share = closed(100 * change / whole, np.asarray(100.0))[0] if whole else None
    return Contributions(points, share, change, float(growth))


def logarithmic_mean(a: Array, b: Array) -> Array:
    """Return (a - b) / (ln a - ln b), a where both are equal, 0 where one is 0; a, b ≥ 0 of one shape."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    ratio = np.divide(low, high, out=np.zeros_like(high), where=high > 0)
    gap = np.divide(high - low, high, out=np.ones_like(high), where=high > 0)
    # ln of the ratio keeps its digits as log1p where both are alike, as log where they are far apart.
    logs = np.where(gap < 0.5, -np.log1p(-np.minimum(gap, 0.5)), -np.log(np.where(ratio > 0, ratio, 1.0)))
    mean = np.divide(gap, logs, out=1 - gap / 2, where=(gap > 1e-8) & (ratio > 0))
    return np.asarray(np.where(ratio > 0, high * mean, 0.0), dtype=np.float64)


def lmdi(start: Array, end: Array, change: Array | None = None) -> tuple[Array, Array]:
    r"""Return what each factor did to a product, additive LMDI-I.

    Parameters
    ----------
    start, end
        (F, n), F factors of n products at the start and at the end, each ≥ 0.
    change
        (n,), the changes that the effects are to sum to, where the products are known better than the product of the
        rounded factors; within rounding of it.

    Returns
    -------
    tuple
        Effects (F, n) and changes of the products (n,); over factors and products effects sum to the changes bit by
        bit.

    Notes
    -----
    Zeros are taken as the limit of equally small numbers (Ang and Liu's analytical limits): where a product appears or
    vanishes, its change is shared equally by the factors that are zero; where it is zero in both periods all effects
    are 0.
    """
    z0, z1 = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    if z0.ndim != 2 or z0.shape != z1.shape or z0.size == 0:
        raise DataError(
            f"expected the same factors twice, but the shapes are {z0.shape} and {z1.shape}; give each period all"
        )
    if not (np.isfinite(z0).all() and np.isfinite(z1).all()) or (z0 < 0).any() or (z1 < 0).any():
        raise DataError(
            "expected finite factors of at least 0, but some are not; LMDI takes logarithms, so take another form"
        )
    v0, v1 = z0.prod(axis=0), z1.prod(axis=0)
    ratio = np.divide(z1, z0, out=np.ones_like(z0), where=(z0 > 0) & (z1 > 0))
    effects = logarithmic_mean(v1, v0) * np.log(ratio)
    for here, there, jump in ((z0, v1, v1), (z1, v0, -v0)):
        zero = here == 0
        born = zero.any(axis=0) & (there > 0)
        effects = np.where(born, zero * jump / np.maximum(zero.sum(axis=0), 1), effects)
    parts, whole = closed(effects.T, v1 - v0 if change is None else change)
    return np.ascontiguousarray(parts.T), whole
