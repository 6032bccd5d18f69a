"""Which regions are meant to lead: the centres that plans name, with the plan that says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gongxing.regions.functional import tiers
from gongxing.regions.names import resolve

if TYPE_CHECKING:
    from gongxing.workbench.settings import Language


@dataclass(frozen=True, slots=True)
class Role:
    """A rank of centres that a plan gives a region."""

    name: str
    names: tuple[str, ...]
    source: str | None
    year: int | None

    def called(self, language: Language) -> str:
        """Return the name in a language; in Chinese where no other is known."""
        return next((name for name in self.names if name.isascii()), self.name) if language == "en" else self.name


@cache
def roles() -> dict[str, tuple[Role, ...]]:
    """Return the ranks of each centre by its code; a set that only joins others is none."""
    sets = {region.name: (region, frozenset(region.members)) for region in tiers().values()}
    found: dict[str, list[Role]] = {}
    for region, members in sets.values():
        others = [other for _, other in sets.values() if other is not members and not other > members]
        if members and members <= frozenset().union(*others):
            continue
        for member in region.members:
            division = resolve(member)
            if division is not None:
                found.setdefault(division.code, []).append(Role(region.name, region.names, region.source, region.year))
    return {code: tuple(named) for code, named in found.items()}
