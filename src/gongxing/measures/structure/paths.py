"""Sizes over time: regions by activities in each period, however the rows come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import complaint
from gongxing.measures.notes import Note, within
from gongxing.measures.structure.crossing import fill_gaps

if TYPE_CHECKING:
    from gongxing.measures.frame import By, Missing, Table
    from gongxing.measures.slices import Slice
    from gongxing.measures.structure.crossing import Absent, Columns

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Path:
    """Sizes (T, R, K) of activities in regions over periods, complete, for one key of ``by``."""

    key: tuple[Any, ...]
    periods: tuple[Any, ...]
    codes: tuple[str, ...]
    activities: tuple[str, ...]
    sizes: Array


def paths(
    table: Table,
    value: Columns,
    activity: str | None,
    *,
    time: str,
    by: By,
    id: str | None,
    missing: Missing,
    absent: Absent = "raise",
    all_periods: bool = False,
) -> Iterator[Path]:
    """Yield the sizes of each key of ``by``: of all periods, or of the first and the last.

    Raises
    ------
    DataError
        Bad columns; fewer than two periods; regions that lack a period or an activity (``missing="drop"`` drops them).
    """
    if not isinstance(value, str) and activity is not None:
        raise complaint("value", "one column beside activity", "several came", "leave activity out, or name one column")
    columns = [value] if isinstance(value, str) else list(value)
    if absent == "zero":
        fill_gaps(table, columns)
    sample = table.read(
        value=value, activity=activity, time=time, by=by, id=id, missing=missing, unique=("activity", "time")
    )
    for part in sample:
        periods, t = _encoded(part.columns["time"])
        if len(periods) < 2:
            raise complaint(
                f"{table.measure.id}{part.where()}: time", "at least two periods", f"there is {len(periods)}",
                "add the period to compare with", periods,
            )  # fmt: skip
        codes, r = _encoded(part.codes)
        activities, k = _encoded(part.columns["activity"]) if activity is not None else (tuple(columns), None)
        sizes = np.full((len(periods), len(codes), len(activities)), np.nan)
        if k is None:
            names = ["value"] if isinstance(value, str) else [f"value_{j}" for j in range(len(columns))]
            sizes[t, r] = np.column_stack([part.numbers(name) for name in names])
        else:
            sizes[t, r, k] = part.numbers("value")
        if not all_periods:
            if len(periods) > 2:
                table.note(
                    "periods_compared", first=periods[0], last=periods[-1], where=within(part.key),
                    between=len(periods) - 2,
                )  # fmt: skip
            sizes, periods = sizes[[0, -1]], (periods[0], periods[-1])
        yield _complete(table, part, Path(part.key, periods, codes, activities, sizes), missing, absent)


def _complete(table: Table, part: Slice, path: Path, missing: Missing, absent: Absent) -> Path:
    gaps = np.isnan(path.sizes)
    if not gaps.any():
        return path
    if absent == "zero":
        table.note("combinations_zero", count=int(gaps.sum()), total=gaps.size, where=within(part.key))
        return Path(path.key, path.periods, path.codes, path.activities, np.where(gaps, 0.0, path.sizes))
    lacking = np.asarray(gaps.any(axis=(0, 2)), dtype=bool)
    gone = [code for code, lacks in zip(path.codes, lacking.tolist(), strict=True) if lacks]
    if missing == "raise" or lacking.all():
        raise complaint(
            f"{table.measure.id}{part.where()}", "every region in every period and activity",
            f"{int(gaps.sum())} of {gaps.size} combinations are missing, of {len(gone)} regions",
            'add them, or drop those regions with missing="drop"', gone,
        )  # fmt: skip
    table.note_dropped(gone, len(path.codes), Note("without_period_or_activity"))
    kept = tuple(code for code, lacks in zip(path.codes, lacking.tolist(), strict=True) if not lacks)
    return Path(path.key, path.periods, kept, path.activities, path.sizes[:, ~lacking])


def _encoded(labels: NDArray[Any]) -> tuple[tuple[Any, ...], NDArray[np.intp]]:
    names = sorted(set(labels.tolist()), key=lambda name: (isinstance(name, str), name))
    position = {name: k for k, name in enumerate(names)}
    index = np.fromiter((position[label] for label in labels), dtype=np.intp, count=len(labels))
    return tuple(names), index
