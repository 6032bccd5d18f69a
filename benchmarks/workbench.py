"""The workbench over a large library: each page's time, fifty readers at once, what a first visit loads.

    ./gx bench workbench                              small: 2 000 documents with 20 facts each
    ./gx bench workbench --documents 100000           100 000 documents and 2 million facts
    ./gx bench workbench --keep FOLDER                keep it there, or take what ./gx bench library kept
    ./gx bench workbench --parts loads readers        some of: pages loads readers

A server of its own process on loopback answers; its CPU time is what Linux counts for all of its threads, so that
others' work does not count; the clock stands beside it. Asking begins once the server has come to rest: it makes the
first page, the atlas and the regions of one province ready by itself. ``first`` is an address that nobody asked for
since the server began, ``again`` one that was. Every time is also given as a ratio to the peer: a bare FastAPI page of
the same size answered under the same server. First loads are what a real Chromium fetches, of each kind of page for the
address that weighs most. Readers ask for all kinds of pages. The texts are made up.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from _made_library import CITIES, WORDS, codes
from _workbench_loads import first_loads
from gongxing.library import Library
from gongxing.library.connection import reading
from gongxing.library.schema import document, fact
from gongxing.scenarios.stored import run_stored
from gongxing.workbench.comparing import FAMILIES
from library import filled, percentile

SERVE = """
import sys, uvicorn
from gongxing.workbench import Settings, create_app
app = create_app(sys.argv[1], Settings(warm=True))
size = int(sys.argv[3])
@app.get("/bare", include_in_schema=False)
def bare():
    from starlette.responses import HTMLResponse
    return HTMLResponse(("<p>bare</p>" * (size // 11)))
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""
READERS = 50
PARTS = ("pages", "loads", "readers")
SCENARIO = """title = "{title}"

[economy]
library = true
regions = {regions}
year = 2024
jobs = "residents"
output = "gdp"

[[travel_time]]
project = "{title}"
between = ["成都", "眉山"]
change = "{change}"
by = "bench"
cost = 30
"""
YEARS = range(2010, 2026)


def prepare(folder: Path, documents: int, facts: int) -> Path:
    """Make the library of the benchmark: synthetic documents, tables of cities by year, a brief, two scenarios."""
    place = folder / "workbench.db"
    if place.exists():
        return place
    with Library(folder / "library.db") as library:
        filled(library, documents, facts)
        library.engine.raw_connection().execute("VACUUM INTO ?", (str(folder / "unfinished.db"),))
    with Library(folder / "unfinished.db") as library:
        _tables(folder / "tables")
        report = library.ingest([folder / "tables"])
        if report.failures:
            raise AssertionError(report.failures)
        with reading(library.engine) as connection:
            told = select(document.c.sha256, fact.c.quote, fact.c.start, fact.c.end).join_from(fact, document)
            rows = connection.execute(told.where(fact.c.kind == "figure", fact.c.shown == 1).limit(20)).all()
        lines = [f"[{row.quote}](doc:{row.sha256}#{row.start}-{row.end})" for row in rows]
        outline = '+++\ntitle = "基准"\nlanguage = "zh"\n+++\n\n' + "，".join(lines) + "。\n"
        library.save_brief("bench", title="基准", language="zh", outline=outline, who="bench")
        library.publish("bench", "<!doctype html><title>基准</title><p>基准</p>", who="bench")
        for slug, change in (("fast", "-40%"), ("slow", "-20%")):
            toml = SCENARIO.format(title=slug, change=change, regions=json.dumps(list(codes().values())))
            library.save_scenario(slug, title=slug, toml=toml, files={}, who="bench")
            run_stored(library, slug, who="bench", draws=2)
    (folder / "unfinished.db").rename(place)
    shutil.rmtree(f"{place}.files", ignore_errors=True)
    Path(f"{folder / 'unfinished.db'}.files").rename(f"{place}.files")
    return place


def _tables(folder: Path) -> None:
    """Write a table for each year: cities of the country by indicators."""
    folder.mkdir(exist_ok=True)
    heads = [("地区生产总值", "亿元"), ("常住人口", "万人"), ("人均地区生产总值", "元"), ("一般公共预算收入", "亿元"),
             ("固定资产投资", "亿元"), ("社会消费品零售总额", "亿元"), ("第三产业增加值", "亿元"),
             ("第二产业增加值", "亿元"), ("进出口总额", "亿元"), ("城镇居民人均可支配收入", "元")]  # fmt: skip
    draw = random.Random(11)
    size = {city: draw.lognormvariate(7, 1) for city in codes()}
    for year in YEARS:
        lines = ["地区,年份," + ",".join(f"{name}（{unit}）" for name, unit in heads)]
        for city, base in size.items():
            values = [f"{base * draw.uniform(0.8, 1.2) * 1.06 ** (year - 2010):.1f}" for _ in heads]
            lines.append(f"{city}市,{year}," + ",".join(values))
        (folder / f"城市{year}年.csv").write_text("\n".join(lines) + "\n", "utf-8")


def addresses(documents: int, place: Path) -> dict[str, list[str]]:
    """Return what is asked for, by kind of page; regions from the most told of to the seldom.

    What only a newer library holds, scenarios and a publication, is left out where it is not there.
    """
    with Library(place) as library:
        plans = [one.slug for one in library.scenarios()]
        published = [one.permanent_id for one in library.publications()]
    cities = CITIES[:40]
    some = [1 + number * (documents // 40) for number in range(39)]
    narrow = ["", "?region=成都", "?region=绵阳", "?source=成都日报", "?since=2024&until=2024", "?kind=table",
              "?region=宜宾&since=2020", "?page=100", "?sort=oldest", "?region=甘孜"]  # fmt: skip
    words = ["氢能", "光伏", "白酒", "油樟", "丝绸", "绵阳", "甘孜", "低空经济", "动力电池", "具身智能", "中试平台",
             "森林覆盖率", "人工智能研究院", "氢能 成都", "光伏 绵阳", "油樟 宜宾", "成都", "地区生产总值"]  # fmt: skip
    indicators = ["gdp", "residents", "gdp_per_head"]
    mapped = [f"?within={area}&indicator={one}&year={year}" for area in ("四川", "全国") for one in indicators
              for year in (2015, 2020, 2024)]  # fmt: skip
    families = [f"/compare?within=全国&level=prefecture&family={one}" for one in FAMILIES]
    found = {
        "home": ["/"], "regions": ["/regions"], "region": [f"/regions/{codes()[city]}" for city in cities],
        "documents": [f"/documents{one}" for one in narrow], "document": [f"/documents/{number}" for number in some],
        "atlas": [f"/atlas{one}" for one in ("", *mapped)],
        "compare": [*(f"/compare{one}" for one in ("", *mapped)), *families],
        "board": ["/board", *(f"/board?region={city}" for city in cities)],
        "scenarios": ["/scenarios"], "scenario": [f"/scenarios/{one}" for one in plans],
        "two scenarios": [f"/scenarios/{one}?with={other}" for one in plans for other in plans if one != other],
        "budget": [f"/scenarios/{one}/budget" for one in plans],
        "drawing": ["/scenarios/new/map", "/scenarios/new/map?within=四川"], "plans": ["/scenarios/new/plans"],
        "briefs": ["/briefs"], "brief": ["/briefs/bench"], "published": [f"/published/{one}" for one in published],
        "library": ["/library"], "jobs": ["/jobs"],
        "help": ["/help", "/help/keys", "/help/measures/theil", "/help/measures/location_quotient"], "api": ["/api"],
        "search": [f"/search?q={one}" for one in words] + [f"/search?q={WORDS['branches'][9]}&region=成都"],
    }  # fmt: skip
    return {name: ones for name, ones in found.items() if ones}


def heaviest(client: httpx.Client, asked: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return of each kind of page the addresses whose first load may weigh most: the longest page, all maps of all."""
    found = {}
    for name, ones in asked.items():
        longest = max(ones, key=lambda address: len(client.get(address).content))
        whole = [one for one in ones if "level=prefecture" in one]
        found[name] = list(dict.fromkeys([longest, *whole[:3], *whole[-1:], ones[0]]))
    return found


def cpu(pid: int) -> float:
    """Return the milliseconds that a process's threads have run, those that have ended too.

    The number of a process's clock is made of its own as ``clock_getcpuclockid`` of Linux makes it.
    """
    return 1000 * time.clock_gettime((~pid << 3) | 2)


def rest(pid: int, limit: float = 180) -> None:
    """Wait until a server has made its first pages ready: until for two seconds it does next to nothing."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        before = cpu(pid)
        time.sleep(2)
        if cpu(pid) - before < 50:
            return


@contextmanager
def server(place: Path, size: int) -> Iterator[tuple[str, int]]:
    """Serve a library in a process of its own; yield its address and number."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen([sys.executable, "-c", SERVE, str(place), str(port), str(size)])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(f"{address}/bare", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        rest(running.pid)
        yield address, running.pid
    finally:
        running.terminate()
        running.wait(20)


def ask(client: httpx.Client, pid: int, address: str) -> tuple[float, float, httpx.Response]:
    """Ask once; return the milliseconds of the server's CPU and of the clock."""
    wall, before = time.perf_counter(), cpu(pid)
    answer = client.get(address)
    took = 1000 * (time.perf_counter() - wall)
    return cpu(pid) - before, took, answer


def pages(console: Console, client: httpx.Client, pid: int, asked: dict[str, list[str]]) -> None:
    """Measure each page, first and again, beside a bare page."""
    client.get("/bare")
    bare = percentile([ask(client, pid, "/bare")[0] for _ in range(50)], 0.5)
    heads = ("page", "n", "first p50", "first p95", "clock p95", "again p50", "again p95", "clock p95", "× bare")
    title = f"each page, ms of CPU and clock; bare page {bare:.1f} ms CPU"
    made = Table(*heads, title=title, title_justify="left")
    for name, ones in asked.items():
        rounds = []
        for _ in range(2):
            times = []
            for address in ones:
                used, took, answer = ask(client, pid, address)
                if answer.status_code != 200:
                    raise AssertionError(f"{address}: {answer.status_code} {answer.text[:200]}")
                times.append((used, took))
            rounds.append(times)
        cells = [f"{percentile([one[k] for one in times], share):.0f}" for times in rounds
                 for k, share in ((0, 0.5), (0, 0.95), (1, 0.95))]  # fmt: skip
        again = percentile([one[0] for one in rounds[1]], 0.95)
        made.add_row(name, str(len(ones)), *cells, f"{again / bare:.0f}")
    console.print(made)


def readers(console: Console, address: str, asked: dict[str, list[str]], each: int = 20) -> None:
    """Let fifty readers ask at once; every answer must be a page."""
    every = [one for ones in asked.values() for one in ones]
    wrong: list[str] = []
    times: list[float] = []

    def read(number: int) -> None:
        draw = random.Random(number)
        with httpx.Client(base_url=address, timeout=120) as client:
            for _ in range(each):
                wanted = draw.choice(every)
                begin = time.perf_counter()
                try:
                    answer = client.get(wanted)
                    if answer.status_code != 200:
                        wrong.append(f"{wanted}: {answer.status_code}")
                except httpx.HTTPError as error:
                    wrong.append(f"{wanted}: {error!r}")
                times.append(1000 * (time.perf_counter() - begin))

    begin = time.perf_counter()
    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begin
    console.print(
        f"{READERS} readers at once over {len(asked)} kinds of pages, {len(times)} pages in {took:.1f} s "
        f"({len(times) / took:.0f} a second), "
        f"clock p50 {percentile(times, 0.5):.0f} ms, p95 {percentile(times, 0.95):.0f} ms; "
        f"errors: {len(wrong)} {wrong[:3]}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--facts", type=int, default=20, help="facts of a document")
    parser.add_argument("--keep", type=Path, help="folder of the library")
    parser.add_argument("--only", nargs="+", help="names of pages")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what is measured")
    words = parser.parse_args()
    console = Console(width=120)
    scratch = Path(tempfile.mkdtemp(prefix="gongxing-bench-"))
    folder = words.keep or scratch
    folder.mkdir(parents=True, exist_ok=True)
    try:
        place = prepare(folder, words.documents, words.facts)
        asked = addresses(words.documents, place)
        asked = {name: ones for name, ones in asked.items() if not words.only or name in words.only}
        with (
            server(place, 30_000) as (address, pid),
            httpx.Client(base_url=address, timeout=120, follow_redirects=True) as client,
        ):
            if "pages" in words.parts:
                pages(console, client, pid, asked)
            if "loads" in words.parts:
                first_loads(console, address, heaviest(client, asked))
            if "readers" in words.parts:
                readers(console, address, asked)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
