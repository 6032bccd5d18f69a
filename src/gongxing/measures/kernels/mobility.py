r"""Rank mobility: whether regions change places, alone or together with their group.

.. math::  \tau=\frac{C-D}{\sqrt{(P-T_x)(P-T_y)}},\qquad
           \theta=\frac{\sum_g\big|\sum_{i\in g}\Delta r_i\big|}{\sum_i|\Delta r_i|}

τ (Kendall's τ-b, corrected for ties) is 1 where the order stays; θ is 1 where all regions of a group move the same way
and near 0 where their moves cancel.

References
----------
Kendall, M. G. (1938). A new measure of rank correlation. Biometrika 30(1/2), 81–93.
Rey, S. J. (2004). Spatial dependence in the evolution of regional income distributions. In: Getis, A., Mur, J. and
Zoller, H. G. (eds), Spatial Econometrics and Spatial Statistics. Basingstoke: Palgrave Macmillan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import Array, Index, encoded


@dataclass(frozen=True, slots=True)
class Theta:
    """θ of each step between periods (shape T - 1) and the share of permutations that reach it (``None`` without)."""

    theta: Array
    p: Array | None


def kendall(first: ArrayLike, last: ArrayLike) -> tuple[float, float]:
    """Return Kendall's τ-b of two periods and its two-sided p value.

    Raises
    ------
    DataError
        All values of a period are equal.
    """
    from scipy.stats import kendalltau

    a, b = np.asarray(first, dtype=np.float64), np.asarray(last, dtype=np.float64)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        raise DataError("expected values that differ in both periods, but all of one are equal: there are no ranks")
    found = kendalltau(a, b)
    return float(found.statistic), float(found.pvalue)


def rank_theta(values: ArrayLike, groups: ArrayLike, *, permutations: int = 0, seed: int = 0) -> Theta:
    """Return how far the regions of a group change ranks together.

    Parameters
    ----------
    values
        Shape n × T; a tie shares the mean of its ranks.
    groups
        Shape n; any labels.
    permutations, seed
        How often labels are exchanged at random; the p value is of a θ at least as large.
    """
    from scipy.stats import rankdata

    y = np.asarray(values, dtype=np.float64)
    names, index = encoded(groups, len(y))
    moves = np.diff(rankdata(y, axis=0), axis=1)
    total = np.abs(moves).sum(axis=0)
    if (total == 0).any():
        raise DataError("expected regions that change ranks in every step, but in some none does: θ is not defined")

    def theta(labels: Index) -> Array:
        together = np.zeros((len(names), moves.shape[1]))
        np.add.at(together, labels, moves)
        result: Array = np.abs(together).sum(axis=0) / total
        return result

    observed = theta(index)
    if not permutations:
        return Theta(observed, None)
    generator = np.random.default_rng(seed)
    reached = sum((theta(generator.permutation(index)) >= observed - 1e-12).astype(float) for _ in range(permutations))
    return Theta(observed, (1 + np.asarray(reached)) / (1 + permutations))
