"""The catalogue of indicators: ``catalogue/*.toml``, read once and when first asked for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

Additive = Literal["regions", "none"]

# Words that name the growth of what stands before them (常住人口增长率).
GROWTH_WORDS = ("增速", "增长率", "增长速度", "比上年增长", "同比增长", "增幅", "比上年增减", "同比", "±")


# 比2022年增长, 较上年末增加; and the bare verb, but not that of 自然增长.
_GROWS = re.compile(
    r"(?:(?:比|较)?(?:上年|上年末|去年|上期|(?:19|20)\d\d年?)(?:同期|末)?(?:实际|名义)?(?:增长|增减|增加|±)|(?<!自然)(?<!机械)增长)$"
)


class Indicator(NamedTuple):
    """One quantity that yearbooks and documents report.

    ``id`` is an English identifier (``gdp``), ``name`` the Chinese name shown (地区生产总值), ``english`` its English
    one, ``synonyms`` other names in either language. ``dimension`` says what is measured (``money``, ``person``,
    ``area``, ``mass``, ``energy``, ``count``, ``share``, ``growth``, ``index``, ``money/person`` …), ``unit`` is the
    base unit of its values (``CNY``, ``people``, ``m2``, ``%`` …). ``additive`` is ``"regions"`` where the values of
    the parts of a region sum to its own. ``formula`` is given where it follows from others (``gdp / residents``), in
    terms of ids. ``family`` and ``sector`` group it (``employment`` by branch); ``source`` says who defines it.

    ``headers`` are names that mean it only below another heading, written ``heading > name`` (专利授权数 > 发明).
    ``typical`` bounds what a prefecture-level division can have, in ``unit``: orders of magnitude that tell a missing
    or wrong scale. ``equivalents`` are base units that are worth one ``unit`` each (a tonne of water). ``part_of`` is
    the id of the whole that it can never exceed, ``signed`` whether its values may be negative (growth, profits).
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
    headers: tuple[str, ...] = ()
    typical: tuple[float, float] | None = None
    equivalents: tuple[str, ...] = ()
    part_of: str | None = None
    signed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means it wherever it stands, the Chinese one first."""
        return (self.name, *self.synonyms, self.english)


@cache
def catalogue() -> dict[str, Indicator]:
    """Every indicator by its id.

    The growth of each that adds over regions is an indicator too (``retail_sales_growth``, 社会消费品零售总额 增速).
    """
    found: dict[str, Indicator] = {}
    for path in sorted(Path(__file__).with_name("catalogue").glob("*.toml")):
        entries = tomllib.loads(path.read_text("utf-8"))
        defaults = entries.pop("defaults", {})
        for id_, entry in entries.items():
            if id_ in found:
                raise ValueError(f"{path.name}: the indicator {id_} stands in another file of the catalogue too")
            found[id_] = _indicator(id_, {**defaults, **entry}, path.stem)
    for indicator in list(found.values()):
        growth = f"{indicator.id}_growth"
        if indicator.additive == "regions" and growth not in found:
            found[growth] = _growth(indicator, growth)
    return found


def _indicator(id_: str, entry: dict[str, Any], family: str) -> Indicator:
    typical = entry.get("typical")
    return Indicator(
        id=id_,
        name=entry["name"],
        english=entry["english"],
        synonyms=tuple(entry.get("synonyms", ())),
        dimension=entry["dimension"],
        unit=entry["unit"],
        additive=cast(Additive, entry.get("additive", "none")),
        family=entry.get("family", family),
        sector=entry.get("sector"),
        formula=entry.get("formula"),
        source=entry["source"],
        headers=tuple(entry.get("headers", ())),
        typical=None if typical is None else (float(typical[0]), float(typical[1])),
        equivalents=tuple(entry.get("equivalents", ())),
        part_of=entry.get("part_of"),
        signed=entry.get("signed", entry["dimension"] == "growth"),
    )


def _growth(of: Indicator, id_: str) -> Indicator:
    return Indicator(
        id_,
        f"{of.name} 增速",
        f"Growth of {of.english}",
        (),
        "growth",
        "%",
        "none",
        of.family,
        of.sector,
        None,
        of.source,
        signed=True,
    )


def growth_of(indicator: Indicator) -> Indicator | None:
    """Return the growth of an indicator, itself where it is one, ``None`` where the catalogue has none."""
    return indicator if indicator.dimension == "growth" else catalogue().get(f"{indicator.id}_growth")


def without_growth(words: str) -> str | None:
    """Return what stands before a word for growth (of 社会消费品零售总额增长率), ``None`` where none ends the words."""
    for word in GROWTH_WORDS:
        if words.endswith(word):
            return words.removesuffix(word).rstrip(" :：")
    plain = _GROWS.search(words)
    return words[: plain.start()].rstrip(" :：") if plain is not None else None


def folded_name(words: str) -> str:
    """Return a name without what writers vary: width, case, spaces, the kinds of stops and quotation marks."""
    text = unicodedata.normalize("NFKC", words).lower()
    return "".join(text.translate(_PLAIN).split())


_PLAIN = str.maketrans({"、": "", ",": "", "，": "", "“": "", "”": "", '"': "", "査": "查", "—": "-", "–": "-"})


@cache
def _by_name() -> dict[str, Indicator]:
    names: dict[str, Indicator] = {}
    for indicator in catalogue().values():  # ids and own names first: a synonym never hides them
        for name in (indicator.id, indicator.name):
            names.setdefault(folded_name(name), indicator)
    for indicator in catalogue().values():
        for name in (*indicator.synonyms, indicator.english):
            names.setdefault(folded_name(name), indicator)
    return names


def find_indicator(words: str) -> Indicator | None:
    """Return the indicator of an id, name or synonym in either language, ``None`` where the catalogue has none.

    A name with a word for growth behind it is the growth of what it names.
    """
    found = _by_name().get(folded_name(words))
    if found is None and (level := without_growth(words.strip())):
        found = _by_name().get(folded_name(level))
        return None if found is None else growth_of(found)
    return found
