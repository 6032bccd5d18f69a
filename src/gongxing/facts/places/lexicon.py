"""One automaton for all that can be a place in a year, and the words that tell names of places from other words."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from gongxing.regions import Division, functional_regions, gazetteer

Kind = Literal["division", "functional", "town", "suffix", "anchor", "mask"]


class Words(NamedTuple):
    """The lists of ``words.toml``."""

    masks: frozenset[str]
    risky: frozenset[str]
    generic: frozenset[str]
    heads: tuple[str, ...]
    suffixes: frozenset[str]
    anchors: frozenset[str]
    breaks: tuple[str, ...]
    kinds: frozenset[str]
    towns: frozenset[str]
    abbreviation: dict[str, str]


class Found(NamedTuple):
    """A stretch of text that the automaton knows, before context has spoken."""

    start: int
    end: int
    form: str
    kind: Kind


@cache
def words() -> Words:
    """Read ``words.toml``."""
    with Path(__file__).with_name("words.toml").open("rb") as file:
        data = tomllib.load(file)
    return Words(
        frozenset(data["masks"].split()),
        frozenset(data["risky"].split()),
        frozenset(data["generic"].split()),
        tuple(data["heads"].split()),
        frozenset(data["suffixes"].split()),
        frozenset(data["anchors"].split()),
        tuple(data["breaks"].split()),
        frozenset(data["kinds"].split()),
        frozenset(data["towns"].split()),
        data["abbreviation"],
    )


def bare_county(form: str, division: Division) -> bool:
    """Whether a form is a county's short name of two characters: such names are looked for in one province only."""
    return len(form) == 2 and division.level == "county" and form == division.short != division.name


class Lexicon:
    """The names of a year. ``find`` gives what the text holds, leftmost and longest first."""

    def __init__(self, year: int | None) -> None:
        self.gazetteer = gazetteer(year)
        kinds: dict[str, Kind] = {}
        for form, found in self.gazetteer.forms.items():
            if not bare_county(form, found[0]):
                kinds[form] = "division"
        known = words()
        kinds.update(dict.fromkeys(known.towns - kinds.keys(), "town"))
        kinds.update(dict.fromkeys(functional_regions().keys() - kinds.keys(), "functional"))
        kinds.update(dict.fromkeys(known.suffixes - kinds.keys(), "suffix"))
        kinds.update(dict.fromkeys(known.anchors - kinds.keys(), "anchor"))
        kinds.update(dict.fromkeys(known.masks - kinds.keys(), "mask"))
        self._forms = sorted(kinds)
        self._kinds = [kinds[form] for form in self._forms]
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.LeftmostLongest, store_patterns=False)
        self._counties: dict[str, tuple[AhoCorasick, list[str]] | None] = {}

    def find(self, text: str) -> list[Found]:
        """Return everything the main automaton knows, in order, never overlapping."""
        forms, kinds = self._forms, self._kinds
        matches = self._automaton.find_matches_as_indexes(text)
        return [Found(start, end, forms[i], kinds[i]) for i, start, end in matches]

    def find_counties(self, text: str, province: str) -> list[Found]:
        """Return the two-character names of the counties of a province."""
        if province not in self._counties:
            forms = sorted(
                form
                for form, found in self.gazetteer.forms.items()
                if bare_county(form, found[0]) and any(d.province == province for d in found)
            )
            automaton = AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest) if forms else None
            self._counties[province] = (automaton, forms) if automaton else None
        entry = self._counties[province]
        if entry is None:
            return []
        automaton, forms = entry
        return [Found(start, end, forms[i], "division") for i, start, end in automaton.find_matches_as_indexes(text)]


@lru_cache(maxsize=8)
def lexicon(year: int | None) -> Lexicon:
    """Return the names of a year."""
    return Lexicon(year)
