"""Regional input-output tables: national coefficients cut to a region, and tables made to fit their margins.

References
----------
Round, J. I. (1978). An interregional input-output approach to the evaluation of nonsurvey methods. *Journal of Regional
Science* 18(2), 179-194.
Flegg, A. T., Webber, C. D. and Elliott, M. V. (1995). On the appropriate use of location quotients in generating
regional input-output tables. *Regional Studies* 29(6), 547-561.
Flegg, A. T. and Webber, C. D. (1997). On the appropriate use of location quotients in generating regional input-output
tables: reply. *Regional Studies* 31(8), 795-805.
Stone, R. (1961). *Input-Output and National Accounts*. OECD. (RAS)
Bacharach, M. (1970). *Biproportional Matrices and Input-Output Change*. Cambridge University Press.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import optimize, sparse

from gongxing.measures.errors import DataError, complaint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Quotient = Literal["flq", "aflq", "cilq", "slq"]
QUOTIENTS: tuple[Quotient, ...] = ("flq", "aflq", "cilq", "slq")


@dataclass(frozen=True, slots=True)
class RegionalCoefficients:
    """Regional input coefficients and what is brought in from elsewhere.

    Attributes
    ----------
    regional
        Inputs bought in the region for a unit of output, shape (n, n); at most the national coefficient.
    imports
        The rest of the national coefficient, bought elsewhere, shape (n, n).
    quotient
        The quotient of each cell before it was capped at one, shape (n, n).
    scale
        Flegg's lambda, at most one (one for the methods without it).
    """

    regional: Array
    imports: Array
    quotient: Array
    scale: float


@dataclass(frozen=True, slots=True)
class Balanced:
    """A table made to fit.

    Attributes
    ----------
    table
        diag(r) T diag(s), shape (m, n).
    rows, columns
        r, shape (m,), and s, shape (n,): what each row and column was multiplied by.
    iterations
        How many rounds of rows and columns.
    error
        Largest gap of a margin to its target, relative to the largest target.
    """

    table: Array
    rows: Array
    columns: Array
    iterations: int
    error: float


def regional_coefficients(
    national: Array, local: Array, whole: Array, *, method: Quotient = "flq", delta: float = 0.3
) -> RegionalCoefficients:
    """Return a region's input coefficients from the nation's, by location quotients.

    With SLQ_i = (e_i / e) / (E_i / E): ``slq`` scales row i by SLQ_i; ``cilq`` cell (i, j) by SLQ_i / SLQ_j and the
    diagonal by SLQ_i; ``flq`` multiplies that by lambda = log2(1 + e / E)^delta; ``aflq`` multiplies it further by
    log2(1 + SLQ_j) where SLQ_j > 1. No cell grows: quotients above one count as one (for aflq: coefficients may grow by
    specialisation, never above log2(1 + SLQ_j) times the national one).

    Parameters
    ----------
    national
        National input coefficients, shape (n, n), not negative.
    local, whole
        Employment (or output) of the sectors in the region and in the nation, shape (n,), not negative; a sector that
        the nation lacks must be absent in the region, too.
    method, delta
        Which quotient; the exponent of lambda in [0, 1): higher means more imports. 0.3 is where Flegg and Webber
        (1997) put it; it is an assumption, to be varied.
    """
    share = local.sum() / whole.sum()
    quotient = np.divide(local / local.sum(), whole / whole.sum(), out=np.zeros_like(local), where=whole > 0)
    scale = float(np.log2(1 + share) ** delta) if method in ("flq", "aflq") else 1.0
    if method == "slq":
        cells = np.tile(quotient[:, None], (1, quotient.size))
    else:
        cells = np.divide(
            quotient[:, None], quotient[None, :], out=np.zeros((quotient.size,) * 2), where=quotient[None, :] > 0
        )
        np.fill_diagonal(cells, quotient)
        cells *= scale
    capped = np.minimum(cells, 1.0)
    if method == "aflq":
        capped = capped * np.where(quotient > 1, np.log2(1 + np.maximum(quotient, 1)), 1.0)
    # A sector absent from the region makes nothing there and buys nothing.
    regional = national * capped * (local > 0)
    imports = np.where(local > 0, np.maximum(national - regional, 0.0), 0.0)
    return RegionalCoefficients(regional, imports, cells, scale)


def balance(
    table: Array,
    row_totals: Array,
    column_totals: Array,
    *,
    tolerance: float = 1e-10,
    limit: int = 10_000,
    row_names: Sequence[str] = (),
    column_names: Sequence[str] = (),
) -> Balanced:
    """Return the table nearest to a given one (in relative entropy) whose margins are as wanted: RAS.

    Parameters
    ----------
    table
        Shape (m, n), not negative; a zero stays zero.
    row_totals, column_totals
        Shapes (m,) and (n,), not negative, with the same sum.
    tolerance, limit
        Stop when no margin is off by more than ``tolerance`` times the largest target; rounds at most.
    row_names, column_names
        To name rows and columns in errors.

    Raises
    ------
    DataError
        Margins of different sums; a margin that no cell can fill; margins that no pattern of these zeros can meet; no
        convergence within ``limit``.
    """
    row_names = row_names or [str(place) for place in range(len(row_totals))]
    column_names = column_names or [str(place) for place in range(len(column_totals))]
    _check_margins(table, row_totals, column_totals, row_names, column_names)
    largest = float(max(row_totals.max(initial=0), column_totals.max(initial=0)))
    rows, columns = np.ones(len(row_totals)), np.ones(len(column_totals))
    error = np.inf
    for iteration in range(1, limit + 1):
        filled = table @ columns
        rows = np.divide(row_totals, filled, out=np.zeros_like(filled), where=filled > 0)
        filled = table.T @ rows
        columns = np.divide(column_totals, filled, out=np.zeros_like(filled), where=filled > 0)
        fitted = rows[:, None] * table * columns
        error = float(np.abs(fitted.sum(axis=1) - row_totals).max(initial=0)) / largest
        if error <= tolerance:
            return Balanced(fitted, rows, columns, iteration, error)
    if not _feasible(table > 0, row_totals, column_totals):
        raise DataError(
            "margins: expected totals that the cells above zero can add up to, but no table with these zeros has these "
            "margins; give a small value to cells that may hold something, or correct the totals"
        )
    raise DataError(
        f"margins: expected RAS to converge in {limit} rounds, but the largest gap is still {error:.1e} of the largest "
        f"total (asked: {tolerance:.1e}); raise the limit or the tolerance: some cell must go to zero to fit"
    )


def _check_margins(
    table: Array, row_totals: Array, column_totals: Array, row_names: Sequence[str], column_names: Sequence[str]
) -> None:
    if (table < 0).any():
        raise complaint(
            "table", "cells that are not negative (RAS keeps signs and cannot change them)",
            f"{int((table < 0).sum())} of {table.size} are negative",
            "take negative cells out, balance the rest against margins without them, and put them back",
        )  # fmt: skip
    total, other = float(row_totals.sum()), float(column_totals.sum())
    if not np.isclose(total, other, rtol=1e-9, atol=0):
        raise DataError(
            f"margins: expected row totals and column totals with the same sum, but rows sum to {total:.10g} and "
            f"columns to {other:.10g}; scale one of them to the other, or find the missing row or column"
        )
    if total <= 0:
        raise DataError("margins: expected totals above zero, but they sum to zero; give the totals wanted")
    for kind, cells, totals, names in (
        ("row", table, row_totals, row_names), ("column", table.T, column_totals, column_names),
    ):  # fmt: skip
        if (totals < 0).any():
            bad = [names[int(place)] for place in np.flatnonzero(totals < 0)]
            raise complaint(
                f"{kind} totals", "numbers that are not negative", f"{len(bad)} of {len(totals)} are negative",
                "correct them", bad,
            )  # fmt: skip
        empty = [names[int(place)] for place in np.flatnonzero((cells.sum(axis=1) == 0) & (totals > 0))]
        if empty:
            raise complaint(
                f"{kind} totals", f"a cell above zero in each {kind} that has a total",
                f"{len(empty)} of {len(totals)} have only zeros", "give a first guess for their cells", empty,
            )  # fmt: skip


def _feasible(pattern: NDArray[np.bool_], row_totals: Array, column_totals: Array) -> bool:
    """Whether some table without negative cells, zero outside the pattern, has these margins (a linear programme)."""
    row, column = np.nonzero(pattern)
    cells = np.arange(row.size)
    ones = np.ones(row.size)
    rows = sparse.csr_array((ones, (row, cells)), shape=(len(row_totals), row.size))
    columns = sparse.csr_array((ones, (column, cells)), shape=(len(column_totals), row.size))
    scale = row_totals.sum()
    margins = np.concatenate([row_totals / scale, column_totals / column_totals.sum()])
    equations: Any = sparse.vstack([rows, columns])
    solution = optimize.linprog(
        np.zeros(row.size), A_eq=equations, b_eq=margins, method="highs",
    )  # fmt: skip
    return bool(solution.status == 0)
