"""Measures and their results as tables for people, and as rows for other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.listing.words import Language
from gongxing.measures.words import reading, shared, words

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from gongxing.measures import Measure, Result


def catalogue(measures: Sequence[Measure], language: Language) -> RenderableType:
    """Return measures by family: id, name, one line."""
    word, families = shared(language)["listing"], shared(language)["families"]
    parts: list[RenderableType] = []
    for family in dict.fromkeys(measure.family for measure in measures):
        table = Table(
            title=f"[bold]{families[family]}", title_justify="left", box=None, show_header=False, pad_edge=False
        )
        table.add_column(style="cyan", no_wrap=True, width=27)
        # Chinese has no spaces to wrap at: fold, do not cut.
        table.add_column(overflow="fold")
        for measure in measures:
            if measure.family == family:
                text = words(measure.id, language)
                table.add_row(measure.id, Text.assemble((f"{text.name}\n", "bold"), (text.line, "dim")))
        parts += [table, Text("")]
    total = word["total"].format(count=len(measures))
    gap = "。" if language == "zh" else ". "
    return Group(*parts, Text(total + gap + word["hint"].format(id=measures[0].id), style="dim"))


def catalogue_rows(measures: Sequence[Measure]) -> list[dict[str, Any]]:
    """Return measures as rows with their words in both languages and what they need and give."""
    rows = []
    for measure in measures:
        zh, en = words(measure.id, "zh"), words(measure.id, "en")
        rows.append({
            "id": measure.id, "family": measure.family, "name": zh.name, "english": en.name, "line": zh.line,
            "english_line": en.line, "needs": sorted(measure.needs), "unit": measure.gives.unit,
            "low": measure.gives.low, "high": measure.gives.high, "better": measure.gives.better,
            "decomposes": list(measure.decomposes), "references": list(measure.references),
        })  # fmt: skip
    return rows


def summary(result: Result, language: Language, limit: int) -> RenderableType:
    """Return a result as people read it: numbers about all by key, then groups, reading and notes.

    ``limit`` is the number of groups shown, 0 for all.
    """
    word, text = shared(language)["listing"], words(result.measure.id, language)
    parts: list[RenderableType] = [Text(f"{text.name} ({result.measure.id})", style="bold")]
    rows = list(result.records())
    whole = [row for row in rows if row["group"] is None]
    grouped = [row for row in rows if row["group"] is not None]
    if whole:
        parts.append(_pivot(whole, result.keys, [], language, word))
    if grouped:
        last = grouped[-1]
        # Groups of many keys would fill screens; the last key (the latest year) is shown, the files hold all.
        shown = [row for row in grouped if all(row[key] == last[key] for key in result.keys)]
        names = list(dict.fromkeys(row["group"] for row in shown))
        kept = names if limit == 0 else _largest(shown, names, limit)
        if result.keys:
            parts.append(Text(", ".join(str(last[key]) for key in result.keys), style="bold"))
        parts.append(_pivot([row for row in shown if row["group"] in set(kept)], (), kept, language, word))
        if len(kept) < len(names):
            parts.append(Text(word["more"].format(count=len(names) - len(kept)), style="dim"))
    if said := reading(result.measure, language, result):
        parts.append(Text(said))
    parts += [Text(f"· {note}", style="dim") for note in result.notes]
    return Group(*parts)


def _largest(rows: Sequence[dict[str, Any]], names: list[str], limit: int) -> list[str]:
    """Return the groups with the largest numbers of the first term, in their order where all fit."""
    if len(names) <= limit:
        return names
    first = rows[0]["term"]
    size = {row["group"]: abs(row["value"] or 0) for row in rows if row["term"] == first}
    return sorted(names, key=lambda name: -size.get(name, 0))[:limit]


def _pivot(
    rows: Sequence[dict[str, Any]], keys: Sequence[str], names: Sequence[str], language: Language, word: dict[str, str]
) -> Table:
    """Return one line for each key or group, one column for each term."""
    terms = list(dict.fromkeys(row["term"] for row in rows))
    table = Table(box=box.SIMPLE_HEAD)
    for key in keys or ([word["group"]] if names else []):
        table.add_column(key)
    for term in terms:
        table.add_column(_term(term, language), justify="right")
    table.add_column(word["n"], justify="right", style="dim")
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        lines.setdefault(tuple(row[key] for key in keys) if not names else (row["group"],), {})[row["term"]] = row
    order = [(name,) for name in names] if names else list(lines)
    for line in order:
        cells = [lines[line].get(term) for term in terms]
        n = max((cell["n"] for cell in cells if cell), default=0)
        table.add_row(*(escape(str(part)) for part in line), *(_number(cell) for cell in cells), str(n))
    return table


def _term(term: str, language: Language) -> str:
    """Return a term in the language: ``between province`` keeps the name of the level."""
    known = shared(language)["terms"]
    first, _, rest = term.partition(" ")
    return known.get(term) or " ".join(part for part in (known.get(first, first), known.get(rest, rest)) if part)


def _number(cell: dict[str, Any] | None) -> str:
    if cell is None or cell["value"] is None:
        return "—"
    value = cell["value"]
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    if value == int(value):
        return f"{value:.0f}"
    return f"{value:.4f}" if abs(value) >= 1e-4 else f"{value:.1e}"


def object_of(result: Result) -> dict[str, Any]:
    """Return a result as plain values: its table, notes and what is needed to compute it again."""
    return {
        "measure": result.measure.id,
        "table": list(result.records()),
        "notes": list(result.notes),
        "spec": result.spec.to_dict(),
    }


def json_text(content: Any) -> str:
    """Write plain values as one line of JSON."""
    return json.dumps(content, ensure_ascii=False, default=str) + "\n"


def csv_text(rows: Sequence[dict[str, Any]]) -> str:
    """Write rows as CSV (RFC 4180); lists are joined by semicolons."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: "; ".join(value) if isinstance(value, list) else value for key, value in row.items()})
    return text.getvalue()


def write_xlsx(result: Result, path: Path) -> None:
    """Write a sheet of the table and a sheet of notes, specification and references.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    rows = list(result.records())
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(result.measure.id[:31])
    sheet.write_row(0, 0, list(rows[0]), bold)
    for line, row in enumerate(rows, 1):
        sheet.write_row(line, 0, list(row.values()))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(rows[0]) - 1)
    sheet.set_column(0, len(rows[0]) - 1, 16)
    notes = book.add_worksheet("notes")
    lines = [
        *result.notes,
        *result.cite().split("\n"),
        json.dumps(result.spec.to_dict(), ensure_ascii=False, default=str),
    ]
    for line, sentence in enumerate(lines):
        notes.write_string(line, 0, sentence)
    notes.set_column(0, 0, 120)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
