r"""Do regions draw together? σ (their spread falls) and β (the poor grow faster).

.. math::  \sigma_t=\sqrt{\textstyle\sum_i p_i(\ln y_{it}-\overline{\ln y_t})^2},\qquad
           \tfrac1T\ln\tfrac{y_{iT}}{y_{i0}}=a+b\ln y_{i0}+\gamma'z_i+e_i,\quad
           \lambda=-\tfrac1T\ln(1+bT),\quad t_{1/2}=\tfrac{\ln2}{\lambda}
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array
from gongxing.measures.kernels.regression import Fit, least_squares


@dataclass(frozen=True, slots=True)
class Sigma:
    """Spread of logs by period (shape T), its trend a period, and tests.

    ``slope`` with ``slope_error`` and ``slope_p`` is the line through ``sigma``; ``change`` is the last less the first;
    ``p`` is Pitman and Morgan's test that first and last are equal. ``None`` where a test does not exist.
    """

    sigma: Array
    slope: float | None
    slope_error: float | None
    slope_p: float | None
    change: float
    p: float | None


def sigma_convergence(values: ArrayLike, times: ArrayLike, weights: ArrayLike | None = None) -> Sigma:
    """Return the spread of logs over time and whether it falls.

    Parameters
    ----------
    values
        Shape n × T, above 0.
    times
        Shape T, increasing; they need not be evenly spaced.
    weights
        Shape n × T; population. The test of first against last is for unweighted values only.

    References
    ----------
    Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political Economy 100(2), 223–251.
    Pitman, E. J. G. (1939). A note on normal correlation. Biometrika 31(1/2), 9–12.
    Morgan, W. A. (1939). A test for the significance of the difference between the two variances in a sample from a
    normal bivariate population. Biometrika 31(1/2), 13–19.
    """
    logs = logs_of(values)
    when = np.asarray(times, dtype=np.float64)
    w = np.ones_like(logs) if weights is None else np.asarray(weights, dtype=np.float64)
    shares = w / w.sum(axis=0)
    spread = np.sqrt((shares * (logs - (shares * logs).sum(axis=0)) ** 2).sum(axis=0))
    slope = error = slope_p = None
    if len(when) > 2:
        fit = least_squares(spread, np.column_stack([np.ones_like(when), when - when.mean()]), robust=False)
        slope = float(fit.coefficients[1])
        if fit.errors[1] > 1e-15 * max(abs(slope), 1e-300):
            error, slope_p = float(fit.errors[1]), float(fit.p()[1])
    equal = _pitman_morgan(logs[:, 0], logs[:, -1]) if weights is None and len(when) > 1 else None
    return Sigma(spread, slope, error, slope_p, float(spread[-1] - spread[0]), equal)


def _pitman_morgan(first: Array, last: Array) -> float | None:
    """Return the p value of equal variances of pairs: the correlation of sum and difference is zero."""
    from scipy.stats import t

    total, gap = first + last, last - first
    n = len(first)
    total, gap = total - total.mean(), gap - gap.mean()
    scale = float(total @ total) * float(gap @ gap)
    if n < 3 or scale <= 0:
        return None
    correlation = float(total @ gap) / math.sqrt(scale)
    rest = 1 - correlation**2
    if rest <= 0:
        return 0.0
    return float(2 * t.sf(abs(correlation) * math.sqrt((n - 2) / rest), n - 2))


@dataclass(frozen=True, slots=True)
class Beta:
    """A growth regression: b with its error and p value, the speed λ a period and the half-life that follow.

    ``speed`` is ``None`` where 1 + bT is not positive, ``half_life`` where the speed is not positive (no convergence).
    ``speed_error`` is by the delta method. ``fit`` holds all coefficients: constant, log of the start, controls.
    """

    b: float
    error: float
    p: float
    speed: float | None
    speed_error: float | None
    half_life: float | None
    fit: Fit


def beta_convergence(
    start: ArrayLike,
    end: ArrayLike,
    periods: float,
    controls: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    robust: bool = True,
) -> Beta:
    """Regress the mean growth a period on the log of the start (and controls).

    Parameters
    ----------
    start, end
        Shape n, above 0: values of the first and the last period.
    periods
        Periods between them.
    controls
        Shape n × k: what determines a region's own steady state; with them convergence is conditional.
    weights
        Shape n.
    robust
        HC3 errors; ``False``: classical ones.

    References
    ----------
    Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political Economy 100(2), 223–251.
    """
    first, last = logs_of(start), logs_of(end)
    if not periods > 0:
        raise DataError(f"expected a last period after the first, but {periods:g} periods lie between them")
    columns = [np.ones_like(first), first]
    if controls is not None:
        columns += list(np.asarray(controls, dtype=np.float64).T)
    w = None if weights is None else np.asarray(weights, dtype=np.float64)
    fit = least_squares((last - first) / periods, np.column_stack(columns), w, robust=robust)
    b, error = float(fit.coefficients[1]), float(fit.errors[1])
    speed = speed_error = half_life = None
    remaining = 1 + b * periods
    if remaining > 0:
        speed, speed_error = -math.log(remaining) / periods, error / remaining
        half_life = math.log(2) / speed if speed > 1e-12 else None
    p = float(fit.p()[1]) if error > 0 else 0.0
    return Beta(b, error, p, speed, speed_error, half_life, fit)


def logs_of(values: ArrayLike) -> Array:
    """Return logarithms.

    Raises
    ------
    DataError
        A value is not above zero.
    """
    x = np.asarray(values, dtype=np.float64)
    if not (np.isfinite(x).all() and (x > 0).all()):
        raise DataError(f"expected values above 0, but {int((~(x > 0)).sum())} of {x.size} are not")
    return np.log(x)
