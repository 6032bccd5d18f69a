"""Facts of some kinds, about one region."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gongxing.facts.fact import Commitment, Fact, Figure, Industry, Member, Place, Project
from gongxing.regions import division, functional_regions, resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gongxing.regions import Division

_ENDINGS = ("特别行政区", "自治区", "省", "市", "地区", "盟", "县", "区")


def choose(facts: Iterable[Fact], kinds: Collection[str] = (), region: str | None = None) -> tuple[Fact, ...]:
    """Return the facts of the named kinds (none named: all) that are about a region.

    A region is matched by name with or without its ending (绵阳, 绵阳市) or by adcode. Figures, projects and industries
    are about their region, commitments about their actor, members about their group and member, a place about itself; a
    person is about the region that opens the post.
    """
    return tuple(
        fact for fact in facts if (not kinds or fact.kind in kinds) and (region is None or _is_about(fact, region))
    )


def plain_name(name: str | None) -> str:
    """Return a division's name without its ending: 绵阳 for 绵阳市."""
    name = (name or "").strip()
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


def region_key(name: str | None, code: str | None = None) -> tuple[str | None, str | None]:
    """Return the plain name (凉山 for 凉山州, 成都 for 蓉城) and the adcode by which a region is filed.

    What is no division keeps its whole name (成都平原经济区).
    """
    if not name and not code:
        return None, None
    found = division(code) if code else resolved_region(plain_name(name))
    if found is None:
        return (name or "").strip() or None, code
    return found.short, found.code


@cache
def resolved_region(name: str) -> Division | None:
    """Return the division of a name, ``None`` for a functional region and for what nobody knows."""
    return None if name in functional_regions() else resolve(name)


def _is_about(fact: Fact, region: str) -> bool:
    wanted = plain_name(region)
    match fact:
        case Figure():
            return region == fact.region_code or plain_name(fact.region) == wanted
        case Project() | Industry():
            return plain_name(fact.region) == wanted
        case Commitment():
            return plain_name(fact.actor) == wanted
        case Place():
            return region == fact.code or plain_name(fact.name) == wanted or plain_name(fact.quote) == wanted
        case Member():
            return wanted in (plain_name(fact.group), plain_name(fact.member))
    return wanted in (getattr(fact, "post", None) or "")
