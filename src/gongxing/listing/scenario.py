"""What a scenario does, as a table for people and as rows for other programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.listing.words import Language, words

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from gongxing.scenarios import Comparison, Intervals, Scenario, ScenarioOutcome

COMPARED = ("real_income", "residents", "jobs")
COLUMNS = ("real_income", "wages", "residents", "jobs", "rents", "prices")


def report(run: ScenarioOutcome, language: Language, limit: int) -> RenderableType:
    """Return the most affected regions, the certificate in two sentences and the assumptions.

    ``limit`` is the number of regions shown, 0 for all.
    """
    word = words(language)["scenario"]
    table = Table(title=f"[bold]{escape(run.scenario.title)}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(word["region"])
    for name in COLUMNS:
        table.add_column(word[name], justify="right")
    order = np.argsort(-np.abs(run.changes["real_income"]))
    for k in order[:limit] if limit else order:
        cells = [Text(f"{run.changes[name][k]:+.2f}%", style=_style(run.changes[name][k])) for name in COLUMNS]
        table.add_row(escape(run.scenario.names[k]), *cells)
    welfare = f"{word['welfare']} {100 * (run.outcome.welfare - 1):+.3f}%"
    notes = Text("\n".join(f"· {note.sentence(language)}" for note in run.assumptions), style="dim")
    certificate = Text(run.outcome.certificate.sentences(language))
    left = len(order) - limit if limit else 0
    more = [Text(words(language)["more"].format(count=left), style="dim")] if left > 0 else []
    before, after = run.inequality
    balance = word["balance"].format(growth=run.growth, before=before, after=after)
    stated = [Text("\n".join([word["changes"], *(f"· {line}" for line in _stated(run.scenario))]))]
    return Group(
        table, *more, Text(welfare, style="bold"), Text(balance, style="bold"), certificate,
        *(stated if run.scenario.changes else []), Text(word["assumptions"]), notes,
    )  # fmt: skip


def _stated(scenario: Scenario) -> list[str]:
    """Return each change with who states it and on what evidence."""
    lines = []
    for change in scenario.changes:
        said = change.statement
        between = " → " if change.directed else ", "
        where = f"{change.regions[0]} ↔ *" if change.hub else between.join(change.regions)
        head = f"{said.project}: " if said.project else ""
        by = f" ({said.by})" if said.by else ""
        spot = f", {said.start}-{said.end}" if said.start is not None else ""
        quote = f" “{said.quote}” ({said.document}{spot})" if said.quote else ""
        lines.append(f"{head}{change.kind} {where} {change.words}{by}{quote}")
    return lines


def interval_table(run: ScenarioOutcome, found: Intervals, language: Language, limit: int) -> RenderableType:
    """Return the intervals of each region's outcomes, the most affected first."""
    word = words(language)["scenario"]
    title = word["intervals"].format(draws=found.draws - found.failed)
    table = Table(title=f"[bold]{title}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(word["region"])
    for name in COLUMNS:
        table.add_column(word[name], justify="right")
    order = np.argsort(-np.abs(run.changes["real_income"]))
    for k in order[:limit] if limit else order:
        spans = (found.values[name][:, k] for name in COLUMNS)
        table.add_row(escape(run.scenario.names[k]), *(f"{low:+.2f} … {high:+.2f}%" for low, _, high in spans))
    low, _, high = found.welfare
    failed = [Text(word["failed"].format(count=found.failed))] if found.failed else []
    return Group(table, Text(f"{word['welfare']} {low:+.3f} … {high:+.3f}%"), *failed)


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
    return json.dumps({**plain, "regions": found.rows, "assumptions": list(map(str, found.notes))}, ensure_ascii=False)


def _style(change: float) -> str:
    return "green" if change > 0.005 else "red" if change < -0.005 else "dim"


def object_of(run: ScenarioOutcome, spans: Intervals | None = None) -> dict[str, Any]:
    """Return the outcome as plain values: changes in per cent by region, welfare, certificate, assumptions."""
    certificate = run.outcome.certificate
    return {
        "title": run.scenario.title,
        "numeraire": run.outcome.numeraire,
        "unit": "%",
        "welfare": 100 * (run.outcome.welfare - 1),
        "growth": run.growth,
        "theil": dict(zip(("before", "after"), run.inequality, strict=True)),
        "changes": [asdict(change) for change in run.scenario.changes],
        "regions": [
            {
                "name": name,
                "code": code,
                **{key: float(values[k]) for key, values in run.changes.items()},
                **_ends(spans, k),
            }
            for k, (name, code) in enumerate(zip(run.scenario.names, run.scenario.codes, strict=True))
        ],
        "certificate": {
            "certified": certificate.certified,
            "error_bound": certificate.error_bound,
            "tolerance": certificate.tolerance,
            "goods_residual": certificate.goods_residual,
            "residence_residual": certificate.residence_residual,
            "block_imbalance": certificate.block_imbalance.tolist(),
            "condition": certificate.condition,
            "iterations": certificate.iterations,
            "method": certificate.method,
        },
        "assumptions": [str(note) for note in run.assumptions],
    }


def _ends(spans: Intervals | None, k: int) -> dict[str, float]:
    """Return the ends of the intervals of a region."""
    if spans is None:
        return {}
    return {
        f"{name} {end}": float(spans.values[name][row, k])
        for name in COLUMNS
        for end, row in (("5th percentile", 0), ("95th percentile", 2))
    }


def _rows(run: ScenarioOutcome, spans: Intervals | None) -> list[dict[str, Any]]:
    """Return a row a region, its changes under headers that say per cent."""
    return [
        {name if name in ("name", "code") else f"{name} %": value for name, value in region.items()}
        for region in object_of(run, spans)["regions"]
    ]


def csv_text(run: ScenarioOutcome, spans: Intervals | None = None) -> str:
    """Write changes, one region a row; the header says that they are per cent."""
    rows = _rows(run, spans)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_xlsx(run: ScenarioOutcome, path: Path, spans: Intervals | None = None) -> None:
    """Write a sheet of changes and a sheet of what they rest on.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    rows = _rows(run, spans)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("changes %")
    sheet.write_row(0, 0, list(rows[0]), book.add_format({"bold": True, "bottom": 1}))
    for line, row in enumerate(rows, 1):
        sheet.write_row(line, 0, list(row.values()))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 20)
    notes = book.add_worksheet("assumptions")
    stated = _stated(run.scenario)
    for line, sentence in enumerate([str(run.outcome.certificate), *stated, *map(str, run.assumptions)]):
        notes.write_string(line, 0, sentence)
    notes.set_column(0, 0, 120)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
