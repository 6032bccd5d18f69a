"""Convergence clubs after Phillips and Sul."""

from __future__ import annotations

from typing import Literal

import numpy as np

from gongxing.measures.convergence.panels import POSITIVE, TIME, panels
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import clubs as kernel
from gongxing.measures.registry import Give, declare
from gongxing.measures.result import Outcome


@declare(
    id="convergence_clubs",
    family="convergence",
    needs={"value": POSITIVE, "time": TIME},
    gives=Give(term="clubs", low=0, high="n / 2"),
    references=("phillips2007", "phillips2009", "hodrick1997", "andrews1991"),
    scale="other",
    choices={"kernel_of_errors": ("quadratic-spectral", "bartlett")},
    chart="line",
)
def convergence_clubs(
    table: Table,
    value: str,
    *,
    time: str = "year",
    by: By = None,
    smoothing: float = 400,
    discarded: float = 0.3,
    kernel_of_errors: Literal["quadratic-spectral", "bartlett"] = "quadratic-spectral",
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Clubs of regions that converge to one another, by the log t test of Phillips and Sul.

    Parameters
    ----------
    value, by, id, missing
        As for :func:`gongxing.measures.sigma_convergence`.
    time
        Column of years, evenly spaced, at least ten.
    smoothing
        λ of the Hodrick–Prescott filter that takes the trend of the logs (the papers: 400); 0: none.
    discarded
        First share of the periods that the regression leaves out (the papers: 0.3).
    kernel_of_errors
        Kernel of the standard errors that hold under autocorrelation.

    Returns
    -------
    Result
        ``clubs`` (their number), ``whole b`` and ``whole t`` (the test over all regions), ``divergent`` (regions of no
        club); for each club ``b``, ``t`` and ``members``; for each region's code its ``club`` (0: none).
    """
    keys, parts = panels(table, value, time=time, by=by, id=id, missing=missing)
    outcome, lines = Outcome(keys), []
    for panel in parts:
        panel.at_least(2, kernel.LEAST_PERIODS)
        panel.evenly()
        paths = kernel.trend(np.log(panel.values), smoothing)
        found = kernel.find_clubs(paths, discarded=discarded, kernel=kernel_of_errors)
        n, key = len(panel.codes), panel.part.key
        outcome.add(key, "clubs", len(found.members), n)
        _add_test(outcome, key, found.whole, n, "whole ")
        outcome.add(key, "divergent", len(found.divergent), n)
        club_of = np.zeros(n, dtype=int)
        for number, (members, test) in enumerate(zip(found.members, found.tests, strict=True), 1):
            club_of[members] = number
            _add_test(outcome, key, test, len(members), "", f"club {number}")
            outcome.add(key, "members", len(members), len(members), group=f"club {number}")
            path = paths[members].mean(axis=0) / paths.mean(axis=0)
            lines += [
                {"x": when, "y": float(h), "series": f"club {number}"}
                for when, h in zip(panel.labels, path, strict=True)
            ]
        outcome.add_each(key, "club", club_of.astype(float), n, panel.codes)
    outcome.note("log_unit")
    outcome.details["line"] = lines
    return outcome


def _add_test(
    outcome: Outcome, key: tuple[object, ...], test: kernel.LogT, n: int, prefix: str, group: str | None = None
) -> None:
    finite = bool(np.isfinite(test.t))
    outcome.add(key, f"{prefix}b", test.b if finite else None, n, group=group)
    outcome.add(key, f"{prefix}t", test.t if finite else None, n, group=group)
    if not finite:
        outcome.note("no_difference")
