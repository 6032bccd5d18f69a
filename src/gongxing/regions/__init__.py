"""Who is where: divisions by code and year, their names, and functional regions."""

from gongxing.regions.divisions import Division, division, divisions
from gongxing.regions.names import Gazetteer, gazetteer, resolve

__all__ = ["Division", "Gazetteer", "division", "divisions", "gazetteer", "resolve"]
