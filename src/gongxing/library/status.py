"""What is in a library, what failed, what awaits a person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from gongxing.library import ledger
from gongxing.library.connection import place_of, reading
from gongxing.library.edits import Edit, lost
from gongxing.library.entries import FACTS
from gongxing.library.preparation import reading_version
from gongxing.library.schema import (
    SAID,
    brief,
    copy,
    document,
    edit,
    fact,
    finding,
    observation,
    publication,
    region,
    region_tally,
    scenario,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from gongxing.library.ledger import Failure
    from gongxing.library.library import Library


@dataclass(frozen=True, slots=True)
class Alike:
    """A document taken for a copy of another because their texts are alike, not equal: a person may say otherwise."""

    id: int
    title: str | None
    same_as: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a library.

    ``size`` is that of its database in bytes. ``documents`` counts articles once, ``copies`` the mirrors and reposts
    beside them, ``places`` where files were found. ``facts`` and ``standing`` count by kind and by what people said.
    ``parts`` is the ledger. What awaits a person: ``failures``, ``alike``, ``lost`` (edits whose fact newer rules no
    longer find) and ``flagged`` (doubtful observations). ``outdated`` documents were read by older rules. ``scenarios``
    and ``briefs`` are counted by name, whatever their versions; ``findings`` are those that stand.
    """

    place: str
    size: int
    documents: int
    tables: int
    copies: int
    places: int
    first: str | None
    last: str | None
    facts: dict[str, int]
    observations: int
    regions: int
    standing: dict[str, int]
    edits: int
    scenarios: int
    findings: int
    briefs: int
    publications: int
    parts: dict[str, int]
    failures: list[Failure]
    alike: list[Alike]
    lost: list[Edit]
    flagged: int
    outdated: int


def status(library: Library) -> Status:
    """Return the state of a library."""
    with reading(library.engine) as connection:
        first_ones = document.c.same_as.is_(None)

        def count(*conditions: object) -> int:
            query = select(func.count()).select_from(document).where(*conditions)  # type: ignore[arg-type]
            return int(connection.execute(query).scalar() or 0)

        first, last = connection.execute(select(func.min(document.c.published), func.max(document.c.published))).one()
        return Status(
            place=place_of(library.engine),
            size=_size(connection),
            documents=count(first_ones, document.c.kind == "document"),
            tables=count(first_ones, document.c.kind == "table"),
            copies=count(~first_ones),
            places=_rows(connection, copy),
            first=first,
            last=last,
            facts=_facts(connection),
            observations=_rows(connection, observation),
            regions=_rows(connection, region),
            standing=_standing(connection),
            edits=_rows(connection, edit),
            scenarios=_names(connection, scenario),
            findings=_rows(connection, finding) - 2 * _rows(connection, finding, finding.c.withdraws.is_not(None)),
            briefs=_names(connection, brief),
            publications=_rows(connection, publication),
            parts=ledger.counts(connection),
            failures=ledger.failures(connection),
            alike=_alike(connection),
            lost=lost(connection),
            flagged=_rows(connection, observation, observation.c.flags != ""),
            outdated=count(document.c.reading != reading_version()),
        )


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        return Path(str(connection.engine.url.database)).stat().st_size
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar() or 0)


def _facts(connection: Connection) -> dict[str, int]:
    """Count the facts that are shown, by kind."""
    sums = connection.execute(select(*(func.sum(region_tally.c[kind]).label(kind) for kind in FACTS))).mappings().one()
    return {kind: int(sums[kind]) for kind in sorted(FACTS) if sums[kind]}


def _standing(connection: Connection) -> dict[str, int]:
    """Count what people spoke of; all other facts are as they were found."""
    said = select(fact.c.standing, func.count()).where(SAID).group_by(fact.c.standing).order_by(fact.c.standing)
    counts: dict[str, int] = {row.standing: row[1] for row in connection.execute(said)}
    counts["found"] = _rows(connection, fact) - sum(counts.values())
    return {standing: count for standing, count in sorted(counts.items()) if count}


def _rows(connection: Connection, table: object, *conditions: object) -> int:
    query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return int(connection.execute(query).scalar() or 0)


def _names(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count(table.c.slug.distinct()))).scalar() or 0)


def _alike(connection: Connection) -> list[Alike]:
    query = (
        select(document.c.id, document.c.title, document.c.same_as, document.c.similarity)
        .where(document.c.same_as.is_not(None), document.c.similarity < 1)
        .order_by(document.c.similarity, document.c.id)
    )
    return [Alike(row.id, row.title, row.same_as, row.similarity) for row in connection.execute(query)]
