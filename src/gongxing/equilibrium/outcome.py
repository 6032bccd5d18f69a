"""What follows from a shock, with how right it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.equilibrium.certificate import Certificate
    from gongxing.equilibrium.system import State, System

    Vector = NDArray[np.float64]
    Matrix = NDArray[np.float64]

Numeraire = Literal["wage", "income", "prices"]
NUMERAIRES: tuple[Numeraire, ...] = ("wage", "income", "prices")


@dataclass(frozen=True, eq=False)
class Outcome:
    """Ratios of the new equilibrium over the old, (N,) each, and the certificate of their error.

    Attributes
    ----------
    wages, resident_income, rents, prices, residents, jobs
        Hats: w_i, v_n, Q_n (housing), P_n (tradables), R_n, L_i.
    welfare
        Uhat, the same for every worker, under ``numeraire``.
    certificate
        How right it is; read it before the numbers.
    """

    system: System
    x: Vector
    y: Vector
    state: State
    wages: Vector
    resident_income: Vector
    rents: Vector
    prices: Vector
    residents: Vector
    jobs: Vector
    welfare: float
    numeraire: Numeraire
    certificate: Certificate

    @cached_property
    def commuting(self) -> Matrix:
        """New shares of all workers by residence (row) and workplace (column), (N, N), sum 1."""
        kernel = np.asarray(self.system.commuting_kernel, dtype=np.float64)
        pull = np.exp(float(self.system.epsilon) * self.x)
        flows = np.exp(self.y)[:, None] * kernel * pull
        return np.asarray(flows / flows.sum())

    @cached_property
    def trade(self) -> Matrix:
        """New shares of spending by production (row) and consumption (column), (N, N), columns sum to 1."""
        kernel = np.asarray(self.system.trade_kernel, dtype=np.float64)
        shares = kernel * np.asarray(self.state.supply, dtype=np.float64)[:, None]
        return np.asarray(shares / shares.sum(axis=0))


def outcome_of(
    system: System, x: NDArray[np.floating], y: NDArray[np.floating], numeraire: Numeraire, certificate: Certificate
) -> Outcome:
    """Turn a solution into ratios under a numeraire.

    ``wage`` keeps the mean wage over regions, ``income`` total income, ``prices`` the geometric mean of tradables
    prices weighted by baseline spending. Welfare answers the choice, since housing supply answers the nominal rent.
    """
    state = system.evaluate(x, y)
    if numeraire != "wage":
        prices = np.log(state.demand) / (1 - system.sigma)
        shift = (
            np.log(state.income.sum() / system.income0.sum())
            if numeraire == "income"
            else (system.income0 * prices).sum() / system.income0.sum()
        )
        x, y = x - shift, y + system.epsilon * (system.alpha + (1 - system.alpha) * system.housing) * shift
        state = system.evaluate(x, y)

    def plain(vector: NDArray[np.floating]) -> NDArray[np.float64]:
        return np.asarray(vector, dtype=np.float64)

    residents = state.residents / system.residents0
    return Outcome(
        system=system,
        x=plain(x),
        y=plain(y),
        state=state,
        wages=plain(state.what),
        resident_income=plain(state.income / system.income0 / residents),
        rents=plain(state.rents),
        prices=plain(state.demand ** (1 / (1 - system.sigma))),
        residents=plain(residents),
        jobs=plain(state.jobs / system.jobs0),
        welfare=float(state.phi ** (1 / system.epsilon)),
        numeraire=numeraire,
        certificate=certificate,
    )
