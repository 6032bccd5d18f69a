"""What the sections of a brief are drafted from, each thing found once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from gongxing.briefs.drafting.subject import Coverage, Subject, group_name, reached, shown_name
from gongxing.library.checking import document_checks
from gongxing.panel import functional_group
from gongxing.regions import functional_regions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.briefs.drafting.writing import Writer
    from gongxing.library import Library
    from gongxing.library.checking import DocumentCheck
    from gongxing.panel import Panel
    from gongxing.panel.deriving import Rank
    from gongxing.promises import Kind, Promise

# Of promises, the kinds that are named things with a stage; the most telling first.
KINDS_OF_THINGS: tuple[Kind, ...] = ("open_call", "pilot_centre", "platform")


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the outline.

    Attributes
    ----------
    heading, paragraphs
        What it says; a paragraph may be a block of the outline.
    finding
        The one sentence of it that belongs into the answer, if any.
    """

    heading: str
    paragraphs: list[str]
    finding: str | None = None


@dataclass
class Material:
    """A library seen from one subject.

    Attributes
    ----------
    library, panel, subject, writer
        What is known, of whom, and how it is said.
    missing
        What a section could not tell, one sentence each, for the section on what is not known.
    """

    library: Library
    panel: Panel
    subject: Subject
    writer: Writer
    missing: list[str] = field(default_factory=list)

    @cached_property
    def coverage(self) -> Coverage:
        """For which years the units have which indicator."""
        return Coverage.of(self.panel, self.subject)

    @cached_property
    def things(self) -> list[Promise]:
        """Open calls, pilot centres and platforms, those too that documents only report."""
        return [p for kind in KINDS_OF_THINGS for p in self._concerning(self.library.promises(kind=kind))]

    @cached_property
    def promises(self) -> list[Promise]:
        """Promises of the subject, of its units and of groups of them."""
        return self._concerning(self.library.promises())

    def _concerning(self, found: Iterable[Promise]) -> list[Promise]:
        own = self.subject.code
        if self.subject.focus:
            return [promise for promise in found if promise.region_code == own]
        groups = {*self.groups, self.subject.name}
        codes = {*self.subject.codes, *([own] if own else [])}
        return [promise for promise in found if promise.region_code in codes or promise.region in groups]

    @cached_property
    def checks(self) -> list[DocumentCheck]:
        """Checks of figures about the subject, its units, and groups of them."""
        codes = {self.subject.code} if self.subject.focus else {self.subject.code, *self.subject.codes}
        return list(document_checks(self.library, self.panel, codes={code for code in codes if code}))

    @cached_property
    def order(self) -> list[str]:
        """Adcodes of the units in the order in which they are told of: the largest economy first."""
        return list(dict.fromkeys([*self.first_of_all(len(self.subject.units)), *sorted(self.subject.codes)]))

    @cached_property
    def region(self) -> str:
        """What the subject is called in the brief's language."""
        return self.called(self.subject.name, self.subject.code)

    def called(self, name: str, code: str | None) -> str:
        """Return what any region is called in the brief's language."""
        language = self.writer.language
        return group_name(name, language) if code is None else shown_name(name, code, language)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {place.key: shown_name(place.name, place.key, self.writer.language) for place in self.subject.units}

    def name(self, code: str) -> str:
        """Return what a unit is called in the brief's language."""
        return self._names.get(code, code)

    def asked(self, code: str) -> str:
        """Return the word by which numbers of a unit are asked for: its short name where that means it alone."""
        place = next((place for place in self.subject.units if place.key == code), None)
        return code if place is None or self.panel.place(place.name).key != code else place.name

    def ranks(self, indicator: str, year: str) -> list[Rank]:
        """Return the units with a value, the highest first."""
        return self.panel.ranks(indicator, year, regions=sorted(self.coverage.codes(indicator, year)))

    def newest(self, indicator: str) -> dict[str, str]:
        """Return the last year with a value of an indicator, by adcode."""
        rows = reached(self.panel)
        rows = rows.filter(rows["indicator_id"] == indicator)
        return dict(rows.group_by("code").agg(pl.col("period").max()).iter_rows())

    @cached_property
    def leaders(self) -> list[str]:
        """Adcodes of the units, the largest economy first."""
        for indicator in ("gdp", "budget_revenue", "residents"):
            year = self.coverage.latest(indicator)
            if year:
                return [rank.place.key for rank in self.ranks(indicator, year)]
        return []

    def first_of_all(self, count: int) -> list[str]:
        """Return the largest economies, the city that the brief is about before them."""
        own = [self.subject.code] if self.subject.focus and self.subject.code else []
        return list(dict.fromkeys([*own, *self.leaders]))[:count]

    @cached_property
    def whole(self) -> str:
        """What the region is called of which the units are the parts."""
        return self.subject.within if self.subject.focus else self.region

    @cached_property
    def groups(self) -> list[str]:
        """Functional regions that lie within the subject as a part of it, the smallest first."""
        found = []
        for known in {known.name: known for known in functional_regions().values()}.values():
            if not known.members or known.name == self.subject.name:
                continue
            members = {place.key for place in functional_group(known.name).members}
            if len(members) > 1 and members < self.subject.codes:
                found.append((len(members), known.name))
        return [name for _, name in sorted(found)]
