"""Whose a promise is: a division by its adcode, anything else by its name."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from gongxing.facts.choice import region_key


class Place(NamedTuple):
    """The short name of a region and its adcode, ``None`` for what no code knows."""

    name: str
    code: str | None

    @property
    def key(self) -> str:
        """What tells regions apart."""
        return self.code or self.name

    @property
    def province(self) -> str | None:
        """Adcode of the province that it is or lies in."""
        return f"{self.code[:2]}0000" if self.code else None

    @property
    def is_province(self) -> bool:
        """Whether it is a province."""
        return self.code is not None and self.code.endswith("0000")


@lru_cache(maxsize=1 << 16)
def place_of(name: str | None, code: str | None = None) -> Place | None:
    """Return the place that a fact is about, ``None`` where it does not say."""
    short, found = region_key(name, code)
    return Place(short, found) if short else None
