"""Migrations make the tables that the code speaks to."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from made_library import check_whole, dump, plan, write_plans
from sqlalchemy import MetaData, insert, inspect, select

from gongxing.library import Library
from gongxing.library.backup import back_up, restore
from gongxing.library.connection import engine_of
from gongxing.library.migration import migrate, newest, revision_of
from gongxing.library.schema import document, metadata
from gongxing.library.watching import Watch

INDEX_TABLES = ("passage_words", "fact_words")


def test_migrated_tables_are_those_of_the_code(library: Library) -> None:
    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return kind not in ("table", "index") or not (name or "").startswith(INDEX_TABLES)

    with library.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": False})
        assert compare_metadata(context, metadata) == []
        assert revision_of(connection) == newest()


def test_tables_are_strict_on_sqlite(tmp_path: Path) -> None:
    with Library(tmp_path / "library.db") as library, library.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").all()
        strict = {name for name, is_strict in rows if is_strict}
        assert strict == {table.name for table in metadata.sorted_tables}
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_opening_again_changes_nothing(library: Library, place: str, tmp_path: Path) -> None:
    with Library(place, tmp_path / "files") as again:
        assert again.status().documents == 0


def test_a_library_of_the_first_schema_is_brought_here_with_a_copy_aside(tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 2)
    with Library(tmp_path / "new.db", tmp_path / "files") as library:
        library.ingest([tmp_path / "in"])
        library.reject(3, who="林")
        expected = dump(library)
        back_up(library, tmp_path / "kept.zip")
    old = _as_first(tmp_path / "kept.zip")
    migrate(engine_of(str(tmp_path / "library.db")), "0001")
    with zipfile.ZipFile(old) as archive:
        names = {Path(name).stem for name in archive.namelist() if name.startswith("tables/")}
    with sqlite3.connect(tmp_path / "library.db") as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert names <= tables
        assert "scenario" not in tables
    with Library(tmp_path / "library.db", tmp_path / "files") as library:
        assert library.save_brief("四川", title="题", language="zh", outline="", who="林").version == 1
    assert (tmp_path / "library.db.schema-0001").exists()
    restore(old, str(tmp_path / "again.db"), tmp_path / "files")
    with Library(tmp_path / "again.db", tmp_path / "files") as again:
        check_whole(again)
        assert dump(again) == expected


def _as_first(backup: Path) -> Path:
    """Return a backup as the release of the first schema wrote it: without the tables and columns that came later."""
    target = backup.with_name("first.zip")
    with zipfile.ZipFile(backup) as archive, zipfile.ZipFile(target, "w") as written:
        manifest = json.loads(archive.read("manifest.json"))
        later = [name for name in manifest["rows"] if name not in FIRST]
        manifest["schema"] = "0001"
        manifest["rows"] = {name: count for name, count in manifest["rows"].items() if name in FIRST}
        for name in later:
            del manifest["sha256"][f"tables/{name}.jsonl"]
        for member in archive.namelist():
            if member in manifest["sha256"]:
                data = archive.read(member)
                if member == "tables/document.jsonl":
                    rows = [json.loads(line) for line in data.decode().splitlines()]
                    kept = [{name: row[name] for name in row if name not in ("publisher", "entry")} for row in rows]
                    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept).encode()
                    manifest["sha256"][member] = hashlib.sha256(data).hexdigest()
                written.writestr(member, data)
        written.writestr("manifest.json", json.dumps(manifest))
    return target


FIRST = {"article", "copy", "document", "edit", "fact", "observation", "part", "passage", "region", "sketch"}


@pytest.fixture
def filled(library: Library, tmp_path: Path) -> Library:
    """Documents, a repost and what people said of facts."""
    write_plans(tmp_path / "in", 4)
    (tmp_path / "in" / "copy.txt").write_text("转载\n" + plan("成都", 2026, 1), "utf-8")
    library.ingest([tmp_path / "in"])
    library.reject(3, who="林")
    library.correct(5, who="林", region="德阳", period="2024-Q1")
    return library


def first_release(kind: str, library: Library, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Put the rows of a library into the first release's tables; return where they are."""
    make: Callable[[], str] = (
        request.getfixturevalue("postgresql") if kind == "postgresql" else lambda: str(tmp_path / "first.db")
    )
    place = make()
    engine = engine_of(place)
    migrate(engine, "0001")
    first = MetaData()
    first.reflect(engine)
    with library.engine.connect() as source, engine.begin() as target:
        for known in metadata.sorted_tables:
            if known.name in first.tables:
                there = first.tables[known.name]
                columns = [column for column in known.c if column.name in there.c]
                rows = source.execute(select(*columns).order_by(*known.primary_key.columns)).mappings().all()
                if rows:
                    target.execute(insert(there), [dict(row) for row in rows])
    engine.dispose()
    return place


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_library_of_the_first_release_is_brought_here(
    kind: str, filled: Library, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The rows of a library, put into the first release's tables, give the same library once it is opened."""
    place, seen = first_release(kind, filled, tmp_path, request), list[int]()
    with Library(place, filled.blobs.folder, watch=watching(seen.append)) as again:
        assert seen == [0, *range(1, 5), 0, *range(1, 6)], (
            "four documents in the index, five with the copy in the tallies"
        )
        assert dump(again) == dump(filled)
        check_whole(again)
        held = select(document.c.publisher, document.c.entry).order_by(document.c.id)
        with again.engine.connect() as one, filled.engine.connect() as other:
            assert one.execute(held).all() == other.execute(held).all()
        assert again.search("氢能").counts == filled.search("氢能").counts
        assert again.status().facts == filled.status().facts


def watching(note: Callable[[int], object]) -> Watch:
    """Note 0 when something begins, then the number of each step."""

    @contextmanager
    def watch(steps: int) -> Iterator[Callable[[], object]]:
        note(0)
        numbers = iter(range(1, steps + 1))
        yield lambda: note(next(numbers))

    return watch


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork to kill")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_upgrade_that_is_killed_leaves_the_library_as_it_was(
    kind: str, filled: Library, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = first_release(kind, filled, tmp_path, request)
    for moment in (0, 2, 4):
        child = os.fork()
        if not child:

            def die(step: int, moment: int = moment) -> None:
                if step == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

            try:
                Library(place, filled.blobs.folder, watch=watching(die))
            finally:
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        engine = engine_of(place)
        with engine.connect() as connection:
            assert revision_of(connection) == "0001"
            assert "mention" not in inspect(connection).get_table_names()
        engine.dispose()
    with Library(place, filled.blobs.folder) as again:
        assert dump(again) == dump(filled)
        check_whole(again)
