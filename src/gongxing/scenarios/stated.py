"""What is stated beside a change: its evidence, the assumption, who makes it; and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from pathlib import Path

OPEN = "?"
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


def require_stated(path: Path, entries: list[tuple[str, Any]]) -> None:
    """See that nothing is left open.

    Parameters
    ----------
    path
        The scenario file.
    entries
        Pairs of a kind of shock and its section as read.

    Raises
    ------
    ScenarioError
        A value is ``"?"``: the message lists them with the ranges suggested.
    """
    unstated = []
    for kind, entry in entries:
        if not isinstance(entry, dict):
            continue
        name = entry.get("project") or ("[economy]" if kind == "economy" else f"[[{kind}]]")
        for key, value in entry.items():
            if value != OPEN and not (isinstance(value, list) and OPEN in value):
                continue
            suggested = entry.get("suggested") if key == "change" else None
            hint = f" (suggested {' to '.join(map(str, suggested))})" if isinstance(suggested, list) else ""
            unstated.append(f"{key} of {name}{hint}")
    if unstated:
        more = f", and {len(unstated) - 5} more" if len(unstated) > 5 else ""
        raise ScenarioError(
            f"{path}: {len(unstated)} {'value is' if len(unstated) == 1 else 'values are'} not stated: "
            f"{', '.join(unstated[:5])}{more}; write each in place of {OPEN!r} or delete its section: nothing is "
            "simulated on an unstated number."
        )
