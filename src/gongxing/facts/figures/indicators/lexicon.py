"""The words that the grammar of indicators leans on, loaded once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets for look-ups by slice, and two patterns for searches inside a phrase.

    ``tail`` gives the role of a word that may stand between a phrase and its number: ``link``, ``growth``, ``fall`` or
    ``adverb``.
    """

    heads: frozenset[str]
    dependent: frozenset[str]
    changes: frozenset[str]
    whole_measures: tuple[str, ...]
    tail: dict[str, str]
    acts: frozenset[str]
    drop: frozenset[str]
    kept: frozenset[str]
    kept_right: frozenset[str]
    predicates: frozenset[str]
    openers: frozenset[str]
    whole: frozenset[str]
    adjectives: frozenset[str]
    counted: frozenset[str]
    predicate: re.Pattern[str]
    belonging: re.Pattern[str]


# Short words of saying that also stand inside nouns (占地, 居民).
_SAID = "|占(?!地)|居(?![民家住委室])|同比|[比较]上|[比较]去|达到|超过|增长(?!极|点|区)|下降"


def _alternation(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=lambda word: (-len(word), word)))


@cache
def lexicon() -> Lexicon:
    """Return the words of ``words.toml``."""
    table = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    measures, scope = table["measures"], table["scope"]
    verbs = {name: text.split() for name, text in table["verbs"].items()}
    tail = {word: role for role in ("adverb", "link", "fall", "growth") for word in verbs[role]}
    openers = {*verbs["predicate"], *verbs["growth"], *verbs["fall"], *verbs["adverb"], *verbs["drop"], *verbs["link"]}
    return Lexicon(
        heads=frozenset(measures["heads"].split()),
        dependent=frozenset(measures["dependent"].split()),
        changes=frozenset(measures["changes"].split()),
        whole_measures=tuple(measures["whole"].split()),
        tail=tail,
        acts=frozenset(verbs["act"]),
        drop=frozenset(verbs["drop"]),
        kept=frozenset(verbs["kept"]),
        kept_right=frozenset(verbs["kept_right"]),
        predicates=frozenset(verbs["predicate"] + verbs["belonging"]),
        openers=frozenset(word for word in openers if len(word) > 1) - frozenset(verbs["ambiguous"]),
        whole=frozenset(scope["whole"].split()),
        counted=frozenset(scope["counted"].split()),
        adjectives=frozenset(scope["adjective"].split()),
        predicate=re.compile(_alternation(verbs["predicate"] + verbs["belonging"]) + _SAID),
        belonging=re.compile(_alternation(verbs["belonging"])),
    )
