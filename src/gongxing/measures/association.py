"""Family 5, spatial association: whether regions resemble their neighbours, overall and at each place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from gongxing.measures.errors import complaint, first_five
from gongxing.measures.frame import Alternative, By, Missing, Slice, Table, aligned_weights
from gongxing.measures.kernels import association as kernel
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.regions.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from gongxing.measures.kernels.association import Association, LocalAssociation
    from gongxing.measures.kernels.neighbours import Sparse

    Array = NDArray[np.float64]

_WEIGHTS = Need("weights")
_LEGEND = (
    "quadrant and cluster: 1 high-high, 2 low-high, 3 low-low, 4 high-low (own value, neighbours); 0 not significant"
)
# Fewer permutations cannot make a two-sided p-value of 0.02.
FEWEST = 99


@dataclass(frozen=True, slots=True)
class _Map:
    """The regions of a slice in the order of their codes, so that the order of rows decides nothing; their weights."""

    codes: tuple[str, ...]
    order: NDArray[np.intp]
    weights: Sparse
    description: str


def _map(part: Slice, w: Any, row_standardised: bool) -> _Map:
    """Join the weights by code; note islands and weights of a region to itself."""
    part.at_least(4)
    order = np.argsort(part.codes.astype(str), kind="stable")
    codes = tuple(str(code) for code in part.codes[order])
    weights = aligned_weights(w, codes, part.table)
    _note_absent(part, w, codes)
    matrix = weights.matrix.copy()
    if np.any(matrix.diagonal() != 0):
        part.table.note("weights of regions to themselves are left out")
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
        part.table.note(
            f"{len(islands)} of {part.n} regions{part.where()} have no neighbour ({first_five(islands)}): they count "
            "in the mean and the variance, add nothing to the sums over neighbours, and are not tested locally"
        )
    if row_standardised:
        sums = np.asarray(matrix.sum(axis=1), dtype=np.float64)
        matrix.data = matrix.data / np.repeat(sums, degree)
    return _Map(codes, order, sparse.csr_array(matrix), weights.description)


def _note_absent(part: Slice, w: Any, codes: tuple[str, ...]) -> None:
    """Note regions some of whose neighbours are not in the data: their lag is of the others."""
    if not isinstance(w, Weights):
        w = Weights.from_table(w)
    here = set(codes)
    lacking = [code for code in codes if not here.issuperset(w.neighbours(code))]
    if lacking:
        part.table.note(
            f"{len(lacking)} of {part.n} regions{part.where()} have neighbours that are not in the data "
            f"({first_five(lacking)}): those count as absent"
        )


def _numbers(part: Slice, argument: str, order: NDArray[np.intp]) -> Array:
    """Return the numbers of an argument in the order of the map; they must differ."""
    values = part.numbers(argument)[order]
    if np.ptp(values) <= 1e-12 * np.abs(values).max():
        raise complaint(
            f"{argument}{part.where()}", "values that differ", f"all {values.size} are {values[0]:g}",
            "name a column that varies, or leave this part out", part.codes,
        )  # fmt: skip
    return values


def _check_permutations(permutations: int, fewest: int) -> None:
    if permutations < FEWEST and permutations != fewest:
        raise complaint(
            "permutations", f"at least {FEWEST}{' (or 0 for none)' if fewest == 0 else ''}", f"{permutations} came",
            "give 999 or 9999",
        )  # fmt: skip


def _overall(
    table: Table,
    columns: dict[str, str],
    w: Any,
    by: By,
    id: str | None,
    missing: Missing,
    row_standardised: bool,
    permutations: int,
    compute: Callable[[list[Array], Sparse], Association],
) -> Outcome:
    """Return a statistic of the whole map for each slice."""
    _check_permutations(permutations, 0)
    sample = table.read(by=by, id=id, missing=missing, **columns)
    outcome = Outcome(sample.by)
    for part in sample:
        here = _map(part, w, row_standardised)
        result = compute([_numbers(part, name, here.order) for name in columns], here.weights)
        outcome.spec["weights"] = here.description
        outcome.add(part.key, "value", result.value, part.n)
        outcome.add(part.key, "expected", result.expected, part.n)
        for term in ("z", "p", "p_permutation"):
            number = getattr(result, term)
            if np.isfinite(number):
                outcome.add(part.key, term, number, part.n)
    return outcome


@declare(
    id="moran",
    family="association",
    needs={"value": Need(), "w": _WEIGHTS},
    gives=Give(),
    references=("moran1950", "cliff_ord1981"),
)
def moran(
    table: Table,
    value: str,
    *,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    row_standardised: bool = True,
    permutations: int = 999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
) -> Outcome:
    """Moran's I: whether neighbouring regions have similar values.

    Parameters
    ----------
    data
        A polars or pandas frame, one row a region (and year).
    value
        Column of values, not all equal.
    w
        Spatial weights (``gongxing.regions.weights.Weights``, or a frame of origin, destination and weight), joined by
        code.
    by, id, missing
        As everywhere: one result for each value of a column; the column of codes; ``"raise"`` or ``"drop"``.
    row_standardised
        Divide each row of the weights by its sum, so that a lag is the mean of the neighbours.
    permutations, seed
        Random relabellings behind ``p_permutation`` (0: none), and their seed.
    alternative
        ``"two-sided"``, ``"greater"`` (neighbours alike) or ``"less"`` (neighbours unlike).

    Returns
    -------
    Result
        Terms ``value``, ``expected`` (without association), ``z``, ``p`` (normal approximation under randomisation) and
        ``p_permutation``.

    Raises
    ------
    DataError
        Fewer than 4 regions, constant values, codes that the weights lack, only islands.
    """
    return _overall(
        table, {"value": value}, w, by, id, missing, row_standardised, permutations,
        lambda values, weights: kernel.moran(
            values[0], weights, permutations=permutations, seed=seed, alternative=alternative
        ),
    )  # fmt: skip


@declare(
    id="geary",
    family="association",
    needs={"value": Need(), "w": _WEIGHTS},
    gives=Give(low=0),
    references=("geary1954", "cliff_ord1981"),
)
def geary(
    table: Table,
    value: str,
    *,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    row_standardised: bool = True,
    permutations: int = 999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
) -> Outcome:
    """Geary's c: squared differences between neighbours over those between any two regions.

    Parameters
    ----------
    data, value, w, by, id, missing, row_standardised, permutations, seed
        As for ``moran``.
    alternative
        About c itself: ``"less"`` asks whether neighbours are alike.

    Returns
    -------
    Result
        Terms as for ``moran``; ``expected`` is 1.
    """
    return _overall(
        table, {"value": value}, w, by, id, missing, row_standardised, permutations,
        lambda values, weights: kernel.geary(
            values[0], weights, permutations=permutations, seed=seed, alternative=alternative
        ),
    )  # fmt: skip


@declare(
    id="getis_ord",
    family="association",
    needs={"value": Need(sign=">= 0"), "w": _WEIGHTS},
    gives=Give(low=0),
    references=("getis_ord1992",),
)
def getis_ord(
    table: Table,
    value: str,
    *,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    row_standardised: bool = False,
    permutations: int = 999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
) -> Outcome:
    """Getis and Ord's general G: whether high values lie together, or low ones.

    Parameters
    ----------
    data, w, by, id, missing, permutations, seed
        As for ``moran``.
    value
        Column of values of at least 0.
    row_standardised
        Off, as Getis and Ord have it: weights count as given.
    alternative
        ``"greater"`` asks whether high values lie together, ``"less"`` whether low ones do.

    Returns
    -------
    Result
        Terms as for ``moran``.
    """
    return _overall(
        table, {"value": value}, w, by, id, missing, row_standardised, permutations,
        lambda values, weights: kernel.getis_ord(
            values[0], weights, permutations=permutations, seed=seed, alternative=alternative
        ),
    )  # fmt: skip


@declare(
    id="bivariate_moran",
    family="association",
    needs={"value": Need(), "other": Need(), "w": _WEIGHTS},
    gives=Give(),
    references=("anselin_syabri_smirnov2002", "lee2001"),
)
def bivariate_moran(
    table: Table,
    value: str,
    *,
    other: str,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    row_standardised: bool = True,
    permutations: int = 999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
) -> Outcome:
    """Bivariate Moran's I: whether one quantity here goes with another quantity next door.

    Parameters
    ----------
    data, value, w, by, id, missing, row_standardised, permutations, seed, alternative
        As for ``moran``.
    other
        Column of the neighbours' quantity; permuted, while ``value`` stays.

    Returns
    -------
    Result
        Terms as for ``moran``.
    """
    return _overall(
        table, {"value": value, "other": other}, w, by, id, missing, row_standardised, permutations,
        lambda values, weights: kernel.bivariate_moran(
            values[0], values[1], weights, permutations=permutations, seed=seed, alternative=alternative
        ),
    )  # fmt: skip


def _local(
    table: Table,
    columns: dict[str, str],
    w: Any,
    by: By,
    id: str | None,
    missing: Missing,
    row_standardised: bool,
    permutations: int,
    level: float,
    kinds: tuple[str, ...],
    compute: Callable[[list[Array], Sparse], LocalAssociation],
    kind_of: Callable[[LocalAssociation], NDArray[np.int64]],
) -> Outcome:
    """Return a local statistic of each region, and how many are significant of each kind."""
    _check_permutations(permutations, FEWEST)
    if not 0 < level < 1:
        raise complaint("level", "a number between 0 and 1", f"{level} came", "give 0.05, say")
    sample = table.read(by=by, id=id, missing=missing, **columns)
    outcome = Outcome(sample.by)
    for part in sample:
        here = _map(part, w, row_standardised)
        result = compute([_numbers(part, name, here.order) for name in columns], here.weights)
        outcome.spec["weights"] = here.description
        tested = ~np.isnan(result.p)
        significant = tested & (np.where(tested, result.q, 1.0) <= level)
        kind = kind_of(result)
        cluster = np.where(significant, kind, 0)
        numbers = {"value": result.value, "lag": result.lag, "z": result.z, "p": result.p, "q": result.q}
        for k in np.flatnonzero(tested):
            for term, values in numbers.items():
                if np.isfinite(values[k]):
                    outcome.add(part.key, term, values[k], part.n, group=here.codes[k])
            outcome.add(part.key, "quadrant", kind[k], part.n, group=here.codes[k])
            outcome.add(part.key, "cluster", cluster[k], part.n, group=here.codes[k])
        outcome.add(part.key, "tested", int(tested.sum()), part.n)
        outcome.add(part.key, "unadjusted", int((np.where(tested, result.p, 1.0) <= level).sum()), part.n)
        for number, name in enumerate(kinds, 1):
            outcome.add(part.key, name, int((cluster == number).sum()), part.n)
        outcome.add(part.key, "significant", int(significant.sum()), part.n)
    return outcome


def _quadrants(result: LocalAssociation) -> NDArray[np.int64]:
    return result.quadrant.astype(np.int64) + 1


def _spots(result: LocalAssociation) -> NDArray[np.int64]:
    return np.where(np.nan_to_num(result.z) > 0, 1, np.where(np.nan_to_num(result.z) < 0, 2, 0)).astype(np.int64)


@declare(
    id="local_moran",
    family="association",
    needs={"value": Need(), "w": _WEIGHTS},
    gives=Give(term="significant", unit="count", low=0, high="n"),
    decomposes=kernel.QUADRANTS,
    references=("anselin1995", "benjamini_hochberg1995"),
    chart="none",
)
def local_moran(
    table: Table,
    value: str,
    *,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    permutations: int = 9999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
    level: float = 0.05,
) -> Outcome:
    """Local Moran's I (LISA): where high values lie beside high ones, low beside low, and where outliers stand.

    Parameters
    ----------
    data, value, w, by, id, missing
        As for ``moran``; weights are row-standardised.
    permutations, seed
        Conditional permutations of the neighbours of each region, at least 99.
    alternative
        About the local statistic; two-sided by default, which published maps often are not.
    level
        False discoveries tolerated among the regions called significant.

    Returns
    -------
    Result
        For each region with neighbours (``group`` is its code) ``value`` (I_i), ``lag`` (mean of the neighbours'
        standardised values), ``z``, ``p``, ``q`` (p adjusted after Benjamini and Hochberg), ``quadrant`` and
        ``cluster`` (1 high-high, 2 low-high, 3 low-low, 4 high-low; cluster is 0 where q is above the level). For all:
        ``significant`` and its four kinds, ``tested``, and ``unadjusted`` (p at most the level).
    """
    table.note(_LEGEND)
    return _local(
        table, {"value": value}, w, by, id, missing, True, permutations, level, kernel.QUADRANTS,
        lambda values, weights: kernel.local_moran(
            values[0], weights, permutations=permutations, seed=seed, alternative=alternative
        ),
        _quadrants,
    )  # fmt: skip


@declare(
    id="local_bivariate_moran",
    family="association",
    needs={"value": Need(), "other": Need(), "w": _WEIGHTS},
    gives=Give(term="significant", unit="count", low=0, high="n"),
    decomposes=kernel.QUADRANTS,
    references=("anselin_syabri_smirnov2002", "benjamini_hochberg1995"),
    chart="none",
)
def local_bivariate_moran(
    table: Table,
    value: str,
    *,
    other: str,
    w: Any,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    permutations: int = 9999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
    level: float = 0.05,
) -> Outcome:
    """Local bivariate Moran's I: where a high (low) value lies beside high (low) values of another quantity.

    Parameters
    ----------
    data, value, w, by, id, missing, permutations, seed, alternative, level
        As for ``local_moran``.
    other
        Column of the neighbours' quantity.

    Returns
    -------
    Result
        As for ``local_moran``; kinds read "own value, neighbours' other".
    """
    table.note(_LEGEND)
    return _local(
        table, {"value": value, "other": other}, w, by, id, missing, True, permutations, level, kernel.QUADRANTS,
        lambda values, weights: kernel.local_moran(
            values[0], weights, values[1], permutations=permutations, seed=seed, alternative=alternative
        ),
        _quadrants,
    )  # fmt: skip


@declare(
    id="local_getis_ord",
    family="association",
    needs={"value": Need(sign=">= 0"), "w": _WEIGHTS},
    gives=Give(term="significant", unit="count", low=0, high="n"),
    decomposes=("hot", "cold"),
    references=("getis_ord1992", "ord_getis1995", "benjamini_hochberg1995"),
    chart="none",
)
def local_getis_ord(
    table: Table,
    value: str,
    *,
    w: Any,
    star: bool = True,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    permutations: int = 9999,
    seed: int = 1,
    alternative: Alternative = "two-sided",
    level: float = 0.05,
) -> Outcome:
    """Getis and Ord's local G* (or G): hot spots, where high values gather, and cold spots.

    Parameters
    ----------
    data, w, by, id, missing, permutations, seed, alternative, level
        As for ``local_moran``; weights count as given (binary ones are meant).
    value
        Column of values of at least 0.
    star
        Count the region itself among its neighbours (G*), with the mean weight of its neighbours.

    Returns
    -------
    Result
        For each region ``value`` (share of the neighbourhood in the sum), ``z`` (what maps of hot spots show), ``p``,
        ``q``, ``quadrant`` (1 above, 2 below expectation) and ``cluster`` (the same, 0 where q is above the level). For
        all ``significant`` = ``hot`` + ``cold``, ``tested``, ``unadjusted``.
    """
    table.note("cluster: 1 hot spot, 2 cold spot, 0 not significant")
    return _local(
        table, {"value": value}, w, by, id, missing, False, permutations, level, ("hot", "cold"),
        lambda values, weights: kernel.local_getis_ord(
            values[0], weights, star=star, permutations=permutations, seed=seed, alternative=alternative
        ),
        _spots,
    )  # fmt: skip
