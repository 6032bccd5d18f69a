"""A text that is another one after every write to a library and after nothing else, so that what was made is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from gongxing.library.connection import explained

if TYPE_CHECKING:
    from sqlalchemy import Engine


def stamp_of(engine: Engine) -> str:
    """Return a text that is another one after every write to the library; it is cheap whatever the library's size.

    On SQLite it tells the state of the file and of its log. On PostgreSQL it names the last transaction that wrote:
    each one that does writes the row of the schema's revision too (see ``connection.writing``), so that row's ``xmin``
    changes when it is kept, not when it is taken back, and not with what other databases of the server do.

    Raises
    ------
    LibraryError
        The database cannot be reached.
    """
    if engine.dialect.name == "sqlite":
        return _state_of(Path(str(engine.url.database)))
    with explained(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        table, transaction = connection.execute(_LAST).one()
    return f"{table:x}-{transaction}"


_LAST = text("SELECT CAST(tableoid AS bigint), CAST(xmin AS text) FROM alembic_version")


def _state_of(place: Path) -> str:
    parts = []
    for path in (place, place.with_name(f"{place.name}-wal")):
        try:
            state = path.stat()
        except OSError:
            continue
        parts.append(f"{state.st_ino:x}-{state.st_size:x}-{state.st_mtime_ns:x}")
    return "/".join(parts)
