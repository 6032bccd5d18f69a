"""Ties between regions: gravity strength, accessibility, flows and who is central in them.

References
----------
Hansen, W. G. (1959). How accessibility shapes land use. *Journal of the American Institute of Planners* 25(2), 73-76.
Isard, W. (1960). *Methods of Regional Analysis*. MIT Press, chapter 11.
Bonacich, P. (1972). Factoring and weighting approaches to status scores and clique identification. *Journal of
Mathematical Sociology* 2(1), 113-120.
Opsahl, T., Agneessens, F. and Skvoretz, J. (2010). Node centrality in weighted networks. *Social Networks* 32(3),
245-251.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.arrays import checked, square

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Variant = Literal["mass", "geometric", "directed"]
VARIANTS: tuple[Variant, ...] = ("mass", "geometric", "directed")
Decay = Literal["power", "exponential", "gaussian", "threshold"]
DECAYS: tuple[Decay, ...] = ("power", "exponential", "gaussian", "threshold")


@dataclass(frozen=True, slots=True)
class Ties:
    """Flows seen from each region, each of shape (n,).

    Attributes
    ----------
    outgoing, incoming
        Sums of flows to and from others.
    net
        (incoming - outgoing) / (incoming + outgoing), in [-1, 1]: above zero the region draws more than it sends. NaN
        without flows.
    partners
        With how many others it has any flow.
    eigenvector
        Leading eigenvector of the symmetrised flows of the largest connected part, largest value one; zero outside.
    closeness
        Sum over the regions reached of 1 / (length of the shortest path), a tie being as long as the mean tie over its
        strength; divided by n - 1 (harmonic closeness).
    """

    outgoing: Array
    incoming: Array
    net: Array
    partners: NDArray[np.int64]
    eigenvector: Array
    closeness: Array


def strength(
    mass: Array, distance: Array, *, variant: Variant = "mass", other: Array | None = None, exponent: float = 2.0
) -> Array:
    """Return the strength of ties by the gravity formula, shape (n, n), zero on the diagonal.

    ``mass``: M_i M_j / d^b. ``geometric``: sqrt(P_i G_i) sqrt(P_j G_j) / d^b, the form usual for cities' economic ties
    in China, with P the residents and G the product. ``directed``: the latter times G_i / (G_i + G_j), so that the
    larger economy sends the stronger tie.

    Parameters
    ----------
    mass
        M, or G, shape (n,), not negative.
    distance
        Above zero off the diagonal, shape (n, n): kilometres or minutes; infinite where there is no way.
    variant
        Which formula.
    other
        P for the last two.
    exponent
        b; two by Newton's analogy, and an assumption: estimates from trade lie near one.
    """
    mass, _ = checked(mass, None)
    distance = square(distance, mass.size, what="distance", infinite=True)
    if (variant == "mass") != (other is None):
        raise DataError(
            f"strength: expected a second mass with geometric and directed only, but variant is {variant!r}"
        )
    pull = np.sqrt(mass * other) if other is not None else mass
    with np.errstate(divide="ignore"):
        ties = pull[:, None] * pull / distance**exponent
    if variant == "directed":
        both = mass[:, None] + mass
        ties = ties * np.divide(mass[:, None], both, out=np.zeros_like(both), where=both > 0)
    np.fill_diagonal(ties, 0.0)
    return np.asarray(ties)


def accessibility(
    opportunities: Array, cost: Array, *, decay: Decay = "power", parameter: float = 1.0, own: bool = False
) -> Array:
    """Return Hansen's accessibility sum_j O_j f(c_ij), in the unit of the opportunities (times cost^-b for power).

    Parameters
    ----------
    opportunities
        O (jobs, residents, product), shape (n,), not negative.
    cost
        Time or distance, shape (n, n), above zero where used; infinite where there is no way.
    decay, parameter
        ``power`` c^-b; ``exponential`` exp(-c / b), ``gaussian`` exp(-(c / b)^2 / 2), with b in the unit of cost;
        ``threshold``: counts what lies within b.
    own
        Whether a region's own opportunities count, at the cost on the diagonal (a power needs one above zero there).
    """
    opportunities, _ = checked(opportunities, None)
    cost = square(cost, opportunities.size, what="cost", infinite=True)
    if decay == "power":
        with np.errstate(divide="ignore"):
            weight = cost**-parameter
    elif decay == "exponential":
        weight = np.exp(-cost / parameter)
    elif decay == "gaussian":
        weight = np.exp(-((cost / parameter) ** 2) / 2)
    else:
        weight = (cost <= parameter).astype(np.float64)
    weight = np.array(weight, dtype=np.float64)
    if not own:
        np.fill_diagonal(weight, 0.0)
    return np.asarray(weight @ opportunities)


def ties(flows: Array) -> Ties:
    """Return in- and outgoing ties and centralities.

    Parameters
    ----------
    flows
        From row to column, not negative, shape (n, n); the diagonal does not count.
    """
    flows = square(flows, what="flows").copy()
    np.fill_diagonal(flows, 0.0)
    outgoing, incoming = flows.sum(axis=1), flows.sum(axis=0)
    both = outgoing + incoming
    net = np.divide(incoming - outgoing, both, out=np.full(both.size, np.nan), where=both > 0)
    mutual = (flows + flows.T) / 2
    return Ties(
        outgoing, incoming, net, (mutual > 0).sum(axis=1), _eigenvector(mutual), _closeness(mutual),
    )  # fmt: skip


def _eigenvector(mutual: Array) -> Array:
    """Return the leading eigenvector of the largest connected part, largest value one."""
    central = np.zeros(len(mutual))
    _, part = csgraph.connected_components(sparse.csr_array(mutual), directed=False)
    sizes = np.bincount(part)
    inside = np.flatnonzero(part == sizes.argmax())
    if inside.size > 1:
        _, vectors = np.linalg.eigh(mutual[np.ix_(inside, inside)])
        leading = np.abs(vectors[:, -1])
        central[inside] = leading / leading.max()
    return central


def _closeness(mutual: Array) -> Array:
    """Return harmonic closeness with lengths mean tie / tie."""
    size = len(mutual)
    if size < 2 or not (mutual > 0).any():
        return np.zeros(size)
    lengths = np.divide(mutual[mutual > 0].mean(), mutual, out=np.zeros_like(mutual), where=mutual > 0)
    paths = csgraph.dijkstra(sparse.csr_array(lengths), directed=False)
    nearness = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
    return np.asarray(nearness.sum(axis=1) / (size - 1))
