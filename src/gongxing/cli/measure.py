"""``gongxing measure``: measures of regional development over tables, explained in both languages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import FORMATS, PICTURES, progress, style_of, tell, tongue_of, whole, write_page

if TYPE_CHECKING:
    from gongxing.measures import Measure, Result
    from gongxing.measures.inputs import Inputs
    from gongxing.panel import Panel

# Options that are handed on as they are.
_PLAIN = ("missing", "seed", "permutations", "alternative", "bootstrap")
_LEVELS = ("city", "province", "prefecture", "county", "any")


@click.command()
@click.argument("name", required=False, metavar="[MEASURE]")
@click.argument("values", nargs=-1, metavar="[COLUMN]...")
@click.option("--list", "listed", is_flag=True, help="List measures by family; with MEASURE those that hold its words.")
@click.option("--explain", is_flag=True, help="Say what it tells, how to read it, its formula, assumptions and traps.")
@click.option("--tables", multiple=True, type=click.Path(path_type=Path), help="Yearbooks or a folder of them.")
@click.option("--data", type=click.Path(path_type=Path, dir_okay=False), help="A CSV whose columns are named as given.")
@library_options
@click.option("--weight", help="Column of weights, e.g. population.")
@click.option("--by", help="Columns: one result for each of their values, e.g. year.")
@click.option("--group", help="Columns of groups, the outermost first, e.g. province or zone.")
@click.option("--time", help="Column of years, for measures of change.")
@click.option("--activity", help="Column of branches, for measures of structure.")
@click.option("--zones", help="Functional regions that make the group zone, e.g. 成都平原经济区,川南经济区.")
@click.option("--spec", type=click.Path(path_type=Path, dir_okay=False),
              help="Specification of a composite index (TOML); MEASURE and COLUMN may then be left out.")  # fmt: skip
@click.option(
    "--w", metavar="WEIGHTS", help="nearest:5, band:200 (km), queen, rook, or a CSV of origin, destination, weight."
)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another argument, e.g. alpha=2.")
@click.option(
    "--level", type=click.Choice(_LEVELS), default="city", show_default=True, help="Rank of regions in tables."
)
@click.option("--scope", type=click.Choice(["prefecture", "district"]), default="prefecture", show_default=True,
              help="The whole division or its urban districts.")  # fmt: skip
@click.option("--within", help="Only regions within this one, e.g. 四川 or 长三角.")
@click.option("--years", help="Only these years: 2020, 2018..2023.")
@click.option(
    "--missing", type=click.Choice(["raise", "drop"]), help="What to do about missing values. Default: raise."
)
@click.option("--seed", type=int, help="Seed of what is drawn at random.")
@click.option("--permutations", type=int, help="Random permutations of a test.")
@click.option("--alternative", type=click.Choice(["two-sided", "greater", "less"]), help="Of a test.")
@click.option("--bootstrap", type=int, help="Draws for an interval, e.g. 999.")
@click.option("--chart", type=click.Path(path_type=Path), help="Write a chart: .svg, .png, .pdf, .html or .json.")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), help="How to print; a file's suffix in --output decides too."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file: .csv, .xlsx, .json, or a picture.",
)
@click.option("--rows", type=click.IntRange(0), default=20, show_default=True, help="Groups to show. 0: all.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def measure(name: str | None, values: tuple[str, ...], **options: Any) -> None:
    """Measure inequality, convergence, structure, complexity, association, linkage, hierarchy; or build an index.

    MEASURE is an id or a name in either language, COLUMN an indicator of the catalogue (gdp_per_head, 人均地区生产总值)
    or a column of --data; without --tables and --data its values are those of the library. Results are tidy:
    decompositions are rows that add up; notes say what was dropped.

    \b
    Examples:
      gongxing measure --list
      gongxing measure theil --explain
      gongxing measure theil gdp_per_head --weight population --by year --group province --tables yearbooks/
      gongxing measure 基尼系数 income --data cities.csv --weight people --chart gini.svg
      gongxing measure theil gdp_per_head --by year --within 四川 --library sichuan.db
      gongxing measure atkinson gdp_per_head --by year --tables yearbooks/ --set aversion=1 -o atkinson.xlsx
      gongxing measure 区位商 "employment_*" --tables yearbooks/ --years 2018 --set absent=zero --set regions=成都,德阳
      gongxing measure --spec docs/sample/index/innovation.toml --data docs/sample/index/innovation.csv
      gongxing measure local_moran gdp_per_head --w queen --years 2023 --tables yearbooks/
    """
    from gongxing.measures import DataError

    options["style"] = options["style"] or style_of(options["output"])
    if options["style"] == "xlsx" and options["output"] is None:
        raise click.UsageError("a workbook needs a file to go to: add --output result.xlsx")
    try:
        if options["listed"] or (name is None and options["spec"] is None):
            _list(name, options)
            return
        from gongxing.measures import find_measure

        entry = find_measure(name or "composite_index")
        if options["spec"] is not None and _has_data(options):
            _show(_specified(entry, options), options)
            return
        if not values or not _has_data(options):
            _explain_or_ask(entry, values, options)
            return
        result = _result(entry, values, options)
    except DataError as error:
        raise click.ClickException(str(error).replace('missing="drop"', "--missing drop")) from error
    _show(result, options)


def _has_data(options: dict[str, Any]) -> bool:
    """Whether tables, a CSV or a library are named, or the library that is taken by default is there."""
    source = click.get_current_context().get_parameter_source("place")
    named = source is not None and source is not click.core.ParameterSource.DEFAULT
    return bool(options["tables"] or options["data"] or named or Path(options["place"]).exists())


def _list(name: str | None, options: dict[str, Any]) -> None:
    from gongxing.listing import measures as listing
    from gongxing.measures import find, measures
    from gongxing.measures.words import shared

    found = find(name) if name else list(measures().values())
    tongue = tongue_of(options["language"])
    if not found:
        raise click.ClickException(shared(tongue)["listing"]["none"].format(words=name))
    rows = listing.catalogue_rows(found)
    if options["style"] == "table":
        write_page(options["output"], listing.catalogue(found, tongue))
    elif options["style"] == "xlsx":
        raise click.UsageError("a list of measures goes to table, json or csv")
    else:
        _write(listing.json_text(rows) if options["style"] == "json" else listing.csv_text(rows), options)


def _explain_or_ask(entry: Measure, values: tuple[str, ...], options: dict[str, Any]) -> None:
    from gongxing.measures.inputs import required
    from gongxing.measures.words import explanation

    if options["explain"]:
        _write(explanation(entry, tongue_of(options["language"])) + "\n", options)
        return
    lacking = "a table: add --tables FOLDER, --data FILE.csv or --library FILE" if values else "columns"
    needed = ", ".join(required(entry))
    raise click.UsageError(f"{entry.id} needs {lacking}; its arguments: {needed}. Or add --explain")


def _result(entry: Measure, values: tuple[str, ...], options: dict[str, Any]) -> Result:
    """Read the data and compute."""
    from dataclasses import replace

    from gongxing.measures.asking import called, in_columns

    words, arguments = _arguments(entry, values, options)
    inputs = _inputs(entry, words, options)
    result = called(entry, inputs.frame, in_columns(entry, words, arguments, inputs, options["w"]))
    return replace(result, noted=(*inputs.notes, *result.noted))


def _specified(entry: Measure, options: dict[str, Any]) -> Result:
    """Compute the index that a file specifies; its columns may be words of either language."""
    from dataclasses import replace

    import polars as pl

    from gongxing.measures import DataError
    from gongxing.measures.composite import load_specification

    if "spec" not in entry.signature.parameters:
        raise DataError(f"{entry.id} takes no specification; leave --spec out, or measure composite_index")
    spec = load_specification(options["spec"])
    inputs = _inputs(entry, {"values": [*spec.columns, *([spec.time] if spec.time else [])]}, options)
    named = [pl.col(column).alias(word) for word, column in inputs.columns.items() if word not in inputs.frame.columns]
    result = entry(inputs.frame.with_columns(*named), spec=str(options["spec"]))
    return replace(result, noted=(*inputs.notes, *result.noted))


def _arguments(
    entry: Measure, values: tuple[str, ...], options: dict[str, Any]
) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Return the words of columns by argument, and all arguments."""
    from gongxing.measures.asking import COLUMNS, arguments_of

    settings = []
    for setting in options["settings"]:
        name, mark, text = setting.partition("=")
        if not mark:
            raise click.UsageError(f"--set {setting}: write NAME=VALUE, e.g. --set alpha=2")
        settings.append((name.strip(), text.strip()))
    columns = {name: options[name] for name in COLUMNS if options[name]}
    plain = {name: options[name] for name in _PLAIN if options[name] is not None}
    return arguments_of(entry, values, columns, plain, settings)


def _inputs(entry: Measure, words: dict[str, list[str]], options: dict[str, Any]) -> Inputs:
    from gongxing.measures.asking import years_of
    from gongxing.measures.inputs import Inputs, inputs_of

    wanted = [word for listed in words.values() for word in listed]
    if options["data"] is not None:
        frame = _csv(options["data"])
        if all(word in frame.columns for word in wanted):
            return Inputs(frame, {word: word for word in wanted}, ())
    paths = [*options["tables"], *([options["data"]] if options["data"] is not None else [])]
    zones = [part.strip() for part in (options["zones"] or "").split(",") if part.strip()]
    years = years_of(options["years"]) if options["years"] else None
    return inputs_of(
        _panel(paths) if paths else _panel_of_library(options), wanted, zones=zones, level=options["level"],
        regions=options["within"], years=years, scope=options["scope"],
    )  # fmt: skip


def _csv(path: Path) -> Any:
    """Return a CSV as a frame; codes are words."""
    import polars as pl

    from gongxing.measures import DataError

    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig" if content[:3] == b"\xef\xbb\xbf" else "utf-8")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error}); give the path of a CSV") from error
    try:
        return pl.read_csv(text.encode(), schema_overrides={"code": pl.String}, infer_schema_length=None)
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{path}: is not a CSV with a header ({error}); or name it with --tables") from error


def _panel(paths: list[Path]) -> Panel:
    """Return what tables say; one that cannot be read is named on standard error and the rest goes on."""
    from gongxing.measures import DataError
    from gongxing.panel import Panel, PanelError
    from gongxing.panel.gathering import entries_of_table, table_files

    entries: list[Any] = []
    try:
        files = table_files(paths)
    except PanelError as error:
        raise DataError(str(error)) from error
    with progress(len(files)) as advance:
        for file in files:
            advance()
            try:
                entries += entries_of_table(file)
            except PanelError as error:
                tell(error)
    if not entries:
        raise DataError("expected tables with values of regions, but none could be read; gongxing table FILE says why")
    return Panel.from_entries(entries)


def _panel_of_library(options: dict[str, Any]) -> Panel:
    with opened(options["place"], options["files"]) as library:
        return library.panel()


def _show(result: Result, options: dict[str, Any]) -> None:
    from gongxing.listing import measures as listing

    output, style = options["output"], options["style"]
    tongue = tongue_of(options["language"])
    if options["chart"] is not None:
        _draw(result, options["chart"], options)
    if output is not None and output.suffix.lower() in PICTURES:
        _draw(result, output, options)
        return
    if options["explain"]:
        _write(result.explain(tongue) + "\n", options)
    elif style == "xlsx":
        whole(output, lambda target: listing.write_xlsx(result, target, tongue))
    elif style == "table":
        write_page(output, listing.summary(result, tongue, options["rows"]))
    elif style == "json":
        _write(listing.json_text(listing.object_of(result)), options)
    else:
        _write(listing.csv_text(list(result.records())), options)
        for note in result.notes_in(tongue):
            click.echo(note, err=True)


def _draw(result: Result, path: Path, options: dict[str, Any]) -> None:
    from gongxing.charts import FigureError, save_figure

    if path.suffix.lower() not in (*PICTURES, ".json"):
        raise click.UsageError(f"--chart {path}: a chart is .svg, .png, .pdf, .html or .json")
    data = [*options["tables"], *([options["data"]] if options["data"] is not None else [])]
    names = [file.name for file in data] or [options["place"].rpartition("/")[2]]
    try:
        figure = result.figure(tongue_of(options["language"]), source=", ".join(names))
    except FigureError as error:
        raise click.ClickException(str(error)) from error
    whole(path, lambda target: save_figure(figure, target))


def _write(text: str, options: dict[str, Any]) -> None:
    output = options["output"]
    if output is None:
        sys.stdout.write(text)
        return
    encoding = "utf-8-sig" if options["style"] == "csv" else "utf-8"
    whole(output, lambda target: target.write_text(text, encoding, newline=""))
