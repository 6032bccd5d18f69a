"""Yearbook workbooks and simpler tables to observations, each with the cell it came from."""

from gongxing.tables.observation import Cell, Observation, Scope, SpanSource

__all__ = ["Cell", "Observation", "Scope", "SpanSource"]
