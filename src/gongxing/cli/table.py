"""``gongxing table``: tables of workbooks, CSV and documents into observations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongxing.cli.output import FORMATS, progress, style_of, tell, tongue_of, whole

if TYPE_CHECKING:
    from gongxing.tables import TableReading

_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".tab")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), help="How to print; a file's suffix in --output decides too."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--explain", is_flag=True, help="Show what each column was taken for, how sure that is, and why.")
@click.option(
    "--overrule", type=click.Path(path_type=Path, dir_okay=False),
    help="A TOML that overrules what is understood. Default: FILE.toml beside FILE.",
)  # fmt: skip
@click.option("--rows", type=click.IntRange(0), default=40, show_default=True, help="Indicators to show. 0: all.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def table(
    paths: tuple[str, ...],
    style: str | None,
    output: Path | None,
    explain: bool,
    overrule: Path | None,
    rows: int,
    language: str | None,
) -> None:
    """Read tables of workbooks, CSV, web pages and Word into observations, each with its cell.

    The layout need not be told: headers of several rows in two languages, merged cells, units in brackets, regions,
    indicators or years in rows or in columns. Values come in base units; what cannot be placed or is doubtful is said,
    never dropped. Where it errs, a small TOML beside the file overrules it (docs/tables.md).

    A web page or Word document is read for the tables in it, each with its caption, unit and notes; name the file,
    since a folder is searched for workbooks and CSV alone.

    \b
    Examples:
      gongxing table yearbook.xlsx
      gongxing table yearbook.xlsx --explain
      gongxing table statistics/ -o observations.xlsx
      gongxing table cities.csv --format json
      gongxing table communique.html --explain
    """
    style = style or style_of(output)
    if style == "xlsx" and output is None:
        raise click.UsageError("a workbook needs a file to go to: add --output observations.xlsx")
    files, problems = _files(paths)
    readings = _readings(files, overrule, problems)
    if style == "xlsx" and output is not None:
        from gongxing.listing.tables import write_xlsx

        whole(output, lambda target: write_xlsx(readings, target))
    elif output is not None:
        whole(output, lambda target: _write(readings, style, target, explain, rows, language, len(files)))
    else:
        _write(readings, style, None, explain, rows, language, len(files))
    for problem in problems:
        tell(problem)
    if problems:
        sys.exit(1)


def _files(paths: tuple[str, ...]) -> tuple[list[Path], list[str]]:
    """Return the table files that the arguments name, folders with all they hold."""
    files: dict[Path, None] = {}
    problems = []
    for argument in paths:
        path = Path(argument)
        if not path.is_dir():
            files.setdefault(path)
            continue
        found = sorted(
            p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and not p.name.startswith((".", "~$"))
        )
        files.update(dict.fromkeys(found))
        if not found:
            problems.append(f"{argument}: no table file is in this folder; name one with {', '.join(_SUFFIXES)} files.")
    return list(files), problems


def _readings(files: list[Path], overrule: Path | None, problems: list[str]) -> list[TableReading]:
    from gongxing.reading.errors import UnreadableDocumentError
    from gongxing.tables import read_tables

    readings = []
    with progress(len(files)) as advance:
        for found in read_tables(files, overrule=overrule):
            advance()
            if isinstance(found, UnreadableDocumentError):
                problems.append(str(found))
            else:
                readings.append(found)
    if len(readings) > 1:
        from gongxing.tables import check_together

        return check_together(readings)
    return readings


def _write(
    readings: list[TableReading], style: str, output: Path | None, explain: bool, rows: int, language: str | None,
    asked: int,
) -> None:  # fmt: skip
    from contextlib import nullcontext

    from gongxing.listing import tables as listing

    encoding = "utf-8-sig" if style == "csv" else "utf-8"
    with output.open("w", encoding=encoding, newline="") if output else nullcontext(sys.stdout) as file:
        if style == "table":
            from rich.console import Console

            tongue = tongue_of(language)
            console = Console(file=file, highlight=False)
            for reading in readings:
                console.print(
                    listing.explanation(reading, tongue) if explain else listing.summary(reading, tongue, rows)
                )
            return
        for count, reading in enumerate(readings):
            if style == "json":
                file.write(listing.json_line(reading, columns=explain, named=asked > 1) + "\n")
            else:
                file.write(listing.csv_text(reading, header=not count))
