"""Newton's method with step halving, for shocks or parameters that the accelerated iteration does not bring home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gongxing.equilibrium.krylov import gmres
from gongxing.equilibrium.linear import Linearisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.blocks import Blocks

    Array = NDArray[np.float64]

STEPS, HALVINGS = 25, 12


def damped_newton(blocks: Blocks, z: Array, tolerance: float) -> tuple[Array, int]:
    """Take Newton steps from a point, each halved until the residuals fall (Armijo's rule).

    Parameters
    ----------
    blocks
        The equations with their weakly linked blocks.
    z
        Log wages and log attractiveness, (2N,).
    tolerance
        Largest residual to stop at.

    Returns
    -------
    The last point, and the evaluations made.
    """
    system, n = blocks.system, z.size // 2

    def at(z: Array) -> tuple[Array, float]:
        residual = np.concatenate(blocks.residuals(system.evaluate(z[:n], z[n:])))
        size = float(np.linalg.norm(residual))
        return residual, size if np.isfinite(size) else np.inf

    evaluations = 1
    with np.errstate(all="ignore"):
        residual, size = at(z)
        for _ in range(STEPS):
            if np.abs(residual).max() <= tolerance or not np.isfinite(size):
                break
            state = system.evaluate(z[:n], z[n:])
            move = gmres(Linearisation(blocks, state), -residual, limit=200).solution
            share = 1.0
            for _ in range(HALVINGS):
                tried, tried_size = at(z + share * move)
                evaluations += 1
                if tried_size <= (1 - 1e-4 * share) * size:
                    break
                share /= 2
            else:
                break
            z, residual, size = z + share * move, tried, tried_size
            z = np.concatenate(system.normalise(z[:n], z[n:]))
    return z, evaluations
