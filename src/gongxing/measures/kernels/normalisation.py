"""Indicators on one scale: how values of a whole panel become comparable, and which direction is good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import listed

Array = NDArray[np.float64]
Normalisation = Literal["min-max", "z", "rank", "reference"]
Direction = Literal["higher", "lower"]


def normalise(
    values: Array, directions: tuple[Direction, ...], how: Normalisation = "min-max", reference: Array | None = None
) -> Array:
    """Return indicators (n, J) on one scale on which higher is better, (n, J); missing stays missing.

    All rows (regions and years together) share one scale, so that scores of different years can be compared.

    Parameters
    ----------
    values
        (n, J), NaN where missing. An indicator that is the same everywhere tells nothing apart and raises.
    directions
        J times ``higher`` or ``lower`` (is better).
    how
        ``min-max``: [0, 1] between the least and the largest value. ``z``: mean 0, standard deviation 1 (divided by n).
        ``rank``: the share of values below, ties sharing the mean rank, in [0, 1]. ``reference``: value over the
        reference's (reference over value where lower is better), 1 = as the reference; needs values above 0.
    reference
        (J,), for ``reference``.

    Raises
    ------
    DataError
        For a constant indicator, an unknown choice, or values that are not above 0 under ``reference``.
    """
    table = np.asarray(values, dtype=np.float64)
    _check(table, directions, how)
    if how == "reference":
        return _against(table, directions, reference)
    sign = np.array([1.0 if direction == "higher" else -1.0 for direction in directions])
    return _SCALES[how](table * sign)


def _check(table: Array, directions: tuple[Direction, ...], how: str) -> None:
    if table.ndim != 2 or table.size == 0 or table.shape[1] != len(directions):
        raise DataError(
            f"expected values (n, {len(directions)}), but the shape is {table.shape}; give a direction to each column"
        )
    if unknown := set(directions) - set(get_args(Direction)):
        raise DataError(f"expected higher or lower as direction, but {sorted(unknown)} came; say which is better")
    if how not in get_args(Normalisation):
        raise DataError(
            f"expected a normalisation of {', '.join(get_args(Normalisation))}, but {how!r} came; name one of them"
        )
    if np.isinf(table).any():
        raise DataError("expected finite values, but some are infinite; leave a cell empty where it is unknown")
    known = np.isfinite(table)
    if (empty := np.flatnonzero(~known.any(axis=0))).size:
        raise DataError(f"expected values in each column, but {listed(empty)} have none; leave them out")
    same = np.flatnonzero(np.nanmax(table, axis=0) == np.nanmin(table, axis=0))
    if same.size and how != "reference":
        raise DataError(
            f"expected columns that differ between rows, but {listed(same)} are the same everywhere; leave them out"
        )


def _min_max(table: Array) -> Array:
    low, high = np.nanmin(table, axis=0), np.nanmax(table, axis=0)
    return np.asarray((table - low) / (high - low), dtype=np.float64)


def _z(table: Array) -> Array:
    return np.asarray((table - np.nanmean(table, axis=0)) / np.nanstd(table, axis=0), dtype=np.float64)


def _rank(table: Array) -> Array:
    from scipy.stats import rankdata

    ranks = rankdata(table, axis=0, nan_policy="omit")
    known = np.isfinite(table).sum(axis=0)
    return np.asarray((ranks - 1) / np.maximum(known - 1, 1), dtype=np.float64)


def _against(table: Array, directions: tuple[Direction, ...], reference: Array | None) -> Array:
    if reference is None:
        raise DataError("normalisation by reference needs the reference's values, but none came; name the reference")
    base = np.asarray(reference, dtype=np.float64)
    if base.shape != (table.shape[1],) or not np.isfinite(base).all() or (base <= 0).any() or (table <= 0).any():
        raise DataError("normalisation by reference needs values above 0, but some are not; take min-max")
    lower = np.array([direction == "lower" for direction in directions])
    return np.asarray(np.where(lower, base / table, table / base), dtype=np.float64)


_SCALES: dict[str, Callable[[Array], Array]] = {"min-max": _min_max, "z": _z, "rank": _rank}
