"""Rules from kinds of project to kinds of shock (``rules.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Located = Literal["hub", "ends", "region"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of project changes.

    Attributes
    ----------
    name, shock
        Of the rule, and of the section of a scenario file that it drafts.
    place
        Whether the shock concerns the two ``ends`` of a line, a ``hub`` and every other region, or a ``region``.
    range, source
        Changes in words shown beside the open number, and where they are from.
    means
        What the shock says, by language.
    words, without, types, acts
        What the rule goes by: words of a name, words that exclude it, types of project, words of a commitment.
    share
        Whether the change counts by the share of a branch.
    """

    name: str
    shock: str
    place: Located
    range: tuple[str, str]
    source: str
    means: dict[str, str]
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    share: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules, in the order in which they are tried."""
    read = tomllib.loads(files("gongxing.scenarios").joinpath("rules.toml").read_text("utf-8"))
    plain: list[dict[str, Any]] = read["rule"]
    entries: list[dict[str, Any]] = [
        {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()} for entry in plain
    ]
    return tuple(Rule(**entry) for entry in entries)


def rule_of(name: str, kind: str) -> Rule | None:
    """Return the rule of a project by its name and type, ``None`` where no rule says what it changes."""
    for rule in rules():
        if any(word in name for word in rule.words) and not any(word in name for word in rule.without):
            return rule
    return next((rule for rule in rules() if kind in rule.types), None)


def rule_of_act(words: str) -> Rule | None:
    """Return the rule of a commitment that names no project, by its words."""
    return next((rule for rule in rules() if any(word in words for word in rule.acts)), None)
