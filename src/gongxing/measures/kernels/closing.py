"""Decompositions that add up to the last bit.

Parts of a change are rounded to one dyadic grid, fine enough that every sum of them, in any order, is exact in double
precision; what rounding left over goes to the largest part. The grid step is the power of two nearest 2⁻⁵² of the sum
of all magnitudes, so whole numbers (persons, yuan) below 2⁵² are kept as they are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError

Array = NDArray[np.float64]

# A gap above this share of all magnitudes is no rounding: the formula does not decompose the total.
LARGEST_GAP = 1e-9


def closed(parts: Array, total: Array) -> tuple[Array, Array]:
    """Return parts and total such that the parts sum to the total bit by bit, in any order and any grouping.

    Parameters
    ----------
    parts
        (..., F), the F parts of each total, any unit.
    total
        (...,), same unit.

    Returns
    -------
    tuple
        Parts (..., F) and total (...,), each within one grid step (2⁻⁵² of all magnitudes) of what came.

    Raises
    ------
    DataError
        Where a value is not finite, or where parts miss their total by more than rounding can.
    """
    bound = float(np.abs(parts).sum() + np.abs(total).sum())
    if not np.isfinite(bound):
        raise DataError(
            "expected finite parts and totals of a decomposition, but some are not; look for missing values"
        )
    if bound == 0:
        return parts.copy(), np.asarray(total, dtype=np.float64).copy()
    step = 2.0 ** (np.frexp(bound)[1] - 52)
    rounded = np.rint(parts / step) * step
    whole = np.rint(np.asarray(total, dtype=np.float64) / step) * step
    gap = whole - rounded.sum(axis=-1)
    if np.abs(gap).max() > LARGEST_GAP * bound:
        raise DataError(
            f"expected parts that add up, but they miss their total by {np.abs(gap).max():.3g}; check the formula"
        )
    largest = np.expand_dims(np.abs(rounded).argmax(axis=-1), -1)
    np.put_along_axis(rounded, largest, np.take_along_axis(rounded, largest, -1) + gap[..., None], -1)
    return rounded, whole
