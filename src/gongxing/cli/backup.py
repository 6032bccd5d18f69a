"""``gongxing backup``: the library and its originals in one file."""

from __future__ import annotations

from pathlib import Path

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import progress, tongue_of


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.zip")
@library_options
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the report. Default: as your system says.")
def backup(target: Path, place: str, files: str | None, language: str | None) -> None:
    """Write the library and its originals to one file, with a hash of each part.

    Others may go on reading and writing. The file restores to SQLite and to PostgreSQL alike.

    \b
    Example:
      gongxing backup gongxing-2026-03.zip
    """
    from gongxing.library.backup import back_up
    from gongxing.listing.library import backup_report

    with opened(place, files) as library, progress(library.count_documents(), "备份 backing up") as advance:
        report = back_up(library, target, advance)
    click.echo(backup_report("backed_up", report, target, tongue_of(language)))
