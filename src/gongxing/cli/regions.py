"""``gongxing regions``: divisions of any year, what they became, functional regions, and what lies near."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongxing.cli.output import FORMATS, style_of, tell, tongue_of, whole, write_as

if TYPE_CHECKING:
    from gongxing.listing.regions import View
    from gongxing.listing.words import Language
    from gongxing.regions import Division
    from gongxing.regions.layers import Layer

LEVELS = ("province", "prefecture", "county")


@click.command()
@click.argument("name", required=False)
@click.option("--year", type=click.IntRange(1980, 2100), help="The year whose divisions count. Default: now.")
@click.option("--within", help="Only in this division, e.g. 四川.")
@click.option("--level", type=click.Choice(LEVELS), help="Only of this level.")
@click.option("--group", help="The members of a functional region, e.g. 成都都市圈.")
@click.option("--groups", is_flag=True, help="Every functional region with its members and source.")
@click.option("--changes", "span", metavar="A..B", help="What changed after the end of A, up to the end of B.")
@click.option(
    "--to", "to_year", type=int, help="What the divisions of --year are in this year, with each link explained."
)
@click.option("--neighbours", metavar="queen|rook|N|D km", help="Who touches whom; the N nearest; all within D km.")
@click.option("--distances", is_flag=True, help="Great-circle distances between seats of government.")
@click.option("--areas", is_flag=True, help="Geodesic areas.")
@click.option("--boundaries", type=click.Path(path_type=Path, dir_okay=False), help="Write the polygons as GeoJSON.")
@click.option(
    "--simplify", type=click.FloatRange(0), default=0.0, metavar="METRES", help="Fewer points in --boundaries."
)
@click.option(
    "--layer", type=click.Path(path_type=Path), help="Your own GeoJSON instead of the boundaries that come along."
)
@click.option("--propose", multiple=True, metavar="PAGE|FOLDER", help="Write what documents say of groups (TOML).")
@click.option(
    "--regions-file", "own", type=click.Path(path_type=Path), envvar="GONGXING_REGIONS", help="Your own regions (TOML)."
)
@click.option("--format", "style", type=click.Choice(FORMATS), help="How to print; the suffix of --output decides too.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option(
    "--rows", type=click.IntRange(0), default=40, show_default=True, help="Rows of the table to show. 0: all."
)
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def regions(style: str | None, output: Path | None, rows: int, language: str | None, **asked: Any) -> None:
    """Look up divisions of any year since 1980, what they became, and functional regions.

    NAME is a name in any form or a code. Without it, --within, --level and --year list divisions.

    \b
    Examples:
      gongxing regions 绵阳
      gongxing regions 襄樊市 --year 2008
      gongxing regions --group 成都都市圈
      gongxing regions --changes 2000..2024 --within 四川
      gongxing regions --within 四川 --level county --year 2010 --to 2023 -o links.csv
      gongxing regions 绵阳 --neighbours queen
      gongxing regions --propose report.html -o mine.toml
    """
    from gongxing.regions import RegionError

    if asked["propose"]:
        _propose(asked["propose"], output)
        return
    style = style or style_of(output)
    if style == "xlsx" and output is None:
        raise click.UsageError("a workbook needs a file to go to: add --output regions.xlsx")
    tongue = tongue_of(language)
    try:
        view = _view(Request(**asked), tongue)
    except RegionError as error:
        raise click.ClickException(str(error)) from error
    if view is not None:
        _write(view, style, output, rows, tongue)


@dataclass(frozen=True)
class Request:
    """What a user asked for: the options of the command."""

    name: str | None
    year: int | None
    within: str | None
    level: str | None
    group: str | None
    groups: bool
    span: str | None
    to_year: int | None
    neighbours: str | None
    distances: bool
    areas: bool
    boundaries: Path | None
    simplify: float
    propose: tuple[str, ...]
    layer: Path | None
    own: Path | None


def _view(asked: Request, tongue: Language) -> View | None:
    """Return what was asked for; ``None`` where it went to a file."""
    from gongxing.listing import regions as listing

    holder = _one(asked.within, asked, "--within").code if asked.within else None
    if asked.groups:
        return listing.groups_view(asked.own, tongue)
    if asked.span:
        return listing.changes_view(*_span(asked.span), holder, asked.level, tongue)
    chosen = _chosen(asked, holder)
    if asked.to_year is not None:
        if asked.year is None:
            raise click.UsageError("--to needs the year to start from: add --year 2010")
        return listing.crosswalk_view([d.code for d in chosen], asked.year, asked.to_year, tongue)
    if asked.neighbours or asked.distances or asked.areas or asked.boundaries:
        return _geography(asked, chosen, holder, tongue)
    if asked.group:
        return listing.group_view(_group(asked), asked.year, tongue)
    if asked.name and len(chosen) == 1:
        return listing.card(chosen[0], asked.year, tongue, asked.own)
    return listing.division_rows(chosen, asked.year, tongue)


def _group(asked: Request) -> Any:
    from gongxing.regions.functional import known_regions
    from gongxing.regions.search import suggestions

    known = known_regions(asked.own)
    found = known.get(asked.group or "")
    if found is None:
        close = [name for name in suggestions(asked.group or "", asked.year, tuple(known)) if name in known]
        hint = f"; perhaps {'、'.join(close)}" if close else ""
        raise click.ClickException(f"no functional region is called {asked.group}{hint}; --groups lists all")
    return found


def _chosen(asked: Request, holder: str | None) -> list[Division]:
    """Return the divisions that name, group, level and holder select."""
    from gongxing.regions import division, divisions
    from gongxing.regions.functional import member_codes

    if asked.group:
        group = _group(asked)
        return [found for code in member_codes(group, asked.year) if (found := division(code, asked.year))]
    if asked.name:
        return _named(asked.name, asked, holder)
    if holder is None and asked.level is None:
        raise click.UsageError("say what to look up: a name, --within, --level, --group or --changes (see --help)")
    level = asked.level or ("county" if holder and not holder.endswith("0000") else "prefecture")
    return [d for d in divisions(asked.year) if d.level == level and (holder is None or d.within(holder))]


def _named(text: str, asked: Request, holder: str | None) -> list[Division]:
    """Return what a name means; where only other years have it, say which."""
    from gongxing.regions.functional import known_regions
    from gongxing.regions.search import find, suggestions

    found = find(text, asked.year, holder)
    divisions = [d for d in found.divisions if asked.level in (None, d.level)]
    if divisions:
        return divisions
    when = asked.year or "today"
    if found.former:
        past = "; ".join(f"{d.name} {d.code}, {d.valid_from}–{d.valid_to or 'now'}" for d in found.former[:5])
        last = found.former[0]
        year = last.valid_to if last.valid_to is not None else last.valid_from
        became = _became(last, year)
        raise click.ClickException(f"{text} is no division of {when}; it was: {past}{became}. Add --year {year}")
    known = known_regions(asked.own)
    if text in known:
        raise click.ClickException(f"{text} is a functional region: gongxing regions --group {text}")
    close = found.suggestions or suggestions(text, asked.year, tuple(known))
    hint = f": perhaps {'、'.join(close)}" if close else ""
    raise click.ClickException(f"no division of {when} is called {text}{hint}. --within or --year may help")


def _became(last: Division, year: int) -> str:
    from gongxing.regions import RegionError, successors

    if last.valid_to is None:
        return ""
    try:
        heirs = successors(last.code, year)
    except RegionError:
        return ""
    return f"; now {'、'.join(f'{h.name} {h.code}' for h in heirs[:5])}" if heirs else "; what it became is not known"


def _one(text: str, asked: Request, option: str) -> Division:
    """Return the one division that the value of an option means."""
    found = _named(text, replace(asked, level=None), None)
    if len(found) > 1:
        shown = "、".join(f"{d.name} {d.code}" for d in found[:5])
        raise click.ClickException(f"{option} {text} could be {shown}: give the code")
    return found[0]


def _span(text: str) -> tuple[int, int | None]:
    match = re.fullmatch(r"(\d{4})\.\.(\d{4})?", text.strip())
    if match is None:
        raise click.UsageError(f"--changes takes two years, as in 2000..2024; {text!r} came")
    return int(match[1]), int(match[2]) if match[2] else None


def _geography(asked: Request, chosen: list[Division], holder: str | None, tongue: Language) -> View | None:
    """Return neighbours, distances or areas; write boundaries."""
    from gongxing.listing import regions as listing
    from gongxing.regions import divisions

    levels = {d.level for d in chosen}
    if len(levels) != 1:
        raise click.UsageError(f"these are of several levels ({', '.join(sorted(levels)) or 'none'}): add --level")
    level = levels.pop()
    origin = chosen[0].code if len(chosen) == 1 else None
    around = origin and (asked.neighbours or asked.distances)
    among = chosen
    if around:
        among = [d for d in divisions(asked.year) if d.level == level and (holder is None or d.within(holder))]
    names = {d.code: d.name for d in among}
    codes = list(names)
    if origin and around and (asked.distances or asked.neighbours not in ("queen", "rook")):
        count, metres = _near(asked.neighbours) if asked.neighbours else (None, None)
        return listing.around_view(origin, names, tongue, count, metres)
    if asked.distances:
        return listing.distances_view(codes, names, tongue)
    if asked.neighbours:
        return listing.pairs_view(_weights(asked, codes, level), names, tongue, origin)
    layer = _layer(asked, level, codes)
    if asked.boundaries is None:
        return listing.areas_view(layer, tongue)
    import json

    text = json.dumps((layer.simplified(asked.simplify) if asked.simplify else layer).to_geojson(), ensure_ascii=False)
    path = asked.boundaries
    whole(path, lambda target: target.write_text(text, "utf-8"))
    for repair in layer.repairs:
        tell(repair)
    tell(f"{path}: {len(layer)} regions, {layer.datum}, 审图号 {layer.review_number or '—'}")
    return None


def _layer(asked: Request, level: Any, codes: list[str]) -> Layer:
    """Return the polygons of divisions, of the year asked for; say which have none."""
    from gongxing.regions.errors import RegionError, first_five
    from gongxing.regions.layer_years import layer_of_year
    from gongxing.regions.layers import LAYER_YEAR, load_layer

    why: dict[str, str] = {}
    if asked.year is not None and asked.year < LAYER_YEAR and asked.layer is None:
        found = layer_of_year(level, asked.year)
        layer, why = found.layer, found.without
    else:
        layer = load_layer(level, asked.layer)
    held = set(layer.codes)
    missing = [code for code in codes if code not in held]
    if len(missing) == len(codes):
        raise RegionError(f"{layer.source}: has none of the {len(codes)} codes asked for: {first_five(missing)}")
    if missing:
        tell(f"no polygon for {first_five(why.get(code, code) for code in missing)}")
    return layer.aligned(code for code in codes if code in held)


def _weights(asked: Request, codes: list[str], level: str) -> Any:
    """Return the neighbours that ``--neighbours`` asks for."""
    from gongxing.regions.neighbours import contiguity
    from gongxing.regions.seats import seat_distances

    if asked.neighbours in ("queen", "rook"):
        return contiguity(_layer(asked, level, codes), "rook" if asked.neighbours == "rook" else "queen")
    count, metres = _near(asked.neighbours or "")
    distances = seat_distances(codes)
    return distances.nearest(count) if count is not None else distances.band(metres or 0)


def _near(text: str) -> tuple[int | None, float | None]:
    """Return the number of neighbours or the metres that a text asks for."""
    if text.strip().isdigit():
        return int(text), None
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:km|公里)", text.strip().lower()):
        return None, 1000 * float(match[1])
    raise click.UsageError(f"--neighbours is queen, rook, a number (5) or a distance (100km); {text!r} came")


def _propose(paths: tuple[str, ...], output: Path | None) -> None:
    """Write the memberships that documents state as a file of regions for the user to check."""
    from gongxing.engines import read_documents
    from gongxing.facts import Member
    from gongxing.reading.sources import find_sources
    from gongxing.regions.functional import propose

    sources, problems = find_sources(paths)
    said = []
    for reading in read_documents(sources, jobs=1):
        if reading.problem is not None:
            problems.append(reading.problem)
            continue
        title = (reading.article and reading.article.title) or reading.name
        said += [(fact.group, fact.member, title) for fact in reading.facts if isinstance(fact, Member)]
    text = propose(said)
    if not text:
        tell("the documents name no members of a group")
    elif output is None:
        click.echo(text, nl=False)
    else:
        whole(output, lambda target: target.write_text(text, "utf-8"))
    for problem in problems:
        tell(problem)
    if problems:
        sys.exit(1)


def _write(view: View, style: str, output: Path | None, rows: int, tongue: Language) -> None:
    """Print a view or write it to a file."""
    import json

    from gongxing.listing import regions as listing
    from gongxing.listing import sheets

    write_as(
        style,
        output,
        table=lambda: listing.report(view, tongue, rows),
        json=lambda: json.dumps(listing.object_of(view), ensure_ascii=False),
        csv=lambda: sheets.csv_text(view.columns, listing.cells(view)),
        xlsx=lambda target: sheets.write_xlsx({"regions": (view.columns, listing.cells(view))}, target),
    )
