"""Outcomes over a distribution of parameters: what is not known of elasticities, carried through to every region."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gongxing.equilibrium.derivatives import OUTCOMES
from gongxing.equilibrium.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.equilibrium.economy import Economy, Shock

# Plausible ranges, low to high. eps: Monte et al. (2018) 3.3, Ahlfeldt et al. (2015) 6.8; sigma: 3 to 6 over the trade
# literature; delta: Saiz (2010), with inelastic and elastic cities; nu: Combes & Gobillon (2015); alpha: housing takes
# 20 to 40 % of spending.
RANGES: dict[str, tuple[float, float]] = {
    "tradables_share": (0.6, 0.8),
    "commuting_elasticity": (3.3, 6.8),
    "housing_supply_elasticity": (0.2, 1.0),
    "substitution_elasticity": (3.0, 6.0),
    "agglomeration_elasticity": (0.02, 0.08),
}


@dataclass(frozen=True, eq=False)
class Distribution:
    """Quantiles of outcomes over draws: by outcome, (quantiles, N) or (quantiles,) for welfare."""

    quantiles: tuple[float, ...]
    values: dict[str, NDArray[np.float64]]
    draws: tuple[Parameters, ...]
    failed: tuple[int, ...]


def draw_parameters(base: Parameters, count: int, *, seed: int = 0) -> list[Parameters]:
    """Draw parameters uniformly and independently from ``RANGES`` (a Latin hypercube, so that few draws suffice)."""
    random = np.random.default_rng(seed)
    names = [field.name for field in fields(Parameters)]
    columns = {}
    for name in names:
        low, high = RANGES[name]
        columns[name] = low + (high - low) * (random.permutation(count) + random.random(count)) / count
    return [replace(base, **{name: float(columns[name][k]) for name in names}) for k in range(count)]


def distribution(
    economy: Economy,
    shock: Shock,
    draws: Sequence[Parameters],
    *,
    quantiles: Sequence[float] = (0.05, 0.5, 0.95),
    tolerance: float = 1e-8,
) -> Distribution:
    """Solve a shock under each draw and return quantiles of every outcome.

    The baseline shares are kept: they are data. What changes between draws is how the economy answers.

    Raises
    ------
    ValueError
        No draw could be solved to the tolerance.
    """
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in OUTCOMES}
    failed = []
    start = None
    for number, parameters in enumerate(draws):
        outcome = replace(economy, parameters=parameters).counterfactual(shock, tolerance=tolerance, start=start)
        if not outcome.certificate.certified:
            failed.append(number)
            continue
        start = np.concatenate([outcome.x, outcome.y])
        for name, rows in found.items():
            rows.append(np.asarray(getattr(outcome, name)))
    if len(failed) == len(draws):
        raise ValueError(f"draws: expected at least one that can be solved to {tolerance:g}, got none of {len(draws)}")
    values = {name: np.quantile(np.array(rows), quantiles, axis=0) for name, rows in found.items()}
    return Distribution(tuple(quantiles), values, tuple(draws), tuple(failed))
