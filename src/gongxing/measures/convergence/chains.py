"""Markov chains of regions between classes, alone and beside their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gongxing.measures.convergence.panels import TIME, WEIGHT, Panel, panels
from gongxing.measures.errors import DataError, complaint
from gongxing.measures.frame import Array, By, Missing, Table
from gongxing.measures.kernels import markov as kernel
from gongxing.measures.notes import Note
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import aligned_weights

_NEEDS = {"value": Need(sign=">= 0"), "time": TIME, "weight": WEIGHT}


@declare(
    id="markov",
    family="convergence",
    needs=_NEEDS,
    gives=Give(term="mobility", low=0, high="k / (k - 1)"),
    references=("quah1993", "shorrocks1978", "prais1955", "bartholomew1973", "kemeny1960", "bickenbach2003"),
    chart="matrix",
)
def markov(
    table: Table,
    value: str,
    *,
    time: str = "year",
    weight: str | None = None,
    by: By = None,
    classes: int = 5,
    cutoffs: Sequence[float] | None = None,
    relative: bool = True,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Markov transitions of regions between classes, the long run, passage times, mobility, and a test over time.

    Parameters
    ----------
    value, time, by, id, missing
        As for :func:`gongxing.measures.sigma_convergence`; values may be 0.
    weight
        Column of weights for the mean of a period, where values are ``relative``.
    classes, cutoffs
        How many classes of equal size over all regions and periods, or the upper bounds of all but the last class.
    relative
        Divide values by the mean of their period first.

    Returns
    -------
    Result
        ``mobility`` (Shorrocks), ``determinant``, ``eigenvalue``, ``bartholomew``, ``half_life`` in periods; test that
        the first and the second half of the time have one chain: ``time Q``, ``time p``. For each class (as group):
        ``to 1`` … (probabilities), ``moves`` (from it), ``ergodic`` (long run), ``passage to 1`` … (mean periods),
        ``upper`` (bound).
    """
    keys, parts = panels(table, value, time=time, by=by, id=id, missing=missing, weight=weight)
    outcome, cells = Outcome(keys), []
    for panel in parts:
        panel.at_least(1, 2)
        panel.evenly()
        y, bounds = _classes(panel, classes, cutoffs, relative)
        k = len(bounds) + 1
        states = kernel.classify(y, bounds)
        counts = kernel.transitions(states, k)
        chain = kernel.probabilities(counts)
        n, key = len(panel.codes), panel.part.key
        unit = "1" if relative else table.unit_of(value)
        _add_chain(outcome, panel, counts, chain, bounds, unit)
        _add_mobility(outcome, panel, chain, counts)
        half = (states.shape[1] - 1) // 2
        if half:
            regimes = [kernel.transitions(states[:, : half + 1], k), kernel.transitions(states[:, half:], k)]
            test = kernel.homogeneity(np.array(regimes))
            outcome.add(key, "time Q", test.q, n)
            outcome.add(key, "time p", test.q_p, n)
            if test.q_p is None:
                outcome.note("no_time_test")
        cells += _cells(chain, "")
    outcome.details["matrix"] = cells
    return outcome


def _classes(panel: Panel, classes: int, cutoffs: Sequence[float] | None, relative: bool) -> tuple[Array, Array]:
    """Return what is classified and the bounds of the classes."""
    y = panel.relative if relative else panel.values
    if cutoffs is None:
        return y, kernel.quantile_cutoffs(y, classes)
    return y, np.asarray(list(cutoffs), dtype=np.float64)


def _cells(chain: Array, prefix: str) -> list[dict[str, Any]]:
    return [
        {"row": f"{prefix}{i + 1}", "column": f"{j + 1}", "value": float(chain[i, j])}
        for i, j in np.ndindex(*chain.shape)
        if np.isfinite(chain[i, j])
    ]


def _add_chain(outcome: Outcome, panel: Panel, counts: Array, chain: Array, bounds: Array, unit: str) -> None:
    """Add probabilities, moves, bounds, and where they exist the long run and passage times."""
    key, n = panel.part.key, len(panel.codes)
    k = len(chain)
    for i in range(k):
        name = f"class {i + 1}"
        for j in range(k):
            outcome.add(key, f"to {j + 1}", float(chain[i, j]) if np.isfinite(chain[i, j]) else None, n, group=name)
        outcome.add(key, "moves", float(counts[i].sum()), n, group=name, unit="count")
        if i < k - 1:
            outcome.add(key, "upper", float(bounds[i]), n, group=name, unit=unit)
    if not np.isfinite(chain).all():
        outcome.note("class_never_left")
    why = Note("several_closed") if np.isfinite(chain).all() else Note("class_without_moves")
    try:
        distribution = kernel.ergodic(chain)
        outcome.add_each(key, "ergodic", distribution, n, [f"class {i + 1}" for i in range(k)])
        why = Note("never_reached")
        times = kernel.first_passage(chain)
    except DataError:
        outcome.note("no_long_run", why=why)
        return
    for i in range(k):
        outcome.add_each(
            key, f"passage to {i + 1}", times[:, i], n, [f"class {m + 1}" for m in range(k)], unit="period"
        )


def _add_mobility(outcome: Outcome, panel: Panel, chain: Array, counts: Array) -> None:
    key, n = panel.part.key, len(panel.codes)
    if not np.isfinite(chain).all():
        for term in ("mobility", "determinant", "eigenvalue", "bartholomew", "half_life"):
            outcome.add(key, term, None, n)
        return
    slow = kernel.eigenvalue_mobility(chain)
    outcome.add(key, "mobility", kernel.shorrocks(chain), n)
    outcome.add(key, "determinant", kernel.determinant_mobility(chain), n)
    outcome.add(key, "eigenvalue", slow, n)
    outcome.add(key, "bartholomew", kernel.bartholomew(chain, counts.sum(axis=1) / counts.sum()), n)
    settles = 1e-12 < slow < 1 - 1e-12
    outcome.add(key, "half_life", float(np.log(2) / -np.log(1 - slow)) if settles else None, n, unit="period")
    if not settles:
        outcome.note("never_forgets")


@declare(
    id="spatial_markov",
    family="convergence",
    needs={**_NEEDS, "w": Need("weights")},
    gives=Give(term="Q", low=0),
    references=("rey2001", "bickenbach2003"),
    chart="matrix",
)
def spatial_markov(
    table: Table,
    value: str,
    *,
    w: Any,
    time: str = "year",
    weight: str | None = None,
    by: By = None,
    classes: int = 5,
    cutoffs: Sequence[float] | None = None,
    lag_classes: int | None = None,
    relative: bool = True,
    permutations: int = 99,
    seed: int = 0,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Markov transitions by the class of a region's neighbours, and whether neighbours matter.

    Parameters
    ----------
    value, time, weight, by, classes, cutoffs, relative, id, missing
        As for :func:`markov`.
    w
        Spatial weights (:class:`gongxing.regions.weights.Weights`, or a frame of origin, destination, weight); aligned
        by code and row-standardised.
    lag_classes
        Classes of the neighbours' mean, of equal size; as many as ``classes`` where nothing is said.
    permutations, seed
        How often regions change places at random for ``p``.

    Returns
    -------
    Result
        ``Q`` with ``Q p`` and ``LR`` with ``LR p`` (chi squared with ``freedom``), ``p`` of Q by permutation. For each
        class of neighbours and of the region (as group ``neighbours 1, class 2``): ``to 1`` …, ``moves``.
    """
    keys, parts = panels(table, value, time=time, by=by, id=id, missing=missing, weight=weight)
    outcome, cells = Outcome(keys), []
    for panel in parts:
        panel.at_least(3, 2)
        panel.evenly()
        near = aligned_weights(w, panel.codes, table)
        if near.islands:
            raise complaint(
                "w", "neighbours for every region", f"{len(near.islands)} of {len(panel.codes)} have none",
                "give them neighbours (k nearest), or leave them out", near.islands,
            )  # fmt: skip
        y, bounds = _classes(panel, classes, cutoffs, relative)
        found = kernel.spatial_markov(
            y, near.row_standardised().matrix, cutoffs=bounds, lag_classes=lag_classes or len(bounds) + 1,
            permutations=permutations, seed=seed,
        )  # fmt: skip
        n, key, test = len(panel.codes), panel.part.key, found.test
        for term, number in (("Q", test.q), ("Q p", test.q_p), ("LR", test.lr), ("LR p", test.lr_p),
                             ("freedom", float(test.freedom)), ("p", found.p)):  # fmt: skip
            outcome.add(key, term, number, n)
        if test.q_p is None or found.p is None:
            outcome.note("empty_p")
        for m, counts in enumerate(found.counts):
            chain = kernel.probabilities(counts)
            for i in range(len(chain)):
                name = f"neighbours {m + 1}, class {i + 1}"
                outcome.add(key, "moves", float(counts[i].sum()), n, group=name, unit="count")
                if counts[i].sum() > 0:
                    for j in range(len(chain)):
                        outcome.add(key, f"to {j + 1}", float(chain[i, j]), n, group=name)
            cells += _cells(chain, f"{m + 1} · ")
    outcome.note("never_left_beside")
    outcome.details["matrix"] = cells
    return outcome
