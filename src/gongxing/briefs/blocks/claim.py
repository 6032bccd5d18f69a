"""A figure of a document tested against everything else that the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.briefs.outline import Cited, State, Verdict, text
from gongxing.library import LibraryError
from gongxing.library.checking import document_checks
from gongxing.library.connection import reading
from gongxing.library.lookup import find_document
from gongxing.library.passages import indicator_name
from gongxing.library.references import DocumentSpan, parse_reference

if TYPE_CHECKING:
    from gongxing.briefs.blocks.context import Context
    from gongxing.briefs.outline import Block, Inlines, Typed
    from gongxing.panel.claims import Check

_CELLS = 8  # references that stand behind a finding
_TONES = {"confirmed": "good", "contradicted": "bad", "unchecked": "open"}


def build(block: Typed, context: Context) -> tuple[Block, ...]:
    """Return the verdict on the figure that a reference quotes, with the arithmetic and the cells behind it.

    Raises
    ------
    LibraryError
        The reference is not to a figure of a document that says what was reached.
    """
    reference = str(block.fields["reference"])
    span = parse_reference(reference)
    if not isinstance(span, DocumentSpan):
        raise LibraryError(f"{reference}: a claim is quoted from a document, doc:…#start-end")
    evidence = context.resolver.resolve(reference)
    check = _check(context, span, reference)
    said = context.words["claim"]
    title = context.field(block, "title") or text(said["title"].format(what=_subject(check, context)))
    words = (evidence.context or evidence.quote).strip()
    quote = (*text(str(context.words["quote"]).format(quote=words)), Cited((), reference))
    told = check.said.zh if context.language == "zh" else check.said.en
    sentences = _sentences(check, told, context)
    own = check.verdict == "confirmed" and check.basis == "own"
    if own:
        sentences.append(text(said["own_means"]))
    state = State(said["own"], "open") if own else State(said[check.verdict], _TONES[check.verdict])
    return (Verdict(state, title, quote, (*sentences, *context.notes(block))),)


def _check(context: Context, span: DocumentSpan, reference: str) -> Check:
    """Return the check of the figure in a span; checks of a document are made once."""
    with reading(context.library.engine) as connection:
        number = int(find_document(connection, span.sha256)["id"])
    key = f"checks of {number}"
    if key not in context.made:
        context.made[key] = list(document_checks(context.library, context.panel, document_id=number))
    within = [
        found.check for found in context.made[key]
        if found.check.claim.figure.start < span.end and found.check.claim.figure.end > span.start
    ]  # fmt: skip
    if not within:
        raise LibraryError(f"{reference}: no figure that was reached stands there; gongxing check lists those that do")
    if len(within) > 1:
        listed = ", ".join(check.claim.figure.quote for check in within)
        raise LibraryError(f"{reference}: several figures stand there ({listed}); quote one")
    check: Check = within[0]
    return check


def _subject(check: Check, context: Context) -> str:
    figure = check.claim.figure
    named = (
        figure.region,
        figure.period,
        indicator_name(check.claim.stated or figure.indicator or "", context.language),
    )
    gap = "" if context.language == "zh" else " "
    return gap.join(part for part in named if part)


def _sentences(check: Check, told: str, context: Context) -> list[Inlines]:
    """Return the finding with references to its cells, and the lines of arithmetic that it does not tell itself."""
    cells = tuple(cell for step in check.steps for cell in step.cells)
    references = context.resolver.measured.references_of(cells)
    finding = (*text(told or context.words["claim"]["nothing"]), *(Cited((), one) for one in references[:_CELLS]))
    lines = [step.said.zh if context.language == "zh" else step.said.en for step in check.steps]
    return [finding, *(text(line) for line in lines if line not in told)]
