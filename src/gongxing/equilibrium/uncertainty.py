"""Outcomes over a distribution of parameters: what is not known of elasticities, carried through to every region."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gongxing.equilibrium.derivatives import OUTCOMES
from gongxing.equilibrium.parameters import Parameters, known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.equilibrium.economy import Economy
    from gongxing.equilibrium.shock import Shock


@dataclass(frozen=True, eq=False)
class Distribution:
    """Quantiles of outcomes over draws of parameters.

    Attributes
    ----------
    quantiles
        Probabilities, (Q,).
    values
        By name of outcome, hats: (Q, N), or (Q,) for welfare.
    draws, failed
        Parameters drawn, and the numbers of those that could not be solved to the tolerance (left out).
    """

    quantiles: tuple[float, ...]
    values: dict[str, NDArray[np.float64]]
    draws: tuple[Parameters, ...]
    failed: tuple[int, ...]


def draw_parameters(base: Parameters, count: int, *, seed: int = 0) -> list[Parameters]:
    """Draw parameters uniformly and independently over their plausible ranges, by a Latin hypercube.

    Parameters
    ----------
    base
        Parameters without a plausible range keep its values.
    count
        Draws; each range is cut into as many parts, and each part drawn once, so that few draws suffice.
    seed
        The same seed draws the same.

    Raises
    ------
    ValueError
        ``count`` is below 1.

    Source: ranges as ``parameters.toml`` tells; McKay, Beckman & Conover (1979) for the hypercube.
    """
    if count < 1:
        raise ValueError(f"count: expected 1 or more, got {count}")
    random = np.random.default_rng(seed)
    names = [field.name for field in fields(Parameters)]
    columns = {}
    for name in names:
        low, high = known()[name].plausible
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

    Parameters
    ----------
    economy, shock
        The baseline and what changes.
    draws
        Parameters to solve under, such as ``draw_parameters`` gives.
    quantiles
        Probabilities of the intervals.
    tolerance
        Bound on the error of every log hat.

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
