r"""What is near what a region can do: proximity, density, outlook, and the activities it could take up next.

With M the 0/1 matrix of regions by activities: the proximity of two activities is the smaller of the two chances to
have one given the other, :math:`\phi_{jk} = \sum_r M_{rj} M_{rk} / \max(u_j, u_k)` (Hidalgo and others 2007); the
density around an activity in a region is the share of its proximities that the region has, :math:`\omega_{rk} = \sum_j
M_{rj} \phi_{jk} / \sum_j \phi_{jk}`; the outlook adds up, over what a region lacks, density times complexity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError

Array = NDArray[np.float64]
Presence = NDArray[np.bool_]


def presence(quotients: Array, threshold: float = 1.0) -> Presence:
    """Return where a location quotient (R, K) reaches the threshold; rounding of a quotient that equals it counts."""
    return np.asarray(quotients >= threshold * (1 - 1e-12), dtype=bool)


def proximity(present: Presence) -> Array:
    """Return the proximity of each pair of activities (K, K) in [0, 1], 1 on the diagonal; every activity has a one."""
    m = np.asarray(present, dtype=np.float64)
    ubiquity = m.sum(axis=0)
    if (ubiquity == 0).any():
        raise DataError(
            f"expected activities that a region has, but {int((ubiquity == 0).sum())} are in none; leave them out"
        )
    return np.asarray(m.T @ m / np.maximum.outer(ubiquity, ubiquity), dtype=np.float64)


def relatedness_density(present: Presence, near: Array | None = None) -> Array:
    """Return the density around each activity in each region (R, K), in [0, 1].

    The activity itself counts among its own neighbours (proximity 1), as in the source.
    """
    near = proximity(present) if near is None else near
    return np.asarray(np.asarray(present, dtype=np.float64) @ near / near.sum(axis=0), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Complexity outlook of regions, and what each activity that they lack would add to it.

    ``index`` (R,); ``gain`` (R, K) is the exact rise of the index if the activity were taken up, proximities and
    complexities staying as they are; ``opened`` (R, K) is the form without what is given up and with the activity as
    its own neighbour, which the Growth Lab's programs print. Both are 0 for activities that a region has.
    """

    index: Array
    gain: Array
    opened: Array


def outlook(present: Presence, pci: Array, near: Array | None = None) -> Outlook:
    r"""Return the outlook of regions from the presence (R, K) and the complexity of activities (K,).

    .. math:: COI_r = \sum_k \omega_{rk} (1 - M_{rk}) PCI_k

    .. math:: COG_{rk} = \sum_{j \ne k} \frac{\phi_{kj}}{\sum_l \phi_{lj}} (1 - M_{rj}) PCI_j - \omega_{rk} PCI_k
    """
    near = proximity(present) if near is None else near
    lacking = 1 - np.asarray(present, dtype=np.float64)
    density = relatedness_density(present, near)
    weight = near / near.sum(axis=0)  # what one more activity (row) adds to the density around another (column)
    opened = (lacking * pci) @ weight.T
    gain = opened - (density + np.diagonal(weight)) * pci
    return Outlook((density * lacking * pci).sum(axis=1), lacking * gain, lacking * opened)
