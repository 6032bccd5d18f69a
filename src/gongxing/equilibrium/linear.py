"""The linearised equations as products with vectors: what a direction does to the residuals, no matrix formed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.blocks import Blocks
    from gongxing.equilibrium.system import State

    Array = NDArray[np.float64]


class Linearisation:
    """d(goods, residence) / d(x, y) at a state, with the blocks' balances, bordered by the mean of log wages.

    Parameters
    ----------
    blocks
        The equations and their weakly linked blocks.
    state
        Where they are linearised, float64.
    """

    def __init__(self, blocks: Blocks, state: State) -> None:
        system = blocks.system
        self.blocks, self.system, self.state = blocks, system, state
        self.pull, self.earned = state.pull, state.earned
        self.rows, self.columns = system.residents(state) / system.lbar, state.jobs / system.lbar
        self.mean = state.earned / state.earned.sum()
        self.pay = state.pull * state.earned
        self.home = state.attraction / state.phi
        self.eps, self.sigma = float(system.epsilon), float(system.sigma)
        self.factor = 1 + (self.sigma - 1) * float(system.nu)
        self.price = -self.eps * float(system.alpha) / (1 - self.sigma)
        self.rent = -self.eps * float((1 - system.alpha) * system.housing)
        self.by_bill = (1 + self.eps) * system.lbar * self.home / state.income
        self.by_jobs = state.pull * system.lbar / (state.phi * state.jobs)
        self.spent, self.sold = state.income / state.demand, state.supply / state.sales
        if blocks.count > 1:
            self.labour = state.earned * state.jobs
            self.flows = blocks.flows(state)
            exports, earned, imports, paid = self.flows
            with np.errstate(all="ignore"):
                self.out = np.where(blocks.open, 1 / blocks.sums(exports + earned), 0)
                self.into = np.where(blocks.open, 1 / blocks.sums(imports + paid), 0)

    def _levels(self, dx: Array, dy: Array) -> tuple[float, Array, Array, Array, Array]:
        """Return the changes of the logs of Phihat, income, jobs, supply and demand."""
        moved = self.eps * float(self.columns @ dx) + float(self.rows @ dy)
        bill, reach = self.system.commuting.pair(self.pay * dx, self.state.attraction * dy)
        income = self.by_bill * bill + (dy - moved)
        jobs = self.eps * dx + self.by_jobs * reach - moved
        supply = self.factor * jobs + (1 - self.sigma) * dx
        demand = self.system.trade.left(self.state.supply * supply) / self.state.demand
        return moved, income, jobs, supply, demand

    def hats(self, direction: Array) -> Array:
        """Return the most that a direction, (2N,), changes any log hat of each region, or of welfare, (N,)."""
        n = self.mean.size
        dx, dy = direction[:n], direction[n:]
        moved, income, jobs, _, demand = self._levels(dx, dy)
        drawn = self.system.commuting.right(self.state.pull * dx)
        residents = dy + self.eps * self.home * drawn / self.rows - moved
        changes = (
            dx, jobs, residents, income - residents, float(self.system.housing) * income, demand / (1 - self.sigma),
        )  # fmt: skip
        return np.asarray(np.maximum(np.abs(np.array(changes)).max(axis=0), abs(moved) / self.eps))

    def __call__(self, direction: Array) -> Array:
        """Return the product with a direction, (2N,)."""
        n = self.mean.size
        dx, dy = direction[:n], direction[n:]
        moved, income, jobs, supply, demand = self._levels(dx, dy)
        goods = supply + self.system.trade.right(self.spent * (income - demand)) * self.sold - dx - jobs
        if self.blocks.count > 1:
            goods += self._balance(dx, dy, moved, income - demand, supply, goods)
        # The border: a rise of the mean wage moves every goods condition, so the null direction is gone.
        goods += self.mean @ dx
        return np.concatenate([goods, self.price * demand + self.rent * income - dy])

    def _balance(self, dx: Array, dy: Array, moved: float, spent: Array, supply: Array, goods: Array) -> Array:
        """Return the change of each block's balance less that of its mean goods residual, (N,)."""
        blocks, state = self.blocks, self.state
        exports, earned, imports, paid = self.flows
        scale = self.system.lbar / state.phi
        abroad, from_abroad = blocks.commuting.pair((1 + self.eps) * self.pay * dx, state.attraction * dy)
        d_out = exports * supply + state.supply * blocks.trade.right(self.spent * spent)
        d_out += earned * (dy - moved) + scale * state.attraction * abroad
        d_into = imports * spent + self.spent * blocks.trade.left(state.supply * supply)
        d_into += paid * ((1 + self.eps) * dx - moved) + scale * self.pay * from_abroad
        change = blocks.sums(d_out) * self.out - blocks.sums(d_into) * self.into
        total = blocks.sums(self.labour)
        # A block without links keeps its wage level: its own mean stands for the balance that it lacks.
        level = blocks.sums(self.labour * dx) / total
        change = np.where(blocks.open, change, -level) - blocks.sums(self.labour * goods) / total
        return np.asarray(change[blocks.labels])
