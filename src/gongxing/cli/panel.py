"""``gongxing panel``: tables and figures of documents in one panel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongxing.cli.output import FORMATS, PICTURES, chosen_style, tell, tongue_of, whole, write_as, write_page
from gongxing.cli.sources import gather

if TYPE_CHECKING:
    from gongxing.panel import Panel


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="TABLE|DOCUMENT|FOLDER...")
@click.option("--indicator", "indicators", multiple=True, help="An id or name, e.g. gdp, 常住人口; may be repeated.")
@click.option("--region", "regions", multiple=True, help="A code, name or functional region; may be repeated.")
@click.option("--within", help="Only what lies in this division, e.g. 四川 for its cities.")
@click.option("--period", "periods", multiple=True, help="A year or other period; may be repeated.")
@click.option("--level", type=click.Choice(["province", "prefecture", "county"]), help="Only divisions of this rank.")
@click.option(
    "--scope", type=click.Choice(["prefecture", "district"]), help="全市 or 市辖区. Default: both, 全市 first."
)
@click.option("--coverage", "what", flag_value="coverage", help="Which region, year and indicator is there.")
@click.option("--disagreements", "what", flag_value="disagreements", help="Where sources give different values.")
@click.option("--all-sources", is_flag=True, help="Write every source of a cell, not only the one shown.")
@click.option("--format", "style", type=click.Choice(FORMATS), help="How to print; --output's suffix decides too.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A table, or a picture of coverage."
)
@click.option("--rows", type=click.IntRange(0), default=25, show_default=True, help="Rows to show. 0: all.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def panel(
    paths: tuple[str, ...],
    indicators: tuple[str, ...],
    regions: tuple[str, ...],
    within: str | None,
    periods: tuple[str, ...],
    level: str | None,
    scope: str | None,
    what: str | None,
    all_sources: bool,
    style: str | None,
    output: Path | None,
    rows: int,
    language: str | None,
) -> None:
    """Join tables and documents in one panel: what it holds, one indicator by year, where sources disagree.

    Without --indicator the panel's indicators are listed; with one, its values by region and year. A file in --output
    gets the values with their sources (csv, xlsx, json), or with --coverage a picture (svg, png, html).

    \b
    Examples:
      gongxing panel yearbooks/
      gongxing panel yearbooks/ --indicator 地区生产总值 --region 成都都市圈
      gongxing panel yearbooks/ --within 四川 --coverage -o coverage.svg
      gongxing panel yearbooks/ bulletins/ --disagreements
    """
    from gongxing.panel import PanelError

    found, papers, problems = gather(paths)
    for paper in papers:
        found = found.add_document(paper.article, paper.facts, file=paper.file)
    try:
        chosen = found.select(
            indicators or None, periods or None, regions=regions or None, within=within,
            level=level, scope=scope,  # type: ignore[arg-type]
        )  # fmt: skip
        _write(
            chosen, what, indicators, style, output, scope=scope, all_sources=all_sources, rows=rows, language=language,
            within=None if regions or level == "county" else within,
        )  # fmt: skip
    except PanelError as error:
        raise click.ClickException(str(error)) from error
    for problem in problems:
        tell(problem)
    if problems:
        sys.exit(1)


def _write(
    panel: Panel, what: str | None, indicators: tuple[str, ...], style: str | None, output: Path | None, *,
    scope: Any, all_sources: bool, rows: int, language: str | None, within: str | None,
) -> None:  # fmt: skip
    suffix = output.suffix.lower() if output else ""
    if output is not None and suffix in PICTURES:
        if what != "coverage":
            raise click.UsageError(f"{output}: a picture is drawn of the coverage; add --coverage")
        from gongxing.charts import save_figure

        whole(output, lambda target: save_figure(panel.coverage_figure(tongue_of(language), within), target))
        return
    style = style or suffix.lstrip(".") or "table"
    if style not in FORMATS:
        raise click.UsageError(
            f"{output}: a panel is written as csv, xlsx or json, its coverage as svg, png, pdf or html too"
        )
    if style != "table":
        rows_of_panel = panel if all_sources else panel.shown()
        frame = panel.coverage(within=within) if what == "coverage" else rows_of_panel.to_frame()
        _export(frame, style, output)
        return
    from gongxing.listing import panel as listing

    tongue = tongue_of(language)
    if what is None and len(indicators) == 1:
        (key,) = panel.indicator_keys(indicators)
        shown: Any = listing.pivot(
            panel.pivot(key, scope=scope or "prefecture", display=True), indicators[0], tongue, rows
        )
    elif what == "coverage":
        shown = listing.coverage(panel, tongue, rows, within)
    else:
        shown = (listing.disagreements if what == "disagreements" else listing.overview)(panel, tongue, rows)
    write_page(output, shown)


def _export(frame: Any, style: str, output: Path | None) -> None:
    """Write rows as a table file; lists of flags become text."""
    import polars as pl

    from gongxing.listing.sheets import csv_text

    flat = frame.with_columns(pl.col("flags").list.join("; ")) if "flags" in frame.columns else frame
    write_as(
        chosen_style(style, output),
        output,
        table=lambda: flat,
        json=lambda: str(flat.write_json()),
        csv=lambda: csv_text(flat.columns, flat.iter_rows()),
        xlsx=lambda target: flat.write_excel(target, autofit=True, freeze_panes=(1, 0)),
    )
