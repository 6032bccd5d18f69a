"""Promises and what became of them, as people read them in a terminal, and as rows for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gongxing.library.promising import COLUMNS, coverage_rows, promise_row
from gongxing.listing.sheets import plain_text
from gongxing.listing.words import Language, words
from gongxing.promises import KINDS, STATES, Promise, kinds, stages, states, themes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import RenderableType

    from gongxing.promises import Quoted

GROUPS = ("region", "theme", "state", "kind")
_MARKS = {"met": ("✓", "green"), "missed": ("✗", "bold red"), "not_yet": ("…", "cyan"), "cannot_say": ("?", "yellow")}
_FEW_ANSWERS = 5
_FEW_GROUPS = 30


def report(promises: Sequence[Promise], language: Language, *, by: str = "region", rows: int = 8) -> RenderableType:
    """Return the counts by group, then the promises of each group with both quotes.

    Parameters
    ----------
    promises
        In order of region, theme and subject.
    language
        ``"zh"`` or ``"en"``.
    by
        What to group by: ``region``, ``theme``, ``state`` or ``kind``.
    rows
        How many promises of each group to list; 0 for all.
    """
    word = words(language)["promises"]
    if not promises:
        return Text(word["none"], style="dim")
    parts: list[RenderableType] = [_counts(promises, language), coverage(promises, language, by)]
    for name, mine in _grouped(promises, by):
        parts.append(Text.assemble("\n", (group_name(by, name, language), "bold"), (f"  {len(mine)}", "dim")))
        ordered = sorted(mine, key=_telling)
        shown = ordered[:rows] if rows else ordered
        parts += [_entry(promise, language, with_region=by != "region") for promise in shown]
        if len(shown) < len(mine):
            parts.append(Text("  " + word["more"].format(count=f"{len(mine) - len(shown):,}"), "dim"))
    return Group(*parts)


def coverage(promises: Sequence[Promise], language: Language, by: str) -> Table:
    """Return how many promises each group has, in which state, from how many documents."""
    word = words(language)["promises"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(word[by], no_wrap=by != "region")
    for title in (word["promises"], word["with_target"], *(_named(states()[s], language) for s in STATES),
                  word["documents"]):  # fmt: skip
        table.add_column(title, justify="right")
    rows = coverage_rows(promises, by)
    largest = sorted(rows, key=lambda row: -row[1])[:_FEW_GROUPS]
    for name, *counts in (row for row in rows if row in largest):
        table.add_row(group_name(by, name, language), *(f"{count:,}" if count else "–" for count in counts))
    return table


def group_name(by: str, name: str, language: Language) -> str:
    """Return the name of a group as people read it."""
    if by == "theme":
        return _named(themes()[name][1:], language)
    known = {"state": states(), "kind": kinds()}.get(by)
    return _named(known[name], language) if known else name


def _named(names: Sequence[str], language: Language) -> str:
    return names[0] if language == "zh" else names[1]


def _counts(promises: Sequence[Promise], language: Language) -> Text:
    line = Text.assemble((words(language)["promises"]["total"].format(count=f"{len(promises):,}"), "bold"), "   ")
    for state, (mark, style) in _MARKS.items():
        count = sum(promise.state == state for promise in promises)
        line.append(f"{mark} {_named(states()[state], language)} {count:,}   ", style)
    return line


def _grouped(promises: Sequence[Promise], by: str) -> Iterable[tuple[str, list[Promise]]]:
    groups: dict[str, list[Promise]] = {}
    for promise in promises:
        groups.setdefault(getattr(promise, by), []).append(promise)
    order = {"state": STATES, "kind": KINDS, "theme": tuple(themes())}.get(by)
    return sorted(groups.items(), key=lambda item: order.index(item[0])) if order else groups.items()


def _telling(promise: Promise) -> tuple[object, ...]:
    """Return what sorts numbers and things that were settled before what is open, and words in the end."""
    order = ("missed", "met", "cannot_say", "not_yet")
    return promise.kind == "task", order.index(promise.state), KINDS.index(promise.kind), promise.due or "9"


def _entry(promise: Promise, language: Language, *, with_region: bool) -> RenderableType:
    word = words(language)["promises"]
    mark, style = _MARKS[promise.state]
    head = Text.assemble((f"{mark} {_named(states()[promise.state], language)}", style), "  ")
    if with_region:
        head.append(promise.region + "  ")
    head.append(promise.subject if promise.kind != "task" else "", "bold")
    head.append(f"  {promise.due[:4]}" if promise.due else "")
    if promise.stage:
        stage = stages()[promise.stage]
        head.append(f"  {word['stage']} {_named((stage.zh, stage.en), language)}", "magenta")
    lines = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1), expand=True)
    lines.add_column(style="dim", no_wrap=True)
    lines.add_column(ratio=1, overflow="fold")
    for label, content in _lines(promise, language):
        lines.add_row(label, content)
    return Group(head, Padding(lines, (0, 0, 0, 2)))


def _lines(promise: Promise, language: Language) -> Iterable[tuple[str, Text]]:
    word = words(language)["promises"]
    said = _quote(promise.promised)
    if len(promise.mentions) > 1:
        said.append(" " + word["mentions"].format(count=len(promise.mentions) - 1), "dim")
    yield word["promised"], said
    if promise.outcome is not None:
        yield word["latest" if promise.state == "not_yet" else "outcome"], _quote(promise.outcome)
    yield word["rule"], Text(promise.reason.zh if language == "zh" else promise.reason.en)
    if len(promise.stages) > 1:
        yield word["stage"], _history(promise, language)
    for place, answer in enumerate(promise.answers[:_FEW_ANSWERS]):
        kind, name = answer.by[0]
        by = word["answer_by"].format(kind=word[kind], name=name)
        mark, style = _MARKS[answer.state]
        yield (
            word["answers"] if place == 0 else "",
            Text.assemble((f"{mark} ", style), (f"{answer.region} ", "bold"), f"“{answer.quoted.quote}” ", (by, "dim")),
        )
    if len(promise.answers) > _FEW_ANSWERS:
        yield "", Text(word["more_answers"].format(count=len(promise.answers) - _FEW_ANSWERS), "dim")


def _quote(quoted: Quoted) -> Text:
    where = " ".join(filter(None, (quoted.source, quoted.date, quoted.reference)))
    return Text.assemble(f"“{quoted.quote}”", ("  " + where, "dim"))


def _history(promise: Promise, language: Language) -> Text:
    told = []
    for sighting in promise.stages:
        stage = stages()[sighting.stage]
        goal = words(language)["promises"]["goal"] if sighting.goal else ""
        told.append(f"{sighting.quoted.date or '—'} {_named((stage.zh, stage.en), language)}{goal}")
    return Text(" → ".join(dict.fromkeys(told)))


def json_text(promises: Sequence[Promise]) -> str:
    """Return the counts by region and every promise with all its quotes as one JSON object."""
    names = ("region", "promises", "with_target", *STATES, "documents")
    content = {
        "counts": {state: sum(p.state == state for p in promises) for state in STATES},
        "coverage": [dict(zip(names, row, strict=True)) for row in coverage_rows(promises, "region")],
        "promises": [asdict(p) | {"reason": p.reason._asdict()} for p in promises],
    }
    return json.dumps(content, ensure_ascii=False) + "\n"


def csv_text(promises: Sequence[Promise]) -> str:
    """Return a row for each promise as CSV."""
    from gongxing.listing.sheets import csv_text as text_of

    return text_of(COLUMNS, (promise_row(promise) for promise in promises))


def sheets(promises: Sequence[Promise], by: str) -> dict[str, tuple[Sequence[str], list[list[Any]]]]:
    """Return the sheets of a workbook: promises, mentions, stages, answers and counts."""
    quoted = ("reference", "quote", "source", "date")

    def told(each: Quoted) -> list[Any]:
        return [plain_text(getattr(each, name)) for name in quoted]

    mention_rows = _rows(promises, lambda p: [[*told(m), m.value, m.unit, m.period] for m in p.mentions])
    stage_rows = _rows(promises, lambda p: [[s.stage, s.goal, *told(s.quoted)] for s in p.stages])
    answer_rows = _rows(
        promises,
        lambda p: [
            [a.promise, a.region, a.state, "; ".join(f"{kind} {name}" for kind, name in a.by), *told(a.quoted)]
            for a in p.answers
        ],
    )
    return {
        "promises": (COLUMNS, [[plain_text(value) for value in promise_row(p)] for p in promises]),
        "mentions": (("promise", *quoted, "value", "unit", "period"), mention_rows),
        "stages": (("promise", "stage", "goal", *quoted), stage_rows),
        "answers": (("promise", "answer", "region", "state", "by", *quoted), answer_rows),
        "counts": ((by, "promises", "with_target", *STATES, "documents"), coverage_rows(promises, by)),
    }


def _rows(promises: Sequence[Promise], of: Callable[[Promise], list[list[Any]]]) -> list[list[Any]]:
    return [[promise.id, *row] for promise in promises for row in of(promise)]
