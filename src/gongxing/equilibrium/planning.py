"""Which plan lifts all: choose among projects under a budget, and see what balance costs in growth.

A project is a change of logs: a railway cuts the log travel cost of some pairs, a laboratory raises the log
productivity of one region. A plan is a set of projects. Real income is v_n / (P_n^alpha Q_n^(1-alpha)).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from gongxing.equilibrium.shock import Shock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gongxing.equilibrium.economy import Economy
    from gongxing.equilibrium.outcome import Outcome

Array = NDArray[np.float64]
Objective = Literal["welfare", "output", "smallest_gain", "balance"]
OBJECTIVES: tuple[Objective, ...] = ("welfare", "output", "smallest_gain", "balance")
# Up to this many projects every affordable plan is solved, so that the best is known to be the best.
EXACT_PROJECTS = 10
SHORTLIST = 5


@dataclass(frozen=True, eq=False)
class Project:
    """A candidate: what it costs and which logs it changes (shapes as in ``Shock``; ``None`` for none)."""

    name: str
    cost: float
    productivity: Array | None = None
    amenity: Array | None = None
    commuting_cost: Array | None = None
    trade_cost: Array | None = None


@dataclass(frozen=True, eq=False)
class Plan:
    """A set of projects and what follows.

    ``output`` is the change of total real income, ``smallest_gain`` the smallest change of regional real income,
    ``balance`` the fall of the Theil index of real income over residents (positive: the gap closes), ``welfare`` is
    Uhat - 1.
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
    """The best plan found, the plans that no other beats in both output and balance, and how sure that is."""

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
    """Theil's T of income per person over people: sum of income shares times log(income / mean)."""
    relative = income / ((income * people).sum() / people.sum())
    return float((people / people.sum() * relative * np.log(relative)).sum())


def evaluate(economy: Economy, projects: Sequence[Project], *, tolerance: float = 1e-9) -> Plan:
    """Solve a plan and measure it."""
    outcome = economy.counterfactual(shock_of(projects), tolerance=tolerance)
    alpha = economy.parameters.tradables_share
    gain = outcome.resident_income / (outcome.prices**alpha * outcome.rents ** (1 - alpha))
    before, people = economy.resident_income, economy.residents
    after, later = before * gain, people * outcome.residents
    return Plan(
        projects=tuple(project.name for project in projects),
        cost=sum(project.cost for project in projects),
        welfare=outcome.welfare - 1,
        output=float((after * later).sum() / (before * people).sum()) - 1,
        smallest_gain=float(gain.min()) - 1,
        balance=theil(before, people) - theil(after, later),
        outcome=outcome,
    )


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
    the highest gain a unit of cost, among those that the adjoint gradient ranks first, and is then improved by
    exchanges; ``Choice.exact`` says which.

    Parameters
    ----------
    projects, budget
        Candidates, and what may be spent, in the unit of their costs.
    objective
        ``welfare``, ``output``, ``smallest_gain`` or ``balance``.
    advance
        Called once for each plan solved (a progress bar).

    Raises
    ------
    ValueError
        The objective is not known, names repeat, or a cost or the budget is negative.
    """
    if objective not in OBJECTIVES:
        raise ValueError(f"objective: expected one of {', '.join(OBJECTIVES)}, got {objective!r}")
    names = [project.name for project in projects]
    if len(set(names)) < len(names):
        raise ValueError("projects: expected different names, got some twice")
    if budget < 0 or any(project.cost < 0 for project in projects):
        raise ValueError("budget, cost: expected numbers that are not negative")
    solved: dict[frozenset[str], Plan] = {}

    def plan(chosen: Iterable[Project]) -> Plan:
        members = sorted(chosen, key=lambda project: names.index(project.name))
        key = frozenset(project.name for project in members)
        if key not in solved:
            solved[key] = evaluate(economy, members, tolerance=tolerance)
            advance()
        return solved[key]

    def value(candidate: Plan) -> tuple[float, float]:
        return getattr(candidate, objective), -candidate.cost

    exact = len(projects) <= EXACT_PROJECTS
    if exact:
        for size in range(len(projects) + 1):
            for chosen in combinations(projects, size):
                if sum(project.cost for project in chosen) <= budget:
                    plan(chosen)
        best = max(solved.values(), key=value)
    else:
        promise = marginal_values(economy, projects, _weights(economy, objective))
        order = np.argsort(
            [-value / max(project.cost, 1e-12) for value, project in zip(promise, projects, strict=True)]
        )
        best = _exchange([projects[k] for k in order], budget, plan, value)
    plans = tuple(solved.values())
    return Choice(best, frontier(plans), plans, exact)


def frontier(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """Return the plans that no other beats in both output and balance, by falling output."""
    kept: list[Plan] = []
    for candidate in sorted(plans, key=lambda plan: (-plan.output, -plan.balance)):
        if not kept or candidate.balance > kept[-1].balance:
            kept.append(candidate)
    return tuple(kept)


def _exchange(
    projects: Sequence[Project],
    budget: float,
    plan: Callable[[Iterable[Project]], Plan],
    value: Callable[[Plan], tuple[float, float]],
) -> Plan:
    """Grow a plan by the best gain a unit of cost, then exchange one for another while that helps.

    ``projects`` come in the order of promise: growth looks at the first ``SHORTLIST`` that are affordable.
    """
    chosen: list[Project] = []
    best = plan(chosen)
    while True:
        room = budget - best.cost
        options = [p for p in projects if p not in chosen and p.cost <= room][:SHORTLIST]
        grown = [(value(plan([*chosen, p]))[0] - value(best)[0], p) for p in options]
        gain, project = max(
            ((g / max(p.cost, 1e-12), p) for g, p in grown), key=lambda pair: pair[0], default=(0.0, None)
        )
        if project is None or gain <= 0:
            break
        chosen.append(project)
        best = plan(chosen)
    while (better := _exchanged(projects, budget, chosen, plan, value, best)) is not None:
        chosen, best = better
    return best


def _exchanged(
    projects: Sequence[Project],
    budget: float,
    chosen: list[Project],
    plan: Callable[[Iterable[Project]], Plan],
    value: Callable[[Plan], tuple[float, float]],
    best: Plan,
) -> tuple[list[Project], Plan] | None:
    """Return the first exchange of one project for another that does better, if any."""
    for out in chosen:
        rest = [p for p in chosen if p is not out]
        room = budget - sum(p.cost for p in rest)
        for new in projects:
            if new in chosen or new.cost > room:
                continue
            candidate = plan([*rest, new])
            if value(candidate) > value(best):
                return [*rest, new], candidate
    return None


def marginal_values(economy: Economy, projects: Sequence[Project], weights: dict[str, Array | float]) -> Array:
    """Return what a small dose of each project adds to a weighted sum of log outcomes, (projects,), by one adjoint."""
    gradient = economy.sensitivity().adjoint(weights)

    def dose(project: Project) -> float:
        total = 0.0
        for name in ("productivity", "amenity", "commuting_cost", "trade_cost"):
            part = getattr(project, name)
            if part is not None:
                by = "residence_amenity" if name == "amenity" and part.ndim == 1 else name
                total += float((getattr(gradient, by) * part).sum())
        return total

    return np.array([dose(project) for project in projects])


def _weights(economy: Economy, objective: Objective) -> dict[str, Array | float]:
    """Weights on log outcomes whose sum moves as the objective does at the baseline."""
    if objective == "welfare":
        return {"welfare": 1.0}
    alpha, income = economy.parameters.tradables_share, economy.resident_income
    people = economy.residents
    share = income * people / (income * people).sum()
    if objective == "output":
        weight, moved = share, share
    elif objective == "balance":
        # d Theil / d log income of n, with people and the mean in their shares.
        relative = np.log(income / ((income * people).sum() / people.sum()))
        weight = -share * (relative - (share * relative).sum())
        moved = np.zeros_like(share)
    else:  # the smallest gain has no gradient where all gains are nil: the poorest count most
        weight, moved = share / income / (share / income).sum(), np.zeros_like(share)
    return {
        "resident_income": weight,
        "prices": -alpha * weight,
        "rents": -(1 - alpha) * weight,
        "residents": moved,
    }  # fmt: skip
