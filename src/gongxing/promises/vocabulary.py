"""The words of this room, read once from the TOML files beside it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind


def table(name: str) -> dict[str, Any]:
    """Return the content of one of the room's TOML files."""
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


def either(words: list[str]) -> str:
    """Return a pattern of any of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


class Theme(NamedTuple):
    """A theme by its id, with its names in Chinese and English."""

    id: str
    zh: str
    en: str


OTHER = Theme("other", "其他", "Other")


@cache
def themes() -> dict[str, Theme]:
    """Return every theme by its id, in the order of ``themes.toml``, ``other`` last."""
    found = [Theme(entry["id"], entry["zh"], entry["en"]) for entry in table("themes.toml")["theme"]]
    return {theme.id: theme for theme in (*found, OTHER)}


@cache
def _theme_finder() -> tuple[AhoCorasick, tuple[str, ...]]:
    pairs = [(word, entry["id"]) for entry in table("themes.toml")["theme"] for word in entry["words"]]
    return AhoCorasick([word for word, _ in pairs], matchkind=MatchKind.LeftmostLongest), tuple(id_ for _, id_ in pairs)


def theme_of(*texts: str) -> str:
    """Return the theme of what is promised: that with the most characters of words; ``other`` where there is none.

    >>> theme_of("新建高标准农田300万亩")
    'rural'
    """
    finder, ids = _theme_finder()
    score: dict[str, int] = {}
    for text in texts:
        for pattern, start, end in finder.find_matches_as_indexes(text):
            score[ids[pattern]] = score.get(ids[pattern], 0) + end - start
    order = list(themes())
    return max(score, key=lambda id_: (score[id_], -order.index(id_))) if score else OTHER.id


class Stage(NamedTuple):
    """A stage by its id, with its names, its place in the order, and what promises call it that aim at it."""

    id: str
    zh: str
    en: str
    rank: int
    goal: tuple[str, str]


@cache
def stages() -> dict[str, Stage]:
    """Return every stage by its id, in order."""
    found = table("stages.toml")["stage"]
    return {
        entry["id"]: Stage(entry["id"], entry["zh"], entry["en"], rank, tuple(entry["goal"]))
        for rank, entry in enumerate(found)
    }


@cache
def states() -> dict[str, tuple[str, str]]:
    """Return the names of the states in Chinese and English."""
    return {id_: (zh, en) for id_, (zh, en) in table("rules.toml")["states"].items()}


@cache
def kinds() -> dict[str, tuple[str, str]]:
    """Return the names of the kinds in Chinese and English."""
    return {id_: (zh, en) for id_, (zh, en) in table("rules.toml")["kinds"].items()}
