"""Regions by activities, however they come: one column of activities (long), or a column for each activity (wide)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import complaint
from gongxing.measures.notes import Note, within

if TYPE_CHECKING:
    from gongxing.measures.frame import By, Missing, Table
    from gongxing.measures.slices import Slice

Array = NDArray[np.float64]
Columns = str | Sequence[str]
Absent = Literal["raise", "zero"]
ABSENT = ("raise", "zero")


@dataclass(frozen=True, slots=True)
class CrossTable:
    """The sizes of activities in regions of one key of ``by``.

    ``sizes`` (R, K) has no empty row or column; ``whole`` (K,) is the row of the whole where the user named one.
    """

    key: tuple[Any, ...]
    codes: tuple[str, ...]
    activities: tuple[str, ...]
    sizes: Array
    whole: Array | None

    def at_least(self, regions: int, activities: int, measure: str) -> None:
        """Raise where fewer regions or activities are left."""
        for found, least, what in ((self.codes, regions, "regions"), (self.activities, activities, "activities")):
            if len(found) < least:
                raise complaint(
                    f"{measure}{_where(self.key)}", f"at least {least} {what}", f"there are {len(found)}",
                    f"add {what}, or leave this part out", found,
                )  # fmt: skip

    def chosen(self, regions: Sequence[str] | None, measure: str) -> list[int]:
        """Return the positions of the regions to show, all where none are named; raise where one is not there."""
        return positions(self.codes, regions, f"{measure}{_where(self.key)}")


def positions(codes: Sequence[str], regions: Sequence[str] | None, where: str) -> list[int]:
    """Return the positions of some regions among codes, all where none are named; raise where one is not there."""
    if regions is None:
        return list(range(len(codes)))
    wanted = [regions] if isinstance(regions, str) else [str(region) for region in regions]
    position = {code: k for k, code in enumerate(codes)}
    if unknown := [region for region in wanted if region not in position]:
        raise complaint(
            f"{where}: regions", "codes of regions of the table", f"{len(unknown)} of {len(wanted)} are not there",
            f"the table has {_some(codes)}", unknown,
        )  # fmt: skip
    return [position[region] for region in wanted]


def cross_tables(
    table: Table,
    value: Columns,
    activity: str | None,
    *,
    by: By,
    id: str | None,
    missing: Missing,
    absent: Absent = "raise",
    whole: str | None = None,
) -> Iterator[CrossTable]:
    """Yield the table of regions by activities of each key of ``by``, sorted.

    Regions and activities that are zero throughout are left out and noted. ``whole`` is the code of the row that holds
    the whole (a nation); it is no region then.
    """
    if not isinstance(value, str) and activity is not None:
        raise complaint("value", "one column beside activity", "several came", "leave activity out, or name one column")
    if isinstance(value, str) and activity is None:
        raise complaint(
            f"value {value!r}", "several columns, one for each activity, or activity=…", "one column came alone",
            "name the column of activities, or more columns",
        )  # fmt: skip
    if absent == "zero":
        fill_gaps(table, [value] if isinstance(value, str) else value)
    sample = table.read(value=value, activity=activity, by=by, id=id, missing=missing, unique=("activity",))
    for part in sample:
        full = _wide(part, value) if activity is None else _long(part, missing, absent)
        yield _trimmed(table, _without_whole(full, whole, table.measure.id))


def fill_gaps(table: Table, columns: Sequence[str]) -> None:
    """Let empty cells of some columns count as 0, and note how many do."""
    import narwhals as nw

    present = [column for column in columns if column in table.frame.columns]
    empty = {column: int(table.frame[column].is_null().sum()) for column in present}
    gaps = {column: count for column, count in empty.items() if count}
    if gaps:
        table.frame = table.frame.with_columns(*(nw.col(column).fill_null(0) for column in gaps))
        named = [f"{column} {count}" for column, count in gaps.items()]
        cells = len(table.frame) * len(present)
        table.note("cells_zero", count=sum(gaps.values()), total=cells, columns=named)


def key_columns(by: By, id: str | None, *more: str) -> tuple[str, ...]:
    """Return the names of the key columns of a result: those of ``by``, the region's code, and more."""
    return (*((by,) if isinstance(by, str) else tuple(by or ())), id or "code", *more)


def _wide(part: Slice, value: Columns) -> CrossTable:
    columns = [value] if isinstance(value, str) else list(value)
    sizes = np.column_stack([part.numbers(f"value_{k}") for k in range(len(columns))])
    order = np.argsort(part.codes.astype(str), kind="stable")
    return CrossTable(part.key, tuple(part.codes[order].tolist()), tuple(columns), sizes[order], None)


def _long(part: Slice, missing: Missing, absent: Absent) -> CrossTable:
    crossing = part.cross("id", "activity", "value", fill=0.0 if absent == "zero" else None, missing=missing)
    return CrossTable(part.key, crossing.rows, tuple(str(name) for name in crossing.columns), crossing.values, None)


def _without_whole(full: CrossTable, whole: str | None, measure: str) -> CrossTable:
    if whole is None:
        return full
    if whole not in full.codes:
        raise complaint(
            f"{measure}{_where(full.key)}: whole {whole!r}", "the code of the row that holds the whole",
            "there is none", f"the table has {_some(full.codes)}",
        )  # fmt: skip
    at = full.codes.index(whole)
    codes = full.codes[:at] + full.codes[at + 1 :]
    return replace(full, codes=codes, sizes=np.delete(full.sizes, at, axis=0), whole=full.sizes[at])


def _trimmed(table: Table, full: CrossTable) -> CrossTable:
    rows, columns = full.sizes.sum(axis=1) > 0, full.sizes.sum(axis=0) > 0
    for kept, names, what in (
        (rows, full.codes, Note("regions")),
        (columns, full.activities, Note("activities")),
    ):
        gone = [name for name, stays in zip(names, kept, strict=True) if not stays]
        if gone:
            table.note("all_zero", count=len(gone), total=len(names), what=what, where=within(full.key), names=gone)
    trimmed = replace(
        full,
        codes=tuple(code for code, stays in zip(full.codes, rows, strict=True) if stays),
        activities=tuple(name for name, stays in zip(full.activities, columns, strict=True) if stays),
        sizes=full.sizes[np.ix_(rows, columns)],
        whole=None if full.whole is None else full.whole[columns],
    )
    trimmed.at_least(1, 1, table.measure.id)
    return trimmed


def _where(key: tuple[Any, ...]) -> str:
    return f" in {', '.join(map(str, key))}" if key else ""


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
