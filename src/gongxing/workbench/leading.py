"""Which regions are meant to lead, with the plan that says so; which province the documents are about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gongxing.regions.divisions import division
from gongxing.regions.functional import tiers
from gongxing.regions.names import resolve

if TYPE_CHECKING:
    from gongxing.library import Library
    from gongxing.workbench.settings import Language
    from gongxing.workbench.shelf import Shelf


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
            place = resolve(member)
            if place is not None:
                found.setdefault(place.code, []).append(Role(region.name, region.names, region.source, region.year))
    return {code: tuple(named) for code, named in found.items()}


def province_told_of(shelf: Shelf) -> str | None:
    """Return the short name of the province that most documents speak of, of itself or its regions.

    Documents are counted, not facts: one list of all provinces has many facts of each. ``None`` where none speaks of
    any.
    """
    return shelf.remember("province told of", _province_told_of)


def _province_told_of(library: Library) -> str | None:
    counts: Counter[str] = Counter()
    for facet in library.document_facets(kind="document")["region"]:
        place = resolve(facet.value) if facet.value else None
        province = division(place.province) if place is not None else None
        if province is not None:
            counts[province.short] += facet.count
    return max(counts, key=lambda name: (counts[name], name)) if counts else None
