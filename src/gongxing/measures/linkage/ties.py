"""How regions are tied: gravity strength, accessibility, flows and who is central in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from gongxing.measures.errors import DataError, complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import gravity as kernel
from gongxing.measures.kernels.centrography import great_circle
from gongxing.measures.linkage.economy import matrix_of
from gongxing.measures.notes import within
from gongxing.measures.places import read_with_places
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import Sample, Slice, aligned_weights
from gongxing.regions.distances import Distances
from gongxing.regions.errors import RegionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_DEGREES = Need()
_COSTS = {"w": Need("weights"), "longitude": _DEGREES, "latitude": _DEGREES}


def _read(
    table: Table, w: Any, longitude: str, latitude: str, by: By, id: str | None, missing: Missing, **columns: str | None
) -> Sample:
    """Read masses, and places where no costs are given."""
    if w is None:
        return read_with_places(table, longitude, latitude, by=by, id=id, missing=missing, **columns)
    read: dict[str, Any] = dict(columns)
    return table.read(by=by, id=id, missing=missing, **read)


def _costs(part: Slice, w: Any) -> tuple[tuple[str, ...], NDArray[np.intp], Array, str]:
    """Return codes in order, their rows, the costs between them (infinite where unknown), and what those are."""
    order = np.argsort(part.codes.astype(str), kind="stable")
    codes = tuple(str(code) for code in part.codes[order])
    if w is None:
        cost = great_circle(part.numbers("longitude")[order], part.numbers("latitude")[order])
        name = "kilometres on the ellipsoid (GRS80)"
    elif isinstance(w, Distances):
        try:
            known = w.aligned(codes)
        except RegionError as error:
            raise DataError(f"{part.table.measure.id}: {error}") from None
        # Metres to kilometres, so that coordinates and seats give the same numbers.
        cost = np.where(np.isnan(known.matrix), np.inf, known.matrix / (1000 if known.unit == "m" else 1))
        name = f"{known.description} ({'km' if known.unit == 'm' else known.unit})"
    elif isinstance(w, str):
        raise DataError(
            f"{part.table.measure.id}: w: expected distances or times, but {w!r} came; leave it out for seats"
        )
    else:
        weights = aligned_weights(w, codes, part.table)
        cost, name = weights.matrix.toarray(), weights.description
        cost[(cost == 0) & ~np.eye(len(codes), dtype=bool)] = np.inf
    apart = ~np.eye(len(codes), dtype=bool)
    lost = int(np.isinf(cost).sum())
    if lost:
        part.table.note("no_distance", count=lost, total=apart.sum(), where=within(part.key))
    same = [f"{codes[int(i)]} {codes[int(j)]}" for i, j in np.argwhere((cost <= 0) & apart) if i < j]
    if same:
        raise complaint(
            f"{part.table.measure.id}{part.where()}", "distances above 0 between different regions",
            f"{len(same)} pairs lie at the same place", "correct the coordinates or merge the regions", same,
        )  # fmt: skip
    return codes, order, cost, name


@declare(
    id="gravity",
    family="linkage",
    needs={"value": Need(sign=">= 0", adds=True), "residents": Need(sign=">= 0", adds=True), **_COSTS},
    gives=Give(term="total", unit=""),
    scale="other",
    references=("isard1960",),
    choices={"variant": kernel.VARIANTS},
)
def gravity(
    table: Table,
    value: str,
    *,
    residents: str | None = None,
    w: Any = None,
    longitude: str = "longitude",
    latitude: str = "latitude",
    variant: str = "mass",
    exponent: float = 2.0,
    pairs: bool = False,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Strength of ties between regions by the gravity formula: what size and nearness let expect, not what flows.

    Parameters
    ----------
    data
        A polars or pandas frame, one row a region (and year).
    value
        Column of the mass (GDP), a quantity that adds over regions, at least 0.
    residents
        Column of people, for the variants ``geometric`` and ``directed``.
    w
        Distances or times (``gongxing.regions.distances.Distances``, weights, or a frame of origin, destination and
        weight); metres count as kilometres. Without it geodesic kilometres between the places of ``longitude`` and
        ``latitude`` (columns of degrees), or where the frame has none, between seats of government.
    variant
        ``"mass"``: M_i M_j / d^b; ``"geometric"``: sqrt(P_i G_i) sqrt(P_j G_j) / d^b, as usual for Chinese cities;
        ``"directed"``: the latter times G_i / (G_i + G_j).
    exponent
        b, above 0.
    pairs
        Give each tie, too ("a → b").
    by, id, missing
        As everywhere.

    Returns
    -------
    Result
        For each region ``strength`` (sum of its ties; with ``directed``: outgoing), ``share`` of all, and ``strongest``
        of its ties ("a → b"). For all ``total``.
    """
    if (variant == "mass") != (residents is None):
        raise DataError(
            f"{table.measure.id}: expected residents with the variants geometric and directed and not with mass, but "
            f"variant is {variant!r} and residents {residents!r}; change one of them"
        )
    if exponent <= 0:
        raise complaint("exponent", "a number above 0", f"{exponent} came", "give 2, or what an estimate says")
    sample = _read(table, w, longitude, latitude, by, id, missing, value=value, residents=residents)
    outcome = Outcome(sample.by)
    for part in sample:
        part.at_least(2)
        codes, order, cost, name = _costs(part, w)
        people = part.optional("residents")
        tie = kernel.strength(
            part.numbers("value")[order], cost, variant=cast(kernel.Variant, variant),
            other=None if people is None else people[order], exponent=exponent,
        )  # fmt: skip
        outcome.spec["weights"] = name
        total = float(tie.sum())
        if total <= 0:
            raise complaint(
                f"value{part.where()}", "two regions with a mass above 0 and a way between them", "no tie is above 0",
                "look at the values and the distances", codes,
            )  # fmt: skip
        _add_ties(outcome, part, codes, tie, pairs=pairs)
        outcome.add(part.key, "total", total, part.n)
    return outcome


def _add_ties(outcome: Outcome, part: Slice, codes: Sequence[str], tie: Array, *, pairs: bool) -> None:
    """Add the ties of each region: their sum, its share of all, the strongest, and each where pairs are asked for."""
    strength = tie.sum(axis=1)
    outcome.add_each(part.key, "strength", strength, part.n, codes)
    outcome.add_each(part.key, "share", strength / float(tie.sum()), part.n, codes, unit="1")
    for i, code in enumerate(codes):
        j = int(tie[i].argmax())
        if tie[i, j] > 0:
            outcome.add(part.key, "strongest", tie[i, j], part.n, group=f"{code} → {codes[j]}")
    if pairs:
        for i, j in np.argwhere(tie > 0):
            outcome.add(part.key, "tie", tie[i, j], part.n, group=f"{codes[int(i)]} → {codes[int(j)]}")


@declare(
    id="accessibility",
    family="linkage",
    needs={"value": Need(sign=">= 0", adds=True), **_COSTS},
    gives=Give(term="mean", unit="value", low=0, better="high"),
    scale="equivariant",
    references=("hansen1959",),
    choices={"decay": kernel.DECAYS},
)
def accessibility(
    table: Table,
    value: str,
    *,
    w: Any = None,
    longitude: str = "longitude",
    latitude: str = "latitude",
    decay: str = "power",
    parameter: float = 1.0,
    own: float | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Hansen's accessibility: the opportunities that each region reaches, less the farther away they are.

    Parameters
    ----------
    data, w, longitude, latitude, by, id, missing
        As for ``gravity``.
    value
        Column of opportunities (jobs, residents, GDP), a quantity that adds over regions, at least 0.
    decay, parameter
        ``"power"``: c^-b; ``"exponential"``: exp(-c / b); ``"gaussian"``: exp(-(c / b)^2 / 2); ``"threshold"``: what
        lies within b. The parameter b is above 0, for the last three in the unit of the distances.
    own
        The distance at which a region's own opportunities count; by default they do not.

    Returns
    -------
    Result
        For each region ``accessibility`` and ``relative`` (to the mean of all). For all ``mean``.
    """
    if parameter <= 0 or (own is not None and own <= 0):
        raise DataError(
            f"{table.measure.id}: expected parameter and own above 0, but {parameter} and {own} came; give a distance"
        )
    sample = _read(table, w, longitude, latitude, by, id, missing, value=value)
    outcome = Outcome(sample.by)
    unit = table.unit_of(value)
    for part in sample:
        part.at_least(2 if own is None else 1)
        codes, order, cost, name = _costs(part, w)
        np.fill_diagonal(cost, own or 0.0)
        reached = kernel.accessibility(
            part.numbers("value")[order], cost, decay=cast(kernel.Decay, decay), parameter=parameter,
            own=own is not None,
        )  # fmt: skip
        outcome.spec["weights"] = name
        outcome.add_each(part.key, "accessibility", reached, part.n, codes, unit=unit)
        if reached.mean() > 0:
            outcome.add_each(part.key, "relative", reached / reached.mean(), part.n, codes)
        else:
            outcome.note("nothing_reached", where=within(part.key))
        outcome.add(part.key, "mean", reached.mean(), part.n, unit=unit)
    return outcome


@declare(
    id="ties",
    family="linkage",
    needs={"value": Need(sign=">= 0"), "origin": Need("label"), "destination": Need("label")},
    gives=Give(term="total", unit="value", low=0),
    scale="equivariant",
    references=("bonacich1972", "opsahl_agneessens_skvoretz2010"),
)
def ties(
    table: Table,
    value: str,
    *,
    origin: str = "origin",
    destination: str = "destination",
    by: By = None,
    missing: Missing = "raise",
) -> Outcome:
    """In- and outgoing ties of each region, what it draws on balance, and how central it is.

    Parameters
    ----------
    data
        A polars or pandas frame, one row a flow (people, goods, capital, patents, calls); absent pairs have none.
    value
        Column of flows, at least 0.
    origin, destination
        Columns of codes or names. Flows of a region to itself are left out.
    by, missing
        As everywhere.

    Returns
    -------
    Result
        For each region ``outgoing``, ``incoming``, ``net`` ((in - out) / (in + out), in [-1, 1]; none without flows),
        ``partners``, ``eigenvector`` (largest 1) and ``closeness`` (harmonic). For all ``total`` and ``tie density``
        (part of all possible ties that exist).
    """
    sample = table.read(
        value=value, origin=origin, destination=destination, by=by, id=None, missing=missing, unique=None
    )
    outcome = Outcome(sample.by)
    unit = table.unit_of(value)
    for part in sample:
        rows, columns, values = matrix_of(part, "origin", "destination")
        names = sorted({*rows, *columns})
        n = len(names)
        if n < 2:
            raise complaint(
                f"{table.measure.id}{part.where()}", "flows between at least 2 regions", f"there is {n}",
                "add flows to others", names,
            )  # fmt: skip
        flows = np.zeros((n, n))
        flows[np.ix_([names.index(name) for name in rows], [names.index(name) for name in columns])] = values
        if np.trace(flows) > 0:
            table.note("self_flows", where=within(part.key))
            np.fill_diagonal(flows, 0.0)
        result = kernel.ties(flows)
        for term in ("outgoing", "incoming"):
            outcome.add_each(part.key, term, getattr(result, term), n, names, unit=unit)
        net = [None if np.isnan(number) else float(number) for number in result.net]
        outcome.add_each(part.key, "net", net, n, names)
        if None in net:
            alone = [name for name, number in zip(names, net, strict=True) if number is None]
            outcome.note("no_flow", count=len(alone), total=n, where=within(part.key), codes=list(alone))
        outcome.add_each(part.key, "partners", result.partners.tolist(), n, names, unit="count")
        outcome.add_each(part.key, "eigenvector", result.eigenvector, n, names)
        outcome.add_each(part.key, "closeness", result.closeness, n, names)
        outcome.add(part.key, "tie density", float((flows > 0).sum()) / (n * (n - 1)), n)
        outcome.add(part.key, "total", flows.sum(), n, unit=unit)
    return outcome
