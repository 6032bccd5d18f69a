"""An input-output table as long rows: who sells how much to whom.

A name that both sells and buys is a sector. A name that only buys is final demand (households, investment, exports);
one that only sells is a primary input (wages, taxes, imports). Total output of a sector is the sum of its row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gongxing.measures.errors import complaint
from gongxing.measures.notes import Note, within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.measures.slices import Slice

    Array = NDArray[np.float64]

# Gaps between row and column sums above this part of output are told.
ROUNDING = 1e-3


@dataclass(frozen=True, slots=True)
class Economy:
    """n sectors, in the order of their names.

    Attributes
    ----------
    sectors
        Names.
    deliveries
        Z, shape (n, n), from row to column.
    demand, output
        f and x, shape (n,), x = Z 1 + f.
    inputs
        Each primary input by its name, shape (n,).
    """

    sectors: tuple[str, ...]
    deliveries: Array
    demand: Array
    output: Array
    inputs: dict[str, Array]


def matrix_of(part: Slice, row: str, column: str) -> tuple[list[str], list[str], Array]:
    """Return names of rows and columns, sorted, and the values; a pair without a row counts as zero."""
    sellers = [str(label) for label in part.columns[row]]
    buyers = [str(label) for label in part.columns[column]]
    twice = [f"{a} → {b}" for (a, b), count in Counter(zip(sellers, buyers, strict=True)).items() if count > 1]
    if twice:
        raise complaint(
            f"{part.table.measure.id}{part.where()}", f"one row for each {row} and {column}",
            f"{len(twice)} pairs come more than once", "add them up, or add what tells them apart to by", twice,
        )  # fmt: skip
    rows, columns = sorted(set(sellers)), sorted(set(buyers))
    place, seat = {name: k for k, name in enumerate(rows)}, {name: k for k, name in enumerate(columns)}
    values = np.zeros((len(rows), len(columns)))
    values[[place[name] for name in sellers], [seat[name] for name in buyers]] = part.numbers("value")
    return rows, columns, values


def economy_of(part: Slice, *, demand: bool = True) -> Economy:
    """Return the economy of a slice.

    Raises
    ------
    DataError
        No sector, no final demand (unless ``demand`` is false), a negative delivery between sectors, a sector without
        output.
    """
    table, id = part.table, part.table.measure.id
    rows, columns, values = matrix_of(part, "seller", "buyer")
    sectors = sorted(set(rows) & set(columns))
    if not sectors:
        raise complaint(
            f"{id}{part.where()}", "sectors, that is names that both sell and buy", "there is none",
            "use the same names for sellers and buyers", [*rows, *columns],
        )  # fmt: skip
    final, primary = [name for name in columns if name not in sectors], [name for name in rows if name not in sectors]
    inside = [rows.index(name) for name in sectors]
    beside = [columns.index(name) for name in sectors]
    deliveries = values[np.ix_(inside, beside)]
    _check(part, sectors, deliveries, final if demand else ["any"])
    sold = values[np.ix_(inside, [columns.index(name) for name in final])].sum(axis=1)
    output = deliveries.sum(axis=1) + sold
    idle = [name for name, total in zip(sectors, output, strict=True) if total <= 0]
    if idle:
        raise complaint(
            f"{id}{part.where()}", "sectors with total output above 0", f"{len(idle)} of {len(sectors)} have none",
            "leave them out, or correct their final demand", idle,
        )  # fmt: skip
    inputs = {name: values[rows.index(name)][beside] for name in primary}
    none = Note("none")
    table.note("sectors_found", count=len(sectors), final=list(final) or none, primary=list(primary) or none)
    if inputs:
        _note_balance(part, sectors, deliveries.sum(axis=0) + sum(inputs.values()), output)
    return Economy(tuple(sectors), deliveries, sold, output, inputs)


def _check(part: Slice, sectors: Sequence[str], deliveries: Array, final: Sequence[str]) -> None:
    id = part.table.measure.id
    if (deliveries < 0).any():
        bad = [f"{sectors[int(i)]} → {sectors[int(j)]}" for i, j in np.argwhere(deliveries < 0)]
        raise complaint(
            f"{id}{part.where()}", "deliveries between sectors of at least 0",
            f"{len(bad)} of {deliveries.size} are negative", "move what is no sale to final demand", bad,
        )  # fmt: skip
    if not final:
        raise complaint(
            f"{id}{part.where()}", "a buyer that is no sector (final demand), so that total output is known",
            f"all {len(sectors)} buyers are sectors", "add rows for households, investment, exports", sectors,
        )  # fmt: skip


def _note_balance(part: Slice, sectors: Sequence[str], spent: Array, output: Array) -> None:
    gap = np.abs(spent - output) / output
    off = [name for name, one in zip(sectors, gap, strict=True) if one > ROUNDING]
    if off:
        part.table.note(
            "unbalanced", count=len(off), total=len(sectors), where=within(part.key), names=off, gap=gap.max()
        )
