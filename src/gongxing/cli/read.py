"""``gongxing read``: documents into articles and facts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongxing.cli.output import FORMATS, progress, style_of, tell, tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.engines import Reading

KINDS = ("figure", "place", "person", "project", "industry", "member", "commitment")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PAGE|FOLDER|URL|-...")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), help="How to print; a file's suffix in --output decides too."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option(
    "--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only facts of this kind; may be repeated."
)
@click.option("--region", help="Only facts about this region, e.g. 成都.")
@click.option("--explain", is_flag=True, help="Show which rule read which words.")
@click.option("-j", "--jobs", type=click.IntRange(0), default=0, help="Processes for many files. 0: as many as cores.")
@click.option("--rows", type=click.IntRange(0), default=15, show_default=True, help="Rows a region shows. 0: all.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def read(
    paths: tuple[str, ...],
    style: str | None,
    output: Path | None,
    kinds: tuple[str, ...],
    region: str | None,
    explain: bool,
    jobs: int,
    rows: int,
    language: str | None,
) -> None:
    """Read documents into articles and facts, each with the words that say so.

    HTML, text copied from web pages, PDF, DOCX, Markdown and plain text; a folder is read with all it holds, a ZIP as
    the documents in it; an address (https://…) is fetched, if it is public and its site lets programs fetch it; - is
    standard input. What cannot be read is named on standard error, the rest goes on, and the exit status is 1.

    \b
    Examples:
      gongxing read report.html
      gongxing read plans/ --kind commitment --region 绵阳
      gongxing read plans/ -o facts.xlsx --jobs 4
      gongxing read https://www.example.gov.cn/plan.html
      gongxing read - --format json < page.html
    """
    from gongxing.reading.sources import find_sources

    style = style or style_of(output)
    sources, problems = find_sources(paths)
    readings = _selected(sources, problems, jobs, kinds, region)
    try:
        _write(readings, style, output, len(sources), explain=explain, rows=rows, language=language)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise click.ClickException(
            f"{output or 'standard output'}: cannot be written ({error.strerror or error})"
        ) from error
    for problem in problems:
        tell(problem)
    if problems:
        sys.exit(1)


def _selected(
    sources: list[Any], problems: list[str], jobs: int, kinds: tuple[str, ...], region: str | None
) -> Iterator[Reading]:
    """Yield what could be read, with the facts that were asked for; collect the problems of the rest."""
    from dataclasses import replace

    from gongxing.engines import read_documents
    from gongxing.facts.choice import choose

    if jobs == 0:
        jobs = min(os.cpu_count() or 1, max(len(sources) // 8, 1))
    with progress(len(sources)) as advance:
        for reading in read_documents(sources, jobs=jobs):
            advance()
            if reading.problem is None:
                yield replace(reading, facts=choose(reading.facts, kinds, region)) if kinds or region else reading
            else:
                problems.append(reading.problem)


def _write(
    readings: Iterator[Reading],
    style: str,
    output: Path | None,
    total: int,
    *,
    explain: bool,
    rows: int,
    language: str | None,
) -> None:
    if style == "xlsx":
        from gongxing.listing.records import write_xlsx

        if output is None:
            raise click.UsageError("a workbook needs a file to go to: add --output facts.xlsx")
        write_xlsx(readings, output)
        return
    from contextlib import nullcontext

    # CSV opens in Excel as UTF-8 only with a byte order mark.
    encoding = "utf-8-sig" if style == "csv" else "utf-8"
    with output.open("w", encoding=encoding, newline="") if output else nullcontext(sys.stdout) as file:
        if style == "table":
            _print_tables(readings, file, explain=explain, rows=rows, language=language)
            return
        from gongxing.listing.records import csv_text, json_line

        for count, reading in enumerate(readings):
            file.write(
                json_line(reading, named=total > 1) + "\n" if style == "json" else csv_text(reading, header=not count)
            )
            file.flush()


def _print_tables(readings: Iterator[Reading], file: Any, *, explain: bool, rows: int, language: str | None) -> None:
    from rich.console import Console

    from gongxing.listing.terminal import explanation, summary

    tongue = tongue_of(language)
    console = Console(file=file, highlight=False)
    for reading in readings:
        console.print(explanation(reading, tongue) if explain else summary(reading, tongue, rows))
