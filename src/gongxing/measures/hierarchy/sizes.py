"""How cities rank by size: primacy, Zipf's exponent, the rank-size rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gongxing.measures.errors import complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import hierarchy as kernel
from gongxing.measures.notes import Note, within
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import Slice

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIZE = Need(sign="> 0")

_CITIES = {"two": Note("two"), "four": Note("four"), "eleven": Note("eleven")}


@declare(
    id="primacy",
    family="hierarchy",
    needs={"value": _SIZE},
    gives=Give(term="two", low=1),
    references=("jefferson1939",),
)
def primacy(table: Table, value: str, *, by: By = None, id: str | None = "code", missing: Missing = "raise") -> Outcome:
    """Primacy of the largest city: over the second, over the next three, over the next ten, in all.

    Parameters
    ----------
    data
        A polars or pandas frame, one row a city (and year).
    value
        Column of sizes above 0 (residents, GDP).
    by, id, missing
        As everywhere: one result for each value of a column; the column of codes; ``"raise"`` or ``"drop"``.

    Returns
    -------
    Result
        Terms ``two`` (P1 / P2), ``four`` (P1 / (P2 + P3 + P4)), ``eleven`` (2 P1 / (P2 + … + P11)) and ``share``; those
        for which there are too few cities are left out and noted. ``primate`` names the largest city (``group``).
    """
    sample = table.read(value=value, by=by, id=id, missing=missing)
    outcome = Outcome(sample.by)
    for part in sample:
        part.at_least(2, "cities")
        sizes = part.numbers("value")
        result = kernel.primacy(sizes)
        for term in ("two", "four", "eleven", "share"):
            number = getattr(result, term)
            if np.isfinite(number):
                outcome.add(part.key, term, number, part.n)
            else:
                outcome.note("few_cities", count=part.n, where=within(part.key), term=_CITIES[term])
        leader = _first(part, sizes)
        outcome.add(part.key, "primate", sizes.max(), part.n, group=leader, unit=table.unit_of(value))
    return outcome


def _first(part: Slice, sizes: NDArray[np.float64]) -> str:
    """Return the code of the largest city, the first in the order of codes where several are."""
    return min(str(code) for code, size in zip(part.codes, sizes, strict=True) if size == sizes.max())


def _upper(part: Slice, largest: int | None, minimum: float | None) -> NDArray[np.float64]:
    """Return the sizes of the upper tail that was asked for."""
    sizes = part.numbers("value")
    kept = sizes if minimum is None else sizes[sizes >= minimum]
    if largest is not None:
        if largest < 3:
            raise complaint("largest", "at least 3 cities", f"{largest} came", "give the number of cities to use")
        kept = np.sort(kept)[::-1][:largest]
    if kept.size < 3:
        raise complaint(
            f"{part.table.measure.id}{part.where()}", "at least 3 cities", f"{kept.size} of {part.n} are left",
            "lower the minimum, or add cities", part.codes,
        )  # fmt: skip
    if kept.max() == kept.min():
        raise complaint(
            f"{part.table.measure.id}{part.where()}", "sizes that differ", f"all {kept.size} are {kept[0]:g}",
            "name another column", part.codes,
        )  # fmt: skip
    if kept.size < sizes.size:
        part.table.note("largest_used", count=kept.size, total=sizes.size, where=within(part.key), smallest=kept.min())
    return kept


@declare(
    id="zipf",
    family="hierarchy",
    needs={"value": _SIZE},
    gives=Give(term="exponent", low=0),
    references=("zipf1949", "gabaix_ibragimov2011", "gabaix2009"),
)
def zipf(
    table: Table,
    value: str,
    *,
    largest: int | None = None,
    minimum: float | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Zipf's exponent of city sizes by ranks less one half, with its honest interval.

    Parameters
    ----------
    data, by, id, missing
        As for ``primacy``.
    value
        Column of sizes above 0, not all equal.
    largest, minimum
        Which upper tail to use: so many of the largest cities, those of at least this size; by default all.

    Returns
    -------
    Result
        Terms ``exponent`` (1 is Zipf's law; larger, more even), ``error`` (sqrt(2 / n) times the exponent), ``low`` and
        ``high`` (95 %), ``p_zipf`` (of exponent 1), ``r_squared`` and ``curvature`` (0 for a power law; where it is too
        far from 0 a note says that sizes bend away from one).
    """
    sample = table.read(value=value, by=by, id=id, missing=missing)
    outcome = Outcome(sample.by)
    for part in sample:
        result = kernel.zipf(_upper(part, largest, minimum))
        for term in ("exponent", "error", "low", "high", "p_zipf", "r_squared", "curvature"):
            outcome.add(part.key, term, getattr(result, term), result.n)
        if result.bends:
            outcome.note("bends", count=result.n, where=within(part.key))
        if result.n < 30:
            outcome.note("rough_interval", count=result.n, where=within(part.key))
    return outcome


@declare(
    id="rank_size",
    family="hierarchy",
    needs={"value": _SIZE},
    gives=Give(term="exponent", low=0),
    references=("zipf1949",),
)
def rank_size(
    table: Table,
    value: str,
    *,
    largest: int | None = None,
    minimum: float | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Exponent of the rank-size rule: by what power sizes fall with rank.

    Parameters
    ----------
    data, value, largest, minimum, by, id, missing
        As for ``zipf``.

    Returns
    -------
    Result
        Terms ``exponent`` (q of size = C / rank^q; above 1 the large cities dominate) and ``r_squared``. For an
        interval use ``zipf``.
    """
    sample = table.read(value=value, by=by, id=id, missing=missing)
    outcome = Outcome(sample.by)
    for part in sample:
        result = kernel.rank_size(_upper(part, largest, minimum))
        outcome.add(part.key, "exponent", result.exponent, result.n)
        outcome.add(part.key, "r_squared", result.r_squared, result.n)
    return outcome
