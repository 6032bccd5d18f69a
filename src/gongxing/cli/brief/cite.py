"""``gongxing brief cite``: the documents and tables behind a reference, cited."""

from __future__ import annotations

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import tongue_of


@click.command()
@click.argument("reference", metavar="REFERENCE")
@library_options
@click.option("--style", type=click.Choice(["gbt7714", "bibtex"]), default="gbt7714", show_default=True,
              help="How to cite.")  # fmt: skip
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the note. Default: as your system says.")
def cite(reference: str, place: str, files: str | None, style: str, language: str | None) -> None:
    """Cite what a reference leads to: its footnote, then each document and table that it rests on.

    \b
    Examples:
      gongxing brief cite "doc:3f2a91c0b7de#310-316"
      gongxing brief cite "measure:share?indicator=gdp&region=成都&of=四川&year=2025" --style bibtex
    """
    from gongxing.library.citations import bibtex, gbt7714, works_behind
    from gongxing.library.evidence import resolve

    with opened(place, files) as library:
        evidence = resolve(library, reference, language=tongue_of(language))
        works = works_behind(library, evidence)
    if style == "gbt7714":
        click.echo(f"{evidence.source}\n  {evidence.context or evidence.quote}".rstrip())
    for at, work in enumerate(works, 1):
        click.echo(f"[{at}] {gbt7714(work)}" if style == "gbt7714" else bibtex(work))
