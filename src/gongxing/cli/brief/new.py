"""``gongxing brief new``: an outline drafted from the library."""

from __future__ import annotations

from pathlib import Path

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import tongue_of, whole


@click.command()
@click.argument("region", metavar="REGION")
@library_options
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option(
    "--language", type=click.Choice(["zh", "en"]), help="Language of the brief. Default: as your system says."
)
def new(region: str, place: str, files: str | None, output: Path | None, language: str | None) -> None:
    """Draft a brief about REGION: a province, a city or a metropolitan area.

    Who leads and by what measure; what each promised; what the tables confirm and contradict; where the labour divides;
    whether the gap closes; what the plans would change, and for whom; which mix would lift all; what is not known.
    Every number is a link to its evidence in the library. Edit the outline, then build it.

    \b
    Examples:
      gongxing brief new 四川 -o outline.md
      gongxing brief new 成都都市圈 --language en -o outline.md
      gongxing brief build outline.md --formats html,pdf,docx
    """
    from gongxing.briefs.drafting import draft_outline

    with opened(place, files) as library:
        text = draft_outline(library, region, language=tongue_of(language))
    if output is None:
        click.echo(text, nl=False)
        return
    whole(output, lambda target: target.write_text(text, "utf-8", newline=""))
    click.echo(output)
