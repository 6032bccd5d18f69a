"""What the measures of inequality share: columns, one number for each slice, intervals by drawing regions again."""

from __future__ import annotations

from collections.abc import Callable

from gongxing.measures.errors import DataError
from gongxing.measures.frame import Array, By, Missing, Sample, Slice, Table
from gongxing.measures.kernels.bootstrap import intervals
from gongxing.measures.registry import Need
from gongxing.measures.result import Outcome

Kernel = Callable[[Array, "Array | None"], "float | Array"]

VALUE = Need(sign=">= 0")
POSITIVE = Need(sign="> 0")
WEIGHT = Need(sign=">= 0", adds=True)
GROUP = Need("label")


def read(table: Table, value: str, weight: str | None, by: By, group: By, id: str | None, missing: Missing) -> Sample:
    """Read the columns of a measure of inequality."""
    # A total that people share (GDP) weighted by people is a usual mistake: with a weight the value must be per head.
    if weight is not None:
        table.require_ratio("value", value, f"weighted by {weight!r}")
    return table.read(value=value, weight=weight, group=group, by=by, id=id, missing=missing)


def add_interval(outcome: Outcome, part: Slice, term: str, one: Kernel, drawing: tuple[int, float, int]) -> None:
    """Add the ends of the interval that drawing regions again gives, where it is asked for."""
    draws, level, seed = drawing
    if not draws:
        return
    part.at_least(3)
    x, w = part.numbers("value"), part.optional("weight")
    low, high = intervals(
        lambda rows: one(x[rows], None if w is None else w[rows]), part.n, draws=draws, seed=seed, level=level
    )
    outcome.add(part.key, f"low {term}", float(low[0]), part.n)
    outcome.add(part.key, f"high {term}", float(high[0]), part.n)
    outcome.notes.append(
        f"low and high: {level:.0%} percentile bootstrap of regions, {draws} draws, seed {seed}; it treats the regions "
        "as a sample of what could have been, and says nothing of errors in the data"
    )


def scalar(
    table: Table,
    value: str,
    weight: str | None,
    by: By,
    id: str | None,
    missing: Missing,
    one: Kernel,
    drawing: tuple[int, float, int],
) -> Outcome:
    """Return one number for each slice."""
    sample = read(table, value, weight, by, None, id, missing)
    outcome = Outcome(sample.by)
    for part in sample:
        x, w = part.numbers("value"), part.optional("weight")
        try:
            outcome.add(part.key, "value", float(one(x, w)), part.n)
        except DataError as error:
            raise DataError(f"{table.measure.id}{part.where()}: {error}; look at these regions") from error
        add_interval(outcome, part, "value", one, drawing)
    return outcome
