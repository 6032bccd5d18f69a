"""Of what overlaps in a text, the longest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar


class Spanned(Protocol):
    """What stands from ``start`` to ``end`` of a text."""

    @property
    def start(self) -> int:
        """Where it starts."""

    @property
    def end(self) -> int:
        """Where it ends."""


One = TypeVar("One", bound=Spanned)


def longest_of(found: Iterable[One]) -> Iterator[One]:
    """Yield the longest of those that overlap, the first of equal ones."""
    kept: One | None = None
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept is None or one.start >= kept.end:
            if kept is not None:
                yield kept
            kept = one
        elif one.end - one.start > kept.end - kept.start:
            kept = one
    if kept is not None:
        yield kept
