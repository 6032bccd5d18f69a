"""Solve a counterfactual: accelerated iteration, corrections that say how far it was off, refinement where needed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.equilibrium.anderson import accelerate
from gongxing.equilibrium.blocks import Blocks, find_blocks
from gongxing.equilibrium.certificate import EPS, Assessment, Certificate, assess
from gongxing.equilibrium.condition import condition_of
from gongxing.equilibrium.newton import damped_newton
from gongxing.equilibrium.outcome import NUMERAIRES, Numeraire, Outcome, outcome_of
from gongxing.equilibrium.system import State, System

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.economy import Economy
    from gongxing.equilibrium.shock import Shock

    Array = NDArray[np.float64]

EVALUATIONS = 400
CORRECTIONS = 6
# Bound below which a point is close enough to a solution to be refined.
CLOSE = 1e-4
# Rounds of damped Newton and iteration where the iteration alone stalls.
ATTEMPTS = 3


@dataclass(slots=True)
class Search:
    """Where a search stands: the point, what is known of its error, and the work so far."""

    x: NDArray[Any]
    y: NDArray[Any]
    state: State
    assessment: Assessment
    evaluations: int
    products: int = 0
    method: str = "iteration"


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
    n = economy.regions
    z = np.zeros(2 * n) if start is None else np.array(start, dtype=np.float64)
    if z.shape != (2 * n,) or not np.isfinite(z).all():
        raise ValueError(f"start: expected finite numbers of shape {(2 * n,)}, got shape {z.shape}")
    changes = shock.changes(n)
    system = System(economy, changes)
    if changes.are_nothing:
        return _unchanged(system, tolerance, numeraire, began)
    blocks = Blocks(system, find_blocks(system))
    search = _iterate(blocks, z, tolerance)
    _correct(blocks, search, tolerance)
    if tolerance < search.assessment.bound < CLOSE and blocks.open.all():
        _refine(blocks, search, tolerance)
    certificate = _certificate(blocks, search, tolerance, began)
    return outcome_of(system, search.x, search.y, search.state, numeraire, certificate)


def _iterate(blocks: Blocks, z: Array, tolerance: float) -> Search:
    """Bring both residuals below a fraction of the tolerance."""
    system = blocks.system
    n = system.wages.size
    # About 1 / slope: of excess demand by the own wage, and of residential choice by rents.
    sigma, rents = float(system.sigma), float(system.epsilon * (1 - system.alpha) * system.housing)
    goods_step, residence_step = 0.8 / sigma, 1.8 / (1 + rents)
    f = np.empty(2 * n)

    def step(z: Array) -> tuple[Array, float]:
        with np.errstate(all="ignore"):
            goods, residence = blocks.residuals(system.evaluate(z[:n], z[n:]))
        np.multiply(goods, goods_step, out=f[:n])
        np.multiply(residence, residence_step, out=f[n:])
        return f, float(max(np.abs(goods).max(), np.abs(residence).max()))

    goal = max(tolerance, 50 * EPS)
    z, size, evaluations = accelerate(step, z, tolerance=goal, limit=EVALUATIONS)
    for _ in range(ATTEMPTS):
        if size <= 10 * goal:
            break
        z, steps = damped_newton(blocks, z, goal)
        z, size, more = accelerate(step, z, tolerance=goal, limit=EVALUATIONS)
        evaluations += steps + more
    x, y = system.normalise(z[:n], z[n:])
    state = system.evaluate(x, y)
    assessment = assess(blocks, state)
    return Search(x, y, state, assessment, evaluations + 1, assessment.products)


def _correct(blocks: Blocks, search: Search, tolerance: float) -> None:
    """Take Newton corrections until the bound meets the tolerance or rounding stops it."""
    n = search.x.size
    for _ in range(CORRECTIONS):
        bound = search.assessment.bound
        if bound <= tolerance or bound < 2 * search.assessment.rounding:
            return
        fix = search.assessment.correction
        with np.errstate(all="ignore"):
            x, y = blocks.system.normalise(search.x + fix[:n], search.y + fix[n:])
            state = blocks.system.evaluate(x, y)
        if not (np.isfinite(state.goods).all() and np.isfinite(state.residence).all()):
            return  # too far from a solution for a whole step
        assessment = assess(blocks, state)
        search.evaluations, search.products = search.evaluations + 1, search.products + assessment.products
        if not assessment.bound < bound:
            return
        search.x, search.y, search.state, search.assessment = x, y, state, assessment
        search.method = "corrected"


def _refine(blocks: Blocks, search: Search, tolerance: float) -> None:
    """Go on by Newton's method on residuals summed in extended precision."""
    from gongxing.equilibrium.refinement import refine

    refined = refine(blocks, search.x, search.y, search.assessment, tolerance)
    search.evaluations += refined.evaluations
    if refined.bound < search.assessment.bound:
        search.x, search.y = (part.astype(np.float64) for part in (refined.x, refined.y))
        search.state = blocks.system.evaluate(search.x, search.y)
        search.assessment = Assessment(
            refined.correction, refined.error, refined.rounding, search.assessment.products
        )  # fmt: skip
        search.method = "refined"


def _certificate(blocks: Blocks, search: Search, tolerance: float, began: float) -> Certificate:
    found = search.assessment
    linked = bool(blocks.open.all())
    bound = found.bound if linked else float("inf")
    return Certificate(
        goods_residual=float(np.abs(np.expm1(search.state.goods)).max()),
        residence_residual=float(np.abs(np.expm1(search.state.residence)).max()),
        block_imbalance=blocks.imbalance(search.state),
        blocks=blocks.labels,
        error_bound=bound,
        tolerance=tolerance,
        certified=bound <= tolerance,
        determined=(found.error + found.rounding <= tolerance) & blocks.open[blocks.labels],
        iterations=search.evaluations,
        products=search.products,
        seconds=time.perf_counter() - began,
        method=search.method,
        baseline_residual=float(np.abs(blocks.system.economy.imbalance).max()),
        estimate=partial(condition_of, blocks, search.state),
    )


def _unchanged(system: System, tolerance: float, numeraire: Numeraire, began: float) -> Outcome:
    """Return exact ones: what nothing changes does not move, whatever rounding the data carry."""
    n = system.wages.size
    zeros = np.zeros(n)
    state = system.evaluate(zeros, zeros)
    certificate = Certificate(
        goods_residual=float(np.abs(np.expm1(state.goods)).max()),
        residence_residual=float(np.abs(np.expm1(state.residence)).max()),
        block_imbalance=np.asarray((state.sales - state.earned * state.jobs).sum() / state.income.sum()).reshape(1),
        blocks=np.zeros(n, dtype=np.intp),
        error_bound=0.0,
        tolerance=tolerance,
        certified=True,
        determined=np.ones(n, dtype=bool),
        iterations=1,
        products=0,
        seconds=time.perf_counter() - began,
        method="unchanged",
        baseline_residual=float(np.abs(system.economy.imbalance).max()),
        estimate=partial(condition_of, Blocks(system, np.zeros(n, dtype=np.intp)), state),
    )
    return outcome_of(system, zeros, zeros, state, numeraire, certificate, unchanged=True)
