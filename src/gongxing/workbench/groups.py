"""Groups of regions on a page: those that a source names, and those that an address spells out."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gongxing.regions.functional import known_regions
from gongxing.regions.names import resolve
from gongxing.workbench.named import region_named
from gongxing.workbench.problems import BadAddressError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gongxing.regions.functional import FunctionalRegion

_BETWEEN = re.compile(r"[、，,;；\s]+")
_KIND = 3  # letters at the end of a name that say what kind of area it is: 经济区, 都市圈


def sourced(codes: Iterable[str]) -> dict[str, FunctionalRegion]:
    """Return the areas whose source is known and that hold at least one of some regions, and not all."""
    return dict(_sourced(frozenset(codes)))


@lru_cache(maxsize=64)
def _sourced(all_of_them: frozenset[str]) -> dict[str, FunctionalRegion]:
    found = {}
    for region in known_regions().values():
        if region.source and region.members:
            held = inside(members_of(region.members), all_of_them)
            if held and held != all_of_them:
                found[region.name] = region
    return found


@cache
def members_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of divisions; those that nothing resolves are left out."""
    return tuple(found.code for name in names if (found := resolve(name)) is not None)


def inside(members: Sequence[str], codes: Iterable[str]) -> set[str]:
    """Return which codes are one of the members or lie in one."""
    starts = {code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code for code in members}
    return {code for code in codes if code in starts or code[:4] in starts or code[:2] in starts}


def spelled(text: str, parameter: str) -> tuple[str, ...]:
    """Return the members of a group that an address names: 川南经济区, 四川, or 成都、德阳、绵阳.

    Raises
    ------
    BadAddressError
        A part of it is no region.
    """
    known = known_regions().get(text)
    if known is not None and known.members:
        return members_of(known.members)
    codes = []
    for part in filter(None, _BETWEEN.split(text)):
        found = region_named(part)
        if found is None:
            raise BadAddressError(parameter, part, "choice", "、".join(list(known_regions())[:8]))
        codes.append(found.code)
    return tuple(codes)


def apart(groups: Mapping[str, FunctionalRegion], codes: Iterable[str]) -> tuple[str, ...]:
    """Return areas that do not overlap and together hold the most regions: of one kind first, then what fits beside."""
    codes = set(codes)
    held = {name: inside(members_of(region.members), codes) for name, region in groups.items()}
    best: tuple[str, ...] = ()
    covered = 0
    for kind in dict.fromkeys(name[-_KIND:] for name in held):
        ordered = sorted(held, key=lambda name, kind=kind: (name[-_KIND:] != kind, -len(held[name])))  # type: ignore[misc]
        taken: set[str] = set()
        chosen = []
        for name in ordered:
            if not held[name] & taken:
                chosen.append(name)
                taken |= held[name]
        of_kind = sum(len(held[name]) for name in chosen if name.endswith(kind))
        if of_kind > covered and len(chosen) > 1:
            best, covered = tuple(chosen), of_kind
    return tuple(name for name in groups if name in best)
