"""What is said of tables, in English and Chinese: notes, and the reasons why a column was taken as it was."""

from __future__ import annotations

import tomllib
from functools import cache, reduce
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Language = Literal["zh", "en"]
_BETWEEN = {"zh": "、", "en": ", "}


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("gongxing.tables").joinpath("sentences.toml").read_text("utf-8"))


class Note(str):
    """A sentence or a part of one: an English text to programs, which can be said in Chinese as well.

    Parameters
    ----------
    id
        The name of its template in ``sentences.toml``.
    **values
        What fills it: words, numbers, other notes, or a tuple of these, which is listed.
    """

    id: str
    values: dict[str, Any]

    def __new__(cls, id: str, /, **values: Any) -> Note:
        """Fill a template in English."""
        note = super().__new__(cls, _filled(id, "en", values))
        note.id, note.values = id, values
        return note

    def text(self, language: Language) -> str:
        """Say it in a language."""
        return str(self) if language == "en" else _filled(self.id, language, self.values)

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """Travel between processes as a template and what fills it."""
        return (self.id,), self.values


def _filled(name: str, language: Language, values: dict[str, Any]) -> str:
    return _sentences()[name][language].format(**{key: _words(value, language) for key, value in values.items()})


def _words(value: Any, language: Language) -> Any:
    if isinstance(value, tuple):
        return _BETWEEN[language].join(str(_words(item, language)) for item in value)
    return said(value, language)


def said(note: Any, language: Language) -> Any:
    """Return a note in a language; whatever is no note stays as it is."""
    return note.text(language) if isinstance(note, Note) else note


def place_in(file: str, sheet: str | None) -> str:
    """Name a file and, where it has one, its sheet."""
    return file if sheet is None else Note("sheet", file=file, sheet=sheet)


def cell_count(count: int) -> Note:
    """Say how many cells."""
    return Note("one_cell") if count == 1 else Note("cells", count=count)


def first_of(items: Sequence[str], most: int = 5) -> Note | tuple[str, ...]:
    """List the first items, with a mark where there are more."""
    shown = tuple(items[:most])
    return Note("and_more", items=shown) if len(items) > most else shown


def joined(parts: Iterable[Note | None]) -> str:
    """Join reasons by semicolons, leaving out empty ones."""
    said_parts = [part for part in parts if part]
    return reduce(lambda first, second: Note("joined", first=first, second=second), said_parts) if said_parts else ""
