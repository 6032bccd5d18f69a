"""What a rule that found a fact is called in Chinese; in English its own name says it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def rule_names() -> dict[str, dict[str, str]]:
    """Return the names by kind of fact; figures have them of their number, of its reading and of its period."""
    with Path(__file__).with_suffix(".toml").open("rb") as opened:
        return tomllib.load(opened)


def rule_words(kind: str, rule: str) -> str | None:
    """Return what the rule of a fact is called in Chinese, ``None`` where a part of it has no name."""
    names = rule_names()
    if kind != "figure":
        return names.get(kind, {}).get(rule)
    number, reading, *period = rule.split(" ") if rule.count(" ") == 2 else (rule, "", "")
    parts = [names["number"].get(number)]
    if reading:
        parts.append(_reading(reading))
    if any(period):
        parts.append(names["period"].get(period[0]))
    return None if None in parts else "；".join(part for part in parts if part)


def _reading(rule: str) -> str | None:
    """Return what the words around a number were: of a rule (left), or of one for a growth, a share or a rank."""
    readings, beginnings = rule_names()["reading"], rule_names()["of"]
    if rule in readings:
        return readings[rule]
    first, _, rest = rule.partition("-")
    return f"{beginnings[first]}，{readings[rest]}" if first in beginnings and rest in readings else None
