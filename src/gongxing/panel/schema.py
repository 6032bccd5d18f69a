"""The columns of a panel, and how observations become rows and rows observations."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from gongxing.tables import Cell, Observation, SpanSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# An official table (yearbook, statistical table), a statistical communiqué, any other document.
SourceKind = Literal["table", "bulletin", "document"]

SCHEMA: dict[str, Any] = {
    "region": pl.String, "code": pl.String, "indicator": pl.String, "indicator_id": pl.String, "period": pl.String,
    "value": pl.Float64, "unit": pl.String, "scope": pl.String, "modality": pl.String, "bound": pl.String,
    "rounding": pl.Float64, "kind": pl.String, "vintage": pl.Int32, "file": pl.String, "sheet": pl.String,
    "cell": pl.String, "start": pl.Int64, "end": pl.Int64, "quote": pl.String, "flags": pl.List(pl.String),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a panel: an observation and what is known of its source.

    ``kind`` and ``vintage`` (year of publication, ``None`` where unknown) say which of two sources is shown first.
    ``modality`` is ``target`` for what a plan wants, ``bound`` ``gt``, ``lt`` or ``approx`` for 超, 不足 and 约.
    ``rounding`` is half a unit of the last digit written (2.78万亿元: 0.005万亿元), ``None`` where it is not known.
    """

    observation: Observation
    kind: SourceKind = "table"
    vintage: int | None = None
    modality: Literal["actual", "target"] = "actual"
    bound: Literal["eq", "gt", "lt", "approx"] = "eq"
    rounding: float | None = None


_OBSERVED = ("region", "code", "indicator", "indicator_id", "period", "value", "unit", "scope")
_KNOWN = ("modality", "bound", "rounding", "kind", "vintage")


def frame_of(entries: Iterable[Entry]) -> pl.DataFrame:
    """Return entries as rows, in their order."""
    entries = list(entries)
    seen = [entry.observation for entry in entries]
    sources = [observation.source for observation in seen]
    columns: dict[str, list[Any]] = {name: list(map(attrgetter(name), seen)) for name in _OBSERVED}
    columns |= {name: list(map(attrgetter(name), entries)) for name in _KNOWN}
    columns["file"] = [source.file for source in sources]
    for name, kind in (("sheet", Cell), ("cell", Cell), ("start", SpanSource), ("end", SpanSource),
                       ("quote", SpanSource)):  # fmt: skip
        columns[name] = [getattr(source, name) if isinstance(source, kind) else None for source in sources]
    columns["flags"] = [list(observation.flags) for observation in seen]
    return pl.DataFrame({name: columns[name] for name in SCHEMA}, schema=SCHEMA)


def entries_of(frame: pl.DataFrame) -> Iterator[Entry]:
    """Yield the rows of a frame of this schema as entries, in their order."""
    for row in frame.iter_rows(named=True):
        yield entry_of(row)


def entry_of(row: dict[str, Any]) -> Entry:
    """Return one row as an entry."""
    source: Cell | SpanSource
    if row["cell"] is not None or row["start"] is None:
        source = Cell(row["file"] or "", row["sheet"], row["cell"] or "")
    else:
        source = SpanSource(row["file"] or "", row["start"], row["end"], row["quote"])
    observation = Observation(
        row["region"], row["code"], row["indicator"], row["indicator_id"], row["unit"], row["value"], row["period"],
        row["scope"], source, tuple(row["flags"] or ()),
    )  # fmt: skip
    return Entry(observation, row["kind"], row["vintage"], row["modality"], row["bound"], row["rounding"])
