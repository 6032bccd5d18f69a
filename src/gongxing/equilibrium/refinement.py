"""Newton's method on residuals summed in extended precision, for equations that rounding leaves undecided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.equilibrium.blocks import Blocks
from gongxing.equilibrium.certificate import Assessment
from gongxing.equilibrium.krylov import gmres
from gongxing.equilibrium.linear import Linearisation
from gongxing.equilibrium.system import State, System

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

STEPS = 12
# Where long double is no longer than double (some platforms), there is nothing to gain and the bound says so.
FINE = float(np.finfo(np.longdouble).eps)


@dataclass(frozen=True, slots=True)
class Refined:
    """The best point found, in extended precision, the correction it would still take, and the work done."""

    x: Array
    y: Array
    state: State
    correction: Array
    error: Array
    rounding: float
    evaluations: int

    @property
    def bound(self) -> float:
        """Estimated largest error of a log hat."""
        return float(self.error.max()) + self.rounding


def refine(blocks: Blocks, x: Array, y: Array, assessment: Assessment, tolerance: float) -> Refined:
    """Take Newton steps from a point until the correction meets the tolerance or grows.

    Parameters
    ----------
    blocks
        The equations in double precision and their weakly linked blocks.
    x, y
        The point, (N,) each.
    assessment
        What is known of its error.
    tolerance
        Of log hats.
    """
    n = x.size
    fine = Blocks(System(blocks.system.economy, blocks.system.changes, np.longdouble), blocks.labels)
    x, y = x.astype(np.longdouble), y.astype(np.longdouble)
    rounding = assessment.rounding * FINE / float(np.finfo(np.float64).eps)
    best: Refined | None = None
    for count in range(1, STEPS + 1):
        state = fine.system.evaluate(x, y)
        residual = np.concatenate(fine.residuals(state)).astype(np.float64)
        fix, error = _newton(blocks, x, y, residual)
        found = Refined(x, y, state, fix, error, rounding, count)
        if best is not None and not found.bound < best.bound:
            break
        best = found
        if found.bound <= tolerance / 4:
            break
        x, y = fine.system.normalise(x + fix[:n], y + fix[n:])
    assert best is not None
    return best


def _newton(blocks: Blocks, x: Array, y: Array, residual: Array) -> tuple[Array, Array]:
    """Solve the linearised equations in double precision, to a few digits; also what that changes by region."""
    rough = blocks.system.evaluate(x.astype(np.float64), y.astype(np.float64))
    linear = Linearisation(blocks, rough)
    solved = gmres(linear, -residual, digits=1e-3, limit=200)
    return solved.solution, linear.hats(solved.solution)
