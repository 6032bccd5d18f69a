"""What the tables confirm and what they contradict."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from gongxing.briefs.drafting.material import Part
from gongxing.briefs.drafting.writing import linked
from gongxing.library import LibraryError
from gongxing.library.references import document_reference

if TYPE_CHECKING:
    from gongxing.briefs.drafting.material import Material
    from gongxing.library.checking import DocumentCheck
    from gongxing.panel.claims.check import Basis

_WRONG = 12
# What rests on one kind of evidence is told apart from the others; that a document agrees with itself least of all.
_BASES: tuple[Basis, ...] = ("tables", "documents", "own")
_RIGHT: dict[Basis, int] = {"tables": 6, "documents": 4, "own": 3}


def checked(material: Material) -> Part:
    """Return the section on claims: every contradiction, and the confirmations that rest on the most cells."""
    writer, heading = material.writer, material.writer.say("checked.heading")
    found = material.checks
    wrong = [one for one in found if one.check.verdict == "contradicted" and not _closed_to_whole(one)]
    right = [one for one in found if one.check.verdict == "confirmed"]
    wrong.sort(key=lambda one: _BASES.index(one.check.basis or "own"))
    if not wrong and not right:
        return Part(heading, [writer.say("checked.nothing")])
    paragraphs = [said for one in wrong[:_WRONG] if (said := _wrong(material, one))]
    paragraphs += filter(None, (_confirmed(material, right, basis) for basis in _BASES))
    paragraphs += [] if wrong else [writer.say("checked.all_hold")]
    finding: str | None
    if wrong and wrong[0].check.basis == "tables":
        finding = _wrong(material, wrong[0], "finding")
    else:
        held = any(one.check.basis == "tables" for one in right)
        finding = writer.say("checked.finding_none" if held else "checked.finding_no_table")
    return Part(heading, paragraphs, finding)


def _closed_to_whole(one: DocumentCheck) -> bool:
    """Say whether a document only rounds its own shares so that they add to a hundred, as is usual."""
    causes = {reason.cause for reason in one.check.reasons}
    return one.check.basis == "own" and one.check.way == "sectors" and causes == {"rounding"}


def _confirmed(material: Material, right: list[DocumentCheck], basis: Basis) -> str | None:
    """Say what rests on one kind of evidence; what rests on the most cells first."""
    writer = material.writer
    found = [one for one in right if one.check.basis == basis]
    found.sort(key=lambda one: -sum(len(step.cells) for step in one.check.steps))
    parts = list(islice((said for one in _told_apart(found) if (said := _right(material, one))), _RIGHT[basis]))
    return writer.say(f"checked.confirmed_{basis}", parts=writer.parted(parts)) if parts else None


def _told_apart(found: list[DocumentCheck]) -> list[DocumentCheck]:
    """Return one of those that claim the same of the same region and year."""
    kept: dict[tuple[str | None, str | None, str | None], DocumentCheck] = {}
    for one in found:
        claim = one.check.claim
        kept.setdefault((claim.figure.region, claim.figure.indicator, claim.period), one)
    return list(kept.values())


def _claimed(material: Material, one: DocumentCheck) -> str:
    """Write a claimed number as the document does, in another language as that language would."""
    figure, writer = one.check.claim.figure, material.writer
    chinese = any("\u4e00" <= character <= "\u9fff" for character in figure.quote)
    same = chinese == (writer.language == "zh") or figure.quote.endswith("%")
    words = figure.quote if same else writer.amount(figure.value, figure.unit, 6)
    return linked(words, document_reference(one.sha256, figure.start, figure.end))


def _words(material: Material, one: DocumentCheck) -> dict[str, str]:
    claim, writer = one.check.claim, material.writer
    words = (claim.figure.indicator or "").replace(" ", "")
    region = claim.figure.region or ""
    return {
        "title": one.title,
        "region": material.called(region, claim.place.key if claim.place else None),
        "indicator": writer.indicator(claim.stated) if writer.language == "en" and claim.stated else words,
        "period": claim.period or "",
        "claimed": _claimed(material, one),
    }


def _wrong(material: Material, one: DocumentCheck, key: str = "contradicted") -> str | None:
    """Say one contradiction with both numbers and what explains it."""
    writer = material.writer
    number = _expected(material, one)
    expected = writer.say("checked.expected", number=number) if number else writer.say("checked.expected_unknown")
    causes = [cause for reason in one.check.reasons if (cause := writer.cause(reason.cause))]
    if key == "contradicted" and one.check.basis in ("documents", "own"):
        key = f"contradicted_{one.check.basis}"
    return writer.attempt(f"checked.{key}", **_words(material, one), expected=expected,
                          reason=writer.listed(causes))  # fmt: skip


def _right(material: Material, one: DocumentCheck) -> str | None:
    writer = material.writer
    number = _expected(material, one) if one.check.basis == "tables" else None
    key = "checked.one_confirmed" if number else "checked.one_confirmed_plain"
    return writer.attempt(key, **_words(material, one), number=number or "")


def _expected(material: Material, one: DocumentCheck) -> str | None:
    """Return what the panel gives, as a link to the cell, the sum or the share; ``None`` where no reference says it."""
    writer, check = material.writer, one.check
    claim, measure = check.claim, check.claim.measure
    try:
        if check.way == "value":
            cells = tuple(cell for step in check.steps for cell in step.cells)
            references = writer.resolver.measured.references_of(cells)
            return writer.number(references[0], 6) if references else None
        region = claim.figure.region or ""
        if measure is None or claim.period is None:
            return None
        if check.way == "sum":
            return writer.measured("total", indicator=measure.what, region=region, year=claim.period)
        if check.way == "share":
            return writer.measured(
                "share", indicator=measure.what, region=region, of=material.subject.within, year=claim.period
            )
    except LibraryError as error:
        writer.lost.append(str(error))
    return None
