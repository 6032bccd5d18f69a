"""What errors say, in Chinese.

An error is raised in English, so that programs, logs and processes pass one text on; whoever shows it asks here for the
language of the reader. Each room keeps the sentences of its errors in ``errors.toml``: English, as they are raised,
with ``{fields}``, and Chinese. Sentences are found by their text, therefore also those that a library stored long ago.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Za-z]{2}")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_ASIDE = re.compile(r"(.+) \((.+)\)", re.DOTALL)
_LONGEST, _FILLING = 4_000, 300  # characters of an error, and of what fills a field; longer is data, left as it is
_SLICE = re.compile(r" in ([^:/\\]+): $")


def said_of(error: Exception | str, language: Literal["zh", "en"]) -> str:
    """Return what an error says in a language: its sentence of ``errors.toml``, else as it was raised.

    A place before the sentence is kept; the clauses between semicolons are looked up too, and what fills a sentence may
    be a sentence itself. Of several readings the one is taken that leaves the least English.

    >>> said_of("a.db: its folder does not exist; make it first", "zh")
    'a.db: 所在的文件夹不存在；请先建好'
    """
    text = str(error)
    return (
        text if language == "en" or len(text) > _LONGEST else "\n".join(_said(line).text for line in text.split("\n"))
    )


class _Said(NamedTuple):
    """A text in Chinese, and how many English characters of it were found."""

    weight: int
    text: str


@dataclass(frozen=True)
class _Sentence:
    """A sentence with fields, in both languages; a phrase only fills the fields of others."""

    english: str
    chinese: str
    phrase: bool

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What stands between the fields."""
        return tuple(part for part in _FIELD.split(self.english)[::2] if part)

    @cached_property
    def weight(self) -> int:
        """How many characters stand between the fields."""
        return sum(map(len, self.literals))

    @cached_property
    def parts(self) -> list[str]:
        """The English sentence parted at its fields: words and names in turn."""
        return _FIELD.split(self.english)

    def fields(self, text: str, start: int) -> dict[str, str] | None:
        """Return what fills the fields where a text from ``start`` on is this sentence.

        Words are taken where they come first, which leaves the most room for those that follow: nothing needs to be
        tried twice, however long a text is.
        """
        first, rest = self.parts[0], self.parts[1:]
        if not rest:
            return {} if text[start:] == first else None
        if not text.startswith(first, start):
            return None
        at, found = start + len(first), {}
        for name, words in zip(rest[:-2:2], rest[1:-2:2], strict=True):
            place = text.find(words, at)
            if place < 0:
                return None
            found[name], at = text[at:place], place + len(words)
        name, last = rest[-2:]
        end = len(text) - len(last)
        if end < at or not text.endswith(last):
            return None
        return {**found, name: text[at:end]}


@cache
def _sentences() -> tuple[_Sentence, ...]:
    """Return all sentences, those with the most words first."""
    found = []
    for room in sorted(files("gongxing").iterdir(), key=lambda room: room.name):
        page = room.joinpath("errors.toml")
        if page.is_file():
            table = tomllib.loads(page.read_text("utf-8"))
            found += [_Sentence(english, chinese, True) for english, chinese in table.pop("phrases", {}).items()]
            found += [_Sentence(english, chinese, False) for english, chinese in table.items()]
    hints = [one for one in found if one.phrase and not one.english[0].isalnum()]
    found += [with_hint for one in found for with_hint in _with_hints(one, hints)]
    return tuple(sorted(found, key=lambda sentence: -sentence.weight))


def _with_hints(sentence: _Sentence, hints: list[_Sentence]) -> Iterator[_Sentence]:
    """Yield a sentence with each hint in the place of a field right behind another, whose end nothing tells."""
    behind = re.search(r"(?<=\})\{(\w+)\}", sentence.english)
    if behind is None:
        return
    for english, chinese in [("", ""), *((hint.english, hint.chinese) for hint in hints)]:
        filled = [_FIELD.sub(r"{hint_\1}", text) for text in (english, chinese)]
        yield _Sentence(
            sentence.english.replace(behind[0], filled[0]), sentence.chinese.replace(behind[0], filled[1]), False
        )


def _said(text: str, *, fills: bool = False) -> _Said:
    """Say a line in Chinese as far as it is known; ``fills`` says that it fills a field."""
    readings = [_Said(0, text)]
    if not _WORD.search(text):
        return readings[0]
    clauses = text.split("; ")
    if len(clauses) > 1:
        parts = [_said(clause) for clause in clauses]
        readings.append(_Said(sum(part.weight for part in parts), "；".join(part.text for part in parts)))
    elif aside := _ASIDE.fullmatch(text):
        inner = _whole(aside[1], fills)
        readings.append(_Said(inner.weight, f"{inner.text}（{aside[2]}）"))
    readings.append(_whole(text, fills))
    if text.endswith("."):
        inner = _said(text[:-1], fills=fills)
        readings.append(_Said(inner.weight, f"{inner.text}。"))
    return max(readings, key=lambda reading: reading.weight)


def _whole(text: str, fills: bool) -> _Said:
    """Say a text that is one known sentence with a place before it or none."""
    starts = [0, *(match.end() for match in re.finditer(": ", text))]
    for sentence in _sentences():
        if (sentence.phrase and not fills) or not all(part in text for part in sentence.literals):
            continue
        for start in starts:
            found = sentence.fields(text, start)
            if found is not None:
                values = {name: _value(value) for name, value in found.items()}
                place = (
                    _SLICE.sub(r"（\1）: ", text[:start]) if sentence.english.startswith("expected ") else text[:start]
                )
                said = place + _FIELD.sub(lambda match: values[match[1]].text, sentence.chinese)  # noqa: B023
                return _Said(sentence.weight + sum(value.weight for value in values.values()), said)
    return _Said(0, text)


def _value(text: str) -> _Said:
    if len(text) > _FILLING:
        return _Said(0, text)
    quoted = _QUOTED.fullmatch(text)
    return _Said(0, f"“{quoted[1] or quoted[2] or ''}”") if quoted else _said(text, fills=True)
