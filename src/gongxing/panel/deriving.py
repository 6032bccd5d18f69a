"""Values worked out from others: formulas, sums, shares, growth and ranks, each with what it was worked out from.

A value that cannot be worked out is ``None`` and names what is missing; nothing missing is taken for zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gongxing.indicators import catalogue
from gongxing.panel.amount import Amount
from gongxing.panel.errors import PanelError
from gongxing.panel.formula import formula_of
from gongxing.panel.groups import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxing.indicators import Indicator
    from gongxing.panel.evidence import Evidence, Place
    from gongxing.panel.groups import Group
    from gongxing.panel.schema import Entry


class Gap(NamedTuple):
    """A value that no source gives."""

    place: Place
    indicator: str
    period: str | None


@dataclass(frozen=True, slots=True)
class Derived:
    """A value with its formula and the observations that it comes from.

    ``amount`` is ``None`` where something is missing; ``missing`` names it. ``formula`` is in ids or in words
    (``sum over 成都都市圈``), ``assumption`` says what is taken for granted, ``None`` where nothing is.
    """

    amount: Amount | None
    unit: str
    formula: str
    parts: tuple[Entry, ...]
    missing: tuple[Gap, ...] = ()
    assumption: str | None = None

    @property
    def value(self) -> float | None:
        """The value in the unit, ``None`` where it cannot be worked out."""
        return None if self.amount is None else float(self.amount)


class Rank(NamedTuple):
    """The place of a value among others, 1 for the first; ``ties`` are the others that share it."""

    place: Place
    entry: Entry
    rank: int
    ties: tuple[Place, ...]


def indicator_named(what: str) -> Indicator:
    """Return the catalogue's entry of an id.

    Raises
    ------
    PanelError
        It has none.
    """
    found = catalogue().get(what)
    if found is None:
        raise PanelError(f"{what!r} is not in the catalogue, so that its formula and whether it adds are not known")
    return found


def amount_of(entry: Entry) -> Amount:
    """Return the value of an entry with the bounds that its rounding leaves."""
    return Amount.of(entry.observation.value, entry.rounding)


def by_formula(evidence: Evidence, what: str, place: Place, period: str, part: str = "prefecture") -> Derived:
    """Work an indicator out by its formula in the catalogue.

    Raises
    ------
    PanelError
        The catalogue gives no formula, or one whose dimensions do not come out.
    """
    indicator = indicator_named(what)
    read = formula_of(indicator)
    if read is None:
        raise PanelError(f"{indicator.name} ({what}): the catalogue gives no formula for it")
    entries = {name: evidence.first(place.key, name, period, part) for name in read.parts}
    found = {name: entry for name, entry in entries.items() if entry is not None}
    missing = tuple(Gap(place, name, period) for name, entry in entries.items() if entry is None)
    amount = None
    if not missing:
        try:
            amount = read.value({name: amount_of(entry) for name, entry in found.items()})
        except ZeroDivisionError:
            amount = None
    return Derived(amount, indicator.unit, read.text, tuple(found.values()), missing)


def require_additive(what: str) -> Indicator:
    """Return the catalogue's entry of an indicator that adds over regions.

    Raises
    ------
    PanelError
        It does not add, or the catalogue does not know it.
    """
    indicator = indicator_named(what)
    if indicator.additive != "regions":
        raise PanelError(f"{indicator.name} ({what}) does not add over regions; add what it is made of and divide")
    return indicator


def total(
    evidence: Evidence, what: str, members: Sequence[Place], period: str, name: str, part: str = "prefecture"
) -> Derived:
    """Add an indicator over members; exact, whatever their order.

    A member without a value of its own is the sum of all its units where each has one (a province of its prefectures).

    Raises
    ------
    PanelError
        The indicator does not add over regions.
    """
    indicator = require_additive(what)
    entries = {place: _values_of(evidence, what, place, period, part) for place in members}
    found = tuple(entry for values in entries.values() for entry in values)
    missing = tuple(Gap(place, what, period) for place, values in entries.items() if not values)
    amount = None if missing or not found else Amount.sum(map(amount_of, found))
    return Derived(amount, indicator.unit, f"sum of {what} over {name}", found, missing)


def _values_of(evidence: Evidence, what: str, place: Place, period: str, part: str) -> tuple[Entry, ...]:
    own = evidence.first(place.key, what, period, part)
    if own is not None:
        return (own,)
    units = parts_of(place.key, int(period[:4])) if place.key.isdigit() and period[:4].isdigit() else ()
    values = [evidence.first(unit.key, what, period, part) for unit in units]
    return tuple(value for value in values if value) if all(values) else ()


def whole_of(evidence: Evidence, what: str, place: Place, period: str) -> Derived:
    """Return the value of a region, by its own observation, else as the sum of all divisions directly below it."""
    own = evidence.first(place.key, what, period)
    if own is not None:
        return Derived(amount_of(own), own.observation.unit, what, (own,))
    gap = Gap(place, what, period)
    indicator = catalogue().get(what)
    parts = parts_of(place.key, int(period[:4])) if period[:4].isdigit() else ()
    if indicator is None or indicator.additive != "regions" or not parts:
        return Derived(None, indicator.unit if indicator else "", what, (), (gap,))
    summed = total(evidence, what, parts, period, place.name)
    return summed if summed.amount is not None else Derived(None, summed.unit, summed.formula, summed.parts,
                                                            (gap, *summed.missing))  # fmt: skip


def over_group(evidence: Evidence, what: str, group: Group, period: str, part: str = "prefecture") -> Derived:
    """Add an indicator over a functional region; see ``total``."""
    return total(evidence, what, group.members, period, group.name, part)


def share(part: Derived, whole: Derived, formula: str) -> Derived:
    """Return a part as per cent of its whole."""
    parts, missing = (*part.parts, *whole.parts), (*part.missing, *whole.missing)
    amount = None
    if part.amount is not None and whole.amount is not None and not whole.amount.low <= 0 <= whole.amount.high:
        amount = Amount.of(100.0) * part.amount / whole.amount
    return Derived(amount, "%", formula, parts, missing)


def growth(now: Derived, before: Derived, *, deflator: float | None = None) -> Derived:
    """Return growth in per cent: in current prices, or in constant ones where the rise of prices is given.

    Parameters
    ----------
    now, before
        The levels of two years.
    deflator
        The rise of prices between them in per cent; ``None`` leaves prices in and says so.
    """
    parts, missing = (*now.parts, *before.parts), (*now.missing, *before.missing)
    said = "in current prices" if deflator is None else f"in constant prices, by a rise of prices of {deflator:g} %"
    amount = None
    if now.amount is not None and before.amount is not None and not before.amount.low <= 0 <= before.amount.high:
        hundred, one = Amount.of(100.0), Amount.of(1.0)
        ratio = now.amount / before.amount
        if deflator is not None:
            ratio = ratio / (one + Amount.of(deflator) / hundred)
        amount = hundred * (ratio - one)
    return Derived(amount, "%", f"100 * ({now.formula} / before - 1)", parts, missing, said)


def ranks(entries: Iterable[tuple[Place, Entry]], *, descending: bool = True) -> list[Rank]:
    """Rank values, the largest first unless told otherwise; equal values share a rank and the next is left out.

    The result does not depend on the order of the rows; regions of one rank stand by code.
    """
    rows = list(entries)
    values = [entry.observation.value for _, entry in rows]
    found = []
    for place, entry in rows:
        value = entry.observation.value
        rank = 1 + sum(other > value if descending else other < value for other in values)
        ties = tuple(sorted(other for other, its in rows if other != place and its.observation.value == value))
        found.append(Rank(place, entry, rank, ties))
    return sorted(found, key=lambda row: (row.rank, row.place.key))
