"""A library in one file: every table as lines of JSON, every original, and a manifest of their hashes.

The file is the same for both databases: what SQLite wrote PostgreSQL can restore, and the other way round. The indices
of words are not in it; they are built anew.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import MetaData, Table, func, insert, select, text, update

from gongxing.library.blobs import Blobs, digest
from gongxing.library.clock import now
from gongxing.library.connection import connect_sqlite, engine_of, explained, is_url, place_of, reading, writing
from gongxing.library.errors import LibraryError
from gongxing.library.library import Library, default_files
from gongxing.library.migration import migrate, newest, rebuild
from gongxing.library.schema import SECRET, TABLES, document, edit, fact, frontier, scenario
from gongxing.library.upkeep import keep_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

_MANIFEST = "manifest.json"
_FORMAT = 1
_HOURS = 6 * 3600.0  # seconds that a backup may read
_ROWS = 2_000  # at once


@dataclass(frozen=True, slots=True)
class BackupReport:
    """How much went into a backup or came out of it."""

    documents: int
    facts: int
    edits: int
    originals: int


def back_up(library: Library, target: Path, advance: Callable[[], object] = lambda: None) -> BackupReport:
    """Write a library to a file, as it stands at one moment, while others go on writing.

    Raises
    ------
    LibraryError
        The file cannot be written, or an original is gone or was changed on disk.
    """
    if not target.absolute().parent.is_dir():
        raise LibraryError(f"{target}: the backup cannot be written (its folder does not exist); make it first")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with (
            _snapshot(library, unfinished) as engine,
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            report = _write(library, engine, archive, advance)
        unfinished.replace(target)
    except OSError as error:
        raise LibraryError(f"{target}: the backup cannot be written ({error.strerror or error})") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return report


@contextmanager
def _snapshot(library: Library, beside: Path) -> Iterator[Engine]:
    """Yield an engine on a state that does not change: a copy of a SQLite file, so that its log need not wait."""
    if library.engine.dialect.name != "sqlite":
        yield library.engine
        return
    copied = beside.with_name(f"{beside.name}.db")
    try:
        copied.touch()  # that a folder cannot be written is said of the backup
        with explained(library.engine):
            source, target = connect_sqlite(Path(str(library.engine.url.database))), sqlite3.connect(copied)
            try:
                source.backup(target)
            except sqlite3.OperationalError as error:
                if any(words in str(error) for words in ("full", "I/O")):  # the backup's disk, which may be another one
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
                raise
            finally:
                source.close()
                target.close()
        engine = engine_of(str(copied))
        try:
            yield engine
        except LibraryError as error:  # a copy of damaged pages: what is damaged is the library
            raise LibraryError(str(error).replace(place_of(engine), place_of(library.engine))) from error
        finally:
            engine.dispose()
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{copied}{suffix}").unlink(missing_ok=True)


def _write(library: Library, engine: Engine, archive: zipfile.ZipFile, advance: Callable[[], object]) -> BackupReport:
    hashes: dict[str, str] = {}
    counts: dict[str, int] = {}
    with reading(engine, _HOURS) as connection:
        for table in TABLES:
            if table in SECRET:
                continue
            name = f"tables/{table.name}.jsonl"
            hashes[name], counts[table.name] = _write_table(connection, table, archive, name)
        originals = _originals(connection)
    for sha256 in originals:
        data = library.blobs.get(sha256)  # checked by its hash
        archive.writestr(f"files/{sha256}", data)
        hashes[f"files/{sha256}"] = sha256
        advance()
    manifest = {"format": _FORMAT, "schema": newest(), "made": now(), "rows": counts, "sha256": hashes}
    archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return BackupReport(counts[document.name], counts[fact.name], counts[edit.name], len(originals))


def _originals(connection: Connection) -> list[str]:
    """Return the hashes of the documents, of what budgets found and of the tables that scenarios name, sorted."""
    found = {sha256 for of in (document, frontier) for sha256 in connection.execute(select(of.c.sha256)).scalars()}
    for files in connection.execute(select(scenario.c.files)).scalars():
        found.update(json.loads(files).values())
    return sorted(found)


def _write_table(connection: Connection, table: Table, archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    digest_of_all, count = hashlib.sha256(), 0
    order = list(table.primary_key.columns)
    with archive.open(name, "w", force_zip64=True) as member:
        result = connection.execution_options(yield_per=_ROWS).execute(select(table).order_by(*order))
        for row in result.mappings():
            line = (json.dumps(dict(row), ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
            digest_of_all.update(line)
            member.write(line)
            count += 1
    return digest_of_all.hexdigest(), count


def restore(
    backup: Path, place: str, files: Path | None = None, advance: Callable[[], object] = lambda: None
) -> BackupReport:
    """Make a library from a backup, after every hash was checked; nothing is made where one is wrong.

    Raises
    ------
    LibraryError
        The backup is damaged or of a newer release, or a library is at the place already.
    """
    with _opened(backup) as archive:
        manifest = _checked(archive, backup)
        blobs = Blobs(files or default_files(place))
        if is_url(place):
            return _fill(engine_of(place), archive, manifest, blobs, advance)
        path = Path(place)
        if path.exists():
            raise LibraryError(f"{path}: there is a library already; name a new file to restore to with --library")
        unfinished = path.with_name(f".{path.name}.unfinished")
        try:
            engine = engine_of(str(unfinished))
            report = _fill(engine, archive, manifest, blobs, advance)
            unfinished.replace(path)
            return report
        except OSError as error:
            raise LibraryError(f"{path}: it cannot be written ({error.strerror or error})") from error
        except LibraryError as error:  # said of the file that is made first
            raise LibraryError(str(error).replace(str(unfinished.absolute()), str(path))) from error
        finally:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{unfinished}{suffix}").unlink(missing_ok=True)


@contextmanager
def _opened(backup: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(backup) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise LibraryError(f"{backup}: this backup is damaged ({error}); take another one") from error
    except FileNotFoundError:
        raise LibraryError(f"{backup}: there is no such file") from None
    except OSError as error:
        raise LibraryError(f"{backup}: it cannot be read ({error.strerror or error})") from error


def _checked(archive: zipfile.ZipFile, backup: Path) -> dict[str, Any]:
    """Return the manifest after everything that it names was found unchanged."""
    try:
        manifest = json.loads(archive.read(_MANIFEST))
        hashes: dict[str, str] = manifest["sha256"]
        schema, version = str(manifest["schema"]), int(manifest["format"])
        tables = set(manifest["rows"])
    except (KeyError, ValueError, TypeError) as error:
        raise LibraryError(f"{backup}: this is no backup of a library (it has no manifest)") from error
    if version > _FORMAT or schema > newest():
        raise LibraryError(f"{backup}: this backup was made by a newer release of Gongxing; install that one first")
    there = set(archive.namelist()) - {_MANIFEST}
    missing = sorted({*hashes, *(f"tables/{name}.jsonl" for name in tables)} - there)
    if missing:
        raise LibraryError(f"{backup}: this backup is damaged: {len(missing)} parts are missing, first {missing[0]}")
    for name, expected in hashes.items():
        found = hashlib.sha256()
        with archive.open(name) as member:
            while block := member.read(1 << 20):
                found.update(block)
        if found.hexdigest() != expected:
            raise LibraryError(f"{backup}: this backup is damaged: {name} was changed; take another one")
    return dict(manifest)


def _fill(
    engine: Engine, archive: zipfile.ZipFile, manifest: dict[str, Any], blobs: Blobs, advance: Callable[[], object]
) -> BackupReport:
    try:
        migrate(engine, manifest["schema"])
        with reading(engine) as connection:
            if connection.execute(select(func.count()).select_from(document)).scalar():
                raise LibraryError(
                    f"{place_of(engine)}: there is a library with documents already; name an empty database"
                )
        originals = [name for name in manifest["sha256"] if name.startswith("files/")]
        for name in originals:
            data = archive.read(name)
            if digest(data) != blobs.put(data):
                raise AssertionError("a blob is named by its hash")
            advance()
        with writing(engine) as connection:
            counts = _insert_tables(connection, archive, set(manifest["rows"]))
        migrate(engine)
        with writing(engine) as connection:
            rebuild(connection)
        keep_up(engine, counts[document.name], counts[document.name])
    finally:
        engine.dispose()
    return BackupReport(counts[document.name], counts[fact.name], counts[edit.name], len(originals))


def _insert_tables(connection: Connection, archive: zipfile.ZipFile, names: set[str]) -> dict[str, int]:
    """Insert the rows as the schema of the backup has them; ``names`` are its tables."""
    metadata = MetaData()
    tables = [table for table in TABLES if table.name in names]
    metadata.reflect(connection, only=[table.name for table in tables])
    counts = {}
    for known in tables:
        table = metadata.tables[known.name]
        later: list[dict[str, Any]] = []
        counts[known.name] = 0
        with archive.open(f"tables/{known.name}.jsonl") as member:
            for rows in _batches(member):
                counts[known.name] += len(rows)
                if known is document:  # a copy may come before what it is a copy of
                    later += [{"row": r["id"], "to": r["same_as"]} for r in rows if r["same_as"] is not None]
                alone = [{**row, "same_as": None} for row in rows] if known is document else rows
                connection.execute(insert(table), alone)
        for link in later:
            connection.execute(update(table).where(table.c.id == link["row"]).values(same_as=link["to"]))
        if connection.dialect.name == "postgresql" and "id" in table.c:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{known.name}', 'id'), max(id)) FROM {known.name} "
                    "HAVING max(id) IS NOT NULL"
                )
            )
    return counts


def _batches(member: IO[bytes]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    for line in member:
        rows.append(json.loads(line))
        if len(rows) >= _ROWS:
            yield rows
            rows = []
    if rows:
        yield rows
