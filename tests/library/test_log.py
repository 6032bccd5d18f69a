"""SQLite's write-ahead log stays short while somebody reads, and what is written meanwhile is all there."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from gongxing.library import Library, LibraryError, connection
from gongxing.library.connection import reading, writing
from gongxing.library.schema import edit

LONG = "长" * 30_000  # some 90 kB


def write(library: Library, number: int) -> None:
    with writing(library.engine) as target:
        values = {"at": "", "who": "林", "action": "accept", "sha256": f"{number}", "content": LONG}
        target.execute(insert(edit).values(values))


def test_the_log_is_bounded_while_readers_ask_questions_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_LARGEST_LOG", 1 << 20)
    with Library(tmp_path / "library.db") as library:
        log, longest, writing_on = tmp_path / "library.db-wal", 0, True
        write(library, 0)
        endless = text("SELECT count(*) FROM edit a, edit b, edit c, edit d, edit e, edit f WHERE a.id + b.id < c.id")

        def read() -> None:
            while writing_on:
                with suppress(LibraryError), reading(library.engine, 0.3) as source:
                    source.execute(endless)

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for number in range(1, 60):  # five times the log's bound
            write(library, number)
            longest = max(longest, log.stat().st_size)
        writing_on = False
        for reader in readers:
            reader.join()
        assert longest < 2 << 20
        with reading(library.engine) as source:
            assert source.execute(select(edit.c.sha256).order_by(edit.c.id)).scalars().all() == [
                f"{number}" for number in range(60)
            ]


def test_a_reader_that_hangs_stops_no_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_LARGEST_LOG", 1 << 20)
    monkeypatch.setattr(connection, "READING", -4.8)  # seconds that a writer waits, less five
    with Library(tmp_path / "library.db") as library:
        write(library, 0)
        with reading(library.engine) as source:
            assert len(source.execute(select(edit)).all()) == 1
            for number in range(1, 40):
                write(library, number)
            assert len(source.execute(select(edit)).all()) == 1  # what it saw when it began
        for number in range(40, 60):
            write(library, number)
        assert (tmp_path / "library.db-wal").stat().st_size < 4 << 20
        with reading(library.engine) as source:
            assert len(source.execute(select(edit)).all()) == 60
