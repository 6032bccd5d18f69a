"""``gongxing brief check``: what keeps an outline from being built."""

from __future__ import annotations

import json
import sys

import click

from gongxing.cli.brief.outlines import read_outline
from gongxing.cli.library import library_options, opened
from gongxing.cli.output import tongue_of


@click.command()
@click.argument("outline", metavar="OUTLINE")
@library_options
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="How to print.")  # fmt: skip
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the list. Default: as your system says.")
def check(outline: str, place: str, files: str | None, style: str, language: str | None) -> None:
    """List the numbers of an outline that have no evidence, or whose evidence says another number, by line.

    Exits with 1 where there are any. Blocks are computed too, so what passes can be built.

    \b
    Example:
      gongxing brief check outline.md
    """
    from gongxing.briefs import check_outline

    with opened(place, files) as library:
        parsed = read_outline(outline, library)
        found = check_outline(parsed, library)
    tongue = tongue_of(language)
    if style == "json":
        rows = [{"line": one.line, "zh": one.zh, "en": one.en} for one in found.problems]
        click.echo(json.dumps({"numbers": found.numbers, "problems": rows}, ensure_ascii=False))
    else:
        for one in found.problems:
            click.echo(one.text(tongue))
        wrong = len(found.problems)
        rest = (f"{wrong}处要改", f"{wrong} things to set right") if wrong else ("全部有据", "all have evidence")
        said = {"zh": f"查了{found.numbers}个数，{rest[0]}。", "en": f"{found.numbers} numbers checked, {rest[1]}."}
        click.echo(said[tongue])
    sys.exit(1 if found.problems else 0)
