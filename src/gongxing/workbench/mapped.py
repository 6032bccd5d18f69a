"""What an atlas shows: an indicator, a year, an area and a level, chosen from what the panel has."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import polars as pl

from gongxing.indicators import catalogue, find_indicator
from gongxing.panel import PanelError
from gongxing.regions.divisions import division
from gongxing.regions.functional import known_regions
from gongxing.regions.names import resolve
from gongxing.workbench.problems import BadAddressError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.panel import Panel
    from gongxing.regions.divisions import Level
    from gongxing.workbench.settings import Language
    from gongxing.workbench.view import View

LEVELS: tuple[Level, ...] = ("province", "prefecture", "county")
CLASSINGS = ("quantile", "equal", "natural")
FIRST = ("gdp_per_head", "gdp", "residents")  # what a new atlas shows, if there is any
COUNTRY = "全国"
KEPT = 256  # maps of one panel
_ASKED = ("within", "level", "indicator", "year", "before", "group")


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from: the word of the address, what it is called, how many values there are."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """An indicator over the regions of an area.

    ``rows`` hold one value a region and period, each with its source: columns ``region``, ``region_code``, ``period``,
    ``value``, ``unit``, ``file``, ``sheet``, ``cell``, ``start``, ``end``, ``quote``; ``periods`` the oldest first.
    """

    indicator: str
    name: str
    unit: str
    within: str
    level: Level
    period: str
    before: str | None
    periods: tuple[str, ...]
    rows: pl.DataFrame
    indicators: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    levels: tuple[Level, ...]
    groups: tuple[str, ...]
    known_groups: tuple[str, ...]

    def now(self) -> pl.DataFrame:
        """Return the rows of the period, the largest value first."""
        return self.rows.filter(pl.col("period") == self.period).sort("value", descending=True)

    @property
    def source(self) -> str:
        """The files that the values of the period are from."""
        files = self.now()["file"].drop_nulls().unique(maintain_order=True).to_list()
        return "、".join(str(file).replace("\\", "/").rpartition("/")[2] for file in files[:4])


def mapped(panel: Panel, view: View, about: str | None = None) -> Mapped | None:
    """Return what an address asks for, completed with what suits the panel best; ``None`` for a panel without regions.

    Where the address names no area, it is ``about`` (a province by its short name) if the panel has regions of it, else
    the province that has most values.

    Raises
    ------
    BadAddressError
        The address names an indicator, an area, a level or a year of which there is nothing.
    """
    whole = _whole(panel)
    if whole.frame.is_empty():
        return None
    key = (about, view.language, *((name, view.many(name)) for name in _ASKED))
    found = whole.maps.get(key)
    if found is None:
        if len(whole.maps) >= KEPT:
            whole.maps.clear()
        found = whole.maps[key] = _mapped(panel, whole, view, about)
    return found


def _mapped(panel: Panel, whole: _Whole, view: View, about: str | None) -> Mapped:
    frame = whole.frame
    areas = whole.areas(view.language)
    names = [area.value for area in areas]
    within = view.choice("within", names, about if about in names else None)
    inside = whole.within(within)
    levels = tuple(level for level in LEVELS if (inside["level"] == level).any())
    likely = "province" if within == COUNTRY and "province" in levels else "prefecture"
    asked = view.choice("level", LEVELS, likely)
    level = asked if asked in levels else likely if likely in levels else levels[-1]
    indicators = whole.indicators(within, level, view.language)
    first = next((key for key in FIRST if any(one.value == key for one in indicators)), None)
    chosen = _indicator(view, frame, indicators) or first or indicators[0].value
    rows = whole.rows(panel, within, level, chosen)
    periods = tuple(sorted(rows["period"].unique().to_list()))
    known_years = sorted(frame["period"].unique().to_list())
    year = view.choice("year", known_years, _fullest(rows))
    period = year if year in periods else _fullest(rows)  # another indicator may have it
    past = [one for one in periods if one < period]
    before = view.text("before")
    known = _groups(_code(within) if within != COUNTRY else None)
    return Mapped(
        chosen, next(one.name for one in indicators if one.value == chosen), str(rows["unit"][0]), within,
        level, period, before if before in past else past[-1] if past else None, periods, rows, indicators,
        areas, levels, tuple(group for group in view.many("group") if group in known), known,
    )  # fmt: skip


def values_of(panel: Panel, found: Mapped, keys: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Return the rows of several indicators over the area and level of a map, as its own ``rows`` are; all it has."""
    whole = _whole(panel)
    there = {one.value for one in whole.indicators(found.within, found.level, "zh")}
    return {key: whole.rows(panel, found.within, found.level, key) for key in keys if key in there}


@dataclass(slots=True)
class _Whole:
    """What was reached in whole years, with what pages ask of it again and again."""

    frame: pl.DataFrame
    parts: dict[str, pl.DataFrame] = field(default_factory=dict)
    choices: dict[Language, tuple[Choice, ...]] = field(default_factory=dict)
    maps: dict[tuple[Any, ...], Mapped] = field(default_factory=dict)
    levels: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)
    named: dict[tuple[str, str, Language], tuple[Choice, ...]] = field(default_factory=dict)
    shown: dict[tuple[str, str, str], pl.DataFrame] = field(default_factory=dict)

    def within(self, area: str) -> pl.DataFrame:
        """Return the rows of an area."""
        if area == COUNTRY:
            return self.frame
        if area not in self.parts:
            self.parts[area] = self.frame.filter(pl.col("code").str.starts_with(_start(_code(area))))
        return self.parts[area]

    def areas(self, language: Language) -> tuple[Choice, ...]:
        """Return the areas to choose from."""
        if language not in self.choices:
            self.choices[language] = _areas(self.frame, language)
        return self.choices[language]

    def at(self, area: str, level: Level) -> pl.DataFrame:
        """Return the rows of the regions of a level in an area."""
        if (area, level) not in self.levels:
            self.levels[area, level] = self.within(area).filter(pl.col("level") == level)
        return self.levels[area, level]

    def indicators(self, area: str, level: Level, language: Language) -> tuple[Choice, ...]:
        """Return the indicators of the regions of a level in an area, in the order of how many values there are."""
        if (area, level, language) not in self.named:
            self.named[area, level, language] = _indicators(self.at(area, level), language)
        return self.named[area, level, language]

    def rows(self, panel: Panel, area: str, level: Level, key: str) -> pl.DataFrame:
        """Return the one shown value of each region and period of an indicator, as ``_rows`` gives them."""
        asked = (area, level, key)
        found = self.shown.get(asked)
        if found is None:
            if len(self.shown) >= KEPT:
                self.shown.clear()
            found = self.shown[asked] = _rows(panel, self.at(area, level), key)
        return found


_whole_of: WeakKeyDictionary[Panel, _Whole] = WeakKeyDictionary()


def _whole(panel: Panel) -> _Whole:
    """Return what a panel has of whole years, with the key of its indicator and the level of its region; made once."""
    if panel not in _whole_of:
        frame: pl.DataFrame = panel.to_frame().filter(
            pl.col("code").is_not_null(), pl.col("modality") == "actual", pl.col("bound") == "eq",
            pl.col("scope").fill_null("prefecture") == "prefecture", pl.col("period").str.contains(r"^\d{4}$"),
        )  # fmt: skip
        levels = {code: _level(code) for code in frame["code"].unique()}
        level = pl.col("code").replace_strict(levels, default=None, return_dtype=pl.String)
        _whole_of[panel] = _Whole(frame.with_columns(key=pl.coalesce("indicator_id", "indicator"), level=level))
    return _whole_of[panel]


def _start(code: str) -> str:
    """Return the digits with which the codes of all that lies in a division begin."""
    return code[:2] if code.endswith("0000") else code[:4]


def _level(code: str) -> str:
    found = division(code)
    if found is not None:
        return found.level
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def _code(within: str) -> str:
    found = resolve(within)
    return found.code if found else ""


def _areas(frame: pl.DataFrame, language: Language) -> tuple[Choice, ...]:
    """Return provinces with several regions in the panel, the most values first, then prefectures, and the country."""
    counts = frame.group_by(province=pl.col("code").str.slice(0, 2)).agg(
        pl.len().alias("count"), pl.col("code").n_unique().alias("regions")
    ).sort("count", "province", descending=[True, False])  # fmt: skip
    areas = []
    for row in counts.iter_rows(named=True):
        found = division(f"{row['province']}0000")
        if found is not None and row["regions"] > 1:
            areas.append(Choice(found.short, _called(found.code, found.short, language), row["count"]))
    inner = frame.filter(pl.col("level") == "county").group_by(prefecture=pl.col("code").str.slice(0, 4)).agg(
        pl.len().alias("count"), pl.col("code").n_unique().alias("regions")
    ).sort("prefecture")  # fmt: skip
    for row in inner.iter_rows(named=True):
        found = division(f"{row['prefecture']}00")
        if found is not None and row["regions"] > 1:
            areas.append(Choice(found.short, _called(found.code, found.short, language), row["count"]))
    if counts.height > 1 or not areas:
        areas.append(Choice(COUNTRY, COUNTRY if language == "zh" else "China", frame.height))
    return tuple(areas)


def _called(code: str, short: str, language: Language) -> str:
    from gongxing.charts.frames import label_of

    return label_of(code, short, language)


def _indicators(frame: pl.DataFrame, language: Language) -> tuple[Choice, ...]:
    """Return the indicators of some rows, in the order of how many values there are."""
    counts = frame.group_by("key").agg(pl.len().alias("count"), pl.col("indicator").first())
    counts = counts.sort("count", "key", descending=[True, False])
    found = []
    for row in counts.iter_rows(named=True):
        known = catalogue().get(row["key"])
        name = (known.english if language == "en" else known.name) if known else row["indicator"]
        found.append(Choice(row["key"], name, row["count"]))
    return tuple(found)


def _indicator(view: View, frame: pl.DataFrame, indicators: Sequence[Choice]) -> str | None:
    """Return the indicator that is asked for; ``None`` where only another area or level has it."""
    asked = view.text("indicator")
    if asked is None:
        return None
    known = find_indicator(asked)
    key = known.id if known else asked
    if not (frame["key"] == key).any():
        raise BadAddressError("indicator", asked, "choice", ", ".join(one.name for one in indicators[:12]))
    return key if any(one.value == key for one in indicators) else None


def _rows(panel: Panel, inside: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return the one shown value of each region and period, in the unit that most of them have."""
    chosen = inside.filter(pl.col("key") == key)
    unit = chosen["unit"].mode().sort()[0]
    chosen = chosen.filter(pl.col("unit") == unit).drop("key", "level")
    try:
        chosen = type(panel)(chosen, panel.order).shown().to_frame()
    except PanelError:  # values that no order of sources settles: all are left in, the first is taken
        chosen = chosen.unique(["code", "period"], keep="first", maintain_order=True)
    columns = ("region", "code", "period", "value", "unit", "file", "sheet", "cell", "start", "end", "quote")
    return chosen.select(columns).rename({"code": "region_code"}).sort("region_code", "period")


def _fullest(rows: pl.DataFrame) -> str:
    """Return the last period that has nearly as many values as the fullest."""
    counts = rows.group_by("period").len().sort("period", descending=True)
    most: Any = counts["len"].max()
    return str(next(row[0] for row in counts.iter_rows() if row[1] >= 0.8 * most))


@lru_cache(maxsize=512)
def _groups(code: str | None) -> tuple[str, ...]:
    """Return the functional regions of a known source with a member in an area; all where the country is shown."""
    names = []
    for region in known_regions().values():
        members = [found.code for member in region.members if (found := resolve(member)) is not None]
        if region.source and members and (code is None or any(member.startswith(_start(code)) for member in members)):
            names.append(region.name)
    return tuple(dict.fromkeys(names))
