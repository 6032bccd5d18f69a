"""What a slice of rows must hold before a measure takes it: one row a region, weights that weigh something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.measures.errors import complaint

if TYPE_CHECKING:
    from gongxing.measures.slices import Slice


def check_unique(part: Slice, unique: Sequence[str]) -> None:
    """Raise ``DataError`` where a region has several rows (with ``unique``: several of one activity or year)."""
    columns = [part.codes, *(part.columns[name] for name in unique if name in part.columns)]
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    if len(set(rows)) == len(rows):
        return
    seen: set[Any] = set()
    twice = [" ".join(map(str, row)) for row in rows if row in seen or seen.add(row)]  # type: ignore[func-returns-value]
    raise complaint(
        f"{part.table.measure.id}{part.where()}", "one row for each region",
        f"{len(twice)} of {len(rows)} rows repeat a region",
        "add the column that tells them apart to by (a year?), or keep one scope", dict.fromkeys(twice),
    )  # fmt: skip


def check_weights(part: Slice, measure: str) -> None:
    """Raise ``DataError`` where the weights of a slice sum to nothing."""
    weights = part.columns.get("weight")
    if weights is not None and weights.dtype == np.float64 and weights.sum() <= 0:
        raise complaint(
            f"{measure}{part.where()}: weight", "weights with a sum above 0", f"they sum to {weights.sum():g}",
            "name another weight, or leave it out", part.codes,
        )  # fmt: skip
