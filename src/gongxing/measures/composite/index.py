"""Composite indices from a specification, with ranks as intervals and claims put to the test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from gongxing.measures.composite import robustness
from gongxing.measures.composite.scores import IndexData, Scored, dimension_scores, read_data, score
from gongxing.measures.composite.specification import Claim, IndexSpec, Robustness, Weighting, load_specification
from gongxing.measures.errors import DataError, complaint, first_five
from gongxing.measures.frame import Missing, Table
from gongxing.measures.inputs import region_codes
from gongxing.measures.kernels import weighting as weighting_kernel
from gongxing.measures.kernels.aggregation import Aggregation
from gongxing.measures.kernels.normalisation import Normalisation
from gongxing.measures.notes import Note
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome

if TYPE_CHECKING:
    from gongxing.measures.structure.crossing import Columns

NORMALISATIONS = ("min-max", "z", "rank")
WEIGHTINGS = ("equal", "entropy", "critic", "pca")
AGGREGATIONS = ("arithmetic", "geometric", "topsis")


@declare(
    id="composite_index",
    family="composite",
    needs={"values": Need(), "time": Need("time")},
    gives=Give(term="score", low=0, high=1, better="high"),
    references=("oecd2008", "saisana2005", "saltelli2010", "hwang1981", "saaty1980"),
    chart="intervals",
    choices={"normalisation": NORMALISATIONS, "weighting": WEIGHTINGS, "aggregation": AGGREGATIONS},
)
def composite_index(
    table: Table,
    values: Columns | None = None,
    *,
    spec: str | Path | Mapping[str, Any] | None = None,
    lower: Columns = (),
    normalisation: Normalisation = "min-max",
    weighting: Literal["equal", "entropy", "critic", "pca"] = "equal",
    aggregation: Aggregation = "arithmetic",
    time: str | None = None,
    runs: int = 0,
    seed: int = 0,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Composite index: one score of several indicators, its ranks, and how far they hang on the choices made.

    Parameters
    ----------
    data
        One row a region (and year).
    values
        Columns of indicators; or leave it to ``spec``.
    spec
        A TOML file or a dictionary that says everything (see ``gongxing.measures.composite.specification``); the other
        arguments are then not looked at.
    lower
        Those of ``values`` of which less is better.
    normalisation, weighting, aggregation
        Scale over the whole panel, how indicators are weighed, how they are brought together.
    time
        Column of years; ranks are within a year.
    runs, seed
        Runs under other choices (both scales, all weightings that fit, weights times 1 ± 25 %), for rank intervals.
    id, missing
        As everywhere.

    Returns
    -------
    Result
        Key ``time``; group the region: ``score``, ``rank``, with runs ``rank low``, ``rank median``, ``rank high``, and
        each dimension's ``score …``; group the indicator: ``weight``; group the choice: ``sensitivity first`` and
        ``sensitivity total`` of the mean rank shift; group the claim: ``claim rank`` (as rebuilt), ``claim change``,
        ``claim holds`` (share of runs), ``claim at least`` and ``claim sensitivity`` (total, of that region's rank).

    Raises
    ------
    DataError
        A specification that is wrong (all of it in one message), columns that are not there, gaps, constants.
    """
    chosen = _specification(values, spec, lower, normalisation, weighting, aggregation, time, id, missing, runs, seed)
    data = read_data(table, chosen)
    scored = score(data, chosen)
    _note_choices(table, chosen, scored)
    outcome = Outcome((chosen.time or "year",))
    outcome.spec.update(name=chosen.name, specification=_described(chosen))
    _add_scores(outcome, data, scored, chosen)
    if chosen.robustness is not None:
        _add_robustness(table, outcome, data, scored, chosen, chosen.robustness)
    else:
        for claim in chosen.claims:
            _add_claim(outcome, data, scored, claim, None)
    outcome.details["intervals"] = _intervals(outcome, data)
    return outcome


def _specification(
    values: Columns | None, spec: Any, lower: Columns, normalisation: str, weighting: str, aggregation: str,
    time: str | None, id: str | None, missing: str, runs: int, seed: int,
) -> IndexSpec:  # fmt: skip
    if spec is not None:
        return load_specification(spec)
    columns = [values] if isinstance(values, str) else list(values or ())
    falling = [lower] if isinstance(lower, str) else list(lower)
    if unknown := [column for column in falling if column not in columns]:
        raise complaint("lower", "columns of values", f"{len(unknown)} are not", "name them in values too", unknown)
    content: dict[str, Any] = {
        "indicators": [{"column": c, "direction": "lower" if c in falling else "higher"} for c in columns],
        "normalisation": normalisation, "weighting": weighting, "aggregation": aggregation, "missing": missing,
        "id": id or "code",
    }  # fmt: skip
    if time is not None:
        content["time"] = time
    if runs:
        ways = ["equal", "critic", "pca"] if normalisation == "z" else ["equal", "entropy", "critic", "pca"]
        scales = ["min-max", "rank"] if aggregation == "geometric" or normalisation != "z" else ["z", "rank"]
        content["robustness"] = {"runs": runs, "seed": seed, "normalisations": scales, "weightings": ways}
    return load_specification(content)


def _note_choices(table: Table, spec: IndexSpec, scored: Scored) -> None:
    """Say what a reader must know about the choices: the shift of entropy, consistency, signs of components."""
    weightings = {spec.weighting, *(spec.robustness.weightings if spec.robustness else ())}
    if "entropy" in weightings:
        table.note("entropy_shift", shift=spec.entropy_shift)
    if "ahp" in weightings and spec.comparisons is not None:
        found = weighting_kernel.ahp_weights(np.array(spec.comparisons))
        table.note("consistency", ratio=found.ratio, verdict="" if found.consistent else Note("inconsistent"))
    if "pca" in weightings:
        complete = scored.normalised[np.isfinite(scored.normalised).all(axis=1)]
        components = weighting_kernel.pca_weights(complete)
        table.note("components", count=components.retained, share=components.explained)
        if components.negative.any():
            names = [i.name for i, wrong in zip(spec.indicators, components.negative, strict=True) if wrong]
            table.note("against_component", names=tuple(names))
    if spec.aggregation == "geometric":
        table.note("geometric_floor", floor=spec.floor, rest=1 - spec.floor)


def _described(spec: IndexSpec) -> str:
    names = ", ".join(f"{i.name}{' (lower is better)' if i.direction == 'lower' else ''}" for i in spec.indicators)
    return f"{spec.normalisation}, {spec.weighting}, {spec.aggregation}, missing {spec.missing}: {names}"


def _add_scores(outcome: Outcome, data: IndexData, scored: Scored, spec: IndexSpec) -> None:
    dimensions = dimension_scores(scored, spec, spec.aggregation)
    for time, rows in data.groups:
        order = rows[np.argsort(scored.ranks[rows], kind="stable")]
        n = rows.size
        for row in order:
            code = str(data.codes[row])
            outcome.add((time,), "score", scored.scores[row], n, group=code)
            outcome.add((time,), "rank", int(scored.ranks[row]), n, group=code, unit="rank")
            for name, values in dimensions.items():
                outcome.add((time,), f"score {name}", values[row], n, group=code)
    for indicator, weight in zip(spec.indicators, scored.weights, strict=True):
        outcome.add((None,), "weight", weight, data.codes.size, group=indicator.name)


def _add_robustness(
    table: Table, outcome: Outcome, data: IndexData, scored: Scored, spec: IndexSpec, robust: Robustness
) -> None:
    choices = robustness.choices_of(spec, robust)
    perturbed = robustness.Perturbed(data, spec, choices)
    runs = perturbed.runs(robust.runs, robust.seed)
    outcome.spec["seed"] = robust.seed
    table.note("drawn", runs=robust.runs, seed=robust.seed, varied=_varied(choices, spec), level=robust.level)
    tail = 50 * (1 - robust.level)
    low, middle, high = np.percentile(runs, [tail, 50, 100 - tail], axis=0, method="inverted_cdf")
    for time, rows in data.groups:
        for row in rows[np.argsort(scored.ranks[rows], kind="stable")]:
            for term, number in (("rank low", low[row]), ("rank median", middle[row]), ("rank high", high[row])):
                outcome.add((time,), term, number, rows.size, group=str(data.codes[row]), unit="rank")
    if robust.sobol:
        _add_sensitivity(table, outcome, perturbed, scored, robust)
    for claim in spec.claims:
        _add_claim(outcome, data, scored, claim, runs)
        here, _ = _claimed_row(data, claim, claim.time)
        found = (
            robustness.sensitivity(perturbed, scored.ranks, robust.sobol, robust.seed, here) if robust.sobol else None
        )
        if found is not None:
            names = [f"{_claim_words(claim)}: {name}" for name in found.names]
            outcome.add_each((data.times[here],), "claim sensitivity", found.total.tolist(), robust.sobol, names)


def _intervals(outcome: Outcome, data: IndexData) -> list[dict[str, Any]]:
    """Return what a chart draws of the latest year: each region's rank and its interval, best first."""
    latest = (data.groups[-1][0],)
    ranks: dict[str, dict[str, float]] = {}
    for row in outcome.rows:
        if row.key == latest and row.term in ("rank", "rank low", "rank high") and row.value is not None:
            ranks.setdefault(str(row.group), {})[row.term] = row.value
    return [
        {"group": code, "value": r["rank"], "low": r.get("rank low", r["rank"]), "high": r.get("rank high", r["rank"])}
        for code, r in ranks.items()
    ]


def _add_sensitivity(
    table: Table, outcome: Outcome, perturbed: robustness.Perturbed, scored: Scored, robust: Robustness
) -> None:
    found = robustness.sensitivity(perturbed, scored.ranks, robust.sobol, robust.seed)
    if found is None:
        table.note("no_sensitivities")
        return
    table.note("sensitivities", runs=robust.sobol * (len(found.names) + 2))
    n = perturbed.data.codes.size
    for term, numbers in (("sensitivity first", found.first), ("sensitivity total", found.total)):
        outcome.add_each((None,), term, numbers.tolist(), n, found.names)


def _varied(choices: robustness.Choices, spec: IndexSpec) -> tuple[Note, ...]:
    ways = (
        Note("scale_varied", {"ways": tuple(choices.normalisations)}),
        Note("weighting_varied", {"ways": tuple(choices.weightings)}),
        Note("aggregation_varied", {"ways": tuple(choices.aggregations)}),
    )
    parts = [way for way in ways if len(way.parameters["ways"]) > 1]
    if len(choices.left_out) > 1:
        parts.append(Note("left_out_varied", {"count": len(spec.indicators)}))
    if choices.spread > 0:
        parts.append(Note("weights_varied", {"spread": choices.spread}))
    return tuple(parts) or (Note("nothing_varied"),)


def _add_claim(outcome: Outcome, data: IndexData, scored: Scored, claim: Claim, runs: robustness.Ranks | None) -> None:
    """Rebuild a claim: the rank (and change) that the index gives, and in which share of runs it holds."""
    here, rows = _claimed_row(data, claim, claim.time)
    label, key = _claim_words(claim), (data.times[here],)
    n = rows.size
    if claim.of is not None and claim.of != n:
        outcome.note("claim_count", label=label, said=claim.of, count=n)
    outcome.add(key, "claim rank", int(scored.ranks[here]), n, group=label, unit="rank")
    holds = np.ones(0 if runs is None else len(runs), dtype=bool)
    better = holds.copy()
    if claim.rank is not None and runs is not None:
        holds &= runs[:, here] == claim.rank
        better &= runs[:, here] <= claim.rank
    if claim.change is not None:
        before, _ = _claimed_row(data, claim, claim.since)
        outcome.add(
            key, "claim change", int(scored.ranks[before] - scored.ranks[here]), n, group=label, unit="rank-change"
        )
        if runs is not None:
            gained = runs[:, before] - runs[:, here]
            holds &= gained == claim.change
            better &= gained >= claim.change
    if runs is not None:
        outcome.add(key, "claim holds", holds.mean(), len(runs), group=label)
        outcome.add(key, "claim at least", better.mean(), len(runs), group=label)


def _claimed_row(data: IndexData, claim: Claim, time: Any) -> tuple[int, Any]:
    times = [group for group, _ in data.groups]
    wanted = times[-1] if time is None else next((found for found in times if str(found) == str(time)), None)
    known = set(data.codes.tolist())
    code = claim.region if claim.region in known else region_codes([claim.region])[0]
    row = None if wanted is None and times != [None] else data.row(code, wanted)
    if row is None:
        raise DataError(
            f"claim on {claim.region!r} in {time}: expected a region and year of the data, but none is; the years "
            f"are {', '.join(map(str, times))}, the regions {first_five(sorted(known))}"
        )
    return row, next(rows for group, rows in data.groups if group == wanted)


def _claim_words(claim: Claim) -> str:
    words = [claim.region]
    if claim.rank is not None:
        words.append(f"rank {claim.rank}{'' if claim.of is None else f' of {claim.of}'}")
    if claim.change is not None:
        words.append(f"{claim.change:+d} since {claim.since}")
    return " ".join(words)


@declare(
    id="indicator_weights",
    family="composite",
    needs={"values": Need()},
    gives=Give(low=0, high=1),
    references=("shannon1948", "diakoulaki1995", "oecd2008"),
    choices={"weighting": WEIGHTINGS, "normalisation": NORMALISATIONS},
)
def indicator_weights(
    table: Table,
    values: Columns,
    *,
    weighting: Literal["equal", "entropy", "critic", "pca"] = "entropy",
    normalisation: Normalisation = "min-max",
    lower: Columns = (),
    shift: float = 0.0,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Weights of indicators by entropy, CRITIC or principal components.

    Parameters
    ----------
    data, values, lower, normalisation, id, missing
        As in ``composite_index``; all rows are one panel.
    weighting
        ``"entropy"`` (熵值法), ``"critic"``, ``"pca"`` or ``"equal"``.
    shift
        Added to the scores before entropy; 0 takes 0 ln 0 as 0. The shift changes the weights and is noted.

    Returns
    -------
    Result
        Group the indicator, term ``value``; they sum to 1.

    Raises
    ------
    DataError
        Columns that are not there, gaps, indicators that are the same everywhere.
    """
    from gongxing.measures.composite.scores import indicator_weights as weigh
    from gongxing.measures.composite.scores import normalised_values

    spec = _specification(values, None, lower, normalisation, weighting, "arithmetic", None, id, missing, 0, 0)
    columns = [indicator.column for indicator in spec.indicators]
    sample = table.read(values=columns, id=id, missing=missing, unique=None)
    part = next(iter(sample))
    matrix = np.column_stack([part.numbers(f"values_{k}") for k in range(len(columns))])
    scores = normalised_values(matrix, spec, normalisation)
    way: Weighting = weighting
    if way == "entropy":
        table.note("entropy_shift", shift=shift)
        weights = weighting_kernel.entropy_weights(scores, shift)
    else:
        weights = weigh(scores, spec, way)
    outcome = Outcome()
    outcome.add_each((), "value", weights.tolist(), part.n, columns)
    return outcome
