"""Checks of figures as people read them in a terminal, and as rows for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.listing import sheets
from gongxing.listing.sheets import workbook
from gongxing.listing.words import Language, amount, words
from gongxing.panel.writing import cell_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from gongxing.panel.claims import Check

COLUMNS = (
    "file", "verdict", "basis", "way", "quote", "start", "end", "value", "unit", "indicator", "region", "region_code",
    "period", "bound", "expected", "difference", "causes", "zh", "en", "cells", "sentence",
)  # fmt: skip
_FEW = 12
_MARKS = {"confirmed": ("✓", "green"), "contradicted": ("✗", "bold red"), "unchecked": ("?", "dim")}


def telling(check: Check) -> bool:
    """Whether a check says more than that nothing else tells of the figure."""
    return check.way != "none"


def report(
    checks: Sequence[Check], language: Language, *, counted: Sequence[Check], everything: bool, rows: int
) -> RenderableType:
    """Return one table a document: what was contradicted first, then what was confirmed, then what is missing.

    ``rows`` limits the figures of one verdict in one document, 0 for all; ``everything`` also lists the figures that
    nothing else tells of, as is done for few figures. ``counted`` are the checks that the last line counts.
    """
    word = words(language)["check"]
    everything = everything or len(checks) <= _FEW
    parts: list[RenderableType] = []
    for file in dict.fromkeys(check.claim.file for check in checks):
        mine = [check for check in checks if check.claim.file == file]
        parts.append(_table(file, mine, language, everything=everything, rows=rows))
    parts.append(summary(counted, language))
    if not counted:
        return Text(word["no_figures"], style="dim")
    return Group(*parts)


def summary(checks: Sequence[Check], language: Language) -> Text:
    """Return the count of each verdict in one line."""
    word = words(language)["check"]
    counts = {verdict: sum(check.verdict == verdict for check in checks) for verdict in _MARKS}
    line = Text()
    for verdict, (mark, style) in _MARKS.items():
        line.append(f"{mark} {word[verdict]} {counts[verdict]}   ", style)
    if own := sum(map(_only_own, checks)):
        line.append(word["of_these_own"].format(count=own), "dim")
    silent = sum(not telling(check) for check in checks)
    if silent and len(checks) > _FEW:
        line.append(word["silent"].format(count=silent), "dim")
    return line


def _table(file: str, checks: Sequence[Check], language: Language, *, everything: bool, rows: int) -> RenderableType:
    word = words(language)["check"]
    title = f"[bold]{escape(file)}[/]"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column(word["figure"], no_wrap=True)
    table.add_column(word["what"], ratio=3, overflow="fold")
    table.add_column(word["finding"], ratio=7, overflow="fold")
    for verdict in ("contradicted", "confirmed", "unchecked"):
        chosen = [c for c in checks if c.verdict == verdict and (everything or verdict != "unchecked" or telling(c))]
        mark, style = _MARKS[verdict]
        for check in chosen[:rows] if rows else chosen:
            table.add_row(
                Text(mark, style), Text(check.claim.figure.quote, style), escape(subject(check)),
                _finding(check, language),
            )  # fmt: skip
        if rows and len(chosen) > rows:
            table.add_row("", "", "", Text(word["more"].format(count=len(chosen) - rows), "dim"))
    if not table.rows:
        return Group(Text.from_markup(title), Text(word["nothing"], "dim"))
    return table


def _finding(check: Check, language: Language) -> Text:
    """Return what was found, and where it rests on the document's own figures alone, that too."""
    found = Text(check.said.zh if language == "zh" else check.said.en)
    return found.append(words(language)["check"]["own"], "dim") if _only_own(check) else found


def _only_own(check: Check) -> bool:
    return check.verdict == "confirmed" and check.basis == "own"


def subject(check: Check) -> str:
    """Return whose figure it is, what it measures and when."""
    figure = check.claim.figure
    return " ".join(filter(None, (figure.region, figure.indicator, figure.period)))


def explanation(checks: Iterable[Check], language: Language, *, everything: bool) -> RenderableType:
    """Return each check with the sentence of its figure, the arithmetic line by line, and every cell."""
    word = words(language)["check"]
    checks = list(checks)
    everything = everything or len(checks) <= _FEW
    parts: list[RenderableType] = []
    for check in checks:
        if not (everything or telling(check)):
            continue
        mark, style = _MARKS[check.verdict]
        figure = check.claim.figure
        head = Text.assemble((f"{mark} {word[check.verdict]} ", style), (figure.quote, "bold"), f"  {subject(check)}")
        head.append(f"  ({check.claim.file} {figure.start}–{figure.end})", "dim")
        lines = [head, _sentence(check)]
        lines += [Text(f"   · {step.said.zh if language == 'zh' else step.said.en}") for step in check.steps]
        cells = dict.fromkeys(cell_words(cell) for step in check.steps for cell in step.cells)
        lines += [Text(f"       {cell}", "cyan") for cell in cells]
        lines += [Text(f"   → {reason.said.zh if language == 'zh' else reason.said.en}") for reason in check.reasons]
        if check.expected is not None:
            lines.append(Text(f"   = {word['expected']} {amount(check.expected, figure.unit, language)}", "dim"))
        parts += [*lines, Text("")]
    return Group(*parts)


def _sentence(check: Check) -> Text:
    text, quote = check.claim.sentence, check.claim.figure.quote
    before, found, after = text.partition(quote)
    if not found:
        return Text(f"   “{text[:80]}”", "dim")
    line = Text("   “", "dim")
    line.append(before[-40:], "dim").append(found, "bold").append(after[:30] + "”", "dim")
    return line


def object_of(check: Check) -> dict[str, Any]:
    """Return a check as plain values."""
    return {
        "file": check.claim.file,
        "verdict": check.verdict,
        "basis": check.basis,
        "way": check.way,
        "figure": check.claim.figure.to_dict(),
        "members": [member.key for member in check.claim.group.members] if check.claim.group else [],
        "expected": check.expected,
        "difference": check.difference,
        "said": check.said._asdict(),
        "reasons": [{"cause": reason.cause, **reason.said._asdict()} for reason in check.reasons],
        "steps": [
            {**step.said._asdict(), "cells": [_cell(cell) for cell in step.cells]} for step in check.steps
        ],
        "sentence": check.claim.sentence,
    }  # fmt: skip


def _cell(entry: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(entry.observation), "kind": entry.kind, "vintage": entry.vintage}


def json_text(checks: Iterable[Check]) -> str:
    """Write one object: the counts and a list of checks."""
    checks = list(checks)
    counts = {verdict: sum(check.verdict == verdict for check in checks) for verdict in _MARKS}
    return json.dumps({"counts": counts, "checks": [object_of(c) for c in checks]}, ensure_ascii=False) + "\n"


def row(check: Check) -> dict[str, Any]:
    """Return a check as one row."""
    figure = check.claim.figure
    cells = dict.fromkeys(cell_words(cell) for step in check.steps for cell in step.cells)
    return {
        "file": check.claim.file, "verdict": check.verdict, "basis": check.basis, "way": check.way,
        "quote": figure.quote, "start": figure.start, "end": figure.end, "value": figure.value, "unit": figure.unit,
        "indicator": figure.indicator, "region": figure.region, "region_code": figure.region_code,
        "period": figure.period, "bound": figure.bound, "expected": check.expected, "difference": check.difference,
        "causes": " ".join(reason.cause for reason in check.reasons), "zh": check.said.zh, "en": check.said.en,
        "cells": "; ".join(cells), "sentence": check.claim.sentence,
    }  # fmt: skip


def csv_text(checks: Iterable[Check]) -> str:
    """Write one row a check."""
    return sheets.csv_text(COLUMNS, ([fields.get(column) for column in COLUMNS] for fields in map(row, checks)))


def write_xlsx(checks: Iterable[Check], path: Path) -> None:
    """Write one row a check to a workbook.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with workbook(path) as book:
        sheet = book.add_worksheet("checks")
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True, "bottom": 1}))
        line = 0
        for line, check in enumerate(checks, 1):
            sheet.write_row(line, 0, [row(check)[column] for column in COLUMNS])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(line, 1), len(COLUMNS) - 1)
        for column, width in ((0, 24), (3, 14), (8, 24), (16, 60), (17, 60), (18, 60), (19, 60)):
            sheet.set_column(column, column, width)
