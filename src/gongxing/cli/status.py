"""``gongxing status``: what is in the library."""

from __future__ import annotations

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import tongue_of


@click.command()
@library_options
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", help="How to print.")
@click.option("--rows", type=click.IntRange(0), default=15, show_default=True, help="Lines a list shows. 0: all.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def status(place: str, files: str | None, style: str, rows: int, language: str | None) -> None:
    """Tell what is in the library, what failed and what awaits a person.

    \b
    Example:
      gongxing status
      gongxing status --library postgresql://me@server/region --format json
    """
    with opened(place, files) as library:
        state = library.status()
    if style == "json":
        import json
        from dataclasses import asdict

        click.echo(json.dumps(asdict(state), ensure_ascii=False))
        return
    import sys

    from rich.console import Console

    from gongxing.listing.library import status_report

    Console(file=sys.stdout, highlight=False).print(status_report(state, tongue_of(language), rows))
