"""One error for everything that a user can set right, in one sentence; ``errors.toml`` has it in Chinese."""

from __future__ import annotations


class LibraryError(Exception):
    """What is wrong with a library and what to do."""


class TooSlowError(LibraryError):
    """A question took longer than it may; ``seconds`` is how long that is."""

    def __init__(self, words: str, seconds: float) -> None:
        super().__init__(words)
        self.seconds = seconds
