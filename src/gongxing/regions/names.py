"""Names of divisions: from any form of a name (四川省, 四川, 海南州, 蓉城) to the division of a year.

Ranks settle what a name alone means: 吉林 is the province, 吉林市 the city in it, 朝阳 the prefecture-level city. Two
divisions of the same rank with the same name (the two 鼓楼区) are told apart only by ``within``.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from gongxing.regions.divisions import LATEST, Division, division, divisions, ended_in

_RANK = {"province": 0, "prefecture": 1, "county": 2}


class Gazetteer(NamedTuple):
    """The names in use in a year. ``forms`` leads from a form to its divisions, the higher rank first."""

    year: int | None
    forms: dict[str, tuple[Division, ...]]

    def candidates(self, name: str, within: str | None = None) -> tuple[Division, ...]:
        """Return the divisions a name can mean, in the division of the code ``within`` where it is given."""
        found = self.forms.get(name, ())
        return found if within is None else tuple(d for d in found if d.within(within))

    def resolve(self, name: str, within: str | None = None) -> Division | None:
        """Return the division that a name means, ``None`` where two of the same rank have it."""
        found = self.candidates(name, within)
        if len(found) > 1 and _RANK[found[0].level] == _RANK[found[1].level]:
            return None
        return found[0] if found else None


@cache
def aliases() -> dict[str, dict[str, str]]:
    """Abbreviations of provinces and other names, each with its adcode."""
    read: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("aliases.toml").read_text("utf-8"))
    return read


@cache
def english_names() -> dict[str, tuple[str, ...]]:
    """Return the codes of provinces and prefectures by their English names, of one name in the order of codes."""
    names: dict[str, tuple[str, ...]] = {}
    for line in Path(__file__).with_name("english.csv").read_text("utf-8").split("\n")[1:-1]:
        form, code = line.split(",")
        names[form] = (*names.get(form, ()), code)
    return names


def written_forms(region: Division) -> tuple[str, ...]:
    """Return the forms in which the press writes a division: its name, its short name, 凉山州 for 凉山彝族自治州."""
    name, short = region.name, region.short
    if name == short:
        return (name,)
    if name.endswith(("自治州", "自治县", "自治旗")):
        return name, short, short + name[-1]
    return name, short


@lru_cache(maxsize=16)
def gazetteer(year: int | None = None) -> Gazetteer:
    """Return the names in use in a year (``None``: now).

    A division that ended in the year is still named in it; it yields to any other of the same form.
    """
    forms: dict[str, list[Division]] = {}
    for row in sorted(divisions(year), key=lambda row: _RANK[row.level]):
        for form in written_forms(row):
            forms.setdefault(form, []).append(row)
    if year is not None:
        for row in ended_in(min(year, LATEST)):
            if row.change not in ("recoded", "moved"):
                for form in written_forms(row):
                    forms.setdefault(form, [row])
    for form, code in aliases()["names"].items():
        found = division(code, year)
        if found:
            forms.setdefault(form, []).insert(0, found)
    return Gazetteer(year, {form: tuple(found) for form, found in forms.items()})


def resolve(name: str, year: int | None = None, within: str | None = None) -> Division | None:
    """Return the division that a name means in a year (``None``: now).

    Parameters
    ----------
    name
        Any form: 四川省, 四川, 川, 昌江黎族自治县, 昌江, 蓉城.
    year
        The year whose divisions count.
    within
        Code of the division that holds it, where the name alone does not tell (鼓楼区 in 320100).

    Returns
    -------
    Division or None
        ``None`` where no division or several of the same rank have the name.
    """
    found = gazetteer(year).resolve(name, within)
    if found is None and len(name) == 1 and (code := aliases()["abbreviations"].get(name)):
        found = division(code, year)
        return found if found and (within is None or found.within(within)) else None
    return found
