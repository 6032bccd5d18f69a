"""The map that association is about: regions in the order of their codes, and the weights between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from gongxing.measures.errors import complaint
from gongxing.measures.neighbourhoods import given_weights
from gongxing.measures.notes import within
from gongxing.measures.slices import Slice, aligned_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.measures.kernels.neighbours import Sparse

    Array = NDArray[np.float64]

# Fewer permutations cannot make a two-sided p-value of 0.02.
FEWEST = 99


@dataclass(frozen=True, slots=True)
class Map:
    """The regions of a slice in the order of their codes, so that the order of rows decides nothing; their weights."""

    codes: tuple[str, ...]
    order: NDArray[np.intp]
    weights: Sparse
    description: str


def map_of(part: Slice, w: Any, row_standardised: bool) -> Map:
    """Join the weights by code; note islands and weights of a region to itself."""
    part.at_least(4)
    order = np.argsort(part.codes.astype(str), kind="stable")
    codes = tuple(str(code) for code in part.codes[order])
    weights = aligned_weights(w, codes, part.table)
    _note_absent(part, w, codes)
    matrix = weights.matrix.copy()
    if np.any(matrix.diagonal() != 0):
        part.table.note("self_weights")
        matrix.setdiag(0)
        matrix.eliminate_zeros()
    degree = np.diff(matrix.indptr)
    islands = [code for code, count in zip(codes, degree, strict=True) if count == 0]
    if len(islands) == len(codes):
        raise complaint(
            f"w{part.where()}", "weights with neighbours among these regions", f"all {len(codes)} are islands",
            "take weights of the same kind of region as the data", islands,
        )  # fmt: skip
    if islands:
        part.table.note("islands", count=len(islands), total=part.n, where=within(part.key), codes=islands)
    if row_standardised:
        sums = np.asarray(matrix.sum(axis=1), dtype=np.float64)
        matrix.data = matrix.data / np.repeat(sums, degree)
    return Map(codes, order, sparse.csr_array(matrix), weights.description)


def _note_absent(part: Slice, w: Any, codes: tuple[str, ...]) -> None:
    """Note regions some of whose neighbours are not in the data: their lag is of the others."""
    whole, here = given_weights(w, codes, part.table), set(codes)
    lacking = [code for code in codes if not here.issuperset(whole.neighbours(code))]
    if lacking:
        part.table.note("neighbours_absent", count=len(lacking), total=part.n, where=within(part.key), codes=lacking)


def numbers_of(part: Slice, argument: str, order: NDArray[np.intp]) -> Array:
    """Return the numbers of an argument in the order of the map; they must differ."""
    values = part.numbers(argument)[order]
    if np.ptp(values) <= 1e-12 * np.abs(values).max():
        raise complaint(
            f"{argument}{part.where()}", "values that differ", f"all {values.size} are {values[0]:g}",
            "name a column that varies, or leave this part out", part.codes,
        )  # fmt: skip
    return values


def check_permutations(permutations: int, fewest: int) -> None:
    """Raise where permutations are too few; ``fewest`` zero allows none."""
    if permutations < FEWEST and permutations != fewest:
        raise complaint(
            "permutations", f"at least {FEWEST}{' (or 0 for none)' if fewest == 0 else ''}", f"{permutations} came",
            "give 999 or 9999",
        )  # fmt: skip
