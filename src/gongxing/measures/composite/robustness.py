"""What if other choices had been made: ranks under many of them, and which choice matters (Sobol indices).

Each run draws a scale, a way to weigh, a way to aggregate, an indicator to leave out (or none) and a factor for each
weight, from numbers in [0, 1): the same map serves the Monte Carlo runs (Saisana and others 2005) and the design of the
sensitivity indices (Saltelli and others 2010, as SciPy computes them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.composite.scores import (
    Array,
    IndexData,
    indicator_weights,
    normalised_values,
    ranks_within,
    without,
)
from gongxing.measures.composite.specification import IndexSpec, Robustness
from gongxing.measures.kernels.aggregation import aggregate

Ranks = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Choices:
    """The alternatives of each choice, the specification's own first; ``left_out`` -1 means none."""

    normalisations: tuple[str, ...]
    weightings: tuple[str, ...]
    aggregations: tuple[str, ...]
    left_out: tuple[int, ...]
    spread: float

    @property
    def names(self) -> tuple[str, ...]:
        """What varies: the choices with more than one alternative, and the weights where they spread."""
        several = {
            "normalisation": self.normalisations, "weighting": self.weightings, "aggregation": self.aggregations,
            "indicator left out": self.left_out,
        }  # fmt: skip
        found = [name for name, alternatives in several.items() if len(alternatives) > 1]
        return tuple(found + (["weights"] if self.spread > 0 else []))


def choices_of(spec: IndexSpec, robust: Robustness) -> Choices:
    """Return the alternatives that a specification names."""
    leave = robust.leave_out and len(spec.indicators) > 2
    return Choices(
        tuple(dict.fromkeys((spec.normalisation, *robust.normalisations))),
        tuple(dict.fromkeys((spec.weighting, *robust.weightings))),
        tuple(dict.fromkeys((spec.aggregation, *robust.aggregations))),
        tuple(range(-1, len(spec.indicators) if leave else 0)),
        robust.weight_spread,
    )


class Perturbed:
    """Ranks of an index under drawn choices; what only depends on a choice is computed once.

    Parameters
    ----------
    data, spec
        The index.
    choices
        What may be drawn.
    """

    def __init__(self, data: IndexData, spec: IndexSpec, choices: Choices) -> None:
        self.data, self.spec, self.choices = data, spec, choices
        self._scales: dict[tuple[str, int], Array] = {}
        self._weights: dict[tuple[str, str, int], Array] = {}

    @property
    def inputs(self) -> int:
        """How many numbers in [0, 1) make one run: four choices and one for each weight."""
        return 4 + len(self.spec.indicators)

    def ranks(self, draw: Array) -> Ranks:
        """Return the ranks (n,) of one run from ``inputs`` numbers in [0, 1)."""
        chosen = self.choices
        scale, way, mean, left = (
            _pick(alternatives, number)
            for alternatives, number in zip(
                (chosen.normalisations, chosen.weightings, chosen.aggregations, chosen.left_out), draw[:4], strict=True
            )
        )
        normalised = self._normalised(scale, left)
        weights = self._weighted(scale, way, left, normalised)
        factors = 1 + chosen.spread * (2 * draw[4:] - 1)
        factors = factors if left < 0 else np.delete(factors, left)
        scores = aggregate(normalised, weights * factors / (weights @ factors), mean, self.spec.floor)
        return ranks_within(scores, self.data)

    def runs(self, count: int, seed: int) -> Ranks:
        """Return the ranks (count, n) of so many runs drawn at random."""
        rng = np.random.default_rng(seed)
        return np.stack([self.ranks(draw) for draw in rng.random((count, self.inputs))])

    def _normalised(self, scale: Any, left: int) -> Array:
        if (scale, left) not in self._scales:
            data, spec = (self.data, self.spec) if left < 0 else without(self.data, self.spec, left)
            self._scales[scale, left] = normalised_values(data.values, spec, scale)
        return self._scales[scale, left]

    def _weighted(self, scale: Any, way: Any, left: int, normalised: Array) -> Array:
        if (scale, way, left) not in self._weights:
            spec = self.spec if left < 0 else without(self.data, self.spec, left)[1]
            self._weights[scale, way, left] = indicator_weights(normalised, spec, way)
        return self._weights[scale, way, left]


def _pick(alternatives: tuple[Any, ...], number: float) -> Any:
    return alternatives[min(int(number * len(alternatives)), len(alternatives) - 1)]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Sobol indices of an output by choice: ``first`` alone, ``total`` with all its interactions, each about 0 to 1."""

    names: tuple[str, ...]
    first: Array
    total: Array


def sensitivity(
    perturbed: Perturbed, reference: Ranks, n: int, seed: int, row: int | None = None
) -> Sensitivity | None:
    """Return which choices move the mean rank shift of all regions, or the rank of one row; ``None`` if nothing does.

    The noise of all weights together is one input: one number that seeds the factors of all weights.
    """
    from scipy.stats import sobol_indices, uniform

    names = perturbed.choices.names
    if not names:
        return None
    slots = {"normalisation": 0, "weighting": 1, "aggregation": 2, "indicator left out": 3}
    cache: dict[bytes, float] = {}

    def output(x: Array) -> Array:
        return np.array([_shift(column) for column in x.T])

    def _shift(column: Array) -> float:
        key = column.tobytes()
        if key not in cache:
            draw = np.zeros(perturbed.inputs)
            draw[4:] = 0.5
            for name, number in zip(names, column, strict=True):
                if name == "weights":
                    draw[4:] = np.random.default_rng(int(number * 2**53)).random(perturbed.inputs - 4)
                else:
                    draw[slots[name]] = number
            found = perturbed.ranks(draw)
            cache[key] = float(np.abs(found - reference).mean()) if row is None else float(found[row])
        return cache[key]

    if len(names) == 1:
        # All that varies is owed to the one input, and scipy's estimate takes two or more.
        drawn = output(np.random.default_rng(seed).random((1, n)))
        return Sensitivity(names, np.ones(1), np.ones(1)) if np.ptp(drawn) > 0 else None
    dists: list[Any] = [uniform()] * len(names)
    found = sobol_indices(func=output, n=n, dists=dists, rng=np.random.default_rng(seed))
    first, total = np.atleast_1d(found.first_order), np.atleast_1d(found.total_order)
    if not (np.isfinite(first).all() and np.isfinite(total).all()):
        return None  # the output never changes
    return Sensitivity(names, np.asarray(first, dtype=np.float64), np.asarray(total, dtype=np.float64))
