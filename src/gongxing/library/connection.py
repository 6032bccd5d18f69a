"""Opening a database: SQLite (WAL, strict tables) in a file or PostgreSQL by a URL, with the same code above it."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError

from gongxing.engines.executors import is_loopback
from gongxing.library.errors import LibraryError, TooSlowError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

_WAIT = 30  # seconds that a writer waits for another
_LARGEST_LOG = 32 << 20  # bytes of SQLite's write-ahead log, above which a writer waits for slow readers
READING = 60.0  # seconds that one question may take


def is_url(place: str) -> bool:
    """Tell whether a place is a PostgreSQL URL rather than a file."""
    return place.startswith(("postgresql://", "postgres://", "postgresql+psycopg://"))


def engine_of(place: str) -> Engine:
    """Return an engine for a file or a URL; nothing is opened yet.

    Raises
    ------
    LibraryError
        The URL is not understood.
    """
    if not is_url(place):
        path = Path(place).absolute()
        engine = create_engine(f"sqlite:///{path}", creator=lambda: connect_sqlite(path))
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    address = "postgresql+psycopg://" + place.partition("://")[2]
    try:
        url = make_url(address)
        options = {"connect_timeout": _WAIT, **_encryption(url)}
        engine = create_engine(url, connect_args=options, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LibraryError(
            f"the address of the database is not understood ({error}); write it as postgresql://user@host/database"
        ) from error
    return engine


def _encryption(url: URL) -> dict[str, str]:
    """Return what makes a connection to another machine encrypted; what stays on this one needs nothing.

    Raises
    ------
    LibraryError
        The address asks for a connection that others could read.
    """
    said = [str(url.query[name]) for name in ("hostaddr", "host") if name in url.query][:1] or [url.host or ""]
    if all(not host or host.startswith("/") or is_loopback(host) for host in said[0].split(",")):
        return {}
    mode = str(url.query.get("sslmode") or os.environ.get("PGSSLMODE") or "")
    if mode in ("disable", "allow", "prefer"):
        raise LibraryError(
            f"{url.render_as_string(hide_password=True).replace('+psycopg', '')}: what goes to another machine must be "
            f"encrypted, and sslmode={mode} may not be; write sslmode=require or verify-full, or reach it through a "
            "tunnel at 127.0.0.1"
        )
    return {} if mode else {"sslmode": "require"}


def connect_sqlite(path: Path) -> sqlite3.Connection:
    """Open a SQLite file; one in a folder that may only be read is opened for reading, so that it can be asked.

    SQLite reads a file with a write-ahead log there only where the log's index lies beside it, or where nobody has
    the file open: then there is no log, and it is read as a file that does not change.
    """
    if not os.path.exists(path) or os.access(path.parent, os.W_OK):  # noqa: PTH110  it asks without complaint
        return sqlite3.connect(path, timeout=_WAIT, check_same_thread=False)
    log = Path(f"{path}-wal")
    alone = not (log.exists() and log.stat().st_size)
    uri = f"file:{quote(str(path))}?mode=ro{'&immutable=1' if alone else ''}"
    return sqlite3.connect(uri, uri=True, timeout=_WAIT, check_same_thread=False)


def place_of(engine: Engine) -> str:
    """Return what to call a database in messages: its file, or its URL without the password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.render_as_string(hide_password=True).replace("+psycopg", "")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where the code says so
    cursor = connection.cursor()
    _keep_log(cursor)
    for pragma in (
        "foreign_keys = ON",
        "synchronous = FULL",
        f"journal_size_limit = {_LARGEST_LOG}",
        "cache_size = -65536",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_log(cursor: Any) -> None:
    """Have a file keep a write-ahead log; where others make it do so now, SQLite refuses at once instead of waiting."""
    late = time.monotonic() + _WAIT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > late:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open one transaction that writes; all of it is kept, or nothing. One writer waits for another, on each database.

    Raises
    ------
    LibraryError
        The database refuses: full, read-only, damaged, locked, gone.
    """
    with explained(engine):
        with engine.execution_options(writes=True).begin() as connection:
            if engine.dialect.name != "sqlite":
                connection.execute(_ALONE)
            yield connection
            if engine.dialect.name != "sqlite":
                connection.execute(_MARK)
        _bound_log(engine)


# Numbers of facts, reposts and tallies follow from what was written before: PostgreSQL's writers wait as SQLite's do.
# The lock is this database's and ends with the transaction, the process or the connection.
_ALONE = text(
    f"SELECT set_config('lock_timeout', '{_WAIT}s', true), pg_advisory_xact_lock(hashtext('gongxing writes'))"
)
# What wrote last, for ``stamp_of``: the row of the schema's revision is written with whatever else was written.
_MARK = text("UPDATE alembic_version SET version_num = version_num WHERE pg_current_xact_id_if_assigned() IS NOT NULL")


@contextmanager
def reading(engine: Engine, seconds: float | None = None) -> Iterator[Connection]:
    """Open one transaction that reads a state of the library, and ends after some seconds whatever it does.

    Where ``seconds`` is not given, the engine's execution option ``reading_seconds`` says, else ``READING``.

    A reader that never ends would let SQLite's log grow without bound.
    """
    seconds = seconds or engine.get_execution_options().get("reading_seconds", READING)
    with explained(engine, seconds), engine.begin() as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            connection.execute(_SETTINGS, {"milliseconds": str(int(seconds * 1000))})
            yield connection
            return
        driver: Any = connection.connection.driver_connection
        late = time.monotonic() + seconds
        driver.set_progress_handler(lambda: time.monotonic() > late, 100_000)
        try:
            yield connection
        finally:
            driver.set_progress_handler(None, 0)


# Finds of a frequent word fit into this memory; to compile a question takes longer than most take.
_SETTINGS = text(
    "SELECT set_config('statement_timeout', :milliseconds, true), set_config('work_mem', '32MB', true), "
    "set_config('jit', 'off', true)"
)


@contextmanager
def explained(engine: Engine, seconds: float = READING) -> Iterator[None]:
    """Turn a database's refusal into one sentence that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise _refusal(engine, _explanation(error, seconds), seconds) from error
    except sqlite3.Error as error:
        raise _refusal(engine, _explanation_of(str(error), seconds), seconds) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:  # what was written as text and JSON is neither now
        raise LibraryError(f"{place_of(engine)}: {DAMAGED}") from error


def _refusal(engine: Engine, words: str, seconds: float) -> LibraryError:
    said = f"{place_of(engine)}: {words}"
    return TooSlowError(said, seconds) if words == _SLOW.format(seconds=seconds) else LibraryError(said)


def _explanation(error: DBAPIError, seconds: float) -> str:
    words = " ".join(str(error.orig).split())
    if isinstance(error, OperationalError | DatabaseError):
        return _explanation_of(words, seconds)
    return f"the database refused ({words})"


FULL = "the disk is full; make room and run the same command again: nothing that was kept is lost"
_SLOW = "the question took more than {seconds:g} seconds and was stopped; ask for less (a region, a kind)"
DAMAGED = "this library is damaged; restore a backup with gongxing restore"
# What a database says, and what that means to a person.
_MEANINGS = (
    ("file is not a database", "this file is no library (it is of another kind or damaged); name another file, or "
     "restore a backup with gongxing restore"),
    *((words, DAMAGED) for words in ("malformed", "unsupported file format", "disk image", "Could not decode",
                                     "vtable constructor failed", "corrupt")),
    ("is full", FULL),
    ("No space left", FULL),
    ("disk I/O error", "the disk refuses to be written (it may be full); make room and run the same command again: "
     "nothing that was kept is lost"),
    ("readonly", "the library or its folder may only be read; change its permissions or name another with --library"),
    ("read-only", "the library may only be read; ask for the right to write, or name another with --library"),
    ("permission denied", "you may not do this in the database; ask its owner for the right"),
    ("unable to open database file", "the library cannot be opened; its folder is missing or may only be read"),
    ("locked", "another program is writing to the library and does not end; try again when it has"),
    ("lock timeout", "another program is writing to the library and does not end; try again when it has"),
    ("interrupted", _SLOW),
    ("statement timeout", _SLOW),
    ("connection failed", "the database cannot be reached ({words}); check the address and that it runs"),
    ("could not", "the database cannot be reached ({words}); check the address and that it runs"),
)  # fmt: skip


def _explanation_of(words: str, seconds: float) -> str:
    for said, meaning in _MEANINGS:
        if said.lower() in words.lower():
            return meaning.format(seconds=seconds, words=words)
    return f"the database refused ({words})"


def _bound_log(engine: Engine) -> None:
    """Keep SQLite's log short: once it is long, wait for the readers that hold it, then begin it anew.

    Every reader ends within its time. Where one does not (its program hangs), the writer goes on and waits again only
    when the log has grown as much once more.
    """
    if engine.dialect.name != "sqlite":
        return
    try:
        size = Path(f"{engine.url.database}-wal").stat().st_size
    except OSError:
        return
    if size < _LARGEST_LOG + _held_up.get(engine, 0):
        return
    _held_up[engine] = 0 if _begin_log(engine) else size


_held_up: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()  # the log's size where a reader did not end


def _begin_log(engine: Engine) -> bool:
    """Begin SQLite's log anew when every reader that needs what is in it has ended; tell whether that came to pass.

    A checkpoint that waits by itself waits for a place among the readers, which the next reader may take at once: it
    may wait for ever. One that does not wait is tried until all of the log is in the file; from then on new readers
    need it no more, and those that do end one after the other.
    """
    late = time.monotonic() + READING + 5
    connection = engine.raw_connection()
    try:
        while time.monotonic() < late:
            _, written, copied = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if written == copied:
                connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
                busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return True
            time.sleep(0.02)
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {1000 * _WAIT}")
        connection.close()


_PATIENCE = 2_000  # milliseconds that one try waits for readers
