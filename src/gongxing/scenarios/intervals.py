"""What a scenario does over the plausible ranges of the parameters and of the changes themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gongxing.equilibrium.parameters import known
from gongxing.equilibrium.uncertainty import draw_parameters
from gongxing.scenarios.run import COLUMNS, changes_of, housing_supply, shock_of
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from gongxing.scenarios.run import ScenarioOutcome

    Array = NDArray[np.float64]

QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False)
class Intervals:
    """Quantiles 0.05, 0.5 and 0.95 of changes in per cent.

    Attributes
    ----------
    values
        By outcome, (3, N).
    welfare
        (3,)
    draws, failed
        How many were drawn, and how many of them could not be solved (left out).
    """

    values: dict[str, Array]
    welfare: Array
    draws: int
    failed: int


def intervals(
    run: ScenarioOutcome, draws: int = 50, *, seed: int = 0, advance: Callable[[], object] = lambda: None
) -> Intervals:
    """Solve a scenario under draws of the model's parameters, the elasticities of cost and changes that have a range.

    The baseline is kept as it was calibrated; what varies is how the economy answers. All are drawn uniformly and
    independently, by a Latin hypercube.

    Parameters
    ----------
    run
        The scenario as it was run.
    draws, seed
        How many, and of what seed.
    advance
        Called once for each draw.

    Raises
    ------
    ScenarioError
        No draw could be solved.
    """
    scenario, economy = run.scenario, run.calibration.economy
    random = np.random.default_rng([seed, 1])

    def between(low: float, high: float) -> Array:
        return low + (high - low) * (random.permutation(draws) + random.random(draws)) / draws

    minutes = scenario.commuting
    name = "travel_elasticity" if minutes.decay is None else "commuting_decay"
    travel = between(*((minutes.per_minute,) * 2 if minutes.stated else known()[name].plausible))
    distance = between(*known()["distance_elasticity"].plausible)
    ratios = np.array([between(*(change.bounds or (change.ratio,) * 2)) for change in scenario.changes])
    found: dict[str, list[Array]] = {name: [] for name in COLUMNS}
    welfare = []
    for k, parameters in enumerate(draw_parameters(scenario.parameters, draws, seed=seed)):
        drawn = ratios[:, k].tolist() if len(ratios) else []
        shock = shock_of(
            scenario,
            parameters,
            travel=float(travel[k]),
            distance_elasticity=float(distance[k]),
            ratios=drawn,
        )
        outcome = replace(economy, parameters=parameters).counterfactual(
            shock, tolerance=max(1e-8, scenario.tolerance), numeraire=scenario.numeraire
        )
        advance()
        if not outcome.certificate.certified:
            continue
        changes = changes_of(outcome, parameters, housing_supply(scenario, drawn))
        welfare.append(100 * (outcome.welfare - 1))
        for name in COLUMNS:
            found[name].append(changes[name])
    if not welfare:
        raise ScenarioError(f"{scenario.title}: none of {draws} draws could be solved; try smaller changes.")
    values = {name: np.quantile(np.array(rows), QUANTILES, axis=0) for name, rows in found.items()}
    return Intervals(values, np.quantile(welfare, QUANTILES), draws, draws - len(welfare))
