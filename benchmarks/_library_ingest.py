"""The library while it is written: under a reader without end, by one process and by two, over a cluster."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text

from _made_library import synthetic
from gongxing.library import Library, LibraryError
from gongxing.library.connection import reading, writing
from gongxing.library.store import store


def slow_reader(folder: Path, documents: int, facts: int) -> None:
    """Write, a document in a transaction as an ingest does, while readers ask questions without end."""
    with Library(folder / "log.db") as library:
        log = Path(f"{library.engine.url.database}-wal")
        longest, writing_on = 0, True
        endless = text("SELECT count(*) FROM article a, article b, article c WHERE a.text || b.text < c.text")

        def read() -> None:
            while writing_on:
                with suppress(LibraryError), reading(library.engine, 5) as connection:
                    connection.execute(endless)

        made = [synthetic(number, facts) for number in range(documents)]
        with writing(library.engine) as connection:
            for job, prepared in made[:100]:
                store(connection, job, prepared, "made")
        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        start, waited = time.perf_counter(), 0.0
        for job, prepared in made[100:]:
            begin = time.perf_counter()
            with writing(library.engine) as connection:
                store(connection, job, prepared, "made")
            waited = max(waited, time.perf_counter() - begin)
            longest = max(longest, log.stat().st_size)
        writing_on = False
        took = time.perf_counter() - start
        for reader in readers:
            reader.join()
        print(f"sqlite: log under readers without end: at most {longest / 2**20:.0f} MB while {documents:,} documents "
              f"were written in {took:.0f} s; the longest that one waited {waited:.1f} s")  # fmt: skip


def write_texts(folder: Path, count: int) -> None:
    """Write texts for an ingest, each of some 3 000 characters; every other one is a page."""
    folder.mkdir()
    for number in range(count):
        bodies = [synthetic(number * 50 + k, 20)[1].text for k in range(5)]
        title = f"材料第{number}号"
        if number % 2:
            body = "".join(f"<p>{line}</p>" for text in bodies for line in text.splitlines())
            head, page = f"<head><title>{title}</title></head>", f"<article><h1>{title}</h1>{body}</article>"
            (folder / f"{number}.html").write_text(f"<html>{head}<body>{page}</body></html>", "utf-8")
        else:
            (folder / f"{number}.txt").write_text("\n".join([title, *bodies]), "utf-8")


INGEST = """
import sys
from gongxing.library import Library
with Library(sys.argv[1]) as library:
    report = library.ingest([sys.argv[2]], jobs=int(sys.argv[3]))
    print(report.read, len(report.failures), report.facts)
"""


def ingesting(folder: Path, count: int) -> None:
    """Measure an ingest with one process and with two, in documents a CPU-second of all processes."""
    write_texts(folder / "texts", count)
    rates = {}
    for jobs in (1, 2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        command = [sys.executable, "-c", INGEST, str(folder / f"{jobs}.db"), str(folder / "texts"), str(jobs)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        rates[jobs] = count / cpu
        read, failed, facts = done.stdout.split()
        print(f"ingest, {jobs} process{'es' if jobs > 1 else ''}: {rates[jobs]:.2f} documents a CPU-second, start-up "
              f"included; {count / (time.perf_counter() - start):.2f} a second; {read} read, {failed} failed, "
              f"{facts} facts")  # fmt: skip
    print(f"ingest: efficiency with 2 processes {rates[2] / rates[1]:.2f}")


def cluster(folder: Path, count: int) -> None:
    """Ingest over a local Dask cluster of two workers, one of which is killed half-way; compare with one process."""
    from distributed import LocalCluster

    from gongxing.engines import engine_for
    from gongxing.library.ingest import ingest

    texts = folder / "texts"
    if not texts.exists():
        write_texts(texts, count)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
        Library(folder / "cluster.db") as library,
    ):
        done, killed = 0, []

        def advance() -> None:
            nonlocal done
            done += 1
            if done == count // 2:
                killed.append(next(iter(local.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        paths = sorted(texts.iterdir())
        report = ingest(library, paths, engine_for(cluster=local.scheduler_address), advance=advance)
        held, facts = library.count_documents(), library.status().facts
    print(f"cluster, a worker of two killed half-way: {report.read} of {count} read, {held} held, "
          f"{len(report.failures)} failed, {sum(facts.values())} facts")  # fmt: skip
    alone = folder / "1.db"
    with Library(alone) as library:
        if not library.count_documents():
            library.ingest([texts])
        expected = library.status().facts
    print(f"cluster: facts {'equal those of one process' if facts == expected else f'DIFFER from {expected}: {facts}'}")
