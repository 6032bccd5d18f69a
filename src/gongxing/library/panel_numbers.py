"""Numbers that a sentence needs beside the measures: a value, its rank, share, growth, of the library's panel.

Each is asked for as a measure is (``measure:rank?indicator=gdp&region=成都&within=四川&year=2023``) and comes with the
observations that it was worked out from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxing.indicators import catalogue
from gongxing.panel import PanelError, deriving, functional_group
from gongxing.panel.deriving import Derived
from gongxing.regions import functional_regions

if TYPE_CHECKING:
    from gongxing.panel import Entry, Panel


@dataclass(frozen=True, slots=True)
class PanelNumber:
    """A number of a panel in its base unit.

    ``words`` fills the sentence of its kind (see ``evidence.toml``); ``parts`` are the observations behind it.
    """

    value: float
    unit: str
    period: str
    indicator: str
    words: Mapping[str, Any]
    parts: tuple[Entry, ...]
    region: str | None = None
    assumption: str | None = None


def panel_number(panel: Panel, name: str, arguments: Mapping[str, str]) -> PanelNumber:
    """Work out one number.

    Parameters
    ----------
    panel
        The values.
    name
        One of :data:`NUMBERS`.
    arguments
        By name; ``indicator`` and ``year`` always, the others as the number needs them.

    Raises
    ------
    PanelError
        An argument is missing or not known, or the panel cannot tell.
    """
    needed, optional, work_out = NUMBERS[name]
    missing = [word for word in needed if not arguments.get(word)]
    if missing:
        raise PanelError(f"{name} needs {', '.join(missing)}; it takes {', '.join((*needed, *optional))}")
    unknown = [word for word in arguments if word not in (*needed, *optional)]
    if unknown:
        raise PanelError(f"{name} has no argument {unknown[0]!r}; it takes {', '.join((*needed, *optional))}")
    return work_out(panel, arguments)


def _level(panel: Panel, arguments: Mapping[str, str], region: str, year: str) -> Derived:
    """Return the value of a region: observed, summed over a functional region's members, or by the formula."""
    (key,) = panel.indicator_keys(arguments["indicator"])
    part: Any = arguments.get("scope", "prefecture")
    if region in functional_regions():
        found = deriving.over_group(panel.evidence, key, functional_group(region, int(year[:4])), year, part)
    elif part == "district":
        place = panel.place(region)
        own = panel.evidence.first(place.key, key, year, part)
        gap = deriving.Gap(place, key, year)
        found = Derived(deriving.amount_of(own) if own else None, own.observation.unit if own else "", key,
                        (own,) if own else (), () if own else (gap,))  # fmt: skip
    else:
        found = deriving.whole_of(panel.evidence, key, panel.place(region), year)
    entry = catalogue().get(key)
    if found.amount is None and entry is not None and entry.formula and region not in functional_regions():
        worked_out = panel.derive(key, region, year, scope=part)
        found = worked_out if worked_out.amount is not None else found
    if found.amount is None:
        lacking = dict.fromkeys(f"{gap.place.name} {gap.indicator} {gap.period}" for gap in found.missing)
        raise PanelError(f"the panel has no value of {'; '.join(list(lacking)[:5]) or arguments['indicator']}")
    return found


def _named(panel: Panel, region: str) -> str:
    return region if region in functional_regions() else panel.place(region).name


def _indicator(panel: Panel, arguments: Mapping[str, str]) -> str:
    (key,) = panel.indicator_keys(arguments["indicator"])
    return key


def _made(
    panel: Panel, arguments: Mapping[str, str], value: float, unit: str, parts: tuple[Entry, ...], **words: Any
) -> PanelNumber:
    region = _named(panel, arguments["region"]) if arguments.get("region") else None
    return PanelNumber(value, unit, arguments["year"], _indicator(panel, arguments), words, parts, region)


def _value(panel: Panel, arguments: Mapping[str, str]) -> PanelNumber:
    level = _level(panel, arguments, arguments["region"], arguments["year"])
    assert level.value is not None
    return _made(panel, arguments, level.value, level.unit, level.parts)


def _total(panel: Panel, arguments: Mapping[str, str]) -> PanelNumber:
    return _value(panel, arguments)


def _share(panel: Panel, arguments: Mapping[str, str]) -> PanelNumber:
    part = _level(panel, arguments, arguments["region"], arguments["year"])
    whole = _level(panel, arguments, arguments["of"], arguments["year"])
    found = deriving.share(part, whole, "")
    if found.value is None:
        raise PanelError(f"the whole ({arguments['of']}) is zero, so that there is no share of it")
    return _made(panel, arguments, found.value, "%", found.parts, part=(part.value, part.unit),
                 whole=(whole.value, whole.unit), of=_named(panel, arguments["of"]))  # fmt: skip


def _growth(panel: Panel, arguments: Mapping[str, str]) -> PanelNumber:
    before_year = arguments.get("before") or str(int(arguments["year"]) - 1)
    now = _level(panel, arguments, arguments["region"], arguments["year"])
    before = _level(panel, arguments, arguments["region"], before_year)
    found = deriving.growth(now, before)
    if found.value is None:
        raise PanelError(f"the value of {before_year} is zero, so that there is no growth from it")
    return _made(panel, arguments, found.value, "%", found.parts, now=(now.value, now.unit),
                 before=(before.value, before.unit), since=before_year)  # fmt: skip


def _ratio(panel: Panel, arguments: Mapping[str, str]) -> PanelNumber:
    part = _level(panel, arguments, arguments["region"], arguments["year"])
    other = _level(panel, arguments, arguments["to"], arguments["year"])
    if not other.value:
        raise PanelError(f"the value of {arguments['to']} is zero, so that there is no ratio to it")
    assert part.value is not None
    return _made(panel, arguments, part.value / other.value, "x", (*part.parts, *other.parts),
                 part=(part.value, part.unit), whole=(other.value, other.unit),
                 of=_named(panel, arguments["to"]))  # fmt: skip


def _difference(panel: Panel, arguments: Mapping[str, str]) -> PanelNumber:
    """Subtract the value of another region, or of an earlier year; of per cent that is percentage points."""
    other_region, other_year = arguments.get("to"), arguments.get("before")
    if bool(other_region) == bool(other_year):
        raise PanelError("difference needs either to (another region) or before (an earlier year)")
    now = _level(panel, arguments, arguments["region"], arguments["year"])
    other = _level(panel, arguments, other_region or arguments["region"], other_year or arguments["year"])
    assert now.value is not None and other.value is not None
    unit = "pp" if now.unit == "%" else now.unit
    of = f"{_named(panel, other_region)}" if other_region else str(other_year)
    return _made(panel, arguments, now.value - other.value, unit, (*now.parts, *other.parts),
                 part=(now.value, now.unit), whole=(other.value, other.unit), of=of)  # fmt: skip


def chosen_within(
    panel: Panel,
    indicators: Sequence[str],
    years: Iterable[int] | None = None,
    *,
    within: str | None = None,
    regions: Sequence[str] = (),
    level: Any = None,
    scope: Any = "prefecture",
) -> Panel:
    """Return the shown values of the regions named, or of the units within a region.

    Units within a region are the members of a functional region, the prefectures of a province, the counties of a
    prefecture, unless ``level`` names others; the region itself is none of them.

    Raises
    ------
    PanelError
        An indicator or region is not known.
    """
    asked: Any = list(indicators) or None
    if regions:
        return panel.select(asked, years, regions=list(regions), level=level, scope=scope).shown()
    if within is None:
        return panel.select(asked, years, level=level, scope=scope).shown()
    if within in functional_regions():
        last = max((int(year) for year in years), default=None) if years is not None else None
        codes = [place.key for place in functional_group(within, last).members]
        return panel.select(asked, years, regions=codes, scope=scope).shown()
    place = panel.place(within)
    below = "province" if not place.key.isdigit() else "prefecture" if place.key.endswith("0000") else "county"
    chosen: Any = level or below
    inside = panel.select(asked, years, within=within, level=chosen, scope=scope)
    others = sorted({entry.observation.code or "" for entry in inside.entries()} - {place.key, ""})
    return inside.select(regions=others, scope=scope).shown() if others else inside.shown()


def _ranked(panel: Panel, arguments: Mapping[str, str]) -> list[deriving.Rank]:
    """Rank the units within a region: the members of a functional region, the prefectures of a province."""
    within, year = arguments["within"], arguments["year"]
    chosen = chosen_within(
        panel, [arguments["indicator"]], [int(year)] if year.isdecimal() else None, within=within,
        level=arguments.get("level"),
    )  # fmt: skip
    codes = sorted({entry.observation.code or "" for entry in chosen.entries()} - {""})
    if not codes:
        raise PanelError(f"the panel has no value of {arguments['indicator']} {arguments['year']} within {within}")
    descending = arguments.get("order", "descending") != "ascending"
    return panel.ranks(arguments["indicator"], arguments["year"], regions=codes, descending=descending)


def _rank(panel: Panel, arguments: Mapping[str, str]) -> PanelNumber:
    ranked = _ranked(panel, arguments)
    place = panel.place(arguments["region"])
    mine = next((row for row in ranked if row.place.key == place.key), None)
    if mine is None:
        raise PanelError(f"{place.name} has no value of {arguments['indicator']} {arguments['year']} to be ranked")
    observed = mine.entry.observation
    return _made(panel, arguments, mine.rank, "rank", (mine.entry,), count=len(ranked), within=arguments["within"],
                 part=(observed.value, observed.unit))  # fmt: skip


def _count(panel: Panel, arguments: Mapping[str, str]) -> PanelNumber:
    """Count the regions within another that have a value, or one above or below a number in base units."""
    bounds: dict[str, Callable[[float, float], bool]] = {
        "above": lambda value, bound: value > bound, "below": lambda value, bound: value < bound,
    }  # fmt: skip
    rows = [row.entry for row in _ranked(panel, arguments)]
    for name, holds in bounds.items():
        if name in arguments:
            bound = _bound(panel, arguments, arguments[name])
            rows = [entry for entry in rows if holds(entry.observation.value, bound)]
    condition = {name: arguments.get(name, "") for name in bounds}
    return _made(panel, arguments, len(rows), "count", tuple(rows), within=arguments["within"], **condition)


def _bound(panel: Panel, arguments: Mapping[str, str], text: str) -> float:
    """Return a bound: a number in base units, or the value of a region."""
    try:
        return float(text)
    except ValueError:
        value = _level(panel, arguments, text, arguments["year"]).value
        assert value is not None
        return value


# Name -> arguments that it needs, others that it takes, and what works it out.
NUMBERS: dict[str, tuple[tuple[str, ...], tuple[str, ...], Callable[[Panel, Mapping[str, str]], PanelNumber]]] = {
    "value": (("indicator", "region", "year"), ("scope",), _value),
    "total": (("indicator", "region", "year"), (), _total),
    "share": (("indicator", "region", "of", "year"), ("scope",), _share),
    "growth": (("indicator", "region", "year"), ("before", "scope"), _growth),
    "ratio": (("indicator", "region", "to", "year"), ("scope",), _ratio),
    "difference": (("indicator", "region", "year"), ("to", "before", "scope"), _difference),
    "rank": (("indicator", "region", "within", "year"), ("level", "order"), _rank),
    "count": (("indicator", "within", "year"), ("level", "above", "below"), _count),
}
