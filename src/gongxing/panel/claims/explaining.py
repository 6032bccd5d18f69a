"""Why a figure is not what the panel gives: rounding, year, urban districts, price base, edition, a slip of unit."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from gongxing.indicators import catalogue
from gongxing.panel import deriving
from gongxing.panel.amount import Amount, exact
from gongxing.panel.claims import growing
from gongxing.panel.claims.check import Reason
from gongxing.panel.claims.words import indicator_words, number, say
from gongxing.panel.deriving import amount_of
from gongxing.panel.writing import source_words
from gongxing.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.panel.claims.attempt import Attempt
    from gongxing.panel.claims.bench import Bench
    from gongxing.panel.claims.check import Claim

_SLIPS = (10, 100, 1000, 10_000, 100_000_000)
_PARTS = {"prefecture": "district", "district": "prefecture"}


def explanations(claim: Claim, claimed: Amount, attempt: Attempt, bench: Bench) -> list[Reason]:
    """Return every explanation that fits, the most telling first."""
    assert attempt.amount is not None
    found = [*_coarser(claim, claimed, attempt)]
    found += _doubtful(attempt)
    found = found or [*_cut_off(claim, claimed, attempt.amount)]
    found += _price_base(claim, claimed, attempt, bench)
    if claim.measure is not None and attempt.way in ("value", "sum", "formula"):
        found += [*_vintages(claim, claimed, bench), *_years(claim, claimed, bench), *_parts(claim, claimed, bench)]
        found += _scale(claimed, attempt.amount)
        if not found and attempt.way == "value":
            found += _others(claim, claimed, bench)
    return found


def _cut_off(claim: Claim, claimed: Amount, expected: Amount) -> Iterator[Reason]:
    """Yield whether the figure is the expected value with its further digits cut off."""
    step = claimed.high - claimed.low
    if not step or abs(claimed.value - expected.value) > step:
        return
    cut = (expected.value / step).quantize(Decimal(1), ROUND_DOWN) * step
    if abs(cut - claimed.value) < step / 100:
        should = (expected.value / step).quantize(Decimal(1)) * step
        unit = claim.figure.unit
        yield Reason("rounding", say("rounding", found=number(expected, unit), should=number(float(should), unit)))


def _doubtful(attempt: Attempt) -> Iterator[Reason]:
    """Yield the cells that the reading of their table found impossible."""
    for cell in attempt.steps[-1].cells if attempt.steps else ():
        observation = cell.observation
        if observation.flags and isinstance(observation.source, Cell):
            where = source_words(observation.source)
            yield Reason("doubtful", say("doubtful", where=where, flags=", ".join(observation.flags)))


def _coarser(claim: Claim, claimed: Amount, attempt: Attempt) -> Iterator[Reason]:
    """Yield whether the source writes fewer digits than the figure, which rounds to them."""
    cells = attempt.steps[-1].cells if attempt.steps else ()
    if attempt.way != "value" or len(cells) != 1:
        return
    value = exact(cells[0].observation.value)
    digit = Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))
    if digit > claimed.high - claimed.low and abs(claimed.value - value) <= digit / 2 and abs(value) > 100 * digit:
        found = number(float(value), claim.figure.unit)
        yield Reason("rounding", say("coarser", where=source_words(cells[0].observation.source), found=found))


def _value_at(claim: Claim, bench: Bench, period: str, part: str) -> Amount | None:
    """Return the panel's value for the claim in another year or part: of the group, else of the region."""
    assert claim.measure is not None
    assert claim.place is not None
    what = claim.stated if claim.measure.part == "prefecture" else claim.measure.what
    if claim.group is not None:
        entry = catalogue().get(what)
        if entry is None or entry.additive != "regions":
            return None
        return deriving.over_group(bench.evidence, what, claim.group, period, part).amount
    found = bench.evidence.first(claim.place.key, what, period, part)
    return None if found is None or found.observation.unit != claim.figure.unit else amount_of(found)


def _years(claim: Claim, claimed: Amount, bench: Bench) -> Iterator[Reason]:
    assert claim.measure is not None
    assert claim.place is not None
    places = [member.key for member in claim.group.members] if claim.group else [claim.place.key]
    what = claim.stated
    for period in sorted(set(bench.evidence.periods(places[0], what)) - {claim.period}, reverse=True):
        value = _value_at(claim, bench, period, claim.measure.part)
        if value is not None and value.meets(claimed):
            yield Reason("year", say("year", period=period, found=number(value, claim.figure.unit)))


def _parts(claim: Claim, claimed: Amount, bench: Bench) -> Iterator[Reason]:
    assert claim.measure is not None
    part = _PARTS[claim.measure.part]
    value = _value_at(claim, bench, claim.period or "", part)
    if value is not None and value.meets(claimed):
        words = say("district" if part == "district" else "whole-city", found=number(value, claim.figure.unit))
        yield Reason("district", words)


def _vintages(claim: Claim, claimed: Amount, bench: Bench) -> Iterator[Reason]:
    assert claim.measure is not None
    assert claim.place is not None
    what = claim.stated
    for entry in bench.others(claim, claim.place.key, what, claim.period, claim.measure.part)[1:]:
        if entry.observation.unit == claim.figure.unit and amount_of(entry).meets(claimed):
            found = number(entry.observation.value, claim.figure.unit)
            yield Reason("vintage", say("vintage", where=source_words(entry.observation.source), found=found))
            return


def _price_base(claim: Claim, claimed: Amount, attempt: Attempt, bench: Bench) -> Iterator[Reason]:
    """Yield whether a rate that differs from the published one is the nominal one of the levels."""
    if claim.measure is None or claim.measure.aspect != "growth" or attempt.way != "value":
        return
    nominal = growing.by_levels(claim, bench)
    if nominal is not None and nominal.amount is not None and nominal.amount.meets(claimed):
        yield Reason("price-base", say("price-base", found=number(nominal.amount, claim.figure.unit)))


def _scale(claimed: Amount, expected: Amount) -> Iterator[Reason]:
    for factor in _SLIPS:
        up = Amount.of(float(factor)) * expected
        down = expected / Amount.of(float(factor))
        if up.meets(claimed) and not down.meets(claimed):
            yield Reason("scale", say("scale", factor=f"{factor:,}"))
        elif down.meets(claimed) and not up.meets(claimed):
            yield Reason("scale", say("scale", factor=f"1/{factor:,}"))


def _others(claim: Claim, claimed: Amount, bench: Bench) -> Iterator[Reason]:
    """Yield an indicator of the same family whose value of the same place and year the figure is."""
    assert claim.place is not None
    known = catalogue().get(claim.stated)
    if known is None or claimed.high - claimed.low > abs(claimed.value) / 100:
        return  # a figure of two digits would meet something by chance
    for other in catalogue().values():
        if other.id != known.id and other.family == known.family and other.unit == known.unit:
            entry = bench.evidence.first(claim.place.key, other.id, claim.period)
            if entry is not None and amount_of(entry).meets(claimed):
                found = number(entry.observation.value, known.unit)
                yield Reason("other-indicator", say("other-indicator", name=indicator_words(other.id), found=found))
                return
