"""What the measures of dynamics share: one value for each region and period, as a matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gongxing.measures.errors import complaint
from gongxing.measures.frame import Array, By, Missing, Table
from gongxing.measures.registry import Need
from gongxing.measures.slices import Slice

TIME = Need("time")
POSITIVE = Need(sign="> 0")
WEIGHT = Need(sign=">= 0", adds=True)


@dataclass(frozen=True, slots=True)
class Panel:
    """One slice as a matrix: ``values`` (n × T) of regions ``codes`` in ``times`` (T, numbers that rise)."""

    part: Slice
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    times: Array
    values: Array
    weights: Array | None

    def column(self, argument: str) -> Array:
        """Return another column of numbers at the first period, in the order of ``codes``."""
        first = self.part.columns["time"] == self.part.columns["time"][self._first()]
        found = dict(zip(self.part.codes[first], self.part.numbers(argument)[first], strict=True))
        return np.array([found[code] for code in self.codes])

    def groups(self, argument: str) -> list[str]:
        """Return a label of each region at the first period, in the order of ``codes``."""
        first = self.part.columns["time"] == self.part.columns["time"][self._first()]
        found = dict(zip(self.part.codes[first], self.part.columns[argument][first], strict=True))
        return [str(found[code]) for code in self.codes]

    def _first(self) -> int:
        return int(np.argmin([float(when) for when in self.part.columns["time"]]))

    @property
    def relative(self) -> Array:
        """Values over the mean of their period, weighted where there are weights."""
        w = np.ones_like(self.values) if self.weights is None else self.weights
        means = (self.values * w).sum(axis=0) / w.sum(axis=0)
        if (means <= 0).any():
            raise complaint(
                f"{self.part.table.measure.id}{self.part.where()}", "a mean above 0 in every period",
                f"that of {int((means <= 0).sum())} of {len(means)} is 0", "leave these periods out",
                [label for label, mean in zip(self.labels, means, strict=True) if mean <= 0],
            )  # fmt: skip
        return np.asarray(self.values / means)

    def evenly(self) -> None:
        """Raise where the periods are not evenly spaced."""
        steps = np.diff(self.times)
        if len(steps) and np.ptp(steps) > 1e-9 * abs(steps).max():
            raise complaint(
                f"{self.part.table.measure.id}{self.part.where()}: time", "periods of one length",
                f"the {len(self.times)} periods are not evenly spaced", "choose years at equal distances", self.labels,
            )  # fmt: skip

    def at_least(self, regions: int, periods: int) -> None:
        """Raise where there are fewer regions or periods."""
        n, t = self.values.shape
        if n < regions or t < periods:
            raise complaint(
                f"{self.part.table.measure.id}{self.part.where()}", f"at least {regions} regions and {periods} periods",
                f"there are {n} and {t}", "add data, or leave this part out",
                self.labels if t < periods else self.codes,
            )  # fmt: skip


def panels(
    table: Table,
    value: str,
    *,
    time: str,
    by: By,
    id: str | None,
    missing: Missing,
    weight: str | None = None,
    group: str | None = None,
    controls: Sequence[str] | None = None,
) -> tuple[tuple[str, ...], Iterator[Panel]]:
    """Read one value for each region and period; return the key columns and a panel for each slice.

    Raises
    ------
    DataError
        Gaps (with ``missing="drop"`` the regions that have one are dropped and noted), periods that are no numbers.
    """
    sample = table.read(
        value=value, time=time, weight=weight, group=group, controls=controls, by=by, id=_required(table, id),
        missing=missing, unique=("time",),
    )  # fmt: skip
    return sample.by, (_panel(part, missing, weight) for part in sample)


def _required(table: Table, id: str | None) -> str:
    name = id or "code"
    if name not in table.frame.columns:
        raise complaint(
            f"id {name!r}", "a column of region codes, to follow regions over time", "there is none of that name",
            "name it with id=…; the columns are " + ", ".join(map(str, table.frame.columns[:12])),
        )  # fmt: skip
    return name


def _panel(part: Slice, missing: Missing, weight: str | None) -> Panel:
    crossing = part.cross("id", "time", "value", missing=missing)
    try:
        times = np.array([float(str(when)) for when in crossing.columns])
    except ValueError:
        raise complaint(
            f"{part.table.measure.id}: time", "years or other numbers", f"{crossing.columns[0]!r} came",
            "name a column of years", map(str, crossing.columns),
        ) from None  # fmt: skip
    weights = None
    if weight is not None:
        weights = part.cross("id", "time", "weight", missing=missing).values
    labels = tuple(str(when) for when in crossing.columns)
    order = np.argsort(times, kind="stable")
    return Panel(
        part,
        crossing.rows,
        tuple(labels[k] for k in order),
        times[order],
        crossing.values[:, order],
        None if weights is None else weights[:, order],
    )
