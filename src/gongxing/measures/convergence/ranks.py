"""Rank mobility: whether regions change places."""

from __future__ import annotations

from gongxing.measures.convergence.panels import TIME, panels
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import mobility as kernel
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome


@declare(
    id="rank_mobility",
    family="convergence",
    needs={"value": Need(), "time": TIME, "group": Need("label")},
    gives=Give(term="tau", low=-1, high=1),
    references=("kendall1938", "rey2004"),
    chart="line",
)
def rank_mobility(
    table: Table,
    value: str,
    *,
    time: str = "year",
    group: str | None = None,
    by: By = None,
    permutations: int = 99,
    seed: int = 0,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Rank mobility: Kendall's τ between periods, and with groups θ, how far groups change ranks together.

    Parameters
    ----------
    value, time, by, id, missing
        As for :func:`gongxing.measures.sigma_convergence`; values may have any sign.
    group
        Column of groups (a province) for θ; the label of the first period counts.
    permutations, seed
        How often labels are exchanged at random for the p value of θ.

    Returns
    -------
    Result
        ``tau`` and two-sided ``tau p`` from the first to the last period; for each step (as group) ``tau``, ``tau p``
        and with groups ``theta``, ``theta p``.
    """
    keys, parts = panels(table, value, time=time, by=by, id=id, missing=missing, group=group)
    outcome, points = Outcome(keys), []
    for panel in parts:
        panel.at_least(2, 2)
        n, key, y = len(panel.codes), panel.part.key, panel.values
        for term, number in zip(("tau", "tau p"), kernel.kendall(y[:, 0], y[:, -1]), strict=True):
            outcome.add(key, term, number, n)
        steps = [f"{a} → {b}" for a, b in zip(panel.labels[:-1], panel.labels[1:], strict=True)]
        for k, step in enumerate(steps):
            tau, p = kernel.kendall(y[:, k], y[:, k + 1])
            outcome.add(key, "tau", tau, n, group=step)
            outcome.add(key, "tau p", p, n, group=step)
            points.append({"x": step, "y": tau})
        if group is not None:
            theta = kernel.rank_theta(y, panel.groups("group"), permutations=permutations, seed=seed)
            outcome.add_each(key, "theta", theta.theta, n, steps)
            if theta.p is not None:
                outcome.add_each(key, "theta p", theta.p, n, steps)
    outcome.details["line"] = points
    return outcome
