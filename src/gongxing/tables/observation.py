"""An observation: one value of one indicator of one region in one period, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# The whole of a division (全市) or its urban districts (市辖区).
Scope = Literal["prefecture", "district"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: file as given, sheet (``None`` in a CSV) and address (``C8``)."""

    file: str
    sheet: str | None
    cell: str


@dataclass(frozen=True, slots=True)
class SpanSource:
    """Words of a document: offsets in ``Article.text``, counted in code points, and the quote that stands there."""

    file: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One value with its source.

    ``code`` is the adcode, ``None`` where no year knows the region (``region`` keeps the name). ``indicator`` is the
    catalogue's name (the header's words where the catalogue has none, then ``indicator_id`` is ``None``). ``value`` is
    in ``unit``, a base unit (CNY, people, m2, %, …). ``period`` is written as in documents (``2023``, ``2024-06``).
    ``flags`` name what makes the value doubtful (``share above 100 %``); a flagged value is kept as it stands.
    """

    region: str
    code: str | None
    indicator: str
    indicator_id: str | None
    unit: str
    value: float
    period: str | None
    scope: Scope | None
    source: Cell | SpanSource
    flags: tuple[str, ...] = ()
