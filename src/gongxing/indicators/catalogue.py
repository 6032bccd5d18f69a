"""The catalogue of indicators: ``catalogue/*.toml``, read once and when first asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

Additive = Literal["regions", "none"]


class Indicator(NamedTuple):
    """One quantity that yearbooks and documents report.

    ``id`` is an English identifier (``gdp``), ``name`` the Chinese name shown (地区生产总值), ``english`` its English
    one, ``synonyms`` other names in either language. ``dimension`` says what is measured (``money``, ``person``,
    ``area``, ``mass``, ``energy``, ``count``, ``share``, ``growth``, ``index``, ``money/person`` …), ``unit`` is the
    base unit of its values (``CNY``, ``people``, ``m2``, ``%`` …). ``additive`` is ``"regions"`` where the values of
    the parts of a region sum to its own. ``formula`` is given where it follows from others (``gdp / residents``), in
    terms of ids. ``family`` and ``sector`` group it (``employment`` by branch); ``source`` says who defines it.
    """

    id: str
    name: str
    english: str
    synonyms: tuple[str, ...]
    dimension: str
    unit: str
    additive: Additive
    family: str
    sector: str | None
    formula: str | None
    source: str


@cache
def catalogue() -> dict[str, Indicator]:
    """Every indicator by its id."""
    found: dict[str, Indicator] = {}
    for path in sorted(Path(__file__).with_name("catalogue").glob("*.toml")):
        for id_, entry in tomllib.loads(path.read_text("utf-8")).items():
            found[id_] = Indicator(
                id_,
                entry["name"],
                entry["english"],
                tuple(entry.get("synonyms", ())),
                entry["dimension"],
                entry["unit"],
                cast(Additive, entry.get("additive", "none")),
                entry.get("family", path.stem),
                entry.get("sector"),
                entry.get("formula"),
                entry["source"],
            )
    return found


@cache
def _by_name() -> dict[str, Indicator]:
    names: dict[str, Indicator] = {}
    for indicator in catalogue().values():
        for name in (indicator.id, indicator.name, indicator.english, *indicator.synonyms):
            names.setdefault(_folded(name), indicator)
    return names


def _folded(name: str) -> str:
    return "".join(name.split()).lower()


def find_indicator(words: str) -> Indicator | None:
    """Return the indicator of an id, name or synonym in either language, ``None`` where the catalogue has none."""
    return _by_name().get(_folded(words))
