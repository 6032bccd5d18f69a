"""Which region has which activity: the 0/1 matrix that all measures of complexity start from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import complaint, first_five
from gongxing.measures.kernels import complexity as kernel
from gongxing.measures.kernels.relatedness import presence
from gongxing.measures.kernels.structure import location_quotient
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
    where = f" in {', '.join(map(str, found.key))}" if found.key else ""
    for positions, names, what in (
        (result.empty_regions, found.cross.codes, "regions without any specialisation"),
        (result.empty_activities, found.cross.activities, "activities in which no region specialises"),
    ):
        if positions.size:
            table.note(
                f"left out {positions.size} of {len(names)} {what}{where}: {first_five(names[p] for p in positions)}"
            )
    if result.parts > 1:
        lost = found.codes(result.apart_regions) + found.activities(result.apart_activities)
        table.note(
            f"the network falls into {result.parts} parts{where}, between which there is no order; ranked the largest "
            f"and left out {len(lost)} regions and activities: {first_five(lost)}"
        )
    agreement = _correlation(result.eci, result.diversity)
    table.note(f"sign rule: ECI correlates {agreement:+.2f} with the number of activities that a region has{where}")
    if result.activities.size < FEW:
        table.note(
            f"only {result.activities.size} activities{where}: with coarse branches, those found everywhere (schools "
            "and offices) may count as complex because they are many where little else is; look at PCI before using ECI"
        )
    if not result.determined:
        table.note(
            f"the second and third eigenvalue are equal{where} ({result.eigenvalue:.6g}): ECI is one of many vectors "
            "that fit as well, so its order is arbitrary"
        )
    return result


def _correlation(a: NDArray[Any], b: NDArray[Any]) -> float:
    spread = float(a.std() * b.std())
    return float(np.mean((a - a.mean()) * (b - b.mean()))) / spread if spread > 0 else 0.0


def connected(table: Table, found: Presence) -> Presence:
    """Return the regions and activities that have ones, noting those that have none."""
    rows = np.asarray(found.present.any(axis=1), dtype=bool)
    columns = np.asarray(found.present.any(axis=0), dtype=bool)
    for kept, names, what in ((rows, found.cross.codes, "regions"), (columns, found.cross.activities, "activities")):
        gone = [name for name, stays in zip(names, kept.tolist(), strict=True) if not stays]
        if gone:
            table.note(f"left out {len(gone)} of {len(names)} {what} without any specialisation: {first_five(gone)}")
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
