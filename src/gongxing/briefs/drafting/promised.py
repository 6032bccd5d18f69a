"""What each promised, and what became of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gongxing.briefs.drafting.blocks import block
from gongxing.briefs.drafting.material import Part
from gongxing.briefs.drafting.writing import linked
from gongxing.promises import stages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.briefs.drafting.material import Material
    from gongxing.promises import Promise

_EACH = 4  # promises told of one region
_DUE = 6  # promises not yet due
_STAGES = 6
_ROWS = 12
_ANSWERED = 2  # regions without which an answer is a coincidence of words
_GENERIC = 6  # characters: a shorter name (中试平台) is a kind, not a thing
_TOLD = 3  # broken promises in the answer
_QUOTED = 40  # characters of a promise in words
_CALLS = ("open_call", "pilot_centre", "platform")


def promised(material: Material) -> Part:
    """Return the section on promises: kept and broken by region, not due yet, where calls and platforms stand."""
    writer, heading = material.writer, material.writer.say("promised.heading")
    found = material.promises
    if not found:
        return Part(heading, [writer.say("promised.nothing", region=material.region)])
    settled = [promise for promise in found if promise.state in ("met", "missed")]
    paragraphs = [said for code in material.order if (said := _own(material, code, settled))]
    paragraphs += [
        said for said in (_due(material, found), _stages(material, found), _answered(material, found)) if said
    ]
    blocks = [block("commitment", region=material.subject.within, rows=_ROWS, state=["missed", "met"])]
    return Part(heading, paragraphs + blocks, _finding(material, settled))


def _own(material: Material, code: str, settled: list[Promise]) -> str | None:
    """Say what one region kept and what it did not."""
    writer = material.writer
    mine = sorted((promise for promise in settled if promise.region_code == code), key=_weight)[:_EACH]
    parts = [said for promise in mine if (said := _settled(material, promise))]
    if not parts:
        return None
    return writer.say("promised.own", name=material.name(code), parts=writer.parted(parts))


def _weight(promise: Promise) -> tuple[int, int, str]:
    """Order promises: those with a number first, broken before kept, the newest first."""
    return (promise.target is None, promise.state != "missed", "".join(_inverted(promise.due or "")))


def _inverted(text: str) -> Iterable[str]:
    return (chr(0x10FFFF - ord(c)) for c in text)


def _settled(material: Material, promise: Promise) -> str | None:
    """Say one promise with its number and what was reached, or in its words."""
    writer = material.writer
    outcome = promise.outcome
    if promise.target is None or outcome is None or outcome.value is None or outcome.unit is None:
        if len(promise.quote) > _QUOTED or outcome is None:
            return None
        return writer.attempt(
            "promised.in_words", quote=linked(f"“{promise.quote}”", promise.reference),
            outcome=linked(f"“{outcome.quote}”", outcome.reference),
        )  # fmt: skip
    return writer.attempt(
        f"promised.{promise.state}",
        subject=_subject(material, promise),
        target=lambda: _target(material, promise),
        outcome=lambda: _reached(material, promise),
    )


def _subject(material: Material, promise: Promise) -> str:
    return material.writer.indicator(promise.indicator) if promise.indicator else promise.subject.replace(" ", "")


def _target(material: Material, promise: Promise) -> str:
    """Write a promised number as a link to the words that promise it."""
    writer, target = material.writer, promise.target
    assert target is not None
    writer.resolver.resolve(promise.reference)
    number = linked(writer.amount(target.value, target.unit, 6), promise.reference)
    if target.upper is not None:
        upper = linked(writer.amount(target.upper, target.unit, 6), promise.reference)
        return writer.say("bounds.range", number=number, upper=upper)
    return writer.say(f"bounds.{target.bound}", number=number)


def _reached(material: Material, promise: Promise) -> str:
    """Write what was reached as a link to the words or the cell that say so."""
    writer, outcome = material.writer, promise.outcome
    assert outcome is not None and outcome.value is not None
    writer.resolver.resolve(outcome.reference)
    return linked(writer.amount(outcome.value, outcome.unit), outcome.reference)


def _due(material: Material, found: list[Promise]) -> str | None:
    """List what is promised for later years."""
    writer = material.writer
    waiting = [p for p in found if p.state == "not_yet" and p.target is not None and p.due and p.region and p.indicator]
    waiting.sort(key=lambda promise: (_place(material, promise), promise.due or ""))
    waiting = _spread(waiting)
    parts = [
        said
        for promise in waiting[:_DUE]
        if (
            said := writer.attempt(
                "promised.one_due", name=promise.region, subject=_subject(material, promise),
                target=lambda promise=promise: _target(material, promise), deadline=(promise.due or "")[:4],
            )
        )
    ]  # fmt: skip
    return writer.say("promised.due", parts=writer.parted(parts)) if parts else None


def _spread(found: list[Promise]) -> list[Promise]:
    """Return promises with the first of each region before the second of any."""
    seen: Counter[str] = Counter()
    ranked = []
    for promise in found:
        ranked.append((seen[promise.region], promise))
        seen[promise.region] += 1
    return [promise for _, promise in sorted(ranked, key=lambda pair: pair[0])]


def _place(material: Material, promise: Promise) -> int:
    code = promise.region_code
    return material.order.index(code) if code in material.order else -1


def _stages(material: Material, found: list[Promise]) -> str | None:
    """Say how far open calls, pilot centres and platforms have come."""
    writer, known = material.writer, stages()
    things = [p for p in found if p.kind in _CALLS and p.stage and p.stages and p.region]
    things.sort(key=lambda p: (_CALLS.index(p.kind), -known[str(p.stage)].rank, _place(material, p)))
    parts = [
        writer.say(
            "promised.one_stage", name=promise.region, subject=_bare(promise),
            stage=linked(getattr(known[str(promise.stage)], writer.language), promise.stages[-1].quoted.reference),
        )
        for promise in things
        if len(_bare(promise)) > _GENERIC
    ][:_STAGES]  # fmt: skip
    return writer.say("promised.stage", parts=writer.parted(parts)) if parts else None


def _bare(promise: Promise) -> str:
    """Return a thing's name without its region before it; digits in it would ask for evidence."""
    name = promise.subject.removeprefix(promise.region)
    broken = any(name.count(a) != name.count(b) for a, b in ("“”", "（）", "《》"))
    return "" if broken or any(character.isdigit() for character in name) else name


def _answered(material: Material, found: list[Promise]) -> str | None:
    """Say which of the whole region's arrangements its units took up."""
    writer = material.writer

    def answering(promise: Promise) -> list[str]:
        return list(dict.fromkeys(a.region for a in promise.answers if a.region != promise.region))

    best = max((p for p in found if len(p.quote) <= _QUOTED), key=lambda p: len(answering(p)), default=None)
    if best is None or len(answering(best)) < _ANSWERED:
        return None
    names = writer.listed(answering(best))
    return writer.attempt(
        "promised.answered", region=best.region, quote=linked(best.quote, best.reference), names=names
    )


def _finding(material: Material, settled: list[Promise]) -> str | None:
    """Tell the broken promises with their numbers, and name who kept theirs."""
    writer = material.writer
    told = [p for p in settled if p.target is not None and p.outcome is not None and p.outcome.value is not None]
    told.sort(key=lambda promise: (_place(material, promise), _weight(promise)))
    broken = []
    for promise in (p for p in told if p.state == "missed"):
        said = writer.attempt(
            "promised.broken", name=promise.region, subject=_subject(material, promise),
            target=lambda promise=promise: _target(material, promise),
            outcome=lambda promise=promise: _reached(material, promise),
        )  # fmt: skip
        broken += [said] if said else []
    kept = list(dict.fromkeys(promise.region for promise in told if promise.state == "met"))
    if not broken:
        return writer.say("promised.finding_met", names=writer.listed(kept)) if kept else None
    key = "promised.finding_some" if len(broken) > _TOLD else "promised.finding"
    return writer.say(key, parts=writer.parted(broken[:_TOLD]))
