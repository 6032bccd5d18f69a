"""``gongxing check``: figures of documents against tables, and against each other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongxing.cli.output import FORMATS, style_of, tell, tongue_of, write_as
from gongxing.cli.sources import gather

if TYPE_CHECKING:
    from gongxing.panel.claims import Check, Paper
    from gongxing.panel.panel import Panel

VERDICTS = ("confirmed", "contradicted", "unchecked")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option(
    "--tables", "tables", multiple=True, metavar="FOLDER|FILE", help="Yearbooks and other tables; may be repeated."
)
@click.option(
    "--format", "style", type=click.Choice(FORMATS), help="How to print; a file's suffix in --output decides too."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--verdict", "verdicts", type=click.Choice(VERDICTS), multiple=True, help="Only figures of this verdict.")
@click.option("--explain", is_flag=True, help="Show the arithmetic of each figure with its cells.")
@click.option("--all", "everything", is_flag=True, help="List also the figures that nothing else tells of.")
@click.option("--rows", type=click.IntRange(0), default=25, show_default=True, help="Rows a verdict shows. 0: all.")
@click.option("--fail-on", type=click.Choice(["contradicted", "unchecked"]), help="Exit with 2 where one is found.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def check(
    paths: tuple[str, ...],
    tables: tuple[str, ...],
    style: str | None,
    output: Path | None,
    verdicts: tuple[str, ...],
    explain: bool,
    everything: bool,
    rows: int,
    fail_on: str | None,
    language: str | None,
) -> None:
    """Check the figures of documents: confirmed, contradicted, or what is missing to tell.

    Each figure is tested against the tables, against the other documents and against the document's own arithmetic:
    values, sums over groups of regions, shares, growth, ranks, differences, sectors, per-head values. Tables may also
    stand among the documents. docs/panel.md tells what each verdict means.

    \b
    Examples:
      gongxing check article.txt --tables yearbooks/
      gongxing check article.txt --tables yearbook.xlsx --tables provinces.csv --explain
      gongxing check bulletins/ -o checks.xlsx
    """
    style = style or style_of(output)
    if style == "xlsx" and output is None:
        raise click.UsageError("a workbook needs a file to go to: add --output checks.xlsx")
    panel, papers, problems = gather(paths, tables)
    checks = _checks(papers, panel)
    found = [check for check in checks if not verdicts or check.verdict in verdicts]
    _write(
        found,
        checks,
        style,
        output,
        explain=explain,
        everything=everything or bool(verdicts),
        rows=rows,
        language=language,
    )
    for problem in problems:
        tell(problem)
    if problems:
        sys.exit(1)
    if fail_on and any(check.verdict == fail_on for check in checks):
        sys.exit(2)


def _checks(papers: list[Paper], panel: Panel) -> list[Check]:
    from gongxing.panel.claims import check_claims

    checks = list(check_claims(papers, panel))
    for paper in papers:
        if not any(check.claim.file == paper.file for check in checks):
            tell(f"{paper.file}: it states no figure that was reached, so that there is nothing to check.")
    return checks


def _write(
    checks: list[Check], counted: list[Check], style: str, output: Path | None, *, explain: bool,
    everything: bool, rows: int, language: str | None,
) -> None:  # fmt: skip
    from rich.console import Group

    from gongxing.listing import check as listing

    def table() -> Any:
        tongue = tongue_of(language)
        if not explain:
            return listing.report(checks, tongue, counted=counted, everything=everything, rows=rows)
        return Group(listing.explanation(checks, tongue, everything=everything), listing.summary(counted, tongue))

    write_as(
        style,
        output,
        table=table,
        json=lambda: listing.json_text(checks),
        csv=lambda: listing.csv_text(checks),
        xlsx=lambda target: listing.write_xlsx(checks, target),
    )
