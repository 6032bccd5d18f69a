"""Direct values, and sums where the region is a group or only its parts have values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gongxing.indicators import catalogue
from gongxing.panel import deriving
from gongxing.panel.claims.attempt import Attempt
from gongxing.panel.claims.check import Reason, Said, Step
from gongxing.panel.claims.words import indicator_words, listed, number, say
from gongxing.panel.deriving import Derived, Gap, amount_of
from gongxing.panel.evidence import NATION
from gongxing.panel.groups import Group, parts_of
from gongxing.panel.writing import source_words

if TYPE_CHECKING:
    from gongxing.panel.amount import Amount
    from gongxing.panel.claims.bench import Bench
    from gongxing.panel.claims.check import Claim
    from gongxing.panel.evidence import Place
    from gongxing.panel.schema import Entry

# Fewer characters than these are too short to be one thing in two documents (单位, 占比).
_SHORTEST = 4


class Level(NamedTuple):
    """The level of an indicator of a region with the steps that lead to it, or the reason why there is none.

    ``stands_in`` where the sum of all units of a region is taken for the region's own value.
    """

    amount: Amount | None
    steps: tuple[Step, ...]
    reason: Reason | None
    stands_in: bool = False


def by_value(claim: Claim, bench: Bench) -> Attempt | None:
    """Compare with the same cell in another source."""
    measure, place = claim.measure, claim.place
    if measure is None or place is None or measure.nominal:
        return None  # published growth is real
    for what in dict.fromkeys((claim.stated, measure.what if measure.aspect == "level" else None)):
        if what is None or (what not in catalogue() and len(what) < _SHORTEST):
            continue  # words that are too short or the base of another measure
        found = [
            entry
            for entry in bench.others(claim, place.key, what, claim.period, measure.part)
            if entry.observation.unit == claim.figure.unit
        ]
        if found:
            return Attempt("value", amount_of(found[0]), (value_step(found[0]),))
    return None


def value_step(entry: Entry) -> Step:
    """Return the step that reads one cell."""
    observation = entry.observation
    found = number(observation.value, observation.unit)
    return Step(say("value", where=source_words(observation.source), found=found), (entry,))


def by_sum(claim: Claim, bench: Bench) -> Attempt | None:
    """Add over the members of a group, or over all units of a division that has no value of its own."""
    measure = claim.measure
    if measure is None or measure.aspect != "level" or claim.place is None:
        return None
    if claim.group is None and (not measure.known or catalogue()[measure.what].additive != "regions"):
        return None
    if claim.place.key == NATION:
        return None
    if claim.group is None and not claim.place.key.isdigit():
        sentence = "several-regions" if "、" in claim.place.name else "members"
        return Attempt("sum", None, (), (Reason("members", say(sentence, name=claim.place.name)),))
    found = summed(claim, bench, measure.what, measure.part)
    if found is None or (claim.group is None and not found.steps):
        return None
    reasons = (found.reason,) if found.reason else ()
    return Attempt("sum", found.amount, found.steps, reasons, stands_in=found.stands_in)


def summed(claim: Claim, bench: Bench, what: str, part: str = "prefecture") -> Level | None:
    """Return the sum over the claim's group, or over the units of its region (``None`` where it has no units)."""
    assert claim.place is not None
    period = claim.period or ""
    if claim.group is not None:
        entry = catalogue().get(what)
        if entry is None or entry.additive != "regions":
            return Level(None, (), Reason("missing", say("not-additive", what=indicator_words(what))))
        found = deriving.over_group(bench.evidence, what, claim.group, period, part)
        return _group_level(found, claim.group)
    parts = parts_of(claim.place.key, int(period[:4])) if period[:4].isdigit() else ()
    if not parts:
        return None
    found = deriving.total(bench.evidence, what, parts, period, claim.place.name, part)
    return parts_level(found, claim.place, parts)


def _group_level(found: Derived, group: Group) -> Level:
    if found.amount is None:
        names = listed(gap.place.name for gap in found.missing)
        what = indicator_words(found.missing[0].indicator)
        return Level(
            None, tuple(value_step(e) for e in found.parts), Reason("missing", say("missing", what=what, names=names))
        )
    source = say("document") if group.source == "document" else Said(group.source, group.source)
    terms = tuple(
        " + ".join(f"{e.observation.region} {number(e.observation.value, found.unit)[i]}" for e in found.parts)
        for i in (0, 1)
    )
    step = say("sum", name=group.name, count=len(group.members), source=source, terms=terms,
               found=number(found.amount, found.unit))  # fmt: skip
    return Level(found.amount, (Step(step, found.parts),), None)


def parts_level(found: Derived, place: Place, parts: tuple[Place, ...]) -> Level:
    """Return the sum over all units of a division, or which of them have no value."""
    if found.amount is None:
        steps = tuple(value_step(entry) for entry in found.parts)
        return Level(None, steps, missing_units(place, parts, found.missing))
    step = say("sum-parts", name=place.name, count=len(parts), found=number(found.amount, found.unit))
    return Level(found.amount, (Step(step, found.parts),), None, stands_in=True)


def missing_units(place: Place, parts: tuple[Place, ...], gaps: tuple[Gap, ...]) -> Reason:
    """Return the sentence that names the units of a division without a value."""
    gaps = tuple(gap for gap in gaps if gap.place != place)
    what = indicator_words(gaps[0].indicator) if gaps else ("", "")
    if not gaps or len(gaps) == len(parts):
        return missing_one(place, what, gaps[0].period if gaps else None)
    names = listed((gap.place.name for gap in gaps), 12)
    return Reason("missing", say("missing-units", name=place.name, count=len(parts), missing=len(gaps), names=names,
                                 what=what))  # fmt: skip


def missing_one(place: Place, what: tuple[str, str], period: str | None) -> Reason:
    """Return the sentence that one value is not there."""
    return Reason("missing", say("missing-one", name=place.name, period=period or "", what=what))


def level_unit(bench: Bench, what: str, place: Place, period: str) -> str | None:
    """Return the unit of the level that a share or rate is of; shares and rates of the same words are none."""
    if what in catalogue():
        return catalogue()[what].unit
    units = (entry.observation.unit for entry in bench.evidence.sources(place.key, what, period))
    return next((unit for unit in units if unit not in ("%", "pp", "x", "rank")), None)


def level_of(claim: Claim, bench: Bench, place: Place, what: str, period: str, *, unit: str | None = None) -> Level:
    """Return the level of an indicator for arithmetic: a source's own value, else the sum of all units below."""
    entry = bench.level(claim, place.key, what, period, unit=unit)
    if entry is not None:
        return Level(amount_of(entry), (value_step(entry),), None)
    known = catalogue().get(what)
    parts = parts_of(place.key, int(period[:4])) if period[:4].isdigit() and len(period) == 4 else ()
    if known is not None and known.additive == "regions" and parts:
        return parts_level(deriving.total(bench.evidence, what, parts, period, place.name), place, parts)
    return Level(None, (), missing_one(place, indicator_words(what), period))
