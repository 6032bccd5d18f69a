"""Family 1, inequality: how unequal regions are, weighted by their people, and between and within which groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import entropy
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.measures.frame import Sample, Slice

_GROUP = Need("label")


@declare(
    id="theil",
    family="inequality",
    needs={"value": Need(sign=">= 0"), "weight": Need(sign=">= 0", adds=True), "group": _GROUP},
    gives=Give(term="total", low=0, high="ln n", better="low"),
    decomposes=("between", "within"),
    references=("theil1967", "shorrocks1980", "akita2003"),
)
def theil(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    group: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Theil's T of a value per head, weighted by people, and its parts between and within groups.

    Parameters
    ----------
    data
        A polars or pandas frame, one row a region (and year).
    value
        Column of values of at least 0, with a mean above 0 (GDP per head).
    weight
        Column of weights (residents); without it each region counts once.
    by
        Column or columns: one result for each of their values (a year).
    group
        Column of groups, or several, nested, the outermost first (``["province", "city"]``).
    id
        Column of region codes.
    missing
        ``"raise"``, or ``"drop"``: leave rows with a missing value out, and note it.
    dimensions
        What columns measure, where they are not named as in the catalogue of indicators.

    Returns
    -------
    Result
        Term ``total``; with groups ``between``, ``within`` (nested: ``between province``, ``between city`` …), and for
        each group what it contributes to both, its own index (``own``) and its mean.

    Raises
    ------
    DataError
        Bad columns, values or weights; see :meth:`gongxing.measures.frame.Table.read`.
    """
    sample = _read(table, value, weight, by, group, id, missing)
    return _entropy(table, sample, value, group, 1.0)


def _read(table: Table, value: str, weight: str | None, by: By, group: By, id: str | None, missing: Missing) -> Sample:
    """Read the columns of a measure of inequality."""
    # A total that people share (GDP) weighted by people is a usual mistake: with a weight the value must be per head.
    if weight is not None:
        table.require_ratio("value", value, f"weighted by {weight!r}")
    return table.read(value=value, weight=weight, group=group, by=by, id=id, missing=missing)


def _entropy(table: Table, sample: Sample, value: str, group: By, alpha: float) -> Outcome:
    """Return GE(α) of each slice, split where groups are named."""
    outcome = Outcome(sample.by)
    levels = [group] if isinstance(group, str) else list(group or ())
    for part in sample:
        x, w = part.numbers("value"), part.optional("weight")
        if not levels:
            outcome.add(part.key, "total", entropy.generalised_entropy(x, alpha, w), part.n)
        elif len(levels) == 1:
            labels = part.columns["group" if isinstance(group, str) else "group_0"]
            parts = entropy.entropy_parts(x, labels, alpha, w)
            outcome.add(part.key, "total", parts.total, part.n)
            outcome.add(part.key, "between", parts.between, part.n)
            outcome.add(part.key, "within", parts.within, part.n)
            _add_groups(outcome, part, parts.by_group, table.unit_of(value), ("between", "within"), _mean(x, w))
        else:
            _add_nested(outcome, part, levels, alpha, table.unit_of(value))
    return outcome


def _mean(x: NDArray[Any], w: NDArray[Any] | None) -> float:
    return float(x.mean() if w is None else x @ w / w.sum())


def _add_groups(
    outcome: Outcome, part: Slice, groups: entropy.GroupParts, unit: str, terms: tuple[str, ...], mean: float
) -> None:
    """Add what each group contributes, its own index and its mean."""
    for k, name in enumerate(groups.names):
        numbers = [(term, float(getattr(groups, term)[k]), "1") for term in (*terms, "own")]
        for term, number, one in [*numbers, ("mean", float(groups.mean[k] * mean), unit)]:
            outcome.add(part.key, term, number, int(groups.n[k]), group=str(name), unit=one)


def _add_nested(outcome: Outcome, part: Slice, levels: list[str], alpha: float, unit: str) -> None:
    columns = [part.columns[f"group_{k}"] for k in range(len(levels))]
    x, w = part.numbers("value"), part.optional("weight")
    parts = entropy.nested_parts(x, columns, alpha, w)
    outcome.add(part.key, "total", parts.total, part.n)
    for level, between in zip(levels, parts.between, strict=True):
        outcome.add(part.key, f"between {level}", between, part.n)
    outcome.add(part.key, "within", parts.within, part.n)
    for level, (names, contributions) in zip(levels, parts.levels, strict=True):
        outcome.add_each(part.key, f"between {level}", contributions, part.n, names)
    _add_groups(outcome, part, parts.innermost, unit, ("within",), _mean(x, w))
