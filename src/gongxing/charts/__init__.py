"""Figures defined once, for page, notebook, brief and file: tidy tables in, chart, table and sentence out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.charts.errors import FigureError

if TYPE_CHECKING:
    from gongxing.charts.catalogue import FigureKind, figure_kind, figure_kinds
    from gongxing.charts.figure import Figure
    from gongxing.charts.saving import figure_bytes, save_figure

__all__ = ["Figure", "FigureError", "FigureKind", "figure_bytes", "figure_kind", "figure_kinds", "save_figure"]

_LATER = {
    "catalogue": ("FigureKind", "figure_kind", "figure_kinds"),
    "figure": ("Figure",),
    "saving": ("figure_bytes", "save_figure"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"gongxing.charts.{module}"), name)
    raise AttributeError(f"module 'gongxing.charts' has no attribute {name!r}")
