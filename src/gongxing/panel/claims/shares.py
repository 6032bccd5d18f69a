"""Shares: of a larger region, of another indicator, and of the three sectors in output."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongxing.indicators import catalogue
from gongxing.panel.amount import Amount
from gongxing.panel.claims.attempt import Attempt
from gongxing.panel.claims.check import Reason, Step
from gongxing.panel.claims.levels import Level, level_of, level_unit, summed
from gongxing.panel.claims.measure import SECTOR_NAMES, key_of
from gongxing.panel.claims.words import number, say
from gongxing.panel.deriving import amount_of
from gongxing.panel.evidence import NATION, Place
from gongxing.panel.writing import quantity
from gongxing.regions import division, resolve

if TYPE_CHECKING:
    from gongxing.panel.claims.bench import Bench
    from gongxing.panel.claims.check import Claim

_NATION = Place(NATION, NATION)


def by_share(claim: Claim, bench: Bench) -> Attempt | None:
    """Divide the part by the whole that the words name."""
    measure, place = claim.measure, claim.place
    if measure is None or measure.aspect != "share" or place is None or claim.period is None:
        return None
    region = whole_region(claim, measure.region) if measure.region else place
    named = resolve(measure.whole) if measure.whole and measure.whole not in catalogue() else None
    if named is not None:  # 占湖南省比重
        region, measure = Place(named.code, named.short), replace(measure, whole=None)
    if region is None or (measure.whole is None and region == place):
        return Attempt("share", None, (), (Reason("missing", say("same-indicator-whole")),))
    unit = level_unit(bench, measure.what, place, claim.period)
    part = _part(claim, bench, measure.what, unit)
    whole = level_of(claim, bench, region, measure.whole or measure.what, claim.period, unit=unit)
    return divided(part, whole, unit or "count")


def _part(claim: Claim, bench: Bench, what: str, unit: str | None) -> Level:
    assert claim.place is not None
    assert claim.period is not None
    if claim.group is not None:
        found = summed(claim, bench, what)
        if found is not None and found.amount is not None:
            return found
        stated = bench.level(claim, claim.place.key, what, claim.period, unit=unit)
        if stated is None and found is not None:
            return found
    return level_of(claim, bench, claim.place, what, claim.period, unit=unit)


def divided(part: Level, whole: Level, unit: str) -> Attempt:
    """Return the share of two levels, or what is missing of either."""
    steps = (*part.steps, *whole.steps)
    reasons = tuple(level.reason for level in (part, whole) if level.reason is not None)
    if part.amount is None or whole.amount is None or whole.amount.low <= 0 <= whole.amount.high:
        return Attempt("share", None, steps, reasons)
    amount = Amount.of(100.0) * part.amount / whole.amount
    written = say("share", part=number(part.amount, unit), whole=number(whole.amount, unit), found=number(amount, "%"))
    cells = tuple(cell for step in steps for cell in step.cells)
    return Attempt("share", amount, (*steps, Step(written, cells)), stands_in=part.stands_in or whole.stands_in)


def whole_region(claim: Claim, words: str) -> Place | None:
    """Return the region that 全省, 全市 or 全国 means for a claim, ``None`` where it cannot be told."""
    if words == "全国":
        return _NATION
    codes = [member.key for member in claim.group.members] if claim.group else [claim.place.key] if claim.place else []
    found = [division(code) for code in codes]
    if not found or any(one is None for one in found):
        return None
    levels = {one.level for one in found if one}
    if words[1:] in ("市", "州", "盟", "地区") and levels == {"county"}:
        above = {one.parent for one in found if one}
    elif words[1:] in ("市", "州", "盟", "地区", "县", "旗") or (words[1:] == "区" and levels == {"county"}):
        return claim.place
    else:
        above = {one.province for one in found if one}
    code = above.pop() if len(above) == 1 else None
    whole = division(code) if code else None
    return Place(whole.code, whole.short) if whole else None


def by_sectors(claim: Claim, bench: Bench) -> Attempt | None:
    """Work the share of a sector out of the added values of all three, else out of output as a whole."""
    measure, place = claim.measure, claim.place
    if measure is None or measure.aspect != "sector" or place is None or claim.period is None:
        return None
    keys = {name: key_of(name) for name in SECTOR_NAMES.values()}
    own = {name: bench.own(claim, place.key, key, claim.period) for name, key in keys.items()}
    found = own if all(own.values()) else {
        name: bench.level(claim, place.key, key, claim.period, unit="CNY") for name, key in keys.items()
    }  # fmt: skip
    entries = [entry for entry in found.values() if entry is not None]
    part = found[measure.words]
    if len(entries) < 3 or part is None:
        return divided(
            level_of(claim, bench, place, measure.what, claim.period, unit="CNY"),
            level_of(claim, bench, place, key_of("地区生产总值"), claim.period, unit="CNY"),
            "CNY",
        )
    whole = Amount.sum(map(amount_of, entries))
    others = Amount.sum(amount_of(entry) for entry in entries if entry is not part)
    # part / (part + others) is monotone in both, so that its bounds are those of the corners.
    mine = amount_of(part)
    amount = Amount(
        (Amount.of(100.0) * mine / whole).value,
        100 * mine.low / (mine.low + others.high),
        100 * mine.high / (mine.high + others.low),
    )
    written = say("sectors", part=quantity(part.observation.value, "CNY"), whole=number(whole, "CNY"),
                  found=number(amount, "%"))  # fmt: skip
    return Attempt("sectors", amount, (Step(written, tuple(entries)),))
