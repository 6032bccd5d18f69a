"""How many threads sweeps and linear algebra use: waiting threads cost more than they help on small economies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from threadpoolctl import ThreadpoolController

# Below this many regions one thread is as fast and half as dear (measured on economies of 100 to 2 000 regions).
ONE_THREAD_REGIONS = 1000

_threads: ContextVar[int] = ContextVar("threads", default=1)


@cache
def _controller() -> ThreadpoolController:
    import scipy.linalg  # noqa: F401  (brings a pool of its own, which must be known before it is limited)

    return ThreadpoolController()


def current_threads() -> int:
    """Return how many threads the sweeps under way may use."""
    return _threads.get()


@contextmanager
def threads_for(regions: int, threads: int | None = None) -> Iterator[None]:
    """Limit threads inside a ``with`` block: as asked, or one for few regions and all for many.

    Raises
    ------
    ValueError
        ``threads`` is below 1.
    """
    if threads is not None and threads < 1:
        raise ValueError(f"threads: expected 1 or more, got {threads}")
    chosen = threads or (1 if regions < ONE_THREAD_REGIONS else os.cpu_count() or 1)
    token = _threads.set(chosen)
    try:
        with _controller().limit(limits=chosen, user_api="blas"):
            yield
    finally:
        _threads.reset(token)
