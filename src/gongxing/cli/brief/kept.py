"""``gongxing brief save, list``: briefs that a library keeps."""

from __future__ import annotations

from pathlib import Path

import click

from gongxing.cli.library import library_options, opened, who_option
from gongxing.cli.output import chosen_style, format_options, said, tongue_of, write_list


@click.command()
@click.argument("source", metavar="OUTLINE")
@click.option("--name", help="Its name in the library, e.g. 四川. Default: the file's name.")
@library_options
@who_option
def save(source: str, name: str | None, place: str, files: str | None, who: str) -> None:
    """Keep an outline in the library, where the workbench shows it and others go on with it.

    Nothing is overwritten: a new text of the same name is its next version.

    \b
    Example:
      gongxing brief save outline.md --name 四川
    """
    from gongxing.cli.brief.outlines import outline_text, parsed
    from gongxing.library.slugs import slug_of

    with opened(place, files) as library:
        text, label = outline_text(source, library)
        front = parsed(text, label).front
        slug = slug_of(name or Path(source).stem)
        if not slug or (source == "-" and name is None):
            raise click.UsageError("give the brief a name of letters or digits: --name 四川")
        stored = library.save_brief(slug, title=front.title, language=front.language, outline=text, who=who)
    told = f"{stored.slug}: version {stored.version} is kept; build it with gongxing brief build {stored.slug}"
    click.echo(said(told))


@click.command("list")
@library_options
@format_options
def list_briefs(place: str, files: str | None, style: str | None, output: Path | None, language: str | None) -> None:
    """List the briefs of the library.

    \b
    Example:
      gongxing brief list
    """
    from gongxing.listing import stored as listing

    style = chosen_style(style, output)
    with opened(place, files) as library:
        rows = listing.brief_rows(library)
    write_list(
        style, output, "briefs", rows, listing.BRIEF_COLUMNS,
        table=lambda: listing.brief_table(rows, tongue_of(language)),
    )  # fmt: skip
