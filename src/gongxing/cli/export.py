"""``gongxing export``: tables of the library for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import whole

_TABLES = ("documents", "facts", "figures", "commitments", "observations", "scenarios", "findings", "briefs")


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.csv|xlsx|parquet|zip")
@library_options
@click.option("--table", type=click.Choice(_TABLES), default="figures", show_default=True, help="What to write.")
@click.option("--region", help="Only what is about this region, e.g. 成都 or 510100.")
def export(target: Path, place: str, files: str | None, table: str, region: str | None) -> None:
    """Write a table of the library to a file; its suffix says how.

    CSV opens in Excel as it is; XLSX has typed numbers and a sheet of sources; ZIP has every table with README, rights
    and citations.

    \b
    Examples:
      gongxing export figures.xlsx --region 绵阳
      gongxing export everything.zip
    """
    from gongxing.listing.export import SUFFIXES
    from gongxing.listing.export import export as run

    if target.suffix.lower() not in SUFFIXES:
        raise click.UsageError(f"{target}: the suffix says how to write; expected one of {', '.join(SUFFIXES)}")
    with opened(place, files) as library:
        try:
            rows: list[int] = []
            whole(target, lambda unfinished: rows.append(run(library, unfinished, table, region)))
            click.echo(f"{target}: {rows[0]:,}", err=True)
        except ValueError as error:
            raise click.ClickException(f"{target}: {error}") from error
