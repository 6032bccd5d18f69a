"""What the measures of inequality share: columns, one number for each slice, intervals by drawing regions again."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from gongxing.measures.errors import DataError
from gongxing.measures.frame import Array, By, Missing, Table
from gongxing.measures.kernels.bootstrap import intervals
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome, Result
from gongxing.measures.slices import Sample, Slice

Kernel = Callable[[Array, "Array | None"], "float | Array"]

VALUE = Need(sign=">= 0")
POSITIVE = Need(sign="> 0")
WEIGHT = Need(sign=">= 0", adds=True)
GROUP = Need("label")


def read(table: Table, value: str, weight: str | None, by: By, group: By, id: str | None, missing: Missing) -> Sample:
    """Read the columns of a measure of inequality."""
    # A total that people share (GDP) weighted by people is a usual mistake: with a weight the value must be per head.
    if weight is not None:
        table.require_ratio("value", value, f"weighted by {weight!r}")
    return table.read(value=value, weight=weight, group=group, by=by, id=id, missing=missing)


def add_interval(outcome: Outcome, part: Slice, term: str, one: Kernel, drawing: tuple[int, float, int]) -> None:
    """Add the ends of the interval that drawing regions again gives, where it is asked for."""
    draws, level, seed = drawing
    if not draws:
        return
    part.at_least(3)
    x, w = part.numbers("value"), part.optional("weight")
    low, high = intervals(
        lambda rows: one(x[rows], None if w is None else w[rows]), part.n, draws=draws, seed=seed, level=level
    )
    outcome.add(part.key, f"low {term}", float(low[0]), part.n)
    outcome.add(part.key, f"high {term}", float(high[0]), part.n)
    outcome.note("bootstrap", level=level, draws=draws, seed=seed)


DOCSTRING = """{line}

Parameters
----------
value, weight, by, id, missing, bootstrap, level, seed, dimensions
    As for :func:`gongxing.measures.inequality.theil`.{own}

Returns
-------
Result
    Term ``value``; with ``bootstrap`` ``low value`` and ``high value``.
"""


def one_number(
    id: str,
    line: str,
    kernel: Callable[..., float],
    gives: Give,
    references: tuple[str, ...],
    **own: tuple[float, str],
) -> Callable[..., Result]:
    """Register a measure that is one number of values and weights, whatever else it is.

    Parameters
    ----------
    id, gives, references
        As for :func:`gongxing.measures.registry.declare`.
    line
        First line of the docstring.
    kernel
        Takes values, what ``own`` names, and ``weights``.
    own
        Arguments of the measure itself: default and docstring.
    """

    def body(
        table: Table,
        value: str,
        *,
        weight: str | None = None,
        by: By = None,
        id: str | None = "code",
        missing: Missing = "raise",
        bootstrap: int = 0,
        level: float = 0.95,
        seed: int = 0,
        **given: Any,
    ) -> Outcome:
        settings = {name: given.get(name, default) for name, (default, _) in own.items()}

        def one(x: Array, w: Array | None) -> float:
            return kernel(x, **settings, weights=w)

        sample = read(table, value, weight, by, None, id, missing)
        outcome = Outcome(sample.by)
        for part in sample:
            try:
                outcome.add(part.key, "value", one(part.numbers("value"), part.optional("weight")), part.n)
            except DataError as error:
                raise DataError(f"{table.measure.id}{part.where()}: {error}; look at these regions") from error
            add_interval(outcome, part, "value", one, (bootstrap, level, seed))
        return outcome

    shared = [p for p in inspect.signature(body).parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    mine = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation="float")
        for name, (default, _) in own.items()
    ]
    signature = inspect.Signature([*shared[:4], *mine, *shared[4:]], return_annotation="Outcome")
    body.__signature__ = signature  # type: ignore[attr-defined]
    body.__name__ = body.__qualname__ = id
    body.__doc__ = DOCSTRING.format(line=line, own="".join(f"\n{name}\n    {said}" for name, (_, said) in own.items()))
    needs = {"value": VALUE, "weight": WEIGHT}
    return declare(id=id, family="inequality", needs=needs, gives=gives, references=references)(body)
