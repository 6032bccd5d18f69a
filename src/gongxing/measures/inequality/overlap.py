"""Dagum's parts of the Gini coefficient: within groups, net between them, and where they overlap."""

from __future__ import annotations

import numpy as np

from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.inequality.sampling import GROUP, VALUE, WEIGHT, read
from gongxing.measures.kernels import dagum
from gongxing.measures.registry import Give, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import Slice


@declare(
    id="dagum_gini",
    family="inequality",
    needs={"value": VALUE, "group": GROUP, "weight": WEIGHT},
    gives=Give(term="total", low=0, high="1 - 1/n", better="low"),
    decomposes=("within", "between", "transvariation"),
    references=("dagum1997", "gini1912"),
)
def dagum_gini(
    table: Table,
    value: str,
    *,
    group: str,
    weight: str | None = None,
    by: By = None,
    pairs: bool = False,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Dagum's parts of the Gini coefficient: within groups, net between groups, and transvariation (overlap).

    Parameters
    ----------
    value, weight, by, id, missing, dimensions
        As for :func:`gongxing.measures.inequality.theil`.
    group
        Column of groups.
    pairs
        Give for each two groups their Gini (``pair``) and economic distance (``distance``), too.

    Returns
    -------
    Result
        Terms ``total``, ``within``, ``between``, ``transvariation``; for each group ``within`` (its contribution),
        ``own`` (its Gini) and ``mean``.
    """
    sample = read(table, value, weight, by, group, id, missing)
    outcome = Outcome(sample.by)
    for part in sample:
        x, w, labels = part.numbers("value"), part.optional("weight"), part.columns["group"]
        parts = dagum.dagum_parts(x, labels, w)
        for term in ("total", "within", "between", "transvariation"):
            outcome.add(part.key, term, getattr(parts, term), part.n)
        for k, name in enumerate(parts.names):
            n = int(parts.n[k])
            outcome.add(part.key, "within", float(parts.within_by_group[k]), n, group=str(name))
            outcome.add(part.key, "own", float(parts.own[k]), n, group=str(name))
            outcome.add(part.key, "mean", float(parts.mean[k]), n, group=str(name), unit=table.unit_of(value))
        if pairs:
            _add_pairs(outcome, part, dagum.dagum_pairs(x, labels, w))
    return outcome


def _add_pairs(outcome: Outcome, part: Slice, pairs: dagum.DagumPairs) -> None:
    for j, h in zip(*np.triu_indices(len(pairs.names), 1), strict=True):
        name = f"{pairs.names[j]} – {pairs.names[h]}"
        outcome.add(part.key, "pair", float(pairs.gini[j, h]), part.n, group=name)
        outcome.add(part.key, "distance", float(pairs.distance[j, h]), part.n, group=name)
