r"""Ordinary and weighted least squares with standard errors that hold under heteroskedasticity and autocorrelation.

.. math::  \hat\beta=(X'WX)^{-1}X'Wy,\quad \widehat{V}_{HC3}=(X'WX)^{-1}\Big[\sum_i \tfrac{w_i^2 e_i^2}{(1-h_i)^2}
           x_ix_i'\Big](X'WX)^{-1},\quad \widehat V_{HAC}=(X'X)^{-1}\Big[\sum_j k(j/b)\,\Gamma_j\Big](X'X)^{-1}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array


@dataclass(frozen=True, slots=True)
class Fit:
    """A regression: ``coefficients`` and ``errors`` (shape k), freedom n - k, share of variance explained."""

    coefficients: Array
    errors: Array
    residuals: Array
    freedom: int
    r2: float

    @property
    def t(self) -> Array:
        """Statistics of Student's t."""
        result: Array = self.coefficients / self.errors
        return result

    def p(self, alternative: Literal["two-sided", "greater", "less"] = "two-sided") -> Array:
        """Values of p by Student's t."""
        from scipy.stats import t

        if alternative == "two-sided":
            return np.asarray(2 * t.sf(np.abs(self.t), self.freedom))
        return np.asarray(t.sf(self.t, self.freedom) if alternative == "greater" else t.cdf(self.t, self.freedom))


def least_squares(y: Array, x: Array, weights: Array | None = None, *, robust: bool = True) -> Fit:
    """Fit y (shape n) on the columns of x (shape n × k, the constant among them).

    Errors are HC3 where ``robust``, else classical.

    Raises
    ------
    DataError
        Fewer observations than coefficients plus one, or columns that depend on one another.

    References
    ----------
    MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators with improved
    finite sample properties. Journal of Econometrics 29(3), 305–325.
    """
    n, k = x.shape
    if n <= k:
        raise DataError(f"expected more than {k} observations for {k} coefficients, but there are {n}")
    root = np.ones(n) if weights is None else np.sqrt(weights / weights.mean())
    design, target = x * root[:, None], y * root
    q, r = np.linalg.qr(design)
    scale = np.abs(np.diag(r))
    if scale.min() <= 1e-10 * max(float(np.linalg.norm(design, axis=0).max()), 1e-300):
        raise DataError("expected explanatory values that differ and are independent, but one follows from the others")
    coefficients = np.linalg.solve(r, q.T @ target)
    residuals = target - design @ coefficients
    inverse = np.linalg.inv(r)
    bread = inverse @ inverse.T
    if robust:
        leverage = np.minimum((q**2).sum(1), 1 - 1e-12)
        scores = design * (residuals / (1 - leverage))[:, None]
        covariance = bread @ (scores.T @ scores) @ bread
    else:
        covariance = bread * float(residuals @ residuals) / (n - k)
    centred = target - root * float(root @ target) / float(root @ root)
    total = float(centred @ centred)
    r2 = 1 - float(residuals @ residuals) / total if total > 0 else 0.0
    return Fit(coefficients, np.sqrt(np.diag(covariance)), residuals / np.where(root > 0, root, 1.0), n - k, r2)


def hac_errors(
    x: Array, residuals: Array, *, kernel: Literal["quadratic-spectral", "bartlett"], bandwidth: float | None = None
) -> Array:
    """Return standard errors that hold under autocorrelation, of rows in the order of time.

    Parameters
    ----------
    x, residuals
        Shapes n × k and n.
    kernel
        ``quadratic-spectral`` (Andrews), or ``bartlett`` (Newey and West; ``bandwidth`` b uses lags below b).
    bandwidth
        ``None``: Andrews' plug-in from an AR(1) fit to the scores (all of them but the constant's).

    References
    ----------
    Andrews, D. W. K. (1991). Heteroskedasticity and autocorrelation consistent covariance matrix estimation.
    Econometrica 59(3), 817–858.
    Newey, W. K. and West, K. D. (1987). A simple, positive semi-definite, heteroskedasticity and autocorrelation
    consistent covariance matrix. Econometrica 55(3), 703–708.
    """
    scores = x * residuals[:, None]
    n = len(scores)
    width = (
        plug_in_bandwidth(scores[:, 1:] if scores.shape[1] > 1 else scores, kernel) if bandwidth is None else bandwidth
    )
    middle = scores.T @ scores
    for lag in range(1, n):
        factor = _kernel(lag / width, kernel) if width > 0 else 0.0
        if factor == 0.0:
            if kernel == "bartlett" or width <= 0:
                break
            continue
        cross = scores[lag:].T @ scores[:-lag]
        middle = middle + factor * (cross + cross.T)
    bread = np.linalg.inv(x.T @ x)
    return np.asarray(np.sqrt(np.maximum(np.diag(bread @ middle @ bread), 0.0)))


def _kernel(u: float, kernel: str) -> float:
    if kernel == "bartlett":
        return max(1 - u, 0.0)
    angle = 6 * np.pi * u / 5
    return float(25 / (12 * np.pi**2 * u**2) * (np.sin(angle) / angle - np.cos(angle)))


def plug_in_bandwidth(scores: Array, kernel: str) -> float:
    """Return Andrews' bandwidth from AR(1) fits to the columns of scores (shape n × k)."""
    n = len(scores)
    numerator = denominator = 0.0
    for column in scores.T:
        past, now = column[:-1], column[1:]
        spread = float(past @ past)
        if spread <= 0:
            continue
        rho = min(max(float(past @ now) / spread, -0.97), 0.97)
        variance = float(((now - rho * past) ** 2).sum()) / (n - 1)
        if kernel == "bartlett":
            numerator += 4 * rho**2 * variance**2 / ((1 - rho) ** 6 * (1 + rho) ** 2)
        else:
            numerator += 4 * rho**2 * variance**2 / (1 - rho) ** 8
        denominator += variance**2 / (1 - rho) ** 4
    if denominator <= 0:
        return 0.0
    ratio = numerator / denominator
    return float(1.1447 * (ratio * n) ** (1 / 3) if kernel == "bartlett" else 1.3221 * (ratio * n) ** (1 / 5))
