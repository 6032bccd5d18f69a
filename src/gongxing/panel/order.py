"""Which of several sources of one cell is shown, and where sources disagree.

The order: an exact value before a bound (超, 不足, 约); then the kind of source (official table, communiqué, other
document); then a value without a flag; then the newer vintage; then the finer rounding; then the one that came first.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import polars as pl

from gongxing.panel.errors import PanelError
from gongxing.panel.schema import Entry, SourceKind, entry_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# What makes a cell: a region, what is measured, when, and for which part. 全市 is what a division's own values are of.
KEY = ("place", "what", "period", "unit", "part", "modality")


@dataclass(frozen=True, slots=True)
class Order:
    """The order of sources: kinds from first to last shown, and whether a newer vintage goes before an older one."""

    kinds: tuple[SourceKind, ...] = ("table", "bulletin", "document")
    newer_first: bool = True

    def __post_init__(self) -> None:
        known = get_args(SourceKind)
        if sorted(self.kinds) != sorted(known):
            raise PanelError(
                f"an order of sources holds each of {', '.join(known)} once, but {', '.join(self.kinds)} was given"
            )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources that give one cell different values; ``shown`` is the one that the order shows.

    ``difference`` is ``other - shown`` in the unit of both, ``ratio`` ``other / shown`` (``None`` where shown is 0).
    Values that agree within their written precision are no disagreement.
    """

    shown: Entry
    other: Entry
    difference: float
    ratio: float | None


def keyed(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the columns of ``KEY``: code before name, catalogue id before words, 全市 where no scope is written."""
    return frame.with_columns(
        place=pl.coalesce("code", "region"),
        what=pl.coalesce("indicator_id", "indicator"),
        part=pl.col("scope").fill_null("prefecture"),
    )


def ordered(frame: pl.DataFrame, order: Order) -> pl.DataFrame:
    """Return the rows with the source to be shown first before all others of its cell."""
    kinds = {kind: place for place, kind in enumerate(order.kinds)}
    return (
        keyed(frame)
        .with_row_index("_row")
        .with_columns(
            _bound=(pl.col("bound") != "eq").cast(pl.Int8),
            _doubtful=pl.col("flags").list.len() > 0,
            _kind=pl.col("kind").replace_strict(kinds, return_dtype=pl.Int8),
            _vintage=pl.col("vintage") * (-1 if order.newer_first else 1),
        )
        .sort("_bound", "_kind", "_doubtful", "_vintage", "rounding", "_row", nulls_last=True)
        .drop("_bound", "_kind", "_doubtful", "_vintage")
    )


def shown(frame: pl.DataFrame, order: Order) -> pl.DataFrame:
    """Return one row a cell: the source that the order shows; rows in the order in which cells first came."""
    kept = ordered(frame, order).unique(KEY, keep="first", maintain_order=True).sort("_row")
    return kept.drop("_row", "place", "what", "part")


def disagreements(frame: pl.DataFrame, order: Order) -> Iterator[Disagreement]:
    """Yield each value that differs from the one shown by more than both were rounded."""
    rows = ordered(frame, order)
    several = rows.filter(pl.len().over(KEY) > 1)
    for _, group in several.group_by(KEY, maintain_order=True):
        first, *others = group.iter_rows(named=True)
        entry = entry_of(first)
        for row in others:
            other = entry_of(row)
            difference = other.observation.value - entry.observation.value
            if not _agree(entry, other, difference):
                shown_value = entry.observation.value
                yield Disagreement(
                    entry, other, difference, other.observation.value / shown_value if shown_value else None
                )


def _agree(entry: Entry, other: Entry, difference: float) -> bool:
    slack = 1e-9 * max(abs(entry.observation.value), abs(other.observation.value))
    width = (entry.rounding or 0.0) + (other.rounding or 0.0) + slack
    match other.bound:
        case "gt":
            return difference <= width
        case "lt":
            return difference >= -width
        case "approx":
            return abs(difference) <= max(width, 0.05 * abs(entry.observation.value))
    return abs(difference) <= width


def units_of(frame: pl.DataFrame) -> None:
    """Refuse a selection that has two units for one indicator.

    Raises
    ------
    PanelError
        Names the indicator, its units and the first regions of the rarer one.
    """
    counts = keyed(frame).group_by("what", "unit").agg(pl.len().alias("n"), pl.col("region").first())
    counts = counts.sort("what", "n", descending=[False, True])
    rows = counts.rows(named=True)
    for one, other in pairwise(rows):
        if one["what"] == other["what"]:
            raise PanelError(
                f"{one['what']}: {one['n']} values are in {one['unit'] or 'no unit'} and {other['n']} in "
                f"{other['unit'] or 'no unit'} "
                f"(first: {other['region']}); select one unit, or mend the source"
            )
