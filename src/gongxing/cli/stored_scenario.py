"""``gongxing scenario save, list, show, run``: scenarios that a library keeps, and their outcomes."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongxing.cli.library import library_options, opened, who_option
from gongxing.cli.output import chosen_style, format_options, progress, said, tell, tongue_of, write_as, write_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.library import Library

_VERSION = click.option("--version", type=click.IntRange(1), help="Which version. Default: the last one.")


@contextmanager
def library_of(place: str, files: str | None) -> Iterator[Library]:
    """Open a library for scenarios; whatever is wrong with either becomes one sentence."""
    from gongxing.scenarios import ScenarioError

    with opened(place, files) as library:
        try:
            yield library
        except ScenarioError as error:
            raise click.ClickException(str(error)) from error


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.toml")
@click.option("--name", help="Its name in the library, e.g. 成眉铁路. Default: the file's name.")
@library_options
@who_option
def save(path: Path, name: str | None, place: str, files: str | None, who: str) -> None:
    """Keep a scenario file, and the tables that it names, in the library.

    Nothing is overwritten: a new text of the same name is its next version.

    \b
    Example:
      gongxing scenario save plan.toml --name 成眉铁路
    """
    from gongxing.scenarios.stored import save_scenario

    with library_of(place, files) as library:
        saved = save_scenario(library, path, who=who, slug=name)
    stored = saved.stored
    if saved.open:
        left = f"; {len(saved.open)} left open ('?'): {', '.join(saved.open[:3])}{' …' if len(saved.open) > 3 else ''}"
        click.echo(said(f"{stored.slug}: version {stored.version} is kept{left}"))
        return
    told = f"{stored.slug}: version {stored.version} is kept; run it with gongxing scenario run {stored.slug}"
    click.echo(said(told))


@click.command("list")
@library_options
@format_options
def list_scenarios(place: str, files: str | None, style: str | None, output: Path | None, language: str | None) -> None:
    """List the scenarios of the library, with what became of each.

    \b
    Example:
      gongxing scenario list
    """
    from gongxing.listing import stored as listing

    style = chosen_style(style, output)
    with library_of(place, files) as library:
        rows = listing.scenario_rows(library)
    write_list(
        style, output, "scenarios", rows, listing.SCENARIO_COLUMNS,
        table=lambda: listing.scenario_table(rows, tongue_of(language)),
    )  # fmt: skip


@click.command()
@click.argument("slug", metavar="NAME")
@_VERSION
@library_options
@click.option("--toml", "as_toml", is_flag=True, help="Print the scenario file itself.")
@click.option("--rows", type=click.IntRange(0), default=15, show_default=True, help="Regions to show. 0: all.")
@format_options
def show(
    slug: str, version: int | None, place: str, files: str | None, as_toml: bool, rows: int, style: str | None,
    output: Path | None, language: str | None,
) -> None:  # fmt: skip
    """Show a scenario of the library: its versions, and the last outcome that is kept.

    \b
    Examples:
      gongxing scenario show 成眉铁路
      gongxing scenario show 成眉铁路 --version 1 --toml
    """
    from gongxing.listing import scenario as tables
    from gongxing.listing import stored as listing
    from gongxing.scenarios import ScenarioError
    from gongxing.scenarios.stored import is_stale

    style = chosen_style(style, output)
    with library_of(place, files) as library:
        stored = library.scenario(slug, version)
        if as_toml:
            click.echo(stored.toml, nl=False)
            return
        outcome = library.outcome(stored.slug, stored.version)
        versions = library.scenario_versions(stored.slug)
        try:
            stale = outcome is not None and is_stale(library, outcome)
        except ScenarioError as error:
            tell(error)
            stale = True
    if style != "table" and outcome is None:
        raise click.ClickException(f"{stored.slug}: it was not run yet; gongxing scenario run {stored.slug}")
    content = outcome.content if outcome else {}
    write_as(
        style,
        output,
        table=lambda: listing.scenario_page(stored, versions, outcome, stale, tongue_of(language), rows),
        json=lambda: json.dumps({**content, "stale": stale}, ensure_ascii=False),
        csv=lambda: tables.csv_text(content),
        xlsx=lambda target: tables.write_xlsx(content, target),
    )


@click.command()
@click.argument("slug", metavar="NAME")
@_VERSION
@library_options
@who_option
@click.option("--intervals", "draws", type=click.IntRange(0), default=50, show_default=True, metavar="DRAWS",
              help="Draws over the parameters' ranges; 0: no intervals.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draws.")
@click.option("--anew", is_flag=True, help="Solve again even where the outcome is kept.")
@click.option("--rows", type=click.IntRange(0), default=15, show_default=True, help="Regions to show. 0: all.")
@format_options
def run(
    slug: str, version: int | None, place: str, files: str | None, who: str, draws: int, seed: int, anew: bool,
    rows: int, style: str | None, output: Path | None, language: str | None,
) -> None:  # fmt: skip
    """Solve a scenario of the library and keep the outcome with its certificate and intervals.

    Run again, it returns the outcome that is kept, unless rules or data have changed since.

    \b
    Example:
      gongxing scenario run 成眉铁路
    """
    from gongxing.listing import scenario as listing
    from gongxing.scenarios.stored import run_stored

    style = chosen_style(style, output)
    with library_of(place, files) as library, progress(draws, "区间 intervals") as advance:
        ran = run_stored(library, slug, version, who=who, draws=draws, seed=seed, anew=anew, advance=advance)
    outcome = ran.outcome
    content = outcome.content
    write_as(
        style,
        output,
        table=lambda: listing.report(content, tongue_of(language), rows),
        json=lambda: json.dumps(content, ensure_ascii=False),
        csv=lambda: listing.csv_text(content),
        xlsx=lambda target: listing.write_xlsx(content, target),
    )
    how = f"kept since {outcome.at} by {outcome.who}; nothing has changed" if ran.again else "solved and kept"
    tell(f"{outcome.slug}, version {outcome.version}: {how}")
