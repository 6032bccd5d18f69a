"""An economy from what users have: jobs, residents, travel times or distances, and wages or output.

Commuting and trade follow gravity; the unobserved workplace amenities and productivities are inverted so that the model
reproduces jobs, residents and sales exactly (both inversions are matrix balancing, whose solution is unique)::

    lambda_ni = R_n B_i w_i^eps t_ni^(-eps mu) / sum_s B_s w_s^eps t_ns^(-eps mu)
    pi_in     = A_i^(sigma-1) L_i^(1+(sigma-1) nu) w_i^(1-sigma) d_in^(psi (1-sigma)) / the sum of it over i

Source: Seidel & Wickerath (2020); mu = 0.47 and psi = 0.42 are their estimates for Germany.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongxing.equilibrium.checks import array_of, require
from gongxing.equilibrium.economy import Economy
from gongxing.equilibrium.parameters import Parameters

if TYPE_CHECKING:
    Vector = NDArray[np.float64]
    Matrix = NDArray[np.float64]

SWEEPS = 20_000


@dataclass(frozen=True, eq=False)
class Calibration:
    """A calibrated economy and what it rests on.

    Attributes
    ----------
    economy
        Ready for counterfactuals.
    productivity, workplace_amenity
        A_i and B_i, (N,), geometric mean 1. ``workplace_amenity`` is ``None`` where commuting was observed.
    margin_error
        Largest relative gap between the model's and the given jobs, residents and sales.
    fit
        Correlation of log predicted and log observed commuters over observed pairs, ``None`` where none were given
        or where they were taken as they are.
    assumptions
        Every choice made for the user, in sentences.
    """

    economy: Economy
    productivity: Vector
    workplace_amenity: Vector | None
    margin_error: float
    fit: float | None
    assumptions: tuple[str, ...]


def calibrate(
    *,
    jobs: ArrayLike,
    residents: ArrayLike,
    travel_cost: ArrayLike,
    trade_distance: ArrayLike | None = None,
    wages: ArrayLike | None = None,
    output: ArrayLike | None = None,
    commuters: ArrayLike | None = None,
    take_commuters_as_they_are: bool = True,
    parameters: Parameters | None = None,
    travel_elasticity: float = 0.47,
    distance_elasticity: float = 0.42,
) -> Calibration:
    """Calibrate an economy.

    Parameters
    ----------
    jobs, residents
        L_i and R_n, (N,), people. Where their totals differ, jobs are scaled to the residents.
    travel_cost
        (N, N), minutes or kilometres from residence (row) to work (column), diagonal included; infinite for no route.
    trade_distance
        (N, N), from production (row) to consumption (column); ``travel_cost`` transposed where not given.
    wages, output
        (N,): w_i, or output from which wages are taken as output per job. One of them.
    commuters
        (N, N) observed counts, rows residence. Used as they are (jobs and residents then follow from them), or only to
        report the fit.
    travel_elasticity, distance_elasticity
        mu and psi.

    Raises
    ------
    ValueError
        Shapes do not fit, a cost is zero or negative, a region has no residents, jobs or route, or neither (or both) of
        wages and output are given.
    """
    parameters = parameters or Parameters()
    notes: list[str] = []
    n = np.size(np.asarray(jobs))
    work, home = _positive("jobs", jobs, (n,)), _positive("residents", residents, (n,))
    cost = _costs("travel_cost", travel_cost, n)
    if trade_distance is None:
        distance = cost.T
        notes.append("Trade costs follow the travel costs, from work to residence.")
    else:
        distance = _costs("trade_distance", trade_distance, n)
    pay = _pay(wages, output, work, notes)
    if abs(work.sum() / home.sum() - 1) > 1e-9:
        notes.append(f"Jobs were scaled by {home.sum() / work.sum():.4f} so that they sum to the residents.")
    work = work * home.sum() / work.sum()
    observed = None if commuters is None else array_of("commuters", commuters, (n, n))
    fit, amenity = None, None
    if observed is not None and take_commuters_as_they_are:
        commuting = _observed(observed)
        work, home = commuting.sum(0) * home.sum(), commuting.sum(1) * home.sum()
        notes.append("Commuting is as observed; jobs and residents follow from it.")
    else:
        power = -parameters.commuting_elasticity * travel_elasticity
        commuting, _, columns = balance(cost**power, home / home.sum(), work / work.sum(), "travel_cost")
        amenity = columns / pay**parameters.commuting_elasticity
        amenity = amenity / np.exp(np.log(amenity).mean())
        notes.append(f"Commuting follows gravity with elasticity {power:.3g} in travel cost.")
        if observed is not None:
            pairs = (observed > 0) & (commuting > 0)
            fit = float(np.corrcoef(np.log(observed[pairs]), np.log(commuting[pairs]))[0, 1])
    income = commuting @ pay * home.sum()
    sales = work * pay
    power = distance_elasticity * (1 - parameters.substitution_elasticity)
    flows, rows, _ = balance(distance**power, sales / sales.sum(), income / income.sum(), "trade_distance")
    sigma = parameters.substitution_elasticity
    size = 1 + (sigma - 1) * parameters.agglomeration_elasticity
    productivity = (rows / (work**size * pay ** (1 - sigma))) ** (1 / (sigma - 1))
    productivity = productivity / np.exp(np.log(productivity).mean())
    notes.append(
        f"Trade follows gravity with elasticity {power:.3g} in distance; every region's spending is its income."
    )
    economy = Economy(pay, work, home, commuting, flows / flows.sum(0), parameters)
    gaps = (
        commuting.sum(1) / (home / home.sum()) - 1,
        commuting.sum(0) / (work / work.sum()) - 1,
        flows.sum(1) / (sales / sales.sum()) - 1,
    )
    return Calibration(
        economy, productivity, amenity, float(max(np.abs(gap).max() for gap in gaps)), fit, tuple(notes)
    )  # fmt: skip


def _pay(wages: ArrayLike | None, output: ArrayLike | None, work: Vector, notes: list[str]) -> Vector:
    if (wages is None) == (output is None):
        raise ValueError(f"wages, output: expected one of them, got {'neither' if wages is None else 'both'}")
    if wages is not None:
        return _positive("wages", wages, work.shape)
    notes.append("Wages are output per job: the labour share is taken to be the same in every region.")
    return _positive("output", output, work.shape) / work


def _observed(commuters: Matrix) -> Matrix:
    require("commuters", commuters < 0, "counts that are not negative")
    require("commuters", commuters.sum(0) <= 0, "commuters to every region (column)")
    require("commuters", commuters.sum(1) <= 0, "commuters from every region (row)")
    return np.asarray(commuters / commuters.sum())


def _positive(name: str, value: ArrayLike | None, shape: tuple[int, ...]) -> Vector:
    array = array_of(name, value if value is not None else np.nan, shape)
    require(name, array <= 0, "positive numbers in every region")
    return array


def _costs(name: str, value: ArrayLike, n: int) -> Matrix:
    array = np.asarray(value, dtype=np.float64)
    if array.shape != (n, n):
        raise ValueError(f"{name}: expected shape {(n, n)}, got {array.shape}")
    require(name, ~(array > 0), "costs above zero (within a region, too), infinite for no route")
    for axis, words in ((1, "a route out of every region"), (0, "a route into every region")):
        require(name, np.asarray(~np.isfinite(array).any(axis=axis)), words)
    return array


def balance(kernel: Matrix, rows: Vector, columns: Vector, name: str) -> tuple[Matrix, Vector, Vector]:
    """Scale the rows and columns of a kernel to given sums (Sinkhorn's iteration in logs of the scales).

    Returns
    -------
    The balanced matrix, the scales of the rows, the scales of the columns.

    Raises
    ------
    ValueError
        The kernel has no such scaling (regions that no route ties together), or it was not reached.
    """
    right = np.ones(columns.size)
    left = rows
    gap = np.inf
    for sweep in range(SWEEPS):
        left = rows / (kernel @ right)
        right = columns / (kernel.T @ left)
        if sweep % 10 == 9:
            gap = float(np.abs(left * (kernel @ right) / rows - 1).max())
            if gap < 1e-13:
                break
    if not gap < 1e-9:
        raise ValueError(
            f"{name}: expected costs that can carry the given jobs, residents and sales, got a gap of {gap:.1e}"
        )
    return left[:, None] * kernel * right, left, right
