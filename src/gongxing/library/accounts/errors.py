"""What can be wrong with an account, in one sentence."""

from __future__ import annotations

from gongxing.library.errors import LibraryError


class AccountError(LibraryError):
    """What is wrong and what to do; ``reason`` is one word for programs that say it in their own words."""

    def __init__(self, reason: str, sentence: str, **details: object) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.details = details
