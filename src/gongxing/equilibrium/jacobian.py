"""The Jacobian of the equations as a matrix, for a few thousand regions at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.system import State, System

    Matrix = NDArray[Any]


def jacobian_of(system: System, state: State) -> Matrix:
    """Return d(goods, residence) / d(x, y), bordered by the mean wage, (2N, 2N), at a state of vectors (N,).

    The border adds the change of the mean log wage to every goods condition, so that the unit of account, which the
    equations leave open, is fixed and the matrix has an inverse. In single precision for a system that is.
    """
    n = state.what.size
    dtype = np.float32 if system.dtype is np.float32 else np.float64
    kernel = np.asarray(system.commuting.dense(), dtype=dtype)
    trade = np.asarray(system.trade.dense(), dtype=dtype)
    s: dict[str, Any] = {name: np.asarray(getattr(state, name), dtype=dtype) for name in type(state).__slots__}
    eps, sigma, nu = float(system.epsilon), float(system.sigma), float(system.nu)
    flows = (s["attraction"] / float(s["phi"]))[:, None] * kernel * s["pull"]  # lambda'
    rows, columns = flows.sum(1), flows.sum(0)
    bill = flows * s["earned"]
    bill *= ((1 + eps) / bill.sum(1))[:, None]  # d log (v'R') by x, but for Phihat
    origin = (flows / columns).T  # d log L' by y, but for Phihat
    bought = trade * s["supply"][:, None] / s["demand"]  # pi', columns sum to 1
    sold = bought * s["income"] / s["sales"][:, None]  # rows sum to 1
    demand = bought.T @ origin
    factor = 1 + (sigma - 1) * nu  # power of jobs in supply
    slope = factor * eps + 1 - sigma  # of own log supply by x
    # goods = supply + sold (income - demand) - x - jobs; what Phihat adds to its parts cancels, as shares sum to 1.
    jacobian = np.empty((2 * n, 2 * n), dtype)
    jacobian[:n, :n] = sold @ (bill - slope * bought.T) + s["earned"] / s["earned"].sum()
    jacobian[:n, n:] = (factor - 1) * origin + sold - factor * (sold @ demand)
    price, rent = -eps * float(system.alpha) / (1 - sigma), -eps * float((1 - system.alpha) * system.housing)
    jacobian[n:, :n] = price * slope * bought.T + rent * bill - (price * factor + rent) * eps * columns
    jacobian[n:, n:] = price * factor * demand - (price * factor + rent) * rows
    diagonal = np.arange(n)
    jacobian[diagonal, diagonal] += (factor - 1) * eps - sigma
    jacobian[n + diagonal, n + diagonal] += rent - 1
    return jacobian
