"""What several commands read: tables into a panel and documents into papers, each problem in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongxing.cli.output import progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.panel import Panel
    from gongxing.panel.claims import Paper


def gather(paths: Sequence[str], tables: Sequence[str] = ()) -> tuple[Panel, list[Paper], list[str]]:
    """Return the tables that paths name as one panel, the documents, and one sentence for each that cannot be read.

    ``tables`` are read as tables; ``paths`` as what they are: a table's suffix, a folder with either.
    """
    from gongxing.panel.gathering import TABLE_SUFFIXES, holds_tables

    chosen = [path for path in paths if Path(path).suffix.lower() in TABLE_SUFFIXES]
    mixed = [path for path in paths if Path(path).is_dir() and holds_tables(Path(path))]
    panel, problems = _panel([*tables, *chosen, *mixed])
    only_tables = {path for path in mixed if not _holds_documents(path)}
    papers, unread = _papers([path for path in paths if path not in chosen and path not in only_tables])
    return panel, papers, [*problems, *unread]


def _holds_documents(folder: str) -> bool:
    from gongxing.reading.sources import find_sources

    return bool(find_sources([folder])[0])


def _panel(tables: Sequence[str]) -> tuple[Panel, list[str]]:
    from gongxing.panel import Panel, PanelError
    from gongxing.panel.gathering import table_files

    problems: list[str] = []
    panel = Panel()
    try:
        files = table_files(tables)
    except PanelError as error:
        raise click.ClickException(str(error)) from error
    with progress(len(files), "读表 tables") as advance:
        for file in files:
            try:
                panel += Panel.from_tables([file])
            except PanelError as error:
                problems.append(str(error))
            advance()
    return panel, problems


def _papers(documents: Sequence[str]) -> tuple[list[Paper], list[str]]:
    from gongxing.engines import read_documents
    from gongxing.panel.claims import Paper
    from gongxing.reading.sources import find_sources

    sources, problems = find_sources(documents)
    papers: list[Paper] = []
    with progress(len(sources)) as advance:
        for reading in read_documents(sources):
            advance()
            if reading.article is None:
                problems.append(str(reading.problem))
            else:
                papers.append(Paper(reading.name, reading.article, reading.facts))
    return papers, problems
