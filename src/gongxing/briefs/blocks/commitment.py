"""Commitments of documents and what became of them, each with the words of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.briefs.blocks.context import listed
from gongxing.briefs.outline import Cited, Column, Paragraph, State, Table, Text, text

if TYPE_CHECKING:
    from gongxing.briefs.blocks.context import Context
    from gongxing.briefs.outline import Block, Inlines, Typed
    from gongxing.promises.promise import Promise, Quoted

_TONES = {"met": "good", "missed": "bad", "not_yet": "plain", "cannot_say": "open"}
_ROWS = 12
_LONGEST = 60  # characters of a quote in a cell; the footnote has all


def build(block: Typed, context: Context) -> tuple[Block, ...]:
    """Return a table of commitments: whose, what in the document's words, by when, its state, and what shows it.

    Raises
    ------
    LibraryError
        A region, theme or state is not known.
    """
    region, theme = block.fields.get("region"), block.fields.get("theme")
    states: list[str | None] = [*listed(block.fields.get("state"))] or [None]
    found = [one for state in states for one in context.library.promises(region=region, theme=theme, state=state)]
    found = [promise for promise in found if _asked(promise, block)]
    said = context.words["commitment"]
    if not found:
        return (Paragraph(text(said["none"]), block.line),)
    most = block.fields.get("rows", _ROWS) or len(found)
    order = {state: at for at, state in enumerate(_TONES)}
    shown = sorted(found, key=lambda promise: order[promise.state])[:most]
    one_region = len({promise.region for promise in shown}) == 1
    names = ["promise", "deadline", "state", "outcome"] if one_region else ["region", "promise", "deadline", "state",
                                                                            "outcome"]  # fmt: skip
    rows = tuple(tuple(_cell(name, promise, context) for name in names) for promise in shown)
    title = text(said["title"].format(what=shown[0].region if one_region else (region or "")))
    notes = [*context.notes(block)]
    if len(shown) < len(found):
        notes.append(text(said["more"].format(count=len(found), shown=len(shown))))
    columns = tuple(Column(text(said[name])) for name in names)
    return (Table(columns, rows, context.field(block, "title") or title, tuple(notes), block.line),)


def _asked(promise: Promise, block: Typed) -> bool:
    indicator, period = block.fields.get("indicator"), block.fields.get("period")
    if indicator is not None and indicator not in (promise.indicator, promise.subject):
        return False
    due = promise.deadline or (promise.target.period if promise.target else None)
    return period is None or str(period) in str(due or "")


def _cell(name: str, promise: Promise, context: Context) -> Inlines:
    said = context.words["commitment"]
    match name:
        case "region":
            return text(promise.region)
        case "promise":
            return _quoted(promise.promised)
        case "deadline":
            return text(promise.deadline or (promise.target.period if promise.target else None) or said["none_known"])
        case "state":
            return (State(said[promise.state], _TONES[promise.state]),)
        case _:
            return _outcome(promise, context) if promise.outcome is not None else text(said["none_known"])


def _outcome(promise: Promise, context: Context) -> Inlines:
    """Return what shows the state; before it is due also of when that is, where the words do not say."""
    quoted = promise.outcome
    assert quoted is not None
    if promise.state != "not_yet" or not quoted.period or quoted.period in quoted.quote:
        return _quoted(quoted)
    return _quoted(quoted, f"（{quoted.period}）" if context.language == "zh" else f" ({quoted.period})")


def _quoted(quoted: Quoted, more: str = "") -> Inlines:
    words = " ".join(quoted.quote.split())
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return (Cited((Text(short + more),), quoted.reference),)
