"""Run a scenario: calibrate, shock, solve, and say what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gongxing.equilibrium import Outcome, Parameters, Shock
from gongxing.equilibrium.calibration import Calibration, calibrate
from gongxing.equilibrium.gravity import least_share
from gongxing.equilibrium.parameters import known
from gongxing.equilibrium.planning import theil
from gongxing.equilibrium.sentences import Assumption
from gongxing.scenarios.file import PAIRED, REGIONAL, Change, Scenario
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gongxing.scenarios.otherwise import Otherwise

    Vector = NDArray[np.float64]

# mu and psi: how costs follow travel time and distance.
TRAVEL_ELASTICITY, DISTANCE_ELASTICITY = (known()[f"{kind}_elasticity"].default for kind in ("travel", "distance"))
COLUMNS = ("wages", "resident_income", "rents", "prices", "residents", "jobs", "output", "real_income")


@dataclass(frozen=True, eq=False)
class ScenarioOutcome:
    """What a scenario does: the outcome, changes in per cent by region, and every assumption.

    ``otherwise`` is what it does where something else stands for jobs, see ``gongxing.scenarios.otherwise``.
    """

    scenario: Scenario
    calibration: Calibration
    outcome: Outcome
    changes: dict[str, Vector]
    assumptions: tuple[Assumption, ...]
    otherwise: tuple[Otherwise, ...] = ()

    @property
    def growth(self) -> float:
        """Change of total real income in per cent."""
        income, people, after, later = self._levels()
        return 100 * float((after * later).sum() / (income * people).sum() - 1)

    @property
    def inequality(self) -> tuple[float, float]:
        """Theil's T of real income over residents, before and after; baseline prices are taken as alike."""
        income, people, after, later = self._levels()
        return theil(income, people), theil(after, later)

    def _levels(self) -> tuple[Vector, Vector, Vector, Vector]:
        economy = self.calibration.economy
        income, people = economy.resident_income, economy.baseline.residents
        gains = (1 + self.changes[name] / 100 for name in ("real_income", "residents"))
        return income, people, income * next(gains), people * next(gains)


def shock_of(
    scenario: Scenario,
    parameters: Parameters | None = None,
    *,
    travel: float | None = None,
    distance_elasticity: float = DISTANCE_ELASTICITY,
    ratios: Sequence[float] | None = None,
) -> Shock:
    """Turn the changes in words into ratios of costs, productivities and amenities.

    Parameters
    ----------
    scenario
        The scenario.
    parameters, travel, distance_elasticity
        Others than the scenario's and the defaults; ``travel`` is the elasticity of commuting cost to travel time, or,
        where commuting goes by minutes, the fall in logs a minute.
    ratios
        Ratios of the changes, in their order, other than stated.
    """
    n = len(scenario.names)
    index = {name: k for k, name in enumerate(scenario.names)}
    square = {kind: np.ones((n, n)) for kind in PAIRED}
    regional = {name: np.ones(n) for name in REGIONAL}
    for change, ratio in zip(scenario.changes, _ratios(scenario, ratios), strict=True):
        places = [index[name] for name in change.regions]
        if change.kind in REGIONAL:
            regional[change.kind][places] *= ratio
            continue
        for a, b in _pairs(change, places, n):
            square[change.kind][a, b] *= ratio
    given = parameters or scenario.parameters
    strength = travel_strength(scenario) if travel is None else travel
    times = square["travel_time"]
    commuting = scenario.commuting.cost(scenario.travel_time, times, strength, given.commuting_elasticity)
    costs = {
        "commuting_cost": square["commuting_cost"] * commuting,
        "trade_cost": square["trade_cost"] * square["trade_distance"] ** distance_elasticity,
    }
    # In (1) of docs/equilibrium.md housing enters as Q^-((1-alpha) eps), and supply h times as large lowers Q by
    # h^(-1/(1+delta)) at the same spending: the choice of a home answers as to this amenity.
    power = given.commuting_elasticity * (1 - given.tradables_share) / (1 + given.housing_supply_elasticity)
    regional["amenity"] *= regional["housing_supply"] ** power
    return Shock(
        productivity=None if (regional["productivity"] == 1).all() else regional["productivity"],
        amenity=None if (regional["amenity"] == 1).all() else regional["amenity"],
        **{name: None if (ratio == 1).all() else ratio for name, ratio in costs.items()},
    )


def travel_strength(scenario: Scenario) -> float:
    """Return how commuting answers travel time: the elasticity of its cost, or the fall in logs a minute."""
    decay = scenario.commuting.decay
    return TRAVEL_ELASTICITY if decay is None else decay


def _pairs(change: Change, places: list[int], n: int) -> list[tuple[int, int]]:
    """Return the pairs that a change of cost concerns."""
    if change.hub:
        return [pair for k in range(n) if k != places[0] for pair in ((k, places[0]), (places[0], k))]
    if change.directed:
        return [(places[0], places[1])]
    return [(a, b) for a in places for b in places if a != b]


def _ratios(scenario: Scenario, ratios: Sequence[float] | None) -> Sequence[float]:
    return [change.ratio for change in scenario.changes] if ratios is None else ratios


def housing_supply(scenario: Scenario, ratios: Sequence[float] | None = None) -> Vector:
    """Return the ratio of housing offered at the same rent, (N,)."""
    supply = np.ones(len(scenario.names))
    for change, ratio in zip(scenario.changes, _ratios(scenario, ratios), strict=True):
        if change.kind == "housing_supply":
            supply[[scenario.names.index(name) for name in change.regions]] *= ratio
    return supply


def changes_of(outcome: Outcome, parameters: Parameters, supply: Vector) -> dict[str, Vector]:
    """Return changes in per cent by region, (N,) each, rents and real income with the housing that was added."""
    changes = {name: 100 * (getattr(outcome, name) - 1) for name in COLUMNS[:-2]}
    rents = outcome.rents / supply ** (1 / (1 + parameters.housing_supply_elasticity))
    alpha = parameters.tradables_share
    real = outcome.resident_income / (outcome.prices**alpha * rents ** (1 - alpha))
    # What a region produces is worth what its jobs are paid, at the prices of the numeraire.
    output = outcome.wages * outcome.jobs
    return changes | {"rents": 100 * (rents - 1), "output": 100 * (output - 1), "real_income": 100 * (real - 1)}


def run_scenario(scenario: Scenario) -> ScenarioOutcome:
    """Calibrate the economy of a scenario and solve it after its shocks.

    Raises
    ------
    ScenarioError
        The data do not make an economy.
    """
    try:
        calibration = calibrate(
            jobs=scenario.jobs,
            residents=scenario.residents,
            wages=scenario.wages,
            output=None if scenario.wages is not None else scenario.output,
            travel_cost=scenario.travel_time,
            trade_distance=scenario.trade_distance,
            commuters=scenario.commuters,
            parameters=scenario.parameters,
            travel_elasticity=TRAVEL_ELASTICITY,
            distance_elasticity=DISTANCE_ELASTICITY,
            commuting_decay=scenario.commuting.decay,
            commuting_share=scenario.commuting.share,
        )
        outcome = calibration.economy.counterfactual(
            shock_of(scenario), tolerance=scenario.tolerance, numeraire=scenario.numeraire
        )
    except ValueError as error:
        raise ScenarioError(f"{scenario.title}: {error}; correct the data.") from error
    changes = changes_of(outcome, scenario.parameters, housing_supply(scenario))
    predicted = []
    if scenario.commuters is None:
        economy = calibration.economy
        stay = float(economy.commuting.diagonal().sum())
        least = least_share(economy.commuting.sum(1), economy.commuting.sum(0))
        predicted.append(Assumption("commuting_between", {"share": 100 * (1 - stay), "least": 100 * least}))
    if any(change.kind == "housing_supply" for change in scenario.changes):
        predicted.append(Assumption("housing_supply_shift"))
    assumptions = (
        *scenario.notes,
        *predicted,
        *calibration.assumptions,
        _answering(scenario),
        Assumption("free_to_move"),
        Assumption(f"numeraire_{outcome.numeraire}"),
    )
    return ScenarioOutcome(scenario, calibration, outcome, changes, assumptions)


def _answering(scenario: Scenario) -> Assumption:
    decay = scenario.commuting.decay
    if decay is None:
        return Assumption("elasticities_of_cost", {"travel": TRAVEL_ELASTICITY, "distance": DISTANCE_ELASTICITY})
    return Assumption("elasticity_of_minutes", {"decay": decay, "distance": DISTANCE_ELASTICITY})
