"""Which of a scenario's projects to pay for under a budget: the frontier of plans between growth and balance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gongxing.equilibrium.planning import Choice, Objective, Project, choose
from gongxing.scenarios.run import run_scenario, shock_of
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxing.equilibrium.sentences import Assumption
    from gongxing.scenarios.file import Change, Scenario


@dataclass(frozen=True, slots=True)
class Found:
    """Plans made of a scenario's projects.

    Attributes
    ----------
    choice
        The best by the objective, the frontier, and all plans solved.
    objective, budget
        What was asked.
    notes
        What it rests on.
    """

    choice: Choice
    objective: Objective
    budget: float
    notes: tuple[Assumption, ...]


def search(
    scenario: Scenario,
    budget: float,
    objective: Objective = "welfare",
    *,
    advance: Callable[[], object] = lambda: None,
) -> Found:
    """Choose among the projects of a scenario within a budget.

    Changes of one project (``project`` in the file) go together and cost the sum of their costs; a change without a
    project is one of its own. The mean wage is held fixed.

    Parameters
    ----------
    scenario
        Each of its changes with a ``cost``.
    budget
        In the unit of the costs.
    objective
        ``welfare``, ``output``, ``smallest_gain`` or ``balance``, as ``gongxing.equilibrium.planning`` tells.
    advance
        Called once for each plan solved.

    Raises
    ------
    ScenarioError
        There is no change, one has no cost or is of housing, or a plan cannot be solved.
    """
    groups = _projects(scenario)
    scenario = replace(scenario, numeraire="wage")
    base = run_scenario(replace(scenario, changes=()))
    projects = [_project(replace(scenario, changes=tuple(group)), name) for name, group in groups.items()]
    try:
        choice = choose(base.calibration.economy, projects, budget, objective, advance=advance)
    except ValueError as error:
        raise ScenarioError(f"{scenario.title}: {error}") from error
    if bad := [plan for plan in choice.plans if not plan.outcome.certificate.certified]:
        raise ScenarioError(
            f"{scenario.title}: {len(bad)} of {len(choice.plans)} plans are not solved to the tolerance, such as "
            f"{', '.join(bad[0].projects)}; make their changes smaller."
        )
    return Found(choice, objective, budget, base.assumptions)


def _projects(scenario: Scenario) -> dict[str, list[Change]]:
    """Return the changes of each project, by its name."""
    groups: dict[str, list[Change]] = {}
    for change in scenario.changes:
        own = f"{change.kind} {', '.join(change.regions)} {change.words}"
        groups.setdefault(change.statement.project or own, []).append(change)
    if not groups:
        raise ScenarioError(f"{scenario.title}: there is no project to choose; add sections such as [[travel_time]].")
    costless = [name for name, group in groups.items() if all(change.statement.cost is None for change in group)]
    if costless:
        raise ScenarioError(
            f"{scenario.title}: {len(costless)} of {len(groups)} projects state no cost: {', '.join(costless[:5])}; "
            "write cost = 30.0, all in the unit of the budget: nothing is chosen on an unstated cost."
        )
    if housing := [name for name, group in groups.items() if any(c.kind == "housing_supply" for c in group)]:
        raise ScenarioError(
            f"{scenario.title}: the search cannot weigh housing ({', '.join(housing[:5])}); take it out and use "
            "gongxing scenario compare for it."
        )
    return groups


def _project(scenario: Scenario, name: str) -> Project:
    """Return the changes of one project as changes of logs."""
    shock = shock_of(scenario)
    names = ("productivity", "amenity", "commuting_cost", "trade_cost")
    logs = {
        part: np.log(np.asarray(given, dtype=np.float64))
        for part in names
        if (given := getattr(shock, part)) is not None
    }
    return Project(name, float(sum(change.statement.cost or 0 for change in scenario.changes)), **logs)
