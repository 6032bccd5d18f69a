"""Growth: published rates compare as values; rates worked out of levels are nominal and decide only nominal claims."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.panel.amount import Amount
from gongxing.panel.claims.attempt import Attempt
from gongxing.panel.claims.check import Reason, Step
from gongxing.panel.claims.levels import level_of
from gongxing.panel.claims.words import number, say

if TYPE_CHECKING:
    from gongxing.panel.claims.bench import Bench
    from gongxing.panel.claims.check import Claim

# Growth of these is published in constant prices (国家统计局: 地区生产总值、增加值、农林牧渔业总产值 按不变价格计算).
_CONSTANT = re.compile("生产总值|增加值|总产值|GDP|gdp|经济总量|实际|不变价|可比价")
_COMPARABLE = re.compile("同口径|可比口径|扣除|剔除|同比口径")
# A year's change of prices beyond these is no change of prices (resource prices have moved regional output by more
# than a tenth in a year, never by a quarter but in single counties).
PLAUSIBLE = (-15.0, 20.0)


def by_levels(claim: Claim, bench: Bench) -> Attempt | None:
    """Work growth out of the levels of two years."""
    measure, place = claim.measure, claim.place
    if measure is None or measure.aspect != "growth" or place is None or claim.period is None:
        return None
    first, _, last = claim.period.partition("/")
    last = last or first
    if not (first.isdigit() and last.isdigit() and len(first) == len(last) == 4) or claim.group is not None:
        return None
    before_year = int(first) - 1
    unit = _unit(measure.what, bench, place.key, last)
    now = level_of(claim, bench, place, measure.what, last, unit=unit)
    before = level_of(claim, bench, place, measure.what, str(before_year), unit=unit)
    steps = (*now.steps, *before.steps)
    if now.amount is None or before.amount is None or before.amount.low <= 0:
        return Attempt("growth", None, steps, tuple(level.reason for level in (now, before) if level.reason))
    years = int(last) - before_year if measure.average else 1
    if years == 1 and first != last and not measure.average:
        years = 1
    ratio = now.amount / before.amount
    amount = _percent(ratio, years) if claim.figure.unit == "%" else ratio
    written = say("growth-mean" if years > 1 else "growth-levels", now=number(now.amount, unit or ""), years=years,
                  before=number(before.amount, unit or ""), found=number(amount, claim.figure.unit))  # fmt: skip
    cells = tuple(cell for step in steps for cell in step.cells)
    steps = (*steps, Step(written, cells))
    return _weighed(claim, Attempt("growth", amount, steps), years)


def _percent(ratio: Amount, years: int) -> Amount:
    if years == 1:
        return Amount.of(100.0) * (ratio - Amount.of(1.0))
    value, low, high = (100 * (float(bound) ** (1 / years) - 1) for bound in (ratio.value, ratio.low, ratio.high))
    return Amount(Amount.of(value).value, Amount.of(low).value, Amount.of(high).value)


def _unit(what: str, bench: Bench, place: str, period: str) -> str | None:
    from gongxing.indicators import catalogue

    if what in catalogue():
        return catalogue()[what].unit
    units = (entry.observation.unit for entry in bench.evidence.sources(place, what, period))
    return next((unit for unit in units if unit not in ("%", "pp", "x", "rank")), None)


def _weighed(claim: Claim, attempt: Attempt, years: int) -> Attempt:
    """Let a nominal rate decide only where the claim is nominal, on the same basis."""
    assert claim.measure is not None
    assert attempt.amount is not None
    stated, nominal = claim.figure.value, float(attempt.amount)
    if _COMPARABLE.search(claim.sentence):
        return Attempt("growth", attempt.amount, attempt.steps, (Reason("basis", say("basis")),), decides=False)
    constant = bool(_CONSTANT.search(f"{claim.measure.words} {claim.measure.what}")) or claim.measure.nominal is False
    if not constant or claim.measure.nominal or claim.figure.unit != "%":
        return attempt
    deflator = 100 * ((1 + nominal / 100) / (1 + stated / 100) - 1)
    plausible = PLAUSIBLE[0] <= deflator * 1 <= PLAUSIBLE[1]
    words = say(
        "real-growth" if plausible else "real-growth-far", found=f"{nominal:.1f}%", deflator=f"{deflator:+.1f}%"
    )
    return Attempt("growth", attempt.amount, attempt.steps, (Reason("real-growth", words),), decides=not plausible)
