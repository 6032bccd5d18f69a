"""Functional regions: areas that plans name and no code has, with their members where the plan lists them.

Those that come with Gongxing stand in ``functional.toml`` (areas) and ``tiers.toml`` (sets of centres). A user's own
stand in a file of the same form, named by the variable ``GONGXING_REGIONS`` or given as an argument::

    [[region]]
    name = "沿江组团"
    names = ["沿江城市带"]            # other names, optional
    members = ["泸州", "宜宾"]        # divisions by name or code
    within = "四川"                   # where names alone could mean two, optional
    source = "某市规划"
    year = 2024                       # optional
    english = "Cities along the river" # what English pages call it, optional
"""

from __future__ import annotations

import json
import os
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gongxing.regions.divisions import LATEST, Division, division, divisions
from gongxing.regions.errors import RegionError, first_five
from gongxing.regions.names import english_names, gazetteer, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

VARIABLE = "GONGXING_REGIONS"
_FIELDS = {
    "name": str,
    "names": list,
    "members": list,
    "parts": list,
    "within": str,
    "source": str,
    "year": int,
    "english": str,
}


class FunctionalRegion(NamedTuple):
    """An area made of divisions or parts of them; ``members`` is empty where no source lists whole divisions.

    ``within`` names the division that holds the members, where given. ``parts`` are the groups that the source makes of
    the members (宜宾—泸州 as one sub-centre). ``kind`` is ``area`` or ``tier``: a set of centres of one rank.
    """

    name: str
    names: tuple[str, ...]
    members: tuple[str, ...]
    source: str | None
    year: int | None
    within: str | None = None
    parts: tuple[tuple[str, ...], ...] = ()
    kind: str = "area"
    english: str | None = None


def _region(entry: dict[str, Any], kind: str = "area") -> FunctionalRegion:
    parts = tuple(tuple(part) for part in entry.get("parts", ()))
    members = tuple(entry.get("members", ())) or tuple(member for part in parts for member in part)
    names = tuple(entry.get("names", ()))
    return FunctionalRegion(
        entry["name"],
        names,
        members,
        entry.get("source"),
        entry.get("year"),
        entry.get("within"),
        parts,
        kind,
        entry.get("english"),
    )


def _shipped(file: str, kind: str) -> dict[str, FunctionalRegion]:
    with Path(__file__).with_name(file).open("rb") as opened:
        regions = [_region(entry, kind) for entry in tomllib.load(opened)["region"]]
    return {name: region for region in regions for name in (region.name, *region.names)}


@cache
def functional_regions() -> dict[str, FunctionalRegion]:
    """Every functional region that comes with Gongxing, by each of its names."""
    return _shipped("functional.toml", "area")


@cache
def tiers() -> dict[str, FunctionalRegion]:
    """Return the sets of centres of one rank (国家中心城市, 四川省域经济副中心), by each of their names."""
    return _shipped("tiers.toml", "tier")


def known_regions(path: str | Path | None = None) -> dict[str, FunctionalRegion]:
    """Every functional region and tier by each of its names: a user's own before those that come with Gongxing.

    Parameters
    ----------
    path
        The user's file; by default the one that the variable ``GONGXING_REGIONS`` names, if any.

    Raises
    ------
    RegionError
        The file cannot be used: the message names it, the region and what to do.
    """
    file = path or os.environ.get(VARIABLE)
    own = {}
    if file:
        for region in read_regions(file):
            own.update(dict.fromkeys((region.name, *region.names), region))
    return {**functional_regions(), **tiers(), **own}


@cache
def _area_words() -> dict[str, str]:
    """Return how English writes a word behind a division's name (都市圈), the longest words first."""
    with Path(__file__).with_name("area_words.toml").open("rb") as opened:
        words = tomllib.load(opened)
    return dict(sorted(words.items(), key=lambda pair: -len(pair[0])))


def english_area(name: str) -> str | None:
    """Return what English calls an area: by its entry, or put together of a division and a word (昆明都市圈).

    ``None`` where neither says it: nothing is transliterated.
    """
    known = known_regions().get(name)
    if known and (written := known.english or next((one for one in known.names if one.isascii()), None)):
        return written
    for word, form in _area_words().items():
        stem = name.removesuffix(word)
        if stem and stem != name and (written := _english_division(stem)):
            return form.format(written)
    return None


def _english_division(name: str) -> str | None:
    """Return the first English name of a province or prefecture."""
    found = resolve(name)
    return found and next((form for form, codes in english_names().items() if found.code in codes), None)


def read_regions(path: str | Path) -> tuple[FunctionalRegion, ...]:
    """Read a user's file of functional regions.

    Raises
    ------
    RegionError
        The file cannot be read, is not TOML, or a region in it is wrong: the message says which and what to do.
    """
    file = Path(path)
    try:
        content = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise RegionError(
            f"{file}: cannot be read ({error.strerror or error}); give the path of a TOML file"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RegionError(f"{file}: is not TOML in UTF-8 ({error}); correct the line") from error
    entries = content.get("region")
    if not isinstance(entries, list) or not entries or set(content) != {"region"}:
        raise RegionError(
            f"{file}: a file of regions has one or more tables [[region]] and nothing else; "
            f"{', '.join(content) or 'nothing'} came"
        )
    return tuple(_checked(entry, number, file) for number, entry in enumerate(entries, 1))


def _checked(entry: Any, number: int, file: Path) -> FunctionalRegion:
    """Return a region of a user's file, or say what is wrong with it."""
    name = entry.get("name") if isinstance(entry, dict) else None
    where = f"{file}: region {number}" + (f" ({name})" if name else "")
    if not isinstance(entry, dict) or not isinstance(name, str) or not name.strip():
        raise RegionError(f'{where}: each region needs a name: name = "…"')
    if unknown := sorted(set(entry) - set(_FIELDS)):
        raise RegionError(f"{where}: unknown {', '.join(unknown)}; a region has {', '.join(_FIELDS)}")
    for field, value in entry.items():
        fits = isinstance(value, _FIELDS[field]) and not isinstance(value, bool)
        if fits and field in ("names", "members"):
            fits = all(isinstance(item, str) and item.strip() for item in value)
        if fits and field == "parts":
            fits = all(
                isinstance(part, list) and part and all(isinstance(item, str) for item in part) for part in value
            )
        if not fits:
            wanted = {
                "names": 'a list of words, ["…", "…"]',
                "parts": 'lists of words, [["…"], ["…", "…"]]',
                "year": "a year",
            }
            wanted["members"] = wanted["names"]
            raise RegionError(f"{where}: {field} is {wanted.get(field, 'a word')}; {value!r} came")
    region = _region(entry)
    if not region.members:
        raise RegionError(f'{where}: it has no members: members = ["成都", "德阳"]')
    if not region.source:
        raise RegionError(f'{where}: say where the members are from: source = "…"')
    member_codes(region, where=where)
    return region


def member_codes(region: FunctionalRegion, year: int | None = None, *, where: str | None = None) -> tuple[str, ...]:
    """Return the codes of the members of a functional region in a year, in the order of the source.

    Parameters
    ----------
    region
        The region.
    year
        The year whose codes are wanted; ``None``: now. Names are those of the region's own year; a member whose code
        another year does not know is followed to it where it is the same piece of land.
    where
        What a message begins with; by default the region's name.

    Raises
    ------
    RegionError
        The source lists no whole divisions; a member is no division of the region's year or could be two; or its ground
        is no whole division in the year asked for (named).
    """
    where = where or region.name
    if not region.members:
        raise RegionError(f"{where}: its source lists no whole divisions, so its members cannot be added up")
    own = min(region.year or LATEST, LATEST)
    holder = None
    if region.within:
        found = _division_of(region.within, own, None)
        if found is None:
            raise RegionError(
                f"{where}: within = {region.within!r} is no division of {own}: give a province or a prefecture"
            )
        holder = found.code
    members = {name: _division_of(name, own, holder) for name in region.members}
    if unknown := [name for name, found in members.items() if found is None]:
        several = any(gazetteer(own).candidates(name) for name in unknown)
        advice = 'say in which province: within = "…", or give codes' if several else "correct the names or the year"
        raise RegionError(f"{where}: not a division of {own}, or several: {first_five(unknown)}; {advice}")
    last = LATEST if year is None else year
    codes = [code for found in members.values() if found for code in _in_year(found, own, last, where)]
    return tuple(dict.fromkeys(codes))


def _in_year(member: Division, own: int, year: int, where: str) -> tuple[str, ...]:
    """Return the divisions of a year that are a member: the one of its code, else those that make up its ground."""
    same = division(member.code, year)
    if same is not None and same.level == member.level:
        return (same.code,)
    from gongxing.regions.succession import crosswalk

    if year > own:
        link = crosswalk([member.code], own, year)[0]
        if link.same_ground:
            return link.to
        there = list(link.to_names)
    else:
        level = [d.code for d in divisions(year) if d.level == member.level and d.province == member.province]
        links = [link for link in crosswalk(level, year, own) if member.code in link.to]
        if links and all(link.exact for link in links):
            return tuple(link.code for link in links)
        there = [link.name for link in links]
    raise RegionError(
        f"{where}: {member.name} of {own} is no division of {year}, and no whole ones are the same ground"
        + (f" (it lies in {'、'.join(there)})" if there else "")
        + ": leave the year out, or work with counties"
    )


def _division_of(text: str, year: int, within: str | None) -> Division | None:
    """Return the division that a code or a name means in a year."""
    return division(text, year) if text.isdigit() else resolve(text, year, within)


def propose(memberships: Iterable[tuple[str, str, str]]) -> str:
    """Write what documents say of groups and members as a file of regions for a user to check and keep.

    Parameters
    ----------
    memberships
        Triples (group, member, source): 成都都市圈, 资阳, the title of the document that says so.

    Returns
    -------
    str
        TOML as ``read_regions`` reads it: one ``[[region]]`` for each group, its members in the order in which they
        came. Members that are no division stand in a note above their region, since they cannot be added up; a group
        without any that is one is a note only.
    """
    groups: dict[str, tuple[dict[str, None], dict[str, None], dict[str, None]]] = {}
    for group, member, source in memberships:
        known, others, sources = groups.setdefault(group, ({}, {}, {}))
        (known if _division_of(member, LATEST, None) else others)[member] = None
        sources[source] = None
    parts = []
    for group, (known, others, sources) in groups.items():
        lines = [f"# {group}: not one division, left out: {'、'.join(others)}".replace("\n", " ")] if others else []
        if known:
            lines += [
                "[[region]]",
                f"name = {_quoted(group)}",
                f"members = [{', '.join(_quoted(member) for member in known)}]",
                f"source = {_quoted('; '.join(sources))}",
            ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    """Return a TOML string: JSON's escapes are TOML's too, but for the one character that JSON leaves bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
