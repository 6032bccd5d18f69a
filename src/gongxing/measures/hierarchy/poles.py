"""Growth poles: whether a leader's growth lifts its neighbours or drains them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.measures.errors import DataError, complaint
from gongxing.measures.frame import Missing, Table
from gongxing.measures.kernels import growth_poles as kernel
from gongxing.measures.kernels.permutation import false_discovery
from gongxing.measures.notes import Note
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import Slice, aligned_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.regions.weights import Weights

    Array = NDArray[np.float64]

_SAID = {
    "spillover": Note("spillover"),
    "drain": Note("drain"),
    "cannot tell": Note("cannot_tell"),
    "too short": Note("too_short"),
}
_SIGN = {"spillover": 1.0, "drain": -1.0}


@declare(
    id="growth_pole",
    family="hierarchy",
    needs={"value": Need(sign="> 0"), "time": Need("time"), "w": Need("weights")},
    gives=Give(term="slope", unit="1"),
    references=("myrdal1957", "hirschman1958", "mackinnon_white1985"),
    chart="none",
)
def growth_pole(
    table: Table,
    value: str,
    *,
    time: str,
    leader: str | Sequence[str],
    w: Any,
    lag: int | Sequence[int] = (0, 1),
    id: str | None = "code",
    missing: Missing = "raise",
    permutations: int = 9999,
    seed: int = 1,
) -> Outcome:
    """Whether the growth of a leader is followed by growth of its neighbours above that of the rest, or below.

    Parameters
    ----------
    data
        A polars or pandas frame, one row a region and year.
    value
        Column of values above 0; growth is the difference of logarithms from year to year.
    time
        Column of years, consecutive.
    leader
        Code or codes of the leaders; each is judged by itself.
    w
        Spatial weights: a leader's neighbours are those that it gives a weight.
    lag
        Years by which the leader leads.
    id, missing
        The column of codes; ``"drop"`` leaves out regions that lack any year.
    permutations, seed
        Orders of the leader's years for the p-value.

    Returns
    -------
    Result
        For each leader (``group`` is its code) and lag (a key) ``slope`` (above 0 spillover, below 0 drain), ``low``,
        ``high`` (95 %), ``p``, ``q`` (p with false discoveries over the leaders controlled), ``years`` and ``verdict``
        (1 spillover, -1 drain, 0 the data cannot tell). What a panel too short cannot bear is left out, and the note
        says so. For all leaders of a lag: how many say ``spillover``, ``drain``, ``cannot tell``; of several also the
        ``slope`` they have in common, with an interval and a verdict from 8 leaders on.

    Raises
    ------
    DataError
        A leader that is not in the data or has no neighbour, no region outside its neighbourhood, years with gaps.
    """
    leaders = [leader] if isinstance(leader, str) else [str(code) for code in leader]
    lags = [lag] if isinstance(lag, int) else list(lag)
    if not leaders or any(not isinstance(k, int) or k < 0 for k in lags) or not lags:
        raise DataError(
            f"{table.measure.id}: expected a leader and lags of 0 or more years, but {lags} came; give lag=1"
        )
    sample = table.read(value=value, time=time, id=id, missing=missing, unique=("time",))
    (part,) = sample.slices
    codes, growth = _growth(part, missing)
    weights = aligned_weights(w, codes, table)
    around = [_neighbourhood(table, code, codes, weights) for code in leaders]
    outcome = Outcome(("lag",), spec={"weights": weights.description})
    for years in lags:
        _add_lag(outcome, leaders, around, growth, lag=years, permutations=permutations, seed=seed)
    return outcome


def _add_lag(
    outcome: Outcome, leaders: Sequence[str], around: Sequence[tuple[Any, Any]], growth: Any, **chance: Any
) -> None:
    """Add what one lag shows: each leader, all of them together where there are several, and the count of verdicts."""
    years = chance["lag"]
    results = [kernel.lead_lag(growth, place, near, **chance) for place, near in around]
    q = false_discovery(np.array([result.p_permutation for result in results]))
    verdicts = [
        "cannot tell" if adjusted > kernel.LEVEL else result.verdict
        for result, adjusted in zip(results, q, strict=True)
    ]
    for code, (_, near), result, adjusted, verdict in zip(leaders, around, results, q, verdicts, strict=True):
        _add(outcome, years, code, result, float(adjusted), verdict, int(near.sum()))
    if len(leaders) > 1:
        together = kernel.pooled_lead_lag(growth, *zip(*around, strict=True), **chance)
        _add(outcome, years, None, together, math.nan, together.verdict, len(leaders))
    for verdict in ("spillover", "drain", "cannot tell"):
        count = sum(v == verdict or (verdict == "cannot tell" and v == "too short") for v in verdicts)
        outcome.add((years,), verdict, count, len(leaders), unit="count")


def _growth(part: Slice, missing: Missing) -> tuple[tuple[str, ...], Array]:
    """Return codes and log growth, shape (regions, years - 1)."""
    table = part.cross("id", "time", "value", missing=missing)
    years = list(table.columns)
    if len(years) < 2:
        raise complaint(
            part.table.measure.id, "at least 2 years, to have growth", f"there are {len(years)}", "add years", years
        )
    try:
        gaps = [f"{a}-{b}" for a, b in itertools.pairwise(years) if int(b) != int(a) + 1]
    except (TypeError, ValueError):
        raise complaint(
            "time", "whole years", f"the first is {years[0]!r}", "name the column of years, as numbers", years
        ) from None
    if gaps:
        raise complaint(
            "time", "consecutive years", f"{len(gaps)} of {len(years) - 1} steps skip some",
            "add the years, or keep a run without gaps", gaps,
        )  # fmt: skip
    return table.rows, np.diff(np.log(table.values), axis=1)


def _neighbourhood(table: Table, code: str, codes: tuple[str, ...], weights: Weights) -> tuple[int, NDArray[np.bool_]]:
    """Return the row of a leader and which regions neighbour it."""
    if code not in codes:
        raise complaint(
            "leader", "the code of a region of the data", f"{code} is none of {len(codes)}", "check the code", codes
        )
    place = codes.index(code)
    neighbours = np.zeros(len(codes), dtype=bool)
    neighbours[[codes.index(other) for other in weights.neighbours(code) if other != code]] = True
    rest = len(codes) - 1 - int(neighbours.sum())
    if not neighbours.any() or rest < 1:
        what = "has no neighbour" if not neighbours.any() else "leaves no region outside its neighbourhood"
        raise complaint(
            f"{table.measure.id}: leader {code}", "neighbours, and other regions to compare them with",
            f"it {what} among {len(codes)} regions", "add regions, or take other weights", codes,
        )  # fmt: skip
    return place, neighbours


def _add(outcome: Outcome, lag: int, code: str | None, result: kernel.LeadLag, q: float, verdict: str, n: int) -> None:
    """Add the rows and the note of a leader, or of all together (``code`` is None)."""
    numbers = {
        "slope": result.slope, "low": result.low, "high": result.high, "p": result.p_permutation, "q": q,
        "years": result.years, "verdict": _SIGN.get(verdict, 0.0),
    }  # fmt: skip
    for term, number in numbers.items():
        if np.isfinite(number):
            outcome.add((lag,), term, number, n, group=code, unit="years" if term == "years" else None)
    who = Note("all_leaders", {"count": n}) if code is None else Note("one_leader", {"code": code, "count": n})
    few = code is None and n < kernel.FEWEST_LEADERS and verdict != "too short"
    said = Note("few_leaders", {"needed": kernel.FEWEST_LEADERS}) if few else _SAID[verdict]
    outcome.note("leader_said", who=who, lag=lag, years=result.years, said=said)
