"""``gongxing simulate``: what a plan would change for every region."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gongxing.cli.library import library_options, panel_of
from gongxing.cli.output import chosen_style, format_options, progress, tell, tongue_of, write_as


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.toml")
@format_options
@click.option("--rows", type=click.IntRange(0), default=15, show_default=True, help="Regions to show. 0: all.")
@click.option(
    "--intervals", "draws", type=click.IntRange(0), default=0, metavar="DRAWS",
    help="Solve so many draws over the parameters' ranges and show intervals, e.g. 50.",
)  # fmt: skip
@library_options
def simulate(
    path: Path, style: str | None, output: Path | None, rows: int, draws: int, language: str | None, place: str,
    files: str | None,
) -> None:  # fmt: skip
    """Say what a railway, a laboratory or a port would change for every region.

    FILE.toml names the regions, the data and the changes in words; docs/equilibrium.md tells what the model can and
    cannot say. Changes are in per cent; the outcome comes with a certificate of its numerical error. The library is
    opened only where the file says library = true.

    \b
    Examples:
      gongxing simulate docs/sample/railway/scenario.toml
      gongxing simulate scenario.toml -o changes.xlsx
    """
    from gongxing.scenarios import ScenarioError, intervals, read_scenario, run_scenario
    from gongxing.scenarios.otherwise import with_other_choices
    from gongxing.scenarios.record import record_of

    style = chosen_style(style, output)
    try:
        scenario = read_scenario(path, panel=panel_of(place, files))
        tell(f"{scenario.title}: {len(scenario.names)} regions …")
        run = with_other_choices(run_scenario(scenario))
        certified = run.outcome.certificate.certified
        with progress(draws, "区间 intervals") as advance:
            spans = intervals(run, draws, advance=advance) if draws and certified else None
    except ScenarioError as error:
        raise click.ClickException(str(error)) from error
    from gongxing.listing import scenario as listing

    found = record_of(run, spans)
    write_as(
        style,
        output,
        table=lambda: listing.report(found, tongue_of(language), rows),
        json=lambda: json.dumps(found, ensure_ascii=False),
        csv=lambda: listing.csv_text(found),
        xlsx=lambda target: listing.write_xlsx(found, target),
    )
    if not certified:
        raise click.ClickException(
            f"{path}: the model is not solved to its tolerance, so these numbers are not to be relied on; make the "
            "changes smaller, or write a larger tolerance in [solve]."
        )
