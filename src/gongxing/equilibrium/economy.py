"""A region system in its observed equilibrium."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from gongxing.equilibrium.checks import array_of, frozen, require
from gongxing.equilibrium.kernels import SPARSE_DENSITY
from gongxing.equilibrium.parameters import Parameters
from gongxing.equilibrium.shock import Shock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongxing.equilibrium.batch import Chord, Outcomes
    from gongxing.equilibrium.derivatives import Sensitivity
    from gongxing.equilibrium.outcome import Numeraire, Outcome

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

# How far given jobs and residents may lie from what the commuting shares say, and shares from their sum.
LEVELS_AGREE = 1e-6
SHARES_SUM = 1e-8


@dataclass(frozen=True, slots=True)
class Baseline:
    """Levels that follow from the shares, (N,) each: R_n, L_i and v_n R_n in the units of the economy."""

    residents: NDArray[Any]
    jobs: NDArray[Any]
    income: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Economy:
    """N regions in equilibrium: the baseline of every counterfactual.

    Parameters
    ----------
    wages, jobs, residents
        w_i, L_i, R_n, each (N,), positive, in any units; jobs and residents in the same.
    commuting
        lambda, (N, N): share of all workers who live in n (row) and work in i (column); sums to 1. An array, or a SciPy
        sparse matrix; an array with few positive pairs is kept sparse inside.
    trade
        pi, (N, N): share of the spending of n (column) that falls on goods of i (row); columns sum to 1.
    parameters
        Elasticities and shares.

    Raises
    ------
    ValueError
        Shapes do not fit, shares do not sum, a value is negative or not a number, a region has no residents, no jobs or
        nothing to consume; the message names the argument, what was expected, what came and the first five regions.

    Notes
    -----
    Sales should pay for labour in every region at the baseline, since hats are ratios to an equilibrium; ``imbalance``
    tells how far they do, and each certificate repeats it. ``calibrate`` makes economies that clear to rounding.

    Source: Monte, Redding & Rossi-Hansberg (2018); Seidel & Wickerath (2020).
    """

    wages: Vector
    jobs: Vector
    residents: Vector
    commuting: Any
    trade: Matrix
    parameters: Parameters = field(default_factory=Parameters)

    def __post_init__(self) -> None:
        wages = np.asarray(self.wages)
        if wages.ndim != 1 or not wages.size:
            raise ValueError(f"wages: expected a vector with one wage a region, got shape {wages.shape}")
        n = wages.size
        for name in ("wages", "jobs", "residents"):
            given = getattr(self, name)
            array = array_of(name, given, (n,))
            require(name, array <= 0, "positive numbers in every region", array)
            object.__setattr__(self, name, frozen(array, given))
        for name in ("commuting", "trade"):
            given = getattr(self, name)
            if name == "commuting" and sparse.issparse(given):
                shares = _checked_sparse(given, n)
            else:
                array = array_of(name, given, (n, n))
                require(name, array < 0, "shares that are not negative", array)
                shares = frozen(array, given)
            object.__setattr__(self, name, shares)
        self._check_sums()

    def _check_sums(self) -> None:
        total = float(self.commuting.sum())
        if abs(total - 1) > SHARES_SUM:
            raise ValueError(f"commuting: expected shares of all workers that sum to 1, got {total:.9g}")
        homes, works = (np.asarray(self.commuting.sum(axis=axis)).ravel() for axis in (1, 0))
        require("commuting", homes <= 0, "residents who commute somewhere in every row", homes)
        require("commuting", works <= 0, "workers from somewhere in every column", works)
        columns = self.trade.sum(axis=0)
        require("trade", abs(columns - 1) > SHARES_SUM, "shares of spending that sum to 1 in every column", columns)
        rows = self.trade.sum(axis=1)
        require("trade", rows <= 0, "a buyer for the goods of every region (row)", rows)
        for name, shares, side in (("residents", homes, "rows"), ("jobs", works, "columns")):
            levels = getattr(self, name)
            expected = f"the same distribution over regions as commuting's {side}"
            require(name, abs(levels / levels.sum() - shares) > LEVELS_AGREE * shares, expected, levels / levels.sum())

    @property
    def regions(self) -> int:
        """Number of regions."""
        return int(self.wages.size)

    @cached_property
    def commuting_shares(self) -> Any:
        """``commuting`` as it is computed with: compressed rows where few pairs are positive, else an array."""
        if sparse.issparse(self.commuting) or self.regions < 50:
            return self.commuting
        if np.count_nonzero(self.commuting) < SPARSE_DENSITY * self.commuting.size:
            return sparse.csr_array(self.commuting)
        return self.commuting

    @cached_property
    def baseline(self) -> Baseline:
        """Levels that follow from the shares."""
        return self.baseline_in(np.float64)

    def baseline_in(self, dtype: type[np.inexact[Any]]) -> Baseline:
        """Return the levels that follow from the shares, summed in a floating type.

        They are taken from the shares rather than from ``jobs`` and ``residents``, so that the baseline holds to
        rounding whatever the units.
        """
        lbar = self.residents.astype(dtype).sum()
        shares = self.commuting_shares
        if dtype is not np.float64:
            shares = shares.astype(dtype)
        ones = np.ones(self.regions, dtype)
        return Baseline(lbar * (shares @ ones), lbar * (shares.T @ ones), lbar * (shares @ self.wages.astype(dtype)))

    @property
    def resident_income(self) -> Vector:
        """v_n, (N,): the mean wage of those who live in n, in units of ``wages``."""
        return np.asarray(self.baseline.income / self.baseline.residents)

    @cached_property
    def imbalance(self) -> Vector:
        """(sales - labour cost) / labour cost at the baseline, (N,): zeros in an equilibrium."""
        sales = self.trade @ self.baseline.income
        return np.asarray(sales / (self.wages * self.baseline.jobs) - 1)

    @cached_property
    def chord(self) -> Chord:
        """The linearised baseline, factorised when many shocks are first asked for and kept: 16 N^2 bytes."""
        from gongxing.equilibrium.batch import Chord

        return Chord(self)

    def counterfactual(
        self,
        shock: Shock,
        *,
        tolerance: float = 1e-10,
        numeraire: Numeraire = "wage",
        start: Vector | None = None,
        threads: int | None = None,
    ) -> Outcome:
        """Solve for the equilibrium after a shock (the equations of ``gongxing.equilibrium.system``).

        Parameters
        ----------
        shock
            What changes.
        tolerance
            Bound on the error of every log hat; the solver goes on until its error bound meets it or says that it
            cannot.
        numeraire
            What is held fixed: the mean ``wage`` over regions (the default, as in the literature's code), total
            ``income``, or the spending-weighted mean log ``prices`` of tradables. Nominal housing supply makes welfare
            depend on it, so it is reported with the welfare.
        start
            Log hats of wages and of residential attractiveness, (2N,), to start from; zeros if not given.
        threads
            Threads for sweeps and linear algebra; by default one below a thousand regions, all above.

        Returns
        -------
        Hats of every level, welfare, and a certificate of their error.

        Raises
        ------
        ValueError
            A shock does not fit, or the tolerance, the numeraire or the threads are not possible.
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
        numeraire: Numeraire = "wage",
        threads: int | None = None,
    ) -> Outcomes:
        """Solve many shocks of regional productivity or residential amenity at once; see ``batch.solve_many``.

        Parameters
        ----------
        productivity, amenity
            Ahat and Bhat, (N, S): one shock a column.
        tolerance, numeraire, threads
            As in ``counterfactual``.

        Raises
        ------
        ValueError
            Shapes do not fit, or a ratio is not positive.
        """
        from gongxing.equilibrium.batch import solve_many
        from gongxing.equilibrium.threads import threads_for

        with threads_for(self.regions, threads):
            return solve_many(
                self, productivity=productivity, amenity=amenity, tolerance=tolerance, numeraire=numeraire
            )  # fmt: skip

    def scenarios(
        self,
        shocks: Sequence[Shock],
        *,
        tolerance: float = 1e-10,
        numeraire: Numeraire = "wage",
        threads: int | None = None,
        advance: Callable[[], object] = lambda: None,
    ) -> Outcomes:
        """Solve a grid of scenarios, each any shock, with one factorisation of the baseline; see ``grid.solve_grid``.

        Parameters
        ----------
        shocks
            S shocks.
        tolerance, numeraire, threads
            As in ``counterfactual``.
        advance
            Called once for each scenario solved (a progress bar).

        Raises
        ------
        ValueError
            A shock does not fit, or the numeraire is not known.
        """
        from gongxing.equilibrium.grid import solve_grid
        from gongxing.equilibrium.threads import threads_for

        with threads_for(self.regions, threads):
            return solve_grid(self, shocks, tolerance=tolerance, numeraire=numeraire, advance=advance)

    def sensitivity(self, shock: Shock | None = None, *, tolerance: float = 1e-10) -> Sensitivity:
        """Return the derivatives of every outcome at the equilibrium after a shock (none: at the baseline).

        Parameters
        ----------
        shock, tolerance
            As in ``counterfactual``.

        Raises
        ------
        ValueError
            The shock does not fit.
        """
        from gongxing.equilibrium.derivatives import Sensitivity

        return Sensitivity(self.counterfactual(shock or Shock(), tolerance=tolerance))


def _checked_sparse(given: Any, n: int) -> Any:
    if given.shape != (n, n):
        raise ValueError(f"commuting: expected shape {(n, n)}, got {given.shape}")
    shares = sparse.csr_array(given, dtype=np.float64, copy=True)
    shares.sum_duplicates()
    bad = ~(np.isfinite(shares.data) & (shares.data >= 0))
    require("commuting", bad, "finite shares that are not negative", shares.data)
    return shares
