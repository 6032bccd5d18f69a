"""What is wrong with an outline, each with its line, in Chinese and English."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from gongxing.language.saying import said_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.indicators.amounts import Language


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to set right: the line of the outline (``None``: of none), and a sentence in each language."""

    line: int | None
    zh: str
    en: str

    def text(self, language: Language) -> str:
        """Return the sentence with its line."""
        if self.line is None:
            return self.zh if language == "zh" else self.en
        return f"第 {self.line} 行：{self.zh}" if language == "zh" else f"line {self.line}: {self.en}"

    def __str__(self) -> str:
        return f"{self.text('zh')} / {self.text('en')}"


class BriefError(Exception):
    """An outline cannot be read or built; ``problems`` lists everything that was found, by line."""

    def __init__(self, problems: Iterable[Problem], name: str = "") -> None:
        self.problems = tuple(sorted(set(problems), key=lambda problem: (problem.line or 0, problem.en)))
        self.name = name
        super().__init__("\n".join(f"{name}{': ' if name else ''}{problem}" for problem in self.problems))


@cache
def _messages() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("gongxing.briefs").joinpath("messages.toml").read_text("utf-8"))


def problem(line: int | None, key: str, **fields: object) -> Problem:
    """Return a problem: its sentence of ``messages.toml``, filled; an error among the fields is said in each."""
    said = _messages()[key]
    zh = {name: said_of(value, "zh") if isinstance(value, Exception) else value for name, value in fields.items()}
    return Problem(line, said["zh"].format(**zh), said["en"].format(**fields))


def unknown(line: int | None, key: str, word: str, known: Iterable[str], **fields: object) -> Problem:
    """Return a problem about a word that is not known, with the nearest one that is, or all of them."""
    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    hint = problem(None, "nearest", word=near[0]) if near else problem(None, "known", words=", ".join(words))
    said = _messages()[key]
    filled = {language: said[language].format(word=word, **fields) for language in ("zh", "en")}
    return Problem(line, f"{filled['zh']}{hint.zh}", f"{filled['en']}{hint.en}")
