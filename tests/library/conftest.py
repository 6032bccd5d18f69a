"""Libraries on both databases: a SQLite file, and a database of a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongxing.library import Library


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
