"""The command line: thin, the rooms do the work."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gongxing.engines import Reading

KINDS = ("figure", "place", "person", "project", "industry", "member", "commitment")
FORMATS = ("table", "json", "csv", "xlsx")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="gongxing")
def main() -> None:
    """Gongxing (共兴) reads public documents into facts that can be checked.

    \b
    Example:
      gongxing read report.html
    """


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PAGE|FOLDER|-...")
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

    HTML, text copied from web pages, PDF, DOCX, Markdown and plain text; a folder is read with all it holds; - is
    standard input. What cannot be read is named on standard error, the rest goes on, and the exit status is 1.

    \b
    Examples:
      gongxing read report.html
      gongxing read plans/ --kind commitment --region 绵阳
      gongxing read plans/ -o facts.xlsx --jobs 4
      curl -s https://example.org/page | gongxing read - --format json
    """
    from gongxing.reading.sources import find_sources

    style = style or _style_of(output)
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
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)


def _style_of(output: Path | None) -> str:
    suffix = output.suffix.lower().lstrip(".") if output else ""
    return {"json": "json", "jsonl": "json", "csv": "csv", "xlsx": "xlsx"}.get(suffix, "table")


def _selected(
    sources: list[Any], problems: list[str], jobs: int, kinds: tuple[str, ...], region: str | None
) -> Iterator[Reading]:
    """Yield what could be read, with the facts that were asked for; collect the problems of the rest."""
    from dataclasses import replace

    from gongxing.engines import read_documents
    from gongxing.facts.choice import choose

    if jobs == 0:
        jobs = min(os.cpu_count() or 1, max(len(sources) // 8, 1))
    with _progress(len(sources)) as advance:
        for reading in read_documents(sources, jobs=jobs):
            advance()
            if reading.problem is None:
                yield replace(reading, facts=choose(reading.facts, kinds, region)) if kinds or region else reading
            else:
                problems.append(reading.problem)


def _progress(total: int) -> Any:
    """Return a context whose value moves a progress bar on standard error by one (none for few files)."""
    from contextlib import contextmanager

    @contextmanager
    def bar() -> Iterator[Any]:
        if total < 3 or not sys.stderr.isatty():
            yield lambda: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("读取 reading", total=total)
            yield lambda: progress.advance(task)

    return bar()


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

    tongue = _language(language)
    console = Console(file=file, highlight=False)
    for reading in readings:
        console.print(explanation(reading, tongue) if explain else summary(reading, tongue, rows))


@main.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.toml")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), help="How to print; a file's suffix in --output decides too."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--rows", type=click.IntRange(0), default=15, show_default=True, help="Regions to show. 0: all.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def simulate(path: Path, style: str | None, output: Path | None, rows: int, language: str | None) -> None:
    """Say what a railway, a laboratory or a port would change for every region.

    FILE.toml names the regions, the data and the changes in words; docs/equilibrium.md tells what the model can and
    cannot say. Changes are in per cent; the outcome comes with a certificate of its numerical error.

    \b
    Examples:
      gongxing simulate docs/sample/railway/scenario.toml
      gongxing simulate scenario.toml -o changes.xlsx
    """
    from gongxing.listing import scenario as listing
    from gongxing.scenarios import ScenarioError, read_scenario, run_scenario

    style = style or _style_of(output)
    if style == "xlsx" and output is None:
        raise click.UsageError("a workbook needs a file to go to: add --output changes.xlsx")
    try:
        scenario = read_scenario(path)
        click.echo(f"{scenario.title}: {len(scenario.names)} regions …", err=True)
        run = run_scenario(scenario)
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error
    if style == "xlsx" and output is not None:
        _guarded(output, lambda: listing.write_xlsx(run, output))
        return
    if style == "table":
        from rich.console import Console

        console = Console(file=output.open("w", encoding="utf-8") if output else sys.stdout, highlight=False)
        console.print(listing.report(run, _language(language), rows))
        return
    import json

    text = json.dumps(listing.object_of(run), ensure_ascii=False) + "\n" if style == "json" else listing.csv_text(run)
    if output is None:
        click.echo(text, nl=False)
    else:
        encoding = "utf-8-sig" if style == "csv" else "utf-8"
        _guarded(output, lambda: output.write_text(text, encoding, newline=""))


def _guarded(output: Path, write: Callable[[], object]) -> None:
    try:
        write()
    except OSError as error:
        raise click.ClickException(f"{output}: cannot be written ({error.strerror or error})") from error


def _language(asked: str | None) -> Literal["zh", "en"]:
    from gongxing.listing.words import preferred_language

    return preferred_language() if asked is None else "en" if asked == "en" else "zh"


if __name__ == "__main__":
    main()
