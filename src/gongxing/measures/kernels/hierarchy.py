"""The hierarchy of cities: whether one towers over the rest, and how fast sizes fall with rank.

References
----------
Jefferson, M. (1939). The law of the primate city. *Geographical Review* 29(2), 226-232.
Zipf, G. K. (1949). *Human Behavior and the Principle of Least Effort*. Addison-Wesley.
Gabaix, X. and Ibragimov, R. (2011). Rank - 1/2: a simple way to improve the OLS estimation of tail exponents. *Journal
of Business and Economic Statistics* 29(1), 24-39.
Gabaix, X. (2009). Power laws in economics and finance. *Annual Review of Economics* 1, 255-293.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import checked, positive

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Primacy:
    """How far the largest city stands out.

    Attributes
    ----------
    two, four, eleven
        P1 / P2; P1 / (P2 + P3 + P4); 2 P1 / (P2 + … + P11). By the rank-size rule 2, 0.92 and 0.99. NaN with fewer
        than 2, 4 or 11 cities.
    share
        P1 over the sum of all.
    """

    two: float
    four: float
    eleven: float
    share: float


@dataclass(frozen=True, slots=True)
class RankSize:
    """A power law through ranked sizes.

    Attributes
    ----------
    exponent
        For ``zipf``: b of ln(rank - 1/2) = a - b ln(size); for ``rank_size``: q of ln(size) = a - q ln(rank).
    error
        Standard error: sqrt(2 / n) b for ``zipf``; NaN for ``rank_size``, whose residuals are not independent.
    low, high
        95 % interval of the exponent (normal).
    p_zipf
        Two-sided p-value of exponent one.
    r_squared
        Of the regression; high for any ranked sizes, so that it proves nothing.
    curvature, bends
        For ``zipf``: the coefficient of a squared term over b^2, and whether it is too large for a power law (5 %,
        Gabaix 2009): then b is the slope of a curve and depends on how many cities were used. NaN and false for
        ``rank_size``.
    n
        Cities used.
    """

    exponent: float
    error: float
    low: float
    high: float
    p_zipf: float
    r_squared: float
    curvature: float
    bends: bool
    n: int


def _ranked(sizes: Array, least: int) -> Array:
    """Return sizes, largest first."""
    checked(sizes, None, least=least)
    positive(sizes, "sizes")
    return np.sort(sizes)[::-1]


def primacy(sizes: Array) -> Primacy:
    """Return the indices of two, four and eleven cities.

    Parameters
    ----------
    sizes
        Above zero, shape (n,), n >= 2.
    """
    ranked = _ranked(sizes, 2)
    first = float(ranked[0])

    def over(last: int, factor: float) -> float:
        return factor * first / float(ranked[1:last].sum()) if ranked.size >= last else float("nan")

    return Primacy(over(2, 1.0), over(4, 1.0), over(11, 2.0), first / float(ranked.sum()))


def _line(x: Array, y: Array) -> tuple[float, float]:
    """Return the slope and R² of a least-squares line."""
    across, up = x - x.mean(), y - y.mean()
    if not across.any() or not up.any():
        raise DataError("sizes: expected sizes that differ, but all are equal; a power law needs large and small ones")
    slope = float(across @ up / (across @ across))
    return slope, float((across @ up) ** 2 / ((across @ across) * (up @ up)))


def zipf(sizes: Array) -> RankSize:
    """Return Zipf's exponent by ranks less one half, with the standard error that this regression really has.

    The usual standard error of the regression is far too small, since ranked sizes are not independent. Equal sizes
    get consecutive ranks.

    Parameters
    ----------
    sizes
        Above zero, not all equal, shape (n,), n >= 3: the upper tail one believes to follow a power law.
    """
    ranked = _ranked(sizes, 3)
    slope, fit = _line(np.log(ranked), np.log(np.arange(1, ranked.size + 1) - 0.5))
    exponent = -slope
    error = float(np.sqrt(2 / ranked.size)) * exponent
    reach = float(stats.norm.ppf(0.975)) * error
    p = float(2 * stats.norm.sf(abs(exponent - 1) / error))
    curvature = _curvature(np.log(ranked), np.log(np.arange(1, ranked.size + 1) - 0.5))
    bends = abs(curvature) > 1.95 / np.sqrt(2 * ranked.size)
    return RankSize(exponent, error, exponent - reach, exponent + reach, p, fit, curvature, bool(bends), ranked.size)


def _curvature(size: Array, rank: Array) -> float:
    """Return the coefficient of a centred square of ln(size) over the squared slope beside it (Gabaix 2009)."""
    if np.unique(size).size < 3:
        return 0.0  # two sizes make a line
    centre = float(np.cov(size**2, size)[0, 1] / (2 * np.var(size, ddof=1)))
    terms = np.stack([np.ones_like(size), size, (size - centre) ** 2], axis=1)
    (_, slope, square), _, _, _ = np.linalg.lstsq(terms, rank, rcond=None)
    return float(square / slope**2)


def rank_size(sizes: Array) -> RankSize:
    """Return the rank-size exponent q of ln(size) = a - q ln(rank): above one, large cities dominate; below, even ones.

    Parameters
    ----------
    sizes
        As for ``zipf``.
    """
    ranked = _ranked(sizes, 3)
    slope, fit = _line(np.log(np.arange(1, ranked.size + 1, dtype=np.float64)), np.log(ranked))
    nan = float("nan")
    return RankSize(-slope, nan, nan, nan, nan, fit, nan, False, ranked.size)
