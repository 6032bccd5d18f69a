"""What a scenario does, as a table for people and as rows for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.listing import sheets
from gongxing.listing.words import Language, words
from gongxing.scenarios.record import COLUMNS, HIGH, LOW, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.console import RenderableType

    from gongxing.scenarios import Comparison

    Record = Mapping[str, Any]  # as ``gongxing.scenarios.record`` makes it

COMPARED = ("real_income", "residents", "jobs")


def report(record: Record, language: Language, limit: int) -> RenderableType:
    """Return the most affected regions, intervals, the certificate in two sentences and the assumptions.

    ``limit`` is the number of regions shown, 0 for all.
    """
    word = words(language)["scenario"]
    table = _table(f"[bold]{escape(record['title'])}", word)
    regions = _by_effect(record)
    for region in regions[:limit] if limit else regions:
        cells = [Text(f"{region[name]:+.2f}%", style=_style(region[name])) for name in COLUMNS]
        table.add_row(escape(region["name"]), *cells)
    welfare = f"{word['welfare']} {record['welfare']:+.3f}%"
    notes = Text("\n".join(f"· {note[language]}" for note in record["assumptions"]), style="dim")
    left = len(regions) - limit if limit else 0
    more = [Text(words(language)["more"].format(count=left), style="dim")] if left > 0 else []
    balance = word["balance"].format(growth=record["growth"], **record["theil"])
    certificate = (" " if language == "en" else "").join(record["certificate"][language])
    stated = [Text("\n".join([word["changes"], *(f"· {line}" for line in _stated(record))]))]
    return Group(
        table, *more, Text(welfare, style="bold"), Text(balance, style="bold"), Text(certificate),
        *(stated if record["changes"] else []), Text(word["assumptions"]), notes,
        *([_intervals(record, language, limit)] if record["intervals"] else []),
    )  # fmt: skip


def _table(title: str, word: Mapping[str, Any]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(word["region"])
    for name in COLUMNS:
        table.add_column(word[name], justify="right")
    return table


def _by_effect(record: Record) -> list[dict[str, Any]]:
    """Return the regions, the one whose real income changes most first."""
    return sorted(record["regions"], key=lambda region: -abs(region["real_income"]))


def _stated(record: Record) -> list[str]:
    """Return each change with who states it and on what evidence."""
    lines = []
    for change in record["changes"]:
        of = change["statement"]
        between = " → " if change["directed"] else ", "
        where = f"{change['regions'][0]} ↔ *" if change["hub"] else between.join(change["regions"])
        head = f"{of['project']}: " if of["project"] else ""
        by = f" ({of['by']})" if of["by"] else ""
        spot = f", {of['start']}-{of['end']}" if of["start"] is not None else ""
        quote = f" “{of['quote']}” ({of['document']}{spot})" if of["quote"] else ""
        lines.append(f"{head}{change['kind']} {where} {change['words']}{by}{quote}")
    return lines


def _intervals(record: Record, language: Language, limit: int) -> RenderableType:
    """Return the intervals of each region's outcomes, the most affected first."""
    word = words(language)["scenario"]
    found = record["intervals"]
    table = _table(f"[bold]{word['intervals'].format(draws=found['draws'] - found['failed'])}", word)
    regions = _by_effect(record)
    for region in regions[:limit] if limit else regions:
        spans = (f"{region[f'{name} {LOW}']:+.2f} … {region[f'{name} {HIGH}']:+.2f}%" for name in COLUMNS)
        table.add_row(escape(region["name"]), *spans)
    failed = [Text(word["failed"].format(count=found["failed"]))] if found["failed"] else []
    welfare = f"{word['welfare']} {found['welfare'][LOW]:+.3f} … {found['welfare'][HIGH]:+.3f}%"
    return Group(table, Text(welfare), *failed)


def comparison_table(found: Comparison, language: Language, limit: int) -> RenderableType:
    """Return real income in two scenarios, the differences of it, residents and jobs, and growth against balance."""
    word = words(language)["scenario"]
    titles = Text(f"A: {found.first}\nB: {found.second}", style="bold")
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(word["region"], no_wrap=True)
    shown = (("real_income", "A"), ("real_income", "B"), *((name, "B - A") for name in COMPARED))
    for name, part in shown:
        table.add_column(f"{word[name]}\n{part}", justify="right", no_wrap=True)
    rows = found.rows[:limit] if limit else found.rows
    for row in rows:
        table.add_row(escape(str(row["name"])), *(f"{row[f'{name} {part}']:+.2f}%" for name, part in shown))
    left = len(found.rows) - len(rows)
    lines = [words(language)["more"].format(count=left)] if left > 0 else []
    for part, totals in zip("AB", found.totals, strict=True):
        lines.append(word["total"].format(part=part, **totals))
    lines += [note.sentence(language) for note in found.notes]
    return Group(titles, table, Text("\n".join(lines)))


def comparison_json(found: Comparison) -> str:
    """Return a comparison as JSON, changes in per cent."""
    first, second = found.totals
    plain = {"A": {"title": found.first, **first}, "B": {"title": found.second, **second}}
    return json.dumps({**plain, "regions": found.rows, "assumptions": list(map(said, found.notes))}, ensure_ascii=False)


def comparison_csv(found: Comparison) -> str:
    """Write a comparison, one region a row; the header says that changes are per cent."""
    return sheets.csv_text(*_compared(found))


def write_comparison(found: Comparison, path: Path) -> None:
    """Write a sheet of regions, one of totals and one of what they rest on.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    rows = [
        [part, title, *(totals[name] for name in ("welfare", "growth", "theil"))]
        for part, title, totals in zip("AB", (found.first, found.second), found.totals, strict=True)
    ]
    rests = [[note.sentence("zh"), note.sentence("en")] for note in found.notes]
    names = ["", "title", "welfare %", "growth %", "change of Theil's index"]
    both = {"regions %": _compared(found), "totals": (names, rows), "assumptions": (["zh", "en"], rests)}
    sheets.write_xlsx(both, path)


def _compared(found: Comparison) -> tuple[list[str], list[list[Any]]]:
    names = [f"{name} {part}" for name in COMPARED for part in ("A", "B", "B - A")]
    rows = [[row["name"], row["code"], *(row[name] for name in names)] for row in found.rows]
    return ["name", "code", *(f"{name} %" for name in names)], rows


def _style(change: float) -> str:
    return "green" if change > 0.005 else "red" if change < -0.005 else "dim"


def _rows(record: Record) -> tuple[list[str], list[list[Any]]]:
    """Return a row a region, its changes under headers that say per cent."""
    ends = [f"{name} {end}" for name in COLUMNS for end in (LOW, HIGH)] if record["intervals"] else []
    names = ["name", "code", *COLUMNS, *ends]
    rows = [[region[name] for name in names] for region in record["regions"]]
    return [name if name in ("name", "code") else f"{name} %" for name in names], rows


def csv_text(record: Record) -> str:
    """Write changes, one region a row; the header says that they are per cent."""
    return sheets.csv_text(*_rows(record))


def write_xlsx(record: Record, path: Path) -> None:
    """Write a sheet of changes and a sheet of what they rest on.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    rests = [*record["certificate"]["en"], *_stated(record), *(note["en"] for note in record["assumptions"])]
    found = {"changes %": _rows(record), "assumptions": (["assumptions"], [[line] for line in rests])}
    if values := record["values"]:
        names = list(dict.fromkeys(name for value in values for name in value))
        found["values"] = (names, [[value.get(name) for name in names] for value in values])
    sheets.write_xlsx(found, path)
