"""What regions cannot do for a user's input, in one sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class RegionError(ValueError):
    """A name, code, file or matrix of regions that cannot be used; the message says what is wrong and what to do."""


def first_five(items: Iterable[object]) -> str:
    """List the first five of many in words, with how many there are: ``7 (a, b, c, d, e, …)``."""
    listed = list(items)
    return f"{len(listed)} ({', '.join(str(item) for item in listed[:5])}{', …' if len(listed) > 5 else ''})"
