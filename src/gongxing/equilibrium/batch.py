"""Many shocks at once: one factorisation at the baseline, all right-hand sides together.

Chord Newton: every column z_s solves F_s(z_s) = 0 by z_s <- z_s - J^-1 F_s(z_s) with the Jacobian of the baseline. A
column that the chord does not bring home (a large shock) is solved by itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import inv

from gongxing.equilibrium.economy import Shock
from gongxing.equilibrium.system import System

if TYPE_CHECKING:
    from gongxing.equilibrium.economy import Economy

Matrix = NDArray[np.float64]
STEPS = 30


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Ratios new over old for S shocks: each (N, S), column s for shock s; ``welfare`` and ``error_bound`` (S,).

    ``error_bound`` is the largest estimated error of a log hat of the column, ``certified`` whether it meets the
    tolerance, ``iterations`` the sweeps over all columns, ``alone`` how many had to be solved by themselves.
    """

    wages: Matrix
    resident_income: Matrix
    rents: Matrix
    prices: Matrix
    residents: Matrix
    jobs: Matrix
    welfare: NDArray[np.float64]
    error_bound: NDArray[np.float64]
    certified: NDArray[np.bool_]
    iterations: int
    alone: int
    seconds: float


def solve_many(
    economy: Economy,
    *,
    productivity: ArrayLike | None = None,
    amenity: ArrayLike | None = None,
    tolerance: float = 1e-10,
) -> Outcomes:
    """Solve S shocks of regional productivity and residential amenity together (wage numeraire).

    Parameters
    ----------
    economy
        The baseline.
    productivity, amenity
        Ahat and Bhat, (N, S), one shock a column; at least one of them.
    tolerance
        Bound on the error of every log hat.

    Raises
    ------
    ValueError
        Shapes do not fit, or a ratio is not positive.
    """
    began = time.perf_counter()
    n = economy.regions
    log_a, log_b = _logs("productivity", productivity, n), _logs("amenity", amenity, n)
    if log_a is None and log_b is None:
        raise ValueError("productivity, amenity: expected at least one of them, got neither")
    if log_a is not None and log_b is not None and log_a.shape != log_b.shape:
        raise ValueError(f"amenity: expected shape {log_a.shape} like productivity, got {log_b.shape}")
    system = _Columns(economy, log_a, log_b)
    shocks = (log_a if log_a is not None else log_b).shape[1]  # type: ignore[union-attr]
    base = System(economy, Shock())
    jacobian = base.jacobian(base.evaluate(np.zeros(n), np.zeros(n)))
    jacobian[:n, :n] += economy.wages / economy.wages.sum()
    inverse = inv(jacobian, overwrite_a=True, check_finite=False)
    z = np.zeros((2 * n, shocks))
    columns = _Secants()
    previous = bound = np.full(shocks, np.inf)
    count = 0
    while count < STEPS:
        count += 1
        state = system.evaluate(z[:n], z[n:])
        move = inverse @ np.concatenate([state.goods, state.residence])
        size = np.abs(move).max(axis=0)
        # The iteration contracts by q a step, so what is left is at most q / (1 - q) of the last move.
        q = np.clip(np.where(np.isfinite(previous), size / np.maximum(previous, 1e-300), 0.5), 0.0, 0.9)
        bound, previous = size * q / (1 - q), size
        if not np.isfinite(size).all() or (bound <= tolerance).all():
            z = z - move
            break
        z = columns.next(z, move)
    rounding = 64 * float(np.finfo(np.float64).eps) * np.abs(inverse).sum(axis=1).max()
    bound = bound + rounding
    x, y = system.normalise(z[:n], z[n:])
    state = system.evaluate(x, y)
    residents = state.residents / system.residents0[:, None]
    found = {
        "wages": state.what,
        "resident_income": state.income / system.income0[:, None] / residents,
        "rents": state.rents,
        "prices": state.demand ** (1 / (1 - system.sigma)),
        "residents": residents,
        "jobs": state.jobs / system.jobs0[:, None],
        "welfare": state.phi ** (1 / system.epsilon),
    }
    certified = np.isfinite(bound) & (bound <= tolerance)
    left = np.flatnonzero(~certified)
    for s in left:
        shock = Shock(
            productivity=None if log_a is None else np.exp(log_a[:, s]),
            amenity=None if log_b is None else np.exp(log_b[:, s]),
        )
        outcome = economy.counterfactual(shock, tolerance=tolerance)
        for name, values in found.items():
            values[..., s] = getattr(outcome, name)
        bound[s], certified[s] = outcome.certificate.error_bound, outcome.certificate.certified
    return Outcomes(
        **found, error_bound=bound, certified=certified, iterations=count, alone=left.size,
        seconds=time.perf_counter() - began,
    )  # fmt: skip


class _Secants:
    """Anderson acceleration of depth two, each column by itself."""

    def __init__(self) -> None:
        self.last: tuple[Matrix, Matrix] | None = None
        self.pairs: list[tuple[Matrix, Matrix]] = []

    def next(self, z: Matrix, move: Matrix) -> Matrix:
        """Return the next z after z <- z - move and what the columns' past moves tell."""
        if self.last is not None:
            self.pairs = [*self.pairs[-1:], (z - self.last[0], move - self.last[1])]
        self.last = (z, move)
        if not self.pairs:
            return z - move
        gram = np.array([[(a[1] * b[1]).sum(0) for b in self.pairs] for a in self.pairs])
        right = np.array([(a[1] * move).sum(0) for a in self.pairs])
        diagonal = np.einsum("iis->is", gram)
        diagonal += 1e-14 * diagonal.sum(0) + 1e-300
        weights = np.linalg.solve(np.moveaxis(gram, 2, 0), np.moveaxis(right, 1, 0)[..., None])[..., 0]
        result = z - move
        for weight, (moved, changed) in zip(weights.T, self.pairs, strict=True):
            result -= weight * (moved - changed)
        return result


def _logs(name: str, value: ArrayLike | None, regions: int) -> Matrix | None:
    if value is None:
        return None
    array = np.asarray(value, dtype=np.float64)
    if array.ndim != 2 or array.shape[0] != regions:
        raise ValueError(f"{name}: expected shape ({regions}, shocks), got {array.shape}")
    if not (np.isfinite(array).all() and (array > 0).all()):
        raise ValueError(f"{name}: expected positive finite ratios")
    return np.log(array)


class _Columns(System):
    """The baseline's kernels with one productivity and one residential amenity a column."""

    def __init__(self, economy: Economy, log_a: Matrix | None, log_b: Matrix | None) -> None:
        super().__init__(economy, Shock())
        if log_a is not None:
            self.log_productivity = (self.sigma - 1) * log_a
        self.log_amenity = log_b

    def evaluate(self, x: NDArray[Any], y: NDArray[Any]) -> Any:
        """Evaluate at log wages and log attractiveness, (N, S); amenity scales the pull of a residence as u does."""
        if self.log_amenity is None:
            return super().evaluate(x, y)
        from dataclasses import replace

        state = super().evaluate(x, y + self.log_amenity)
        return replace(state, residence=state.residence + self.log_amenity)
