"""The equations of a counterfactual in 2N unknowns.

Unknowns are x_i = log(what_i) and y_n = log(u_n), u_n = (Phat_n^alpha Qhat_n^(1-alpha))^-epsilon, the attractiveness of
residence n. With K = lambda Bhat khat^-epsilon and T = pi dhat^(1-sigma), formed once a shock::

    H_i   = sum_n K_ni u_n                   Phihat = sum_i what_i^eps H_i
    R'_n  = Lbar u_n sum_i K_ni what_i^eps / Phihat         L'_i = Lbar what_i^eps H_i / Phihat
    v'_n R'_n = Lbar u_n sum_i K_ni what_i^eps w'_i / Phihat        w'_i = w_i what_i
    Qhat_n = (v'_n R'_n / (v_n R_n))^(1/(1+delta))
    a_i   = Ahat_i^(sigma-1) Lhat_i^(1+(sigma-1) nu) what_i^(1-sigma)
    D_n   = sum_i T_in a_i                   Phat_n = D_n^(1/(1-sigma))
    E_i   = a_i sum_n T_in v'_n R'_n / D_n   sales of region i

and the conditions are ``goods``: log E_i - log(w'_i L'_i) = 0 and ``residence``: log u_n(Phat, Qhat) - y_n = 0, with
the mean of w' fixed. Factors of a shock by row or column multiply vectors, not the kernels: u_n takes those of
residences, what_i^eps those of workplaces, a_i those of sellers, D_n those of buyers.

Source: Monte, Redding & Rossi-Hansberg (2018), Seidel & Wickerath (2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.equilibrium.kernels import Kernel, kernel_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.economy import Economy
    from gongxing.equilibrium.shock import Change, Changes, Shock

    Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class State:
    """Everything that one evaluation of the equations yields, (N,) each, or (N, S) for S shocks at once.

    Attributes
    ----------
    what
        Wages, new over old.
    earned
        w'_i, in the units of the economy's wages.
    pull, attraction
        what^eps and u with the factors of workplaces and residences.
    phi
        Phihat, a number, or (S,).
    jobs, income
        L'_i, v'_n R'_n, in the units of the economy. For R'_n, which no condition needs, see ``System.residents``.
    supply, demand
        a_i with the factors of sellers, and D_n without those of buyers.
    sales
        E_i.
    log_rents, log_prices
        Logs of Qhat_n and Phat_n.
    goods, residence
        The two residuals, in logs.
    """

    what: Array
    earned: Array
    pull: Array
    attraction: Array
    phi: Any
    jobs: Array
    income: Array
    supply: Array
    demand: Array
    sales: Array
    log_rents: Array
    log_prices: Array
    goods: Array
    residence: Array

    def columns(self, chosen: NDArray[np.bool_]) -> State:
        """Return the state of some of S shocks."""
        return State(**{name: np.asarray(getattr(self, name))[..., chosen] for name in self.__slots__})


class System:
    """The equations of one economy under one shock, in one floating-point type.

    Parameters
    ----------
    economy, shock
        The baseline and what changes.
    dtype
        float64 to solve, longdouble to refine, complex128 for derivatives by a complex step.
    """

    def __init__(self, economy: Economy, shock: Shock | Changes, dtype: type[np.inexact[Any]] = np.float64) -> None:
        from gongxing.equilibrium.shock import Shock

        changes = shock.changes(economy.regions) if isinstance(shock, Shock) else shock
        p = economy.parameters
        self.economy, self.parameters, self.changes, self.dtype = economy, p, changes, dtype
        self.alpha, self.epsilon = dtype(p.tradables_share), dtype(p.commuting_elasticity)
        self.sigma, self.nu = dtype(p.substitution_elasticity), dtype(p.agglomeration_elasticity)
        self.housing = 1 / (1 + dtype(p.housing_supply_elasticity))
        self.wages = economy.wages.astype(dtype)
        self.lbar = economy.residents.astype(dtype).sum()
        base = economy.baseline if dtype is np.float64 else economy.baseline_in(dtype)
        self.residents0, self.jobs0, self.income0 = base.residents, base.jobs, base.income
        self.commuting, self.log_home, self.log_work = self._commuting(changes, dtype)
        self.trade: Kernel = kernel_of(economy.trade, changes.trade_cost, 1 - self.sigma, dtype)
        sellers, buyers = _factors(changes.trade_cost, 1 - self.sigma, dtype)
        self.log_buyers = buyers
        self.log_sellers: Any = sellers
        if changes.productivity is not None:
            self.log_sellers = self.log_sellers + (self.sigma - 1) * np.log(changes.productivity.astype(dtype))

    def _commuting(self, changes: Changes, dtype: type[np.inexact[Any]]) -> tuple[Kernel, Any, Any]:
        """Return the kernel K and the logs of factors of residences and workplaces."""
        home, work = _factors(changes.commuting_cost, -self.epsilon, dtype)
        kernel = kernel_of(self.economy.commuting_shares, changes.commuting_cost, -self.epsilon, dtype)
        if changes.amenity is not None:
            homes, works = _factors(changes.amenity, dtype(1), dtype)
            home, work = home + homes, work + works
            if changes.amenity.pairs is not None:
                shares = getattr(kernel, "matrix", None)
                kernel = kernel_of(shares, changes.amenity, dtype(1), dtype)
        return kernel, home, work

    def evaluate(self, x: Array, y: Array) -> State:
        """Evaluate every equation at log wages ``x`` and log attractiveness ``y``, each (N,) or (N, S)."""

        def col(vector: Array) -> Array:
            return vector[:, None] if x.ndim == 2 else vector

        what = np.exp(x)
        earned = col(self.wages) * what
        log_pull = self.epsilon * x
        if np.ndim(self.log_work):
            log_pull += col(self.log_work)
        pull = np.exp(log_pull)
        attraction = np.exp(y + col(self.log_home) if np.ndim(self.log_home) else y)
        bill, reach = self.commuting.pair(pull * earned, attraction)
        phi = (pull * reach).sum(0)
        scale = self.lbar / phi
        jobs = pull * reach * scale
        income = attraction * bill * scale  # v'_n R'_n
        log_rents = self.housing * np.log(income / col(self.income0))
        supply = (1 + (self.sigma - 1) * self.nu) * np.log(jobs / col(self.jobs0))
        supply -= (self.sigma - 1) * x
        if np.ndim(self.log_sellers):
            supply += self.log_sellers if self.log_sellers.ndim == x.ndim else col(self.log_sellers)
        supply = np.exp(supply)
        demand = self.trade.left(supply)
        sales = supply * self.trade.right(income / demand)
        log_prices = np.log(demand)
        if np.ndim(self.log_buyers):
            log_prices += col(self.log_buyers)
        log_prices /= 1 - self.sigma
        goods = np.log(sales / (earned * jobs))
        residence = (-self.epsilon * self.alpha) * log_prices
        residence -= (self.epsilon * (1 - self.alpha)) * log_rents
        residence -= y
        return State(
            what, earned, pull, attraction, phi, jobs, income, supply, demand, sales, log_rents, log_prices, goods,
            residence,
        )  # fmt: skip

    def residents(self, state: State) -> Array:
        """Return R'_n at a state, (N,) or (N, S), in the units of the economy."""
        return np.asarray(state.attraction * self.commuting.right(state.pull) * (self.lbar / state.phi))

    def normalise(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Shift log wages so that the mean wage is what it was, and attractiveness as prices and rents then follow."""
        shift = np.log((self.wages @ np.exp(x)) / self.wages.sum())
        return self.shifted(x, y, -shift)

    def shifted(self, x: Array, y: Array, shift: Any) -> tuple[Array, Array]:
        """Move all log wages by ``shift``: the same equilibrium in another unit of account."""
        return x + shift, y - self.epsilon * (self.alpha + (1 - self.alpha) * self.housing) * shift


def _factors(change: Change | None, power: Any, dtype: type[np.inexact[Any]]) -> tuple[Any, Any]:
    """Return ``power * log`` of a change's factors by row and by column; 0 for none."""
    if change is None:
        return dtype(0), dtype(0)
    rows, columns = (
        dtype(0) if factor is None else power * np.log(factor.astype(dtype)) for factor in (change.rows, change.columns)
    )
    return rows, columns
