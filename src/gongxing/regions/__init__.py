"""Who is where: divisions by code and year, their names, and functional regions."""

from gongxing.regions.divisions import Division, division, divisions, history
from gongxing.regions.functional import FunctionalRegion, functional_regions
from gongxing.regions.names import Gazetteer, aliases, english_names, gazetteer, resolve

__all__ = [
    "Division",
    "FunctionalRegion",
    "Gazetteer",
    "aliases",
    "division",
    "divisions",
    "english_names",
    "functional_regions",
    "gazetteer",
    "history",
    "resolve",
]
