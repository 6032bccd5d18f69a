"""``gongxing promises``: what documents promise, and what became of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import FORMATS, style_of, tongue_of, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.promises import Promise

STATES = ("met", "missed", "not_yet", "cannot_say")
KINDS = ("indicator", "task", "project", "open_call", "pilot_centre", "platform")
GROUPS = ("region", "theme", "state", "kind")


@click.command()
@library_options
@click.option("--region", help="Only promises of this region: a name in any form, or an adcode.")
@click.option("--theme", help="Only of this theme: innovation, industry, transport, livelihood, ecology, rural, …")
@click.option("--state", type=click.Choice(STATES), help="Only promises in this state.")
@click.option(
    "--kind", type=click.Choice(KINDS), help="Only of this kind; of things, also those that are only reported."
)
@click.option(
    "--since", metavar="DATE", help="Only what documents of this day or later promise, e.g. 2025 or 2025-03-01."
)
@click.option("--group-by", "by", type=click.Choice(GROUPS), default="region", show_default=True, help="How to group.")
@click.option("--coverage", is_flag=True, help="Only the counts of each group.")
@click.option("--format", "style", type=click.Choice(FORMATS), help="How to print; --output's suffix decides too.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--rows", type=click.IntRange(0), default=8, show_default=True, help="Promises a group shows. 0: all.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def promises(
    place: str,
    files: str | None,
    region: str | None,
    theme: str | None,
    state: str | None,
    kind: str | None,
    since: str | None,
    by: str,
    coverage: bool,
    style: str | None,
    output: Path | None,
    rows: int,
    language: str | None,
) -> None:
    """Follow what was promised: met, missed, not yet, or cannot be said, each with both quotes.

    A number that one document promises is held against what later documents and tables of the library give for the
    same indicator, region and time. A project, open call, pilot centre or platform is followed by its stage. Beneath a
    province's promise stand those of its cities that answer it. docs/promises.md tells the rules.

    \b
    Examples:
      gongxing promises --region 成都
      gongxing promises --state missed --group-by theme
      gongxing promises --kind pilot_centre
      gongxing promises --region 四川 -o promises.xlsx
    """
    style = style or style_of(output)
    if style == "xlsx" and output is None:
        raise click.UsageError("a workbook needs a file to go to: add --output promises.xlsx")
    with opened(place, files) as library:
        found = library.promises(region=region, theme=theme, state=state, kind=kind, since=since).items
    if style == "table":
        from rich.console import Console

        from gongxing.listing import promises as listing

        tongue = tongue_of(language)
        shown = listing.coverage(found, tongue, by) if coverage else listing.report(found, tongue, by=by, rows=rows)
        Console(file=output.open("w", encoding="utf-8") if output else sys.stdout, highlight=False).print(shown)
        return
    _write(found, style, output, by)


def _write(found: Sequence[Promise], style: str, output: Path | None, by: str) -> None:
    from gongxing.listing import promises as listing
    from gongxing.listing.sheets import write_xlsx

    if style == "xlsx" and output is not None:
        whole(output, lambda target: write_xlsx(listing.sheets(found, by), target))
        return
    text = listing.json_text(found) if style == "json" else listing.csv_text(found)
    if output is None:
        click.echo(text, nl=False)
    else:
        whole(output, lambda target: target.write_text(text, "utf-8-sig" if style == "csv" else "utf-8", newline=""))
