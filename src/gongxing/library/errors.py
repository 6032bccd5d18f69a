"""One error for everything that a user can set right, in one sentence of two languages."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

_FIELD = re.compile(r"\\\{(\w+)\\\}")


class LibraryError(Exception):
    """What is wrong with a library and what to do."""


def said_of(error: Exception | str, language: Literal["zh", "en"]) -> str:
    """Return the sentence of an error in a language: the one of ``errors.toml``, else as it was raised.

    >>> said_of("a.db: its folder does not exist; make it first", "zh")
    'a.db: 所在的文件夹不存在；请先建好'
    """
    text = str(error)
    if language == "en":
        return text
    starts = [0, *(match.end() for match in re.finditer(": ", text))]
    for start in starts:
        for pattern, sentence in _sentences():
            found = pattern.fullmatch(text, start)
            if found:
                return text[:start] + sentence.format(**found.groupdict())
    return text


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = tomllib.loads(files("gongxing.library").joinpath("errors.toml").read_text("utf-8"))
    return tuple(
        (re.compile(_FIELD.sub(r"(?P<\1>.*?)", re.escape(one["en"])), re.DOTALL), one["zh"])
        for one in table["sentence"]
    )


class TooSlowError(LibraryError):
    """A question took longer than it may; ``seconds`` is how long that is."""

    def __init__(self, words: str, seconds: float) -> None:
        super().__init__(words)
        self.seconds = seconds
