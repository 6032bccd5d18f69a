"""How much there is of what, kept in step with every document: by region, by publisher, by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, delete, func, insert, select, text

from gongxing.library.entries import FACTS, year_of
from gongxing.library.indexing import HELD, Held
from gongxing.library.schema import DERIVED, document, fact, mention
from gongxing.library.watching import unseen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from gongxing.library.watching import Watch

_ABOUT, _CODE = func.coalesce(fact.c.about, ""), func.coalesce(fact.c.about_code, "")
_MENTIONED = (
    select(
        _ABOUT.label("about"), _CODE.label("code"),
        *(func.sum(case((fact.c.kind == kind, 1), else_=0)).label(kind) for kind in FACTS),
    )
    .where(fact.c.document_id == bindparam("number"), fact.c.shown == 1)
    .group_by(_ABOUT, _CODE)
    .order_by(_ABOUT, _CODE)
)  # fmt: skip
_MENTION = insert(mention)
_OF_DOCUMENT = mention.c.entry == bindparam("place")
_HELD = select(mention).where(_OF_DOCUMENT).order_by(mention.c.about, mention.c.code)
_DROP = delete(mention).where(_OF_DOCUMENT)


def add(connection: Connection, of: Held) -> None:
    """Count a document, and its facts as they are shown now; a copy counts for nothing."""
    if of.same_as is not None:
        return
    rows = [{**row, "entry": of.entry} for row in connection.execute(_MENTIONED, {"number": of.id}).mappings()]
    if rows:
        connection.execute(_MENTION, rows)
    _tally(connection, of, rows, 1)


def subtract(connection: Connection, of: Held) -> None:
    """Take back what ``add`` counted of a document that stood as it is given here."""
    if of.same_as is not None:
        return
    rows = [dict(row) for row in connection.execute(_HELD, {"place": of.entry}).mappings()]
    connection.execute(_DROP, {"place": of.entry})
    _tally(connection, of, rows, -1)


def rebuild_tallies(connection: Connection, watch: Watch = unseen) -> None:
    """Count everything anew; ``watch`` sees the documents."""
    for table in DERIVED:
        connection.execute(delete(table))
    rows = connection.execute(select(*HELD).order_by(document.c.id)).all()
    with watch(len(rows)) as advance:
        for row in rows:
            add(connection, Held(*row))
            advance()


def _tally(connection: Connection, of: Held, rows: Sequence[Mapping[str, Any]], sign: int) -> None:
    """Add a document's counts to the tallies, or take them away; rows in one order, so that writers never cross."""
    year = year_of(of.published)
    regions, abouts = [], set[str]()
    for row in rows:  # a document counts once for a name, whatever codes stand with it
        counts = {kind: sign * row[kind] for kind in FACTS} | {"documents": sign * (row["about"] not in abouts)}
        regions.append({"about": row["about"], "code": row["code"], "year": year, **counts})
        abouts.add(row["about"])
    publisher = {
        "publisher": of.publisher or "", "year": year, "documents": sign * (of.kind == "document"),
        "tables": sign * (of.kind == "table"), **{kind: sign * sum(row[kind] for row in rows) for kind in FACTS},
    }  # fmt: skip
    if regions:
        connection.execute(_REGION, regions)
    connection.execute(_PUBLISHER, publisher)
    if sign < 0:
        connection.execute(_NO_PUBLISHER, publisher)
        if regions:
            connection.execute(_NO_REGION, regions)


def _adding(table: str, keys: Sequence[str], counts: Sequence[str]) -> str:
    columns = (*keys, *counts)
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counts)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)}) "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}"
    )


_REGION = text(_adding("region_tally", ("about", "year", "code"), ("documents", *FACTS)))
_PUBLISHER = text(_adding("publisher_tally", ("publisher", "year"), ("documents", "tables", *FACTS)))
_NO_REGION = text(
    "DELETE FROM region_tally WHERE about = :about AND year = :year AND code = :code AND "
    + " AND ".join(f"{name} = 0" for name in ("documents", *FACTS))
)
_NO_PUBLISHER = text(
    "DELETE FROM publisher_tally WHERE publisher = :publisher AND year = :year AND documents = 0 AND tables = 0"
)
