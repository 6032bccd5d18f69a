r"""Ellison and Glaeser's index of agglomeration, and of co-agglomeration, net of the lumpiness of plants.

With c an activity's shares over regions, t the regions' shares of the whole and H the Herfindahl index of its plants,
:math:`G = \sum_r (c_r - t_r)^2` and :math:`\gamma = \frac{G/(1-\sum_r t_r^2) - H}{1 - H}`: 0 is what plants thrown at
random by the size of regions would show.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.structure import checked_table, whereabouts

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agglomeration:
    """γ of each activity (K,), with the raw concentration G (K,) and the plants' Herfindahl H (K,) behind it."""

    gamma: Array
    raw: Array
    plants: Array


def plant_herfindahl(sizes: Array) -> float:
    """Return the Herfindahl index of the plants of one activity from their sizes (n,) ≥ 0."""
    total = float(np.sum(sizes))
    if np.size(sizes) == 0 or not np.isfinite(total) or total <= 0 or np.min(sizes) < 0:
        raise DataError("expected plant sizes of at least 0 with a sum above 0, but they are not; look at them")
    return float(np.square(np.asarray(sizes, dtype=np.float64) / total).sum())


def ellison_glaeser(x: Array, plants: Array, sizes: Array | None = None) -> Agglomeration:
    """Return γ of each activity.

    Parameters
    ----------
    x
        (R, K), employment of activity k in region r, ≥ 0.
    plants
        (K,), Herfindahl index of the plants of each activity, in (0, 1). Where only their number n is known, 1/n is
        its least value, so γ comes out at its greatest.
    sizes
        (R,), sizes of the regions that plants are thrown at; the row sums of x when absent.

    Raises
    ------
    DataError
        With one region (no place to choose), or an activity of one plant (H = 1).
    """
    table = checked_table(x)
    spread, room = _spread(table, sizes)
    plants = np.asarray(plants, dtype=np.float64)
    if plants.shape != (table.shape[1],):
        raise DataError(
            f"expected {table.shape[1]} indices of plants, but the shape is {plants.shape}; give one for each activity"
        )
    if not ((plants > 0) & (plants < 1)).all():
        raise DataError(
            "expected Herfindahl indices of plants between 0 and 1, but some are not; leave out activities of one plant"
        )
    raw = np.square(spread).sum(axis=0)
    return Agglomeration((raw / room - plants) / (1 - plants), raw, plants)


def coagglomeration(x: Array, sizes: Array | None = None) -> Array:
    r"""Return :math:`\gamma^c_{jk} = \sum_r (c_{rj} - t_r)(c_{rk} - t_r) / (1 - \sum_r t_r^2)`, (K, K).

    It needs no plants: they drop out of Ellison and Glaeser's group index when a group has two members. The diagonal is
    :math:`G/(1-\sum t^2)`, not γ.
    """
    spread, room = _spread(checked_table(x), sizes)
    return np.asarray(spread.T @ spread / room, dtype=np.float64)


def group_coagglomeration(x: Array, sizes: Array | None = None) -> float:
    r"""Return the co-agglomeration :math:`\gamma^c` of all activities of x (R, K ≥ 2) as one group, weighted by size.

    The mean of the pairs' indices with weights :math:`w_j w_k`, which equals Ellison and Glaeser's
    :math:`[G/(1-\sum t^2) - H - \sum_j \gamma_j w_j^2 (1-H_j)] / (1 - \sum_j w_j^2)` for any plants.
    Regions' sizes are needed where the group is all there is: then it is spread as the whole by construction.
    """
    table = checked_table(x)
    if table.shape[1] < 2:
        raise DataError("co-agglomeration needs at least two activities, but there is one; add activities")
    weights = table.sum(axis=0) / table.sum()
    pairs = np.outer(weights, weights)
    np.fill_diagonal(pairs, 0)
    return float((pairs * coagglomeration(table, sizes)).sum() / pairs.sum())


def _spread(table: Array, sizes: Array | None) -> tuple[Array, float]:
    whole = table.sum(axis=1) if sizes is None else np.asarray(sizes, dtype=np.float64)
    if whole.shape != (table.shape[0],) or not np.isfinite(whole).all() or (whole < 0).any() or whole.sum() <= 0:
        raise DataError(
            f"expected {table.shape[0]} region sizes of at least 0 with a sum above 0, but they are not; look at them"
        )
    shares = whole / whole.sum()
    room = 1 - float(np.square(shares).sum())
    if room <= 0:
        raise DataError("agglomeration needs at least two regions with a size above 0, but there is one; add regions")
    return whereabouts(table) - shares[:, None], room
