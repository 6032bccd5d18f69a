"""Which plan lifts all: choose among projects under a budget, and see what balance costs in growth.

A project is a change of logs: a railway cuts the log travel cost of some pairs, a laboratory raises the log
productivity of one region. A plan is a set of projects. Real income is v_n / (P_n^alpha Q_n^(1-alpha)), from Monte,
Redding & Rossi-Hansberg (2018); the gap between regions is Theil's (1967) T of real income over residents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from gongxing.equilibrium.derivatives import Sensitivity
from gongxing.equilibrium.shock import Shock

if TYPE_CHECKING:
    from gongxing.equilibrium.economy import Economy
    from gongxing.equilibrium.outcome import Outcome

Array = NDArray[np.float64]
Objective = Literal["welfare", "output", "smallest_gain", "balance"]
OBJECTIVES: tuple[Objective, ...] = ("welfare", "output", "smallest_gain", "balance")
# Up to this many projects every affordable plan is solved, so that the best is known to be the best.
EXACT_PROJECTS = 10
# Above, so many of those that the gradient ranks first are solved at each step.
SHORTLIST = 5
# How far above the least a region's gain may lie and still count in the gradient of the smallest gain.
SOFTNESS = 1e-3


@dataclass(frozen=True, eq=False)
class Project:
    """A candidate: what it costs and which logs it changes.

    Attributes
    ----------
    name, cost
        Of the project; cost in the unit of the budget, not negative.
    productivity
        Change of log Ahat, (N,), or ``None`` for none, as for the others.
    amenity
        Change of log Bhat, (N,) by residence or (N, N), rows residence.
    commuting_cost, trade_cost
        Change of log khat, (N, N), rows residence, and of log dhat, (N, N), rows production.
    """

    name: str
    cost: float
    productivity: Array | None = None
    amenity: Array | None = None
    commuting_cost: Array | None = None
    trade_cost: Array | None = None


@dataclass(frozen=True, eq=False)
class Plan:
    """A set of projects and what follows, as shares: 0.01 is one per cent.

    Attributes
    ----------
    projects, cost
        Names, and what they cost together.
    welfare
        Uhat - 1, under the wage numeraire.
    output
        Change of total real income.
    smallest_gain
        Smallest change of a region's real income per resident.
    balance
        Fall of the Theil index of real income over residents (positive: the gap closes).
    outcome
        The equilibrium.
    """

    projects: tuple[str, ...]
    cost: float
    welfare: float
    output: float
    smallest_gain: float
    balance: float
    outcome: Outcome = field(repr=False)


@dataclass(frozen=True, eq=False)
class Choice:
    """The best plan found and the others.

    Attributes
    ----------
    best
        By the objective; of plans alike, the cheapest.
    frontier
        Plans solved that no other beats in both output and balance, by falling output.
    plans
        All plans solved.
    exact
        Whether every affordable plan was solved, so that none can be better.
    """

    best: Plan
    frontier: tuple[Plan, ...]
    plans: tuple[Plan, ...]
    exact: bool


def shock_of(projects: Iterable[Project]) -> Shock:
    """Return the shock of several projects together: their log changes add."""
    chosen = list(projects)

    def total(name: str) -> Array | None:
        parts = [getattr(project, name) for project in chosen if getattr(project, name) is not None]
        if not parts:
            return None
        # An amenity by residence joins one by pair as the same change for every workplace.
        square = max(part.ndim for part in parts)
        return np.asarray(np.exp(sum(part[:, None] if part.ndim < square else part for part in parts)))

    return Shock(total("productivity"), total("amenity"), total("commuting_cost"), total("trade_cost"))


def theil(income: Array, people: Array) -> float:
    """Return Theil's T of income per person, (N,), over people, (N,): the income-weighted mean log of income / mean."""
    relative = income / ((income * people).sum() / people.sum())
    return float((people / people.sum() * relative * np.log(relative)).sum())


def evaluate(economy: Economy, projects: Sequence[Project], *, tolerance: float = 1e-9) -> Plan:
    """Solve a plan and measure it.

    Raises
    ------
    ValueError
        A project's arrays do not fit the economy.
    """
    outcome = economy.counterfactual(shock_of(projects), tolerance=tolerance)
    gain, after, later = _levels(economy, outcome)
    before, people = economy.resident_income, economy.baseline.residents
    return Plan(
        projects=tuple(project.name for project in projects),
        cost=float(sum(project.cost for project in projects)),
        welfare=outcome.welfare - 1,
        output=float((after * later).sum() / (before * people).sum()) - 1,
        smallest_gain=float(gain.min()) - 1,
        balance=theil(before, people) - theil(after, later),
        outcome=outcome,
    )


def _levels(economy: Economy, outcome: Outcome) -> tuple[Array, Array, Array]:
    """Return the hat of real income, its level and the residents after a plan, (N,) each."""
    alpha = economy.parameters.tradables_share
    gain = outcome.resident_income / (outcome.prices**alpha * outcome.rents ** (1 - alpha))
    return gain, economy.resident_income * gain, economy.baseline.residents * outcome.residents


class _Search:
    """Plans solved once each, ranked by an objective."""

    def __init__(
        self,
        economy: Economy,
        projects: Sequence[Project],
        objective: Objective,
        tolerance: float,
        advance: Callable[[], object],
    ) -> None:
        self.economy, self.projects, self.objective = economy, list(projects), objective
        self.tolerance, self.advance = tolerance, advance
        self.place = {project.name: k for k, project in enumerate(projects)}
        self.solved: dict[frozenset[str], Plan] = {}

    def plan(self, chosen: Iterable[Project]) -> Plan:
        """Return the plan of some projects, solved where it was not before."""
        members = sorted(chosen, key=lambda project: self.place[project.name])
        key = frozenset(project.name for project in members)
        if key not in self.solved:
            self.solved[key] = evaluate(self.economy, members, tolerance=self.tolerance)
            self.advance()
        return self.solved[key]

    def value(self, plan: Plan) -> tuple[float, float]:
        """Return what a plan is worth, and what it saves."""
        return getattr(plan, self.objective), -plan.cost

    def promising(self, plan: Plan, room: float, chosen: Sequence[Project]) -> list[Project]:
        """Return the affordable projects that promise most a unit of cost at a plan, by one adjoint."""
        left = [project for project in self.projects if project not in chosen and project.cost <= room]
        if not left:
            return []
        gains = marginal_values(
            self.economy, left, weights_of(self.economy, self.objective, plan.outcome), plan.outcome
        )
        order = np.argsort([-gain / max(project.cost, 1e-12) for gain, project in zip(gains, left, strict=True)])
        return [left[k] for k in order[:SHORTLIST]]

    def grow(self, budget: float) -> tuple[list[Project], Plan]:
        """Add the project that gains most a unit of cost while one gains."""
        chosen: list[Project] = []
        best = self.plan(chosen)
        while options := self.promising(best, budget - best.cost, chosen):
            grown = [self.plan([*chosen, project]) for project in options]
            gains = [
                (self.value(plan)[0] - self.value(best)[0]) / max(project.cost, 1e-12)
                for plan, project in zip(grown, options, strict=True)
            ]
            k = int(np.argmax(gains))
            if gains[k] <= 0:
                break
            chosen, best = [*chosen, options[k]], grown[k]
        return chosen, best

    def exchange(self, chosen: list[Project], best: Plan, budget: float) -> tuple[list[Project], Plan] | None:
        """Return the first exchange of a project for others, or removal, that does better, if any."""
        for out in chosen:
            rest = [project for project in chosen if project is not out]
            without = self.plan(rest)
            for added in ([], *([new] for new in self.promising(without, budget - without.cost, [*rest, out]))):
                plan = self.plan([*rest, *added])
                if self.value(plan) > self.value(best):
                    return [*rest, *added], plan
        return None


def choose(
    economy: Economy,
    projects: Sequence[Project],
    budget: float,
    objective: Objective = "welfare",
    *,
    tolerance: float = 1e-9,
    advance: Callable[[], object] = lambda: None,
) -> Choice:
    """Choose the plan that does best on an objective within a budget.

    Up to ``EXACT_PROJECTS`` candidates every affordable plan is solved. Above that the plan grows by the candidate with
    the highest gain a unit of cost, among those that the adjoint gradient at the plan so far ranks first, and is then
    improved by exchanges; ``Choice.exact`` says which.

    Parameters
    ----------
    economy
        The baseline.
    projects, budget
        Candidates, and what may be spent, in the unit of their costs.
    objective
        ``welfare``, ``output``, ``smallest_gain`` or ``balance``; see ``Plan``.
    tolerance
        Of log hats.
    advance
        Called once for each plan solved (a progress bar).

    Raises
    ------
    ValueError
        The objective is not known, names repeat, or a cost or the budget is negative.
    """
    if objective not in OBJECTIVES:
        raise ValueError(f"objective: expected one of {', '.join(OBJECTIVES)}, got {objective!r}")
    if len({project.name for project in projects}) < len(projects):
        raise ValueError("projects: expected different names, got some twice")
    if not budget >= 0 or not all(project.cost >= 0 for project in projects):
        raise ValueError("budget, cost: expected numbers that are not negative")
    search = _Search(economy, projects, objective, tolerance, advance)
    exact = len(projects) <= EXACT_PROJECTS
    if exact:
        for size in range(len(projects) + 1):
            for chosen in combinations(projects, size):
                if sum(project.cost for project in chosen) <= budget:
                    search.plan(chosen)
        best = max(search.solved.values(), key=search.value)
    else:
        grown, best = search.grow(budget)
        while (better := search.exchange(grown, best, budget)) is not None:
            grown, best = better
    plans = tuple(search.solved.values())
    return Choice(best, frontier(plans), plans, exact)


def frontier(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """Return the plans that no other beats in both output and balance, by falling output."""
    kept: list[Plan] = []
    for candidate in sorted(plans, key=lambda plan: (-plan.output, -plan.balance)):
        if not kept or candidate.balance > kept[-1].balance:
            kept.append(candidate)
    return tuple(kept)


def marginal_values(
    economy: Economy,
    projects: Sequence[Project],
    weights: dict[str, Array | float],
    at: Outcome | None = None,
) -> Array:
    """Return what a small dose of each project adds to a weighted sum of log outcomes, (projects,), by one adjoint.

    Parameters
    ----------
    economy, projects
        The baseline and the candidates.
    weights
        As ``Sensitivity.adjoint`` takes them; ``weights_of`` makes them from an objective.
    at
        The equilibrium at which a dose is added; the baseline if not given.
    """
    gradient = (economy.sensitivity() if at is None else Sensitivity(at)).adjoint(weights)

    def dose(project: Project) -> float:
        total = 0.0
        for name in ("productivity", "amenity", "commuting_cost", "trade_cost"):
            part = getattr(project, name)
            if part is not None:
                by = "residence_amenity" if name == "amenity" and part.ndim == 1 else name
                total += float((getattr(gradient, by) * part).sum())
        return total

    return np.array([dose(project) for project in projects])


def weights_of(economy: Economy, objective: Objective, outcome: Outcome) -> dict[str, Array | float]:
    """Return weights on log outcomes whose weighted sum moves as an objective does at an equilibrium.

    With s_n the shares of real income and T the Theil index, d output = (1 + output) sum_n s_n (dlog y_n + dlog R_n),
    dT = sum_n s_n (log(y_n / mean) - T) (dlog y_n + dlog R_n) - s_n dlog R_n. The smallest gain has no gradient where
    several regions share it: they count alike, others by how close they come.
    """
    if objective == "welfare":
        return {"welfare": outcome.welfare}
    gain, income, people = _levels(economy, outcome)
    share = income * people / (income * people).sum()
    moved = np.zeros_like(share)
    if objective == "output":
        before = (economy.resident_income * economy.baseline.residents).sum()
        weight = share * (income * people).sum() / before
        moved = weight
    elif objective == "balance":
        relative = np.log(income / ((income * people).sum() / people.sum()))
        weight = -share * (relative - (share * relative).sum())
        moved = weight + share
    else:
        near = np.exp((gain.min() - gain) / SOFTNESS)
        weight = gain * near / near.sum()
    alpha = economy.parameters.tradables_share
    return {
        "resident_income": weight, "prices": -alpha * weight, "rents": -(1 - alpha) * weight, "residents": moved,
    }  # fmt: skip
