"""Run a scenario: calibrate, shock, solve, and say what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gongxing.equilibrium import Outcome, Shock
from gongxing.equilibrium.calibration import Calibration, calibrate
from gongxing.equilibrium.parameters import known
from gongxing.equilibrium.sentences import Assumption
from gongxing.scenarios.file import REGIONAL, Scenario
from gongxing.scenarios.tables import ScenarioError

# mu and psi: how costs follow travel time and distance.
TRAVEL_ELASTICITY, DISTANCE_ELASTICITY = (known()[f"{kind}_elasticity"].default for kind in ("travel", "distance"))
COLUMNS = ("wages", "resident_income", "rents", "prices", "residents", "jobs", "real_income")


@dataclass(frozen=True, eq=False)
class ScenarioOutcome:
    """What a scenario does: the outcome, changes in per cent by region, and every assumption."""

    scenario: Scenario
    calibration: Calibration
    outcome: Outcome
    changes: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]
    assumptions: tuple[Assumption, ...]


def shock_of(scenario: Scenario) -> Shock:
    """Turn the changes in words into ratios of costs, productivities and amenities."""
    n = len(scenario.names)
    index = {name: k for k, name in enumerate(scenario.names)}
    square = {"commuting_cost": np.ones((n, n)), "trade_cost": np.ones((n, n))}
    regional = {name: np.ones(n) for name in REGIONAL}
    for change in scenario.changes:
        places = [index[name] for name in change.regions]
        if change.kind in REGIONAL:
            regional[change.kind][places] *= change.ratio
            continue
        power = {"travel_time": TRAVEL_ELASTICITY, "trade_distance": DISTANCE_ELASTICITY}.get(change.kind, 1.0)
        target = square["commuting_cost" if change.kind in ("travel_time", "commuting_cost") else "trade_cost"]
        pairs = [(a, b) for a in places for b in places if a != b and (not change.directed or (a, b) == tuple(places))]
        for a, b in pairs:
            target[a, b] *= change.ratio**power
    return Shock(
        productivity=None if (regional["productivity"] == 1).all() else regional["productivity"],
        amenity=None if (regional["amenity"] == 1).all() else regional["amenity"],
        commuting_cost=None if (square["commuting_cost"] == 1).all() else square["commuting_cost"],
        trade_cost=None if (square["trade_cost"] == 1).all() else square["trade_cost"],
    )


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
        )
        outcome = calibration.economy.counterfactual(
            shock_of(scenario), tolerance=scenario.tolerance, numeraire=scenario.numeraire
        )
    except ValueError as error:
        raise ScenarioError(f"{scenario.title}: {error}; correct the data.") from error
    alpha = scenario.parameters.tradables_share
    changes = {name: 100 * (getattr(outcome, name) - 1) for name in COLUMNS[:-1]}
    real = outcome.resident_income / (outcome.prices**alpha * outcome.rents ** (1 - alpha))
    changes["real_income"] = 100 * (real - 1)
    assumptions = (
        *calibration.assumptions,
        Assumption("elasticities_of_cost", {"travel": TRAVEL_ELASTICITY, "distance": DISTANCE_ELASTICITY}),
        Assumption("free_to_move"),
        Assumption(f"numeraire_{outcome.numeraire}"),
    )
    return ScenarioOutcome(scenario, calibration, outcome, changes, assumptions)
