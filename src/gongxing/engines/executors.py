"""Where work runs: in this process, in a pool of processes or on a Dask cluster, behind one interface.

``in_order`` gives results in the order of the items whatever runs them, keeps a bounded number in flight, and outlives
killed workers: what was in flight is done again one by one, each in a fresh worker, so that an item that kills its
worker is found and set apart and no other is lost or done twice.
"""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")
_ALONE = 2  # times that an item may kill a worker of its own


class WorkerKilledError(Exception):
    """An item brought its worker down each time it was tried."""


class ClusterError(Exception):
    """A cluster that cannot be used, and what to do."""


class InProcess(Executor):
    """An executor that does the work when it is submitted, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the work and return its result as a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  handed on through the future
            future.set_exception(error)
        return future


@dataclass(frozen=True, slots=True)
class Engine:
    """How to open an executor, and how many items it works on at a time."""

    open: Callable[[], Executor]
    workers: int


def engine_for(jobs: int = 1, cluster: str | None = None) -> Engine:
    """Return this process for one job, a pool for several (0: as many as cores), or a cluster by its address.

    Raises
    ------
    ClusterError
        ``distributed`` is not installed, the address is open to everybody, or nobody answers.
    """
    if cluster is not None:
        return _cluster(cluster)
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1:
        return Engine(InProcess, 1)
    return Engine(lambda: ProcessPoolExecutor(jobs, initializer=_end_with_parent), jobs)


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], engine: Engine
) -> Iterator[tuple[Item, Result | WorkerKilledError]]:
    """Yield each item with its result, in the order of the items; at most four for each worker are in flight."""
    queue = iter(items)
    flight: deque[_Flying[Item, Result]] = deque()
    window = 4 * engine.workers if engine.workers > 1 else 1
    more = True
    while more or flight:
        with _opened(engine) as executor:
            try:
                while more or flight:
                    while more and len(flight) < window:
                        try:
                            item = next(queue)
                        except StopIteration:
                            more = False
                            break
                        flight.append(_Flying(item))
                        flight[-1].future = executor.submit(work, item)
                    if flight:
                        result = flight[0].result()
                        yield flight.popleft().item, result
            except Exception as error:
                if not _is_killed(error):
                    raise
        for flying in list(flight):  # a worker died: which item killed it is found one by one
            flight.popleft()
            yield flying.item, _alone(work, flying.item, engine)


@dataclass(slots=True)
class _Flying(Generic[Item, Result]):
    item: Item
    future: Future[Result] | None = None

    def result(self) -> Result:
        if self.future is None:
            raise BrokenExecutor
        return self.future.result()


def _alone(work: Callable[[Item], Result], item: Item, engine: Engine) -> Result | WorkerKilledError:
    for _ in range(_ALONE):
        with _opened(engine) as executor:
            try:
                result: Result = executor.submit(work, item).result()
                return result
            except Exception as error:
                if not _is_killed(error):
                    raise
    return WorkerKilledError("its worker was killed each time it was tried")


@contextmanager
def _opened(engine: Engine) -> Iterator[Executor]:
    executor = engine.open()
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _is_killed(error: Exception) -> bool:
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def _end_with_parent() -> None:
    """Let a worker end when the process that started it was killed: nobody else would tell it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was called
    if not hasattr(signal, "setitimer"):
        return
    parent = os.getppid()

    def look(_signal: int, _frame: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)


def _cluster(address: str) -> Engine:
    try:
        import distributed
    except ImportError:
        raise ClusterError("a cluster needs one more library: pip install 'gongxing[cluster]'") from None
    scheme, _, rest = address.rpartition("://")
    host = rest.rpartition(":")[0].strip("[]")
    if scheme not in ("tls", "inproc", "wss") and not is_loopback(host):
        raise ClusterError(
            f"{address}: a scheduler runs whatever it is sent, so one that others can reach must use TLS "
            "(tls://host:port); without it only this machine's own address is taken (tcp://127.0.0.1:8786)"
        )
    try:
        if scheme == "tcp":  # told at once, where the client would try for long
            socket.create_connection((host, int(rest.rpartition(":")[2])), 3).close()
        client: Any = distributed.Client(address, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"{address}: no Dask scheduler answers ({type(error).__name__}); start one with dask scheduler, or check "
            "the address"
        ) from error
    workers = max(sum(client.nthreads().values()), 1)
    return Engine(lambda: _Lent(client.get_executor(retries=2, pure=False)), workers)


def is_loopback(host: str) -> bool:
    """Tell whether a name or an address is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Lent(Executor):
    """A cluster's executor: ``cancel_futures`` is unknown to it, and the cluster outlives it."""

    def __init__(self, executor: Any) -> None:
        self._executor = executor

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give the executor back."""
        self._executor.shutdown(wait=wait)
