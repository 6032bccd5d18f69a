"""Solve a counterfactual: accelerated iteration, corrections that say how far it was off, refinement where needed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from gongxing.equilibrium.anderson import accelerate
from gongxing.equilibrium.certificate import Certificate, block_imbalance, correction
from gongxing.equilibrium.outcome import NUMERAIRES, Numeraire, Outcome, outcome_of
from gongxing.equilibrium.system import State, System

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.economy import Economy, Shock

    Array = NDArray[np.float64]

# Steps of the two blocks of equations: about 1 / slope, of excess demand (sigma) and of residential choice.
GOODS_STEP, RESIDENCE_STEP = 0.2, 0.9
EVALUATIONS = 400
CORRECTIONS = 4
REFINEMENTS = 12
# What rounding of the sums in double precision moves, times the condition number, is the error it can cause.
ROUNDING = 4 * float(np.finfo(np.float64).eps)
# Dense refinement needs (2N)^2 numbers; above this many regions it is left to GMRES.
DENSE_REGIONS = 3000


def solve(
    economy: Economy, shock: Shock, *, tolerance: float, numeraire: Numeraire, start: Array | None = None
) -> Outcome:
    """Solve one counterfactual; see ``Economy.counterfactual``.

    Raises
    ------
    ValueError
        The tolerance or the numeraire is not one that is known, or the start does not fit.
    """
    if numeraire not in NUMERAIRES:
        raise ValueError(f"numeraire: expected one of {', '.join(NUMERAIRES)}, got {numeraire!r}")
    if not 0 < tolerance < 1:
        raise ValueError(f"tolerance: expected a number between 0 and 1, got {tolerance!r}")
    began = time.perf_counter()
    system = System(economy, shock)
    n = economy.regions
    z = np.zeros(2 * n) if start is None else np.asarray(start, dtype=np.float64)
    if z.shape != (2 * n,):
        raise ValueError(f"start: expected shape {(2 * n,)}, got {z.shape}")

    def step(z: Array) -> tuple[Array, float]:
        with np.errstate(all="ignore"):
            state = system.evaluate(z[:n], z[n:])
        size = max(np.abs(state.goods).max(), np.abs(state.residence).max())
        return np.concatenate([GOODS_STEP * state.goods, RESIDENCE_STEP * state.residence]), float(size)

    z, _, evaluations = accelerate(step, z, tolerance=tolerance, limit=EVALUATIONS)
    x, y = system.normalise(z[:n], z[n:])
    products = 0
    for _ in range(CORRECTIONS):
        state = system.evaluate(x, y)
        fix, condition, blocks, imbalance, used = correction(system, state)
        bound, products, evaluations = float(np.abs(fix).max()), products + used, evaluations + 1
        if bound <= tolerance or condition * ROUNDING > tolerance:
            break
        x, y = system.normalise(x + fix[:n], y + fix[n:])
    method = "accelerated iteration with Newton corrections"
    determined = np.abs(fix[:n]) <= tolerance
    if bound > tolerance or condition * ROUNDING > tolerance:
        x, y, state, bound, steps = _refine(economy, shock, system, (x, y, fix), condition, tolerance)
        evaluations += steps
        method = "accelerated iteration, then Newton with extended-precision residuals"
        determined = np.full(n, bound <= tolerance)
        imbalance = block_imbalance(system, state, blocks)
    certificate = Certificate(
        goods_residual=float(np.abs(np.expm1(state.goods)).max()),
        residence_residual=float(np.abs(np.expm1(state.residence)).max()),
        block_imbalance=imbalance,
        blocks=blocks,
        condition=condition,
        error_bound=bound,
        tolerance=tolerance,
        certified=bound <= tolerance,
        determined=determined,
        iterations=evaluations,
        products=products,
        seconds=time.perf_counter() - began,
        method=method,
    )
    return outcome_of(system, x, y, numeraire, certificate)


def _refine(
    economy: Economy,
    shock: Shock,
    system: System,
    found: tuple[Array, Array, Array],
    condition: float,
    tolerance: float,
) -> tuple[NDArray[Any], NDArray[Any], State, float, int]:
    """Go on by Newton's method on residuals summed in extended precision, with a dense factorisation where it fits."""
    n = economy.regions
    fine = System(economy, shock, np.longdouble)
    x, y = fine.normalise(
        *((found[k] + found[2][part]).astype(np.longdouble) for k, part in ((0, slice(n)), (1, slice(n, None))))
    )
    # What rounding in the residual itself can move, beyond the last correction.
    floor = 8 * condition * float(np.finfo(np.longdouble).eps)
    best: tuple[float, Any, Any, State] | None = None
    factors = None
    for count in range(1, REFINEMENTS + 1):
        state = fine.evaluate(x, y)
        residual = np.concatenate([state.goods, state.residence]).astype(np.float64)
        rough = system.evaluate(x.astype(np.float64), y.astype(np.float64))
        if n > DENSE_REGIONS:
            fix = correction(system, rough)[0]
        else:
            if factors is None or count <= 3:
                jacobian = system.jacobian(rough)
                earned = system.wages * rough.what
                jacobian[:n, :n] += earned / earned.sum()
                factors = lu_factor(jacobian, overwrite_a=True, check_finite=False)
            fix = lu_solve(factors, -residual, check_finite=False)
        size = float(np.abs(fix).max())
        if best is None or size < best[0]:
            best = (size, x, y, state)
        elif count > 4:
            break
        if size <= max(tolerance, floor) / 10:
            break
        x, y = fine.normalise(x + fix[:n], y + fix[n:])
    assert best is not None
    size, x, y, state = best
    return x, y, state, size + floor, count
