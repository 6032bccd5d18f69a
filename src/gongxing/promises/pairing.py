"""Promised numbers and what was reached: one promise from its mentions, its outcome by region, indicator and period."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gongxing.promises.dates import in_words, is_whole_years, last_day
from gongxing.promises.judging import Found, Verdict, joined, judge, reached_words, say, state_words, target_words
from gongxing.promises.subjects import is_less_better, subject_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.panel.claims.check import Said
    from gongxing.promises.promise import Target
    from gongxing.promises.statements import Promised, Reported
    from gongxing.promises.subjects import Form, Subject

_SHARES = frozenset({"%", "year", "day"})


class Outcomes:
    """Every number that was reached, by region and indicator; asked by period."""

    def __init__(self) -> None:
        self._by_subject: dict[tuple[str, str], dict[Form, dict[str, list[Reported]]]] = {}
        self._names: dict[tuple[str, str, Form], str] = {}

    def add(self, place: str, subject: Subject, reported: Reported) -> None:
        """Add a number; one without a period says nothing that can be paired."""
        if (period := reported.quoted.period) is None:
            return
        forms = self._by_subject.setdefault((place, subject.base), {})
        forms.setdefault(subject.form, {}).setdefault(period, []).append(reported)
        self._names.setdefault((place, subject.base, subject.form), subject.name)

    def of(self, place: str, subject: Subject) -> dict[str, list[Reported]]:
        """Return what was reached of a subject in the same form, by period."""
        return self._by_subject.get((place, subject.base), {}).get(subject.form, {})

    def other_form(self, place: str, subject: Subject, period: str) -> tuple[str, Reported] | None:
        """Return the name and value of the same indicator in another form (growth for a level) in a period."""
        for form, periods in self._by_subject.get((place, subject.base), {}).items():
            if form != subject.form and period in periods:
                return self._names[place, subject.base, form], periods[period][0]
        return None


def group_numbers(promised: Iterable[Promised]) -> list[list[Promised]]:
    """Join the mentions of one promised number, each group by time.

    Mentions are of one promise where region, indicator, form, unit and period agree. Two different numbers of one
    document are two promises; a different number of a later document is the same promise revised, where it can only
    mean the one.
    """
    cells: dict[tuple[object, ...], list[Promised]] = defaultdict(list)
    for each in promised:
        assert each.subject is not None
        assert each.target is not None
        cells[each.place.key, each.subject.base, each.subject.form, each.target.unit, each.target.period].append(each)
    return [group for mentions in cells.values() for group in _parted(mentions)]


def _parted(mentions: list[Promised]) -> list[list[Promised]]:
    mentions.sort(key=lambda each: each.moment)
    groups: list[list[Promised]] = []
    by_value: dict[tuple[float, float | None], list[Promised]] = {}
    for each in mentions:
        assert each.target is not None
        value = (each.target.value, each.target.upper)
        group = by_value.get(value)
        if group is None and len(groups) == 1 and groups[0][-1].document != each.document:
            group = groups[0]
        if group is None:
            group = []
            groups.append(group)
        group.append(each)
        by_value[value] = group
    return groups


def pair(group: list[Promised], outcomes: Outcomes, until: str) -> Found:
    """Return what became of a promised number.

    Parameters
    ----------
    group
        Its mentions, by time; the last one says what holds.
    outcomes
        Every number that was reached.
    until
        The last day that the evidence reaches.
    """
    last = group[-1]
    assert last.subject is not None
    assert last.target is not None
    due = last_day(last.deadline) or last_day(last.target.period)
    values = outcomes.of(last.place.key, last.subject)
    candidates = _candidates(last, values)
    found = _settled(last, candidates) if candidates else None
    if found is None:
        found = _open(last, values, outcomes, due, until)
    return found._replace(verdict=_with_revision(group, found))


def _candidates(promised: Promised, values: dict[str, list[Reported]]) -> list[Reported]:
    """Return what was reached in the period promised for, the most official source first."""
    assert promised.target is not None
    period = promised.target.period
    if period is None:
        return []
    found = list(values.get(period, ()))
    end = period.rpartition("/")[2]
    if "/" in period and len(end) == 4 and _is_of_the_end(promised):
        found += values.get(end, ())
    found = [each for each in found if each.document != promised.document or each.moment > promised.moment]
    return sorted(found, key=lambda each: (each.rank, _reversed(each.moment)))


def _is_of_the_end(promised: Promised) -> bool:
    """Whether a number promised for several years is that of the last one: a share or level, no sum of the years."""
    assert promised.subject is not None
    assert promised.target is not None
    if promised.subject.form != "level":
        return False
    words = subject_words()
    quote = promised.quoted.quote
    return promised.target.unit in _SHARES or (
        words.reach.search(quote) is not None and words.flow.search(quote) is None
    )


def _settled(promised: Promised, candidates: list[Reported]) -> Found | None:
    """Return what the outcome says, ``None`` where none is in a unit that compares."""
    assert promised.target is not None
    assert promised.subject is not None
    target = promised.target
    same = [each for each in candidates if each.quoted.unit == target.unit]
    if not same:
        return None
    less = is_less_better(promised.subject, promised.quoted.quote)
    first = same[0]
    verdict = judge(target, first.quoted, less_is_better=less)
    notes: list[Said] = []
    for other in same[1:]:
        different = judge(target, other.quoted, less_is_better=less)
        if different.state in (verdict.state, "cannot_say"):
            continue
        assert first.quoted.value is not None
        assert other.quoted.value is not None
        if other.document == first.document:
            one, two = (reached_words(each.quoted, target.unit) for each in (first, other))
            verdict = Verdict("cannot_say", say("two_values", one=one, two=two))
            notes = []
            break
        if not notes:
            actual = reached_words(other.quoted, target.unit)
            notes.append(say("others_disagree", actual=actual, state=state_words(different.state)))
    reason = joined(verdict.reason, *notes)
    return Found(Verdict(verdict.state, reason), first.quoted, tuple(each.quoted for each in same[1:]))


def _open(
    promised: Promised, values: dict[str, list[Reported]], outcomes: Outcomes, due: str | None, until: str
) -> Found:
    """Return why nothing was reached yet, or why it cannot be said."""
    assert promised.target is not None
    assert promised.subject is not None
    target = promised.target
    comparable = {
        period: [each for each in listed if each.quoted.unit == target.unit] for period, listed in values.items()
    }
    latest = _latest(promised, comparable)
    if due is None:
        return Found(Verdict("cannot_say", say("no_due")), None)
    if due > until:
        return _not_over(promised, latest, due, until)
    year = due[:4]
    period = target.period or year
    if values.get(period):
        other = values[period][0].quoted
        verdict = say("other_unit", due=year, other=other.unit, unit=target.unit)
        return Found(Verdict("cannot_say", verdict), other)
    part = next((p for p in sorted(comparable, reverse=True) if p[:4] == year and comparable[p]), None)
    if part is not None and not is_whole_years(part):
        quoted = comparable[part][0].quoted
        return Found(Verdict("cannot_say", say("part_of_year", due=year, period=in_words(part))), quoted)
    if (other_form := outcomes.other_form(promised.place.key, promised.subject, period)) is not None:
        name, reported = other_form
        return Found(Verdict("cannot_say", say("other_form", due=year, other=name)), reported.quoted)
    reason = say("no_actual", due=year, place=promised.place.name, what=promised.subject.name)
    return Found(Verdict("cannot_say", reason), None)


def _not_over(promised: Promised, latest: Reported | None, due: str, until: str) -> Found:
    if latest is None:
        return Found(Verdict("not_yet", say("not_over", due=due[:4], until=until)), None)
    assert promised.target is not None
    assert promised.subject is not None
    quoted = latest.quoted
    assert quoted.value is not None
    actual = reached_words(quoted, promised.target.unit)
    if _may_be_early(promised, latest, due):
        less = is_less_better(promised.subject, promised.quoted.quote)
        verdict = judge(promised.target, quoted, less_is_better=less)
        if verdict.state == "met":
            reason = say("early", due=due[:4], period=in_words(quoted.period or ""), rule=tuple(verdict.reason))
            return Found(Verdict("met", reason), quoted)
    reason = say("progress", due=due[:4], until=until, period=in_words(quoted.period or ""), actual=actual)
    return Found(Verdict("not_yet", reason), quoted)


def _may_be_early(promised: Promised, latest: Reported, due: str) -> bool:
    """Whether a value before the deadline can keep the promise: an amount to be reached, reached after the promise."""
    assert promised.subject is not None
    words, quote = subject_words(), promised.quoted.quote
    period = latest.quoted.period or ""
    if promised.subject.form != "level" or not is_whole_years(period) or "/" in period:
        return False
    if not words.reach.search(quote) or words.keep.search(quote) or words.flow.search(quote):
        return False
    reached = last_day(period) or ""
    return promised.moment != "" and promised.moment <= reached < due


def _latest(promised: Promised, values: dict[str, list[Reported]]) -> Reported | None:
    """Return the latest value, whole years before parts of a year that end with them."""
    assert promised.target is not None
    spans = "/" in (promised.target.period or "")
    known = [
        period
        for period, listed in values.items()
        if listed and last_day(period) and (_shows_progress(promised, period) if spans else "/" not in period)
    ]
    if not known:
        return None
    period = max(known, key=lambda p: (last_day(p) or "", is_whole_years(p)))
    return min(values[period], key=lambda each: (each.rank, _reversed(each.moment)))


def _shows_progress(promised: Promised, period: str) -> bool:
    """Whether a value of a period bears on a number promised for several years: a sum is not one year's part of it."""
    assert promised.target is not None
    return period == promised.target.period or _is_of_the_end(promised)


def _with_revision(group: list[Promised], found: Found) -> Verdict:
    """Say how a target was changed, and what would have been said of the first one."""
    first, last = group[0].target, group[-1].target
    assert first is not None
    assert last is not None
    if _same(first, last):
        return found.verdict
    note = say("revised", before=target_words(first), after=target_words(last))
    verdict, outcome = found.verdict, found.outcome
    would = None
    if verdict.state in ("met", "missed") and outcome is not None and outcome.unit == first.unit:
        subject = group[0].subject
        assert subject is not None
        less = is_less_better(subject, group[0].quoted.quote)
        before = judge(first, outcome, less_is_better=less)
        if before.state != verdict.state:
            would = say("revised_would", before=target_words(first), state=state_words(before.state))
    return Verdict(verdict.state, joined(verdict.reason, note, would))


def _same(one: Target, other: Target) -> bool:
    return (one.value, one.upper, one.unit) == (other.value, other.upper, other.unit)


def _reversed(moment: str) -> tuple[int, ...]:
    """Return what sorts later moments first."""
    return tuple(-ord(character) for character in moment)
