"""The baseline's equations in single precision, written in deviations from the baseline.

Seven digits of a level of 1.00003 are two digits of its change. Summing the changes instead, with p = what^eps - 1 and
so on, keeps seven digits of each region's own small response, so that most steps towards many solutions can be made in
single precision, at half the cost. All vectors are (N, S); the equations are those of ``system``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.system import System

    Matrix = NDArray[Any]

# Largest deviation for which the short series keep seven digits.
SMALL = 0.25


def small_exp(d: Matrix) -> Matrix:
    """Return exp(d) - 1 to seven digits of itself."""
    if not np.abs(d).max() < SMALL:
        return np.asarray(np.expm1(d))
    result = d * np.float32(1 / 6)
    for order in (5, 4, 3, 2):  # Horner: d (1 + d/2 (1 + d/3 (1 + d/4 (1 + d/5 (1 + d/6)))))
        result += 1
        result *= d
        result *= np.float32(1 / order)
    result += 1
    result *= d
    return np.asarray(result)


def small_log(r: Matrix) -> Matrix:
    """Return log(1 + r) to seven digits of itself: twice the inverse hyperbolic tangent of r / (2 + r)."""
    if not np.abs(r).max() < SMALL:
        return np.asarray(np.log1p(r))
    s = r / (r + 2)
    square = s * s
    result = square * np.float32(1 / 9)
    for odd in (7, 5, 3):
        result += np.float32(1 / odd)
        result *= square
    result += 1
    result *= s
    result *= 2
    return np.asarray(result)


class Deviations:
    """Residuals at points near the baseline, for one shock a column.

    Parameters
    ----------
    system
        The equations without a shock.
    imbalance
        Log of sales over labour cost at the baseline, (N,).
    """

    def __init__(self, system: System, imbalance: NDArray[np.float64]) -> None:
        def single(array: Matrix) -> Matrix:
            return np.asarray(array, dtype=np.float32)

        self.commuting, self.trade = single(system.commuting.dense()), single(system.trade.dense())
        self.wages, self.imbalance = single(system.wages)[:, None], single(imbalance)[:, None]
        income, jobs = system.income0 / system.lbar, system.jobs0 / system.lbar
        sales = system.trade.right(system.income0) / system.lbar
        # Shares at the baseline: of where income is earned, where workers live, and to whom goods are sold.
        self.earned = self.commuting * (single(system.wages) / single(income)[:, None])
        self.lived = np.ascontiguousarray((self.commuting / single(jobs)).T)
        self.sold = self.trade * (single(income) / single(sales)[:, None])
        self.bought = np.ascontiguousarray(self.trade.T)
        self.jobs = single(jobs)
        eps, alpha, sigma = float(system.epsilon), float(system.alpha), float(system.sigma)
        self.eps, self.sigma = np.float32(eps), np.float32(sigma)
        self.factor = np.float32(1 + (sigma - 1) * float(system.nu))
        self.price = np.float32(-eps * alpha / (1 - sigma))
        self.rent = np.float32(-eps * (1 - alpha) * float(system.housing))

    def residuals(self, z: Matrix, supply: Matrix | None, amenity: Matrix | None) -> Matrix:
        """Return (goods, residence), (2N, S) in single precision.

        Parameters
        ----------
        z
            Log wages and log attractiveness, (2N, S).
        supply, amenity
            (sigma - 1) log Ahat and log Bhat by residence, (N, S) in single precision, or ``None``.
        """
        n = len(self.jobs)
        x, y = z[:n].astype(np.float32), z[n:].astype(np.float32)
        taste = y if amenity is None else y + amenity
        bill = small_log(self.earned @ small_exp((1 + self.eps) * x))
        jobs = small_log(self.lived @ small_exp(taste))
        jobs += self.eps * x
        phi = small_log(self.jobs @ small_exp(jobs))
        jobs -= phi
        income = bill + taste
        income -= phi
        log_supply = self.factor * jobs
        log_supply -= (self.sigma - 1) * x
        if supply is not None:
            log_supply += supply
        demand = small_log(self.bought @ small_exp(log_supply))
        residual = np.empty((2 * n, x.shape[1]), np.float32)
        goods, residence = residual[:n], residual[n:]
        goods[:] = small_log(self.sold @ small_exp(income - demand))
        goods += log_supply
        goods += self.imbalance
        goods -= x
        goods -= jobs
        np.multiply(self.price, demand, out=residence)
        income *= self.rent
        residence += income
        residence -= y
        return residual
