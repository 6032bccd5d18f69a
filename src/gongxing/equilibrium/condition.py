"""The condition number of the linearised equations: how much a small imbalance, unseen, could move the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gongxing.equilibrium.blocks import Blocks
from gongxing.equilibrium.krylov import gmres
from gongxing.equilibrium.linear import Linearisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.system import State

    Array = NDArray[np.float64]

# Up to this many regions the matrix is factorised; above, a few inverse steps by GMRES give a lower estimate.
FACTORISED_REGIONS = 1000
STEPS = 8
# Blocks whose weight is worked out; the weakest come first.
WEAKEST = 3


def condition_of(blocks: Blocks, state: State) -> float:
    """Return an estimate of the condition number (2-norm) of d(goods, residence) / d(x, y), bordered by the mean wage.

    Power steps on the matrix and on its inverse (Golub & Van Loan, "Matrix Computations", on norm estimates). Where
    weakly linked blocks make the matrix nearly singular the inverse is got from the blocks' balances instead.

    Parameters
    ----------
    blocks, state
        The equations with their weakly linked blocks, and the state, float64.
    """
    if not blocks.open.all():
        return float("inf")
    if state.what.size > FACTORISED_REGIONS:
        largest, inverse = _by_products(blocks, state)
    else:
        largest, inverse = _by_factors(blocks, state)
    if blocks.count > 1:
        inverse = max(inverse, _of_blocks(blocks, state))
    return largest * inverse


def _by_factors(blocks: Blocks, state: State) -> tuple[float, float]:
    """Return the norms of the matrix and, where the links are not weak, of its inverse."""
    from scipy.linalg import lu_factor, lu_solve

    from gongxing.equilibrium.jacobian import jacobian_of

    matrix = jacobian_of(blocks.system, state)
    v = w = np.random.default_rng(0).normal(size=len(matrix))
    factors = lu_factor(matrix, check_finite=False) if blocks.count == 1 else None
    largest = inverse = 0.0
    for _ in range(STEPS):
        v = matrix.T @ (matrix @ (v / np.linalg.norm(v)))
        largest = float(np.sqrt(np.linalg.norm(v)))
        if factors is not None:
            w = lu_solve(factors, lu_solve(factors, w / np.linalg.norm(w), trans=1))
            inverse = float(np.sqrt(np.linalg.norm(w)))
    return largest, inverse


def _by_products(blocks: Blocks, state: State) -> tuple[float, float]:
    """Return estimates of the same norms from products alone."""
    linear = Linearisation(Blocks(blocks.system, np.zeros_like(blocks.labels)), state)
    vector = np.random.default_rng(0).normal(size=2 * state.what.size)
    first = gmres(linear, vector, limit=30)
    again = gmres(Linearisation(blocks, state), first.solution, limit=60)
    return first.largest, 1 / min(first.smallest, again.smallest)


def _of_blocks(blocks: Blocks, state: State) -> float:
    """Return how much the inverse of the plain matrix stretches an imbalance of a block against the rest.

    An imbalance of labour cost m of block b against the rest, spread so that its norm is least, is what the balances
    see as m / links of b on its regions and the opposite, by their links, on the others.
    """
    n = state.what.size
    labour = state.earned * state.jobs
    exports, earned, _, _ = blocks.flows(state)
    links, squares = blocks.sums(exports + earned), blocks.sums(labour**2)
    weakness = np.sqrt(squares * (1 - squares / squares.sum())) / links
    linear = Linearisation(blocks, state)
    worst = 0.0
    for block in np.argsort(-weakness)[:WEAKEST]:
        rest = links[block] / (links.sum() - links[block])
        right = np.concatenate([np.where(blocks.labels == block, 1.0, -rest), np.zeros(n)])
        worst = max(worst, float(np.linalg.norm(gmres(linear, right).solution) * weakness[block]))
    return worst
