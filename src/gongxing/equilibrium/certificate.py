"""How right a solution is: residuals, balances of weakly linked blocks, an error bound and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gongxing.equilibrium.linear import Linearisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.system import State, System

    Array = NDArray[np.float64]

PRODUCTS = 60


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is known about the error of an outcome.

    ``error_bound`` is the largest estimated error of a log wage or log attractiveness: the Newton correction that the
    remaining residuals call for (a coarse part over weakly linked blocks and a fine part), never the residual alone.

    Attributes
    ----------
    goods_residual, residence_residual
        Largest relative imbalance of sales against labour cost, and of residential attractiveness.
    block_imbalance
        (sales - labour cost) / labour cost of each weakly linked block; one where all regions hang together.
    blocks
        The block of each region, (N,).
    condition
        Estimate of the condition number of the linearised equations.
    error_bound
        In logs; compare with the tolerance that was asked for.
    tolerance, certified
        What was asked for, and whether the bound meets it.
    determined
        False for regions whose estimated error exceeds the tolerance, (N,).
    iterations, products, seconds, method
        Evaluations of the equations, products with the linearised equations, wall time, and how it was solved.
    """

    goods_residual: float
    residence_residual: float
    block_imbalance: Array
    blocks: NDArray[np.intp]
    condition: float
    error_bound: float
    tolerance: float
    certified: bool
    determined: NDArray[np.bool_]
    iterations: int
    products: int
    seconds: float
    method: str

    def __str__(self) -> str:
        """Say it in two sentences."""
        verdict = "meets" if self.certified else "misses"
        first = (
            f"Every log change is known within {self.error_bound:.1e}, which {verdict} the tolerance of "
            f"{self.tolerance:.0e} ({self.method}, {self.iterations} evaluations, {self.seconds:.3f} s)."
        )
        blocks = self.block_imbalance.size
        tied = (
            "all regions hang together"
            if blocks == 1
            else f"the regions fall into {blocks} weakly linked blocks, each in trade balance within "
            f"{np.abs(self.block_imbalance).max():.1e}"
        )
        residual = max(self.goods_residual, self.residence_residual)
        second = f" Residuals are at most {residual:.1e}; {tied}; condition {self.condition:.0e}."
        if not self.certified:
            second += f" Badly determined: {int((~self.determined).sum())} regions."
        return first + second


def correction(system: System, state: State) -> tuple[Array, float, NDArray[np.intp], Array, int]:
    """Estimate the error of a state as the Newton correction that its residuals call for.

    Returns
    -------
    The correction (2N,), a condition estimate, the block of each region, each block's imbalance, products used.
    """
    linear = Linearisation.at(system, state)
    n = state.what.size
    blocks = linear.blocks()
    count = int(blocks.max()) + 1
    residual = np.concatenate([state.goods, state.residence])
    coarse = _Coarse(linear, blocks, count) if count > 1 else None
    start = coarse(-residual) if coarse else np.zeros(2 * n)
    found, smallest, largest, used = _gmres(linear, -residual, start)
    if coarse:
        smallest = min(smallest, coarse.smallest)
    imbalance = block_imbalance(system, state, blocks)
    return found, largest / max(smallest, 1e-300), blocks, imbalance, used + (4 * count if coarse else 0)


def block_imbalance(system: System, state: State, blocks: NDArray[np.intp]) -> Array:
    """Return (sales - labour cost) / labour cost of each block, (blocks,)."""
    labour = system.wages * state.what * state.jobs
    gap = np.asarray(state.sales - labour, dtype=np.float64)
    return np.asarray(np.bincount(blocks, gap) / np.bincount(blocks, np.asarray(labour, dtype=np.float64)))


class _Coarse:
    """The equations seen with one wage level a block: tells apart what only the blocks' weak links decide."""

    def __init__(self, linear: Linearisation, blocks: NDArray[np.intp], count: int) -> None:
        n = blocks.size
        labour = linear.earned * linear.state.jobs
        member = (blocks[:, None] == np.arange(count)).astype(np.float64)
        self.basis = np.concatenate([member, np.zeros((n, count))])
        self.test = np.concatenate([member * labour[:, None], np.zeros((n, count))])
        self.test /= self.test.sum(axis=0)
        # Attractiveness follows a block's wage level at once: let its own equation settle it.
        for _ in range(3):
            image = linear(self.basis)
            self.basis[n:] += 0.9 * image[n:]
        self.image = linear(self.basis)
        self.matrix = self.test.T @ self.image
        values = np.linalg.svd(self.matrix, compute_uv=False)
        self.smallest = float(values[-1])

    def __call__(self, residual: Array) -> Array:
        return np.asarray(self.basis @ np.linalg.lstsq(self.matrix, self.test.T @ residual, rcond=None)[0])


def _gmres(linear: Linearisation, right: Array, start: Array) -> tuple[Array, float, float, int]:
    """Solve the linearised equations to two digits by GMRES; also the extreme singular values of its small matrix."""
    residual = right - linear(start) if start.any() else right
    size = float(np.linalg.norm(residual))
    if size == 0:
        return start, 1.0, 1.0, 1
    basis = np.empty((PRODUCTS + 1, right.size))
    small = np.zeros((PRODUCTS + 1, PRODUCTS))
    basis[0] = residual / size
    target = np.zeros(PRODUCTS + 1)
    target[0] = size
    k = 0
    weights: Array = np.zeros(0)
    for k in range(1, PRODUCTS + 1):
        image = linear(basis[k - 1])
        overlap = basis[:k] @ image
        image -= overlap @ basis[:k]
        again = basis[:k] @ image  # once more, for orthogonality
        image -= again @ basis[:k]
        small[:k, k - 1] = overlap + again
        small[k, k - 1] = np.linalg.norm(image)
        if small[k, k - 1] > 0:
            basis[k] = image / small[k, k - 1]
        if k % 4 == 0 or small[k, k - 1] == 0 or k == PRODUCTS:
            weights = np.asarray(np.linalg.lstsq(small[: k + 1, :k], target[: k + 1], rcond=None)[0], dtype=np.float64)
            left = float(np.linalg.norm(target[: k + 1] - small[: k + 1, :k] @ weights))
            if left <= 0.02 * size or small[k, k - 1] == 0:
                break
    values = np.linalg.svd(small[: k + 1, :k], compute_uv=False)
    return start + weights @ basis[:k], float(values[-1]), float(values[0]), k + 1
