"""What a measure's body walks over: the rows of one key of ``by``, as arrays, lists of groups, matrices and weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError, complaint
from gongxing.measures.labels import Labels, encode, labels_of
from gongxing.measures.notes import Note

if TYPE_CHECKING:
    from gongxing.measures.frame import Array, Missing, Table
    from gongxing.regions.weights import Weights


@dataclass(frozen=True, slots=True)
class Crossing:
    """A matrix made of long rows: ``values[r, c]`` belongs to row name ``rows[r]`` and column name ``columns[c]``."""

    rows: tuple[str, ...]
    columns: tuple[Any, ...]
    values: Array


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one key of ``by``: region codes and, by argument, the columns (float64 or objects, shape n)."""

    key: tuple[Any, ...]
    codes: NDArray[np.object_]
    columns: Mapping[str, NDArray[Any]]
    table: Table = field(repr=False)

    @property
    def n(self) -> int:
        """The number of rows."""
        return len(self.codes)

    def numbers(self, argument: str) -> Array:
        """Return the numbers of an argument."""
        return cast("Array", self.columns[argument])

    def optional(self, argument: str) -> Array | None:
        """Return the numbers of an argument, ``None`` where the caller named no column."""
        return cast("Array | None", self.columns.get(argument))

    def labels(self, argument: str) -> Labels:
        """Return the groups of an argument, sorted by name."""
        return labels_of(self.columns[argument])

    def weights(self, w: Weights | Any) -> Weights:
        """Return spatial weights among the regions of the slice, in their order, matched by code.

        ``w`` is what :func:`gongxing.measures.neighbourhoods.given_weights` takes: weights, a frame, or a word.

        Raises
        ------
        DataError
            The frame has no column of codes, or the weights lack some of its regions, or are no weights.
        """
        return aligned_weights(w, self.codes, self.table)

    def where(self) -> str:
        """Say which slice it is: `` in 2020``; nothing where there is one."""
        return f" in {', '.join(map(str, self.key))}" if self.key else ""

    def at_least(self, n: int, what: str = "regions") -> None:
        """Raise where the slice has fewer than n rows."""
        if self.n < n:
            raise complaint(
                f"{self.table.measure.id}{self.where()}", f"at least {n} {what}", f"there are {self.n}",
                "add regions, or leave this part out", self.codes,
            )  # fmt: skip

    def cross(
        self, rows: str, columns: str, value: str, *, fill: float | None = None, missing: Missing = "raise"
    ) -> Crossing:
        """Return long rows as a matrix.

        Parameters
        ----------
        rows, columns, value
            Arguments that hold the labels of rows (``"id"`` is the region code), the labels of columns (a year, an
            activity) and the numbers.
        fill
            What a combination without a row counts as; ``None``: its absence is an error, or with
            ``missing="drop"`` its row is dropped and noted.
        """
        row_labels = self.codes if rows == "id" else self.columns[rows]
        row_names, row_index = encode(row_labels)
        column_names, column_index = encode(self.columns[columns])
        values = np.full((len(row_names), len(column_names)), np.nan)
        values[row_index, column_index] = self.numbers(value)
        gaps = np.isnan(values)
        if gaps.any() and fill is not None:
            values[gaps] = fill
            self.table.note("combinations_filled", count=int(gaps.sum()), total=values.size, columns=columns, fill=fill)
        elif gaps.any():
            lacking = gaps.any(axis=1)
            named = [f"{row_names[r]} {column_names[c]}" for r, c in np.argwhere(gaps)[:6]]
            if missing == "raise":
                raise complaint(
                    f"{value}{self.where()}", f"a value for every region and {columns}",
                    f"{int(gaps.sum())} of {values.size} are missing, of {int(lacking.sum())} regions",
                    'add them, or drop the regions that lack any with missing="drop"', named,
                )  # fmt: skip
            kept = ~lacking
            dropped = [name for name, gone in zip(row_names, lacking, strict=True) if gone]
            self.table.note_dropped(dropped, len(row_names), Note("without_value_in_some", {"columns": columns}))
            values, row_names = values[kept], [name for name, stays in zip(row_names, kept, strict=True) if stays]
        return Crossing(tuple(str(name) for name in row_names), tuple(column_names), values)


@dataclass(frozen=True, slots=True)
class Sample:
    """Checked columns of a table: no missing value, no wrong sign, no region twice."""

    by: tuple[str, ...]
    slices: tuple[Slice, ...]

    def __iter__(self) -> Iterator[Slice]:
        return iter(self.slices)


def aligned_weights(w: Any, codes: Sequence[str] | NDArray[np.object_], table: Table) -> Weights:
    """Return spatial weights among some regions, in their order; see :meth:`Slice.weights`."""
    from gongxing.measures.neighbourhoods import given_weights
    from gongxing.regions.errors import RegionError

    if len(codes) and str(codes[0]).startswith("row "):
        raise complaint(
            f"{table.measure.id}: id", "a column of region codes, to join the weights by", "the frame has none",
            'name it with id="…"',
        )  # fmt: skip
    try:
        listed = [str(code) for code in codes]
        return given_weights(w, listed, table).aligned(listed)
    except (RegionError, TypeError) as error:
        raise DataError(f"{table.measure.id}: w: {error}") from error
