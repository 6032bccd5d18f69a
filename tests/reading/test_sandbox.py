"""The worker: fast for one, the same for many, fresh after a death, gone when its caller is."""

from __future__ import annotations

import mmap
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gongxing.reading import UnreadableDocumentError, read_bytes, read_file, sandbox
from gongxing.reading.sandbox import Reader

TEXT = "全市实现地区生产总值512.3亿元，比上年增长5.2%，一般公共预算收入增长4.1%。"
POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def parse_with(monkeypatch: pytest.MonkeyPatch, parse: object) -> None:
    """Let workers that start from now on read with another function."""
    monkeypatch.setattr("gongxing.reading.reader.parse_bytes", parse)


@POSIX
def test_one_worker_reads_many() -> None:
    with Reader() as reader:
        reader.read(TEXT.encode(), "first")
        for i in range(100):
            assert reader.read(f"第{i}号：{TEXT}".encode(), f"{i}").text == f"第{i}号：{TEXT}"


@POSIX
def test_a_worker_that_is_a_fork_starts_faster_than_a_new_python(monkeypatch: pytest.MonkeyPatch) -> None:
    def quickest() -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            with Reader() as reader:
                reader.read(TEXT.encode(), "page")
            times.append(time.perf_counter() - start)
        return min(times)

    forked = quickest()
    monkeypatch.setattr(sandbox, "_may_fork", lambda: False)
    assert forked < quickest()


@POSIX
def test_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    parse_with(monkeypatch, lambda data, name: time.sleep(60))
    start = time.monotonic()
    with Reader(seconds=0.3) as reader, pytest.raises(UnreadableDocumentError, match=r"slow\.html: .*0\.3 seconds"):
        reader.read(b"x", "slow.html")
    assert time.monotonic() - start < 5


@POSIX
def test_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    parse_with(monkeypatch, lambda data, name: bytearray(2 << 30))
    with Reader() as reader, pytest.raises(UnreadableDocumentError, match=r"large\.html: .*memory"):
        reader.read(b"x", "large.html")


@POSIX
def test_a_large_caller_may_read_too() -> None:
    with mmap.mmap(-1, 1500 << 20), Reader() as reader:
        assert reader.read(TEXT.encode(), "page").text == TEXT


@POSIX
@pytest.mark.parametrize("end", ["signal", "exit"])
def test_a_death_costs_one_document(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    real = sandbox._answer

    def answer(parser: str, request: object, name: str) -> object:
        if name == "deadly":
            os.kill(os.getpid(), signal.SIGSEGV) if end == "signal" else os._exit(3)
        return real(parser, request, name)  # type: ignore[arg-type]

    monkeypatch.setattr(sandbox, "_answer", answer)
    with Reader() as reader:
        assert reader.read(TEXT.encode(), "before").text == TEXT
        with pytest.raises(UnreadableDocumentError, match="deadly: its parser broke down"):
            reader.read(b"x", "deadly")
        assert reader.read(TEXT.encode(), "after").text == TEXT


@POSIX
def test_a_fault_of_a_parser_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, name: str) -> None:
        raise IndexError("list index out of range")

    parse_with(monkeypatch, broken)
    with Reader() as reader, pytest.raises(UnreadableDocumentError, match=r"odd\.html: reading it failed"):
        reader.read(b"x", "odd.html")


@POSIX
def test_an_interrupt_does_not_mix_up_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    real = sandbox._answer

    def answer(parser: str, request: object, name: str) -> object:
        if name == "slow":
            time.sleep(1)
        return real(parser, request, name)  # type: ignore[arg-type]

    monkeypatch.setattr(sandbox, "_answer", answer)
    with Reader() as reader:
        signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            reader.read("慢".encode(), "slow")
        assert reader.read(TEXT.encode(), "next").text == TEXT


def test_threads_get_workers_of_their_own() -> None:
    texts: dict[int, str] = {}

    def work(i: int) -> None:
        texts[i] = read_bytes(f"第{i}号：{TEXT}".encode()).text

    threads = [threading.Thread(target=work, args=(i,)) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {i: f"第{i}号：{TEXT}" for i in range(3)}


def test_a_new_python_works_as_well_as_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_may_fork", lambda: False)
    with Reader() as reader:
        assert reader.read(TEXT.encode(), "page").text == TEXT
        with pytest.raises(UnreadableDocumentError, match="empty: it is empty"):
            reader.read(b" ", "empty")


@POSIX
def test_no_process_is_left_behind(tmp_path: Path) -> None:
    script = f"import gongxing, os; gongxing.read_bytes({TEXT.encode()!r}); print(os.getpid())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    parent = done.stdout.strip()
    assert not done.stderr
    for _ in range(20):
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", parent], capture_output=True, text=True, check=False)
        if not children.stdout.strip():
            return
        time.sleep(0.1)
    raise AssertionError(children.stdout)


@POSIX
def test_forks_of_the_caller_do_not_share_its_worker() -> None:
    assert read_bytes(TEXT.encode()).text == TEXT
    child = os.fork()
    if not child:
        try:
            status = read_bytes("甲乙丙丁，".encode() + TEXT.encode()).text.startswith("甲乙丙丁")
        finally:
            os._exit(0 if status else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert read_bytes(TEXT.encode()).text == TEXT


def test_a_change_of_folder_does_not_mislead_the_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.txt").write_text(f"计划 {name}\n今年建设中试中心。\n", "utf-8")
        monkeypatch.chdir(tmp_path / name)
        assert read_file("plan.txt").title == f"计划 {name}"
