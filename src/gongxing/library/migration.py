"""Bringing a database to the schema of this release, with a copy set aside first; a newer one is refused."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, inspect, select, update

from gongxing.library.connection import explained, place_of, writing
from gongxing.library.entries import document_entry
from gongxing.library.errors import LibraryError
from gongxing.library.schema import document
from gongxing.library.watching import unseen

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from sqlalchemy import Connection, Engine

    from gongxing.library.watching import Watch

_SCRIPTS = Path(__file__).with_name("migrations")
_DERIVED = "0004"  # the revision from which on what is derived stands as ``rebuild`` makes it
_PAIRED = "0005"  # the revision from which on PostgreSQL's indices hold pairs of words


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def newest() -> str:
    """Return the revision of this release's schema; the migrations' names sort in their order."""
    return max(path.stem.removeprefix("revision_") for path in (_SCRIPTS / "versions").glob("revision_*.py"))


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database's schema, ``None`` where it has none yet.

    Raises
    ------
    LibraryError
        The database holds tables, and they are no library's.
    """
    names = set(inspect(connection).get_table_names())
    if "alembic_version" in names:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found is not None:
            return str(found)
    if names - {"alembic_version"}:
        raise LibraryError(
            f"{place_of(connection.engine)}: this database belongs to another program (it has the table "
            f"{min(names - {'alembic_version'})}); name another with --library"
        )
    return None


def migrate(engine: Engine, revision: str = "head", watch: Watch = unseen) -> None:
    """Bring a database to a revision; nothing is done where it is there already.

    It is one transaction: stopped at any moment, the library is as it was, and the next one begins anew. ``watch`` sees
    the documents whose words are put into the index anew.

    Raises
    ------
    LibraryError
        The schema is of a newer release, or the database cannot be written.
    """
    with explained(engine), engine.connect() as connection:
        now = revision_of(connection)
    target = newest() if revision == "head" else revision
    if now == target:
        return
    known = {script.revision for script in _scripts().walk_revisions()}
    if now is not None and now not in known:
        raise LibraryError(
            f"{place_of(engine)}: this library was written by a newer release of Gongxing (schema {now}; this one "
            f"knows up to {newest()}); install the newer release: pip install --upgrade gongxing"
        )
    if now is not None:
        _set_aside(engine, now)
    from alembic import command

    with writing(engine) as connection:
        if (now := revision_of(connection)) == target:  # another program brought it there meanwhile
            return
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if now is not None and now < _DERIVED <= target:
            rebuild(connection, watch)
        elif now is not None and now < _PAIRED <= target and engine.dialect.name != "sqlite":
            from gongxing.library.indexing import rebuild_index

            rebuild_index(connection, watch)


def rebuild(connection: Connection, watch: Watch = unseen) -> None:
    """Make everything anew that follows from the tables: places in the index, the index itself, the tallies."""
    from gongxing.library.indexing import rebuild_index
    from gongxing.library.tallies import rebuild_tallies

    rows = connection.execute(select(document.c.id, document.c.published)).all()
    places = [{"number": row.id, "place": document_entry(row.published, row.id)} for row in rows]
    if places:
        statement = update(document).where(document.c.id == bindparam("number")).values(entry=bindparam("place"))
        connection.execute(statement, places)
    rebuild_index(connection, watch)
    rebuild_tallies(connection, watch)


def _set_aside(engine: Engine, revision: str) -> None:
    """Copy a SQLite library before it changes; a server's owner backs it up."""
    if engine.dialect.name != "sqlite":
        return
    place = str(engine.url.database)
    aside = f"{place}.schema-{revision}"
    unfinished = f"{aside}.unfinished"
    source, target = sqlite3.connect(place), sqlite3.connect(unfinished)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    Path(unfinished).replace(aside)
    with contextlib.suppress(OSError):
        Path(f"{unfinished}-journal").unlink()
