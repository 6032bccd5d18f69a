"""Theil's T and L and generalised entropy, split between and within groups."""

from __future__ import annotations

from gongxing.measures.errors import DataError
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.inequality.sampling import GROUP, POSITIVE, VALUE, WEIGHT, add_interval, read
from gongxing.measures.kernels import entropy
from gongxing.measures.kernels.arrays import mean
from gongxing.measures.registry import Give, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import Sample, Slice


@declare(
    id="theil",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT, "group": GROUP},
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
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
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
    bootstrap, level, seed
        How often regions are drawn again for an interval of this coverage (0: not at all), and the seed.
    dimensions
        What columns measure, where they are not named as in the catalogue of indicators.

    Returns
    -------
    Result
        Term ``total``; with groups ``between``, ``within`` (nested: ``between province``, ``between city`` …), and for
        each group what it contributes to both, its own index (``own``) and its mean; with ``bootstrap`` ``low total``,
        ``high total``.

    Raises
    ------
    DataError
        Bad columns, values or weights; see :meth:`gongxing.measures.frame.Table.read`.
    """
    sample = read(table, value, weight, by, group, id, missing)
    return _entropy(table, sample, value, group, 1.0, (bootstrap, level, seed))


@declare(
    id="theil_l",
    family="inequality",
    needs={"value": POSITIVE, "weight": WEIGHT, "group": GROUP},
    gives=Give(term="total", low=0, better="low"),
    decomposes=("between", "within"),
    references=("theil1967", "shorrocks1980", "akita2003"),
)
def theil_l(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    group: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Outcome:
    """Theil's L, the mean logarithmic deviation, of a value above 0, and its parts between and within groups.

    Parameters
    ----------
    value, weight, by, group, id, missing, bootstrap, level, seed, dimensions
        As for :func:`gongxing.measures.inequality.theil`.

    Returns
    -------
    Result
        As for :func:`theil`; groups are weighted by their people, not by their income.
    """
    sample = read(table, value, weight, by, group, id, missing)
    return _entropy(table, sample, value, group, 0.0, (bootstrap, level, seed))


@declare(
    id="generalised_entropy",
    family="inequality",
    needs={"value": VALUE, "weight": WEIGHT, "group": GROUP},
    gives=Give(term="total", low=0, better="low"),
    decomposes=("between", "within"),
    references=("shorrocks1980",),
)
def generalised_entropy(
    table: Table,
    value: str,
    *,
    weight: str | None = None,
    by: By = None,
    group: By = None,
    alpha: float = 2.0,
    id: str | None = "code",
    missing: Missing = "raise",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: int = 0,
) -> Outcome:
    """Generalised entropy GE(α), and its parts between and within groups.

    Parameters
    ----------
    value, weight, by, group, id, missing, bootstrap, level, seed, dimensions
        As for :func:`theil`; above 0 where α is 0 or less.
    alpha
        2 is half the squared coefficient of variation, 1 Theil's T, 0 Theil's L.

    Returns
    -------
    Result
        As for :func:`gongxing.measures.inequality.theil`.
    """
    sample = read(table, value, weight, by, group, id, missing)
    if alpha <= 0 and any((part.numbers("value") <= 0).any() for part in sample):
        raise DataError(f"value {value!r}: expected numbers above 0 for alpha {alpha:g}, but some are 0; raise alpha")
    return _entropy(table, sample, value, group, alpha, (bootstrap, level, seed))


def _entropy(
    table: Table, sample: Sample, value: str, group: By, alpha: float, drawing: tuple[int, float, int]
) -> Outcome:
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
            _add_groups(outcome, part, parts.by_group, table.unit_of(value), ("between", "within"), mean(x, w))
        else:
            _add_nested(outcome, part, levels, alpha, table.unit_of(value))
        add_interval(outcome, part, "total", lambda x, w: entropy.generalised_entropy(x, alpha, w), drawing)
    return outcome


def _add_groups(
    outcome: Outcome, part: Slice, groups: entropy.GroupParts, unit: str, terms: tuple[str, ...], average: float
) -> None:
    """Add what each group contributes, its own index and its mean."""
    for k, name in enumerate(groups.names):
        numbers = [(term, float(getattr(groups, term)[k]), "1") for term in (*terms, "own")]
        for term, number, one in [*numbers, ("mean", float(groups.mean[k] * average), unit)]:
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
    _add_groups(outcome, part, parts.innermost, unit, ("within",), mean(x, w))
