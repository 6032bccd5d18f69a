"""Notes of results in Chinese and English: what was dropped, trimmed or shifted; see ``notes.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["zh", "en"]

_BETWEEN = {"zh": "、", "en": ", "}
_BETWEEN_NOTES = {"zh": "；", "en": "; "}


@cache
def templates() -> dict[str, dict[str, str]]:
    """Return the sentence of each note by its id and language."""
    return tomllib.loads(Path(__file__).with_name("notes.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Note:
    """A note, or a part of one: the id of its sentence in ``notes.toml`` and what fills it.

    Of a list the first five items are written, of a tuple all; notes among the parameters are written in the same
    language, several with semicolons between; anything else as the sentence formats it.
    """

    id: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: Language = "en") -> str:
        """Return the sentence in a language."""
        written = {name: _written(value, language) for name, value in self.parameters.items()}
        return templates()[self.id][language].format(**written)


def within(key: tuple[Any, ...]) -> Note | str:
    """Say which slice a note is about; nothing where there is one."""
    return Note("in", {"key": key}) if key else ""


def unique(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return notes without repeated ones, in their order."""
    first: dict[str, Note] = {}
    for note in notes:
        first.setdefault(note.text(), note)
    return tuple(first.values())


def _written(value: object, language: Language) -> Any:
    if isinstance(value, Note):
        return value.text(language)
    if isinstance(value, list | tuple):
        shown = value if isinstance(value, tuple) else value[:5]
        more = " …" if len(shown) < len(value) else ""
        between = _BETWEEN_NOTES if shown and isinstance(shown[0], Note) else _BETWEEN
        return between[language].join(str(_written(item, language)) for item in shown) + more
    return value
