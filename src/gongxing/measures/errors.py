"""What a measure says about data that it cannot take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sized


class DataError(ValueError):
    """Data or an argument that a measure cannot take: what was expected, what came, what to do."""


class DataWarning(UserWarning):
    """Data that a measure takes and a reader should know about."""


def first_five(codes: Iterable[object]) -> str:
    """Write the first five of some codes: ``510100, 510300, 510400, 510500, 510600 …``."""
    listed = [str(code) for code in codes]
    return ", ".join(listed[:5]) + (" …" if len(listed) > 5 else "")


def complaint(what: str, expected: str, came: str, do: str, codes: Iterable[object] = ()) -> DataError:
    """Return the error that says what was expected, what came, the first five codes, and what to do.

    Parameters
    ----------
    what
        The argument and its column, e.g. ``value 'gdp_per_head'``.
    expected, came, do
        Parts of a sentence: ``numbers above 0``, ``3 of 286 rows are not``, ``use missing="drop"``.
    codes
        The codes it is about; the first five are named.
    """
    named = first_five(codes)
    return DataError(f"{what}: expected {expected}, but {came}{f' ({named})' if named else ''}; {do}")


def share_of(bad: Sized, total: int) -> str:
    """Write ``3 of 286``."""
    return f"{len(bad)} of {total}"
