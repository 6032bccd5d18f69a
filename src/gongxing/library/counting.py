"""How much a library holds, from its tallies and indices alone: cheap whatever its size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from gongxing.library.connection import reading
from gongxing.library.schema import document, edit, fact, observation, publisher_tally, region_tally

if TYPE_CHECKING:
    from gongxing.library.library import Library


class Mentioned(NamedTuple):
    """A region with the numbers of documents that tell of it, of commitments and of projects."""

    region: str
    documents: int
    commitments: int
    projects: int


def count_articles(library: Library) -> int:
    """Return the number of documents that are no tables and no copies."""
    with reading(library.engine) as connection:
        return int(connection.execute(select(func.sum(publisher_tally.c.documents))).scalar() or 0)


def regions_that_promise(library: Library) -> list[Mentioned]:
    """Return the regions about which there are commitments or projects, those with the most first."""
    tally = region_tally.c
    sums = [func.sum(column) for column in (tally.documents, tally.commitment, tally.project)]
    query = select(tally.about, *sums).where(tally.about != "").group_by(tally.about)
    with reading(library.engine) as connection:
        rows = [Mentioned(name, *map(int, counts)) for name, *counts in connection.execute(query)]
    found = [row for row in rows if row.commitments or row.projects]
    return sorted(found, key=lambda row: (-row.commitments - row.projects, row.region))


def state_of_tables(library: Library) -> str:
    """Return a text that is another one whenever what tables say has changed."""
    values = select(func.count(), func.max(observation.c.id), func.sum(observation.c.value))
    tables = select(document.c.id, document.c.sha256, document.c.name, document.c.reading)
    with reading(library.engine) as connection:
        read = connection.execute(tables.where(document.c.kind == "table").order_by(document.c.id)).all()
        return repr((tuple(connection.execute(values).one()), [tuple(row) for row in read]))


def state_of_facts(library: Library) -> str:
    """Return a text that is another one whenever what documents or tables say, as it is shown, has changed.

    Every document and fact is looked at: for libraries that are not large.
    """
    read = select(document.c.id, document.c.same_as, document.c.published, document.c.reading).order_by(document.c.id)
    facts = select(func.count(), func.max(fact.c.id), func.sum(fact.c.id), func.sum(fact.c.shown))
    with reading(library.engine) as connection:
        told = [tuple(row) for row in connection.execute(read)]
        edits = connection.execute(select(func.max(edit.c.id))).scalar()
        return repr((state_of_tables(library), told, tuple(connection.execute(facts).one()), edits))
