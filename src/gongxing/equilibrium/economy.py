"""A region system in its observed equilibrium, and what is changed from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongxing.equilibrium.parameters import Parameters

if TYPE_CHECKING:
    from gongxing.equilibrium.batch import Outcomes
    from gongxing.equilibrium.derivatives import Sensitivity
    from gongxing.equilibrium.outcome import Numeraire, Outcome

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


def _array(name: str, value: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected numbers of shape {shape}, got {type(value).__name__}") from error
    if array.shape != shape:
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    bad = ~np.isfinite(array)
    if bad.any():
        raise ValueError(f"{name}: expected finite numbers, got {int(bad.sum())} others, first at {_first(bad)}")
    array = array.copy() if array.base is not None or array is value else array
    array.flags.writeable = False
    return array


def _first(mask: NDArray[np.bool_]) -> str:
    """Name the first five places where a mask is true, for messages."""
    places = np.argwhere(mask)[:5].tolist()
    return ", ".join(str(place[0] if len(place) == 1 else tuple(place)) for place in places)


def _require(name: str, mask: NDArray[np.bool_], expected: str) -> None:
    if mask.any():
        raise ValueError(f"{name}: expected {expected}, got {int(mask.sum())} that are not, first at {_first(mask)}")


@dataclass(frozen=True, eq=False)
class Shock:
    """What is changed from outside, as ratios new over old; ``None`` changes nothing and costs nothing.

    Parameters
    ----------
    productivity
        Ahat, (N,), by region of production.
    amenity
        Bhat, (N, N), rows residence, columns workplace; or (N,) by residence.
    commuting_cost
        khat, (N, N), rows residence, columns workplace.
    trade_cost
        dhat, (N, N), rows production, columns consumption.
    """

    productivity: ArrayLike | None = None
    amenity: ArrayLike | None = None
    commuting_cost: ArrayLike | None = None
    trade_cost: ArrayLike | None = None

    def arrays(self, regions: int) -> dict[str, Any]:
        """Return the changes as validated arrays.

        Raises
        ------
        ValueError
            A shape does not fit, or a ratio is not positive and finite.
        """
        square = (regions, regions)
        found: dict[str, Any] = {}
        for name, shape in (
            ("productivity", (regions,)),
            ("amenity", square),
            ("commuting_cost", square),
            ("trade_cost", square),
        ):
            value = getattr(self, name)
            if value is None:
                found[name] = None
                continue
            by_residence = name == "amenity" and np.ndim(value) == 1
            array = _array(name, value, (regions,) if by_residence else shape)
            _require(name, array <= 0, "positive ratios")
            found[name] = array[:, None] if by_residence else array
        return found


@dataclass(frozen=True, eq=False)
class Economy:
    """N regions in equilibrium: the baseline of every counterfactual.

    Parameters
    ----------
    wages, jobs, residents
        w_i, L_i, R_n, each (N,), positive, in any units; jobs and residents in the same.
    commuting
        lambda, (N, N): share of all workers who live in n (row) and work in i (column); sums to 1.
    trade
        pi, (N, N): share of the spending of n (column) that falls on goods of i (row); columns sum to 1.
    parameters
        Elasticities and shares.

    Raises
    ------
    ValueError
        Shapes do not fit, shares do not sum, a value is negative or not a number, a region has no residents, no jobs or
        nothing to consume; the message names the argument, what was expected, what came and the first five regions.
    """

    wages: Vector
    jobs: Vector
    residents: Vector
    commuting: Matrix
    trade: Matrix
    parameters: Parameters = field(default_factory=Parameters)

    def __post_init__(self) -> None:
        wages = np.asarray(self.wages)
        if wages.ndim != 1 or not wages.size:
            raise ValueError(f"wages: expected a vector with one wage a region, got shape {wages.shape}")
        n = wages.size
        for name in ("wages", "jobs", "residents"):
            array = _array(name, getattr(self, name), (n,))
            _require(name, array <= 0, "positive numbers in every region")
            object.__setattr__(self, name, array)
        for name in ("commuting", "trade"):
            array = _array(name, getattr(self, name), (n, n))
            _require(name, array < 0, "shares that are not negative")
            object.__setattr__(self, name, array)
        self._check_sums()

    def _check_sums(self) -> None:
        total = float(self.commuting.sum())
        if abs(total - 1) > 1e-8:
            raise ValueError(f"commuting: expected shares of all workers that sum to 1, got {total:.9g}")
        _require("commuting", self.commuting.sum(axis=1) <= 0, "residents who commute somewhere in every row")
        _require("commuting", self.commuting.sum(axis=0) <= 0, "workers from somewhere in every column")
        columns = self.trade.sum(axis=0)
        _require("trade", abs(columns - 1) > 1e-8, "shares of spending that sum to 1 in every column")
        _require("trade", self.trade.sum(axis=1) <= 0, "a buyer for the goods of every region (row)")
        for name, shares in (("residents", self.commuting.sum(axis=1)), ("jobs", self.commuting.sum(axis=0))):
            levels = getattr(self, name)
            _require(
                name,
                abs(levels / levels.sum() - shares) > 1e-6 * shares,
                f"the same distribution over regions as commuting's {'rows' if name == 'residents' else 'columns'}",
            )

    @property
    def regions(self) -> int:
        """Number of regions."""
        return int(self.wages.size)

    @property
    def resident_income(self) -> Vector:
        """v_n, (N,): the mean wage of those who live in n, in units of ``wages``."""
        return np.asarray((self.commuting @ self.wages) / self.commuting.sum(axis=1))

    def counterfactual(
        self,
        shock: Shock,
        *,
        tolerance: float = 1e-10,
        numeraire: Numeraire = "wage",
        start: Vector | None = None,
        threads: int | None = None,
    ) -> Outcome:
        """Solve for the equilibrium after a shock.

        Parameters
        ----------
        shock
            What changes.
        tolerance
            Bound on the error of every log hat; the solver goes on until its error bound meets it or says that it
            cannot.
        numeraire
            What is held fixed: the mean ``wage``, total ``income``, or the spending-weighted ``prices`` of tradables.
            Nominal housing supply makes welfare depend on it, so it is reported with the welfare.
        start
            Log hats of wages and of residential attractiveness, (2N,), to start from; zeros if not given.
        threads
            Threads for linear algebra; by default one below a thousand regions, all above.

        Raises
        ------
        ValueError
            A shock does not fit, or the tolerance or the numeraire is not one that is known.
        """
        from gongxing.equilibrium.solver import solve
        from gongxing.equilibrium.threads import threads_for

        with threads_for(self.regions, threads):
            return solve(self, shock, tolerance=tolerance, numeraire=numeraire, start=start)

    def counterfactuals(
        self,
        *,
        productivity: ArrayLike | None = None,
        amenity: ArrayLike | None = None,
        tolerance: float = 1e-10,
        threads: int | None = None,
    ) -> Outcomes:
        """Solve many shocks of regional productivity or residential amenity at once; see ``batch.solve_many``.

        Parameters
        ----------
        productivity, amenity
            Ahat and Bhat, (N, S): one shock a column.
        tolerance, threads
            As in ``counterfactual``.
        """
        from gongxing.equilibrium.batch import solve_many
        from gongxing.equilibrium.threads import threads_for

        with threads_for(self.regions, threads):
            return solve_many(self, productivity=productivity, amenity=amenity, tolerance=tolerance)

    def sensitivity(self, shock: Shock | None = None, *, tolerance: float = 1e-10) -> Sensitivity:
        """Return the derivatives of every outcome at the equilibrium after a shock (none: at the baseline)."""
        from gongxing.equilibrium.derivatives import Sensitivity

        return Sensitivity(self.counterfactual(shock or Shock(), tolerance=tolerance))
