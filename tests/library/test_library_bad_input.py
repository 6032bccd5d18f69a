"""What goes wrong on the command line: one sentence that names the file, what is wrong and what to do; nothing lost."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from made_library import check_whole, dump, write_plans

from gongxing.cli import main
from gongxing.library import Library

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "sample" / "railway"
ASKING = (
    ["status"], ["search", "氢能"], ["search", "新增载体", "--format", "json"], ["export", "out.csv"],
    ["export", "out.zip"], ["backup", "out.zip"], ["edit", "history"], ["edit", "accept", "4"], ["edit", "undo", "1"],
    ["scenario", "list"], ["scenario", "show", "a"], ["scenario", "from", "1"], ["ingest", "in"],
)  # fmt: skip


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def one_sentence(result: Result) -> str:
    """Return what a refused command says: one line, no traceback."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1, (result.stdout, result.stderr)
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("Error: ")
    return line


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a library of three plans, an edit, a scenario and a brief."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGXING_WHO", "林")
    write_plans(tmp_path / "in", 3)
    with Library("gongxing.db") as library:
        library.ingest(["in"])
        library.reject(3, who="林")
        library.save_scenario("a", title="a", toml='title = "a"', who="林")
        library.save_brief("b", title="b", language="zh", outline="# b\n", who="林")
    return tmp_path


def damaged(data: bytes, draw: random.Random) -> bytes:
    """Bytes flipped, pages torn out, the end cut off, text that is no text."""
    found = bytearray(data)
    match draw.choice(("bytes", "pages", "cut", "text")):
        case "bytes":
            for _ in range(26):
                found[draw.randrange(100, len(found))] = draw.randrange(256)
        case "pages":
            for _ in range(3):
                start = draw.randrange(1, len(found) // 4096) * 4096
                found[start : start + 4096] = draw.randbytes(4096)
        case "cut":
            del found[draw.randrange(1, len(found)) :]
        case _:
            for _ in range(20):
                start = found.find(b'{"', draw.randrange(len(found)))
                found[start + 1 : start + 4] = b" \xff\xfe"
    return bytes(found)


def test_a_damaged_library_never_ends_in_a_traceback(place: Path) -> None:
    data = (place / "gongxing.db").read_bytes()
    draw = random.Random(11)
    refused = 0
    for number in range(26):
        for path in place.glob("bad.db*"):
            path.unlink()
        (place / "bad.db").write_bytes(damaged(data, draw))
        words = ASKING[number % len(ASKING)]
        result = run(*words, "--library", "bad.db", "--files", "gongxing.db.files")
        if result.exit_code == 0 or "could not be read" in result.stdout:  # the damage lies elsewhere
            continue
        if words[0] in ("edit", "scenario") and "there is no" in result.stderr:
            continue
        said = one_sentence(result)
        assert "bad.db" in said
        assert "damaged" in said
        assert "restore a backup with gongxing restore" in said
        refused += 1
    assert refused > 8
    assert run("status").exit_code == 0


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_a_library_of_a_newer_release_is_left_alone(place: Path, words: list[str]) -> None:
    with sqlite3.connect("gongxing.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (place / "gongxing.db").read_bytes()
    said = one_sentence(run(*words))
    assert "gongxing.db: this library was written by a newer release of Gongxing (schema 9999" in said
    assert "install the newer release" in said
    assert (place / "gongxing.db").read_bytes() == before
    assert not list(place.glob("*.schema-*"))


def apart(*words: object, **options: Any) -> tuple[int, str]:
    """Run a command in a process of its own, for limits that cannot be taken back; its status and what it said."""
    call = [sys.executable, "-c", "from gongxing.cli import main; main()", *map(str, words)]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=60, **options)
    return done.returncode, done.stderr.strip()


def on_a_full_disk(*words: object, left: int = 0) -> str:
    """Run a command where no file can grow beyond some bytes; return the one sentence that it says."""
    status, said = apart(*words, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (left, left)))
    assert status == 1, said
    (line,) = said.splitlines()
    return line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["edit", "accept", "4"], "gongxing.db: the disk"),
        (["scenario", "save", SAMPLE / "scenario.toml"], "gongxing.db.files: an original cannot be kept"),
        (["export", "kept.xlsx"], "kept.xlsx: cannot be written"),
        (["export", "kept.parquet"], "kept.parquet: cannot be written"),
        (["export", "kept.zip"], "kept.zip: cannot be written"),
        (["backup", "kept.zip"], "kept.zip: the backup cannot be written"),
    ],
    ids=lambda value: " ".join(map(str, value[:2])) if isinstance(value, list) else "",
)
def test_a_full_disk_leaves_all_that_was_there(place: Path, words: list[str], said: str) -> None:
    target = next((place / word for word in map(str, words) if word.startswith("kept.")), None)
    if target is not None:
        target.write_bytes(b"what was there")
    with Library("gongxing.db") as library:
        before = dump(library)
    with Library("gongxing.db") as library, library.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM fact")  # the log and its index are there
        line = on_a_full_disk(*words)
    assert said in line
    assert "Errno" not in line
    if target is not None:
        assert target.read_bytes() == b"what was there"
    assert not list(place.glob(".*"))
    with Library("gongxing.db") as library:
        check_whole(library)
        assert dump(library) == before


def test_a_restore_on_a_full_disk_leaves_nothing_half(place: Path) -> None:
    assert run("backup", "kept.zip").exit_code == 0
    line = on_a_full_disk("restore", "kept.zip", "--library", "again.db", "--files", "gongxing.db.files", left=30_000)
    assert "again.db: the disk" in line
    assert ".unfinished" not in line
    assert not list(place.glob("*again.db*"))


def test_a_folder_that_may_only_be_read_can_be_asked_and_not_changed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Path(tempfile.mkdtemp())  # where others may go too
    monkeypatch.chdir(shutil.copytree(place, shared / "library"))
    (shared / "secret").mkdir()
    for path in (shared, *shared.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    (shared / "secret").chmod(0o700 if os.geteuid() == 0 else 0)
    guest = {"user": 65534, "group": 65534, "env": {**os.environ, "HOME": "/tmp"}} if os.geteuid() == 0 else {}
    try:  # to root nothing is read-only
        readable = apart("--version", **guest)[0] == 0
    except PermissionError:
        readable = False
    if not readable:
        pytest.skip("another user cannot run this Python")

    def as_a_guest(*words: object) -> tuple[int, str]:
        return apart(*words, **guest)

    assert as_a_guest("status") == (0, "")
    assert as_a_guest("search", "氢能") == (0, "")
    secret = shared / "secret"
    for words, said in (
        (["status", "--library", secret / "x.db"], "x.db: "),
        (["edit", "accept", "4"], "gongxing.db: the library or its folder may only be read; change its permissions"),
        (["export", "out.csv"], "out.csv: cannot be written"),
        (["backup", "out.zip"], "out.zip: the backup cannot be written"),
        (["scenario", "save", SAMPLE / "scenario.toml"], "gongxing.db.files: an original cannot be kept"),
    ):
        status, line = as_a_guest(*words)
        assert (status, said in line, len(line.splitlines())) == (1, True, 1), line
    for path in (shared, *shared.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    monkeypatch.chdir(place)
    shutil.rmtree(shared)


@pytest.mark.parametrize("region", ["三沙", "某某镇"])
def test_a_region_without_data_says_so(place: Path, region: str) -> None:
    result = run("search", "氢能", "--region", region, "--language", "zh")
    assert result.exit_code == 0
    assert "没有找到" in result.stdout
    result = run("export", "empty.xlsx", "--region", region)
    assert result.exit_code == 0
    assert list(openpyxl.load_workbook("empty.xlsx")["figures"].iter_rows(min_row=2)) == []
    with Library("gongxing.db") as library:
        assert library.figures(region=region).is_empty()  # type: ignore[union-attr]
        assert library.profile(region).counts == {}


def test_a_folder_of_many_with_broken_ones_lists_each_and_reads_the_rest(place: Path) -> None:
    paths = write_plans(place / "many", 20)
    broken = {
        "empty.txt": b"", "noise.txt": os.urandom(2000), "broken.pdf": b"%PDF-1.7" + os.urandom(300),
        "broken.docx": b"PK\x03\x04" + os.urandom(300), "broken.xlsx": b"PK\x03\x04" + os.urandom(300),
        "blank.html": b"<html><body></body></html>",
    }  # fmt: skip
    for name, data in broken.items():
        (place / "many" / name).write_bytes(data)
    shutil.copy(paths[0], place / "many" / "copy.txt")
    result = run("ingest", "many", "--library", "other.db", "--language", "en")
    assert result.exit_code == 1
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    for name in broken:
        (line,) = [line for line in lines if name in line]
        assert "; " in line  # what is wrong; what to do
    assert "20 read" in result.stdout
    assert f"{len(broken)} failed" in result.stdout
