"""The library as one panel: cells of tables and figures of documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy import select

from gongxing.facts import Figure
from gongxing.library.connection import reading
from gongxing.library.preparation import restored_article
from gongxing.library.schema import document, observation
from gongxing.library.walking import documents_with_facts
from gongxing.panel import Panel
from gongxing.panel.figures import entries_of_document
from gongxing.panel.gathering import half_unit, vintage_of
from gongxing.panel.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxing.library.library import Library
    from gongxing.panel import Entry


def panel(library: Library, *, documents: bool = True, tables: Panel | None = None) -> Panel:
    """Return every observation, and every figure that says what it measures and whose it is, as one panel.

    ``documents=False`` leaves the figures out: what tables alone say. ``tables`` is that panel, where it is at hand.

    What people rejected or merged is left out, what they corrected is taken as they say; facts of copies count once.
    """
    if tables is None:
        tables = Panel(pl.concat([pl.DataFrame(schema=SCHEMA), *_tables(library)]))
    return tables.add_entries(_figures(library)) if documents else tables


def _tables(library: Library) -> Iterator[pl.DataFrame]:
    """Yield the cells of each table as rows of a panel, as ``entries_of_observations`` would give them one by one."""
    columns = [column for column in observation.c if column.name not in ("id", "document_id")]
    with reading(library.engine) as connection:
        tables = connection.execute(select(observation.c.document_id).distinct().order_by(observation.c.document_id))
        numbers = tables.scalars().all()
    for number in numbers:
        query = select(*columns).where(observation.c.document_id == number).order_by(observation.c.id)
        with reading(library.engine) as connection:
            name = connection.execute(select(document.c.name).where(document.c.id == number)).scalar()
            rows = connection.execute(query).all()
        if rows:
            yield _framed(str(name), rows, [column.name for column in columns])


def _framed(file: str, rows: Sequence[Any], columns: Sequence[str]) -> pl.DataFrame:
    texts = {name: SCHEMA[name] for name in columns if name in SCHEMA and name != "flags"} | {"flags": pl.String}
    frame = pl.DataFrame(dict(zip(columns, zip(*rows, strict=True), strict=True)), schema=texts)
    flags = (
        pl.when(pl.col("flags") == "").then(pl.lit([], pl.List(pl.String))).otherwise(pl.col("flags").str.split("; "))
    )
    known: dict[str, Any] = {
        "modality": pl.lit("actual"), "bound": pl.lit("eq"), "kind": pl.lit("table"),
        "vintage": pl.lit(vintage_of(Path(file), frame["period"].unique())), "file": pl.lit(file),
        "start": pl.lit(None), "end": pl.lit(None), "quote": pl.lit(None), "flags": flags,
    }  # fmt: skip
    return _rounded(frame).with_columns(**known).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of a table with the rounding of their columns, as ``roundings_of`` tells it."""
    column = pl.struct(pl.coalesce("indicator_id", "indicator").alias("of"), "unit", "scope", "period")
    known = frame.select(column.alias("column"), "value")
    halves = known.group_by("column").agg("value")
    rounding = pl.Series([half_unit(values) for values in halves["value"].to_list()], dtype=pl.Float64)
    halves = halves.select("column", rounding=rounding)
    return frame.with_columns(known.join(halves, on="column", how="left", maintain_order="left")["rounding"])


def _figures(library: Library) -> Iterator[Entry]:
    for told, rows in documents_with_facts(library, ("figure",)):
        figures = [Figure(row.start, row.end, row.quote, row.rule, **json.loads(row.fields)) for row in rows]
        yield from entries_of_document(restored_article(told.text, json.loads(told.details)), figures, told.name)
