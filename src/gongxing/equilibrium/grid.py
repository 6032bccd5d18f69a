"""Many shocks of any kind, costs between pairs included: each its own kernels, all one factorisation.

The baseline's inverse Jacobian, made once, turns residuals into moves; Anderson acceleration does the rest. Scenarios
that it does not bring home, or that tear regions apart, are solved by themselves.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.equilibrium.anderson import accelerate
from gongxing.equilibrium.batch import HATS, Outcomes
from gongxing.equilibrium.blocks import Blocks, find_blocks
from gongxing.equilibrium.certificate import EPS, ROUNDING
from gongxing.equilibrium.krylov import gmres
from gongxing.equilibrium.linear import Linearisation
from gongxing.equilibrium.outcome import NUMERAIRES, Numeraire, hats_of, numeraire_shift, revalued
from gongxing.equilibrium.system import System

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from gongxing.equilibrium.economy import Economy
    from gongxing.equilibrium.shock import Shock

    Array = NDArray[np.float64]

EVALUATIONS = 40
# The inverse is 4 N^2 numbers; with more regions every scenario is solved by itself.
FACTORISED_REGIONS = 2000


def solve_grid(
    economy: Economy,
    shocks: Sequence[Shock],
    *,
    tolerance: float = 1e-10,
    numeraire: Numeraire = "wage",
    advance: Callable[[], object] = lambda: None,
) -> Outcomes:
    """Solve S scenarios, each any shock.

    Parameters
    ----------
    economy
        The baseline.
    shocks
        S shocks; their arrays are read one scenario at a time.
    tolerance, numeraire
        As in ``Economy.counterfactual``.
    advance
        Called once for each scenario solved (a progress bar).

    Returns
    -------
    Hats (N, S), column s for scenario s; ``iterations`` is the most evaluations that one took, ``alone`` how many were
    solved by themselves.

    Raises
    ------
    ValueError
        A shock does not fit, or the numeraire is not known.
    """
    if numeraire not in NUMERAIRES:
        raise ValueError(f"numeraire: expected one of {', '.join(NUMERAIRES)}, got {numeraire!r}")
    began = time.perf_counter()
    n, count = economy.regions, len(shocks)
    found = {name: np.empty((n, count)[name == "welfare" :]) for name in HATS}
    bound, most, alone = np.empty(count), 0, 0
    for s, shock in enumerate(shocks):
        solved = _by_chord(economy, shock, tolerance, numeraire) if n <= FACTORISED_REGIONS else None
        if solved is None:
            outcome = economy.counterfactual(shock, tolerance=tolerance, numeraire=numeraire)
            hats: dict[str, Any] = {name: getattr(outcome, name) for name in HATS}
            bound[s], evaluations = outcome.certificate.error_bound, outcome.certificate.iterations
            alone += 1
        else:
            hats, bound[s], evaluations = solved
        most = max(most, evaluations)
        for name, values in found.items():
            values[..., s] = hats[name]
        advance()
    return Outcomes(
        **found, error_bound=bound, certified=bound <= tolerance, numeraire=numeraire, iterations=most, alone=alone,
        seconds=time.perf_counter() - began,
    )  # fmt: skip


def _by_chord(
    economy: Economy, shock: Shock, tolerance: float, numeraire: Numeraire
) -> tuple[dict[str, Any], float, int] | None:
    """Return hats, error bound and evaluations of one scenario, or ``None`` where it must be solved by itself."""
    n = economy.regions
    changes = shock.changes(n)
    if changes.are_nothing:
        return None
    system = System(economy, changes)
    blocks = Blocks(system, find_blocks(system))
    if blocks.count > 1:
        return None
    inverse = economy.chord.inverse

    def moved(residual: Array) -> Array:
        return np.asarray(inverse @ residual.astype(np.float32), dtype=np.float64)

    def step(z: Array) -> tuple[Array, float]:
        with np.errstate(all="ignore"):
            residual = np.concatenate(blocks.residuals(system.evaluate(z[:n], z[n:])))
        size = float(np.abs(residual).max())
        return (-moved(residual / size) * size, size) if 0 < size < np.inf else (-residual, size)

    z, size, evaluations = accelerate(step, np.zeros(2 * n), tolerance=max(tolerance, 50 * EPS), limit=EVALUATIONS)
    if not np.isfinite(size) or size > 1e3 * tolerance:
        return None
    state = system.evaluate(z[:n], z[n:])
    linear, residual = Linearisation(blocks, state), np.concatenate(blocks.residuals(state))
    scale = max(float(np.abs(residual).max()), 1e-300)
    solved = gmres(lambda direction: moved(linear(direction)), -moved(residual / scale))
    rounding = ROUNDING * EPS * float(np.abs(inverse).sum(axis=1).max()) / max(solved.smallest, 1e-300)
    bound = float(linear.hats(solved.solution).max()) * scale + rounding
    if not bound <= tolerance:
        return None
    hats = revalued(system, hats_of(system, state), numeraire_shift(system, state, numeraire))
    return hats, bound, evaluations + 1
