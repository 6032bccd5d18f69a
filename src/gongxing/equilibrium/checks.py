"""Checks of arrays: messages name the argument, what was expected, what came and the first five regions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def array_of(name: str, value: ArrayLike, shape: tuple[int, ...], *, check: bool = True) -> NDArray[np.float64]:
    """Return float64 numbers of a shape.

    Raises
    ------
    ValueError
        Not numbers, another shape, or (with ``check``) numbers that are not finite.
    """
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected numbers of shape {shape}, got {type(value).__name__}") from error
    if array.shape != shape:
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    if check:
        require(name, ~np.isfinite(array), "finite numbers", array)
    return array


def frozen(array: NDArray[np.float64], given: object) -> NDArray[np.float64]:
    """Return an array that nobody can change: a copy where the caller still holds one that can be written to."""
    if array.base is None and not array.flags.writeable and array.flags.c_contiguous:
        return array
    array = array.copy(order="C") if array.base is not None or array is given else np.ascontiguousarray(array)
    array.flags.writeable = False
    return array


def first_five(bad: NDArray[np.bool_], values: NDArray[np.float64] | None = None) -> str:
    """Name the first five places where a mask is true, region numbers from 0 or (row, column), with their values."""
    named = []
    for place in np.argwhere(bad)[:5].tolist():
        label = str(place[0] if len(place) == 1 else tuple(place))
        named.append(label if values is None else f"{label}: {values[tuple(place)]:.6g}")
    return ", ".join(named)


def require(name: str, bad: NDArray[np.bool_], expected: str, values: NDArray[np.float64] | None = None) -> None:
    """Raise ``ValueError`` where a mask of failures is true anywhere.

    Parameters
    ----------
    name
        The argument.
    bad
        True where a value is not as expected.
    expected
        What was expected, as it reads after "expected".
    values
        What came, of the shape of ``bad``; shown for the first five.
    """
    if bad.any():
        what = "pairs" if bad.ndim == 2 else "regions"
        raise ValueError(
            f"{name}: expected {expected}, got {int(bad.sum())} of {bad.size} {what} that are not, "
            f"first at {first_five(bad, values)}"
        )
