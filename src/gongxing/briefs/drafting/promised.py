"""What each promised, and what became of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gongxing.briefs.drafting.blocks import table
from gongxing.briefs.drafting.material import KINDS_OF_THINGS, Part
from gongxing.briefs.drafting.writing import linked
from gongxing.library import LibraryError
from gongxing.promises import stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.briefs.drafting.material import Material
    from gongxing.promises import Promise

_EACH = 4  # promises told of one region
_DUE = 6  # promises not yet due
_UNTOLD = 6  # promised numbers of which nothing tells what became
_WORKS = 8
_STAGES = 6
_ROWS = 24
_WORDED = 3
_ANSWERED = 2  # regions without which an answer is a coincidence of words
_GENERIC = 5  # characters: a shorter name (中试平台) is a kind, not a thing
_TOLD = 3  # broken promises in the answer
_QUOTED = 40  # characters of a promise in words


def promised(material: Material) -> Part:
    """Return the section on promises: kept and broken by region, not due yet, where calls and platforms stand."""
    writer, heading = material.writer, material.writer.say("promised.heading")
    found = material.promises
    if not found:
        return Part(heading, [writer.say("promised.nothing", region=material.region)])
    settled = [promise for promise in found if promise.state in ("met", "missed")]
    told = [_outcomes(material, settled), *_in_words(material, settled)]
    told += [_due(material, found), _untold(material, found), _works(material, found)]
    told += [_stages(material), _answered(material, found)]
    return Part(heading, [text for text in told if text], _finding(material, settled))


def _outcomes(material: Material, settled: list[Promise]) -> str | None:
    """Return the promised numbers with what was reached, a row each, by region."""
    writer = material.writer
    rows = []
    for code in material.order:
        mine = sorted((p for p in settled if p.region_code == code and _has_numbers(p)), key=_weight)
        for promise in mine[:_EACH]:
            try:
                cells = [
                    material.name(code), _subject(material, promise), _target(material, promise),
                    _reached(material, promise), writer.say(f"promised.state_{promise.state}"),
                ]  # fmt: skip
            except LibraryError as error:
                writer.lost.append(str(error))
                continue
            rows += [cells] if all(map(writer.holds, cells)) else []
    if not rows:
        return None
    columns = ("region", "subject", "target", "outcome", "state")
    return table([[writer.say(f"promised.column_{name}") for name in columns], *rows[:_ROWS]], left=len(columns))


def _has_numbers(promise: Promise) -> bool:
    outcome = promise.outcome
    return promise.target is not None and outcome is not None and outcome.value is not None and bool(outcome.unit)


def _weight(promise: Promise) -> tuple[bool, str]:
    """Order promises: broken before kept, the newest first."""
    return promise.state != "missed", "".join(chr(0x10FFFF - ord(character)) for character in promise.due or "")


def _in_words(material: Material, settled: list[Promise]) -> Iterator[str]:
    """Yield promises in words with the later words that say what became of them."""
    writer = material.writer
    found = [p for p in settled if not _has_numbers(p) and p.outcome is not None and len(p.quote) <= _QUOTED]
    for promise in sorted(found, key=lambda promise: _place(material, promise))[:_WORDED]:
        assert promise.outcome is not None
        said = writer.attempt(
            "promised.in_words", name=promise.region, quote=linked(f"“{promise.quote}”", promise.reference),
            outcome=linked(f"“{promise.outcome.quote}”", promise.outcome.reference),
        )  # fmt: skip
        if said:
            yield said


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
    waiting = [p for p in found if p.state == "not_yet" and p.target is not None and p.due and p.region and p.indicator]
    return _numbers(material, "due", waiting, _DUE)


def _untold(material: Material, found: list[Promise]) -> str | None:
    """List promised numbers of which no document or table tells what became."""
    untold = [p for p in found if p.state == "cannot_say" and p.target is not None and p.region]
    return _numbers(material, "untold", untold, _UNTOLD)


def _numbers(material: Material, key: str, found: list[Promise], most: int) -> str | None:
    """List promised numbers in words, each region's first before the second of any."""
    writer = material.writer
    found = sorted(found, key=lambda promise: (_place(material, promise), promise.due or ""))
    parts = [
        said
        for promise in spread(found)[:most]
        if (
            said := writer.attempt(
                "promised.one_due" if promise.due else "promised.one_open",
                name=promise.region, subject=_subject(material, promise),
                target=lambda promise=promise: _target(material, promise), deadline=(promise.due or "")[:4],
            )
        )
    ]  # fmt: skip
    return writer.say(f"promised.{key}", parts=writer.parted(parts)) if parts else None


def _works(material: Material, found: list[Promise]) -> str | None:
    """Name works that the units promise, and whether the words say that they are planned or under way."""
    writer, known, units = material.writer, stages(), set(material.order)
    works = [p for p in found if p.kind == "project" and p.region_code in units and p.stage and p.stages and _shown(p)]
    works.sort(key=lambda promise: (_place(material, promise), -known[str(promise.stage)].rank))
    parts = []
    for promise in spread(works):
        subject = linked(_shown(promise), promise.stages[-1].quoted.reference)
        stage = getattr(known[str(promise.stage)], writer.language)
        said = writer.attempt("promised.one_work", name=promise.region, subject=subject, stage=stage)
        parts += [said] if said else []
    parts = parts[:_WORKS]
    return writer.say("promised.works", parts=writer.parted(parts)) if parts else None


def spread(found: list[Promise]) -> list[Promise]:
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


def _stages(material: Material) -> str | None:
    """Say how far open calls, pilot centres and platforms have come."""
    writer, known = material.writer, stages()
    things = [p for p in material.things if p.stage and p.stages and p.region]
    things.sort(key=lambda p: (KINDS_OF_THINGS.index(p.kind), -known[str(p.stage)].rank, _place(material, p)))
    told: dict[tuple[str, str], str] = {}
    for promise in things:
        if len(_bare(promise)) > _GENERIC:
            stage = linked(getattr(known[str(promise.stage)], writer.language), promise.stages[-1].quoted.reference)
            said = writer.say("promised.one_stage", name=promise.region, subject=_bare(promise), stage=stage)
            told.setdefault((promise.region, _bare(promise)), said)
    parts = list(told.values())[:_STAGES]
    return writer.say("promised.stage", parts=writer.parted(parts)) if parts else None


def _bare(promise: Promise) -> str:
    """Return a thing's name without its region before it; digits in it would ask for evidence."""
    name = _shown(promise)
    return "" if any(character.isdigit() for character in name) else name


def _shown(promise: Promise) -> str:
    """Return a thing's name without its region before it, empty where it is cut or no name of its own."""
    name = promise.subject.removeprefix(promise.region)
    broken = any(name.count(a) != name.count(b) for a, b in ("“”", "（）", "《》"))
    return "" if broken or len(name) < _GENERIC else name


def _answered(material: Material, found: list[Promise]) -> str | None:
    """Say which of the whole region's arrangements its units took up."""
    writer = material.writer

    def answering(promise: Promise) -> list[str]:
        return list(dict.fromkeys(a.region for a in promise.answers if a.region != promise.region))

    worded = [p for p in found if p.kind != "indicator" and len(p.quote) <= _QUOTED]
    best = max(worded, default=None, key=lambda p: len(answering(p)))
    if best is None or len(answering(best)) < _ANSWERED:
        return None
    names = writer.listed(answering(best))
    return writer.attempt(
        "promised.answered", region=best.region, quote=linked(best.quote, best.reference), names=names
    )


def _finding(material: Material, settled: list[Promise]) -> str | None:
    """Tell the broken promises with their numbers, and name who kept theirs."""
    writer = material.writer
    told = [p for p in settled if _has_numbers(p)]
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
