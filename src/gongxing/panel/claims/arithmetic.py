"""Changes against the year before, formulas of the catalogue, and identities that must hold."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.indicators import catalogue
from gongxing.panel.amount import Amount
from gongxing.panel.claims.attempt import Attempt
from gongxing.panel.claims.check import Reason, Said, Step
from gongxing.panel.claims.levels import missing_one, summed, value_step
from gongxing.panel.claims.measure import key_of
from gongxing.panel.claims.words import indicator_words, joined, number, say
from gongxing.panel.deriving import amount_of
from gongxing.panel.errors import PanelError
from gongxing.panel.formula import Formula, formula, formula_of

if TYPE_CHECKING:
    from gongxing.panel.claims.bench import Bench
    from gongxing.panel.claims.check import Claim
    from gongxing.panel.groups import Group
    from gongxing.panel.schema import Entry

# Per-head values divide by the year's average population; year-end residents differ from it by half a year's change,
# which is below 1.5 % where the population changes by less than 3 % a year.
_AVERAGE = 0.015
# Values of one name further apart than these are of different things (卫生技术人员 of all and of the township clinics).
_ALIKE = (0.8, 1.25)


@cache
def _identities() -> dict[str, list[str]]:
    table: dict[str, dict[str, list[str]]] = tomllib.loads(
        Path(__file__).with_name("identities.toml").read_text("utf-8")
    )
    return {key_of(name): texts for name, texts in table["identities"].items()}


def by_change(claim: Claim, bench: Bench) -> Attempt | None:
    """Take the level of the year before from the level of the year."""
    measure, place = claim.measure, claim.place
    if measure is None or measure.aspect != "change" or place is None or claim.period is None:
        return None
    if not (claim.period.isdigit() and len(claim.period) == 4):
        return None
    unit = "%" if claim.figure.unit == "pp" else claim.figure.unit
    years = (claim.period, str(int(claim.period) - 1))
    entries = [bench.level(claim, place.key, measure.what, year, measure.part, unit=unit) for year in years]
    if entries[0] is None or entries[1] is None:
        what = indicator_words(measure.what)
        lacking = tuple(missing_one(place, what, y) for y, e in zip(years, entries, strict=True) if e is None)
        return Attempt("difference", None, (), lacking)
    now, before = amount_of(entries[0]), amount_of(entries[1])
    words = say("difference", now=number(now, unit), before=number(before, unit),
                found=number(now - before, claim.figure.unit))  # fmt: skip
    return Attempt("difference", now - before, (Step(words, (entries[0], entries[1])),))


def by_formula(claim: Claim, bench: Bench) -> Attempt | None:
    """Work a value out by the catalogue's formula (人均地区生产总值 = 地区生产总值 ÷ 常住人口)."""
    measure = claim.measure
    if measure is None or measure.aspect not in ("level", "share"):
        return None
    known = catalogue().get(claim.stated)
    if known is None:
        return None
    try:
        read = formula_of(known)
    except PanelError:
        return None  # a formula over indicators that this catalogue does not hold
    if read is None:
        return None
    per_head = known.dimension.endswith("/person")
    if claim.group is not None:
        return _over_group(claim, bench, read, claim.group, per_head=per_head)
    return _worked_out(claim, bench, read, per_head=per_head)


def _over_group(claim: Claim, bench: Bench, read: Formula, group: Group, *, per_head: bool) -> Attempt | None:
    """Work a formula out of sums over a group, whose parts must all add."""
    if any(catalogue()[part].additive != "regions" for part in read.parts):
        return None
    sums = {
        part: summed(claim, bench, part, claim.measure.part if claim.measure else "prefecture") for part in read.parts
    }
    steps = tuple(step for level in sums.values() if level for step in level.steps)
    amounts = {part: level.amount for part, level in sums.items() if level and level.amount is not None}
    if len(amounts) < len(read.parts):
        return Attempt("formula", None, steps, tuple(level.reason for level in sums.values() if level and level.reason))
    return _valued(
        claim, read, amounts, steps, {part: catalogue()[part].unit for part in read.parts}, per_head=per_head
    )


def by_identity(claim: Claim, bench: Bench) -> Attempt | None:
    """Add what must add up to a value (进出口总额 = 出口 + 进口); see ``identities.toml``."""
    measure = claim.measure
    if measure is None or measure.aspect != "level" or claim.group is not None:
        return None
    attempts = [_worked_out(claim, bench, formula(text)) for text in _identities().get(measure.what, ())]
    return next((a for a in attempts if a and a.amount is not None), attempts[0] if attempts else None)


def _worked_out(claim: Claim, bench: Bench, read: Formula, *, per_head: bool = False) -> Attempt | None:
    assert claim.measure is not None
    if claim.place is None or claim.period is None:
        return None
    keys = {name: key_of(name) for name in read.parts}
    own = {name: bench.own(claim, claim.place.key, key, claim.period, claim.measure.part) for name, key in keys.items()}
    units = {name: catalogue()[key].unit if key in catalogue() else claim.figure.unit for name, key in keys.items()}
    entries: dict[str, Entry | None] = dict(own)
    if not all(own.values()):
        entries = {
            name: bench.level(claim, claim.place.key, key, claim.period, claim.measure.part, unit=units[name])
            for name, key in keys.items()
        }
    found = {name: entry for name, entry in entries.items() if entry is not None}
    lacking = [name for name in read.parts if name not in found]
    if lacking:
        reasons = (missing_one(claim.place, indicator_words(keys[name]), claim.period) for name in lacking)
        return Attempt("formula", None, tuple(value_step(entry) for entry in found.values()), tuple(reasons))
    amounts = {name: amount_of(entry) for name, entry in found.items()}
    cells = (Step(Said("", ""), tuple(found.values())),)
    units = {name: entry.observation.unit for name, entry in found.items()}
    return _valued(claim, read, amounts, cells, units, per_head=per_head)


def _valued(
    claim: Claim, read: Formula, amounts: dict[str, Amount], steps: tuple[Step, ...], units: dict[str, str], *,
    per_head: bool,
) -> Attempt | None:  # fmt: skip
    """Return a formula's value with its terms; year-end residents are widened to the year's average."""
    before = tuple(step for step in steps if step.said.zh)
    terms = joined(
        say("value", where=indicator_words(key_of(name)), found=number(amount, units[name]))
        for name, amount in amounts.items()
    )
    if per_head and "residents" in amounts:
        spread = Amount(Amount.of(1.0).value, Amount.of(1 - _AVERAGE).value, Amount.of(1 + _AVERAGE).value)
        amounts = {**amounts, "residents": amounts["residents"] * spread}
        before = (*before, Step(say("mean-population"), ()))
    try:
        amount = read.value(amounts)
    except ZeroDivisionError:
        return None
    words = say("formula", formula=read.text, terms=tuple(terms), found=number(amount, claim.figure.unit))
    cells = tuple(cell for step in steps for cell in step.cells)
    return Attempt("formula", amount, (*before, Step(words, cells)))


def own_repeat(claim: Claim, bench: Bench) -> tuple[Entry, Reason] | None:
    """Return another value that the claim's own document gives for the same cell, if it is near and yet differs."""
    if claim.measure is None or claim.place is None or not claim.measure.known:
        return None
    what = claim.stated
    if claim.figure.unit in ("%", "pp", "x", "rank"):
        return None  # rates of different things are alike, and what they are of is often left out when repeated
    other = bench.own(claim, claim.place.key, what, claim.period, claim.measure.part)
    if other is None or what not in catalogue() or other.observation.unit != claim.figure.unit:
        return None
    ratio = claim.figure.value / other.observation.value if other.observation.value else 0.0
    if not _ALIKE[0] < ratio < _ALIKE[1]:
        return None
    found = number(other.observation.value, other.observation.unit)
    return other, Reason("ambiguous", say("self-other", found=found))
