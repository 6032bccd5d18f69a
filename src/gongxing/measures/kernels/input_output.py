"""Input-output analysis: what one unit of demand or supply sets in motion among sectors.

With Z the deliveries between sectors (row sells to column), x total output, A = Z diag(x)^-1 the input coefficients and
B = diag(x)^-1 Z the allocation coefficients, demand is met by x = A x + f (Leontief) and supply is spent by
x' = x' B + v' (Ghosh). L = (I - A)^-1 and G = (I - B)^-1 are never formed where a solve will do.

References
----------
Leontief, W. (1936). Quantitative input and output relations in the economic system of the United States. *Review of
Economics and Statistics* 18(3), 105-125.
Rasmussen, P. N. (1956). *Studies in Inter-Sectoral Relations*. North-Holland.
Ghosh, A. (1958). Input-output approach in an allocation system. *Economica* 25(97), 58-64.
Miller, R. E. and Blair, P. D. (2009). *Input-Output Analysis: Foundations and Extensions*, 2nd ed. Cambridge University
Press, chapters 2, 6 and 12.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import linalg

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import checked, square

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Factors = tuple[Array, NDArray[np.intc]]

# Columns of an inverse held at once: statistics of its columns need no whole inverse.
COLUMNS = 512


@dataclass(frozen=True, slots=True)
class Linkages:
    """Rasmussen's indices of n sectors, each of shape (n,); one is the average sector.

    Attributes
    ----------
    backward
        Power of dispersion: column sum of the Leontief inverse over the average column sum.
    forward
        Sensitivity: row sum of the Ghosh inverse (or, if asked, of the Leontief inverse) over the average row sum.
    backward_spread, forward_spread
        Coefficients of variation along the column and the row; low ones mean that the pull reaches many sectors.
        NaN for a single sector.
    """

    backward: Array
    forward: Array
    backward_spread: Array
    forward_spread: Array


@dataclass(frozen=True, slots=True)
class Extraction:
    """Output that the economy loses without a sector, each of shape (n,), in the unit of output.

    Attributes
    ----------
    total
        The sector gone: its purchases, its sales and its final demand (Strassert 1968), its own output included.
    elsewhere
        ``total`` less the sector's own output: what the others lose.
    backward, forward
        Only its purchases from domestic sectors gone; only its sales to them gone (the loss of all, itself included).
    """

    total: Array
    elsewhere: Array
    backward: Array
    forward: Array


def coefficients(deliveries: Array, output: Array) -> Array:
    """Return input coefficients A, shape (n, n): what sector j buys of i for a unit of its output.

    Parameters
    ----------
    deliveries
        Z, shape (n, n), not negative.
    output
        x, shape (n,); a sector without output buys nothing and has a column of zeros.
    """
    deliveries, scale = _checked(deliveries, output)
    return deliveries * scale


def _checked(deliveries: Array, output: Array) -> tuple[Array, Array]:
    """Return deliveries and 1 / output, zero where a sector has none."""
    output, _ = checked(output, None)
    scale = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
    return square(deliveries, output.size, what="deliveries"), scale


def allocations(deliveries: Array, output: Array) -> Array:
    """Return allocation coefficients B, shape (n, n): the part of i's output that j buys. Arguments as above."""
    deliveries, scale = _checked(deliveries, output)
    return deliveries * scale[:, None]


def factors(matrix: Array) -> Factors:
    """Return the LU factors of I - matrix.

    Raises
    ------
    DataError
        The economy is not productive: some sector uses, directly and indirectly, more than a unit to make a unit
        (Hawkins and Simon 1949).
    """
    matrix = square(matrix, what="coefficients")
    unproductive = DataError(
        "input coefficients: expected an economy that makes more than it uses up (Hawkins and Simon), but some sector "
        "needs a unit or more of output to make a unit; check that total output holds final demand, and the units"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", linalg.LinAlgWarning)
        decomposed: Factors = linalg.lu_factor(np.eye(len(matrix)) - matrix)
    if np.any(np.abs(np.diagonal(decomposed[0])) < 1e-13):
        raise unproductive
    # Non-negative A: I - A is productive exactly where (I - A') m = 1 has a positive solution.
    total = linalg.lu_solve(decomposed, np.ones(len(matrix)), trans=1)
    if not np.all(np.isfinite(total)) or total.min() < 1 - 1e-9:
        raise unproductive
    return decomposed


def leontief_inverse(input_coefficients: Array) -> Array:
    """Return L, shape (n, n): output of i for a unit of final demand for j. For display; measures solve instead."""
    return linalg.lu_solve(factors(input_coefficients), np.eye(len(input_coefficients)))


def ghosh_inverse(allocation_coefficients: Array) -> Array:
    """Return G, shape (n, n): output of j enabled by a unit of primary input of i."""
    return linalg.lu_solve(factors(allocation_coefficients), np.eye(len(allocation_coefficients)))


def multipliers(input_coefficients: Array, direct: Array | None = None) -> Array:
    """Return what a unit of final demand for each sector brings forth in all sectors together.

    Parameters
    ----------
    input_coefficients
        A, shape (n, n).
    direct
        Something that goes with a unit of each sector's output (income, jobs, energy), shape (n,) or (n, k); by default
        output itself.

    Returns
    -------
    ndarray
        direct' L, shape of ``direct``: one solve, no inverse.
    """
    wanted = np.ones(len(input_coefficients)) if direct is None else direct
    return np.asarray(linalg.lu_solve(factors(input_coefficients), wanted, trans=1))


def supply_multipliers(allocation_coefficients: Array) -> Array:
    """Return the output of all sectors that a unit of each sector's primary input enables (Ghosh), shape (n,)."""
    return np.asarray(linalg.lu_solve(factors(allocation_coefficients), np.ones(len(allocation_coefficients))))


def _inverse_columns(decomposed: Factors, transposed: bool) -> Iterator[tuple[slice, Array]]:
    size = len(decomposed[0])
    for start in range(0, size, COLUMNS):
        span = slice(start, min(start + COLUMNS, size))
        unit = np.zeros((size, span.stop - start))
        unit[np.arange(start, span.stop), np.arange(span.stop - start)] = 1.0
        yield span, linalg.lu_solve(decomposed, unit, trans=1 if transposed else 0)


def _line_moments(decomposed: Factors, rows: bool) -> tuple[Array, Array]:
    """Return sum and coefficient of variation of each column (or row) of an inverse, shape (n,) each."""
    size = len(decomposed[0])
    total, spread = np.empty(size), np.full(size, np.nan)
    for span, lines in _inverse_columns(decomposed, rows):
        total[span] = lines.sum(axis=0)
        if size > 1:
            spread[span] = lines.std(axis=0, ddof=1) / lines.mean(axis=0)
    return total, spread


def linkages(input_coefficients: Array, allocation_coefficients: Array, *, forward: str = "ghosh") -> Linkages:
    """Return backward and forward linkages of each sector.

    Parameters
    ----------
    input_coefficients, allocation_coefficients
        A and B, shape (n, n).
    forward
        ``"ghosh"`` (row sums of the Ghosh inverse; Beyers 1976, Jones 1976) or ``"leontief"`` (row sums of the Leontief
        inverse, as Rasmussen had it: a unit of demand for every sector, however small).
    """
    demand = factors(input_coefficients)
    backward, backward_spread = _line_moments(demand, rows=False)
    supply = factors(allocation_coefficients) if forward == "ghosh" else demand
    onward, forward_spread = _line_moments(supply, rows=True)
    return Linkages(backward / backward.mean(), onward / onward.mean(), backward_spread, forward_spread)


def hypothetical_extraction(input_coefficients: Array, output: Array, demand: Array) -> Extraction:
    """Return what the economy loses when one sector at a time is taken out.

    Each extraction changes one row and one column, so that all follow from the diagonal and the column sums of one
    inverse (m_j, l_jj): total = x_j m_j / l_jj, backward = x_j (m_j - 1) / l_jj, forward = (x_j - f_j) m_j / l_jj.

    Parameters
    ----------
    input_coefficients
        A, shape (n, n).
    output, demand
        x and f, shape (n,), with x = A x + f.

    References
    ----------
    Strassert, G. (1968); Miller and Blair (2009), section 12.2.6; Dietzenbacher, E. and van der Linden, J. (1997).
    """
    decomposed = factors(input_coefficients)
    size = len(output)
    column, diagonal = np.empty(size), np.empty(size)
    for span, lines in _inverse_columns(decomposed, transposed=False):
        column[span] = lines.sum(axis=0)
        diagonal[span] = lines[np.arange(span.start, span.stop), np.arange(span.stop - span.start)]
    total = output * column / diagonal
    return Extraction(
        total, total - output, output * (column - 1) / diagonal, (output - demand) * column / diagonal
    )  # fmt: skip
