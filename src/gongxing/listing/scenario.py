"""What a scenario does, as a table for people and as rows for other programs."""

from __future__ import annotations

import csv
import io
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

    from gongxing.scenarios import ScenarioOutcome

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
    return Group(table, *more, Text(welfare, style="bold"), certificate, Text(word["assumptions"]), notes)


def _style(change: float) -> str:
    return "green" if change > 0.005 else "red" if change < -0.005 else "dim"


def object_of(run: ScenarioOutcome) -> dict[str, Any]:
    """Return the outcome as plain values: changes in per cent by region, welfare, certificate, assumptions."""
    certificate = run.outcome.certificate
    return {
        "title": run.scenario.title,
        "numeraire": run.outcome.numeraire,
        "unit": "%",
        "welfare": 100 * (run.outcome.welfare - 1),
        "regions": [
            {"name": name, "code": code, **{key: float(values[k]) for key, values in run.changes.items()}}
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


def _rows(run: ScenarioOutcome) -> list[dict[str, Any]]:
    """Return a row a region, its changes under headers that say per cent."""
    return [
        {name if name in ("name", "code") else f"{name} %": value for name, value in region.items()}
        for region in object_of(run)["regions"]
    ]


def csv_text(run: ScenarioOutcome) -> str:
    """Write changes, one region a row; the header says that they are per cent."""
    rows = _rows(run)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_xlsx(run: ScenarioOutcome, path: Path) -> None:
    """Write a sheet of changes and a sheet of what they rest on.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    rows = _rows(run)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("changes %")
    sheet.write_row(0, 0, list(rows[0]), book.add_format({"bold": True, "bottom": 1}))
    for line, row in enumerate(rows, 1):
        sheet.write_row(line, 0, list(row.values()))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 20)
    notes = book.add_worksheet("assumptions")
    for line, sentence in enumerate([str(run.outcome.certificate), *map(str, run.assumptions)]):
        notes.write_string(line, 0, sentence)
    notes.set_column(0, 0, 120)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
