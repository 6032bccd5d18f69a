r"""Specialisation of regions and concentration of activities, from one table of regions by activities.

With :math:`x_{rk}` the size of activity k in region r, :math:`s_{rk} = x_{rk}/\sum_k x_{rk}` is the make-up of a
region, :math:`c_{rk} = x_{rk}/\sum_r x_{rk}` the whereabouts of an activity, :math:`s_k` and :math:`t_r` the same for
the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import listed

Array = NDArray[np.float64]


def checked_table(x: Array) -> Array:
    """Return x (R, K) as floats, with every row and column sum positive; raise ``DataError`` saying what is wrong."""
    table = np.asarray(x, dtype=np.float64)
    if table.ndim != 2 or table.size == 0:
        raise DataError(f"expected a table of regions by activities, but the shape is {table.shape}; give two axes")
    if not np.isfinite(table).all():
        raise DataError(
            f"expected finite sizes, but {int((~np.isfinite(table)).sum())} of {table.size} are not; fill or drop them"
        )
    if (table < 0).any():
        raise DataError(
            f"expected sizes of at least 0, but {int((table < 0).sum())} of {table.size} are below; look at them"
        )
    for axis, name in ((1, "rows"), (0, "columns")):
        empty = np.flatnonzero(table.sum(axis=axis) == 0)
        if empty.size:
            raise DataError(f"expected {name} with a sum above 0, but {listed(empty)} sum to 0; leave them out")
    return table


def make_up(x: Array) -> Array:
    """Return the shares of activities within each region, (R, K), rows summing to 1."""
    return np.asarray(x / x.sum(axis=1, keepdims=True), dtype=np.float64)


def whereabouts(x: Array) -> Array:
    """Return the shares of regions within each activity, (R, K), columns summing to 1."""
    return np.asarray(x / x.sum(axis=0, keepdims=True), dtype=np.float64)


def location_quotient(x: Array, whole: Array | None = None) -> Array:
    r"""Return :math:`LQ_{rk} = s_{rk} / s_k`, (R, K), from sizes (R, K) ≥ 0; 1 means as common as in the whole.

    ``whole`` (K,) holds the sizes of activities in the whole; the sums over the regions where it is absent.
    """
    table = checked_table(x)
    return make_up(table) / whole_shares(table, whole)


def whole_shares(table: Array, whole: Array | None = None) -> Array:
    """Return the shares of activities in the whole, (K,): of ``whole`` (K,), or of the sums over the regions (R, K)."""
    sizes = table.sum(axis=0) if whole is None else np.asarray(whole, dtype=np.float64)
    if sizes.shape != table.shape[1:] or not np.isfinite(sizes).all() or (sizes <= 0).any():
        raise DataError(f"expected {table.shape[1]} sizes above 0 of the whole, but some are not; look at that row")
    return np.asarray(sizes / sizes.sum(), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper bounds, arrays of one shape."""

    low: Array
    high: Array


def location_quotient_interval(
    x: Array, level: float = 0.95, unit_size: float = 1.0, whole: Array | None = None
) -> Interval:
    r"""Return bounds of the location quotient when units fall on activities at random.

    Each region's units (jobs, plants) are independent draws from its make-up; the whole contains the region. With
    :math:`n_r` units in r and N in all, the logarithm of LQ has by the delta method the variance
    :math:`(1-p)/(n p) - 2 (1-p)/(N q) + \sum_r n_r p_r(1-p_r)/(N q)^2` where p is the region's share and q the whole's.
    A zero has the lower bound 0 and the exact binomial upper bound.

    Parameters
    ----------
    x
        (R, K), counts of units times ``unit_size``.
    level
        Probability that the interval covers, between 0 and 1.
    unit_size
        Sizes that move together (jobs per plant): the table is divided by it, which widens the interval.
    whole
        (K,), sizes in the whole; the sums over the regions where absent. With it, regions that are not listed are taken
        to be made up as the whole.

    Notes
    -----
    The idea of an interval is that of Moineddin, Beyene and Boyle (2003); the variance above is derived here for a
    whole that contains the region.
    """
    from scipy.stats import norm

    table = checked_table(x) / unit_size
    if not 0 < level < 1:
        raise DataError(f"expected a level between 0 and 1, but {level} came; take 0.95")
    if not unit_size > 0:
        raise DataError(f"expected a unit size above 0, but {unit_size} came; take 1 for persons")
    size, listed_total = table.sum(axis=1, keepdims=True), table.sum()
    total = listed_total if whole is None else float(np.sum(whole)) / unit_size
    share, common = table / size, whole_shares(table, whole)
    quotient = share / common
    own = np.divide(1 - share, size * share, out=np.zeros_like(share), where=share > 0)
    shared = (1 - share) / (total * common)
    unlisted = max(total - listed_total, 0.0) * common * (1 - common)
    spread = ((size * share * (1 - share)).sum(axis=0) + unlisted) / (total * common) ** 2
    half = norm.ppf(0.5 + level / 2) * np.sqrt(np.maximum(own - 2 * shared + spread, 0))
    none = -np.expm1(np.log((1 - level) / 2) / size) / common  # the upper bound where nothing was seen
    high = np.where(share > 0, quotient * np.exp(half), none)
    return Interval(quotient * np.exp(-half), high)


def krugman(x: Array, against: Literal["whole", "rest"] = "whole", whole: Array | None = None) -> Array:
    r"""Return :math:`\sum_k |s_{rk} - s_k|`, (R,), in [0, 2): 0 is the make-up of the whole (or of the rest)."""
    table = checked_table(x)
    if against == "rest":
        others = (table.sum(axis=0) if whole is None else np.asarray(whole, dtype=np.float64)) - table
        if (others.sum(axis=1) <= 0).any():
            raise DataError("a comparison with the rest needs at least two regions, but there is one; add regions")
        return np.asarray(np.abs(make_up(table) - make_up(others)).sum(axis=1), dtype=np.float64)
    return np.asarray(np.abs(make_up(table) - whole_shares(table, whole)).sum(axis=1), dtype=np.float64)


def krugman_pairs(x: Array) -> Array:
    r"""Return :math:`\sum_k |s_{ik} - s_{jk}|` for each pair of regions, (R, R), in [0, 2]."""
    from scipy.spatial.distance import cdist

    shares = make_up(checked_table(x))
    return np.asarray(cdist(shares, shares, "cityblock"), dtype=np.float64)


def herfindahl(shares: Array, *, normalised: bool = False) -> Array:
    r"""Return :math:`\sum_k s_k^2` along the last axis, in [1/K, 1]; normalised to [0, 1] by its least value 1/K."""
    index = np.square(shares).sum(axis=-1)
    if not normalised:
        return np.asarray(index, dtype=np.float64)
    least = 1 / _several(shares)
    return np.asarray((index - least) / (1 - least), dtype=np.float64)


def entropy(shares: Array, *, normalised: bool = False) -> Array:
    r"""Return :math:`-\sum_k s_k \ln s_k` along the last axis, in [0, ln K]; normalised by ln K to [0, 1]."""
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    index = np.abs((shares * logs).sum(axis=-1))
    return np.asarray(index / np.log(_several(shares)) if normalised else index, dtype=np.float64)


def _several(shares: Array) -> int:
    if shares.shape[-1] < 2:
        raise DataError("a normalised index needs at least two shares, but there is one; add activities")
    return int(shares.shape[-1])


def hachman(x: Array, whole: Array | None = None) -> Array:
    r"""Return :math:`1 / \sum_k s_{rk} LQ_{rk}`, (R,), in (0, 1]: 1 is the make-up of the whole."""
    table = checked_table(x)
    return np.asarray(1 / (make_up(table) * location_quotient(table, whole)).sum(axis=1), dtype=np.float64)


def locational_gini(x: Array) -> Array:
    r"""Return the Gini coefficient of each activity's location quotients, weighted by regions' sizes, (K,).

    Twice the area between the diagonal and the curve of an activity's cumulated shares over the cumulated shares of all
    activities, regions in the order of their location quotients. In [0, 1): 0 is spread as the whole, and an activity
    found only in a region with share t of the whole has 1 - t.
    """
    table = checked_table(x)
    sizes = table.sum(axis=1) / table.sum()
    order = np.argsort(location_quotient(table), axis=0, kind="stable")
    own = np.take_along_axis(whereabouts(table), order, axis=0)
    return np.asarray(1 - (sizes[order] * (2 * own.cumsum(axis=0) - own)).sum(axis=0), dtype=np.float64)


def structural_similarity(x: Array) -> Array:
    r"""Return the cosine of the make-ups of each pair of regions, (R, R), in [0, 1]: 产业结构相似系数."""
    shares = make_up(checked_table(x))
    shares /= np.sqrt(np.square(shares).sum(axis=1, keepdims=True))
    cosine = np.clip(shares @ shares.T, 0, 1)
    np.fill_diagonal(cosine, 1)
    return np.asarray((cosine + cosine.T) / 2, dtype=np.float64)


def structural_overlap(x: Array) -> Array:
    r"""Return :math:`\sum_k \min(s_{ik}, s_{jk})` of each pair of regions, (R, R), in [0, 1]; it is 1 - Krugman/2."""
    return 1 - krugman_pairs(x) / 2


@dataclass(frozen=True, slots=True)
class Coordination:
    """How well the make-up of output and of employment agree.

    ``coefficient`` (R,) is the cosine of the two make-ups in [0, 1]; ``deviation`` (R, K) is output share over
    employment share less 1 (above 0: more output than workers); ``theil`` (R,) is Σ y ln(y/l) ≥ 0, 0 where equal.
    """

    coefficient: Array
    deviation: Array
    theil: Array


def structural_coordination(output: Array, employment: Array) -> Coordination:
    """Return how output (R, K) and employment (R, K) > 0 of the same regions and activities agree."""
    made, worked = checked_table(output), checked_table(employment)
    if made.shape != worked.shape:
        raise DataError(
            f"expected the same cells, but the shapes are {made.shape} and {worked.shape}; give both for each cell"
        )
    if (worked == 0).any():
        raise DataError(
            f"expected employment above 0, but {int((worked == 0).sum())} of {worked.size} have none; merge activities"
        )
    y, l = make_up(made), make_up(worked)  # noqa: E741  the literature's letters
    cosine = (y * l).sum(axis=1) / np.sqrt(np.square(y).sum(axis=1) * np.square(l).sum(axis=1))
    logs = np.log(y / l, out=np.zeros_like(y), where=y > 0)
    return Coordination(np.minimum(cosine, 1), y / l - 1, np.maximum((y * logs).sum(axis=1), 0))


def geographic_association(x: Array) -> Array:
    r"""Return Florence's :math:`1 - \frac12\sum_r |c_{rj} - c_{rk}|` of each pair of activities, (K, K), in [0, 1]."""
    from scipy.spatial.distance import cdist

    shares = whereabouts(checked_table(x)).T
    return np.asarray(1 - cdist(shares, shares, "cityblock") / 2, dtype=np.float64)
