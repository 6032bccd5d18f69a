"""Which units belong to a metropolitan area: a set of rules, and the reason for each unit.

A rule compares one quantity of a unit with a threshold (travel time to the core at most 60 minutes, commuters to the
core at least 15 % of resident workers, density at least 1 500 people per km2 …). A unit joins when all rules (or any,
as asked) hold; where the area must hang together, only units linked to the core through members stay, and units with
members all around (enclaves) may be taken in.

References
----------
Dijkstra, L., Poelman, H. and Veneri, P. (2019). The EU-OECD definition of a functional urban area. *OECD Regional
Development Working Papers* 2019/11.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from gongxing.measures.kernels.neighbours import lag, row_sums

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from gongxing.measures.kernels.neighbours import Sparse

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

Direction = Literal["at most", "at least"]
Combine = Literal["all", "any"]
Reason = Literal["core", "rules", "enclave", "rules fail", "unknown", "detached"]
REASONS: tuple[Reason, ...] = ("core", "rules", "enclave", "rules fail", "unknown", "detached")


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparison: the quantity by name, which side is in, and the threshold in the quantity's unit."""

    quantity: str
    direction: Direction
    threshold: float


@dataclass(frozen=True, slots=True)
class Delineation:
    """Which units are in and why, each of n.

    Attributes
    ----------
    member
        Shape (n,).
    reason
        One of ``REASONS`` for each: belongs to the core; meets the rules; is surrounded by members; fails the rules;
        cannot be judged, since a value is unknown that would decide; meets the rules but is cut off from the core.
    holds
        Whether each rule holds, shape (n, rules): 1 yes, 0 no, -1 unknown.
    """

    member: Mask
    reason: tuple[Reason, ...]
    holds: NDArray[np.int8]


def delineate(
    quantities: Mapping[str, Array],
    rules: Sequence[Rule],
    core: Mask,
    *,
    combine: Combine = "all",
    neighbours: Sparse | None = None,
    enclaves: bool = True,
) -> Delineation:
    """Return the units of a metropolitan area, with the reason for each.

    Parameters
    ----------
    quantities
        Arrays of shape (n,), NaN where unknown.
    rules
        At least one, each about one of the quantities.
    core
        Units that are in by definition, shape (n,), at least one.
    combine
        Whether a unit must meet all rules or any of them.
    neighbours
        Contiguity, shape (n, n): where given, members must be linked to the core through members.
    enclaves
        With ``neighbours``: take in units all of whose neighbours are members.
    """
    holds = np.stack([_holds(quantities[rule.quantity], rule) for rule in rules], axis=1)
    if combine == "all":
        meets, fails = (holds == 1).all(axis=1), (holds == 0).any(axis=1)
    else:
        meets, fails = (holds == 1).any(axis=1), (holds == 0).all(axis=1)
    reason: list[Reason] = [
        "core" if inner else "rules" if good else "rules fail" if bad else "unknown"
        for inner, good, bad in zip(core, meets, fails, strict=True)
    ]
    member = core | meets
    if neighbours is not None:
        linked = _linked(member, core, neighbours)
        for unit in np.flatnonzero(member & ~linked):
            reason[unit] = "detached"
        member = linked
        if enclaves:
            surrounded = _surrounded(member, neighbours)
            for unit in np.flatnonzero(surrounded):
                reason[unit] = "enclave"
            member = member | surrounded
    return Delineation(member, tuple(reason), holds)


def _holds(values: Array, rule: Rule) -> NDArray[np.int8]:
    inside = values <= rule.threshold if rule.direction == "at most" else values >= rule.threshold
    return np.where(np.isnan(values), -1, inside).astype(np.int8)


def _linked(member: Mask, core: Mask, neighbours: Sparse) -> Mask:
    """Return the members that a chain of neighbouring members ties to the core."""
    places = np.flatnonzero(member)
    within = sparse.csr_array(neighbours[places][:, places])
    _, part = csgraph.connected_components(within, directed=False)
    linked = np.zeros_like(member)
    linked[places] = np.isin(part, part[core[places]])
    return linked


def _surrounded(member: Mask, neighbours: Sparse) -> Mask:
    """Return the units outside whose neighbours, at least two, are all members."""
    either = sparse.csr_array(neighbours + neighbours.T)
    either.data = np.ones_like(either.data)
    count = row_sums(either)
    return np.asarray(~member & (count >= 2) & (lag(either, member.astype(np.float64)) == count))
