"""Several programs at one library at once: nothing is lost, nothing is there twice, and a reader sees nothing half."""

from __future__ import annotations

import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_library import CITIES, check_whole, dump, plan, write_plans
from sqlalchemy import func, select, text

from gongxing.engines import engine_for
from gongxing.library import Library, LibraryError
from gongxing.library import connection as connection_room
from gongxing.library.blobs import digest
from gongxing.library.connection import reading, writing
from gongxing.library.entries import FACTS
from gongxing.library.ingest import ingest
from gongxing.library.preparation import TABLE_SUFFIXES, Job, prepare
from gongxing.library.schema import fact, publisher_tally
from gongxing.reading.sources import SUFFIXES, find_sources

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")

COUNT = 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Plans, a repost, equal bytes under two names, a table and a broken file."""
    folder = tmp_path / "in"
    write_plans(folder, COUNT)
    (folder / "a-repost.txt").write_text("转载\n" + plan(CITIES[0], 2026, 1), "utf-8")
    (folder / "again.txt").write_bytes((folder / "0003.txt").read_bytes())
    (folder / "broken.txt").write_bytes(b"")
    (folder / "table.csv").write_text("地区,2023年地区生产总值（亿元）\n成都市,22074.7\n绵阳市,4038.73\n", "utf-8")
    return folder


@pytest.fixture
def programs(folder: Path) -> Programs:
    return Programs(folder)


@pytest.fixture
def expected(programs: Programs, tmp_path: Path) -> str:
    """What one program makes of the folder."""
    with Library(tmp_path / "alone.db") as library:
        ingest(library, programs.sources, engine_for(1), work=lambda job: programs.prepared[job.sha256])
        return dump(library)


class Programs:
    """Programs that ingest one folder: what they read was read before, so that they meet where it is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        sources, _ = find_sources([str(folder)], SUFFIXES | TABLE_SUFFIXES, packages=False)
        self.sources = sources
        self.prepared = {job.sha256: prepare(job) for job in map(_job, sources)}

    def start(self, place: str, files: Path, count: int) -> list[int]:
        """Begin so many at one moment; return their processes."""
        waiting, go = os.pipe()
        children = []
        for _ in range(count):
            child = os.fork()
            if not child:
                self._run(place, files, waiting, go)
            children.append(child)
        os.close(waiting)
        os.close(go)  # now all of them go
        return children

    def _run(self, place: str, files: Path, waiting: int, go: int) -> None:
        code = 3
        try:
            os.close(go)
            os.read(waiting, 1)
            with Library(place, files) as library:
                report = ingest(library, self.sources, engine_for(1), work=lambda job: self.prepared[job.sha256])
            code = 0 if [Path(failure.source).name for failure in report.failures] == ["broken.txt"] else 4
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
        finally:
            os._exit(code)


def _job(path: Path) -> Job:
    data = path.read_bytes()
    return Job(str(path.absolute()), path.name, data, digest(data))


def ended(child: int) -> int:
    """Wait for a process; return what it ended with, a signal below zero. One that hangs is killed and tells so."""
    late = time.monotonic() + 240
    while not (done := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > late:
            os.kill(child, signal.SIGKILL)
            done = os.waitpid(child, 0)
            break
        time.sleep(0.01)
    return os.waitstatus_to_exitcode(done[1])


@contextmanager
def browsing(place: str, files: Path) -> Iterator[list[int]]:
    """Ask again and again meanwhile; yield the numbers of documents that were seen."""
    seen: list[int] = []
    over = threading.Event()

    def browse() -> None:
        with Library(place, files) as library:
            while not over.is_set():
                seen.append(look(library))

    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(browse)
        try:
            yield seen
        finally:
            over.set()
        reader.result(240)


def look(library: Library) -> int:
    """Ask what a page asks; hold what is counted to what is there, in one state of the library."""
    with reading(library.engine) as connection:
        shown = connection.execute(select(func.count()).where(fact.c.shown == 1)).scalar()
        kinds = [publisher_tally.c[kind] for kind in FACTS]
        tallied = connection.execute(select(*(func.coalesce(func.sum(column), 0) for column in kinds))).one()
        assert sum(map(int, tallied)) == shown
    library.search("氢能", limit=5)
    library.profile("成都")
    library.page_facts(region="成都")
    return library.count_documents()


def without_parts(dumped: str) -> list[str]:
    """Return what was read, without how far each program came."""
    return [line for line in dumped.splitlines() if not line.startswith('["part", ')]


@pytest.mark.parametrize("count", [2, 6])
def test_programs_that_read_the_same_folder(
    place: str, tmp_path: Path, programs: Programs, expected: str, count: int
) -> None:
    """All of them make the library too: none is there before."""
    files = tmp_path / "files"
    children = programs.start(place, files, count)
    assert [ended(child) for child in children] == [0] * count
    with Library(place, files) as library:
        check_whole(library)
        assert dump(library) == expected


def test_one_is_killed_while_another_reads_and_somebody_browses(
    place: str, tmp_path: Path, programs: Programs, expected: str
) -> None:
    files = tmp_path / "files"
    Library(place, files).close()
    children = programs.start(place, files, 2)
    with browsing(place, files) as seen:
        late = time.monotonic() + 240
        while (not seen or seen[-1] < 3) and time.monotonic() < late:
            time.sleep(0.005)
        os.kill(children[0], signal.SIGKILL)
        assert [ended(child) for child in children] == [-signal.SIGKILL, 0]
    assert seen == sorted(seen), "what was kept stays"
    with Library(place, files) as library:
        check_whole(library)
        assert without_parts(dump(library)) == without_parts(expected), "the one that went on read all of it"
    assert ended(*programs.start(place, files, 1)) == 0  # what the killed one had begun anew is ended by the next
    with Library(place, files) as library:
        assert dump(library) == expected


def test_a_writer_that_does_not_end_is_one_sentence(
    tmp_path: Path, postgresql: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite waits as long by itself."""
    with Library(postgresql(), tmp_path / "files") as library:
        with writing(library.engine):
            short = text(connection_room._ALONE.text.replace("30s", "100ms"))
            monkeypatch.setattr(connection_room, "_ALONE", short)
            with pytest.raises(LibraryError, match="another program is writing to the library and does not end"):
                library.save_brief("四川", title="题", language="zh", outline="", who="林")
        assert library.save_brief("四川", title="题", language="zh", outline="", who="林").version == 1
