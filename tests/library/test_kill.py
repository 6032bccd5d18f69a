"""Killed at any moment, an ingest loses and doubles nothing, and the next one ends at the same library."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_library import check_whole, dump, write_plans

from gongxing.engines import engine_for
from gongxing.library import Library, steps
from gongxing.library.ingest import ingest
from gongxing.library.preparation import Job, Prepared, prepare

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork to kill")


class Case:
    """Four documents, one of them broken, read once; what a kill interrupts is the keeping."""

    def __init__(self, folder: Path, new_place: Callable[[], tuple[str, Path]]) -> None:
        self.paths = write_plans(folder / "in", 4)
        self.paths[2].write_bytes(b"")
        (folder / "in" / "again.txt").write_bytes(self.paths[0].read_bytes())
        self.paths.append(folder / "in" / "again.txt")
        self.new_place = new_place
        self.prepared: dict[str, Prepared] = {}
        with self.library() as library:
            self.total = 0

            def count(_step: str) -> None:
                self.total += 1

            with observed(count):
                self.ingest(library)
            self.expected = dump(library)

    @contextmanager
    def library(self) -> Iterator[Library]:
        place, files = self.new_place()
        with Library(place, files) as library:
            yield library

    def work(self, job: Job) -> Prepared:
        if job.sha256 not in self.prepared:
            self.prepared[job.sha256] = prepare(job)
        return self.prepared[job.sha256]

    def ingest(self, library: Library) -> None:
        ingest(library, self.paths, engine_for(1), work=self.work)

    def killed(self, place: str, files: Path, step: int | None, delay: float) -> None:
        """Ingest in a child and kill it at a step, or after a time."""
        child = os.fork()
        if not child:
            try:
                left = [step]

                def die(_step: str) -> None:
                    if left[0] is not None:
                        left[0] -= 1
                        if left[0] == 0:
                            os.kill(os.getpid(), signal.SIGKILL)

                with observed(die), Library(place, files) as library:
                    self.ingest(library)
            finally:
                os._exit(0)
        if step is None:
            time.sleep(delay)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def check(self, step: int | None, delay: float) -> None:
        place, files = self.new_place()
        self.killed(place, files, step, delay)
        with Library(place, files) as library:
            check_whole(library)
            self.ingest(library)
            check_whole(library)
            assert dump(library) == self.expected
            self.ingest(library)
            assert dump(library) == self.expected
        assert not list(files.rglob(".unfinished*"))


@contextmanager
def observed(observer: Callable[[str], None]) -> Iterator[None]:
    steps.observers.append(observer)
    try:
        yield
    finally:
        steps.observers.remove(observer)


def points(case: Case, count: int) -> Iterator[tuple[int | None, float]]:
    """Every step once, then moments of chance."""
    draw = random.Random(1)
    every = list(range(1, case.total + 1))
    for step in every if count >= len(every) else draw.sample(every, count * 3 // 4):
        yield step, 0
        count -= 1
    for _ in range(count):
        yield None, draw.uniform(0, 0.12)


def test_a_hundred_kills_on_sqlite(tmp_path: Path) -> None:
    made = tmp_path / "made.db"
    Library(made, tmp_path / "none").close()
    number = iter(range(10_000))

    def new_place() -> tuple[str, Path]:
        folder = tmp_path / str(next(number))
        folder.mkdir()
        shutil.copy(made, folder / "library.db")
        return str(folder / "library.db"), folder / "files"

    case = Case(tmp_path, new_place)
    for step, delay in points(case, 100):
        case.check(step, delay)


def test_kills_on_postgresql(tmp_path: Path, postgresql: Callable[[], str]) -> None:
    number = iter(range(10_000))

    def new_place() -> tuple[str, Path]:
        return postgresql(), tmp_path / str(next(number))

    case = Case(tmp_path, new_place)
    for step, delay in points(case, 20):
        case.check(step, delay)
