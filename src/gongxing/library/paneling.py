"""The library as one panel: cells of tables and figures of documents."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gongxing.facts import Figure
from gongxing.library.connection import reading
from gongxing.library.preparation import restored_article
from gongxing.library.schema import article, document, fact, observation
from gongxing.panel import Entry, Panel
from gongxing.panel.figures import entries_of_document
from gongxing.panel.gathering import entries_of_observations
from gongxing.tables import Cell, Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, RowMapping

    from gongxing.library.library import Library


def panel(library: Library, *, documents: bool = True) -> Panel:
    """Return every observation, and every figure that says what it measures and whose it is, as one panel.

    ``documents=False`` leaves the figures out: what tables alone say.

    What people rejected or merged is left out, what they corrected is taken as they say; facts of copies count once.
    """
    with reading(library.engine) as connection:
        figures = _figures(connection) if documents else ()
        return Panel.from_entries([*_cells(connection), *figures])


def _cells(connection: Connection) -> Iterator[Entry]:
    columns = [column for column in observation.c if column.name != "id"]
    query = select(*columns, document.c.name).join_from(observation, document)
    rows = connection.execute(query.order_by(observation.c.document_id, observation.c.id)).mappings()
    for _, group in groupby(rows, lambda row: row["document_id"]):
        found = [(row["name"], _observation(row)) for row in group]
        yield from entries_of_observations(Path(found[0][0]), [cell for _, cell in found])


def _observation(row: RowMapping) -> Observation:
    flags = tuple(row["flags"].split("; ")) if row["flags"] else ()
    names = ("region", "code", "indicator", "indicator_id", "unit", "value", "period", "scope")
    values: dict[str, Any] = {name: row[name] for name in names}
    return Observation(**values, source=Cell(row["name"], row["sheet"], row["cell"]), flags=flags)


def _figures(connection: Connection) -> Iterator[Entry]:
    query = select(fact.c.document_id, fact.c.start, fact.c.end, fact.c.quote, fact.c.rule, fact.c.fields)
    query = query.where(fact.c.kind == "figure", fact.c.shown == 1)
    rows = connection.execute(query.order_by(fact.c.document_id, fact.c.start, fact.c.id)).all()
    for document_id, group in groupby(rows, lambda row: row.document_id):
        figures = [Figure(row.start, row.end, row.quote, row.rule, **json.loads(row.fields)) for row in group]
        named = select(article.c.text, article.c.details, document.c.name).join_from(article, document)
        text, details, name = connection.execute(named.where(document.c.id == document_id)).one()
        yield from entries_of_document(restored_article(text, json.loads(details)), figures, name)
