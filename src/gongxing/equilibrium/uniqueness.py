"""Is there one equilibrium? The sufficient condition of Allen, Arkolakis & Li (2024) for systems of network equations.

With V_n = sum_i K_ni w_i^(1+eps), N_i = sum_n K_ni u_n, D_n = sum_i T_in a_i and X_i = sum_n T_in Y_n / D_n, every
level of the model is a product of powers of (V, N, D, X), and each of the four is a sum of such products over the
others. If the spectral radius of the matrix of absolute elasticities is below 1 (at most 1 up to scale), the
equilibrium is unique. The condition is sufficient, not necessary: above 1 it says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongxing.equilibrium.parameters import Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Uniqueness:
    """``radius``, the spectral radius of ``elasticities`` (4, 4; order V, N, D, X); ``holds`` if it is at most 1."""

    radius: float
    holds: bool
    elasticities: NDArray[np.float64]


def uniqueness(parameters: Parameters) -> Uniqueness:
    """Evaluate the sufficient condition for one equilibrium."""
    p = parameters
    eps, sigma, nu = p.commuting_elasticity, p.substitution_elasticity, p.agglomeration_elasticity
    housing = (1 - p.tradables_share) / (1 + p.housing_supply_elasticity)
    jobs = 1 + (sigma - 1) * nu  # power of jobs in supply
    theta = sigma - eps * (sigma - 1) * nu  # w = (N^((sigma-1) nu) X)^(1/theta)
    crowding = 1 + eps * housing
    wage = {"N": (sigma - 1) * nu / theta, "X": 1 / theta}
    taste = {"D": p.tradables_share * eps / ((sigma - 1) * crowding), "V": -eps * housing / crowding}
    supply = eps * jobs + 1 - sigma
    order = ("V", "N", "D", "X")
    sums = {
        "V": {key: (1 + eps) * value for key, value in wage.items()},
        "N": taste,
        "D": {"N": jobs + supply * wage["N"], "X": supply * wage["X"]},
        "X": {"D": taste["D"] - 1, "V": taste["V"] + 1},
    }
    matrix = np.array([[sums[row].get(column, 0.0) for column in order] for row in order])
    radius = float(np.abs(np.linalg.eigvals(np.abs(matrix))).max()) if theta > 0 else float("inf")
    return Uniqueness(radius, radius <= 1 + 1e-12, matrix)
