"""Which region has which activity: the 0/1 matrix that all measures of complexity start from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import complaint
from gongxing.measures.kernels import complexity as kernel
from gongxing.measures.kernels.relatedness import presence
from gongxing.measures.kernels.structure import location_quotient
from gongxing.measures.notes import Note, within
from gongxing.measures.structure.crossing import Absent, Columns, CrossTable, cross_tables

if TYPE_CHECKING:
    from gongxing.measures.frame import By, Missing, Table

Array = NDArray[np.float64]
Present = Literal["quotient", "positive"]
PRESENT = ("quotient", "positive")
# With fewer activities than this the sign of ECI may turn on how branches are cut (19 branches of employment do).
FEW = 50


@dataclass(frozen=True, slots=True)
class Presence:
    """Who has what in one key of ``by``.

    ``cross`` holds regions, activities and sizes; ``quotients`` (R, K) and ``present`` (R, K) belong to them.
    """

    cross: CrossTable
    quotients: Array
    present: NDArray[np.bool_]

    @property
    def key(self) -> tuple[Any, ...]:
        """The key of ``by``."""
        return self.cross.key

    def codes(self, positions: Sequence[int] | NDArray[np.intp]) -> list[str]:
        """Return the codes of regions by their position."""
        return [self.cross.codes[r] for r in positions]

    def activities(self, positions: Sequence[int] | NDArray[np.intp]) -> list[str]:
        """Return the names of activities by their position."""
        return [self.cross.activities[k] for k in positions]


def presences(
    table: Table,
    value: Columns,
    activity: str | None,
    *,
    threshold: float,
    presence_by: Present,
    by: By,
    id: str | None,
    missing: Missing,
    absent: Absent,
) -> Iterator[Presence]:
    """Yield who has what: a location quotient of at least the threshold, or any size above 0."""
    if not threshold > 0:
        raise complaint("threshold", "a number above 0", f"{threshold} came", "take 1, the share of the whole")
    for cross in cross_tables(table, value, activity, by=by, id=id, missing=missing, absent=absent):
        quotients = location_quotient(cross.sizes)
        present = presence(quotients, threshold) if presence_by == "quotient" else cross.sizes > 0
        yield Presence(cross, quotients, present)


def ranked(table: Table, found: Presence, pci_scale: Literal["own", "eci"] = "own") -> kernel.Complexity:
    """Return ECI and PCI, with notes on what could not be ranked."""
    result = kernel.complexity(found.present, pci_scale=pci_scale)
    where = within(found.key)
    if count := result.empty_regions.size:
        names, total = found.codes(result.empty_regions), len(found.cross.codes)
        table.note("regions_unspecialised", count=count, total=total, where=where, names=names)
    if count := result.empty_activities.size:
        names, total = found.activities(result.empty_activities), len(found.cross.activities)
        table.note("activities_unspecialised", count=count, total=total, where=where, names=names)
    if result.parts > 1:
        lost = found.codes(result.apart_regions) + found.activities(result.apart_activities)
        table.note("network_parts", parts=result.parts, where=where, count=len(lost), names=lost)
    agreement = _correlation(result.eci, result.diversity)
    table.note("sign_rule", agreement=agreement, where=where)
    if result.activities.size < FEW:
        table.note("few_activities", count=result.activities.size, where=where)
    if not result.determined:
        table.note("equal_eigenvalues", where=where, eigenvalue=result.eigenvalue)
    return result


def _correlation(a: NDArray[Any], b: NDArray[Any]) -> float:
    spread = float(a.std() * b.std())
    return float(np.mean((a - a.mean()) * (b - b.mean()))) / spread if spread > 0 else 0.0


def connected(table: Table, found: Presence) -> Presence:
    """Return the regions and activities that have ones, noting those that have none."""
    rows = np.asarray(found.present.any(axis=1), dtype=bool)
    columns = np.asarray(found.present.any(axis=0), dtype=bool)
    for kept, names, what in (
        (rows, found.cross.codes, Note("regions")),
        (columns, found.cross.activities, Note("activities")),
    ):
        gone = [name for name, stays in zip(names, kept.tolist(), strict=True) if not stays]
        if gone:
            table.note("unspecialised", count=len(gone), total=len(names), what=what, names=gone)
    if not rows.any():
        raise complaint(
            table.measure.id, "a region that specialises", "none does", "lower the threshold", found.cross.codes
        )
    cross = CrossTable(
        found.key, tuple(found.codes(np.flatnonzero(rows))), tuple(found.activities(np.flatnonzero(columns))),
        found.cross.sizes[np.ix_(rows, columns)], None,
    )  # fmt: skip
    block = np.ix_(rows, columns)
    return Presence(cross, found.quotients[block], found.present[block])
