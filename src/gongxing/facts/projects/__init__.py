"""Project facts: named works, plants, lines, laboratories, parks, zones, bases, platforms, plans and programmes."""

from gongxing.facts.projects.finder import find_projects

__all__ = ["find_projects"]
