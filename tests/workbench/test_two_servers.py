"""Two workbenches on one library, each a program of its own: what one keeps the other shows; nothing is kept twice."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from asking import SAME_SITE

CITIES = ("成都", "绵阳", "德阳")
FILES = [
    ("files", (f"{city}.txt", f"{city}市政府工作要点\n2025年，{city}市地区生产总值增长6%。\n大力发展氢能。\n".encode()))
    for city in CITIES
]
KEPT = 12


@pytest.fixture(params=["sqlite", "postgresql"])
def servers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[httpx.Client]]:
    """Clients of two servers that were begun at one moment, on a library that neither found there."""
    make: Callable[[], str] = (
        request.getfixturevalue("postgresql") if request.param == "postgresql" else lambda: str(tmp_path / "library.db")
    )
    command = [sys.executable, "-m", "gongxing", "serve", "--port", "0", "--no-browser", "--language", "en",
               "--library", make(), "--files", str(tmp_path / "files")]  # fmt: skip
    with ExitStack() as stack:
        programs = [stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True)) for _ in range(2)]
        for program in programs:
            stack.callback(program.terminate)
        clients = []
        for program in programs:
            assert program.stdout
            found = re.search(r"http://127\.0\.0\.1:\d+", program.stdout.readline())
            assert found, "a server did not start"
            clients.append(stack.enter_context(httpx.Client(base_url=found[0], headers=SAME_SITE, timeout=240)))
        yield clients


def read_in(client: httpx.Client) -> dict[str, object]:
    """Send the files and wait for the job that reads them."""
    job = client.post("/api/documents", files=FILES).raise_for_status().json()
    late = time.monotonic() + 240
    while job["state"] in ("waiting", "running") and time.monotonic() < late:
        time.sleep(0.05)
        job = client.get(f"/api/jobs/{job['id']}").raise_for_status().json()
    return job  # type: ignore[no-any-return]


def test_both_take_files_and_findings_at_once(servers: list[httpx.Client]) -> None:
    with ThreadPoolExecutor(2) as people:
        jobs = list(people.map(read_in, servers))
    assert [job["state"] for job in jobs] == ["done", "done"], jobs
    for client in servers:
        assert client.get("/api/status").json()["documents"] == len(CITIES)
    reference = f"doc:{servers[0].get('/api/documents').json()['rows'][0]['sha256'][:12]}#0-2"

    def keep(number: int) -> None:
        sentence = {"reference": reference, "sentence": f"第{number}句。"}
        servers[number % 2].post("/api/findings", json=sentence).raise_for_status()
        client = servers[(number + 1) % 2]
        assert sentence["sentence"] in client.get("/api/findings").text, "the other shows it at once"
        assert client.get("/briefs").status_code == 200

    with ThreadPoolExecutor(4) as people:
        list(people.map(keep, range(KEPT)))
    for client in servers:
        told = [one["sentence"] for one in client.get("/api/findings").json()["rows"]]
        assert sorted(told) == sorted(f"第{number}句。" for number in range(KEPT))
        facts = client.get("/api/facts?limit=100").json()["rows"]
        assert len(facts) == sum(client.get("/api/status").json()["facts"].values()) > len(CITIES)
