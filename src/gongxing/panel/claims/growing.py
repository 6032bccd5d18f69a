"""Growth: published rates compare as values; rates worked out of levels are nominal and decide only nominal claims."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gongxing.panel.amount import Amount
from gongxing.panel.claims.attempt import Attempt
from gongxing.panel.claims.check import Reason, Step
from gongxing.panel.claims.levels import Level, level_of, level_unit, summed
from gongxing.panel.claims.words import number, say
from gongxing.panel.precision import written_precision

if TYPE_CHECKING:
    from gongxing.panel.claims.bench import Bench
    from gongxing.panel.claims.check import Claim

# Growth of these is published in constant prices (国家统计局: 地区生产总值、增加值、农林牧渔业总产值 按不变价格计算).
_CONSTANT = re.compile("生产总值|增加值|总产值|GDP|gdp|经济总量|实际|不变价|可比价")
_COMPARABLE = re.compile("同口径|可比口径|扣除|剔除|同比口径")
# Growth of these is published on the basis of the year (revised levels, the enterprises of this year's frame), so that
# the levels of two yearbooks give another rate.
_REVISED = re.compile("零售|投资|规模以上|规上|限额以上|限上|营业收入|利润|旅游|游客|业务总量|业务收入")
_REVISION = 15.0
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
    if not (first.isdigit() and last.isdigit() and len(first) == len(last) == 4):
        return None
    before_year = int(first) - 1
    unit = level_unit(bench, measure.what, place, last)
    levels = [_level(claim, bench, measure.what, period, unit) for period in (last, str(before_year))]
    if levels[0] is None or levels[1] is None:
        return None
    now, before = levels[0], levels[1]
    steps = (*now.steps, *before.steps)
    if now.amount is None or before.amount is None or before.amount.low <= 0:
        return Attempt("growth", None, steps, tuple(level.reason for level in (now, before) if level.reason))
    years = int(last) - before_year if measure.average else 1
    ratio = now.amount / before.amount
    amount = _percent(ratio, years) if claim.figure.unit == "%" else ratio
    written = say("growth-mean" if years > 1 else "growth-levels", now=number(now.amount, unit or ""), years=years,
                  before=number(before.amount, unit or ""), found=number(amount, claim.figure.unit))  # fmt: skip
    cells = tuple(cell for step in steps for cell in step.cells)
    steps = (*steps, Step(written, cells))
    return _weighed(claim, Attempt("growth", amount, steps))


def _level(claim: Claim, bench: Bench, what: str, period: str, unit: str | None) -> Level | None:
    assert claim.place is not None
    if claim.group is not None:
        return summed(replace(claim, period=period), bench, what)
    return level_of(claim, bench, claim.place, what, period, unit=unit)


def _percent(ratio: Amount, years: int) -> Amount:
    if years == 1:
        return Amount.of(100.0) * (ratio - Amount.of(1.0))
    value, low, high = (100 * (float(bound) ** (1 / years) - 1) for bound in (ratio.value, ratio.low, ratio.high))
    return Amount(Amount.of(value).value, Amount.of(low).value, Amount.of(high).value)


def _weighed(claim: Claim, attempt: Attempt) -> Attempt:
    """Let a nominal rate decide only where the claim is nominal, on the same basis."""
    assert claim.measure is not None
    assert attempt.amount is not None
    stated, nominal = claim.figure.value, float(attempt.amount)
    if _COMPARABLE.search(claim.sentence):
        return Attempt("growth", attempt.amount, attempt.steps, (Reason("basis", say("basis")),), decides=False)
    constant = bool(_CONSTANT.search(f"{claim.measure.words} {claim.measure.what}")) or claim.measure.nominal is False
    if not constant or claim.measure.nominal or claim.figure.unit != "%":
        revised = _REVISED.search(claim.measure.words) and abs(nominal - stated) <= _REVISION
        reasons = (Reason("basis", say("revised", found=number(attempt.amount, claim.figure.unit))),)
        if revised and not attempt.amount.meets(Amount.of(stated, written_precision(claim.figure.quote, stated))):
            return Attempt("growth", attempt.amount, attempt.steps, reasons, decides=False)
        return attempt
    deflator = 100 * ((1 + nominal / 100) / (1 + stated / 100) - 1)
    plausible = PLAUSIBLE[0] <= deflator <= PLAUSIBLE[1]
    words = say(
        "real-growth" if plausible else "real-growth-far", found=f"{nominal:.1f}%", deflator=f"{deflator:+.1f}%"
    )
    return Attempt("growth", attempt.amount, attempt.steps, (Reason("real-growth", words),), decides=not plausible)
