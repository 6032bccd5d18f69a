"""The names of industries and the grammar around them, loaded once."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

# What a token may be inside the name of an industry; a word may be several. Plain integers: they are tested for
# each of tens of thousands of tokens.
NAME, STEM, MODIFIER, KEPT, DROPPED, SECTOR = 1, 2, 4, 8, 16, 32
ANY = NAME | STEM | MODIFIER


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``roles[i]`` belongs to pattern ``i`` of ``scanner``; ``tiers`` has one named group for each tier."""

    roles: tuple[int, ...]
    scanner: AhoCorasick
    excluded: frozenset[str]
    not_before: re.Pattern[str]
    tiers: re.Pattern[str]
    verbs: re.Pattern[str]


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True))


@cache
def lexicon() -> Lexicon:
    """Load the names and the grammar; a few milliseconds the first time."""
    folder = resources.files(__package__)
    grammar: dict[str, Any] = tomllib.loads(folder.joinpath("words.toml").read_text(encoding="utf-8"))
    roles: dict[str, int] = {}

    def note(word: str, role: int) -> None:
        roles[word] = roles.get(word, 0) | role

    lines = folder.joinpath("industries.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        note(row["name"], {"named": NAME, "stem": STEM, "sector": STEM | SECTOR}[row["strength"]])
    for word in grammar["modifiers"]:
        note(word, MODIFIER)
    for word in grammar["kept_suffixes"]:
        note(word, KEPT)
    for word in grammar["dropped_suffixes"]:
        note(word, DROPPED)
    tiers = "|".join(f"(?P<{tier}>{words})" for tier, words in grammar["tiers"].items())
    return Lexicon(
        roles=tuple(roles.values()),
        scanner=AhoCorasick(list(roles), matchkind=MatchKind.LeftmostLongest),
        excluded=frozenset(grammar["excluded"]),
        not_before=re.compile(_any(grammar["not_before"])),
        tiers=re.compile(tiers),
        verbs=re.compile(f"(?:{_any(grammar['lists']['verbs'])})"),
    )
