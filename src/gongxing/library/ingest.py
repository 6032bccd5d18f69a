"""Reading sources into the library: a ledger of parts over an executor, whatever it runs on.

For each source: its bytes go into the blob store (temporary file, sync, rename), a worker reads them, then one
transaction keeps what was read together with the ledger's word that it is done. Killed at any moment, the next run goes
on with what is not done; nothing is lost and nothing is there twice.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gongxing.engines import Engine, WorkerKilledError, in_order
from gongxing.library import ledger
from gongxing.library.blobs import digest
from gongxing.library.connection import reading, writing
from gongxing.library.errors import LibraryError
from gongxing.library.ledger import Failure
from gongxing.library.preparation import TABLE_SUFFIXES, Job, Prepared, prepare, reading_version
from gongxing.library.schema import document
from gongxing.library.steps import reached
from gongxing.library.store import add_copy, find_document, store
from gongxing.library.upkeep import keep_up
from gongxing.reading import UnreadableDocumentError
from gongxing.reading.fetching import WebAddress, fetch, is_web_address
from gongxing.reading.packages import is_package, unpacked
from gongxing.reading.reader import check_file
from gongxing.reading.sources import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from gongxing.library.library import Library


@dataclass(slots=True)
class IngestReport:
    """What an ingest did. ``copies`` counts the documents among ``read`` that are mirrors or reposts of another."""

    read: int = 0
    known: int = 0
    copies: int = 0
    facts: int = 0
    observations: int = 0
    failures: list[Failure] = field(default_factory=list)


def ingest(
    library: Library,
    sources: Sequence[Source],
    engine: Engine,
    *,
    advance: Callable[[], object] = lambda: None,
    work: Callable[[Job], Prepared] = prepare,
) -> IngestReport:
    """Read sources into a library.

    Parameters
    ----------
    sources
        Paths, names with bytes, or addresses, fetched when their turn comes. A content that is there and was
        read by the rules of today is not read again.
    engine
        Where the reading runs.
    advance
        Called once for each source when it is done with.
    work
        What reads a source (a function that can be pickled).

    Raises
    ------
    LibraryError
        The database or the disk refuses: what was done is kept, and the same call goes on from there.
    """
    run = _Run(library, advance)
    library.blobs.sweep()
    with writing(library.engine) as connection:
        ledger.open_parts(connection, list(dict.fromkeys(map(_key, sources))))
    reached("ledger opened")

    def open_executor() -> Any:
        library.engine.dispose()  # a worker that is a fork must inherit no connection
        return engine.open()

    try:
        for job, prepared in in_order(work, run.jobs(sources), Engine(open_executor, engine.workers)):
            run.keep(job, prepared)
    except (Exception, KeyboardInterrupt):
        with suppress(LibraryError), writing(library.engine) as connection:
            ledger.release(connection, map(_key, sources))
        raise
    if run.report.read:
        keep_up(library.engine, run.report.read, library.count_documents())
    return run.report


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes that the blob store has, to be read (again); ``part`` is their name in the ledger where it has one."""

    name: str
    sha256: str
    part: str | None = None


Source = Path | tuple[str, bytes] | WebAddress | Original


def outdated(library: Library) -> list[Source]:
    """Return every document that older rules read."""
    with reading(library.engine) as connection:
        query = select(document.c.sha256, document.c.name).where(document.c.reading != reading_version())
        rows = connection.execute(query.order_by(document.c.id)).all()
    return [Original(row.name, row.sha256) for row in rows]


def left_open(library: Library) -> list[Source]:
    """Return the sources that a stopped ingest left; what came without a file is taken from the blob store."""
    with reading(library.engine) as connection:
        found = ledger.open_sources(connection)
        names = dict(connection.execute(select(document.c.sha256, document.c.name)).all()) if found else {}
    kept = set(library.blobs.hashes()) if any(sha256 for _, sha256 in found) else set()
    packages = [key for key, _ in found if is_package(key)]
    # What is inside a package that is to be opened again comes with it.
    return [
        _source_of(key, sha256 if sha256 in kept else None, names)
        for key, sha256 in found
        if not any(key.startswith(f"{package}/") for package in packages)
    ]


def failed_before(library: Library, keys: Sequence[str]) -> list[Source]:
    """Return those of some sources that failed and can be opened again: from the blob store, a file or an address."""
    with reading(library.engine) as connection:
        found = [one for one in ledger.failed_sources(connection) if one[0] in set(keys)]
    kept = set(library.blobs.hashes()) if any(sha256 for _, sha256 in found) else set()
    sources = [_source_of(key, sha256 if sha256 in kept else None, {}) for key, sha256 in found]
    return [one for one in sources if not isinstance(one, Path) or (one.is_absolute() and one.is_file())]


def _source_of(key: str, sha256: str | None, names: dict[str, str]) -> Source:
    if _AGAIN.fullmatch(key):
        original = key.removeprefix(_ORIGINAL)
        return Original(names.get(original, original), original)
    if is_web_address(key):
        return WebAddress.parse(key)
    return Original(key, sha256, key) if sha256 and not Path(key).is_file() else Path(key)


class _Run:
    """One ingest on its way."""

    def __init__(self, library: Library, advance: Callable[[], object]) -> None:
        self.library = library
        self.advance = advance
        self.version = reading_version()
        self.report = IngestReport()
        self._within: set[str] = set()  # documents of packages: a package moves the progress once

    def jobs(self, sources: Sequence[Source]) -> Iterator[Job]:
        """Yield what must be read; deal with the rest here."""
        for source in sources:
            key = _key(source)
            if isinstance(source, Path | tuple) and is_package(key):
                yield from self._inside(source, key)
            elif (job := self._begun(source, key)) is not None:
                yield job

    def _inside(self, source: Path | tuple[str, bytes], key: str) -> Iterator[Job]:
        """Yield what must be read of the documents in a ZIP."""
        try:
            data = self._bytes(source)
            found = unpacked(data, key, SUFFIXES | TABLE_SUFFIXES)
        except UnreadableDocumentError as error:
            self._fail(key, str(error))
            return
        self._within.update(name for name, _ in found)
        with writing(self.library.engine) as connection:
            ledger.open_parts(connection, [name for name, _ in found])
        for inner in found:
            job = self._begun(inner, inner[0])
            if job is not None:
                yield job
        with writing(self.library.engine) as connection:
            ledger.done(connection, key, digest(data))
        self.advance()

    def _begun(self, source: Source, key: str) -> Job | None:
        """Return what a worker must do for a source; ``None`` where there is nothing (more) to do."""
        try:
            job = self._job(source, key)
        except UnreadableDocumentError as error:
            self._fail(key, str(error))
            return None
        if self._is_known(job):
            return None
        self.library.blobs.put(job.data)
        with writing(self.library.engine) as connection:
            attempts = ledger.begin(connection, key, job.sha256)
        reached("part begun")
        if attempts > ledger.ATTEMPTS:
            reason = f"{job.name}: reading it stopped the program {ledger.ATTEMPTS} times; leave it out"
            self._fail(key, reason, job.sha256)
            return None
        return job

    def keep(self, job: Job, prepared: Prepared | WorkerKilledError) -> None:
        """Keep what a worker read, and the ledger's word for it, in one transaction."""
        if isinstance(prepared, WorkerKilledError):
            prepared = Prepared(problem=f"{job.name}: {prepared}; leave it out, or split it")
        if prepared.problem is not None:
            self._fail(job.source, prepared.problem, job.sha256)
            return
        with writing(self.library.engine) as connection:
            found = find_document(connection, job.sha256)
            fresh = found is None or found[1] != self.version
            document_id = store(connection, job, prepared, self.version) if fresh else found[0]  # type: ignore[index]
            self._add_copy(connection, job, document_id)
            ledger.done(connection, job.source, job.sha256)
            reached("part done")
            same_as = connection.execute(select(document.c.same_as).where(document.c.id == document_id)).scalar()
        reached("document kept")
        self.report.read += fresh
        self.report.known += not fresh
        self.report.copies += fresh and same_as is not None
        self.report.facts += len(prepared.facts) if fresh else 0
        self.report.observations += len(prepared.observations) if fresh else 0
        self._advance(job.source)

    def _is_known(self, job: Job) -> bool:
        """Note a content that is there already, read by the rules of today."""
        with reading(self.library.engine) as connection:
            found = find_document(connection, job.sha256)
        if found is None or found[1] != self.version:
            return False
        with writing(self.library.engine) as connection:
            self._add_copy(connection, job, found[0])
            ledger.done(connection, job.source, job.sha256)
        self.report.known += 1
        self._advance(job.source)
        return True

    @staticmethod
    def _add_copy(connection: Connection, job: Job, document_id: int) -> None:
        if not _AGAIN.fullmatch(job.source):
            add_copy(connection, document_id, job.source)

    def _fail(self, source: str, reason: str, sha256: str | None = None) -> None:
        with writing(self.library.engine) as connection:
            ledger.failed(connection, source, reason, sha256)
        reached("failure noted")
        self.report.failures.append(Failure(source, reason))
        self._advance(source)

    def _advance(self, source: str) -> None:
        if source not in self._within:
            self.advance()

    def _job(self, source: Source, key: str) -> Job:
        if isinstance(source, WebAddress):
            fetched = fetch(source)
            return Job(key, key, fetched.data, digest(fetched.data), fetched.name)
        data = self._bytes(source)
        return Job(key, source.name if isinstance(source, Original) else key, data, digest(data))

    def _bytes(self, source: Path | tuple[str, bytes] | Original) -> bytes:
        if isinstance(source, tuple):
            return source[1]
        if isinstance(source, Original):
            return self.library.blobs.get(source.sha256)
        check_file(source)
        try:
            return source.read_bytes()
        except OSError as error:
            advice = "check that it is still there and may be read"
            raise UnreadableDocumentError(str(source), f"it cannot be read ({error.strerror})", advice) from None


_ORIGINAL = "sha256:"
_AGAIN = re.compile(f"{_ORIGINAL}[0-9a-f]{{64}}")


def _key(source: Source) -> str:
    if isinstance(source, Original):
        return source.part or _ORIGINAL + source.sha256
    if isinstance(source, tuple):
        return source[0]
    return str(source.absolute()) if isinstance(source, Path) else source.url
