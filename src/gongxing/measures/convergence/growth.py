"""σ and β convergence: whether the spread falls, and whether the poor grow faster."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gongxing.measures.convergence.panels import POSITIVE, TIME, WEIGHT, panels
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import convergence as kernel
from gongxing.measures.notes import Note, within
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome


@declare(
    id="sigma_convergence",
    family="convergence",
    needs={"value": POSITIVE, "time": TIME, "weight": WEIGHT},
    gives=Give(term="slope", better="low"),
    references=("barro1992", "pitman1939", "morgan1939"),
    chart="line",
)
def sigma_convergence(
    table: Table,
    value: str,
    *,
    time: str = "year",
    weight: str | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """σ convergence: the standard deviation of logs in each period, its trend, and whether last differs from first.

    Parameters
    ----------
    data
        One row for each region and period.
    value
        Column of values above 0 (GDP per head).
    time
        Column of years or other numbers; they need not be evenly spaced.
    weight
        Column of weights (residents); the test of first against last is then left out.
    by
        Columns: one result for each of their values (a zone).
    id
        Column of region codes.
    missing
        ``"raise"``, or ``"drop"``: regions that lack a period are left out, and noted.

    Returns
    -------
    Result
        For each period (as group) ``sigma``; ``slope`` a period with ``slope p`` (from three periods on), ``change``
        from first to last, and ``p`` of Pitman and Morgan's test that there is none.
    """
    keys, parts = panels(table, value, time=time, by=by, id=id, missing=missing, weight=weight)
    outcome, points = Outcome(keys), []
    for panel in parts:
        panel.at_least(2, 2)
        found, n = kernel.sigma_convergence(panel.values, panel.times, panel.weights), len(panel.codes)
        outcome.add(panel.part.key, "slope", found.slope, n, unit="1/period")
        outcome.add(panel.part.key, "slope p", found.slope_p, n)
        outcome.add(panel.part.key, "change", found.change, n)
        outcome.add(panel.part.key, "p", found.p, n)
        outcome.add_each(panel.part.key, "sigma", found.sigma, n, panel.labels)
        series = {"series": " ".join(map(str, panel.part.key))} if panel.part.key else {}
        points += [{"x": when, "y": float(s), **series} for when, s in zip(panel.labels, found.sigma, strict=True)]
        if found.slope is None:
            outcome.note("no_trend")
        elif found.slope_p is None:
            outcome.note("slope_exact")
        if found.p is None:
            outcome.note("p_left_out", why=Note("weighted_values") if weight else Note("few_or_unchanged"))
    outcome.note("years_independent")
    outcome.details["line"] = points
    return outcome


@declare(
    id="beta_convergence",
    family="convergence",
    needs={"value": POSITIVE, "time": TIME, "controls": Need(), "weight": WEIGHT},
    gives=Give(term="beta", unit="1/period", better="low"),
    references=("barro1992", "mackinnon1985"),
    chart="points",
)
def beta_convergence(
    table: Table,
    value: str,
    *,
    time: str = "year",
    controls: Sequence[str] | None = None,
    weight: str | None = None,
    by: By = None,
    robust: bool = True,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """β convergence: growth from the first to the last period on the log of the start, with speed and half-life.

    Parameters
    ----------
    value, time, by, id, missing
        As for :func:`sigma_convergence`; periods between the first and the last do not matter.
    controls
        Columns of what sets a region's own steady state (values of the first period are taken): conditional
        convergence.
    weight
        Column of weights of the first period; without it each region counts once.
    robust
        Standard errors that hold where the spread of the error differs between regions (HC3); ``False``: classical.

    Returns
    -------
    Result
        ``beta`` (a period) with ``beta se`` and two-sided ``beta p``; ``speed`` λ with ``speed se``, ``half_life`` in
        periods, ``r2``; for each control ``coefficient``, ``se`` and ``p``.
    """
    keys, parts = panels(
        table, value, time=time, by=by, id=id, missing=missing, weight=weight, controls=controls
    )  # fmt: skip
    outcome, points = Outcome(keys), []
    for panel in parts:
        panel.at_least(3 + len(controls or ()), 2)
        start, end = panel.values[:, 0], panel.values[:, -1]
        periods = float(panel.times[-1] - panel.times[0])
        z = np.column_stack([panel.column(f"controls_{k}") for k in range(len(controls))]) if controls else None
        w = None if panel.weights is None else panel.weights[:, 0]
        found = kernel.beta_convergence(start, end, periods, z, w, robust=robust)
        n, key = len(panel.codes), panel.part.key
        for term, number, unit in (
            ("beta", found.b, "1/period"), ("beta se", found.error, "1/period"), ("beta p", found.p, "1"),
            ("speed", found.speed, "1/period"), ("speed se", found.speed_error, "1/period"),
            ("half_life", found.half_life, "period"), ("r2", found.fit.r2, "1"),
        ):  # fmt: skip
            outcome.add(key, term, number, n, unit=unit)
        p = found.fit.p() if found.error > 0 else np.zeros(len(found.fit.coefficients))
        for k, name in enumerate(controls or (), 2):
            outcome.add(key, "coefficient", float(found.fit.coefficients[k]), n, group=name)
            outcome.add(key, "se", float(found.fit.errors[k]), n, group=name)
            outcome.add(key, "p", float(p[k]), n, group=name)
        points += [
            {"x": float(np.log(a)), "y": float(np.log(b / a) / periods), "label": code}
            for a, b, code in zip(start, end, panel.codes, strict=True)
        ]
        if found.speed is None:
            outcome.note("no_speed", where=within(panel.part.key))
        elif found.half_life is None:
            outcome.note("no_half_life", where=within(panel.part.key))
    outcome.details["points"] = points
    return outcome
