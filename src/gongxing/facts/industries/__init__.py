"""Industry facts: named branches and those that a text wants to develop."""

from gongxing.facts.industries.finder import find_industries

__all__ = ["find_industries"]
