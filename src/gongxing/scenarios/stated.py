"""What is stated beside a change: its evidence, the assumption, who makes it; and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OPEN = "?"
_ALONE = ("economy", "data", "parameters", "commuting", "solve")  # sections that are there once
WORDS = ("project", "rule", "assumption", "by", "document", "quote", "suggested_from", "share_from")
KEYS = (*WORDS, "start", "end", "suggested", "range", "share", "cost")


@dataclass(frozen=True, slots=True)
class Statement:
    """Who states a change and on what evidence; ``None`` where the file does not say.

    ``start`` and ``end`` are offsets of the project's name in the text of the document, in code points. ``cost`` is
    what it costs, in a unit of the user's.
    """

    project: str | None = None
    rule: str | None = None
    assumption: str | None = None
    by: str | None = None
    document: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    cost: float | None = None


def statement_of(path: Path, kind: str, entry: dict[str, Any]) -> Statement:
    """Return what is stated beside a change.

    Raises
    ------
    ScenarioError
        A word is no word, an offset no whole number, the cost no number of at least 0.
    """
    for key in WORDS:
        if not isinstance(entry.get(key, ""), str):
            raise ScenarioError(f"{path}: [[{kind}]] {key} is {entry[key]!r}; write words in quotation marks.")
    for key in ("start", "end"):
        if not isinstance(entry.get(key, 0), int):
            raise ScenarioError(f"{path}: [[{kind}]] {key} is {entry[key]!r}; write a whole number.")
    cost = entry.get("cost")
    if cost is not None and (isinstance(cost, bool) or not isinstance(cost, int | float) or not cost >= 0):
        raise ScenarioError(f"{path}: [[{kind}]] cost is {cost!r}; write a number of at least 0.")
    names = ("project", "rule", "assumption", "by", "document", "quote", "start", "end")
    return Statement(**{name: entry.get(name) for name in names}, cost=cost)


def unstated(words: Mapping[str, Any]) -> list[str]:
    """Return what a scenario's words leave open: each ``"?"`` with its section and the range suggested.

    Parameters
    ----------
    words
        The file as read.
    """
    found = []
    for kind, said in words.items():
        for entry in said if isinstance(said, list) else [said]:
            if not isinstance(entry, dict):
                continue
            name = entry.get("project") or (f"[{kind}]" if kind in _ALONE else f"[[{kind}]]")
            for key, value in entry.items():
                if value != OPEN and not (isinstance(value, list) and OPEN in value):
                    continue
                suggested = entry.get("suggested") if key == "change" else None
                hint = f" (suggested {' to '.join(map(str, suggested))})" if isinstance(suggested, list) else ""
                found.append(f"{key} of {name}{hint}")
    return found


def require_stated(path: Path, words: Mapping[str, Any]) -> None:
    """See that nothing is left open.

    Raises
    ------
    ScenarioError
        A value is ``"?"``: the message lists them with the ranges suggested.
    """
    left = unstated(words)
    if left:
        more = f", and {len(left) - 5} more" if len(left) > 5 else ""
        raise ScenarioError(
            f"{path}: {len(left)} {'value is' if len(left) == 1 else 'values are'} not stated: "
            f"{', '.join(left[:5])}{more}; write each in place of {OPEN!r} or delete its section: nothing is "
            "simulated on an unstated number."
        )
