"""Who is where: divisions by code and year, their names, what they became, functional regions, and where they lie.

What needs numbers or geometry loads when it is first asked for, so that reading documents stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.regions.divisions import Division, division, divisions, history
from gongxing.regions.errors import RegionError
from gongxing.regions.functional import FunctionalRegion, english_area, functional_regions, known_regions, member_codes
from gongxing.regions.names import Gazetteer, aliases, english_names, gazetteer, resolve

if TYPE_CHECKING:
    from gongxing.regions.distances import Distances, read_travel_times
    from gongxing.regions.layer_years import layer_of_year
    from gongxing.regions.layers import Layer, load_layer
    from gongxing.regions.neighbours import contiguity
    from gongxing.regions.search import find, former
    from gongxing.regions.seats import seat_distances
    from gongxing.regions.succession import Link, Step, changes, crosswalk, successors
    from gongxing.regions.weights import Weights

__all__ = [
    "Distances",
    "Division",
    "FunctionalRegion",
    "Gazetteer",
    "Layer",
    "Link",
    "RegionError",
    "Step",
    "Weights",
    "aliases",
    "changes",
    "contiguity",
    "crosswalk",
    "division",
    "divisions",
    "english_area",
    "english_names",
    "find",
    "former",
    "functional_regions",
    "gazetteer",
    "history",
    "known_regions",
    "layer_of_year",
    "load_layer",
    "member_codes",
    "read_travel_times",
    "resolve",
    "seat_distances",
    "successors",
]

_LATER = {
    "distances": ("Distances", "read_travel_times"),
    "layer_years": ("layer_of_year",),
    "layers": ("Layer", "load_layer"),
    "neighbours": ("contiguity",),
    "search": ("find", "former"),
    "seats": ("seat_distances",),
    "succession": ("Link", "Step", "changes", "crosswalk", "successors"),
    "weights": ("Weights",),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"gongxing.regions.{module}"), name)
    raise AttributeError(f"module 'gongxing.regions' has no attribute {name!r}")
