"""``gongxing search``: find documents, facts and regions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import FORMATS, chosen_style, tongue_of, write_as
from gongxing.cli.read import KINDS

if TYPE_CHECKING:
    from gongxing.library.searching import SearchResult


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@library_options
@click.option("--region", help="Only what is about this region, e.g. 成都 or 510100.")
@click.option("--since", metavar="DATE", help="Only what was published then or later: 2024, 2024-06 or 2024-06-30.")
@click.option("--until", metavar="DATE", help="Only what was published by then.")
@click.option("--period", help="Only facts about this time, e.g. 2025.")
@click.option("--source", help="Only documents whose publisher, account or file name holds this.")
@click.option("--kind", "kinds", type=click.Choice(["document", *KINDS, "observation", "region"]), multiple=True,
              help="Only this kind; may be repeated.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Finds shown of a sort.")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), help="How to print; a file's suffix in --output decides too."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system says.")
def search(
    words: tuple[str, ...], place: str, files: str | None, region: str | None, since: str | None, until: str | None,
    period: str | None, source: str | None, kinds: tuple[str, ...], limit: int, style: str | None,
    output: Path | None, language: str | None,
) -> None:  # fmt: skip
    """Find documents, facts and regions that hold all the words, in Chinese and English.

    Words of one and two characters are found; counts are exact. Quotation marks keep English words together.

    \b
    Examples:
      gongxing search 氢能 --region 成都 --since 2024
      gongxing search 中试 平台 --kind commitment --kind project
      gongxing search 地区生产总值 --period 2025 -o found.xlsx
    """
    style = chosen_style(style, output)
    with opened(place, files) as library:
        found = library.search(" ".join(words), region=region, since=since, until=until, period=period, kinds=kinds,
                               source=source, limit=limit)  # fmt: skip
    _write(found, style, output, language)
    if style in ("csv", "xlsx") and found.undated:
        from gongxing.listing.library import undated

        click.echo(undated(found, tongue_of(language)), err=True)


def _write(found: SearchResult, style: str, output: Path | None, language: str | None) -> None:
    import json
    from dataclasses import asdict

    from gongxing.listing.library import HIT_COLUMNS, hit_rows, search_report
    from gongxing.listing.sheets import csv_text, write_xlsx

    write_as(
        style,
        output,
        table=lambda: search_report(found, tongue_of(language)),
        json=lambda: json.dumps({**asdict(found), "more": sorted(found.more)}, ensure_ascii=False),
        csv=lambda: csv_text(HIT_COLUMNS, hit_rows(found)),
        xlsx=lambda target: write_xlsx({"found": (HIT_COLUMNS, hit_rows(found))}, target),
    )
