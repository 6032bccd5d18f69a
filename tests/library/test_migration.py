"""Migrations make the tables that the code speaks to."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from gongxing.library import Library
from gongxing.library.migration import newest, revision_of
from gongxing.library.schema import metadata

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
