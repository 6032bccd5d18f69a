"""Sets of words that are looked up at an offset of a text.

For a few hundred words a look-up by length is as fast as a regular expression and costs nothing to build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Vocabulary:
    """A set of words; longer ones are preferred."""

    __slots__ = ("_lengths", "words")

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._lengths = tuple(sorted({len(word) for word in self.words if word}, reverse=True))

    def end_after(self, text: str, start: int, stop: int | None = None) -> int | None:
        """Return the end of the longest word that begins at an offset and ends by ``stop``."""
        words = self.words
        limit = len(text) if stop is None else stop
        for length in self._lengths:
            if start + length <= limit and text[start : start + length] in words:
                return start + length
        return None

    def start_before(self, text: str, end: int, floor: int = 0) -> int | None:
        """Return the start of the longest word that ends at an offset and begins at or after ``floor``."""
        words = self.words
        for length in self._lengths:
            if end - length >= floor and text[end - length : end] in words:
                return end - length
        return None
