"""Several programs at one library at once: nothing is lost, nothing is there twice, and a reader sees nothing half."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_library import CITIES, check_whole, dump, plan, write_plans
from sqlalchemy import func, select, text

from gongxing.library import Library, LibraryError
from gongxing.library import connection as connecting
from gongxing.library.blobs import Blobs
from gongxing.library.connection import reading, writing
from gongxing.library.migration import migrate, newest, revision_of
from gongxing.library.schema import DERIVED, document, fact, publisher_tally
from gongxing.library.steps import observers

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
def expected(folder: Path, tmp_path: Path) -> str:
    """What one program makes of the folder."""
    with Library(tmp_path / "alone.db") as library:
        library.ingest([folder])
        return dump(library)


def start(place: str, files: Path, *paths: Path) -> subprocess.Popen[str]:
    """Begin ``gongxing ingest`` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "gongxing", "ingest", *map(str, paths), "--library", place, "--files", str(files)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


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
        reader.result(60)


def look(library: Library) -> int:
    """Ask what a page asks; hold what is counted to what is there, in one state of the library."""
    with reading(library.engine) as connection:
        shown = connection.execute(select(func.count()).where(fact.c.shown == 1)).scalar()
        kinds = [column for column in publisher_tally.c if column.name in fact_kinds()]
        tallied = connection.execute(select(*(func.coalesce(func.sum(column), 0) for column in kinds))).one()
        assert sum(map(int, tallied)) == shown
    for row in library.search("氢能", limit=5).hits:
        assert row is not None
    library.profile("成都")
    library.page_facts(region="成都")
    return library.count_documents()


def fact_kinds() -> set[str]:
    return set.intersection(*({column.name for column in table.c if not column.primary_key} for table in DERIVED))


def test_two_programs_read_the_same_folder(place: str, tmp_path: Path, folder: Path, expected: str) -> None:
    """Both make the library too: neither is there before."""
    files = tmp_path / "files"
    programs = [start(place, files, folder) for _ in range(2)]
    said = [program.communicate(timeout=120)[0] for program in programs]
    assert "Traceback" not in "".join(said)
    assert [program.returncode for program in programs] == [1, 1], said  # the broken file
    with Library(place, files) as library:
        check_whole(library)
        assert dump(library) == dump_with(expected, library)


def test_one_is_killed_while_another_reads_and_somebody_browses(
    place: str, tmp_path: Path, folder: Path, expected: str
) -> None:
    files = tmp_path / "files"
    Library(place, files).close()
    with browsing(place, files) as seen:
        programs = [start(place, files, folder) for _ in range(2)]
        late = time.monotonic() + 60
        while (not seen or seen[-1] < 3) and time.monotonic() < late:
            time.sleep(0.01)
        programs[0].kill()
        said = [program.communicate(timeout=120)[0] for program in programs]
    assert "Traceback" not in said[1]
    assert seen == sorted(seen), "what was kept stays"
    with Library(place, files) as library:
        check_whole(library)
        library.ingest([folder])
        check_whole(library)
        assert dump(library) == dump_with(expected, library)


def dump_with(expected: str, _library: Library) -> str:
    return expected
