"""Groups of regions: functional regions and the divisions below one; members are whole, apart and of their year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gongxing.panel.errors import PanelError, close_ones
from gongxing.panel.evidence import Place
from gongxing.regions import division, divisions, functional_regions, history, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable


class Group(NamedTuple):
    """A region that is the sum of others; ``source`` says who lists its members."""

    name: str
    members: tuple[Place, ...]
    source: str


def group_of(name: str, members: Iterable[str], source: str, year: int | None = None) -> Group:
    """Return a group of regions given by code or name.

    Raises
    ------
    PanelError
        A member is not known, stands twice, or lies in another member.
    """
    places: dict[str, Place] = {}
    for member in members:
        found = (
            (division(member, year) or next(iter(history(member)), None)) if member.isdigit() else resolve(member, year)
        )
        if found is None:
            raise PanelError(f"{name}: its member {member!r} is not known in {year or 'the list of today'}")
        if found.code in places:
            raise PanelError(f"{name}: its member {found.name} stands twice ({member}); name each region once")
        places[found.code] = Place(found.code, found.short)
    for code in places:
        found = division(code, year) or next(iter(history(code)))
        above = {found.parent or found.province, found.province} - {code}
        for inside in above & places.keys():
            raise PanelError(f"{name}: {found.name} lies in {places[inside].name}; a sum would count it twice")
    return Group(name, tuple(places.values()), source)


def functional_group(name: str, year: int | None = None) -> Group:
    """Return a functional region with its members.

    Raises
    ------
    PanelError
        It is not known, or no source lists whole divisions as its members.
    """
    region = functional_regions().get(name)
    if region is None:
        raise PanelError(f"there is no functional region {name!r}{close_ones(name, functional_regions())}")
    if not region.members:
        raise PanelError(f"{name}: no source lists its members as whole divisions, so that nothing can be added")
    return group_of(region.name, region.members, f"{region.source} ({region.year})", year)


def parts_of(code: str, year: int | None = None) -> tuple[Place, ...]:
    """Return the divisions directly below one (prefectures of a province with the counties that it runs itself)."""
    found = divisions(year)
    return tuple(Place(d.code, d.short) for d in found if d.parent == code)


def divisions_below(region: str) -> tuple[Place, ...]:
    """Return the divisions of today directly below one (a name or code) by their full names; none of an unknown one."""
    above = division(region) if region.isdigit() else resolve(region)
    return () if above is None else tuple(Place(d.code, d.name) for d in divisions() if d.parent == above.code)
