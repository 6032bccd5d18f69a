"""The stochastic kernel: where regions of a given relative value are found later."""

from __future__ import annotations

from gongxing.measures.convergence.panels import TIME, WEIGHT, panels
from gongxing.measures.errors import complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels.stochastic_kernel import stochastic_kernel as kernel
from gongxing.measures.notes import within
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome


@declare(
    id="stochastic_kernel",
    family="convergence",
    needs={"value": Need(sign=">= 0"), "time": TIME, "weight": WEIGHT},
    gives=Give(term="persistence"),
    references=("quah1997", "scott1992"),
    chart="surface",
)
def stochastic_kernel(
    table: Table,
    value: str,
    *,
    time: str = "year",
    weight: str | None = None,
    by: By = None,
    step: int = 1,
    points: int = 9,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Stochastic kernel of values over the mean of their period: where a region of a given standing is found later.

    Parameters
    ----------
    value, time, by, id, missing
        As for :func:`gongxing.measures.sigma_convergence`; values may be 0.
    weight
        Column of weights for the mean of a period.
    step
        Periods from start to later; pairs of all starts are pooled.
    points
        Standings at the start that the table shows.

    Returns
    -------
    Result
        ``persistence`` (slope of the later on the earlier standing: 1 where all stay, below 1 where they draw to the
        mean); for each standing at the start (as group) ``mean``, ``low`` and ``high`` later (10 and 90 per cent).
    """
    keys, parts = panels(table, value, time=time, by=by, id=id, missing=missing, weight=weight)
    outcome, surface = Outcome(keys), []
    if step < 1 or points < 2:
        raise complaint(
            "step and points", "a step of at least 1 and 2 points", f"{step} and {points} came", "choose others"
        )
    for panel in parts:
        panel.at_least(1, step + 1)
        x = panel.relative
        start, later = x[:, :-step].ravel(), x[:, step:].ravel()
        found = kernel(start, later, points=points)
        n, key = len(panel.codes), panel.part.key
        gap = start - start.mean()
        outcome.add(key, "persistence", float(gap @ later / (gap @ gap)), n)
        names = [f"{standing:.3f}" for standing in found.start]
        for term in ("mean", "low", "high"):
            outcome.add_each(key, term, getattr(found, term), n, names)
        every = max(len(found.later) // 50, 1)
        surface += [
            {"row": name, "column": float(found.later[k]), "value": float(found.density[g, k])}
            for g, name in enumerate(names)
            for k in range(0, len(found.later), every)
        ]
        a, b = found.bandwidths
        outcome.note("bandwidths", where=within(panel.part.key), first=a, second=b)
    outcome.details["surface"] = surface
    return outcome
