"""Classes of values for a map: by quantile, of equal width, by natural breaks.

References
----------
Fisher, W. D. (1958). On grouping for maximum homogeneity. *Journal of the American
Statistical Association* 53, 789–798.
Jenks, G. F. (1967). The data model concept in statistical mapping. *International Yearbook of Cartography* 7, 186–190.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Classing = Literal["quantile", "equal", "natural"]
CLASSINGS: tuple[Classing, ...] = ("quantile", "equal", "natural")
Vector = NDArray[np.float64]


def upper_bounds(values: Vector, count: int, classing: Classing) -> Vector:
    """Return the upper bounds of classes, ascending; the last is the largest value.

    A value belongs to the first class whose upper bound is not below it. There are fewer classes than asked for where
    the values have fewer distinct ones.

    Parameters
    ----------
    values
        (n,), at least one, finite.
    count
        How many classes, one or more.
    classing
        ``quantile``: as many values in each; ``equal``: of the same width; ``natural``: the least sum of squares within
        classes (exact, by dynamic programming over the sorted values).
    """
    distinct = np.unique(values)
    count = min(count, len(distinct))
    if count <= 1:
        return distinct[-1:]
    if classing == "quantile":
        cuts = np.quantile(values, np.arange(1, count + 1) / count)
        # The largest value below a cut says as much, and is a value that was there.
        bounds = distinct[np.maximum(np.searchsorted(distinct, cuts, side="right") - 1, 0)]
    elif classing == "equal":
        bounds = np.linspace(distinct[0], distinct[-1], count + 1)[1:]
    else:
        bounds = natural_breaks(values, count)
    bounds[-1] = distinct[-1]
    kept = np.unique(bounds)
    # A class that no value falls in says nothing.
    filled = np.unique(np.searchsorted(kept, values, side="left"))
    return np.asarray(kept[filled], dtype=np.float64)


def class_of(values: Vector, bounds: Vector) -> NDArray[np.int64]:
    """Return the number of each value's class, from 0."""
    return np.minimum(np.searchsorted(bounds, values, side="left"), len(bounds) - 1)


def natural_breaks(values: Vector, count: int) -> Vector:
    """Return the upper bounds of the classes with the least sum of squares within them (Fisher 1958).

    Parameters
    ----------
    values
        (n,); equal values are kept together, so at most as many classes come as there are distinct values.
    count
        Classes wanted, at least 1.
    """
    points, weights = np.unique(values, return_counts=True)
    n = len(points)
    count = min(count, n)
    # Sums from the left, of values less their mean, which keeps the squares small beside each other.
    centred = points - np.average(points, weights=weights)
    many, sums, squares = (
        np.concatenate(([0.0], np.cumsum(weights * centred**power))) for power in range(3)
    )  # fmt: skip

    def spread(first: NDArray[np.int64], last: int) -> Vector:
        """Return the sum of squares about the mean of points first to last, for each first."""
        weight, total, square = (part[last + 1] - part[first] for part in (many, sums, squares))
        return np.asarray(square - total**2 / weight, dtype=np.float64)

    firsts = np.arange(n)
    best = np.array([spread(np.zeros(1, dtype=np.int64), last)[0] for last in range(n)])
    start = np.zeros((count, n), dtype=np.int64)
    for k in range(1, count):
        # Points to last in k + 1 classes: the last class begins at one of k .. last.
        found = np.full(n, np.inf)
        for last in range(k, n):
            options = firsts[k : last + 1]
            costs = best[options - 1] + spread(options, last)
            chosen = int(np.argmin(costs))
            found[last], start[k, last] = costs[chosen], options[chosen]
        best = found
    bounds, last = [], n - 1
    for k in range(count - 1, -1, -1):
        bounds.append(points[last])
        last = int(start[k, last]) - 1
    return np.array(bounds[::-1], dtype=np.float64)
