"""What a brief is about: a region, the units that are compared, and the years for which the panel has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from gongxing.library import LibraryError
from gongxing.panel import PanelError, functional_group
from gongxing.panel.groups import parts_of
from gongxing.regions import division, english_names, functional_regions, resolve
from gongxing.regions.search import suggestions

if TYPE_CHECKING:
    from gongxing.panel import Panel
    from gongxing.panel.evidence import Place

# A year counts where at least this share of the units that ever have a value have one.
_COVERED = 0.75
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """A region and what it is compared by.

    Attributes
    ----------
    name
        As the panel and its numbers are asked for it: a short name (四川) or that of a functional region (成都都市圈).
    code
        Its adcode; ``None`` of a functional region.
    within
        The region in which units are ranked: itself; of a city, its province.
    focus
        Of a city, its own name: the brief tells where it stands among the others.
    units
        The regions compared.
    """

    name: str
    code: str | None
    within: str
    focus: str | None
    units: tuple[Place, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Adcodes of the units."""
        return frozenset(place.key for place in self.units)

    @property
    def kind(self) -> Literal["division", "group", "city"]:
        """What kind of region it is."""
        return "city" if self.focus else "division" if self.code else "group"


def subject_of(region: str, panel: Panel) -> Subject:
    """Return what a brief about a region is about.

    Parameters
    ----------
    region
        A division in any form of its name, its adcode, or a functional region.
    panel
        What is known of it: a city is split into its counties where two of them have values, else compared with the
        cities of its province.

    Raises
    ------
    LibraryError
        There is no such region.
    """
    known = functional_regions().get(region)
    if known is not None:
        try:
            return Subject(known.name, None, known.name, None, functional_group(known.name).members)
        except PanelError as error:
            raise LibraryError(str(error)) from error
    found = division(region) if region.isdigit() else resolve(region)
    if found is None:
        near = suggestions(region, others=tuple(functional_regions()))
        said = f"; did you mean {', '.join(near)}?" if near else "; write a province, a city or a metropolitan area"
        raise LibraryError(f"{region}: there is no such region{said}")
    below = parts_of(found.code)
    has_values = {code for (code,) in reached(panel).select("code").unique().rows()}
    if found.level == "province" or len({place.key for place in below} & has_values) >= _FEWEST:
        return Subject(found.short, found.code, found.short, None, below)
    above = division(found.parent or found.province)
    if above is None:
        raise LibraryError(f"{region}: it has no units below it and none beside it; name the province")
    return Subject(found.short, found.code, above.short, found.short, parts_of(above.code))


def reached(panel: Panel) -> pl.DataFrame:
    """Return what was reached, of whole divisions, year by year."""
    frame: pl.DataFrame = panel.to_frame()
    return frame.filter(
        (pl.col("modality") == "actual")
        & (pl.col("scope").is_null() | (pl.col("scope") != "district"))
        & pl.col("period").str.contains(r"^\d{4}$")
        & pl.col("code").is_not_null()
    )


@dataclass(frozen=True)
class Coverage:
    """For which years the units have an indicator."""

    table: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, panel: Panel, subject: Subject) -> Coverage:
        """Count a panel's values of a subject's units."""
        rows = reached(panel).filter(pl.col("code").is_in(list(subject.codes)) & pl.col("indicator_id").is_not_null())
        table: dict[str, dict[str, frozenset[str]]] = {}
        for (indicator, year), part in rows.group_by("indicator_id", "period"):
            table.setdefault(str(indicator), {})[str(year)] = frozenset(part["code"].to_list())
        return cls(table)

    def codes(self, indicator: str, year: str) -> frozenset[str]:
        """Return the units with a value."""
        return self.table.get(indicator, {}).get(year, frozenset())

    def years(self, indicator: str) -> list[str]:
        """Return the years, in order, in which enough units have a value."""
        by_year = self.table.get(indicator, {})
        most = max((len(codes) for codes in by_year.values()), default=0)
        return sorted(year for year, codes in by_year.items() if len(codes) >= max(_FEWEST, _COVERED * most))

    def latest(self, indicator: str) -> str | None:
        """Return the last such year."""
        return next(iter(self.years(indicator)[::-1]), None)

    def first_of(self, indicators: tuple[str, ...]) -> str | None:
        """Return the first of several indicators that has the newest year among them."""
        newest = max(filter(None, map(self.latest, indicators)), default=None)
        return next((name for name in indicators if newest and self.latest(name) == newest), None)


def shown_name(name: str, code: str | None, language: str) -> str:
    """Return what a region is called in a language: its short name, in English where one is known."""
    if language == "en" and code:
        return next((english for english, codes in english_names().items() if code in codes), name)
    return name


def group_name(name: str, language: str) -> str:
    """Return what a functional region is called in a language, in English where a name in it is known."""
    known = functional_regions().get(name)
    if language == "en" and known is not None:
        return next((form for form in known.names if form.isascii()), name)
    return name
