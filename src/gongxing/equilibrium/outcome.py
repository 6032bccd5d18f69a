"""What follows from a shock, with how right it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

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
        kernel = np.asarray(self.system.commuting.dense(), dtype=np.float64)
        pull, attraction = (np.asarray(getattr(self.state, name), dtype=np.float64) for name in ("pull", "attraction"))
        flows = attraction[:, None] * kernel * pull
        return np.asarray(flows / flows.sum())

    @cached_property
    def trade(self) -> Matrix:
        """New shares of spending by production (row) and consumption (column), (N, N), columns sum to 1."""
        kernel = np.asarray(self.system.trade.dense(), dtype=np.float64)
        shares = kernel * np.asarray(self.state.supply, dtype=np.float64)[:, None]
        return np.asarray(shares / shares.sum(axis=0))


def outcome_of(
    system: System,
    x: NDArray[np.floating],
    y: NDArray[np.floating],
    state: State,
    numeraire: Numeraire,
    certificate: Certificate,
    *,
    unchanged: bool = False,
) -> Outcome:
    """Turn a solution into ratios under a numeraire; ``unchanged`` for a shock of nothing, whose ratios are ones.

    ``wage`` keeps the mean wage over regions, ``income`` total income, ``prices`` the geometric mean of tradables
    prices weighted by baseline spending. Welfare answers the choice, since housing supply answers the nominal rent.
    """
    if numeraire != "wage" and not unchanged:  # a solution comes with its mean wage unchanged
        shift = numeraire_shift(system, state, numeraire)
        x, y = system.shifted(x, y, -shift)
        state = system.evaluate(x, y)
    found = hats_of(system, state)
    if unchanged:
        found = {name: np.ones_like(values) for name, values in found.items()}
    return Outcome(
        system=system,
        x=np.asarray(x, dtype=np.float64),
        y=np.asarray(y, dtype=np.float64),
        state=state,
        **{name: np.asarray(values, dtype=np.float64) for name, values in found.items() if name != "welfare"},
        welfare=float(found["welfare"]),
        numeraire=numeraire,
        certificate=certificate,
    )


def numeraire_shift(system: System, state: State, numeraire: Numeraire) -> Any:
    """Return the log by which all wages exceed what the numeraire allows: a number, or (S,) for S shocks."""
    if numeraire == "income":
        return np.log(state.income.sum(0) / system.income0.sum())
    if numeraire == "prices":
        return system.income0 @ state.log_prices / system.income0.sum()
    return np.log((system.wages @ state.what) / system.wages.sum())


def hats_of(system: System, state: State) -> dict[str, Any]:
    """Return the ratios new over old of every level, (N,) or (N, S), and welfare."""

    def ratio(new: NDArray[Any], old: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(new / (old[:, None] if new.ndim == 2 else old))

    residents = ratio(system.residents(state), system.residents0)
    return {
        "wages": state.what,
        "resident_income": ratio(state.income, system.income0) / residents,
        "rents": np.exp(state.log_rents),
        "prices": np.exp(state.log_prices),
        "residents": residents,
        "jobs": ratio(state.jobs, system.jobs0),
        "welfare": state.phi ** (1 / system.epsilon),
    }


def revalued(system: System, hats: dict[str, Any], shift: Any) -> dict[str, Any]:
    """Return hats after all wages fall by ``shift`` (a log, or (S,)): the same equilibrium in another unit of account.

    Nominal housing supply answers the unit, so that rents move less than wages and welfare moves too.
    """
    housing, alpha = system.housing, system.alpha
    powers = {
        "wages": 1, "resident_income": 1, "prices": 1, "rents": housing, "welfare": (1 - alpha) * (1 - housing),
    }  # fmt: skip
    return {name: values * np.exp(-powers[name] * shift) if name in powers else values for name, values in hats.items()}
