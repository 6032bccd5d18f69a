"""The equations of a counterfactual in 2N unknowns.

Unknowns are x_i = log(what_i) and y_n = log(u_n), u_n = (Phat_n^alpha Qhat_n^(1-alpha))^-epsilon, the attractiveness of
residence n. With K = lambda Bhat khat^-epsilon and T = pi dhat^(1-sigma), formed once a shock::

    S_n   = sum_i K_ni what_i^eps            Phihat = sum_n u_n S_n
    R'_n  = Lbar u_n S_n / Phihat            L'_i   = Lbar what_i^eps sum_n K_ni u_n / Phihat
    v'_n  = sum_i K_ni what_i^eps w'_i / S_n        w'_i = w_i what_i
    Qhat_n = (v'_n R'_n / (v_n R_n))^(1/(1+delta))
    a_i   = Ahat_i^(sigma-1) Lhat_i^(1+(sigma-1) nu) what_i^(1-sigma)
    D_n   = sum_i T_in a_i                   Phat_n = D_n^(1/(1-sigma))
    E_i   = a_i sum_n T_in v'_n R'_n / D_n   sales of region i

and the conditions are ``goods``: log E_i - log(w'_i L'_i) = 0 and ``residence``: log u_n(Phat, Qhat) - y_n = 0, with
the mean of w' fixed. Source: Monte, Redding & Rossi-Hansberg (2018), Seidel & Wickerath (2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from gongxing.equilibrium.economy import Economy, Matrix, Shock


@dataclass(frozen=True, slots=True)
class State:
    """Everything that one evaluation of the equations yields; vectors are (N,)."""

    what: NDArray[Any]
    attraction: NDArray[Any]
    access: NDArray[Any]
    phi: Any
    residents: NDArray[Any]
    jobs: NDArray[Any]
    income: NDArray[Any]
    rents: NDArray[Any]
    supply: NDArray[Any]
    demand: NDArray[Any]
    sales: NDArray[Any]
    goods: NDArray[Any]
    residence: NDArray[Any]


class System:
    """The equations of one economy under one shock, in one floating-point type."""

    def __init__(self, economy: Economy, shock: Shock, dtype: type[np.inexact[Any]] = np.float64) -> None:
        changes = shock.arrays(economy.regions)
        p = economy.parameters
        self.economy, self.parameters, self.dtype = economy, p, dtype
        self.alpha, self.epsilon = dtype(p.tradables_share), dtype(p.commuting_elasticity)
        self.sigma, self.nu = dtype(p.substitution_elasticity), dtype(p.agglomeration_elasticity)
        self.housing = 1 / (1 + dtype(p.housing_supply_elasticity))
        self.wages = economy.wages.astype(dtype)
        self.lbar = economy.residents.astype(dtype).sum()
        # Levels are taken from the shares, so that the baseline holds to rounding whatever the units.
        lam = economy.commuting.astype(dtype)
        self.residents0, self.jobs0 = self.lbar * lam.sum(1), self.lbar * lam.sum(0)
        self.income0 = self.lbar * (lam @ self.wages)
        kernel = lam
        if changes["amenity"] is not None:
            kernel = kernel * changes["amenity"].astype(dtype)
        if changes["commuting_cost"] is not None:
            kernel = _scaled(kernel, changes["commuting_cost"], -self.epsilon, dtype)
        self.commuting_kernel: Any = kernel
        trade = economy.trade.astype(dtype)
        if changes["trade_cost"] is not None:
            trade = _scaled(trade, changes["trade_cost"], 1 - self.sigma, dtype)
        self.trade_kernel: Any = trade
        productivity = changes["productivity"]
        self.log_productivity: Any = (
            dtype(0) if productivity is None else (self.sigma - 1) * np.log(productivity.astype(dtype))
        )

    def evaluate(self, x: NDArray[Any], y: NDArray[Any]) -> State:
        """Evaluate every equation at log wages ``x`` and log attractiveness ``y``, each (N,) or (N, shocks)."""
        many = x.ndim == 2
        wages = self.wages[:, None] if many else self.wages
        kernel, trade = self.commuting_kernel, self.trade_kernel
        what, attraction = np.exp(x), np.exp(y)
        pull = np.exp(self.epsilon * x)
        access = kernel @ pull
        phi = (attraction * access).sum(0)
        residents = self.lbar * attraction * access / phi
        jobs = self.lbar * pull * (kernel.T @ attraction) / phi
        earned = wages * what
        income = self.lbar * attraction * (kernel @ (pull * earned)) / phi  # v'_n R'_n
        log_rents = self.housing * np.log(income / (self.income0[:, None] if many else self.income0))
        log_jobs = np.log(jobs / (self.jobs0[:, None] if many else self.jobs0))
        log_supply = self.log_productivity + (1 + (self.sigma - 1) * self.nu) * log_jobs + (1 - self.sigma) * x
        supply = np.exp(log_supply)
        demand = trade.T @ supply
        sales = supply * (trade @ (income / demand))
        goods = np.log(sales / (earned * jobs))
        log_prices = np.log(demand) / (1 - self.sigma)
        residence = -self.epsilon * (self.alpha * log_prices + (1 - self.alpha) * log_rents) - y
        return State(
            what, attraction, access, phi, residents, jobs, income, np.exp(log_rents), supply, demand, sales, goods,
            residence,
        )  # fmt: skip

    def jacobian(self, state: State) -> Matrix:
        """Return d(goods, residence) / d(x, y), (2N, 2N), at a state of float64 vectors."""
        n = self.economy.regions
        kernel = np.asarray(self.commuting_kernel, dtype=np.float64)
        trade = np.asarray(self.trade_kernel, dtype=np.float64)
        s = {name: np.asarray(getattr(state, name), dtype=np.float64) for name in State.__slots__}
        eps, sigma, nu = float(self.epsilon), float(self.sigma), float(self.nu)
        alpha, housing = float(self.alpha), float(self.housing)
        pull = s["what"] ** eps
        flows = s["attraction"][:, None] * kernel * pull  # proportional to lambda'
        flows /= float(s["phi"])
        rows, columns = flows.sum(1), flows.sum(0)
        earned = self.wages.astype(np.float64) * s["what"]
        wage_bill = flows * earned
        # d log R', d log L' and d log (v'R') by x and y; Phihat enters all with the same row.
        phi_x, phi_y = eps * columns, rows
        income_x = (1 + eps) * wage_bill / wage_bill.sum(1)[:, None] - phi_x
        income_y = np.eye(n) - phi_y
        jobs_x = eps * np.eye(n) - phi_x
        jobs_y = (flows / columns).T - phi_y
        factor = 1 + (sigma - 1) * nu
        supply_x, supply_y = factor * jobs_x + (1 - sigma) * np.eye(n), factor * jobs_y
        bought = trade * s["supply"][:, None] / s["demand"]  # pi', columns sum to 1
        sold = bought * s["income"] / s["sales"][:, None]  # rows sum to 1
        demand_x, demand_y = bought.T @ supply_x, bought.T @ supply_y
        jacobian = np.empty((2 * n, 2 * n))
        jacobian[:n, :n] = supply_x + sold @ (income_x - demand_x) - jobs_x - np.eye(n)
        jacobian[:n, n:] = supply_y + sold @ (income_y - demand_y) - jobs_y
        price = -eps * alpha / (1 - sigma)
        rent = -eps * (1 - alpha) * housing
        jacobian[n:, :n] = price * demand_x + rent * income_x
        jacobian[n:, n:] = price * demand_y + rent * income_y - np.eye(n)
        return jacobian

    def normalise(self, x: NDArray[Any], y: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Shift log wages so that the mean wage is what it was, and attractiveness as prices and rents then follow."""
        shift = np.log((self.wages @ np.exp(x)) / self.wages.sum())
        return x - shift, y + self.epsilon * (self.alpha + (1 - self.alpha) * self.housing) * shift


def _scaled(
    shares: NDArray[Any], ratios: NDArray[np.float64], power: Any, dtype: type[np.inexact[Any]]
) -> NDArray[Any]:
    """Return shares * ratios^power; ones cost nothing, and neither does one ratio that many pairs share (a border)."""
    changed = ratios != 1
    values = ratios[changed]
    result = shares.copy()
    if not values.size:
        return result
    if (values == values[0]).all():
        result[changed] *= dtype(values[0]) ** power
    else:
        result[changed] *= values.astype(dtype) ** power
    return result
