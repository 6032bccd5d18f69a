"""Many shocks of productivity and residential amenity at once: one factorisation, all right-hand sides together.

Chord Newton: every column z_s solves F_s(z_s) = 0 by z_s <- z_s - J^-1 F_s(z_s) with the Jacobian of the baseline,
accelerated by the column's own last moves. The first steps are made in single precision, on deviations from the
baseline. A column that the chord does not bring home (a large shock) is solved by itself. For shocks of pairs see
``grid.py``.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import inv

from gongxing.equilibrium.checks import array_of, require
from gongxing.equilibrium.deviations import Deviations
from gongxing.equilibrium.jacobian import jacobian_of
from gongxing.equilibrium.outcome import NUMERAIRES, Numeraire, hats_of, numeraire_shift, revalued
from gongxing.equilibrium.shock import Shock
from gongxing.equilibrium.system import State, System

if TYPE_CHECKING:
    from gongxing.equilibrium.economy import Economy

Matrix = NDArray[Any]
Panel = tuple[Matrix | None, Matrix | None]
HATS = ("wages", "resident_income", "rents", "prices", "residents", "jobs", "welfare")
# Columns worked on together.
PANEL = 101
# Steps in single precision, the move at which they end, and the most in double.
SINGLE_STEPS, SINGLE_ENOUGH, STEPS = 3, 1e-6, 25
# Rounding of one residual, in units in the last place.
ROUNDING = 32 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Ratios new over old for S shocks: each (N, S), column s for shock s; ``welfare`` and ``error_bound`` (S,).

    Attributes
    ----------
    wages, resident_income, rents, prices, residents, jobs
        Hats, without unit.
    welfare
        Uhat under ``numeraire``.
    error_bound, certified
        Largest estimated error of a log hat of the column, and whether it meets the tolerance.
    numeraire
        What was held fixed.
    iterations
        Sweeps over the columns that needed most.
    alone
        How many had to be solved by themselves.
    seconds
        Wall time.
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
    numeraire: Numeraire
    iterations: int
    alone: int
    seconds: float


def solve_many(
    economy: Economy,
    *,
    productivity: ArrayLike | None = None,
    amenity: ArrayLike | None = None,
    tolerance: float = 1e-10,
    numeraire: Numeraire = "wage",
) -> Outcomes:
    """Solve S shocks of regional productivity and residential amenity together.

    Parameters
    ----------
    economy
        The baseline.
    productivity, amenity
        Ahat and Bhat, (N, S), one shock a column; at least one of them.
    tolerance
        Bound on the error of every log hat.
    numeraire
        As in ``Economy.counterfactual``.

    Raises
    ------
    ValueError
        Shapes do not fit, a ratio is not positive, or the numeraire is not known.
    """
    began = time.perf_counter()
    log_a, log_b = _logs(economy.regions, productivity, amenity)
    if numeraire not in NUMERAIRES:
        raise ValueError(f"numeraire: expected one of {', '.join(NUMERAIRES)}, got {numeraire!r}")
    shocks = next(logs.shape[1] for logs in (log_a, log_b) if logs is not None)
    found = {name: np.ones((economy.regions, shocks)[name == "welfare" :]) for name in HATS}
    bound = np.zeros(shocks)
    chord = economy.chord
    steps = 0
    moved = np.any([(logs != 0).any(axis=0) for logs in (log_a, log_b) if logs is not None], axis=0)
    for columns in _panels(np.flatnonzero(moved)):
        panel = (None if log_a is None else log_a[:, columns], None if log_b is None else log_b[:, columns])
        hats, bound[columns], count = chord.solve(panel, tolerance, numeraire)
        steps = max(steps, count)
        for name, values in hats.items():
            found[name][..., columns] = values
    certified = bound <= tolerance
    left = np.flatnonzero(~certified)
    for s in left:
        shock = Shock(*(None if logs is None else np.exp(logs[:, s]) for logs in (log_a, log_b)))
        outcome = economy.counterfactual(shock, tolerance=tolerance, numeraire=numeraire)
        for name, values in found.items():
            values[..., s] = getattr(outcome, name)
        bound[s], certified[s] = outcome.certificate.error_bound, outcome.certificate.certified
    return Outcomes(
        **found, error_bound=bound, certified=certified, numeraire=numeraire, iterations=steps, alone=left.size,
        seconds=time.perf_counter() - began,
    )  # fmt: skip


def _logs(n: int, productivity: ArrayLike | None, amenity: ArrayLike | None) -> tuple[Matrix | None, Matrix | None]:
    if productivity is None and amenity is None:
        raise ValueError("productivity, amenity: expected at least one of them, got neither")
    logs: list[Matrix | None] = []
    shape: tuple[int, ...] = ()
    for name, value in (("productivity", productivity), ("amenity", amenity)):
        if value is None:
            logs.append(None)
            continue
        given = np.shape(value)
        if len(given) != 2 or given[0] != n or (shape and given != shape):
            raise ValueError(f"{name}: expected shape {shape or f'({n}, shocks)'}, got {given}")
        shape = given
        array = array_of(name, value, given)
        require(name, array <= 0, "positive ratios", array)
        logs.append(np.log(array))
    return logs[0], logs[1]


def _panels(columns: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    return np.array_split(columns, -(-columns.size // PANEL)) if columns.size else []


class _Columns(System):
    """The baseline's kernels with one productivity and one residential amenity a column."""

    def __init__(self, base: System, log_a: Matrix | None, log_b: Matrix | None) -> None:
        self.__dict__.update(base.__dict__)
        self.log_amenity = log_b
        if log_a is not None:
            self.log_sellers = (self.sigma - 1) * log_a

    def evaluate(self, x: Matrix, y: Matrix) -> State:
        """Evaluate at log wages and log attractiveness, (N, S); amenity scales the pull of a residence as u does."""
        if self.log_amenity is None:
            return super().evaluate(x, y)
        state = super().evaluate(x, y + self.log_amenity)
        return replace(state, residence=state.residence + self.log_amenity)


class Chord:
    """The inverse of the baseline's Jacobian in single precision: a step needs its direction, not all its digits."""

    def __init__(self, economy: Economy) -> None:
        n = economy.regions
        self.system = System(economy, Shock())
        self.deviations = Deviations(self.system, np.log1p(economy.imbalance))
        single = System(economy, Shock(), np.float32)
        matrix = jacobian_of(single, single.evaluate(*np.zeros((2, n), np.float32)))
        self.inverse = inv(matrix, overwrite_a=True, check_finite=False)

    def move(self, residual: Matrix) -> tuple[Matrix, Matrix]:
        """Return J^-1 F for columns of residuals, (2N, S), and the size of each column's F."""
        size = np.abs(residual).max(axis=0)
        scaled = residual / np.maximum(size, 1e-30)  # so that small residuals keep their digits
        return (self.inverse @ scaled.astype(np.float32, copy=False)) * size.astype(np.float64), size

    def size(self, move: Matrix) -> Matrix:
        """Return about what a move, (2N, S), changes log hats by: jobs answer wages by the commuting elasticity."""
        n = self.system.wages.size
        wages, homes = np.abs(move[:n]).max(axis=0), np.abs(move[n:]).max(axis=0)
        return np.asarray(np.maximum(float(self.system.epsilon) * wages, homes))

    def approach(self, panel: Panel, secants: _Secants) -> tuple[Matrix, Matrix]:
        """Return points near the solutions, (2N, S), and the size of the last moves, by steps in single precision."""
        supply = None if panel[0] is None else (float(self.system.sigma - 1) * panel[0]).astype(np.float32)
        amenity = None if panel[1] is None else panel[1].astype(np.float32)
        shocks = next(logs.shape[1] for logs in panel if logs is not None)
        z, size = np.zeros((2 * self.system.wages.size, shocks)), np.full(shocks, np.inf)
        for _ in range(SINGLE_STEPS):
            move, _ = self.move(self.deviations.residuals(z, supply, amenity))
            size = self.size(move)
            z = secants.next(z, move)
            if (size < SINGLE_ENOUGH).all():
                break
        return z, size

    def solve(
        self, panel: Panel, tolerance: float, numeraire: Numeraire
    ) -> tuple[dict[str, Matrix], NDArray[np.float64], int]:
        """Return the hats of a panel's columns, their error bounds and the steps taken."""
        n = self.system.wages.size
        secants = _Secants()
        with np.errstate(all="ignore"):
            z, previous = self.approach(panel, secants)
            shocks = z.shape[1]
            found = {name: np.full((n, shocks)[name == "welfare" :], np.nan) for name in HATS}
            bound, active, count = np.full(shocks, np.inf), np.arange(shocks), SINGLE_STEPS
            for _ in range(STEPS):
                count += 1
                system = _Columns(self.system, *(None if logs is None else logs[:, active] for logs in panel))
                state = system.evaluate(z[:n], z[n:])
                move, residual = self.move(np.concatenate([state.goods, state.residence]))
                size = self.size(move)
                error = _error(size, previous, residual)
                done = error <= tolerance
                if done.any():
                    ready = state if done.all() else state.columns(done)
                    hats = revalued(system, hats_of(system, ready), numeraire_shift(system, ready, numeraire))
                    for name, values in hats.items():
                        found[name][..., active[done]] = values
                    bound[active[done]] = error[done]
                going = ~done & np.isfinite(size)
                if not going.any():
                    break
                z, previous = secants.next(z, move), size
                if not going.all():  # go on with those that are left alone
                    active, z, previous = active[going], z[:, going], previous[going]
                    secants.keep(going)
        return found, bound, count


def _error(size: Matrix, previous: Matrix, residual: Matrix) -> NDArray[np.float64]:
    """Estimate each column's error where the chord's next move is ``size`` and the one before was ``previous``.

    The moves to come shrink by q each, so they sum to at most 1 / (1 - q) of the next; rounding of the residual adds
    what the inverse was seen to stretch it to.
    """
    q = np.clip(size / np.maximum(previous, 1e-300), 0.1, 0.9)
    stretch = np.maximum(size / np.maximum(residual, 1e-300), 10)
    return np.asarray(size / (1 - q) + ROUNDING * stretch)


class _Secants:
    """Anderson acceleration of depth two, each column by itself."""

    def __init__(self) -> None:
        self.last: tuple[Matrix, Matrix] | None = None
        self.pairs: list[tuple[Matrix, Matrix]] = []

    def keep(self, columns: NDArray[np.bool_]) -> None:
        """Forget all columns but some."""
        self.pairs = [(moved[:, columns], changed[:, columns]) for moved, changed in self.pairs]
        if self.last is not None:
            self.last = (self.last[0][:, columns], self.last[1][:, columns])

    def next(self, z: Matrix, move: Matrix) -> Matrix:
        """Return the next z after z <- z - move and what the columns' past moves tell."""
        if self.last is not None:
            self.pairs = [*self.pairs[-1:], (z - self.last[0], move - self.last[1])]
        self.last = (z, move)
        result = z - move
        if not self.pairs:
            return result
        changes = [changed for _, changed in self.pairs]
        gram = np.array([[np.einsum("is,is->s", a, b) for b in changes] for a in changes])
        right = np.array([np.einsum("is,is->s", a, move) for a in changes])
        diagonal = np.einsum("iis->is", gram)
        diagonal += 1e-14 * diagonal.sum(0) + 1e-300
        weights = np.linalg.solve(np.moveaxis(gram, 2, 0), np.moveaxis(right, 1, 0)[..., None])[..., 0]
        for weight, (moved, changed) in zip(weights.T, self.pairs, strict=True):
            result -= weight * (moved - changed)
        return result
