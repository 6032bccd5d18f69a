"""Which regions are meant to lead: the centres that plans name, with the plan that says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gongxing.regions.functional import tiers
from gongxing.regions.names import resolve


@dataclass(frozen=True, slots=True)
class Role:
    """A rank of centres that a plan gives a region."""

    name: str
    source: str | None
    year: int | None


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
                found.setdefault(division.code, []).append(Role(region.name, region.source, region.year))
    return {code: tuple(named) for code, named in found.items()}
