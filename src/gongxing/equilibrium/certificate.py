"""How right a solution is: residuals, balances of weakly linked blocks, an error bound and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gongxing.equilibrium.krylov import gmres
from gongxing.equilibrium.linear import Linearisation

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from gongxing.equilibrium.blocks import Blocks
    from gongxing.equilibrium.system import State

    Array = NDArray[np.float64]

EPS = float(np.finfo(np.float64).eps)
# Rounding of a residual made of logs of sums, in units in the last place; the stretch of the inverse that few products
# show may fall short of the true one by a factor of some five, which this covers.
ROUNDING = 32


@dataclass(frozen=True)
class Certificate:
    """What is known about the error of an outcome.

    ``error_bound`` is the largest estimated error of a log wage or log attractiveness: the Newton correction that the
    remaining residuals call for, with each weakly linked block's balance taken from its exports and imports alone, plus
    what rounding can move; never the residual by itself.

    Attributes
    ----------
    goods_residual, residence_residual
        Largest relative imbalance of sales against labour cost, and of residential attractiveness, without unit.
    block_imbalance
        (sales - labour cost) / labour cost of each weakly linked block, (B,); one where all regions hang together.
    blocks
        The block of each region, (N,), numbered from 0.
    error_bound
        In logs; compare with the tolerance that was asked for. Infinite where nothing decides some wage levels.
    tolerance, certified
        What was asked for, and whether the bound meets it.
    determined
        False for regions whose estimated error exceeds the tolerance, (N,).
    iterations, products, seconds, method
        Evaluations of the equations, products with the linearised equations, wall time in seconds, and how it was
        solved.
    baseline_residual
        Largest relative imbalance of sales against labour cost in the data before the shock.
    estimate
        Works out ``condition`` when it is first asked for.
    """

    goods_residual: float
    residence_residual: float
    block_imbalance: Array
    blocks: NDArray[np.intp]
    error_bound: float
    tolerance: float
    certified: bool
    determined: NDArray[np.bool_]
    iterations: int
    products: int
    seconds: float
    method: str
    baseline_residual: float
    estimate: Callable[[], float] = field(repr=False)

    @cached_property
    def condition(self) -> float:
        """Condition number (2-norm) of the linearised goods and residence conditions as they stand in ``system``.

        Large with weak links, although the answer, which goes by the blocks' balances, is then in no danger. Estimated
        within a factor of about two; worked out when first asked for.
        """
        return self.estimate()

    def __str__(self) -> str:
        """Say it in two sentences."""
        if np.isfinite(self.error_bound):
            verdict = f"which {'meets' if self.certified else 'misses'} the tolerance of {self.tolerance:.0e}"
            known = f"Every log change is known within {self.error_bound:.1e}, {verdict}"
        else:
            known = f"The tolerance of {self.tolerance:.0e} cannot be met, since nothing links some regions to the rest"
        first = f"{known} ({self.method}, {self.iterations} evaluations, {self.seconds:.3f} s)."
        blocks = self.block_imbalance.size
        tied = (
            "all regions hang together"
            if blocks == 1
            else f"the regions fall into {blocks} weakly linked blocks, each in balance within "
            f"{np.abs(self.block_imbalance).max():.1e} of its labour cost"
        )
        residual = max(self.goods_residual, self.residence_residual)
        second = f" Residuals are at most {residual:.1e}; {tied}; condition {self.condition:.0e}"
        if self.baseline_residual > max(self.tolerance, 1e-9):
            second += f"; before the shock the data clear within {self.baseline_residual:.1e}"
        if not self.certified:
            unsure = np.flatnonzero(~self.determined)
            listed = ", ".join(map(str, unsure[:5])) + (" …" if unsure.size > 5 else "")
            second += f"; badly determined: {unsure.size} of {self.determined.size} regions ({listed})"
        return first + second + "."


@dataclass(frozen=True, slots=True)
class Assessment:
    """The correction that the residuals call for, (2N,), the error that rounding alone can cause, products used."""

    correction: Array
    rounding: float
    products: int

    @property
    def bound(self) -> float:
        """Estimated largest error of a log."""
        return float(np.abs(self.correction).max()) + self.rounding


def assess(blocks: Blocks, state: State) -> Assessment:
    """Estimate the error of a state.

    Parameters
    ----------
    blocks, state
        The equations with their weakly linked blocks, and the state, float64.
    """
    goods, residence = blocks.residuals(state)
    solved = gmres(Linearisation(blocks, state), -np.concatenate([goods, residence]))
    return Assessment(solved.solution, ROUNDING * EPS / max(solved.smallest, 1e-300), solved.products)
