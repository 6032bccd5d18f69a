"""``gongxing scenario``: draft what a document's projects would change, compare two plans, choose under a budget."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from gongxing.cli.output import guarded, tongue_of


@click.group()
def scenario() -> None:
    """Draft the scenario that a document's projects imply; compare two scenarios; choose under a budget.

    \b
    Examples:
      gongxing scenario from article.txt --tables yearbook.xlsx -o plan.toml
      gongxing simulate plan.toml
      gongxing scenario compare plan-a.toml plan-b.toml
      gongxing scenario search plan.toml --budget 100
    """


@scenario.command("from")
@click.argument("document", type=click.Path(path_type=Path))
@click.option(
    "--tables", multiple=True, type=click.Path(path_type=Path), help="Yearbooks or a folder; may be repeated."
)
@click.option("--regions", help="The economy: a division (its units) or a functional region. Default: the province.")
@click.option("--year", type=int, help="Year of the tables. Default: the last one.")
@click.option("--only", multiple=True, metavar="WORD", help="Only projects whose name holds this; may be repeated.")
@click.option("--by", default="?", help="Who states the numbers.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
def from_document(
    document: Path, tables: tuple[Path, ...], regions: str | None, year: int | None, only: tuple[str, ...], by: str,
    output: Path | None,
) -> None:  # fmt: skip
    """Draft the scenario file that the projects of DOCUMENT imply.

    Each project becomes a section with its words and what it changes. Its size is left open, a range shown beside it,
    unless the document states it; gongxing simulate runs the file once nothing is left open.

    \b
    Example:
      gongxing scenario from article.txt --tables yearbook.xlsx --only 铁路 -o plan.toml
    """
    from gongxing.cli.sources import gather
    from gongxing.panel import PanelError
    from gongxing.scenarios.draft import draft
    from gongxing.scenarios.tables import ScenarioError

    panel, papers, problems = gather([str(document)], [str(table) for table in tables])
    if problems:
        raise click.ClickException("\n".join(problems))
    if len(papers) != 1:
        raise click.ClickException(f"{document}: {len(papers)} documents are there; give one.")
    folder = output.resolve().parent if output else Path.cwd()
    try:
        found = draft(
            papers[0].article,
            papers[0].facts,
            document=document.name,
            tables=[Path(os.path.relpath(table.resolve(), folder)).as_posix() for table in tables],
            panel=panel if tables else None,
            regions=regions,
            year=year,
            by=by,
            only=only,
        )
    except (ScenarioError, PanelError) as error:
        raise click.ClickException(str(error)) from error
    if output is None:
        click.echo(found.text, nl=False)
        return
    guarded(output, lambda: output.write_text(found.text, "utf-8", newline=""))
    click.echo(
        f"{output}: {len(found.drafted)} projects drafted, {len(found.without_rule)} without a rule; write the numbers "
        f"left open ('?'), then run gongxing simulate {output}",
        err=True,
    )


@scenario.command()
@click.argument("first", type=click.Path(path_type=Path), metavar="A.toml")
@click.argument("second", type=click.Path(path_type=Path), metavar="B.toml")
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--rows", type=click.IntRange(0), default=15, show_default=True, help="Regions to show. 0: all.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def compare(first: Path, second: Path, style: str, rows: int, language: str | None) -> None:
    """Compare two scenarios of one economy: who does better under which, growth against balance.

    \b
    Example:
      gongxing scenario compare railway.toml laboratory.toml
    """
    from gongxing.scenarios import ScenarioError, read_scenario, run_scenario
    from gongxing.scenarios import compare as compared

    try:
        found = compared(*(run_scenario(read_scenario(path)) for path in (first, second)))
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error
    from gongxing.listing import scenario as listing

    if style == "json":
        click.echo(listing.comparison_json(found))
        return
    from rich.console import Console

    Console(file=sys.stdout, highlight=False).print(listing.comparison_table(found, tongue_of(language), rows))


@scenario.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.toml")
@click.option("--budget", type=click.FloatRange(0), required=True, help="What may be spent, in the unit of the costs.")
@click.option("--objective", type=click.Choice(["welfare", "output", "smallest_gain", "balance"]), default="welfare",
              show_default=True, help="What the best plan is best at.")  # fmt: skip
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def search(path: Path, budget: float, objective: str, style: str, language: str | None) -> None:
    """Choose which projects of a scenario to pay for: the frontier of plans between growth and balance.

    Each section of FILE.toml states its cost = …; sections of one project go together. Up to ten projects every plan
    that can be paid is solved.

    \b
    Example:
      gongxing scenario search plan.toml --budget 100 --objective balance
    """
    from gongxing.cli.output import progress
    from gongxing.scenarios import ScenarioError, read_scenario
    from gongxing.scenarios import search as searched

    try:
        read = read_scenario(path)
        count = len({change.statement.project or k for k, change in enumerate(read.changes)})
        with progress(2 ** min(count, 10), "方案 plans") as advance:
            found = searched(read, budget, objective, advance=advance)  # type: ignore[arg-type]
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error
    from gongxing.listing import plans as listing

    if style == "json":
        click.echo(listing.plans_json(found))
        return
    from rich.console import Console

    Console(file=sys.stdout, highlight=False).print(listing.plans_table(found, tongue_of(language)))
