"""``gongxing simulate``: what a plan would change for every region."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from gongxing.cli.output import FORMATS, guarded, progress, style_of, tongue_of


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.toml")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), help="How to print; a file's suffix in --output decides too."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--rows", type=click.IntRange(0), default=15, show_default=True, help="Regions to show. 0: all.")
@click.option(
    "--intervals", "draws", type=click.IntRange(0), default=0, metavar="DRAWS",
    help="Solve so many draws over the parameters' ranges and show intervals, e.g. 50.",
)  # fmt: skip
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def simulate(path: Path, style: str | None, output: Path | None, rows: int, draws: int, language: str | None) -> None:
    """Say what a railway, a laboratory or a port would change for every region.

    FILE.toml names the regions, the data and the changes in words; docs/equilibrium.md tells what the model can and
    cannot say. Changes are in per cent; the outcome comes with a certificate of its numerical error.

    \b
    Examples:
      gongxing simulate docs/sample/railway/scenario.toml
      gongxing simulate scenario.toml -o changes.xlsx
    """
    from gongxing.listing import scenario as listing
    from gongxing.scenarios import ScenarioError, intervals, read_scenario, run_scenario

    style = style or style_of(output)
    if style == "xlsx" and output is None:
        raise click.UsageError("a workbook needs a file to go to: add --output changes.xlsx")
    try:
        scenario = read_scenario(path)
        click.echo(f"{scenario.title}: {len(scenario.names)} regions …", err=True)
        run = run_scenario(scenario)
        with progress(draws, "区间 intervals") as advance:
            spans = intervals(run, draws, advance=advance) if draws else None
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error
    if style == "xlsx" and output is not None:
        guarded(output, lambda: listing.write_xlsx(run, output, spans))
        return
    if style == "table":
        from rich.console import Console, Group

        page = io.StringIO()
        Console(file=page if output else sys.stdout, highlight=False).print(
            Group(
                listing.report(run, tongue_of(language), rows),
                *([listing.interval_table(run, spans, tongue_of(language), rows)] if spans else []),
            )
        )  # fmt: skip
        if output is not None:
            guarded(output, lambda: output.write_text(page.getvalue(), "utf-8"))
        return
    import json

    text = (
        json.dumps(listing.object_of(run, spans), ensure_ascii=False) + "\n"
        if style == "json"
        else listing.csv_text(run, spans)
    )
    if output is None:
        click.echo(text, nl=False)
    else:
        encoding = "utf-8-sig" if style == "csv" else "utf-8"
        guarded(output, lambda: output.write_text(text, encoding, newline=""))
