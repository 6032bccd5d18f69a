"""The frame layer: columns, codes, units, missing values and signs are handled here, once, for every measure.

A measure's body gets a :class:`Table`, reads the columns it needs into a :class:`~gongxing.measures.slices.Sample` and
walks over its slices, one for each value of ``by``. Rows are matched by region code, never by position.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError, complaint
from gongxing.measures.labels import encode_rows
from gongxing.measures.notes import Note
from gongxing.measures.slice_checks import check_unique, check_weights
from gongxing.measures.slices import Sample, Slice

if TYPE_CHECKING:
    from gongxing.measures.registry import Measure, Need

Array = NDArray[np.float64]
By = str | Sequence[str] | None
Missing = Literal["raise", "drop"]
Alternative = Literal["two-sided", "greater", "less"]


class Table:
    """A user's frame (polars or pandas) as a measure's body sees it.

    Raises
    ------
    DataError
        What came is no frame, or a declared dimension is of no column.
    """

    def __init__(self, data: Any, measure: Measure, dimensions: Mapping[str, str] | None = None) -> None:
        try:
            self.frame = nw.from_native(data, eager_only=True)
        except TypeError:
            raise DataError(
                f"{measure.id}: expected a polars or pandas frame as data, but {type(data).__name__} came; "
                "for bare arrays call the kernel in gongxing.measures.kernels"
            ) from None
        self.measure = measure
        self.notes: list[Note] = []
        self.dimensions = dict(dimensions or {})
        for column in self.dimensions:
            self._require("dimensions", column)

    def note(self, id: str, /, **parameters: Any) -> None:
        """Add a note to the result: the id of its sentence in ``notes.toml`` and what fills it."""
        self.notes.append(Note(id, parameters))

    def note_dropped(self, codes: Sequence[object], total: int, why: Note) -> None:
        """Note regions that were dropped, with the first five codes."""
        self.note("dropped", count=len(codes), total=total, why=why, codes=list(codes))

    def unit_of(self, column: str) -> str:
        """Return the unit of a column where the catalogue of indicators knows it, else an empty string."""
        from gongxing.indicators import catalogue

        indicator = catalogue().get(column)
        return indicator.unit if indicator else ""

    def read(
        self,
        *,
        by: By = None,
        id: str | None = "code",
        missing: Missing = "raise",
        unique: Sequence[str] | None = (),
        gaps: Sequence[str] = (),
        **columns: str | Sequence[str] | None,
    ) -> Sample:
        """Read columns, one keyword for each argument of the measure (``value=value, weight=weight``).

        An argument that names several columns (``group=["province", "city"]``, ``values=[…]``) becomes ``group_0``,
        ``group_1`` … in the slices. ``unique`` lists the arguments that, beside ``id`` and ``by``, tell one row from
        another (``("activity",)``); ``None`` allows regions to stand twice. ``gaps`` lists the arguments whose missing
        numbers stay, as NaN, whatever ``missing`` says. Slices come sorted by their key.

        Raises
        ------
        DataError
            No rows, a column that is not there or of a wrong kind or sign or dimension, missing values
            (with ``missing="raise"``), a region twice, weights that sum to zero.
        """
        if len(self.frame) == 0:
            raise complaint(self.measure.id, "at least one row", "the frame has none", "check the filter before it")
        by_columns = (by,) if isinstance(by, str) else tuple(by or ())
        for column in by_columns:
            self._require("by", column)
        codes = self._codes(id)
        read: dict[str, NDArray[Any]] = {}
        for argument, name, column in _named(columns):
            need = self.measure.needs.get(argument)
            self._check_dimension(argument, column, need)
            number = need is None or need.kind == "number"
            read[name] = self._numbers(argument, column) if number else self._labels(argument, column)
        keys = {f"by {column}": self._labels("by", column) for column in by_columns}
        whole = {name: values for name, values in read.items() if name.rsplit("_", 1)[0] not in gaps}
        kept = self._present({**whole, **keys}, columns, codes, missing)
        codes, read = codes[kept], {name: values[kept] for name, values in read.items()}
        keys = {name: values[kept] for name, values in keys.items()}
        self._check_signs(read, columns, codes)
        slices = tuple(self._split(codes, read, list(keys.values())))
        has_id = id is not None and id in self.frame.columns
        for part in slices:
            if has_id and unique is not None:
                check_unique(part, unique)
            check_weights(part, self.measure.id)
        return Sample(by_columns, slices)

    def raw(self, argument: str, column: str) -> Array:
        """Return a column of numbers as it stands, NaN where missing, for measures with a policy of their own."""
        return self._numbers(argument, column)

    def names(self, argument: str, column: str) -> NDArray[np.object_]:
        """Return a column of labels as it stands, ``None`` where missing; of ``id``, the region codes."""
        return self._codes(column) if argument == "id" else self._labels(argument, column)

    def _require(self, argument: str, column: str) -> None:
        if column not in self.frame.columns:
            raise complaint(
                f"{argument} {column!r}", "a column of the frame", "there is none of that name",
                "the columns are " + ", ".join(map(str, self.frame.columns[:12])),
            )  # fmt: skip

    def _codes(self, id: str | None) -> NDArray[np.object_]:
        # The default column may be absent where no join needs it; rows are then named by their number.
        if id is None or (id == "code" and id not in self.frame.columns):
            return np.array([f"row {k}" for k in range(1, len(self.frame) + 1)], dtype=object)
        self._require("id", id)
        labels = self._labels("id", id)
        nameless = [k + 1 for k, label in enumerate(labels) if label is None]
        if nameless:
            raise complaint(
                f"id {id!r}", "a region code in every row", f"{len(nameless)} of {len(labels)} rows have none",
                "fill them or leave those rows out", [f"row {k}" for k in nameless],
            )  # fmt: skip
        return np.array([str(label) for label in labels], dtype=object)

    def _numbers(self, argument: str, column: str) -> Array:
        self._require(argument, column)
        series = self.frame[column]
        try:
            if series.dtype in (nw.String, nw.Categorical, nw.Enum, nw.Boolean, nw.Date, nw.Datetime):
                raise TypeError
            values = series.cast(nw.Float64).to_numpy()
        except (TypeError, ValueError, nw.exceptions.NarwhalsError):
            first = next((item for item in series.to_list() if not isinstance(item, int | float)), None)
            raise complaint(
                f"{argument} {column!r}", "numbers", f"the column holds {series.dtype} (as {first!r})",
                "name a column of numbers, or turn this one into numbers first",
            ) from None  # fmt: skip
        return np.array(values, dtype=np.float64)

    def _labels(self, argument: str, column: str) -> NDArray[np.object_]:
        self._require(argument, column)
        series = self.frame[column]
        items = series.to_list()
        if series.dtype not in (nw.String, nw.Categorical) or series.implementation != nw.Implementation.POLARS:
            items = [None if isinstance(item, float) and math.isnan(item) else item for item in items]
        labels = np.empty(len(items), dtype=object)
        labels[:] = items
        return labels

    def _present(
        self,
        read: Mapping[str, NDArray[Any]],
        columns: Mapping[str, Any],
        codes: NDArray[np.object_],
        missing: Missing,
    ) -> NDArray[np.bool_]:
        """Return which rows lack nothing; raise or note where some do."""
        kept = np.ones(len(codes), dtype=bool)
        for name, values in read.items():
            absent = (
                ~np.isfinite(values) if values.dtype == np.float64 else np.array([value is None for value in values])
            )
            if not absent.any():
                continue
            what = name if name.startswith("by ") else _described(columns, name)
            gone = list(codes[absent])
            if missing == "raise":
                raise complaint(
                    what, "a value in every row", f"{len(gone)} of {len(codes)} are missing or not finite",
                    'fill them, or leave these rows out with missing="drop"', gone,
                )  # fmt: skip
            argument, _, column = what.partition(" ")
            why = Note("without_value", {"argument": argument, "column": column})
            self.note_dropped(gone, len(codes), why)
            kept &= ~absent
        if not kept.any():
            raise complaint(self.measure.id, "at least one complete row", "none is", "check the columns named")
        return kept

    def _check_signs(
        self, read: Mapping[str, NDArray[Any]], columns: Mapping[str, Any], codes: NDArray[np.object_]
    ) -> None:
        for argument, name, column in _named(columns):
            need = self.measure.needs.get(argument)
            if need is None or need.kind != "number" or need.sign == "any":
                continue
            values = read[name]
            bad = values <= 0 if need.sign == "> 0" else values < 0
            if bad.any():
                raise complaint(
                    f"{argument} {column!r}", f"numbers {need.sign}",
                    f"{int(bad.sum())} of {len(values)} are not (the lowest is {values.min():g})",
                    "look at these rows; a measure for such values may be another (see assumptions)", codes[bad],
                )  # fmt: skip

    def dimension_of(self, column: str) -> tuple[str | None, bool | None]:
        """Return the dimension of a column and whether it adds over regions; ``None`` where that is not known."""
        from gongxing.indicators import catalogue

        if column in self.dimensions:
            return self.dimensions[column], _adds(self.dimensions[column])
        indicator = catalogue().get(column)
        return (indicator.dimension, indicator.additive == "regions") if indicator else (None, None)

    def require_ratio(self, argument: str, column: str, why: str) -> None:
        """Raise where a column is known to add over regions, as GDP does, and only a ratio makes sense."""
        dimension, adds = self.dimension_of(column)
        if adds:
            raise complaint(
                f"{argument} {column!r} {why}", "a ratio such as a value per head",
                f"{dimension} adds over regions", "name the value per head, or leave the weight out",
            )  # fmt: skip

    def _check_dimension(self, argument: str, column: str, need: Need | None) -> None:
        if need is None or (need.adds is None and not need.dimensions):
            return
        dimension, adds = self.dimension_of(column)
        if dimension is None:
            return
        if need.dimensions and dimension not in need.dimensions:
            raise complaint(
                f"{argument} {column!r}", f"a quantity of dimension {' or '.join(need.dimensions)}",
                f"its dimension is {dimension}", "name another column, or say what this one is with dimensions={…}",
            )  # fmt: skip
        if need.adds is False:
            self.require_ratio(argument, column, "here")
        elif need.adds and adds is False:
            raise complaint(
                f"{argument} {column!r}", "a quantity that adds over regions, such as residents",
                f"{dimension} does not", "name another column, or say what this one is with dimensions={…}",
            )  # fmt: skip

    def _split(
        self, codes: NDArray[np.object_], read: Mapping[str, NDArray[Any]], keys: list[NDArray[Any]]
    ) -> Iterator[Slice]:
        if not keys:
            yield Slice((), codes, read, self)
            return
        names, index = encode_rows(keys)
        order = np.argsort(index, kind="stable")
        bounds = np.searchsorted(index[order], np.arange(len(names) + 1))
        for position, key in enumerate(names):
            rows = order[bounds[position] : bounds[position + 1]]
            yield Slice(key, codes[rows], {name: values[rows] for name, values in read.items()}, self)


def _adds(dimension: str) -> bool | None:
    """Tell whether a quantity of a dimension adds over regions; ``None`` where that is not known."""
    if "/" in dimension or dimension in ("share", "growth", "index", "rank", "ratio"):
        return False
    return True if dimension in ("money", "person", "area", "mass", "energy", "count", "volume") else None


def _named(columns: Mapping[str, str | Sequence[str] | None]) -> Iterator[tuple[str, str, str]]:
    """Yield argument, name in the slices and column."""
    for argument, column in columns.items():
        if column is None:
            continue
        if isinstance(column, str):
            yield argument, argument, column
        else:
            for position, one in enumerate(column):
                yield argument, f"{argument}_{position}", one


def _described(columns: Mapping[str, Any], name: str) -> str:
    """Return argument and column of a name in the slices, as messages say them."""
    return next(f"{argument} {column!r}" for argument, found, column in _named(columns) if found == name)
