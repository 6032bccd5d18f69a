"""Gravity between regions: kernels of cost, scaled to sums of rows and columns, and to a known share of commuters.

Scaling is Sinkhorn's (1967) iteration. Where regions hang together by little it crawls; then Newton's method on the
logs of the scales goes on, which solves the same convex problem (the dual of entropic transport) in a few steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gongxing.equilibrium.kernels import COMPILED_REGIONS, Dense
from gongxing.equilibrium.sentences import Assumption

if TYPE_CHECKING:
    from collections.abc import Callable

    Vector = NDArray[np.float64]
    Matrix = NDArray[np.float64]

SWEEPS = 20_000
# Sweeps after which Newton's method takes over, of as many regions as a dense system is quick for.
PATIENCE, NEWTON_REGIONS = 400, 1500
# Logs of the factor between regions that a stated share is looked for in.
_FACTORS = (-40.0, 20.0)


@dataclass(frozen=True, slots=True)
class Gravity:
    """How commuting follows travel cost.

    Attributes
    ----------
    power
        Of the cost, where ``decay`` is ``None``.
    decay
        Fall of the log of commuting for each unit of cost.
    share
        Share of workers who work outside their region, or ``None``.
    """

    power: float
    decay: float | None = None
    share: float | None = None

    def commuting(self, cost: Matrix, home: Vector, work: Vector) -> tuple[Matrix, Vector, list[Assumption]]:
        """Return commuting shares (N, N), the pull of workplaces (N,), and what was assumed.

        Parameters
        ----------
        cost
            (N, N), rows residence.
        home, work
            (N,) each, shares that sum to 1.

        Raises
        ------
        ValueError
            There is no such commuting: no routes, or jobs and residents that force more to commute than the share.
        """
        if self.decay is None:
            kernel, notes = cost**self.power, [Assumption("commuting_by_gravity", {"power": self.power})]
        else:
            # Only differences within a row matter; the least is taken off so that nothing underflows there.
            kernel = np.exp(-self.decay * (cost - cost.min(axis=1, keepdims=True)))
            notes = [Assumption("commuting_by_decay", {"decay": self.decay})]
        if self.share is not None:
            kernel, factor = with_share(kernel, home, work, self.share)
            notes.append(Assumption("commuting_share_stated", {"share": 100 * self.share, "factor": factor}))
        found, _, pull = balance(kernel, home, work, "travel_cost")
        return found / found.sum(), pull, notes


def least_share(home: Vector, work: Vector) -> float:
    """Return the share of workers that must work outside their region, since jobs are not where people live."""
    return float(np.abs(home - work).sum() / 2)


def with_share(kernel: Matrix, home: Vector, work: Vector, share: float) -> tuple[Matrix, float]:
    """Multiply a kernel between regions by the one number with which a share of workers work outside their region.

    Parameters
    ----------
    kernel
        (N, N), rows residence.
    home, work
        (N,) each, shares that sum to 1.
    share
        Wanted, 0 to 1. The share rises with the number, since the off-diagonal sum is the sufficient statistic of an
        exponential family.

    Returns
    -------
    The kernel, and the number.

    Raises
    ------
    ValueError
        No number yields it.
    """
    from scipy.optimize import brentq

    least = least_share(home, work)
    if not least < share < 1:
        raise ValueError(
            f"commuting_share: expected more than {100 * least:.1f} % (so many must work outside their region, since "
            f"jobs are not where people live) and less than 100 %, got {100 * share:g} %; "
            "state another share, or other jobs"
        )
    own = np.eye(len(home), dtype=bool)

    def scaled(log: float) -> Matrix:
        return np.where(own, kernel, kernel * np.exp(log))

    def missed(log: float) -> float:
        found, _, _ = balance(scaled(log), home, work, "travel_cost")
        return float(1 - found.diagonal().sum() / found.sum() - share)

    low, high = _bracket(missed)
    if low == high:
        raise ValueError(
            f"commuting_share: no cost between regions yields {100 * share:g} %; state a share further from "
            f"{100 * least:.1f} %, the least that jobs and residents allow"
        )
    log = float(brentq(missed, low, high, xtol=1e-10))
    return scaled(log), float(np.exp(log))


def _bracket(missed: Callable[[float], float]) -> tuple[float, float]:
    """Return two logs between which the share is met, the same one twice where there are none."""
    at, step = 0.0, 1.0
    sign = missed(at) > 0
    while _FACTORS[0] <= at <= _FACTORS[1]:
        further = at - step if sign else at + step
        try:
            if (missed(further) > 0) != sign:
                return min(at, further), max(at, further)
        except ValueError:
            break
        at, step = further, 2 * step
    return at, at


def balance(kernel: Matrix, rows: Vector, columns: Vector, name: str) -> tuple[Matrix, Vector, Vector]:
    """Scale the rows and columns of a kernel to given sums.

    Parameters
    ----------
    kernel
        (N, M), not negative.
    rows, columns
        Sums wanted, (N,) and (M,), of the same total.
    name
        The argument to name where it cannot be done.

    Returns
    -------
    The balanced matrix, the scales of the rows, the scales of the columns.

    Raises
    ------
    ValueError
        The kernel has no such scaling (regions that no route ties together), or it was not reached.

    Source: Sinkhorn (1967).
    """
    product = Dense(kernel)
    if len(kernel) >= COMPILED_REGIONS:
        from gongxing.equilibrium.compiled import Compiled

        product = Compiled(kernel)
    right = np.ones(columns.size)
    left = rows
    gap = np.inf
    quick = max(kernel.shape) <= NEWTON_REGIONS
    with np.errstate(all="ignore"):
        for sweep in range(SWEEPS):
            reached = product.right(right)
            if sweep % 10 == 9:
                gap = float(np.abs(left * reached / rows - 1).max())
                if gap < 1e-13 or not np.isfinite(gap):
                    break
            left = rows / reached
            right = columns / product.left(left)
            if quick and sweep == PATIENCE:
                left, right = _newton(kernel, rows, columns, left, right)
        else:
            gap = float(np.abs(left * product.right(right) / rows - 1).max())
    if not gap < 1e-9:
        raise ValueError(
            f"{name}: expected costs that can carry the given jobs, residents and sales, got a gap of {gap:.1e}; "
            "regions without a route between them must balance by themselves"
        )
    return left[:, None] * kernel * right, left, right


def _newton(kernel: Matrix, rows: Vector, columns: Vector, left: Vector, right: Vector) -> tuple[Vector, Vector]:
    """Return scales improved by Newton's method on their logs; those given where it does not improve them."""
    u, v = np.log(left), np.log(right)
    best, gap = (left, right), np.inf
    for _ in range(60):
        found = np.exp(u[:, None] + v) * kernel
        own, other = found.sum(1), found.sum(0)
        now = float(max(np.abs(own / rows - 1).max(), np.abs(other / columns - 1).max()))
        if not now < gap:
            break
        best, gap = (np.exp(u), np.exp(v)), now
        if now < 1e-14:
            break
        # One scale is free: the last is held.
        system = np.block([[np.diag(own), found], [found.T, np.diag(other)]])[:-1, :-1]
        try:
            step = np.linalg.solve(system, np.concatenate([rows - own, columns - other])[:-1])
        except np.linalg.LinAlgError:
            break
        step *= min(1.0, 2.0 / float(np.abs(step).max() or 1.0))
        u = u + step[: len(u)]
        v = v + np.append(step[len(u) :], 0.0)
    return best
