"""From a specification and data to scores and ranks: indicators, gaps, scales, weights, aggregation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gongxing.measures.errors import complaint, first_five
from gongxing.measures.inputs import region_codes
from gongxing.measures.kernels import weighting
from gongxing.measures.kernels.aggregation import Aggregation, aggregate, ranks
from gongxing.measures.kernels.normalisation import Normalisation, normalise
from gongxing.measures.notes import Note

if TYPE_CHECKING:
    from gongxing.measures.composite.specification import IndexSpec, Weighting
    from gongxing.measures.frame import Table

Array = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class IndexData:
    """Indicators of regions and years, gaps treated: ``values`` (n, J), NaN only where ``missing`` is ``reweight``.

    ``codes`` (n,) and ``times`` (n,) name the rows; ``groups`` holds the rows of each year, within which ranks are
    given.
    """

    codes: NDArray[np.object_]
    times: NDArray[np.object_]
    values: Array
    groups: tuple[tuple[Any, Positions], ...]

    def row(self, code: str, time: Any) -> int | None:
        """Return the row of a region and year, ``None`` where there is none."""
        found = np.flatnonzero((self.codes == code) & (self.times == time))
        return int(found[0]) if found.size else None


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores (n,) and ranks (n,) with the indicators' normalised values (n, J) and weights (J,) behind them."""

    scores: Array
    ranks: NDArray[np.intp]
    normalised: Array
    weights: Array


def read_data(table: Table, spec: IndexSpec) -> IndexData:
    """Read the indicators of a specification, checked and with gaps treated as it says.

    Raises
    ------
    DataError
        Columns that are not there, denominators of 0, logarithms of what is not above 0, a region twice in a year, gaps
        where ``missing`` is ``raise``, fewer than two regions in a year.
    """
    codes = table.names("id", spec.id)
    times = np.full(len(codes), None, dtype=object) if spec.time is None else table.names("time", spec.time)
    if any(time is None for time in times) and spec.time is not None:
        raise complaint(f"time {spec.time!r}", "a year in every row", "some have none", "fill them or leave them out")
    if spec.regions is not None:
        known = set(codes.tolist())
        wanted = [code for name in spec.regions for code in ([name] if name in known else region_codes([name]))]
        kept = np.isin(codes.astype(str), wanted)
        if unknown := sorted(set(wanted) - known):
            raise complaint(
                "regions", "regions of the data", f"{len(unknown)} of {len(wanted)} are not there",
                "leave them out of the specification, or add their rows", unknown,
            )  # fmt: skip
    else:
        kept = np.ones(len(codes), dtype=bool)
    values = np.column_stack([_indicator(table, codes, spec, position) for position in range(len(spec.indicators))])
    codes, times, values = codes[kept], times[kept], values[kept]
    _check_once(codes, times)
    codes, times, values = _without_gaps(table, spec, codes, times, values)
    groups = tuple((time, np.flatnonzero(times == time)) for time in sorted(set(times.tolist()), key=_order))
    for time, rows in groups:
        if rows.size < 2:
            raise complaint(
                f"{spec.name}{'' if time is None else f' in {time}'}", "at least 2 regions to rank",
                f"there is {rows.size}", "add regions, or leave this year out", codes[rows],
            )  # fmt: skip
    return IndexData(codes, times, values, groups)


def score(data: IndexData, spec: IndexSpec) -> Scored:
    """Return the index of a specification."""
    normalised = normalised_values(data.values, spec, spec.normalisation)
    weights = indicator_weights(normalised, spec, spec.weighting)
    scores = aggregate(normalised, weights, spec.aggregation, spec.floor)
    return Scored(scores, ranks_within(scores, data), normalised, weights)


def normalised_values(values: Array, spec: IndexSpec, how: Normalisation) -> Array:
    """Return the indicators on one scale, higher better, (n, J)."""
    directions = tuple(indicator.direction for indicator in spec.indicators)
    reference = None
    if how == "reference":
        reference = np.array([indicator.reference for indicator in spec.indicators], dtype=np.float64)
    return normalise(values, directions, how, reference)


def indicator_weights(normalised: Array, spec: IndexSpec, how: Weighting) -> Array:
    """Return the weights of indicators (J,): by the method, then scaled to the dimensions' weights where given."""
    complete = normalised[np.isfinite(normalised).all(axis=1)]
    count = len(spec.indicators)
    by_dimension = how == "ahp" and spec.comparisons is not None and len(spec.comparisons) != count
    if how == "given":
        weights = weighting.given_weights(
            np.array([indicator.weight for indicator in spec.indicators], dtype=np.float64)
        )
    elif how == "entropy":
        weights = weighting.entropy_weights(complete, spec.entropy_shift)
    elif how == "critic":
        weights = weighting.critic_weights(complete)
    elif how == "pca":
        weights = weighting.pca_weights(complete).weights
    elif how == "ahp" and not by_dimension:
        weights = weighting.ahp_weights(np.array(spec.comparisons)).weights
    else:
        weights = np.full(count, 1 / count)
    own = _dimension_weights(spec, by_dimension)
    return weights if own is None else _scaled(weights, spec, own)


def ranks_within(scores: Array, data: IndexData) -> NDArray[np.intp]:
    """Return ranks (n,) within each year, 1 the highest."""
    found = np.empty(scores.size, dtype=np.intp)
    for _, rows in data.groups:
        found[rows] = ranks(scores[rows])
    return found


def dimension_scores(scored: Scored, spec: IndexSpec, how: Aggregation) -> dict[str, Array]:
    """Return the score of each dimension from its own indicators and their weights."""
    found = {}
    for name in spec.dimensions:
        members = [k for k, indicator in enumerate(spec.indicators) if indicator.dimension == name]
        weights = scored.weights[members]
        if weights.sum() > 0:
            way = "arithmetic" if how == "topsis" else how
            found[name] = aggregate(scored.normalised[:, members], weights / weights.sum(), way, spec.floor)
    return found


def without(data: IndexData, spec: IndexSpec, position: int) -> tuple[IndexData, IndexSpec]:
    """Return data and specification without one indicator."""
    kept = [k for k in range(len(spec.indicators)) if k != position]
    dimensions = {spec.indicators[k].dimension for k in kept}
    comparisons = spec.comparisons
    if comparisons is not None and len(comparisons) == len(spec.indicators):
        comparisons = tuple(tuple(comparisons[i][j] for j in kept) for i in kept)
    smaller = replace(
        spec,
        indicators=tuple(spec.indicators[k] for k in kept),
        dimensions={name: weight for name, weight in spec.dimensions.items() if name in dimensions},
        comparisons=comparisons,
    )
    return replace(data, values=data.values[:, kept]), smaller


def _indicator(table: Table, codes: NDArray[np.object_], spec: IndexSpec, position: int) -> Array:
    indicator = spec.indicators[position]
    values = table.raw(f"indicator {position + 1}", indicator.column)
    if indicator.per is not None:
        below = table.raw(f"indicator {position + 1} (per)", indicator.per)
        if (below <= 0).any():
            raise complaint(
                f"{indicator.name}", f"{indicator.per} above 0", f"{int((below <= 0).sum())} are not",
                "leave these rows out or mend them", codes[below <= 0],
            )  # fmt: skip
        values = values / below
    if indicator.transform == "log":
        if (values <= 0).any():
            raise complaint(
                f"log of {indicator.name}", "values above 0", f"{int((values <= 0).sum())} are not",
                'take transform = "none" and normalisation = "rank", or leave these rows out', codes[values <= 0],
            )  # fmt: skip
        values = np.log(values)
    values[~np.isfinite(values)] = np.nan
    return values


def _check_once(codes: NDArray[np.object_], times: NDArray[np.object_]) -> None:
    seen: set[tuple[Any, Any]] = set()
    twice = [f"{code} {time}" for code, time in zip(codes, times, strict=True)
             if (code, time) in seen or seen.add((code, time))]  # type: ignore[func-returns-value]  # fmt: skip
    if twice:
        raise complaint(
            "rows", "one row for each region and year", f"{len(twice)} repeat one",
            "name the column of years as time, or keep one scope", twice,
        )  # fmt: skip


def _without_gaps(
    table: Table, spec: IndexSpec, codes: NDArray[np.object_], times: NDArray[np.object_], values: Array
) -> tuple[NDArray[np.object_], NDArray[np.object_], Array]:
    if spec.missing == "carry":
        values = _carried(table, spec, codes, times, values)
    if spec.times is not None:
        chosen = np.isin(times.astype(str), [str(time) for time in spec.times])
        if not chosen.any():
            raise complaint(
                "times", "years of the data", f"{', '.join(map(str, spec.times))} are not there",
                f"the data have {first_five(sorted(set(times.tolist()), key=_order))}",
            )  # fmt: skip
        codes, times, values = codes[chosen], times[chosen], values[chosen]
    gaps = np.isnan(values)
    if spec.missing == "reweight":
        if gaps.any():
            rows = int(gaps.any(axis=1).sum())
            table.note("reweighted", count=int(gaps.sum()), total=gaps.size, rows=rows)
        bare = gaps.all(axis=1)
    else:
        bare = gaps.any(axis=1)
    if not bare.any():
        return codes, times, values
    if spec.missing == "raise" or bare.all():
        columns = [f"{indicator.name} {int(gaps[:, k].sum())}" for k, indicator in enumerate(spec.indicators)
                   if gaps[:, k].any()]  # fmt: skip
        raise complaint(
            spec.name, "a value of every indicator in every row",
            f"{int(gaps.any(axis=1).sum())} of {len(codes)} rows lack some ({'; '.join(columns[:5])})",
            'choose missing = "drop", "reweight" or "carry"', dict.fromkeys(codes[bare]),
        )  # fmt: skip
    table.note("without_indicator", count=int(bare.sum()), total=len(codes), codes=list(codes[bare]))
    return codes[~bare], times[~bare], values[~bare]


def _carried(
    table: Table, spec: IndexSpec, codes: NDArray[np.object_], times: NDArray[np.object_], values: Array
) -> Array:
    """Take the last earlier value of the same region where one is missing; note how many, and from when."""
    filled, source = values.copy(), np.tile(times[:, None], values.shape[1])
    order = sorted(range(len(codes)), key=lambda k: (str(codes[k]), _order(times[k])))
    for before, here in pairwise(order):
        if codes[before] == codes[here]:
            gaps = np.isnan(filled[here]) & np.isfinite(filled[before])
            filled[here, gaps], source[here, gaps] = filled[before, gaps], source[before, gaps]
    wanted = None if spec.times is None else {str(time) for time in spec.times}
    for k, indicator in enumerate(spec.indicators):
        taken = [
            (source[row, k], times[row]) for row in np.flatnonzero(np.isnan(values[:, k]) & np.isfinite(filled[:, k]))
            if wanted is None or str(times[row]) in wanted
        ]  # fmt: skip
        if taken:
            pairs = [
                Note("carried_pair", {"earlier": earlier, "later": later})
                for earlier, later in sorted(set(taken), key=lambda pair: (str(pair[0]), str(pair[1])))
            ]
            table.note("carried", name=indicator.name, count=len(taken), pairs=pairs)
    return filled


def _dimension_weights(spec: IndexSpec, judged: bool) -> dict[str, float] | None:
    if judged:
        found = weighting.ahp_weights(np.array(spec.comparisons)).weights
        return dict(zip(spec.dimensions, map(float, found), strict=True))
    given = {name: float(weight) for name, weight in spec.dimensions.items() if weight is not None}
    total = sum(given.values())
    return {name: weight / total for name, weight in given.items()} if total > 0 else None


def _scaled(weights: Array, spec: IndexSpec, own: dict[str, float]) -> Array:
    scaled = weights.copy()
    for name, share in own.items():
        members = [k for k, indicator in enumerate(spec.indicators) if indicator.dimension == name]
        inside = weights[members].sum()
        scaled[members] = share * (weights[members] / inside if inside > 0 else 1 / len(members))
    return np.asarray(scaled / scaled.sum(), dtype=np.float64)


def _order(label: Any) -> tuple[int, Any]:
    return (0, label) if isinstance(label, int | float) else (1, str(label))
