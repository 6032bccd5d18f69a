"""``gongxing scenario``: draft what a document's projects would change, keep and run plans, compare, choose."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongxing.cli.library import library_options, opened, panel_of
from gongxing.cli.output import chosen_style, format_options, tell, tongue_of, whole, write_as
from gongxing.cli.speaking import SpokenGroup
from gongxing.cli.stored_scenario import list_scenarios, run, save, show

if TYPE_CHECKING:
    from gongxing.scenarios import Scenario
    from gongxing.scenarios.draft import Draft


@click.group(cls=SpokenGroup)
def scenario() -> None:
    """Draft the scenario that a document's projects imply; keep and run it; compare two; choose under a budget.

    \b
    Examples:
      gongxing scenario from article.txt --tables yearbook.xlsx -o plan.toml
      gongxing simulate plan.toml
      gongxing scenario save plan.toml --name 成眉铁路
      gongxing scenario run 成眉铁路
      gongxing scenario compare plan-a.toml 成眉铁路
      gongxing scenario search plan.toml --budget 100
    """


for _command in (save, list_scenarios, show, run):
    scenario.add_command(_command)


@scenario.command("from")
@click.argument("document")
@click.option(
    "--tables", multiple=True, type=click.Path(path_type=Path), help="Yearbooks or a folder; may be repeated."
)
@click.option("--regions", help="The economy: a division (its units) or a functional region. Default: the province.")
@click.option("--year", type=int, help="Year of the tables. Default: the last one.")
@click.option("--only", multiple=True, metavar="WORD", help="Only projects whose name holds this; may be repeated.")
@click.option("--by", default="?", help="Who states the numbers.")
@library_options
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
def from_document(
    document: str, tables: tuple[Path, ...], regions: str | None, year: int | None, only: tuple[str, ...], by: str,
    place: str, files: str | None, output: Path | None,
) -> None:  # fmt: skip
    """Draft the scenario file that the projects of DOCUMENT imply.

    DOCUMENT is a file, or a document of the library: its number or the first digits of its SHA-256; then the economy is
    that of the library's own tables. Each project becomes a section with its words and what it changes. Its size is
    left open, a range shown beside it, unless the document states it; gongxing simulate runs the file once nothing is
    left open.

    \b
    Examples:
      gongxing scenario from article.txt --tables yearbook.xlsx --only 铁路 -o plan.toml
      gongxing scenario from 3f2a9c --library gongxing.db -o plan.toml
    """
    from gongxing.panel import PanelError
    from gongxing.scenarios import ScenarioError

    asked: dict[str, Any] = {"regions": regions, "year": year, "by": by, "only": only}
    of_file = Path(document).exists()
    try:
        if of_file:
            found = _of_file(Path(document), tables, output, asked)
        elif tables:
            raise click.ClickException(
                f"{document}: there is no such file; a document of the library takes no --tables"
            )
        else:
            found = _of_library(document, place, files, asked)
    except (ScenarioError, PanelError) as error:
        raise click.ClickException(str(error)) from error
    if output is None:
        click.echo(found.text, nl=False)
        return
    whole(output, lambda target: target.write_text(found.text, "utf-8", newline=""))
    tell(
        f"{output}: {len(found.drafted)} projects drafted, {len(found.without_rule)} without a rule; write the numbers "
        f"left open ('?'), then run gongxing simulate {output}"
    )


def _of_file(document: Path, tables: tuple[Path, ...], output: Path | None, asked: dict[str, Any]) -> Draft:
    from gongxing.cli.sources import gather
    from gongxing.scenarios.draft import draft

    panel, papers, problems = gather([str(document)], [str(table) for table in tables])
    if problems:
        raise click.ClickException("\n".join(problems))
    if len(papers) != 1:
        raise click.ClickException(f"{document}: {len(papers)} documents are there; give one.")
    folder = output.resolve().parent if output else Path.cwd()
    names = [Path(os.path.relpath(table.resolve(), folder)).as_posix() for table in tables]
    article, facts = papers[0].article, papers[0].facts
    return draft(article, facts, document=document.name, tables=names, panel=panel if tables else None, **asked)


def _of_library(document: str, place: str, files: str | None, asked: dict[str, Any]) -> Draft:
    from gongxing.library import LibraryError
    from gongxing.library.lookup import read_document
    from gongxing.library.references import SHORTEST
    from gongxing.scenarios.draft import draft

    if not _is_there(place):
        raise click.ClickException(f"{document}: there is no such file, and no library {place} that could hold it.")
    with opened(place, files) as library:
        try:
            row, article, facts = read_document(library, document)
        except LibraryError as error:
            raise click.ClickException(f"{error}; or name a file") from error
        panel = library.panel()
    return draft(article, facts, document=f"doc:{row['sha256'][:SHORTEST]}", panel=panel, library=True, **asked)


def _is_there(place: str) -> bool:
    from gongxing.library.connection import is_url

    return is_url(place) or Path(place).exists()


def _read(words: str, place: str, files: str | None) -> Scenario:
    """Read a scenario file, or the scenario of that name in the library."""
    from gongxing.library import LibraryError
    from gongxing.scenarios import read_scenario
    from gongxing.scenarios.stored import read_stored

    if Path(words).exists() or Path(words).suffix or not _is_there(place):
        return read_scenario(words, panel=panel_of(place, files))
    with opened(place, files) as library:
        try:
            return read_stored(library, words)
        except LibraryError as error:
            raise click.ClickException(f"{error}; or name a file") from error


@scenario.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@library_options
@click.option("--rows", type=click.IntRange(0), default=15, show_default=True, help="Regions to show. 0: all.")
@format_options
def compare(
    first: str, second: str, place: str, files: str | None, rows: int, style: str | None, output: Path | None,
    language: str | None,
) -> None:  # fmt: skip
    """Compare two scenarios of one economy: who does better under which, growth against balance.

    A and B are files, or names of scenarios in the library.

    \b
    Example:
      gongxing scenario compare railway.toml laboratory.toml
    """
    from gongxing.scenarios import ScenarioError, run_scenario
    from gongxing.scenarios import compare as compared

    style = chosen_style(style, output)
    try:
        found = compared(*(run_scenario(_read(words, place, files)) for words in (first, second)))
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error
    from gongxing.listing import scenario as listing

    write_as(
        style,
        output,
        table=lambda: listing.comparison_table(found, tongue_of(language), rows),
        json=lambda: listing.comparison_json(found),
        csv=lambda: listing.comparison_csv(found),
        xlsx=lambda target: listing.write_comparison(found, target),
    )


@scenario.command()
@click.argument("path", metavar="FILE.toml|NAME")
@click.option("--budget", type=click.FloatRange(0), required=True, help="What may be spent, in the unit of the costs.")
@click.option("--objective", type=click.Choice(["welfare", "output", "smallest_gain", "balance"]), default="welfare",
              show_default=True, help="What the best plan is best at.")  # fmt: skip
@library_options
@format_options
def search(
    path: str, budget: float, objective: str, place: str, files: str | None, style: str | None, output: Path | None,
    language: str | None,
) -> None:  # fmt: skip
    """Choose which projects of a scenario to pay for: the frontier of plans between growth and balance.

    Each section of FILE.toml states its cost = …; sections of one project go together. Up to ten projects every plan
    that can be paid is solved.

    \b
    Example:
      gongxing scenario search plan.toml --budget 100 --objective balance
    """
    from gongxing.cli.output import progress
    from gongxing.scenarios import ScenarioError
    from gongxing.scenarios import search as searched

    style = chosen_style(style, output)
    try:
        read = _read(path, place, files)
        count = len({change.statement.project or k for k, change in enumerate(read.changes)})
        with progress(2 ** min(count, 10), "方案 plans") as advance:
            found = searched(read, budget, objective, advance=advance)  # type: ignore[arg-type]
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error
    from gongxing.listing import plans as listing

    write_as(
        style,
        output,
        table=lambda: listing.plans_table(found, tongue_of(language)),
        json=lambda: listing.plans_json(found),
        csv=lambda: listing.plans_csv(found),
        xlsx=lambda target: listing.write_plans(found, target),
    )
