"""What a library knows of one region, at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, select

from gongxing.library.connection import reading
from gongxing.library.preparation import region_key
from gongxing.library.schema import fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection

    from gongxing.library.library import Library

_COLUMNS = ("id", "document_id", "kind", "quote", "start", "end", "indicator", "period", "value", "unit", "bound",
            "modality", "deadline", "published", "standing")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """``counts`` by kind; ``figures`` the newest actual value of each indicator; the newest of the other kinds."""

    region: str
    code: str | None
    counts: dict[str, int]
    figures: list[Mapping[str, Any]]
    projects: list[Mapping[str, Any]]
    industries: list[Mapping[str, Any]]
    commitments: list[Mapping[str, Any]]


def profile(library: Library, region: str, limit: int = 20) -> Profile:
    """Return what is known of a region: a name in any form, or an adcode.

    ``limit`` is the number of facts of each kind; indicators come in the order of how often they are told.
    """
    name, code = region_key(*((None, region) if region.isdigit() else (region, None)))
    mine = and_(fact.c.about == name, fact.c.shown == 1)
    with reading(library.engine) as connection:
        counts = connection.execute(select(fact.c.kind, func.count()).where(mine).group_by(fact.c.kind)).all()
        return Profile(
            name or region,
            code,
            dict(sorted(tuple(row) for row in counts)),
            _newest_figures(connection, mine, limit),
            _newest(connection, mine, "project", limit),
            _newest(connection, mine, "industry", limit),
            _newest(connection, mine, "commitment", limit),
        )


def _newest_figures(connection: Connection, mine: ColumnElement[bool], limit: int) -> list[Mapping[str, Any]]:
    often = (
        select(fact.c.indicator)
        .where(mine, fact.c.kind == "figure", fact.c.indicator.is_not(None))
        .group_by(fact.c.indicator)
        .order_by(func.count().desc(), fact.c.indicator)
        .limit(limit)
    )
    found: list[Mapping[str, Any]] = []
    for indicator in connection.execute(often).scalars().all():
        query = _columns().where(mine, fact.c.kind == "figure", fact.c.indicator == indicator)
        query = query.where(fact.c.modality == "actual", fact.c.period.is_not(None))
        newest = query.order_by(fact.c.period.desc(), fact.c.id).limit(1)
        found += [dict(row) for row in connection.execute(newest).mappings()]
    return found


def _newest(connection: Connection, mine: ColumnElement[bool], kind: str, limit: int) -> list[Mapping[str, Any]]:
    """Return the last published facts of a kind; those of documents that state no date stand after them."""
    query = _columns().where(mine, fact.c.kind == kind).limit(limit)
    dated = query.where(fact.c.published.is_not(None)).order_by(fact.c.published.desc(), fact.c.id.desc())
    found: list[Mapping[str, Any]] = [dict(row) for row in connection.execute(dated).mappings()]
    if len(found) < limit:
        undated = query.where(fact.c.published.is_(None)).order_by(fact.c.id).limit(limit - len(found))
        found += [dict(row) for row in connection.execute(undated).mappings()]
    return found


def _columns() -> Select[Any]:
    return select(*(fact.c[name] for name in _COLUMNS))
