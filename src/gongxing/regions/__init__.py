"""Who is where: divisions by code and year, their names, what they became, functional regions, and where they lie.

What needs numbers or geometry loads when it is first asked for, so that reading documents stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.regions.divisions import Division, division, divisions, history
from gongxing.regions.errors import RegionError
from gongxing.regions.functional import FunctionalRegion, functional_regions
from gongxing.regions.names import Gazetteer, aliases, english_names, gazetteer, resolve

if TYPE_CHECKING:
    from gongxing.regions.succession import Link, Step, changes, crosswalk, successors
    from gongxing.regions.weights import Weights

__all__ = [
    "Division",
    "FunctionalRegion",
    "Gazetteer",
    "Link",
    "RegionError",
    "Step",
    "Weights",
    "aliases",
    "changes",
    "crosswalk",
    "division",
    "divisions",
    "english_names",
    "functional_regions",
    "gazetteer",
    "history",
    "resolve",
    "successors",
]

_LATER = {
    "succession": ("Link", "Step", "changes", "crosswalk", "successors"),
    "weights": ("Weights",),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"gongxing.regions.{module}"), name)
    raise AttributeError(f"module 'gongxing.regions' has no attribute {name!r}")
