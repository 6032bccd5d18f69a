"""Elasticities of every outcome to every shock and parameter, by implicit differentiation of the equations.

At a solution F(z, theta) = 0 the response is dz = -J^-1 F_theta dtheta. ``forward`` pushes one direction of change to
all outcomes; ``adjoint`` pulls one weighted sum of outcomes back to all shocks, N x N costs included, for the price of
one transposed solve. Elasticities are d log outcome / d log shock (for parameters: d log outcome / d parameter) with
the mean wage as numeraire.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import lu_factor, lu_solve

from gongxing.equilibrium.jacobian import jacobian_of
from gongxing.equilibrium.outcome import hats_of
from gongxing.equilibrium.parameters import Parameters
from gongxing.equilibrium.system import System

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.equilibrium.outcome import Outcome

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

# Along the imaginary axis, where no difference loses digits.
STEP = 1e-30
OUTCOMES = ("wages", "resident_income", "rents", "prices", "residents", "jobs", "welfare")


@dataclass(frozen=True, slots=True)
class Gradient:
    """Derivatives of one weighted sum of log outcomes by the logs of all shocks.

    Attributes
    ----------
    productivity, residence_amenity
        (N,): by region of production, by region of residence.
    amenity, commuting_cost
        (N, N): rows residence, columns workplace.
    trade_cost
        (N, N): rows production, columns consumption.
    """

    productivity: Vector
    residence_amenity: Vector
    amenity: Matrix
    commuting_cost: Matrix
    trade_cost: Matrix


class Sensitivity:
    """The linearised equations at an outcome, factorised once: O(N^3) to make, O(N^2) for each question.

    Parameters
    ----------
    outcome
        A solved counterfactual (a shock of nothing for elasticities at the baseline), under the wage numeraire.

    Raises
    ------
    ValueError
        The outcome has another numeraire.
    """

    def __init__(self, outcome: Outcome) -> None:
        if outcome.numeraire != "wage":
            raise ValueError(f"outcome: expected one under the wage numeraire, got {outcome.numeraire!r}")
        self.system: System = outcome.system
        self.outcome = outcome
        state, system = self.system.evaluate(outcome.x, outcome.y), self.system
        self.state = state
        flows = outcome.commuting
        self.flows, self.rows, self.columns = flows, flows.sum(1), flows.sum(0)
        self.choice = flows / self.rows[:, None]  # C: workplaces of the residents of n
        self.origin = flows / self.columns  # H: residences of the workers of i
        bill = flows * state.earned
        self.bill = bill / bill.sum(1)[:, None]  # M: where the income of n is earned
        self.bought = outcome.trade
        sold = self.bought * state.income
        self.sold = sold / sold.sum(1)[:, None]  # G: who buys from i
        self.price = -float(system.epsilon * system.alpha / (1 - system.sigma))
        self.rent = -float(system.epsilon * (1 - system.alpha) * system.housing)
        self.factor = float(1 + (system.sigma - 1) * system.nu)

    @cached_property
    def _factors(self) -> Any:
        return lu_factor(jacobian_of(self.system, self.state), overwrite_a=True)

    def forward(
        self,
        *,
        productivity: ArrayLike | None = None,
        amenity: ArrayLike | None = None,
        commuting_cost: ArrayLike | None = None,
        trade_cost: ArrayLike | None = None,
    ) -> dict[str, Any]:
        """Return d log of every outcome for d logs of shocks: shapes as in ``Shock``.

        Returns
        -------
        The names in ``OUTCOMES``; vectors (N,), ``welfare`` a number.
        """
        n = self.state.what.size
        supply = np.zeros(n) if productivity is None else float(self.system.sigma - 1) * np.asarray(productivity, float)
        taste = np.zeros((n, n))
        if amenity is not None:
            change = np.asarray(amenity, float)
            taste = taste + (change[:, None] if change.ndim == 1 else change)
        if commuting_cost is not None:
            taste = taste - float(self.system.epsilon) * np.asarray(commuting_cost, float)
        cost = np.zeros((n, n)) if trade_cost is None else float(1 - self.system.sigma) * np.asarray(trade_cost, float)
        exogenous = (supply, taste, cost)
        first = self._push(np.zeros(n), np.zeros(n), exogenous)
        dz = lu_solve(self._factors, -np.concatenate(self._residuals(first, np.zeros(n), np.zeros(n))))
        return self._outcomes(self._push(dz[:n], dz[n:], exogenous), dz[:n])

    def _push(self, dx: Vector, dy: Vector, exogenous: tuple[Vector, Matrix, Matrix]) -> dict[str, Any]:
        """Differentials of the logs of every level, given those of the unknowns and of what is outside."""
        supply0, taste, cost = exogenous
        eps = float(self.system.epsilon)
        phi = eps * (self.columns @ dx) + self.rows @ dy + (self.flows * taste).sum()
        residents = dy + self.choice @ (eps * dx) + (self.choice * taste).sum(1) - phi
        jobs = eps * dx + self.origin.T @ dy + (self.origin * taste).sum(0) - phi
        income = dy + (1 + eps) * (self.bill @ dx) + (self.bill * taste).sum(1) - phi
        supply = self.factor * jobs + float(1 - self.system.sigma) * dx + supply0
        demand = self.bought.T @ supply + (self.bought * cost).sum(0)
        sales = supply + self.sold @ (income - demand) + (self.sold * cost).sum(1)
        return {"phi": phi, "residents": residents, "jobs": jobs, "income": income, "demand": demand, "sales": sales}

    def _residuals(self, d: dict[str, Any], dx: Vector, dy: Vector) -> tuple[Vector, Vector]:
        return d["sales"] - dx - d["jobs"], self.price * d["demand"] + self.rent * d["income"] - dy

    def _outcomes(self, d: dict[str, Any], dx: Vector) -> dict[str, Any]:
        return {
            "wages": dx,
            "resident_income": d["income"] - d["residents"],
            "rents": float(self.system.housing) * d["income"],
            "prices": d["demand"] / float(1 - self.system.sigma),
            "residents": d["residents"],
            "jobs": d["jobs"],
            "welfare": float(d["phi"] / float(self.system.epsilon)),
        }

    def adjoint(self, weights: Mapping[str, ArrayLike]) -> Gradient:
        """Return the gradient of ``sum(weights * log outcome)`` by the logs of all shocks.

        Parameters
        ----------
        weights
            By names of ``OUTCOMES``: (N,) each, a number for ``welfare``.

        Raises
        ------
        ValueError
            A name is not one of the outcomes.
        """
        n = self.state.what.size
        direct, multipliers = self._transposed(weights)
        goods, residence = multipliers[:n], multipliers[n:]
        implied = self._pull(
            {
                "x": -goods,
                "y": -residence,
                "phi": 0.0,
                "residents": np.zeros(n),
                "jobs": -goods,
                "income": self.rent * residence,
                "demand": self.price * residence,
                "sales": goods,
            }
        )
        supply, taste, cost = (direct[name] + implied[name] for name in ("supply", "taste", "cost"))
        return Gradient(
            productivity=float(self.system.sigma - 1) * supply,
            residence_amenity=taste.sum(1),
            amenity=taste,
            commuting_cost=-float(self.system.epsilon) * taste,
            trade_cost=float(1 - self.system.sigma) * cost,
        )

    def _transposed(self, weights: Mapping[str, ArrayLike]) -> tuple[dict[str, Any], Vector]:
        """Return what weighted outcomes take directly of each level, and the multipliers of the equations, (2N,)."""
        direct = self._pull(self._seeds(weights))
        return direct, lu_solve(self._factors, -np.concatenate([direct["x"], direct["y"]]), trans=1)

    def _seeds(self, weights: Mapping[str, ArrayLike]) -> dict[str, Any]:
        """Turn weights on outcomes into weights on levels."""
        n = self.state.what.size
        unknown = set(weights) - set(OUTCOMES)
        if unknown:
            raise ValueError(f"weights: expected names among {', '.join(OUTCOMES)}, got {', '.join(sorted(unknown))}")
        w = {name: np.asarray(weights.get(name, 0.0), float) * np.ones(n) for name in OUTCOMES[:-1]}
        return {
            "x": w["wages"],
            "y": np.zeros(n),
            "phi": float(np.asarray(weights.get("welfare", 0.0))) / float(self.system.epsilon),
            "residents": w["residents"] - w["resident_income"],
            "jobs": w["jobs"],
            "income": w["resident_income"] + float(self.system.housing) * w["rents"],
            "demand": w["prices"] / float(1 - self.system.sigma),
            "sales": np.zeros(n),
        }

    def _pull(self, seeds: dict[str, Any]) -> dict[str, Any]:
        """Transpose ``_push``: from weights on levels to weights on the unknowns and on what is outside."""
        eps = float(self.system.epsilon)
        bought_from = self.sold.T @ seeds["sales"]
        income = seeds["income"] + bought_from
        demand = seeds["demand"] - bought_from
        supply = seeds["sales"] + self.bought @ demand
        jobs = seeds["jobs"] + self.factor * supply
        residents = seeds["residents"]
        phi = seeds["phi"] - income.sum() - jobs.sum() - residents.sum()
        taste = (
            self.bill * income[:, None]
            + self.origin * jobs
            + self.choice * residents[:, None]
            + self.flows * phi
        )  # fmt: skip
        x = seeds["x"] + float(1 - self.system.sigma) * supply + (1 + eps) * (self.bill.T @ income) + eps * jobs
        x = x + eps * (self.choice.T @ residents) + eps * phi * self.columns
        y = seeds["y"] + income + self.origin @ jobs + residents + phi * self.rows
        cost = self.sold * seeds["sales"][:, None] + self.bought * demand
        return {"x": x, "y": y, "supply": supply, "taste": taste, "cost": cost}

    def parameters(self) -> dict[str, dict[str, Any]]:
        """Return d log outcome / d parameter for each parameter, by name, then by outcome as ``forward`` returns them.

        The partial derivatives of the equations are taken by a complex step, exact to rounding (Squire & Trapp 1998).
        """
        n = self.state.what.size
        found = {}
        for field in fields(Parameters):
            nudged, partial = self._nudged(field.name)
            dz = lu_solve(self._factors, -partial)
            found[field.name] = self._logs(nudged, dz[:n], dz[n:])
        return found

    def parameters_adjoint(self, weights: Mapping[str, ArrayLike]) -> dict[str, float]:
        """Return the gradient of ``sum(weights * log outcome)`` by the parameters, with one transposed solve for all.

        Parameters
        ----------
        weights
            As in ``adjoint``.

        Raises
        ------
        ValueError
            A name is not one of the outcomes.
        """
        n = self.state.what.size
        _, multipliers = self._transposed(weights)
        found = {}
        for field in fields(Parameters):
            nudged, partial = self._nudged(field.name)
            logs = self._logs(nudged, np.zeros(n), np.zeros(n))
            own = sum(float(np.sum(np.asarray(weight) * logs[name])) for name, weight in weights.items())
            found[field.name] = own + float(multipliers @ partial)
        return found

    def _nudged(self, name: str) -> tuple[_Nudged, Vector]:
        """Return the equations with a parameter nudged, and the derivative of their residuals by it, (2N,)."""
        nudged = _Nudged(self.system, name)
        state = nudged.evaluate(self.outcome.x.astype(complex), self.outcome.y.astype(complex))
        return nudged, np.concatenate([state.goods, state.residence]).imag / STEP

    def _logs(self, nudged: _Nudged, dx: Vector, dy: Vector) -> dict[str, Any]:
        """Return d log outcome where a parameter moves by one and the unknowns by (dx, dy)."""
        moved = nudged.evaluate(self.outcome.x + 1j * STEP * dx, self.outcome.y + 1j * STEP * dy)
        return {name: np.asarray(np.log(value)).imag / STEP for name, value in hats_of(nudged, moved).items()}


class _Nudged(System):
    """The equations with one parameter moved along the imaginary axis."""

    def __init__(self, system: System, name: str) -> None:
        moved = _Complex(system.parameters)
        setattr(moved, name, getattr(system.parameters, name) + 1j * STEP)
        shadow = replace(system.economy)
        object.__setattr__(shadow, "parameters", moved)
        super().__init__(shadow, system.changes, np.complex128)


class _Complex:
    """Parameters without the checks, which know no complex numbers."""

    def __init__(self, parameters: Parameters) -> None:
        for field in fields(parameters):
            setattr(self, field.name, getattr(parameters, field.name))
