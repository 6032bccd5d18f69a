"""Association at each place: local Moran (LISA), bivariate LISA, hot and cold spots."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.measures.association.maps import FEWEST, check_permutations, map_of, numbers_of
from gongxing.measures.errors import complaint
from gongxing.measures.frame import Alternative, By, Missing, Table
from gongxing.measures.kernels import association as kernel
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from gongxing.measures.association.maps import Map
    from gongxing.measures.kernels.association import LocalAssociation
    from gongxing.measures.slices import Slice

_WEIGHTS = Need("weights")
_SPOTS = ("hot", "cold")


def _local(
    table: Table,
    statistic: Callable[..., LocalAssociation],
    columns: dict[str, str],
    kinds: tuple[str, ...],
    kind_of: Callable[[LocalAssociation], NDArray[np.int64]],
    w: Any,
    by: By,
    id: str | None,
    missing: Missing,
    level: float,
    **inference: Any,
) -> Outcome:
    """Return a local statistic of each region, and how many are significant of each kind."""
    check_permutations(inference["permutations"], FEWEST)
    if not 0 < level < 1:
        raise complaint("level", "a number between 0 and 1", f"{level} came", "give 0.05, say")
    sample = table.read(by=by, id=id, missing=missing, **columns)
    outcome = Outcome(sample.by)
    for part in sample:
        # Shares of hot spots are of weights as given; the local Moran's I is about means of neighbours.
        here = map_of(part, w, row_standardised=kinds == kernel.QUADRANTS)
        first, *others = (numbers_of(part, name, here.order) for name in columns)
        result = statistic(first, here.weights, *others, **inference)
        outcome.spec["weights"] = here.description
        _add(outcome, part, here, result, kinds, kind_of(result), level)
    return outcome


def _add(
    outcome: Outcome,
    part: Slice,
    here: Map,
    result: LocalAssociation,
    kinds: tuple[str, ...],
    kind: NDArray[np.int64],
    level: float,
) -> None:
    """Add the rows of each region tested, and the counts."""
    tested = ~np.isnan(result.p)
    significant = tested & (np.where(tested, result.q, 1.0) <= level)
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
    table.note("quadrants")
    return _local(
        table, kernel.local_moran, {"value": value}, kernel.QUADRANTS, _quadrants, w, by, id, missing, level,
        permutations=permutations, seed=seed, alternative=alternative,
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
    table.note("quadrants")
    return _local(
        table, kernel.local_moran, {"value": value, "other": other}, kernel.QUADRANTS, _quadrants, w, by, id, missing,
        level, permutations=permutations, seed=seed, alternative=alternative,
    )  # fmt: skip


@declare(
    id="local_getis_ord",
    family="association",
    needs={"value": Need(sign=">= 0"), "w": _WEIGHTS},
    gives=Give(term="significant", unit="count", low=0, high="n"),
    decomposes=_SPOTS,
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
    table.note("spots")
    return _local(
        table, partial(kernel.local_getis_ord, star=star), {"value": value}, _SPOTS, _spots, w, by, id, missing, level,
        permutations=permutations, seed=seed, alternative=alternative,
    )  # fmt: skip
