"""The verdict on a claim: each way that leads from the panel to the figure is tried, the first that decides counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongxing.indicators import catalogue
from gongxing.panel.amount import Amount
from gongxing.panel.claims.arithmetic import by_change, by_formula, by_identity, own_repeat
from gongxing.panel.claims.check import Check, Reason, Step, Verdict
from gongxing.panel.claims.explaining import explanations
from gongxing.panel.claims.growing import by_levels
from gongxing.panel.claims.levels import by_sum, by_value, value_step
from gongxing.panel.claims.ranking import by_rank, by_rank_change
from gongxing.panel.claims.shares import by_sectors, by_share
from gongxing.panel.claims.structures import rounded_to_a_hundred
from gongxing.panel.claims.words import indicator_words, joined, number, say
from gongxing.panel.precision import written_precision

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxing.panel.claims.attempt import Attempt
    from gongxing.panel.claims.bench import Bench
    from gongxing.panel.claims.check import Claim

WAYS: tuple[Callable[[Claim, Bench], Attempt | None], ...] = (
    by_value, by_sum, by_share, by_sectors, by_levels, by_change, by_rank, by_rank_change, by_formula, by_identity,
)  # fmt: skip
# How far "about" reaches: 约, 近, 左右 are said of what is within a twentieth.
_ABOUT = 0.05
# How far the sum of a region's units may be from its own value: provinces and their cities are accounted for apart.
_UNITS = 0.05
# A sum or share that lacks some of its values says something; a rate without the level before it does not.
_TELLING = ("sum", "share", "rank-change")


def judge(claim: Claim, bench: Bench) -> Check:
    """Return the verdict on one claim with its arithmetic and reasons."""
    if (lacking := _unsaid(claim)) is not None:
        return _unchecked(claim, (), (lacking,))
    found = _tested(claim, bench)
    at_end = _at_end(claim)
    if found.verdict == "unchecked" and at_end is not None:
        # What was reached in a span of years mostly stands at its end; that it does not is no contradiction.
        reached = _tested(at_end, bench)
        return reached if reached.verdict == "confirmed" else found
    return found


def _at_end(claim: Claim) -> Claim | None:
    """Return a level, share or sector of a span of years as one of its last year."""
    _, _, end = (claim.period or "").partition("/")
    assert claim.measure is not None
    return replace(claim, period=end) if end and claim.measure.aspect in ("level", "share", "sector") else None


def _tested(claim: Claim, bench: Bench) -> Check:
    """Try each way in turn; the first that decides counts."""
    attempts = [attempt for way in WAYS if (attempt := way(claim, bench)) is not None]
    deciding = [attempt for attempt in attempts if attempt.amount is not None and attempt.decides]
    decisive = next((attempt for attempt in deciding if not _undecided(claim, attempt)), None)
    if decisive is not None:
        return _decided(claim, decisive, bench)
    if deciding:
        return _units_differ(claim, deciding[0])
    repeat = _repeated(claim, bench)
    if repeat is not None:
        return repeat
    # What a formula would need says nothing where none of it is there.
    attempts = [attempt for attempt in attempts if attempt.way != "formula" or attempt.steps]
    if attempts:
        telling = min(attempts, key=lambda a: (a.amount is None, len(a.reasons)))
        return _unchecked(claim, telling.steps, telling.reasons or (_nothing(claim),), telling)
    return _unchecked(claim, (), (_nothing(claim),))


def claimed_amount(claim: Claim) -> Amount:
    """Return the figure with the bounds that its writing leaves: 2.78万亿元 is 2.775 to 2.785."""
    figure = claim.figure
    rounding = written_precision(figure.quote, figure.value)
    if rounding is None:
        rounding = 5.0 if "成" in figure.quote else abs(figure.value) * 0.005
    return Amount.of(figure.value, rounding)


def agrees(claim: Claim, claimed: Amount, found: Amount) -> bool:
    """Whether a value is what the figure says, as finely as it is written and as 超, 不足, 约 and 级 bound it."""
    match claim.figure.bound:
        case "gt":
            return found.high >= claimed.value
        case "lt":
            return found.low <= claimed.value
        case "approx":
            if claim.figure.quote.endswith("级"):
                return found.high >= claimed.value and found.low < 10 * claimed.value
            width = max(claimed.high - claimed.value, abs(claimed.value) * Amount.of(_ABOUT).value)
            return Amount(claimed.value, claimed.value - width, claimed.value + width).meets(found)
    return claimed.meets(found)


def _unsaid(claim: Claim) -> Reason | None:
    if claim.measure is None:
        return Reason("no-indicator", say("no-indicator"))
    if claim.place is None:
        return Reason("no-region", say("no-region"))
    if claim.period is None:
        return Reason("no-period", say("no-period"))
    return None


def _nothing(claim: Claim) -> Reason:
    assert claim.measure is not None
    assert claim.place is not None
    what = indicator_words(claim.measure.what)
    if claim.measure.aspect not in ("level", "sector"):
        what = (claim.figure.indicator or "", claim.figure.indicator or "")
    return Reason("missing", say("number", what=what, name=claim.place.name, period=claim.period or ""))


def _decided(claim: Claim, attempt: Attempt, bench: Bench) -> Check:
    assert attempt.amount is not None
    claimed, unit = claimed_amount(claim), claim.figure.unit
    difference = float(claimed.value - attempt.amount.value)
    if _made_to_add_up(claim, claimed, attempt.amount, bench):
        words = say("balanced", way=tuple(attempt.said), claimed=claim.figure.quote)
        reasons = (Reason("balanced", say("rounded-to-add")), *attempt.reasons)
        return Check(claim, attempt.way, "confirmed", float(attempt.amount), difference, attempt.steps, reasons, words)
    verdict: Verdict = "confirmed" if agrees(claim, claimed, attempt.amount) else "contradicted"
    reasons = attempt.reasons
    if verdict == "contradicted":
        found = explanations(claim, claimed, attempt, bench)
        reasons = (*found, *attempt.reasons) or (Reason("unexplained", say("no-reason")),)
    words = say(
        verdict, way=tuple(attempt.said), claimed=claim.figure.quote, difference=number(difference, _apart(unit))
    )
    said = joined((words, *(reason.said for reason in reasons))) if reasons else words
    return Check(claim, attempt.way, verdict, float(attempt.amount), difference, attempt.steps, tuple(reasons), said)


def _made_to_add_up(claim: Claim, claimed: Amount, expected: Amount, bench: Bench) -> bool:
    """Whether a figure that is off is a part of a structure whose parts were rounded to add to 100 %."""
    others = [part for part in claim.together if part.figure != claim.figure]
    if len(others) != len(claim.together) - 1 or agrees(claim, claimed, expected):
        return False
    return rounded_to_a_hundred(claimed, expected, [_tested(part, bench).expected for part in others])


def _units_differ(claim: Claim, attempt: Attempt) -> Check:
    """Return the check of a figure that the sum of a region's units does not give and does not rule out."""
    assert attempt.amount is not None
    reason = Reason("units", say("units", found=number(attempt.amount, claim.figure.unit)))
    return _unchecked(claim, attempt.steps, (reason,), attempt)


def _undecided(claim: Claim, attempt: Attempt) -> bool:
    """Whether an amount stands in for a region's own value that may well differ from it as much as the figure does.

    Public finance has a level of the region itself (省本级) that no unit holds; of other things a few per cent are
    accounted for elsewhere.
    """
    assert claim.measure is not None
    assert attempt.amount is not None
    if not attempt.stands_in or agrees(claim, claimed_amount(claim), attempt.amount):
        return False
    known = catalogue().get(claim.measure.what)
    if known is None or known.family == "finance":
        return True
    expected = float(attempt.amount)
    return abs(claim.figure.value - expected) <= _UNITS * abs(expected)


def _apart(unit: str) -> str:
    return {"%": "pp", "rank": "rank-change"}.get(unit, unit)


def _unchecked(
    claim: Claim, steps: tuple[Step, ...], reasons: tuple[Reason, ...], attempt: Attempt | None = None
) -> Check:
    said = say("unchecked", why=tuple(joined(reason.said for reason in reasons)))
    partly = attempt is not None and attempt.way in _TELLING and (steps or claim.group or attempt.way == "rank-change")
    way = attempt.way if attempt and (attempt.amount is not None or partly) else "none"
    expected = float(attempt.amount) if attempt and attempt.amount is not None else None
    return Check(claim, way, "unchecked", expected, None, steps, reasons, said)


def _repeated(claim: Claim, bench: Bench) -> Check | None:
    """Return the check of a figure that the same document gives otherwise before."""
    found = own_repeat(claim, bench)
    if found is None:
        return None
    entry, reason = found
    start = getattr(entry.observation.source, "start", None)
    claimed = claimed_amount(claim)
    other = Amount.of(entry.observation.value, entry.rounding)
    if start is None or start > claim.figure.start or agrees(claim, claimed, other):
        return None
    difference = float(claimed.value - other.value)
    step = value_step(entry)
    words = say("contradicted", way=tuple(step.said), claimed=claim.figure.quote,
                difference=number(difference, _apart(claim.figure.unit)))  # fmt: skip
    return Check(
        claim, "value", "contradicted", float(other), difference, (step,), (reason,), joined((words, reason.said))
    )
