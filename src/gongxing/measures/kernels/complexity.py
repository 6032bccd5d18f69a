r"""Economic complexity: the second eigenvector of how regions and activities know each other.

With M the 0/1 matrix of which region has which activity (RCA ≥ 1), d = M1 diversity and u = Mᵀ1 ubiquity, ECI is the
second eigenvector of :math:`D^{-1} M U^{-1} M^T` and PCI that of :math:`U^{-1} M^T D^{-1} M` (Hidalgo and Hausmann
2009; Hausmann and others 2014). Both come from the singular vectors of :math:`B = D^{-1/2} M U^{-1/2}`, whose first
pair (√d, √u) is known: one symmetric eigenproblem on the smaller side with the first pair taken out, so no complex
numbers, no iteration count and no chance that the first vector is taken for the second.

Sign rule: ECI correlates positively with diversity; where it does not correlate at all, its largest magnitude is
positive. Scale rule: mean 0 and standard deviation 1 (dividing by n) over the regions, and over the activities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import DataError

Array = NDArray[np.float64]
Presence = NDArray[np.bool_]
Positions = NDArray[np.intp]

# Up to this size LAPACK on the whole matrix is quicker than Lanczos.
SMALL = 200
# Eigenvalues nearer than this leave the second eigenvector undetermined.
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Complexity:
    """ECI of regions and PCI of activities, and what was left out to get them.

    ``eci`` (R',) of the rows ``regions`` and ``pci`` (K',) of the columns ``activities``, both mean 0. ``diversity``
    (R',) and ``ubiquity`` (K',) count ones. ``empty_regions``, ``empty_activities`` have no ones; ``apart_regions``,
    ``apart_activities`` belong to the ``parts - 1`` smaller parts of a network that falls apart: between parts no
    ranking exists, so only the largest part is ranked. ``eigenvalue`` is the second, ``following`` the third;
    ``determined`` is false where they are equal, and ECI is then any mixture of two vectors.
    """

    eci: Array
    pci: Array
    regions: Positions
    activities: Positions
    diversity: NDArray[np.intp]
    ubiquity: NDArray[np.intp]
    empty_regions: Positions
    empty_activities: Positions
    apart_regions: Positions
    apart_activities: Positions
    parts: int
    eigenvalue: float
    following: float

    @property
    def determined(self) -> bool:
        """Whether the second eigenvector is the only one of its eigenvalue."""
        return self.eigenvalue - self.following > CLOSE


def complexity(present: Presence, *, pci_scale: Literal["own", "eci"] = "own") -> Complexity:
    """Return ECI and PCI of a 0/1 matrix of regions by activities (R, K).

    ``pci_scale`` is ``"own"`` (mean 0 and standard deviation 1 over activities) or ``"eci"``: moved and scaled by what
    gives ECI its mean 0 and deviation 1, so that the ECI of a region is the mean PCI of its activities.

    Raises
    ------
    DataError
        With fewer than two regions or activities that have ones, or where all regions have the same activities.
    """
    m = np.asarray(present, dtype=bool)
    if m.ndim != 2:
        raise DataError(f"expected a matrix of regions by activities, but the shape is {m.shape}; give two axes")
    rows, columns, apart_rows, apart_columns, parts = _largest_part(m)
    if rows.size < 2 or columns.size < 2:
        raise DataError(
            f"complexity needs at least 2 regions and 2 activities tied by specialisation, but "
            f"{rows.size} regions and {columns.size} activities remain; add regions or finer activities"
        )
    whole = rows.size == m.shape[0] and columns.size == m.shape[1]
    kept = (m if whole else m[np.ix_(rows, columns)]).astype(np.float64)
    diversity, ubiquity = kept.sum(axis=1), kept.sum(axis=0)
    region, activity, eigenvalue, following = _second_pair(kept, diversity, ubiquity)
    sign = _sign(region, diversity)
    mean, deviation = region.mean(), sign * region.std()
    eci = (region - mean) / deviation
    if pci_scale == "eci":
        pci = (activity - mean) / deviation
    else:
        pci = (activity - activity.mean()) / (sign * activity.std())
    return Complexity(
        eci, pci, rows, columns, diversity.astype(np.intp), ubiquity.astype(np.intp), np.flatnonzero(~m.any(axis=1)),
        np.flatnonzero(~m.any(axis=0)), apart_rows, apart_columns, parts, eigenvalue, following,
    )  # fmt: skip


def _largest_part(m: Presence) -> tuple[Positions, Positions, Positions, Positions, int]:
    """Return rows and columns of the part with the most ones, those of the other parts, and the number of parts."""
    used_rows, used_columns = m.any(axis=1), m.any(axis=0)
    label_rows, label_columns = np.full(m.shape[0], -1), np.full(m.shape[1], -1)
    parts = 0
    while (unseen := np.flatnonzero(used_rows & (label_rows < 0))).size:
        columns = m[unseen[0]]
        reached = 0
        while int(columns.sum()) > reached:  # until a round reaches no new activity
            reached = int(columns.sum())
            rows = m[:, columns].any(axis=1)
            columns = m[rows].any(axis=0)
        label_rows[rows], label_columns[columns] = parts, parts
        parts += 1
    ones = np.bincount(np.repeat(np.maximum(label_rows, 0), m.sum(axis=1)), minlength=1)
    largest = int(ones.argmax()) if parts else 0
    return (
        np.flatnonzero(used_rows & (label_rows == largest)), np.flatnonzero(used_columns & (label_columns == largest)),
        np.flatnonzero(used_rows & (label_rows != largest)), np.flatnonzero(used_columns & (label_columns != largest)),
        parts,
    )  # fmt: skip


def _second_pair(kept: Array, diversity: Array, ubiquity: Array) -> tuple[Array, Array, float, float]:
    """Return the unscaled vectors of regions and activities, and the second and third eigenvalue.

    The regions' vector is the mean of the activities' over what each region has.
    """
    b = kept / np.sqrt(diversity)[:, None]
    b /= np.sqrt(ubiquity)
    wide = b.shape[0] <= b.shape[1]
    short, weights = (b, diversity) if wide else (b.T, ubiquity)
    first = np.sqrt(weights / weights.sum())
    gram = short @ short.T
    gram -= np.outer(first, first)
    values, vectors = _largest(gram)
    eigenvalue, following = float(values[-1]), float(values[-2])
    if eigenvalue < CLOSE:
        raise DataError("complexity needs regions that differ, but all have the same activities; take finer activities")
    vector = vectors[:, -1] - first * (first @ vectors[:, -1])
    if wide:
        region = vector / np.sqrt(diversity)
        return region, (region @ kept) / ubiquity / eigenvalue, eigenvalue, following
    activity = vector / np.sqrt(ubiquity)
    return (kept @ activity) / diversity, activity, eigenvalue, following


def _largest(gram: Array) -> tuple[Array, Array]:
    """Return the two largest eigenvalues of a symmetric matrix, ascending, with their vectors in columns."""
    n = gram.shape[0]
    if n <= SMALL:
        values, vectors = np.linalg.eigh(gram)
        return values[-2:], vectors[:, -2:]
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    start = np.cos(np.arange(n, dtype=np.float64))  # fixed, so that every run gives the same digits
    try:
        values, vectors = eigsh(gram, k=2, which="LA", v0=start, ncv=min(n, 40), maxiter=60)
    except ArpackNoConvergence:  # eigenvalues too close for Lanczos
        from scipy.linalg import eigh

        values, vectors = eigh(gram, subset_by_index=(n - 2, n - 1))
    order = np.argsort(values)
    return values[order], vectors[:, order]


def _sign(vector: Array, diversity: Array) -> float:
    covariance = float((vector - vector.mean()) @ (diversity - diversity.mean()))
    if abs(covariance) > 1e-9 * vector.std() * max(float(diversity.std()), 1e-300) * vector.size:
        return float(np.sign(covariance))
    return float(np.sign(vector[np.abs(vector - vector.mean()).argmax()] - vector.mean()))
