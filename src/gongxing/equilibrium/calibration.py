"""An economy from what users have: jobs, residents, travel times or distances, and wages or output.

Commuting and trade follow gravity; the unobserved workplace amenities and productivities are inverted so that the model
reproduces jobs, residents and sales exactly (both inversions are matrix balancing, whose solution is unique)::

    lambda_ni = R_n B_i w_i^eps f(t_ni) / sum_s B_s w_s^eps f(t_ns)
    pi_in     = A_i^(sigma-1) L_i^(1+(sigma-1) nu) w_i^(1-sigma) d_in^(psi (1-sigma)) / the sum of it over i

where f(t) = t^(-eps mu) or, with a decay a unit of time, f(t) = exp(-decay t). Where the share of workers who work
outside their region is known, f between regions is multiplied by the one number that yields it.

Source: Seidel & Wickerath (2020); mu = 0.47 and psi = 0.42 are their estimates for Germany. Ahlfeldt, Redding, Sturm &
Wolf (2015) estimate a decay of 0.07 a minute for trips in Berlin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongxing.equilibrium.checks import array_of, require
from gongxing.equilibrium.economy import Economy
from gongxing.equilibrium.gravity import Gravity, balance
from gongxing.equilibrium.parameters import Parameters, check_parameter
from gongxing.equilibrium.sentences import Assumption

if TYPE_CHECKING:
    Vector = NDArray[np.float64]
    Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Calibration:
    """A calibrated economy and what it rests on; printed, it is a report.

    Attributes
    ----------
    economy
        Ready for counterfactuals.
    productivity, workplace_amenity
        A_i and B_i, (N,), geometric mean 1. ``workplace_amenity`` is ``None`` where commuting was observed.
    margin_error
        Largest relative gap between the model's and the given jobs, residents and sales.
    fit, common_share
        Correlation of log predicted and log observed commuters over observed pairs, and the share of commuters that
        prediction and observation have in common (1: all); ``None`` where none were given.
    assumptions
        Every choice made for the user; ``str`` of each is a sentence.
    """

    economy: Economy
    productivity: Vector
    workplace_amenity: Vector | None
    margin_error: float
    fit: float | None
    common_share: float | None
    assumptions: tuple[Assumption, ...]

    def __str__(self) -> str:
        """Report the fit and every assumption."""
        lines = [
            f"{self.economy.regions} regions; jobs, residents and sales are reproduced within {self.margin_error:.1e}.",
            f"Productivity from {self.productivity.min():.3g} to {self.productivity.max():.3g} of its geometric mean.",
        ]
        if self.workplace_amenity is not None:
            low, high = self.workplace_amenity.min(), self.workplace_amenity.max()
            lines.append(f"Workplace amenity from {low:.3g} to {high:.3g} of its geometric mean.")
        if self.fit is not None and self.common_share is not None:
            lines.append(
                f"Predicted and observed commuting: correlation of logs {self.fit:.3f}, "
                f"{100 * self.common_share:.1f} % of commuters in common."
            )
        return "\n".join([*lines, *map(str, self.assumptions)])


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
    trade_flows: ArrayLike | None = None,
    parameters: Parameters | None = None,
    travel_elasticity: float = 0.47,
    distance_elasticity: float = 0.42,
    commuting_decay: float | None = None,
    commuting_share: float | None = None,
) -> Calibration:
    """Calibrate an economy by the equations of this module.

    Parameters
    ----------
    jobs, residents
        L_i and R_n, (N,), people. Where their totals differ, jobs are scaled to the residents.
    travel_cost
        (N, N), minutes or kilometres from residence (row) to work (column), diagonal included; infinite for no route.
    trade_distance
        (N, N), any unit, from production (row) to consumption (column); ``travel_cost`` transposed where not given.
    wages, output
        (N,), any unit of money: w_i, or output from which wages are taken as output per job. One of them.
    commuters
        (N, N) observed counts, rows residence; not-a-number where nothing was observed (gravity fills the pair). Used
        as they are (jobs and residents then follow from them), or only to report the fit.
    take_commuters_as_they_are
        Whether observed commuting replaces the predicted.
    trade_flows
        (N, N) observed values, rows production; not-a-number where nothing was observed. Scaled by row and column to
        the sales and incomes that wages, jobs and commuting imply.
    parameters
        Elasticities and shares.
    travel_elasticity, distance_elasticity
        mu and psi.
    commuting_decay
        By how much the log of commuting falls for each unit of ``travel_cost`` (0.07 a minute), in place of the power.
    commuting_share
        Share of workers who work outside their region, 0 to 1, that prediction is to have; ``None`` where not known.

    Raises
    ------
    ValueError
        Shapes do not fit, a cost is zero or negative, a region has no residents, jobs or route, an elasticity is
        negative, neither (or both) of wages and output are given, or jobs and residents do not allow the share.
    """
    parameters = parameters or Parameters()
    check_parameter("travel_elasticity", travel_elasticity)
    check_parameter("distance_elasticity", distance_elasticity)
    notes: list[Assumption] = []
    n = np.size(np.asarray(jobs))
    work, home = _positive("jobs", jobs, (n,)), _positive("residents", residents, (n,))
    cost = _costs("travel_cost", travel_cost, n)
    if trade_distance is None:
        distance = cost.T
        notes.append(Assumption("trade_follows_travel"))
    else:
        distance = _costs("trade_distance", trade_distance, n)
    pay = _pay(wages, output, work, notes)
    if abs(work.sum() / home.sum() - 1) > 1e-9:
        notes.append(Assumption("jobs_scaled", {"factor": home.sum() / work.sum()}))
    work = work * home.sum() / work.sum()
    if commuting_decay is not None:
        check_parameter("commuting_decay", commuting_decay)
    gravity = Gravity(-parameters.commuting_elasticity * travel_elasticity, commuting_decay, commuting_share)
    observed = None if commuters is None else array_of("commuters", commuters, (n, n), check=False)
    commuting, pull, fit, common = _commuting(cost, gravity, observed, take_commuters_as_they_are, home, work, notes)
    amenity = None if pull is None else _centred(pull / pay**parameters.commuting_elasticity)
    if pull is None:
        work, home = commuting.sum(0) * home.sum(), commuting.sum(1) * home.sum()
    power = distance_elasticity * (1 - parameters.substitution_elasticity)
    flows = None if trade_flows is None else array_of("trade_flows", trade_flows, (n, n), check=False)
    trade, productivity, gap = _trade(distance, power, flows, commuting, pay, work, home.sum(), parameters, notes)
    economy = Economy(pay, work, home, _ours(commuting), _ours(trade), parameters)
    error = max(gap, _margin_error(commuting, home, work))
    return Calibration(economy, productivity, amenity, error, fit, common, tuple(notes))


def _ours(matrix: Matrix) -> Matrix:
    """Return a matrix that is ours alone and by row, so that the economy need not copy it."""
    kept = np.ascontiguousarray(matrix)
    kept.flags.writeable = False
    return kept


def _margin_error(commuting: Matrix, home: Vector, work: Vector) -> float:
    """Return by how much, relatively, commuting misses the shares of residents and of jobs, at most."""
    gaps = (commuting.sum(1) / (home / home.sum()) - 1, commuting.sum(0) / (work / work.sum()) - 1)
    return max(float(np.abs(part).max()) for part in gaps)


def _commuting(
    cost: Matrix,
    gravity: Gravity,
    observed: Matrix | None,
    take: bool,
    home: Vector,
    work: Vector,
    notes: list[Assumption],
) -> tuple[Matrix, Vector | None, float | None, float | None]:
    """Return commuting shares (N, N), the pull of workplaces (N,) unless observed, and the fit to what was observed."""
    predicted, pull, said = gravity.commuting(cost, home / home.sum(), work / work.sum())
    if observed is None:
        notes.extend(said)
        return predicted, pull, None, None
    filled: list[Assumption] = []
    shares = _observed(observed, predicted, filled)
    fit, common = _fit(shares, predicted)
    if not take:
        notes.extend(said)
        return predicted, pull, fit, common
    notes.extend([*filled, Assumption("commuting_observed")])
    return shares, None, fit, common


def _trade(
    distance: Matrix,
    power: float,
    observed: Matrix | None,
    commuting: Matrix,
    pay: Vector,
    work: Vector,
    workers: float,
    parameters: Parameters,
    notes: list[Assumption],
) -> tuple[Matrix, Vector, float]:
    """Return trade shares (N, N), productivity (N,), and the largest relative gap of sales."""
    income, sales = commuting @ pay * workers, work * pay
    rows, columns = sales / sales.sum(), income / income.sum()
    flows, scales, _ = balance(distance**power, rows, columns, "trade_distance")
    note = Assumption("trade_by_gravity", {"power": power})
    if observed is not None:
        require("trade_flows", observed < 0, "values that are not negative", observed)
        seen = np.isfinite(observed)
        require("trade_flows", np.asarray(~seen.any(axis=0)), "a purchase of every region (column)")
        scale = observed[seen].sum() / flows[seen].sum()
        flows, _, _ = balance(np.where(seen, observed, flows * scale), rows, columns, "trade_flows")
        note = Assumption("trade_observed")
    sigma = parameters.substitution_elasticity
    size = 1 + (sigma - 1) * parameters.agglomeration_elasticity
    productivity = _centred((scales / (work**size * pay ** (1 - sigma))) ** (1 / (sigma - 1)))
    notes.append(note)
    gap = float(np.abs(flows.sum(1) / (sales / sales.sum()) - 1).max())
    flows /= flows.sum(0)
    return flows, productivity, gap


def _centred(levels: Vector) -> Vector:
    """Scale to a geometric mean of 1."""
    return np.asarray(levels / np.exp(np.log(levels).mean()))


def _pay(wages: ArrayLike | None, output: ArrayLike | None, work: Vector, notes: list[Assumption]) -> Vector:
    if (wages is None) == (output is None):
        raise ValueError(f"wages, output: expected one of them, got {'neither' if wages is None else 'both'}")
    if wages is not None:
        return _positive("wages", wages, work.shape)
    notes.append(Assumption("wages_from_output"))
    return _positive("output", output, work.shape) / work


def _observed(commuters: Matrix, predicted: Matrix, notes: list[Assumption]) -> Matrix:
    """Return observed commuting as shares that sum to 1; gravity fills pairs that were not observed."""
    require("commuters", commuters < 0, "counts that are not negative", commuters)
    seen = np.isfinite(commuters)
    if not seen.all():
        scale = commuters[seen].sum() / predicted[seen].sum()
        commuters = np.where(seen, commuters, predicted * scale)
        notes.append(Assumption("commuting_filled", {"pairs": int((~seen).sum())}))
    require("commuters", commuters.sum(0) <= 0, "commuters to every region (column)")
    require("commuters", commuters.sum(1) <= 0, "commuters from every region (row)")
    return np.asarray(commuters / commuters.sum())


def _fit(observed: Matrix, predicted: Matrix) -> tuple[float | None, float]:
    """Return the correlation of logs over pairs that both have, and the share of commuters in common."""
    pairs = (observed > 0) & (predicted > 0)
    common = float(np.minimum(observed, predicted).sum())
    if pairs.sum() < 3:
        return None, common
    return float(np.corrcoef(np.log(observed[pairs]), np.log(predicted[pairs]))[0, 1]), common


def _positive(name: str, value: ArrayLike | None, shape: tuple[int, ...]) -> Vector:
    array = array_of(name, value if value is not None else np.nan, shape)
    require(name, array <= 0, "positive numbers in every region", array)
    return array


def _costs(name: str, value: ArrayLike, n: int) -> Matrix:
    array = array_of(name, value, (n, n), check=False)
    require(name, ~(array > 0), "costs above zero (within a region, too), infinite for no route", array)
    for axis, words in ((1, "a route out of every region"), (0, "a route into every region")):
        require(name, np.asarray(~np.isfinite(array).any(axis=axis)), words)
    return array
