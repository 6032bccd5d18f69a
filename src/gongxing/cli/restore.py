"""``gongxing restore``: a library from its backup."""

from __future__ import annotations

from pathlib import Path

import click

from gongxing.cli.library import library_options
from gongxing.cli.output import tongue_of


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.zip")
@library_options
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the report. Default: as your system says.")
def restore(source: Path, place: str, files: str | None, language: str | None) -> None:
    """Make a library from a backup, after each part was checked by its hash.

    A library that is there already is left alone: name a new file or an empty database.

    \b
    Example:
      gongxing restore gongxing-2026-03.zip --library restored.db
    """
    from gongxing.library import LibraryError
    from gongxing.library.backup import restore as run
    from gongxing.listing.library import backup_report

    try:
        report = run(source, place, Path(files) if files else None)
    except LibraryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(backup_report("restored", report, place, tongue_of(language)))
