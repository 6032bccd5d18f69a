"""The library as one panel: cells of tables and figures of documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gongxing.facts import Figure
from gongxing.library.connection import reading
from gongxing.library.preparation import restored_article
from gongxing.library.schema import document, observation
from gongxing.library.walking import documents_with_facts
from gongxing.panel import Entry, Panel
from gongxing.panel.figures import entries_of_document
from gongxing.panel.gathering import entries_of_observations
from gongxing.tables import Cell, Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import RowMapping

    from gongxing.library.library import Library


def panel(library: Library, *, documents: bool = True) -> Panel:
    """Return every observation, and every figure that says what it measures and whose it is, as one panel.

    ``documents=False`` leaves the figures out: what tables alone say.

    What people rejected or merged is left out, what they corrected is taken as they say; facts of copies count once.
    """
    figures = _figures(library) if documents else ()
    return Panel.from_entries([*_cells(library), *figures])


def _cells(library: Library) -> Iterator[Entry]:
    columns = [column for column in observation.c if column.name != "id"]
    with reading(library.engine) as connection:
        tables = connection.execute(select(observation.c.document_id).distinct().order_by(observation.c.document_id))
        numbers = tables.scalars().all()
    for number in numbers:
        query = select(*columns, document.c.name).join_from(observation, document).order_by(observation.c.id)
        with reading(library.engine) as connection:
            rows = connection.execute(query.where(observation.c.document_id == number)).mappings().all()
        if rows:
            yield from entries_of_observations(Path(rows[0]["name"]), [_observation(row) for row in rows])


def _observation(row: RowMapping) -> Observation:
    flags = tuple(row["flags"].split("; ")) if row["flags"] else ()
    names = ("region", "code", "indicator", "indicator_id", "unit", "value", "period", "scope")
    values: dict[str, Any] = {name: row[name] for name in names}
    return Observation(**values, source=Cell(row["name"], row["sheet"], row["cell"]), flags=flags)


def _figures(library: Library) -> Iterator[Entry]:
    for told, rows in documents_with_facts(library, ("figure",)):
        figures = [Figure(row.start, row.end, row.quote, row.rule, **json.loads(row.fields)) for row in rows]
        yield from entries_of_document(restored_article(told.text, json.loads(told.details)), figures, told.name)
