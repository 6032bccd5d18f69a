"""The text of a scenario as a form shows it: one entry a change, each value that a person states in a field."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a person states of a change; the rest of an entry is evidence.
STATED = ("change", "range", "by")
_SECTION = re.compile(r"\s*\[\[\s*([A-Za-z_]+)\s*\]\]")
_OTHER = re.compile(r"\s*\[[^\[]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: its section, its number in the text, and what its lines say; ``open`` names what is left to state."""

    kind: str
    number: int
    said: Mapping[str, Any]

    @property
    def open(self) -> tuple[str, ...]:
        """The values that are still ``"?"``."""
        return tuple(
            key for key, value in self.said.items() if value == "?" or (isinstance(value, list) and "?" in value)
        )


def entries(toml: str) -> list[Entry]:
    """Return the changes of a scenario's text, in its order; none where it is no TOML."""
    try:
        words = tomllib.loads(toml)
    except tomllib.TOMLDecodeError:
        return []
    counts: dict[str, int] = {}
    found = []
    for number, kind in enumerate(kind for line in toml.splitlines() if (kind := _kind(line))):
        place = counts.get(kind, 0)
        counts[kind] = place + 1
        said = words.get(kind)
        if isinstance(said, list) and place < len(said):
            found.append(Entry(kind, number, said[place]))
    return found


def stated(toml: str, answers: Mapping[tuple[int, str], str]) -> str:
    """Return the text with what a person states of its changes; comments and all other lines stay as they are.

    Parameters
    ----------
    toml
        The text.
    answers
        By number of the change and field (``change``, ``range``, ``by``); a range is two values with a comma between.
    """
    lines: list[str] = []
    left: dict[str, str] = {}
    number = -1
    for line in [*toml.splitlines(), "[[]]"]:
        if _kind(line) or _OTHER.match(line) or line == "[[]]":
            end = len(lines)
            while end and not lines[end - 1].strip():
                end -= 1
            lines[end:end] = [f"{key} = {value}" for key, value in left.items()]
            left = {}
            if _kind(line):
                number += 1
                given = {key: answers.get((number, key), "").strip() for key in STATED}
                left = {key: _written(key, text) for key, text in given.items() if text}
        key = re.match(r"\s*([a-z_]+)\s*=", line)
        if key and key[1] in left:
            comment = re.search(r"""(?:"[^"]*"|\])(\s*#.*)$""", line)
            lines.append(f"{key[1]} = {left.pop(key[1])}{comment[1] if comment else ''}")
        else:
            lines.append(line)
    return "\n".join(lines[:-1]) + "\n"


def _kind(line: str) -> str | None:
    found = _SECTION.match(line)
    return found[1] if found else None


def _written(key: str, text: str) -> str:
    if key == "range":
        return "[" + ", ".join(_quoted(part.strip()) for part in re.split(r"[,，]", text) if part.strip()) + "]"
    return _quoted(text.strip())


def _quoted(text: str) -> str:
    """Write a text as a basic string of TOML."""
    kept = "".join(mark for mark in text if mark.isprintable())
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'
