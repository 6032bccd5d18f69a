"""Two sides of a comparison, two years of an area or two groups of its regions, and what each measure says of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from gongxing.indicators import catalogue
from gongxing.measures import find_measure
from gongxing.workbench.groups import apart, inside, members_of, sourced, spelled
from gongxing.workbench.mapped import COUNTRY, mapped, values_of

if TYPE_CHECKING:
    from gongxing.panel import Panel
    from gongxing.regions.functional import FunctionalRegion
    from gongxing.workbench.mapped import Mapped
    from gongxing.workbench.view import View

VERSUS = ("years", "groups")
WEIGHTS = ("regions", "residents")
FAMILIES = (
    "inequality", "convergence", "structure", "complexity", "association", "linkage", "hierarchy", "composite",
)  # fmt: skip
COMPLETE = 0.8  # of the regions that must have an industry for it to be taken


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a measure is asked for; see ``comparisons.toml``."""

    name: str
    kind: Literal["number", "parts", "mean", "leading"] = "number"
    takes: Literal["indicator", "industries", "several", "flows", "input_output"] = "indicator"
    weighted: bool = False
    grouped: bool = False
    near: bool = False
    span: bool = False
    ends: bool = False
    term: str | None = None
    place: str = "group"
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Side:
    """One side: what it is called, its regions, its year and the year from which a change to it is measured."""

    label: str
    codes: frozenset[str]
    year: str
    since: str | None

    @property
    def span(self) -> str | None:
        """The years of a change; ``None`` where there is no earlier one."""
        return f"{self.since} → {self.year}" if self.since else None


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return what is measured, in the order of the page."""
    text = files("gongxing.workbench").joinpath("comparisons.toml").read_text("utf-8")
    return tuple(Recipe(**entry) for entry in tomllib.loads(text)["measure"])


def recipes_of(family: str) -> tuple[Recipe, ...]:
    """Return what is measured of a family."""
    return tuple(one for one in recipes() if find_measure(one.name).family == family)


@dataclass(frozen=True)
class Comparison:
    """What an address compares."""

    found: Mapped
    panel: Panel
    family: str
    versus: str
    weight: str
    sides: tuple[Side, ...]
    known: dict[str, FunctionalRegion]
    zones: dict[str, tuple[str, ...]]
    several: tuple[str, ...]
    one: str | None
    other: str | None
    _rows: dict[tuple[Side, bool, bool, bool], pl.DataFrame] = field(default_factory=dict)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The indicators that the family needs, and that people may want beside."""
        wanted = {self.found.indicator: None}
        takes = {one.takes for one in recipes_of(self.family)}
        if "industries" in takes:
            wanted |= dict.fromkeys(industries())
        if "several" in takes:
            wanted |= dict.fromkeys(self.several)
        if self.weight == "residents" and any(one.weighted for one in recipes_of(self.family)):
            wanted["residents"] = None
        return tuple(wanted)

    @cached_property
    def values(self) -> dict[str, pl.DataFrame]:
        """Rows of each of the indicators that the panel has, with their sources."""
        return values_of(self.panel, self.found, self.keys)

    @cached_property
    def wide(self) -> pl.DataFrame:
        """A row a region and year: ``code``, ``region``, ``year``, ``province``, ``zone`` and a column an indicator."""
        frame = None
        for key, rows in self.values.items():
            column = rows.select("region_code", "period", pl.col("value").alias(key))
            on = ["region_code", "period"]
            frame = column if frame is None else frame.join(column, on=on, how="full", coalesce=True)
        assert frame is not None
        named = [rows.unique("region_code", keep="last", maintain_order=True) for rows in self.values.values()]
        names = {code: name for rows in named for code, name in rows.select("region_code", "region").rows()}
        zone_of = {code: zone for zone, members in self.zones.items() for code in inside(members, names)}
        code = pl.col("region_code")
        return frame.select(
            code.alias("code"), pl.col("period").cast(pl.Int64).alias("year"),
            code.replace_strict(names, return_dtype=pl.String).alias("region"),
            code.replace_strict(zone_of, default=None, return_dtype=pl.String).alias("zone"),
            *(pl.col(key) for key in self.values),
        ).sort("code", "year")  # fmt: skip

    @cached_property
    def _years(self) -> dict[str, set[str]]:
        return {key: set(rows["period"].unique()) for key, rows in self.values.items()}

    def years_with(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return the years in which any of some indicators has a value."""
        return tuple(sorted(set[str]().union(*(self._years[key] for key in keys if key in self._years))))

    def rows_of(self, side: Side, recipe: Recipe) -> pl.DataFrame:
        """Return the rows of a side: its year, or the years of a change; in groups where the measure splits by them."""
        asked = (side, recipe.span, recipe.ends, recipe.grouped)
        if asked not in self._rows:
            year = pl.col("year")
            when = year == int(side.year)
            if recipe.span and side.since is not None:
                first, last = int(side.since), int(side.year)
                when = year.is_in([first, last]) if recipe.ends else year.is_between(first, last)
            when &= pl.col("code").is_in(list(side.codes))
            self._rows[asked] = self.wide.filter(when & pl.col("zone").is_not_null() if recipe.grouped else when)
        return self._rows[asked]


@cache
def industries() -> tuple[str, ...]:
    """Return the indicators of one industry each, that add over regions."""
    return tuple(key for key, one in catalogue().items() if one.sector and one.additive == "regions")


def compared(panel: Panel, view: View, about: str | None = None) -> Comparison | None:
    """Return what an address compares; ``None`` for a panel without regions; ``about`` as ``mapped`` takes it.

    Raises
    ------
    BadAddressError
        The address names an indicator, a year or a region of which there is nothing.
    """
    found = mapped(panel, view, about)
    if found is None:
        return None
    codes = found.rows["region_code"].unique().to_list()
    known = sourced(codes)
    zones = {name: members_of(known[name].members) for name in view.many("zone") if name in known}
    for place, text in enumerate(view.many("own"), 1):
        name, _, members = text.rpartition("=")
        zones[name.strip() or f"#{place}"] = spelled(members, "own")
    if not zones:
        zones = _provinces(codes) if found.within == COUNTRY and found.level != "province" else {
            name: members_of(known[name].members) for name in apart(known, codes)
        }  # fmt: skip
    one, other = view.text("one"), view.text("other")
    names = iter([name for name in zones if name not in (one, other)])
    versus = view.choice("versus", VERSUS)
    if versus == "groups":
        one, other = one or next(names, None), other or next(names, None)
    family = view.choice("family", FAMILIES)
    if view.text("year") is None and "industries" in {one.takes for one in recipes_of(family)}:
        found = _at_industries(panel, found)
    several = tuple(key for key in view.many("part") if key in {choice.value for choice in found.indicators})
    return Comparison(
        found, panel, family, versus, view.choice("weight", WEIGHTS),
        _sides(found, versus, one, other, frozenset(codes), zones), known, zones, several, one, other,
    )  # fmt: skip


def _at_industries(panel: Panel, found: Mapped) -> Mapped:
    """Return the same at the last year in which industries have values, where that is another one."""
    held = values_of(panel, found, industries())
    years = sorted({year for rows in held.values() for year in rows["period"].unique()} & set(found.periods))
    if not years or years[-1] == found.period:
        return found
    past = [one for one in found.periods if one < years[-1]]
    return replace(found, period=years[-1], before=past[-1] if past else None)


def _provinces(codes: list[str]) -> dict[str, tuple[str, ...]]:
    from gongxing.regions.divisions import division

    tops = sorted({f"{code[:2]}0000" for code in codes})
    return {found.short: (found.code,) for top in tops if (found := division(top)) is not None}


def _sides(
    found: Mapped, versus: str, one: str | None, other: str | None, codes: frozenset[str],
    zones: dict[str, tuple[str, ...]],
) -> tuple[Side, ...]:  # fmt: skip
    if versus == "groups":
        return tuple(
            Side(name, frozenset(inside(zones.get(name) or spelled(name, word), codes)), found.period, found.before)
            for word, name in (("one", one), ("other", other)) if name
        )  # fmt: skip
    now = Side(found.period, codes, found.period, found.before)
    if found.before is None:
        return (now,)
    earliest = found.periods[0]
    return (Side(found.before, codes, found.before, earliest if earliest < found.before else None), now)
