"""The ledger of an ingest: one part for each source, so that a stopped ingest goes on and a failure is remembered."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, insert, select, update

from gongxing.library.clock import now
from gongxing.library.running import runs
from gongxing.library.schema import part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

ATTEMPTS = 3  # times that a source may stop the whole program before it is set apart
_AT_ONCE = 500


class Failure(NamedTuple):
    """A source that could not be read, and why."""

    source: str
    reason: str


def open_parts(connection: Connection, sources: Iterable[str]) -> None:
    """Enter sources as waiting; one that failed is tried again, and its attempts count anew."""
    names = list(sources)
    for begin in range(0, len(names), _AT_ONCE):
        batch = names[begin : begin + _AT_ONCE]
        query = select(part.c.source, part.c.state).where(part.c.source.in_(batch))
        known = dict(connection.execute(query).all())
        fresh = [name for name in batch if name not in known]
        again = [name for name in batch if known.get(name) in ("done", "failed")]
        if fresh:
            connection.execute(insert(part), [
                {"source": name, "state": "waiting", "attempts": 0, "changed": now()} for name in fresh
            ])  # fmt: skip
        if again:
            connection.execute(
                update(part).where(part.c.source.in_(again)).values(state="waiting", attempts=0, changed=now())
            )


def begin(connection: Connection, source: str, sha256: str) -> int:
    """Mark a part as running; return how many times it was tried, this time included.

    What another program of this machine reads at this moment has not stopped that one: it is no try more.
    """
    there = connection.execute(
        select(part.c.state, part.c.host, part.c.attempts).where(part.c.source == source)
    ).first()
    attempts = 1 if there is None else there.attempts + (there.state != "running" or not _is_read(there.host or ""))
    values = {"state": "running", "sha256": sha256, "host": f"{platform.node()}:{os.getpid()}", "changed": now()}
    connection.execute(update(part).where(part.c.source == source).values(attempts=attempts, **values))
    return attempts


def _is_read(host: str) -> bool:
    node, _, process = host.rpartition(":")
    return node == platform.node() and process.isdigit() and int(process) != os.getpid() and runs(int(process))


def release(connection: Connection, sources: Iterable[str]) -> None:
    """Mark parts that are running as waiting: the program ends in good order, and none of them is to blame."""
    names = list(sources)
    for first in range(0, len(names), _AT_ONCE):
        mine = part.c.source.in_(names[first : first + _AT_ONCE])
        connection.execute(update(part).where(mine, part.c.state == "running").values(state="waiting", attempts=0))


def done(connection: Connection, source: str, sha256: str) -> None:
    """Mark a part as done."""
    _set(connection, source, "done", sha256, None)


def failed(connection: Connection, source: str, reason: str, sha256: str | None = None) -> None:
    """Mark a part as failed, with the reason in one sentence."""
    _set(connection, source, "failed", sha256, reason)


def _set(connection: Connection, source: str, state: str, sha256: str | None, error: str | None) -> None:
    values = {"state": state, "sha256": sha256, "error": error, "changed": now()}
    connection.execute(update(part).where(part.c.source == source).values(values))


def counts(connection: Connection) -> dict[str, int]:
    """Return how many parts are waiting, running, done and failed."""
    query = select(part.c.state, func.count()).group_by(part.c.state)
    return dict(connection.execute(query).all())


def failures(connection: Connection) -> list[Failure]:
    """Return the parts that failed, by source."""
    query = select(part.c.source, part.c.error).where(part.c.state == "failed").order_by(part.c.source)
    return [Failure(source, reason) for source, reason in connection.execute(query)]


def failed_sources(connection: Connection) -> list[tuple[str, str | None]]:
    """Return the sources that failed, with the hash of their bytes where those were reached."""
    query = select(part.c.source, part.c.sha256).where(part.c.state == "failed").order_by(part.c.id)
    return [(source, sha256) for source, sha256 in connection.execute(query)]


def open_sources(connection: Connection) -> list[tuple[str, str | None]]:
    """Return the sources that were begun and not ended, which a stopped ingest left, with the hash of their bytes."""
    query = select(part.c.source, part.c.sha256).where(part.c.state.in_(("waiting", "running"))).order_by(part.c.id)
    return [(source, sha256) for source, sha256 in connection.execute(query)]
