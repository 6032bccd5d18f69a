"""The bench that claims are tested on: look-ups by claim, with what a document says about itself kept apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from gongxing.facts import Figure, Member
from gongxing.panel.claims.check import Claim
from gongxing.panel.claims.listing import listed_group, listed_words
from gongxing.panel.claims.measure import Measure, key_of, measure_of
from gongxing.panel.claims.structures import told_together
from gongxing.panel.errors import PanelError
from gongxing.panel.evidence import Place
from gongxing.panel.figures import code_of, indicators_of, narrower, sentence_at, words_of
from gongxing.panel.groups import Group, functional_group, group_of
from gongxing.regions import division
from gongxing.tables import Cell, SpanSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gongxing.facts import Fact
    from gongxing.panel.evidence import Evidence
    from gongxing.panel.schema import Entry
    from gongxing.reading import Article


# Words that name nothing without what the sentence told before: 地区生产总值…，总量居全省第2位.
_BARE = ("总量", "总额", "总规模", "增速")


class Paper(NamedTuple):
    """A document to be checked: its name, article and facts."""

    file: str
    article: Article
    facts: tuple[Fact, ...]


class Bench:
    """Values for claims: others' first, the document's own for its arithmetic."""

    def __init__(self, evidence: Evidence, copies: Mapping[str, str] | None = None) -> None:
        """Take the values; ``copies`` leads a file to the one whose article it is, which is no other source."""
        self.evidence = evidence
        self._copies = copies or {}

    def _usable(self, found: Iterable[Entry], claim: Claim) -> list[Entry]:
        """Leave out what may not test a claim, and what a copy of its document says."""
        mine = self._copies.get(claim.file, claim.file)
        return [
            entry
            for entry in found
            if usable_in(entry, claim)
            and ((file := entry.observation.source.file) == claim.file or self._copies.get(file, file) != mine)
        ]

    def others(self, claim: Claim, place: str, what: str, period: str | None, part: str = "prefecture") -> list[Entry]:
        """Return the sources of a cell outside the claim's document, the one to be shown first."""
        found = self.evidence.sources(place, what, period, part)
        return [entry for entry in self._usable(found, claim) if entry.observation.source.file != claim.file]

    def level(
        self,
        claim: Claim,
        place: str,
        what: str,
        period: str | None,
        part: str = "prefecture",
        *,
        unit: str | None = None,
    ) -> Entry | None:
        """Return the value that arithmetic takes: another source's, else the document's own nearest before the claim.

        The claim itself is never taken. ``unit`` leaves out values of the same words in another unit.
        """
        usable = [
            entry
            for entry in self._usable(self.evidence.sources(place, what, period, part), claim)
            if unit in (None, entry.observation.unit)
        ]
        outside = [entry for entry in usable if entry.observation.source.file != claim.file]
        return outside[0] if outside else self.nearest(claim, usable)

    def own(self, claim: Claim, place: str, what: str, period: str | None, part: str = "prefecture") -> Entry | None:
        """Return what the claim's document itself says, nearest before the claim."""
        found = self.evidence.sources(place, what, period, part)
        mine = [entry for entry in self._usable(found, claim) if entry.observation.source.file == claim.file]
        return self.nearest(claim, mine)

    def nearest(self, claim: Claim, entries: list[Entry]) -> Entry | None:
        """Return the entry that stands last before the claim, else the first after it."""
        placed = [
            (entry.observation.source.start, entry)
            for entry in entries
            if isinstance(entry.observation.source, SpanSource)
        ]
        before = [pair for pair in placed if pair[0] < claim.figure.start]
        if before:
            return max(before, key=lambda pair: pair[0])[1]
        return min(placed, key=lambda pair: pair[0])[1] if placed else None


def is_claim(entry: Entry, claim: Claim) -> bool:
    """Whether an entry is the claimed figure itself."""
    source = entry.observation.source
    return isinstance(source, SpanSource) and source.file == claim.file and source.start == claim.figure.start


def usable_in(entry: Entry, claim: Claim) -> bool:
    """Whether a claim may be tested by an entry: exact, not the claim itself, and of the same part of the whole."""
    narrowed = () if isinstance(entry.observation.source, Cell) else entry.observation.flags
    return entry.bound == "eq" and not is_claim(entry, claim) and narrowed == claim.flags


def claims_of(paper: Paper) -> list[Claim]:
    """Return the figures of a document that say what was reached, as claims; targets are none."""
    return told_together(_each_claim(paper))


def _each_claim(paper: Paper) -> Iterator[Claim]:
    groups = stated_groups(paper.facts)
    last: tuple[str, Measure] | None = None  # the level told last, with its sentence
    named = indicators_of([f for f in paper.facts if isinstance(f, Figure) and f.indicator and f.region])
    for figure in paper.facts:
        if not isinstance(figure, Figure) or figure.modality != "actual":
            continue
        said = words_of(figure)
        words = listed_words(figure, said)
        measure = measure_of(words, figure.unit) if figure.indicator else None
        known = named.get(figure.start)
        stated = known.id if known else said if words == said else key_of(words, figure.unit)
        sentence = sentence_at(paper.article.text, figure.start)
        if measure is not None and measure.aspect == "level":
            measure = replace(measure, what=stated)
            last = sentence, measure
        elif measure is not None:
            full = _completed(measure, last[1] if last and last[0] == sentence else None, sentence, figure.quote)
            if full.what != measure.what and full.aspect == "growth":
                stated = key_of(f"{full.words} 增速", figure.unit)
            measure = full
        code = code_of(figure)
        place, group = None, None
        if figure.region:
            found = division(code, _year(figure.period)) or division(code) if code else None
            place = Place(code or figure.region, found.short if found else figure.region)
            if code is None:
                year = _year(figure.period)
                group = listed_group(figure, sentence, year) or _group(figure.region, groups, year)
        flags = narrower(figure.indicator or "", sentence, figure.quote)
        yield Claim(paper.file, figure, measure, place, group, figure.period, sentence, stated, flags)


def _completed(measure: Measure, last: Measure | None, sentence: str, quote: str) -> Measure:
    """Take a bare 总量 for what the sentence told before, and growth that is called nominal for nominal."""
    if last is not None and measure.what in _BARE:
        measure = replace(measure, what=last.what, words=last.words)
    if measure.aspect == "growth" and "名义" in sentence.partition(quote)[0][-8:]:
        measure = replace(measure, nominal=True)
    return measure


def _year(period: str | None) -> int | None:
    return int(period[:4]) if period and period[:4].isdigit() else None


def stated_groups(facts: Iterable[Fact]) -> dict[str, list[str]]:
    """Return the members that a document itself lists for its groups."""
    groups: dict[str, list[str]] = {}
    for fact in facts:
        if isinstance(fact, Member):
            members = groups.setdefault(fact.group, [])
            if fact.member not in members:
                members.append(fact.member)
    return groups


def _group(region: str, stated: dict[str, list[str]], year: int | None) -> Group | None:
    if len(stated.get(region, ())) > 1:
        try:
            return group_of(region, stated[region], "document", year)
        except PanelError:
            pass  # What the document lists is no set of whole divisions; a plan may list them.
    try:
        return functional_group(region, year)
    except PanelError:
        return None
