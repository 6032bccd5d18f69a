"""Figures: which numbers count, what they measure, whose they are, when, exact or bound, actual or target."""

from gongxing.facts.figures.finder import find_figures

__all__ = ["find_figures"]
