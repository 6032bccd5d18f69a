"""How right a solution is: residuals, balances of weakly linked blocks, an error bound and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gongxing.equilibrium.krylov import gmres
from gongxing.equilibrium.linear import Linearisation
from gongxing.equilibrium.sentences import Language, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from gongxing.equilibrium.blocks import Blocks
    from gongxing.equilibrium.system import State

    Array = NDArray[np.float64]

EPS = float(np.finfo(np.float64).eps)
# Rounding of a residual made of logs of sums, in units in the last place; the stretch of the inverse that few products
# show may fall short of the true one by a factor of some five, which this covers.
ROUNDING = 64
# The correction is solved for to two digits; this covers what is left of it (1.43 at the most in 450 random cases).
SAFETY = 1.5


@dataclass(frozen=True)
class Certificate:
    """What is known about the error of an outcome.

    ``error_bound`` is the largest estimated error of any log hat: what the Newton correction that the remaining
    residuals call for would change, with each weakly linked block's balance taken from its exports and imports alone,
    plus what rounding can move; never the residual by itself.

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
    iterations, products, seconds
        Evaluations of the equations, products with the linearised equations, wall time in seconds.
    method
        How it was solved: ``iteration`` (accelerated), ``corrected`` (then by Newton), ``refined`` (then with residuals
        summed in extended precision), ``unchanged`` (a shock of nothing).
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

    def sentences(self, language: Language = "en") -> str:
        """Say it in two sentences of a language."""
        return (" " if language == "en" else "").join(self.each_sentence(language))

    def each_sentence(self, language: Language = "en") -> tuple[str, str]:
        """Return the two sentences: how right the outcome is, and by what that is known."""
        verdict = "open" if not np.isfinite(self.error_bound) else "meets" if self.certified else "misses"
        first = say(
            f"bound_{verdict}", language, bound=self.error_bound, tolerance=self.tolerance,
            method=say(f"method_{self.method}", language), evaluations=self.iterations,
        )  # fmt: skip
        blocks = self.block_imbalance.size
        imbalance = float(np.abs(self.block_imbalance).max())
        tied = say("tied_whole" if blocks == 1 else "tied_blocks", language, blocks=blocks, imbalance=imbalance)
        rest = ""
        if self.baseline_residual > max(self.tolerance, 1e-9):
            rest += say("rest_baseline", language, baseline=self.baseline_residual)
        if not self.certified:
            unsure = np.flatnonzero(~self.determined)
            listed = ", ".join(map(str, unsure[:5])) + (" …" if unsure.size > 5 else "")
            rest += say(
                "rest_undetermined", language, count=unsure.size, regions=self.determined.size, listed=listed
            )  # fmt: skip
        residual = max(self.goods_residual, self.residence_residual)
        second = say("residuals", language, residual=residual, tied=tied, condition=self.condition, rest=rest)
        return first, second

    def __str__(self) -> str:
        """Say it in two English sentences."""
        return self.sentences()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a state's residuals tell.

    Attributes
    ----------
    correction
        The Newton correction that they call for, (2N,).
    error
        The most that it changes any log hat of each region, (N,).
    rounding
        The error that rounding alone can cause.
    products
        Products used.
    """

    correction: Array
    error: Array
    rounding: float
    products: int

    @property
    def bound(self) -> float:
        """Estimated largest error of a log hat."""
        return float(self.error.max()) + self.rounding


def assess(blocks: Blocks, state: State) -> Assessment:
    """Estimate the error of a state.

    Parameters
    ----------
    blocks, state
        The equations with their weakly linked blocks, and the state, float64.
    """
    goods, residence = blocks.residuals(state)
    linear = Linearisation(blocks, state)
    solved = gmres(linear, -np.concatenate([goods, residence]))
    rounding = ROUNDING * EPS / max(solved.smallest, 1e-300)
    return Assessment(solved.solution, SAFETY * linear.hats(solved.solution), rounding, solved.products + 1)
