"""Yearbook workbooks and simpler tables to observations, each with the cell it came from."""

from gongxing.tables.comparisons import check_together
from gongxing.tables.observation import Cell, Observation, Scope, SpanSource
from gongxing.tables.reading import TableReading, read_table, read_tables
from gongxing.tables.report import Column

__all__ = [
    "Cell",
    "Column",
    "Observation",
    "Scope",
    "SpanSource",
    "TableReading",
    "check_together",
    "read_table",
    "read_tables",
]
