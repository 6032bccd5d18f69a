"""The linearised equations as products with vectors, and the coarse picture of weakly linked blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.system import State, System

    Array = NDArray[np.float64]

# Links weaker than this share of a region's sales, purchases, jobs or residents do not tie it to others.
WEAK_LINK = 1e-5


@dataclass(frozen=True, slots=True)
class Linearisation:
    """d(goods, residence) / d(x, y) at a state, bordered by the normalisation of wages: products only, no matrix."""

    system: System
    state: State
    pull: Array
    earned: Array
    rows: Array
    columns: Array
    bill: Array

    @classmethod
    def at(cls, system: System, state: State) -> Linearisation:
        """Prepare the products at a state."""
        pull = state.what ** float(system.epsilon)
        earned = system.wages * state.what
        return cls(
            system, state, pull, earned, state.residents / system.lbar, state.jobs / system.lbar,
            state.income / system.lbar,
        )  # fmt: skip

    def __call__(self, direction: Array) -> Array:
        """Return the bordered Jacobian times a direction, (2N,) or (2N, k)."""
        system, s = self.system, self.state
        n = s.what.size
        dx, dy = direction[:n], direction[n:]
        shape = (n,) + (1,) * (direction.ndim - 1)

        def col(vector: Array) -> Array:
            return np.asarray(vector, dtype=np.float64).reshape(shape)

        eps, sigma, nu = float(system.epsilon), float(system.sigma), float(system.nu)
        phi = float(s.phi)
        kernel, trade = system.commuting_kernel, system.trade_kernel
        moved = eps * (self.columns @ dx) + self.rows @ dy
        bill = kernel @ (col(self.pull * self.earned) * dx) * col(s.attraction) / phi
        income = (1 + eps) * bill / col(self.bill) + dy - moved
        jobs = eps * dx + kernel.T @ (col(s.attraction) * dy) * col(self.pull) / phi / col(self.columns) - moved
        supply = (1 + (sigma - 1) * nu) * jobs + (1 - sigma) * dx
        demand = trade.T @ (col(s.supply) * supply) / col(s.demand)
        spent = trade @ (col(s.income / s.demand) * (income - demand))
        goods = supply + spent * col(s.supply / s.sales) - dx - jobs
        # The border: a rise of the mean wage moves every goods condition, so the null direction is gone.
        goods = goods + (self.earned @ dx) / self.earned.sum()
        price = -eps * float(system.alpha) / (1 - sigma)
        rent = -eps * (1 - float(system.alpha)) * float(system.housing)
        return np.concatenate([goods, price * demand + rent * income - dy])

    def blocks(self, threshold: float = WEAK_LINK) -> NDArray[np.intp]:
        """Return, for each region, the number of its block: regions tied by links above a threshold, (N,)."""
        s, n = self.state, self.state.what.size
        tied = self.system.trade_kernel * s.supply[:, None] > threshold * s.demand  # share of purchases
        flows = self.system.commuting_kernel * self.pull
        tied |= flows > threshold * s.access[:, None]  # share of residents
        tied |= tied.T
        label = np.full(n, -1, dtype=np.intp)
        count = 0
        while (left := np.flatnonzero(label < 0)).size:
            frontier = left[:1]
            label[frontier] = count
            while frontier.size:
                reached = tied[frontier].any(axis=0) & (label < 0)
                frontier = np.flatnonzero(reached)
                label[frontier] = count
            count += 1
        return label
