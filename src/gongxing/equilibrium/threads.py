"""How many threads the linear algebra uses: waiting threads cost more than they help on small economies."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController

# Below this many regions one thread is as fast and half as dear (measured on economies of 100 to 2 000 regions).
ONE_THREAD_REGIONS = 1000


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def threads_for(regions: int, threads: int | None = None) -> AbstractContextManager[object]:
    """Limit the threads of BLAS inside a ``with`` block: as asked, or one for few regions and all for many."""
    chosen = threads if threads is not None else 1 if regions < ONE_THREAD_REGIONS else None
    limit: AbstractContextManager[object] = _controller().limit(limits=chosen, user_api="blas")
    return limit
