"""What change came from: shift-share, contributions to growth, and the logarithmic mean Divisia index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from gongxing.measures.errors import complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import growth
from gongxing.measures.kernels.shift_share import shift_share as split_change
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.structure.crossing import ABSENT, Absent, Columns, key_columns, positions
from gongxing.measures.structure.paths import Path, paths

_TIME = Need("time")


@declare(
    id="shift_share",
    family="structure",
    needs={"value": Need(sign=">= 0", adds=True), "activity": Need("label"), "time": _TIME},
    gives=Give(term="change", unit="value"),
    decomposes=("national", "mix", "regional", "allocation"),
    scale="equivariant",
    references=("dunn1960", "esteban1972", "barff1988"),
    choices={"absent": ABSENT, "form": ("dunn", "esteban-marquillas"), "steps": ("ends", "all")},
)
def shift_share(
    table: Table,
    value: Columns,
    *,
    time: str,
    activity: str | None = None,
    form: Literal["dunn", "esteban-marquillas"] = "dunn",
    steps: Literal["ends", "all"] = "ends",
    regions: Sequence[str] | None = None,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Shift-share: change as national growth, industry mix and the region's own; parts add up to the last bit.

    Parameters
    ----------
    data
        One row a region and period with a column for each activity, or one row a region, period and activity.
    value
        The columns of sizes (employees by branch), or one column beside ``activity``.
    time
        Column of periods.
    activity, regions, by, id, missing, absent
        As in ``location_quotient``.
    form
        ``"dunn"``, or ``"esteban-marquillas"``, which splits the regional part into what a region made up as the whole
        would have gained and the allocation of its activities.
    steps
        ``"ends"`` compares the first and the last period; ``"all"`` sums the parts of every step (the dynamic form).

    Returns
    -------
    Result
        Key ``code``; terms ``change``, ``national``, ``mix``, ``regional`` (and ``allocation``) of the region, and of
        each activity in ``group``.

    Raises
    ------
    DataError
        Bad columns or sizes; fewer than two periods; a whole that is zero.
    """
    outcome = Outcome(key_columns(by, id))
    unit = table.unit_of(value if isinstance(value, str) else value[0])
    options = {"time": time, "by": by, "id": id, "missing": missing, "absent": absent, "all_periods": steps == "all"}
    for path in paths(table, value, activity, **options):  # type: ignore[arg-type]
        found = split_change(path.sizes, homothetic=form == "esteban-marquillas")
        terms = {
            "change": found.change, "national": found.national, "mix": found.mix, "regional": found.regional,
        }  # fmt: skip
        if found.allocation is not None:
            terms["allocation"] = found.allocation
            _note_new(table, path, found.new)
        for r in positions(path.codes, regions, table.measure.id):
            key = (*path.key, path.codes[r])
            for term, cells in terms.items():
                outcome.add(key, term, cells[r].sum(), len(path.codes), unit=unit)
                outcome.add_each(key, term, cells[r], len(path.codes), path.activities, unit)
    return outcome


@declare(
    id="growth_contribution",
    family="structure",
    needs={"value": Need(adds=True), "activity": Need("label"), "time": _TIME},
    gives=Give(term="growth", unit="%"),
    references=("nbs_contribution",),
    choices={"absent": ABSENT, "of": ("regions", "activities", "cells")},
)
def growth_contribution(
    table: Table,
    value: Columns,
    *,
    time: str,
    activity: str | None = None,
    of: Literal["regions", "activities", "cells"] = "regions",
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
    absent: Absent = "raise",
) -> Outcome:
    """Contributions to growth: how many points each region or activity added, and its share of the growth.

    Parameters
    ----------
    data, value, time, activity, by, id, missing, absent
        As in ``shift_share``; ``value`` may be negative (balances). ``by="code"`` with ``of="activities"`` gives each
        region's growth by its activities.
    of
        ``"regions"``, ``"activities"``, or ``"cells"``: each activity in each region (key ``code``).

    Returns
    -------
    Result
        Term ``growth`` of the whole in per cent; for each part ``points`` (percentage points, 拉动), ``share`` (per
        cent of the growth, 贡献率; not there where the whole did not change) and ``change``.

    Raises
    ------
    DataError
        Bad columns; fewer than two periods; a whole that is not above 0 at the start.
    """
    cells = of == "cells"
    outcome = Outcome(key_columns(by, id) if cells else key_columns(by, id)[:-1])
    unit = table.unit_of(value if isinstance(value, str) else value[0])
    options = {"time": time, "by": by, "id": id, "missing": missing, "absent": absent}
    for path in paths(table, value, activity, **options):  # type: ignore[arg-type]
        labels = _parts(path, of)
        start, end = path.sizes.reshape(2, -1) if cells else path.sizes.sum(axis=2 if of == "regions" else 1)
        found = growth.contributions(start, end)
        n = len(labels)
        outcome.add((*path.key, None) if cells else path.key, "growth", found.growth, n, unit="%")
        if found.share is None:
            table.note("whole_unchanged")
        columns = [("points", found.points, "pp"), ("share", found.share, "%"), ("change", found.change, unit)]
        for term, numbers, one in columns:
            if numbers is None:
                continue
            for (key, label), number in zip(labels, numbers, strict=True):
                outcome.add((*path.key, *key), term, number, n, group=label, unit=one)
    return outcome


def _parts(path: Path, of: str) -> list[tuple[tuple[str, ...], str]]:
    """Return what to add to the key, and the group, of each part of a whole."""
    if of == "cells":
        return [((code,), activity) for code in path.codes for activity in path.activities]
    return [((), name) for name in (path.codes if of == "regions" else path.activities)]


@declare(
    id="lmdi",
    family="structure",
    needs={"value": Need(sign=">= 0", adds=True), "chain": Need(sign=">= 0", adds=True), "time": _TIME},
    gives=Give(term="change", unit="value"),
    decomposes=("effect",),
    scale="equivariant",
    references=("ang2005", "ang2007"),
)
def lmdi(
    table: Table,
    value: str,
    *,
    chain: Columns,
    time: str,
    shares: bool = False,
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Logarithmic mean Divisia index: the change of a quantity as the effects of the factors that it is a product of.

    Parameters
    ----------
    data
        One row a region and period.
    value
        Column of the quantity (GDP), of at least 0.
    chain
        Columns, each a step towards the value: with ``["residents", "employees"]`` GDP is residents × employees a
        resident × GDP an employee.
    time
        Column of periods; the first and the last are compared.
    shares
        Split the first column of the chain into its total over the regions and each region's share of it, so that the
        effect of the structure of regions stands apart.
    by, id, missing
        As everywhere.

    Returns
    -------
    Result
        Terms ``change`` and ``effect …`` of each factor, of all regions and of each in ``group``; they add up to the
        last bit.

    Raises
    ------
    DataError
        Bad columns; negative numbers; a value where a column of the chain is zero.
    """
    outcome = Outcome(key_columns(by, id)[:-1])
    links = [chain] if isinstance(chain, str) else list(chain)
    unit = table.unit_of(value)
    table.read(value=value, chain=links, time=time, by=by, id=id, missing=missing, unique=("time",))  # signs
    for path in paths(table, [*links, value], None, time=time, by=by, id=id, missing=missing):
        names, start, end = _factors(table, path, links, value, shares)
        effects, change = growth.lmdi(start, end, path.sizes[1, :, -1] - path.sizes[0, :, -1])
        n = len(path.codes)
        outcome.add(path.key, "change", change.sum(), n, unit=unit)
        for name, effect in zip(names, effects, strict=True):
            outcome.add(path.key, f"effect {name}", effect.sum(), n, unit=unit)
        outcome.add_each(path.key, "change", change, n, path.codes, unit)
        for name, effect in zip(names, effects, strict=True):
            outcome.add_each(path.key, f"effect {name}", effect, n, path.codes, unit)
    return outcome


def _factors(
    table: Table, path: Path, links: list[str], value: str, shares: bool
) -> tuple[list[str], growth.Array, growth.Array]:
    """Return names and factors (F, R) at the start and the end."""
    sizes = path.sizes  # (2, R, links and value)
    names, factors = [links[0]], [sizes[..., 0]]
    if shares:
        total = sizes[..., 0].sum(axis=1, keepdims=True)
        if (total == 0).any():
            raise complaint(f"chain {links[0]!r}", "a total above 0", "it is 0", "name another column")
        names = [f"total {links[0]}", f"share of {links[0]}"]
        factors = [np.broadcast_to(total, sizes.shape[:2]), sizes[..., 0] / total]
    steps = [*links, value]
    for k in range(1, len(steps)):
        below, above = sizes[..., k - 1], sizes[..., k]
        wrong = (below == 0) & (above > 0)
        if wrong.any():
            raise complaint(
                f"chain {steps[k - 1]!r}", f"more than 0 wherever {steps[k]} is", f"{int(wrong.sum())} are 0",
                "look at these regions", [path.codes[r] for r in np.flatnonzero(wrong.any(axis=0))],
            )  # fmt: skip
        ratio = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
        if np.isnan(ratio).any():
            table.note("ratios_zero", count=int(np.isnan(ratio).sum()), above=steps[k], below=steps[k - 1])
            ratio = np.where(np.isnan(ratio), np.nan_to_num(ratio[::-1], nan=1.0), ratio)
        names.append(f"{steps[k]} / {steps[k - 1]}")
        factors.append(ratio)
    stacked = np.stack(factors)
    return names, stacked[:, 0], stacked[:, 1]


def _note_new(table: Table, path: Path, new: np.typing.NDArray[np.bool_]) -> None:
    if new.any():
        cells = [f"{path.codes[r]} {path.activities[k]}" for r, k in np.argwhere(new)]
        table.note("new_activities", count=int(new.sum()), cells=cells)
