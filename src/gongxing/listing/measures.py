"""Measures and their results as tables for people, and as rows for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.listing import sheets
from gongxing.listing.sheets import workbook
from gongxing.listing.words import Language
from gongxing.measures.words import reading, shared, term_in, words

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from gongxing.measures import Measure, Result


# So many regions (or years) fit beside one another on a screen.
_BESIDE = 6


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
    # Key columns in both languages are sentences about a group: shown beside it, in the language asked for.
    spoken = f"_{language}"
    told = [key for key in result.keys if key.endswith(("_zh", "_en"))]
    keys = tuple(key for key in result.keys if key not in told)
    rows = list(result.records())
    sentences = {row["group"]: row[key] for row in rows for key in told if key.endswith(spoken)}
    whole = [row for row in rows if row["group"] is None]
    grouped = [row for row in rows if row["group"] is not None]
    if whole:
        parts.append(_pivot(whole, keys, [], language, word))
    for block in _blocks(grouped, keys):
        parts += _block(block, keys, language, limit, sentences)
    if said := reading(result.measure, language, result):
        parts.append(Text(said))
    parts += [Text(f"· {note}", style="dim") for note in result.notes_in(language)]
    return Group(*parts)


def _blocks(rows: Sequence[dict[str, Any]], keys: Sequence[str]) -> list[list[dict[str, Any]]]:
    """Return rows by what they are about: of one key, terms of the same groups are one block; of all keys, equal terms.

    Regions with their scores, indicators with their weights and claims with their shares are three blocks.
    """
    groups: dict[tuple[Any, ...], dict[str, list[Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), {}).setdefault(row["term"], []).append(row["group"])
    shapes: dict[tuple[Any, str], tuple[str, ...]] = {}
    for key, terms in groups.items():
        for term, names in terms.items():
            shapes[key, term] = tuple(other for other, others in terms.items() if set(others) == set(names))
    blocks: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        blocks.setdefault(shapes[tuple(row[key] for key in keys), row["term"]], []).append(row)
    return list(blocks.values())


def _block(
    rows: list[dict[str, Any]], keys: Sequence[str], language: Language, limit: int, sentences: Mapping[str, str]
) -> list[RenderableType]:  # fmt: skip
    """Return a block: one term of few regions as regions beside one another, else a table of the latest key."""
    word = shared(language)["listing"]
    found = list(dict.fromkeys(tuple(row[key] for key in keys) for row in rows))
    if 1 < len(found) <= _BESIDE and len({row["term"] for row in rows}) == 1:
        rows = [{**row, "term": ", ".join(_label(row[key], language) for key in keys)} for row in rows]
        shown: list[tuple[tuple[Any, ...], list[dict[str, Any]]]] = [((), rows)]
    else:
        # Years would fill screens: the latest is shown, the files hold all. Of regions a few are shown.
        last = found[-_BESIDE:] if keys and keys[-1] not in ("year", "time", "period") else found[-1:]
        shown = [(key, [row for row in rows if tuple(row[name] for name in keys) == key]) for key in last]
    parts: list[RenderableType] = []
    for key, part in shown:
        names = list(dict.fromkeys(row["group"] for row in part))
        kept = names if limit == 0 else _largest(part, names, limit)
        if key and any(item is not None for item in key):
            parts.append(Text(", ".join(_label(item, language) for item in key if item is not None), style="bold"))
        parts.append(_pivot([row for row in part if row["group"] in set(kept)], (), kept, language, word, sentences))
        if len(kept) < len(names):
            parts.append(Text(word["more"].format(count=len(names) - len(kept)), style="dim"))
    return parts


def _largest(rows: Sequence[dict[str, Any]], names: list[str], limit: int) -> list[str]:
    """Return the groups with the largest numbers of the first term, in their order where all fit."""
    if len(names) <= limit:
        return names
    first = rows[0]["term"]
    size = {row["group"]: abs(row["value"] or 0) for row in rows if row["term"] == first}
    return sorted(names, key=lambda name: -size.get(name, 0))[:limit]


def _pivot(
    rows: Sequence[dict[str, Any]],
    keys: Sequence[str],
    names: Sequence[str],
    language: Language,
    word: dict[str, str],
    sentences: Mapping[str, str] | None = None,
) -> Table:
    """Return one line for each key or group, one column for each term."""
    terms = list(dict.fromkeys(row["term"] for row in rows))
    table = Table(box=box.SIMPLE_HEAD)
    for key in keys or ([word["group"]] if names else []):
        table.add_column(key, overflow="fold")
    for term in terms:
        table.add_column(term_in(term, language), justify="right")
    table.add_column(word["n"], justify="right", style="dim")
    if sentences:
        table.add_column(word["reason"])
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        lines.setdefault(tuple(row[key] for key in keys) if not names else (row["group"],), {})[row["term"]] = row
    order = [(name,) for name in names] if names else list(lines)
    for line in order:
        cells = [lines[line].get(term) for term in terms]
        n = max((cell["n"] for cell in cells if cell), default=0)
        said = [escape(sentences.get(line[0], ""))] if sentences else []
        table.add_row(
            *(escape(_label(part, language)) for part in line), *(_number(cell) for cell in cells), str(n), *said
        )
    return table


def _label(label: Any, language: Language) -> str:
    """Return a region's code with its name (``510100 成都``), an indicator's name, any other label as it is."""
    from gongxing.indicators import catalogue as indicators
    from gongxing.regions import division, history

    text = str(label)
    if (indicator := indicators().get(text)) is not None:
        if language == "en":
            return indicator.english
        # Of employment by branch the branch alone tells the rows apart.
        return (indicator.family == "employment" and indicator.sector) or indicator.name
    if len(text) != 6 or not text.isdigit():
        return text
    found = division(text) or next(iter(history(text)), None)
    return f"{text} {found.short}" if found else text


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
    """Return a result as plain values: its table, notes (in English) and what is needed to compute it again."""
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
    names = list(rows[0])
    joined = (["; ".join(row[name]) if isinstance(row[name], list) else row[name] for name in names] for row in rows)
    return sheets.csv_text(names, joined)


def write_xlsx(result: Result, path: Path, language: Language) -> None:
    """Write a sheet of the table and a sheet of notes in a language, specification and references.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    rows = list(result.records())
    with workbook(path) as book:
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
            *result.notes_in(language),
            *result.cite().split("\n"),
            json.dumps(result.spec.to_dict(), ensure_ascii=False, default=str),
        ]
        for line, sentence in enumerate(lines):
            notes.write_string(line, 0, sentence)
        notes.set_column(0, 0, 120)
