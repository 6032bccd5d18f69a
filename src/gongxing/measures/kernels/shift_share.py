r"""Shift-share: the change of each activity in each region as parts that add up to it exactly.

With :math:`g_{rk}, g_k, g` the growth of an activity in a region, of the activity in the whole and of the whole:
Dunn's parts are :math:`x g`, :math:`x(g_k - g)` and :math:`x(g_{rk} - g_k)`. Esteban-Marquillas splits the last with
the size :math:`h_{rk} = x_r x_k / x` that the activity would have if the region were made up as the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.closing import closed

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """Parts of the change, each (R, K) in the unit of the sizes; over any cells they sum to ``change`` bit by bit.

    ``national`` is growth at the rate of the whole, ``mix`` what the activity's own rate in the whole adds,
    ``regional`` what the region did better. In Esteban-Marquillas' form ``regional`` is that of a region made up as the
    whole and ``allocation`` the rest; otherwise it is ``None``. ``new`` marks cells that were zero at a start of a
    step: they have no growth rate, so in Esteban-Marquillas' form their whole change is allocation.
    """

    national: Array
    mix: Array
    regional: Array
    allocation: Array | None
    change: Array
    new: NDArray[np.bool_]


def shift_share(sizes: Array, *, homothetic: bool = False) -> ShiftShare:
    """Return the parts of the change from the first to the last period.

    Parameters
    ----------
    sizes
        (T, R, K), T ≥ 2 periods in order. With T > 2 the parts of the steps are summed (the dynamic form).
    homothetic
        Esteban-Marquillas' form with its allocation part.
    """
    x = np.asarray(sizes, dtype=np.float64)
    if x.ndim != 3 or x.shape[0] < 2 or x.size == 0:
        raise DataError(
            f"expected sizes (periods, regions, activities) of two periods or more, but the shape is {x.shape}; add one"
        )
    if not np.isfinite(x).all() or (x < 0).any():
        raise DataError("expected finite sizes of at least 0, but some are not; look at them")
    if (x[:-1].sum(axis=(1, 2)) == 0).any():
        raise DataError("expected a total above 0 at the start of each step, but one is 0; start later")
    parts = sum((_step(start, end, homothetic) for start, end in pairwise(x)), start=np.zeros(1))
    closed_parts, change = closed(np.asarray(parts), x[-1] - x[0])
    allocation = closed_parts[..., 3] if homothetic else None
    new = ((x[:-1] == 0) & (x[1:] > 0)).any(axis=0)
    return ShiftShare(closed_parts[..., 0], closed_parts[..., 1], closed_parts[..., 2], allocation, change, new)


def _step(start: Array, end: Array, homothetic: bool) -> Array:
    whole = end.sum() / start.sum() - 1
    before, after = start.sum(axis=0), end.sum(axis=0)
    branch = np.divide(after, before, out=np.full(before.shape, whole + 1), where=before > 0) - 1
    national, mix = start * whole, start * (branch - whole)
    regional = end - start * (1 + branch)
    if not homothetic:
        return np.stack([national, mix, regional], axis=-1)
    rate = np.divide(regional, start, out=np.zeros_like(start), where=start > 0)
    even = np.outer(start.sum(axis=1), before) / start.sum()
    return np.stack([national, mix, even * rate, regional - even * rate], axis=-1)
