"""What sectors set in motion in one another: multipliers, linkages, extraction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gongxing.measures.errors import DataError
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import input_output as kernel
from gongxing.measures.linkage.economy import Economy, economy_of
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import Slice

_FLOW = {"value": Need(), "seller": Need("label"), "buyer": Need("label")}


def _economies(
    table: Table, value: str, seller: str, buyer: str, by: By, missing: Missing
) -> tuple[Outcome, Iterator[tuple[Slice, Economy]]]:
    sample = table.read(value=value, seller=seller, buyer=buyer, by=by, id=None, missing=missing, unique=None)
    return Outcome(sample.by), ((part, economy_of(part)) for part in sample)


@declare(
    id="multipliers",
    family="linkage",
    needs=_FLOW,
    gives=Give(term="output", low=1),
    references=("leontief1936", "ghosh1958", "miller_blair2009"),
)
def multipliers(
    table: Table,
    value: str,
    *,
    seller: str = "seller",
    buyer: str = "buyer",
    inputs: str | Sequence[str] | None = None,
    by: By = None,
    missing: Missing = "raise",
) -> Outcome:
    """Multipliers of each sector: output, supply, and income, jobs or whatever goes with output.

    Parameters
    ----------
    data
        A polars or pandas frame, one row for each delivery: who sells how much to whom. Names that only buy are final
        demand, names that only sell are primary inputs.
    value
        Column of deliveries (money of one year).
    seller, buyer
        Columns of names.
    inputs
        Primary inputs (wages, employment) for which multipliers are wanted, too.
    by, missing
        As everywhere.

    Returns
    -------
    Result
        For each sector (``group``) ``output`` (output of all for a unit of its final demand), ``supply`` (output of
        all that a unit of its primary inputs enables, Ghosh), and for each input X ``effect X`` (X in all sectors for
        a unit of final demand), ``type I X`` (that over its own direct X). For all the mean ``output`` and the largest.

    Raises
    ------
    DataError
        No final demand, a negative delivery, an economy that uses up more than it makes, an unknown input.
    """
    outcome, economies = _economies(table, value, seller, buyer, by, missing)
    names = [inputs] if isinstance(inputs, str) else list(inputs or ())
    for part, economy in economies:
        unknown = [name for name in names if name not in economy.inputs]
        if unknown:
            raise DataError(
                f"{table.measure.id}{part.where()}: expected inputs that only sell, but {', '.join(unknown)} is none; "
                f"primary inputs are {', '.join(economy.inputs) or 'none'}"
            )
        needs = kernel.coefficients(economy.deliveries, economy.output)
        spread = kernel.allocations(economy.deliveries, economy.output)
        output, n = kernel.multipliers(needs), len(economy.sectors)
        outcome.add_each(part.key, "output", output, n, economy.sectors)
        outcome.add_each(part.key, "supply", kernel.supply_multipliers(spread), n, economy.sectors)
        for name in names:
            direct = economy.inputs[name] / economy.output
            effect = kernel.multipliers(needs, direct)
            outcome.add_each(part.key, f"effect {name}", effect, n, economy.sectors)
            ratio = [float(e / d) if d > 0 else None for e, d in zip(effect, direct, strict=True)]
            outcome.add_each(part.key, f"type I {name}", ratio, n, economy.sectors)
            if None in ratio:
                outcome.note("no_type_one", name=name)
        outcome.add(part.key, "largest", output.max(), n, group=economy.sectors[int(output.argmax())])
        outcome.add(part.key, "output", output.mean(), n)
    return outcome


@declare(
    id="linkages",
    family="linkage",
    needs=_FLOW,
    gives=Give(term="key", unit="count", low=0, high="n"),
    references=("rasmussen1956", "ghosh1958", "miller_blair2009"),
    choices={"forward": ("ghosh", "leontief")},
)
def linkages(
    table: Table,
    value: str,
    *,
    seller: str = "seller",
    buyer: str = "buyer",
    forward: str = "ghosh",
    by: By = None,
    missing: Missing = "raise",
) -> Outcome:
    """Rasmussen's backward and forward linkages of each sector, and which sectors are key.

    Parameters
    ----------
    data, value, seller, buyer, by, missing
        As for ``multipliers``.
    forward
        ``"ghosh"``: row sums of the Ghosh inverse; ``"leontief"``: row sums of the Leontief inverse, as Rasmussen had.

    Returns
    -------
    Result
        For each sector ``backward``, ``forward`` (1: the average sector), their spreads (coefficients of variation; low
        ones reach many sectors) and ``class``: 1 key (both above 1), 2 backward only, 3 forward only, 4 weak. For all
        how many are ``key``, ``backward only``, ``forward only``, ``weak``.
    """
    outcome, economies = _economies(table, value, seller, buyer, by, missing)
    outcome.note("sector_classes")
    for part, economy in economies:
        n = len(economy.sectors)
        result = kernel.linkages(
            kernel.coefficients(economy.deliveries, economy.output),
            kernel.allocations(economy.deliveries, economy.output), forward=forward,
        )  # fmt: skip
        # A hair above one, from rounding, is one.
        back, onward = result.backward > 1 + 1e-12, result.forward > 1 + 1e-12
        group = np.where(back & onward, 1, np.where(back, 2, np.where(onward, 3, 4)))
        for term, numbers in (
            ("backward", result.backward), ("forward", result.forward),
            ("backward spread", result.backward_spread), ("forward spread", result.forward_spread), ("class", group),
        ):  # fmt: skip
            if np.isfinite(numbers).all():
                outcome.add_each(part.key, term, numbers, n, economy.sectors)
        for number, name in enumerate(("key", "backward only", "forward only", "weak"), 1):
            outcome.add(part.key, name, int((group == number).sum()), n)
    return outcome


@declare(
    id="hypothetical_extraction",
    family="linkage",
    needs=_FLOW,
    gives=Give(term="largest share", low=0, high=1),
    references=("dietzenbacher_linden1997", "miller_blair2009"),
)
def hypothetical_extraction(
    table: Table,
    value: str,
    *,
    seller: str = "seller",
    buyer: str = "buyer",
    by: By = None,
    missing: Missing = "raise",
) -> Outcome:
    """Output that the economy would lose without a sector, if imports and nothing else took its place.

    Parameters
    ----------
    data, value, seller, buyer, by, missing
        As for ``multipliers``.

    Returns
    -------
    Result
        For each sector ``total`` (output lost, its own included), ``elsewhere`` (lost by the others), ``backward``
        (lost if it bought all its inputs abroad), ``forward`` (lost if others bought its products abroad), in the unit
        of the values, and ``share`` (``total`` over all output). For all the ``largest share``.
    """
    outcome, economies = _economies(table, value, seller, buyer, by, missing)
    unit = table.unit_of(value)
    for part, economy in economies:
        n = len(economy.sectors)
        needs = kernel.coefficients(economy.deliveries, economy.output)
        lost = kernel.hypothetical_extraction(needs, economy.output, economy.demand)
        for term in ("total", "elsewhere", "backward", "forward"):
            outcome.add_each(part.key, term, getattr(lost, term), n, economy.sectors, unit=unit)
        share = lost.total / economy.output.sum()
        outcome.add_each(part.key, "share", share, n, economy.sectors)
        outcome.add(part.key, "largest share", share.max(), n)
    return outcome
