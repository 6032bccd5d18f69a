"""Regional input-output tables: national coefficients cut to a region; tables made to fit their margins."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from gongxing.measures.errors import DataError, complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import input_output, regional_tables
from gongxing.measures.linkage.economy import economy_of, matrix_of
from gongxing.measures.notes import Note
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import Slice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_SIZE = Need(sign=">= 0", adds=True)


def _once_each(part: Slice, label: str, argument: str, names: Sequence[str]) -> Array:
    """Return what stands beside each name: the same number in each row of the name."""
    found: dict[str, float] = {}
    for name, number in zip(part.columns[label], part.numbers(argument), strict=True):
        before = found.setdefault(str(name), float(number))
        if before != number:
            raise complaint(
                f"{argument}{part.where()}", f"one number for each {label}, the same in all its rows",
                f"{name} has {before:g} and {number:g}", "join it by name", [name],
            )  # fmt: skip
    return np.array([found[name] for name in names])


@declare(
    id="regional_coefficients",
    family="linkage",
    needs={"value": Need(), "local": _SIZE, "whole": _SIZE, "seller": Need("label"), "buyer": Need("label")},
    gives=Give(term="regional share", low=0, high=1),
    references=("flegg_webber_elliott1995", "flegg_webber1997", "round1978"),
    choices={"method": regional_tables.QUOTIENTS},
    chart="none",
)
def regional_coefficients(
    table: Table,
    value: str,
    *,
    local: str,
    whole: str,
    seller: str = "seller",
    buyer: str = "buyer",
    method: str = "flq",
    delta: float = 0.3,
    by: By = None,
    missing: Missing = "raise",
) -> Outcome:
    """Input coefficients of a region, estimated from the nation's table by location quotients (FLQ and others).

    Parameters
    ----------
    data
        The nation's deliveries as for ``multipliers``, with the size of the seller in region and nation in each row.
    value, seller, buyer, by, missing
        As for ``multipliers``.
    local, whole
        Columns of the seller's employment (or output) in the region and in the nation.
    method
        ``"flq"`` (Flegg), ``"aflq"`` (with specialisation), ``"cilq"`` (cross-industry), ``"slq"`` (simple).
    delta
        Exponent of Flegg's lambda, in [0, 1).

    Returns
    -------
    Result
        For each pair ("seller → buyer") ``local`` and ``imported`` coefficients; for each sector the output
        ``multiplier`` in the region; for all ``regional share`` (part of intermediate inputs bought in the region) and
        ``lambda``.
    """
    if not 0 <= delta < 1:
        raise complaint("delta", "a number in [0, 1)", f"{delta} came", "0.3 is where the authors put it")
    sample = table.read(
        value=value, seller=seller, buyer=buyer, local=local, whole=whole, by=by, id=None, missing=missing, unique=None
    )
    outcome = Outcome(sample.by)
    for part in sample:
        economy = economy_of(part)
        here = _once_each(part, "seller", "local", economy.sectors)
        there = _once_each(part, "seller", "whole", economy.sectors)
        _check_sizes(part, economy.sectors, here, there)
        national = input_output.coefficients(economy.deliveries, economy.output)
        result = regional_tables.regional_coefficients(
            national, here, there, method=cast(regional_tables.Quotient, method), delta=delta
        )
        n = len(economy.sectors)
        for i, seller_name in enumerate(economy.sectors):
            for j, buyer_name in enumerate(economy.sectors):
                pair = f"{seller_name} → {buyer_name}"
                outcome.add(part.key, "local", result.regional[i, j], n, group=pair)
                outcome.add(part.key, "imported", result.imports[i, j], n, group=pair)
        outcome.add_each(
            part.key, "multiplier", input_output.multipliers(result.regional), n, economy.sectors
        )  # fmt: skip
        weight = here / there * economy.output  # regional output where productivity is the nation's
        needed = float((national @ weight).sum())
        share = float((result.regional @ weight).sum()) / needed if needed > 0 else 0.0
        outcome.add(part.key, "lambda", result.scale, n)
        outcome.add(part.key, "regional share", share, n)
        outcome.note("estimate", method=method, delta=Note("delta", {"value": delta}) if "flq" in method else "")
    return outcome


def _check_sizes(part: Slice, sectors: Sequence[str], here: Array, there: Array) -> None:
    if here.sum() <= 0:
        raise complaint(
            f"local{part.where()}", "sizes with a sum above 0", "they sum to 0", "name another column", sectors
        )
    small = [name for name, a, b in zip(sectors, here, there, strict=True) if b <= 0 or a > b]
    if small:
        raise complaint(
            f"whole{part.where()}", "a nation's sector above 0 and at least as large as the region's",
            f"{len(small)} of {len(sectors)} are not", "check that local and whole are not exchanged", small,
        )  # fmt: skip


@declare(
    id="ras",
    family="linkage",
    needs={
        "value": Need(), "row_total": Need(sign=">= 0"), "column_total": Need(sign=">= 0"), "row": Need("label"),
        "column": Need("label"),
    },
    gives=Give(term="error", low=0),
    references=("stone1961", "bacharach1970"),
    chart="none",
)  # fmt: skip
def ras(
    table: Table,
    value: str,
    *,
    row_total: str,
    column_total: str,
    row: str = "row",
    column: str = "column",
    tolerance: float = 1e-10,
    limit: int = 10_000,
    by: By = None,
    missing: Missing = "raise",
) -> Outcome:
    """Balance a table to given row and column totals by RAS: nearest to what was there, zeros kept.

    Parameters
    ----------
    data
        A polars or pandas frame, one row for each cell, with the totals wanted beside it.
    value
        Column of the first guess, at least 0.
    row_total, column_total
        Columns of the totals that the cell's row and column must have.
    row, column
        Columns of names.
    tolerance, limit
        Largest gap left, relative to the largest total; rounds at most.
    by, missing
        As everywhere.

    Returns
    -------
    Result
        For each cell ("row → column") ``cell``; for all ``iterations`` and ``error`` (the largest gap left).

    Raises
    ------
    DataError
        Totals of different sums, a row of zeros with a total, totals that no table with these zeros has, no
        convergence.
    """
    if tolerance <= 0 or limit < 1:
        raise DataError(
            f"{table.measure.id}: expected tolerance above 0 and limit of at least 1, but {tolerance}, {limit}"
        )
    sample = table.read(
        value=value, row_total=row_total, column_total=column_total, row=row, column=column, by=by, id=None,
        missing=missing, unique=None,
    )  # fmt: skip
    outcome = Outcome(sample.by)
    unit = table.unit_of(value)
    for part in sample:
        rows, columns, cells = matrix_of(part, "row", "column")
        result = regional_tables.balance(
            cells, _once_each(part, "row", "row_total", rows), _once_each(part, "column", "column_total", columns),
            tolerance=tolerance, limit=limit, row_names=rows, column_names=columns,
        )  # fmt: skip
        n = cells.size
        for i, name in enumerate(rows):
            for j, other in enumerate(columns):
                outcome.add(part.key, "cell", result.table[i, j], n, group=f"{name} → {other}", unit=unit)
        outcome.add(part.key, "iterations", result.iterations, n, unit="count")
        outcome.add(part.key, "error", result.error, n)
    return outcome
