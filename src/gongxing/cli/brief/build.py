"""``gongxing brief build``: an outline into HTML, PDF and DOCX."""

from __future__ import annotations

from pathlib import Path

import click

from gongxing.cli.brief.outlines import read_outline, refusal
from gongxing.cli.library import library_options, opened
from gongxing.cli.output import guarded, progress


@click.command()
@click.argument("outline", metavar="OUTLINE")
@library_options
@click.option("-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path, dir_okay=False),
              help="File to write, .html, .pdf or .docx; may be repeated.")  # fmt: skip
@click.option("--formats", help="Formats to write beside the outline, e.g. html,pdf,docx.")
def build(outline: str, place: str, files: str | None, outputs: tuple[Path, ...], formats: str | None) -> None:
    """Build a brief; a number without evidence, or not as its evidence says, refuses and is named with its line.

    OUTLINE is a file, - for standard input, or the name of a brief that the library keeps. Without -o and --formats an
    HTML file is written beside it.

    \b
    Examples:
      gongxing brief build outline.md -o brief.html -o brief.pdf -o brief.docx
      gongxing brief build outline.md --formats html,pdf,docx
    """
    from gongxing.briefs import BriefError, build_brief
    from gongxing.briefs.outline import Typed
    from gongxing.briefs.rendering import format_of, write_brief

    paths = [*outputs, *_beside(outline, formats or ("" if outputs else "html"))]
    try:
        for path in paths:
            format_of(path)
        with opened(place, files) as library:
            parsed = read_outline(outline, library)
            blocks = sum(isinstance(block, Typed) for block in parsed.blocks)
            with progress(blocks, "编制 building") as advance:
                brief = build_brief(parsed, library, advance=advance)
    except BriefError as error:
        raise refusal(error) from error
    for path in paths:
        guarded(path, lambda path=path: write_brief(brief, path))  # type: ignore[misc]
        click.echo(path)


def _beside(outline: str, formats: str) -> list[Path]:
    """Return files of the formats, named as the outline is."""
    stem = Path("brief") if outline == "-" else Path(outline)
    suffixes = [part.strip().lower() for part in formats.replace("，", ",").split(",") if part.strip()]
    return [stem.with_suffix(f".{suffix}") for suffix in suffixes]
