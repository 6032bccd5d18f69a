"""A file that would grow without bound ends in time, within memory, in one sentence, and the ledger has it."""

from __future__ import annotations

import os
import pickle
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from made_bombs import TEXT, deep_json, nested_zip, page_with_deep_json, pdf_bomb, wide_csv, workbook_bomb

from gongxing.library import Library
from gongxing.reading import UnreadableDocumentError, sandbox
from gongxing.reading.sandbox import Reader
from gongxing.regions.errors import RegionError
from gongxing.regions.layers import load_layer
from gongxing.tables.reading import load

SECONDS = 15
MEMORY = 1.2e9  # bytes
LAUNCHER = """
import os, subprocess, sys
run = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(run.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
"""

BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "drawing.pdf": (pdf_bomb, "memory"),
    "cells.xlsx": (workbook_bomb, "memory|seconds|far more|cells"),
    "nested.docx": (nested_zip, "ZIP archive"),
    "wide.csv": (wide_csv, "memory|seconds|columns"),
}


def ingest(path: Path, place: Path) -> tuple[int, str, float, float]:
    """Run the command as a user does; return status, standard error, processor seconds and bytes at most."""
    # A process counts what its parent held when it began, so a small one stands between it and these tests.
    command = [sys.executable, "-m", "gongxing", "ingest", str(path), "--library", str(place)]
    run = subprocess.run([sys.executable, "-c", LAUNCHER, *command], capture_output=True, text=True, check=True)
    status, seconds, kilobytes = run.stdout.split()[-3:]
    return int(status), run.stderr, float(seconds), float(kilobytes) * 1024


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not count what a process used")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_time_in_a_sentence(name: str, tmp_path: Path) -> None:
    make, said = BOMBS[name]
    path = tmp_path / name
    path.write_bytes(make())
    assert path.stat().st_size < 50_000_000
    status, problem, seconds, memory = ingest(path, tmp_path / "library.db")
    assert re.search(said, problem)
    assert status == 1, problem
    assert problem.startswith(f"{path}: ")
    assert problem.count("\n") == 1
    assert seconds < SECONDS
    assert memory < MEMORY
    with Library(tmp_path / "library.db") as library:
        (failure,) = library.status().failures
        assert failure.reason == problem.strip()
        assert library.count_documents() == 0


def test_a_page_that_describes_itself_without_end_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(page_with_deep_json())
    status, problem, seconds, memory = ingest(path, tmp_path / "library.db")
    assert status in (0, 1)
    assert "Traceback" not in problem
    assert seconds < SECONDS
    assert memory < MEMORY


def test_a_layer_of_lists_in_lists_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "layer.geojson"
    path.write_bytes(deep_json(1_000_000))
    with pytest.raises(RegionError, match=r"layer\.geojson: is no GeoJSON"):
        load_layer("county", path)


def test_a_table_of_more_cells_than_people_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "full.csv"
    path.write_text("\n".join(",".join(["城市"] + ["7"] * 999) for _ in range(1_600)), "utf-8")
    with pytest.raises(UnreadableDocumentError, match=r"1,600,000 filled cells and at most 1,500,000 are read"):
        load(path)


class Harm:
    """What a parser that was taken over would answer: a call of its choice."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.call = function, arguments

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.call


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("function", [os.system, eval, print, Path.touch, subprocess.getoutput])
def test_an_answer_of_a_worker_calls_nothing(function: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touched = tmp_path / "touched"
    argument = {os.system: f"touch {touched}", subprocess.getoutput: f"touch {touched}", Path.touch: touched}
    answer = Harm(function, argument.get(function, f"open({str(touched)!r}, 'w')"))
    monkeypatch.setattr("gongxing.reading.sandbox._answer", lambda parser, request, name: answer)
    monkeypatch.setattr(sandbox, "_may_fork", lambda: True)  # a fork has what is put in its place here
    with Reader() as reader, pytest.raises(UnreadableDocumentError, match="no sensible answer"):
        reader.read(TEXT.encode(), "page.txt")
    assert not touched.exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("message", [b"", b"nonsense", b"\x80\x05", pickle.dumps(7), pickle.dumps((1, 2, 3))])
def test_an_answer_that_is_none_costs_one_document(message: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sandbox._send

    def send(pipe: IO[bytes], content: object) -> None:
        if os.getpid() == parent:
            real(pipe, content)
        else:
            pipe.write(struct.pack("<Q", len(message)) + message)

    parent = os.getpid()
    monkeypatch.setattr(sandbox, "_send", send)
    monkeypatch.setattr(sandbox, "_may_fork", lambda: True)  # whatever threads other tests have left
    with Reader() as reader, pytest.raises(UnreadableDocumentError, match="no sensible answer"):
        reader.read(TEXT.encode(), "page.txt")
