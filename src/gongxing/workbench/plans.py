"""The text of a scenario as a form shows it: one entry a change, each value that a person states in a field."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

# What a person states of a change; the rest of an entry is evidence.
STATED = ("change", "range", "by", "share", "between", "regions", "hub", "assumption", "cost")
_LISTS = ("range", "between", "regions")
_MUST = ("change", "by", "share", "between", "regions", "hub")  # a blank one is open again
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
        By number of the change and field (:data:`STATED`); lists are values with commas between. A blank takes back
        what was stated: a change, its regions, a share and who states it are open again, anything else is left out.
    """
    lines: list[str] = []
    left: dict[str, str] = {}
    blank: list[str] = []
    number = -1
    for line in [*toml.splitlines(), "[[]]"]:
        if _kind(line) or _OTHER.match(line) or line == "[[]]":
            end = len(lines)
            while end and not lines[end - 1].strip():
                end -= 1
            lines[end:end] = [f"{key} = {value}" for key, value in left.items()]
            left, blank = {}, []
            if _kind(line):
                number += 1
                given = {key: answers[number, key].strip() for key in STATED if (number, key) in answers}
                left = {key: _written(key, text) for key, text in given.items() if text}
                blank = [key for key, text in given.items() if not text]
        key = re.match(r"\s*([a-z_]+)\s*=", line)
        if key and number >= 0 and key[1] in blank:
            if key[1] in _MUST:
                lines.append(line if '"?"' in line else f'{key[1]} = "?"')
        elif key and key[1] in left:
            comment = re.search(r"""(?:"[^"]*"|\])(\s*#.*)$""", line)
            lines.append(f"{key[1]} = {left.pop(key[1])}{comment[1] if comment else ''}")
        else:
            lines.append(line)
    return "\n".join(lines[:-1]) + "\n"


def kept_only(toml: str, numbers: Container[int]) -> str:
    """Return the text with the changes of these numbers and no others; all that is no change stays."""
    lines: list[str] = []
    number, here = -1, True
    for line in toml.splitlines():
        if _kind(line):
            number += 1
            here = number in numbers
        elif _OTHER.match(line):
            here = True
        if here:
            lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"


def projects(toml: str) -> dict[str, list[Entry]]:
    """Return the changes of each project; a change without one is a project of its own, as the search takes it."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries(toml):
        groups.setdefault(str(entry.said.get("project") or f"#{entry.number + 1}"), []).append(entry)
    return groups


def _kind(line: str) -> str | None:
    found = _SECTION.match(line)
    return found[1] if found else None


def _written(key: str, text: str) -> str:
    if key == "cost":
        return text.strip() if re.fullmatch(r"\d+(\.\d+)?", text.strip(), re.ASCII) else _quoted(text.strip())
    if key in _LISTS:
        return "[" + ", ".join(_quoted(part.strip()) for part in re.split(r"[,，、]", text) if part.strip()) + "]"
    return _quoted(text.strip())


def _quoted(text: str) -> str:
    """Write a text as a basic string of TOML."""
    kept = "".join(mark for mark in text if mark.isprintable())
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'
