"""The command line: thin, the rooms do the work."""

from __future__ import annotations

import json
import sys

import click


@click.group()
def main() -> None:
    """Gongxing reads public documents into facts that can be checked."""


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "style", default="json")
def read(paths: tuple[str, ...], style: str) -> None:
    """Read documents into articles and facts."""
    from gongxing.facts import extract_facts
    from gongxing.reading import read_file

    for path in paths:
        article = read_file(path)
        facts = [fact.to_dict() for fact in extract_facts(article)]
        json.dump({"article": article.to_dict(), "facts": facts}, sys.stdout, ensure_ascii=False)
        print()
