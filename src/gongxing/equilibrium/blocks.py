"""Weakly linked blocks: regions that trade and commute so little with others that residuals cannot see their balance.

Behind a closed border two halves of a country may each clear their markets to ten digits while the wage of one against
the other is wrong by a tenth: sales and labour costs of a block are large numbers whose difference, exports less
imports, is tiny and drowns in rounding. So the mean goods residual of each block is replaced by a balance made of the
small numbers alone::

    balance_b = log(exports_b + wages earned outside by residents of b)
              - log(imports_b + wages paid in b to residents of other blocks)

It is zero when and only when the mean residual is (sum over i in b of E_i - w'_i L'_i is the difference of the two),
keeps all its digits however weak the links are, and answers the wage level of a block with a slope near 1 - 2 sigma
rather than one as small as the links. Regions without any link to the rest leave their wage level open; that is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from gongxing.equilibrium.kernels import COMPILED_REGIONS, Sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.system import State, System

    Array = NDArray[Any]

# Links weaker than this share of a region's purchases or residents do not tie it to others.
WEAK_LINK = 1e-5


def find_blocks(system: System, threshold: float = WEAK_LINK) -> NDArray[np.intp]:
    """Return the number of each region's block, (N,): regions tied by links above a threshold under the shock's costs.

    Parameters
    ----------
    system
        The equations, whose kernels hold the shares after the shock at unchanged wages.
    threshold
        Least share of a region's purchases, or of its residents' workplaces, that ties.
    """
    n = system.wages.size
    ones = np.ones(n)
    pull = np.exp(np.asarray(system.log_work, dtype=np.float64)) * ones
    supply = np.exp(np.asarray(system.log_sellers, dtype=np.float64)) * ones
    homes = threshold * system.commuting.right(pull)  # least flow by residence
    buyers = threshold * system.trade.left(supply)  # least purchase by buyer
    if n >= COMPILED_REGIONS and not isinstance(system.commuting, Sparse):
        from gongxing.equilibrium.compiled import components

        never = np.full(n, np.inf)
        return components([
            (system.trade.dense(), never, buyers / supply.max()),
            (system.commuting.dense(), homes / pull.max(), never),
        ])  # fmt: skip
    tied: Any = system.trade.dense() * supply[:, None] > buyers
    if tied.all(axis=1).any():  # one region sells to all: nothing is apart
        return np.zeros(n, dtype=np.intp)
    flows = system.commuting.matrix.multiply(pull) if isinstance(system.commuting, Sparse) else None
    if flows is None:
        tied |= system.commuting.dense() * pull > homes[:, None]
    else:
        rows, columns = flows.nonzero()
        strong = np.asarray(flows.tocsr()[rows, columns]).ravel() > homes[rows]
        tied[rows[strong], columns[strong]] = True
    found = sparse.csgraph.connected_components(sparse.csr_array(tied), directed=False)[1]
    return np.asarray(found, dtype=np.intp)


class Blocks:
    """The balance of each block, and the residuals that use it.

    Parameters
    ----------
    system
        The equations.
    labels
        The block of each region, (N,), numbered from 0.

    Attributes
    ----------
    open
        True for blocks whose wage level the links to others decide, (B,); a single block fixes its own.
    """

    def __init__(self, system: System, labels: NDArray[np.intp]) -> None:
        self.system, self.labels = system, labels
        self.count = int(labels.max()) + 1
        self.open = np.ones(self.count, dtype=bool)
        if self.count > 1:
            self.trade = system.trade.between(labels)
            self.commuting = system.commuting.between(labels)

    def sums(self, values: Array) -> Array:
        """Add up by block, (N,) to (B,)."""
        if values.dtype in (np.float64, bool):
            return np.bincount(self.labels, values, self.count)
        total = np.zeros(self.count, values.dtype)
        np.add.at(total, self.labels, values)
        return total

    def flows(self, state: State) -> tuple[Array, Array, Array, Array]:
        """Return exports, wages earned outside, imports, wages paid to outsiders, by region, (N,) each."""
        spent = state.income / state.demand
        scale = self.system.lbar / state.phi
        exports, imports = state.supply * self.trade.right(spent), spent * self.trade.left(state.supply)
        pay = state.pull * state.earned
        earned, paid = self.commuting.pair(pay, state.attraction)
        return exports, scale * state.attraction * earned, imports, scale * pay * paid

    def imbalance(self, state: State) -> Array:
        """Return (sales - labour cost) / labour cost of each block, (B,), all digits kept."""
        labour = state.earned * state.jobs
        if self.count == 1:
            return np.asarray((state.sales - labour).sum() / labour.sum(), dtype=np.float64).reshape(1)
        exports, earned, imports, paid = self.flows(state)
        gap = self.sums(exports + earned) - self.sums(imports + paid)
        return np.asarray(gap / self.sums(labour), dtype=np.float64)

    def residuals(self, state: State) -> tuple[Array, Array]:
        """Return the two residuals, with each block's mean goods residual replaced by its balance, (N,) each."""
        if self.count == 1:
            return state.goods, state.residence
        exports, earned, imports, paid = self.flows(state)
        out, into = self.sums(exports + earned), self.sums(imports + paid)
        self.open = (out > 0) & (into > 0)
        with np.errstate(all="ignore"):
            balance = np.where(self.open, np.log(out) - np.log(into), 0)
        labour = state.earned * state.jobs
        mean = self.sums(labour * state.goods) / self.sums(labour)
        return state.goods + (balance - mean)[self.labels], state.residence
