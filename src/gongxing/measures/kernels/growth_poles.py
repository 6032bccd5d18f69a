"""Whether a leader's growth lifts its neighbours, or drains them.

For a leader L with neighbours N and the rest R (all others), the question is whether neighbours grow faster than the
rest after the leader did:

    D_t = mean growth of N in t - mean growth of R in t
    X_t = growth of L in t - lag - mean growth of R in t - lag
    D_t = a + b X_t + e_t

Differences to the rest take out what moves all regions at once (the nation's year), the constant what always sets the
neighbours apart. b above zero is spillover, below zero drain (Myrdal's backwash, Hirschman's polarisation). There is
one observation a year, however many neighbours; the interval is Student's on years - 2 degrees of freedom, with a
standard error robust to unequal variances that errs on the wide side (HC3), and beside it stands the p-value of a
permutation of the leader's years. b is a lead-lag association: what moves leader and neighbours one after the
other, but not the rest, looks the same.

References
----------
Myrdal, G. (1957). *Economic Theory and Under-Developed Regions*. Duckworth.
Hirschman, A. O. (1958). *The Strategy of Economic Development*. Yale University Press.
MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators with improved
finite sample properties. *Journal of Econometrics* 29(3), 305-325.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

Verdict = Literal["spillover", "drain", "cannot tell", "too short"]
# Fewer years cannot bear an interval: with 5, three degrees of freedom are left.
SHORTEST = 5
# All orders of the years are tried up to this many years (5 040 orders).
ALL_ORDERS = 7
# Clusters below which an error clustered by leader cannot be trusted.
FEWEST_LEADERS = 8
LEVEL = 0.05
# A leader whose growth differs from the rest by no more than this part of the largest growth does not move.
STILL = 1e-12


@dataclass(frozen=True, slots=True)
class LeadLag:
    """The answer for one leader, or several, and one lag.

    Attributes
    ----------
    slope
        b: points by which the neighbours outgrow the rest for each point by which the leader did. NaN where the
        leader never differs or fewer than three years are there.
    low, high
        95 % interval; NaN where the panel is too short.
    p_permutation
        Two-sided, years of the leader permuted.
    years
        Observations.
    verdict
        ``spillover`` and ``drain`` only where both the interval and the permutation exclude zero.
    """

    slope: float
    low: float
    high: float
    p_permutation: float
    years: int
    verdict: Verdict


def lead_lag(
    growth: Array, leader: int, neighbours: Mask, *, lag: int = 1, permutations: int = 9999, seed: int = 0
) -> LeadLag:
    """Return whether neighbours outgrow the rest after the leader did.

    Parameters
    ----------
    growth
        Growth rates (in log points or percent), finite, shape (regions, years), years consecutive.
    leader
        Its row.
    neighbours
        Shape (regions,), without the leader; at least one neighbour and one region that is neither.
    lag
        Years by which the leader leads, at least 0.
    permutations, seed
        Orders of the years; all orders where there are few.
    """
    lead, gap = _series(growth, leader, neighbours, lag)
    years = lead.size
    if years < 3 or np.ptp(lead) <= STILL * max(1.0, np.abs(growth).max()):
        unknown: Verdict = "too short" if years < 3 else "cannot tell"
        return LeadLag(math.nan, math.nan, math.nan, math.nan, years, unknown)
    slope, error = _slope(lead, gap)
    if years < SHORTEST:
        return LeadLag(slope, math.nan, math.nan, math.nan, years, "too short")
    reach = float(stats.t.ppf(0.975, years - 2)) * error
    p = _permuted_p(lead[None], gap[None], permutations, seed)
    return LeadLag(slope, slope - reach, slope + reach, p, years, _verdict(slope, reach, p))


def pooled_lead_lag(
    growth: Array,
    leaders: Sequence[int],
    neighbours: Sequence[Mask],
    *,
    lag: int = 1,
    permutations: int = 9999,
    seed: int = 0,
) -> LeadLag:
    """Return the slope that several leaders have in common, each with its own constant.

    The interval is Student's on leaders - 1 degrees of freedom with an error clustered by leader, and asks for at least
    ``FEWEST_LEADERS``. Leaders share their years, so that the permutation moves the years of all of them together.

    Parameters
    ----------
    growth, lag, permutations, seed
        As for ``lead_lag``.
    leaders, neighbours
        Row and neighbourhood of each leader.
    """
    pairs = [_series(growth, leader, near, lag) for leader, near in zip(leaders, neighbours, strict=True)]
    lead, gap = np.stack([x for x, _ in pairs]), np.stack([y for _, y in pairs])
    years, count = lead.shape[1], len(leaders)
    if years < 3 or np.ptp(lead, axis=1).max() <= STILL * max(1.0, np.abs(growth).max()):
        unknown: Verdict = "too short" if years < 3 else "cannot tell"
        return LeadLag(math.nan, math.nan, math.nan, math.nan, years, unknown)
    across, up = lead - lead.mean(axis=1, keepdims=True), gap - gap.mean(axis=1, keepdims=True)
    squares = float((across**2).sum())
    slope = float((across * up).sum()) / squares
    if years < SHORTEST or count < FEWEST_LEADERS:
        verdict: Verdict = "too short" if years < SHORTEST else "cannot tell"
        return LeadLag(slope, math.nan, math.nan, math.nan, years, verdict)
    scores = (across * (up - slope * across)).sum(axis=1)
    error = math.sqrt(count / (count - 1) * float((scores**2).sum())) / squares
    reach = float(stats.t.ppf(0.975, count - 1)) * error
    p = _permuted_p(lead, gap, permutations, seed)
    return LeadLag(slope, slope - reach, slope + reach, p, years, _verdict(slope, reach, p))


def _series(growth: Array, leader: int, neighbours: Mask, lag: int) -> tuple[Array, Array]:
    """Return X and D: the leader's growth above the rest, and the neighbours' above the rest ``lag`` years later."""
    rest = ~neighbours
    rest[leader] = False
    common = growth[rest].mean(axis=0)
    years = max(growth.shape[1] - lag, 0)
    return (growth[leader] - common)[:years], (growth[neighbours].mean(axis=0) - common)[lag:]


def _verdict(slope: float, reach: float, p: float) -> Verdict:
    if p > LEVEL or not abs(slope) > reach:
        return "cannot tell"
    return "spillover" if slope > 0 else "drain"


def _slope(x: Array, y: Array) -> tuple[float, float]:
    """Return the slope of a line and its HC3 standard error."""
    across = x - x.mean()
    squares = float(across @ across)
    slope = float(across @ y) / squares
    left = y - y.mean() - slope * across
    leverage = 1 / x.size + across**2 / squares
    # A year of leverage one fits itself: nothing is left to judge it by.
    stretched = np.divide(left, 1 - leverage, out=np.full(x.size, np.inf), where=leverage < 1 - 1e-9)
    return slope, float(np.sqrt(((across * stretched) ** 2).sum())) / squares


def _permuted_p(x: Array, y: Array, permutations: int, seed: int) -> float:
    """Return the two-sided p-value of the covariance within leaders (rows) when the years (columns) are permuted."""
    across, up = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    cross = across.T @ up  # years of the leader by years of the neighbours
    years = len(cross)
    if years <= ALL_ORDERS:
        orders = np.array(list(itertools.permutations(range(years))))
    else:
        orders = np.random.default_rng(seed).permuted(np.tile(np.arange(years), (permutations, 1)), axis=1)
    covariances = np.abs(cross[orders, np.arange(years)].sum(axis=1))
    extreme = int(np.count_nonzero(covariances >= abs(np.trace(cross)) - 1e-12 * np.abs(cross).sum()))
    return extreme / len(orders) if years <= ALL_ORDERS else (extreme + 1) / (permutations + 1)
