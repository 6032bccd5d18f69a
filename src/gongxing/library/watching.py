"""How somebody watches work that can take long: told how many steps there are, then of each that is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Watch = Callable[[int], AbstractContextManager[Callable[[], object]]]


@contextmanager
def unseen(_steps: int) -> Iterator[Callable[[], object]]:
    """Watch nothing."""
    yield lambda: None
