r"""Convergence clubs of Phillips and Sul: the log t test, and the regions that converge to one another.

For :math:`X_{it}` (the trend of the log of income) the relative transition path is :math:`h_{it}=X_{it}/\bar X_t`, the
cross-section variance :math:`H_t=\frac1N\sum_i(h_{it}-1)^2`, and the test regresses, for :math:`t=[rT],\dots,T`,

.. math::  \ln\frac{H_1}{H_t}-2\ln\ln t=a+b\ln t+u_t

Convergence is rejected where the one-sided t of b (errors that hold under autocorrelation) is below -1.65. Regions are
clustered by the four steps of the 2007 paper and clubs merged as in that of 2009.

References
----------
Phillips, P. C. B. and Sul, D. (2007). Transition modeling and econometric convergence tests. Econometrica 75(6),
1771–1855.
Phillips, P. C. B. and Sul, D. (2009). Economic transition and growth. Journal of Applied Econometrics 24(7), 1153–1185.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array, Index
from gongxing.measures.kernels.regression import hac_errors, least_squares

Kernel = Literal["quadratic-spectral", "bartlett"]
# The one-sided 5 % point of the normal distribution that the papers use.
CRITICAL = -1.65
LEAST_PERIODS = 10


@dataclass(frozen=True, slots=True)
class LogT:
    """The log t test: coefficient b, its standard error, the one-sided t, and whether convergence stands."""

    b: float
    error: float
    t: float

    @property
    def converges(self) -> bool:
        """Whether the test does not reject convergence."""
        return self.t > CRITICAL


Tester = Callable[[Sequence[int]], LogT]


@dataclass(frozen=True, slots=True)
class Clubs:
    """Clubs from the richest down: the indices of their regions, each club's test, the regions of no club."""

    whole: LogT
    members: tuple[Index, ...]
    tests: tuple[LogT, ...]
    divergent: Index


def trend(values: ArrayLike, smoothing: float) -> Array:
    """Return the Hodrick–Prescott trend of each row (shape n × T); ``smoothing`` 0 returns the values.

    References
    ----------
    Hodrick, R. J. and Prescott, E. C. (1997). Postwar U.S. business cycles: an empirical investigation. Journal of
    Money, Credit and Banking 29(1), 1–16.
    """
    from scipy.linalg import solveh_banded

    x = np.asarray(values, dtype=np.float64)
    periods = x.shape[1]
    if smoothing == 0 or periods < 3:
        return x
    second = np.diff(np.eye(periods), 2, axis=0)
    penalty = np.eye(periods) + smoothing * second.T @ second
    bands = np.zeros((3, periods))
    for k in range(3):
        bands[2 - k, k:] = np.diag(penalty, k)
    return np.asarray(solveh_banded(bands, x.T)).T


def log_t(paths: Array, *, discarded: float = 0.3, kernel: Kernel = "quadratic-spectral") -> LogT:
    """Test whether the rows of ``paths`` (shape n × T, trends of logs) converge.

    Parameters
    ----------
    paths
        At least two rows and ten periods, evenly spaced; every period has a mean above 0.
    discarded
        The first share r of the periods that the regression leaves out (the papers: 0.3 where T is at most 50).
    kernel
        Of the standard errors, see :func:`~gongxing.measures.kernels.regression.hac_errors`.
    """
    n, periods = paths.shape
    if n < 2 or periods < LEAST_PERIODS:
        raise DataError(
            f"the log t test: expected at least 2 regions and {LEAST_PERIODS} periods, but there are {n} and {periods}"
        )
    means = paths.mean(axis=0)
    if (means <= 0).any():
        raise DataError("the log t test: expected logs with a mean above 0 in every period; use a smaller unit")
    spread = ((paths / means - 1) ** 2).mean(axis=0)
    first = max(int(discarded * periods), 2)
    if spread.min() <= 1e-24:
        # Regions that are one already: nothing is left to converge.
        return LogT(np.inf, 0.0, np.inf)
    t = np.arange(first, periods + 1, dtype=np.float64)
    y = np.log(spread[0] / spread[first - 1 :]) - 2 * np.log(np.log(t))
    x = np.column_stack([np.ones_like(t), np.log(t)])
    fit = least_squares(y, x, robust=False)
    b = float(fit.coefficients[1])
    error = float(hac_errors(x, fit.residuals, kernel=kernel)[1])
    return LogT(b, error, b / error if error > 0 else np.inf * np.sign(b))


def find_clubs(
    paths: Array, *, discarded: float = 0.3, kernel: Kernel = "quadratic-spectral", threshold: float = 0.0
) -> Clubs:
    """Return the clubs among the rows of ``paths``; see :func:`log_t` for the arguments.

    ``threshold`` is the papers' critical value c for taking a region into a club; it is raised by steps of 0.01 where
    a club would not pass the test as a whole.
    """

    def test(rows: Sequence[int]) -> LogT:
        return log_t(paths[np.asarray(rows, dtype=np.int64)], discarded=discarded, kernel=kernel)

    rest: list[int] = np.argsort(-paths[:, -1], kind="stable").tolist()
    whole = test(rest)
    members: list[list[int]] = []
    while len(rest) > 1:
        if test(rest).converges:
            members.append(rest)
            rest = []
            break
        club = _club(rest, test, threshold)
        if not club:
            break
        taken = set(club)
        members.append(club)
        rest = [row for row in rest if row not in taken]
    members = _merged(members, test)
    return Clubs(
        whole,
        tuple(np.array(club, dtype=np.int64) for club in members),
        tuple(test(club) for club in members),
        np.array(rest, dtype=np.int64),
    )


def _club(rest: list[int], test: Tester, threshold: float) -> list[int]:
    """Return one club among regions in falling order of their last value; empty where no two converge."""
    core = _core(rest, test)
    if not core:
        return []
    inside = set(core)
    others = [row for row in rest if row not in inside]
    scores = {row: test([*core, row]).t for row in others}
    bar = threshold
    while True:
        club = [row for row in rest if row in inside or scores.get(row, -np.inf) > bar]
        if len(club) == len(core) or test(club).converges:
            return club
        # Raise the bar to where the next region falls out, in steps of 0.01.
        lowest = min(scores[row] for row in club if row not in inside)
        bar = max(bar, lowest - 0.01) + 0.01


def _core(rest: list[int], test: Tester) -> list[int]:
    """Return the core group: from the first pair that converges on, the size with the highest t."""
    for start in range(len(rest) - 1):
        best = test(rest[start : start + 2])
        if not best.converges:
            continue
        core, highest = rest[start : start + 2], best.t
        for stop in range(start + 3, len(rest) + 1):
            found = test(rest[start:stop])
            if not found.converges:
                break
            if found.t > highest:
                core, highest = rest[start:stop], found.t
        return core
    return []


def _merged(members: list[list[int]], test: Tester) -> list[list[int]]:
    """Merge neighbouring clubs that converge jointly, from the richest down, until none do."""
    merged = list(members)
    position = 0
    while position < len(merged) - 1:
        both = merged[position] + merged[position + 1]
        if test(both).converges:
            merged[position : position + 2] = [both]
        else:
            position += 1
    return merged
