"""What goes wrong with a library has one clear sentence and loses nothing."""

from __future__ import annotations

import os
import resource
import sqlite3
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from made_library import check_whole, plan, write_plans

from gongxing.library import Library, LibraryError
from gongxing.library.words import phrases


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("no database", "utf-8")
    with pytest.raises(LibraryError, match="no library"):
        Library(path)
    assert path.read_text("utf-8") == "no database"


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE stamps (country TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(LibraryError, match=r"another program .* stamps"):
        Library(path)


def test_a_damaged_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library(path) as library:
        write_plans(tmp_path / "in", 4)
        library.ingest([tmp_path / "in"])
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 2 * 4096):
        data[start : start + 4096] = os.urandom(len(data[start : start + 4096]))
    path.write_bytes(data)
    with pytest.raises(LibraryError, match=r"damaged; restore a backup|is no library"), Library(path) as library:
        library.facts()
        library.search("氢能")
        library.status()


def test_a_library_of_a_newer_release(library: Library, place: str) -> None:
    with library.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryError, match=r"newer release of Gongxing .schema 9999.*install the newer"):
        Library(place)


def test_no_library_where_one_is_asked(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no library here; make one with gongxing ingest"):
        Library(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(LibraryError, match="this is a folder"):
        Library(tmp_path)
    with pytest.raises(LibraryError, match="folder does not exist"):
        Library(tmp_path / "a" / "b.db")


def test_a_server_that_does_not_answer() -> None:
    with pytest.raises(LibraryError, match=r"cannot be reached.*check the address") as caught:
        Library("postgresql://me:secret@127.0.0.1:9/region")
    assert "secret" not in str(caught.value)


def in_child(work: Callable[[], str]) -> str:
    """Do something in a process of its own, for limits that cannot be taken back; return what it says."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            said = work()
        except LibraryError as error:
            said = f"LibraryError: {error}"
        except BaseException:  # noqa: BLE001
            said = traceback.format_exc()
        os.write(writer, said.encode()[-3000:])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands for a disk that fills up in the middle of an ingest."""
    write_plans(tmp_path / "in", 12)
    path = tmp_path / "library.db"
    with Library(path) as library:
        library.ingest([tmp_path / "in" / "0000.txt"])
    size = max(path.stat().st_size, 1)

    def ingest() -> str:
        with Library(path) as library:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 60_000, size + 60_000))
            library.ingest([tmp_path / "in"])
        return "done"

    said = in_child(ingest)
    assert said.startswith("LibraryError"), said
    assert "run the same command again" in said
    with Library(path) as library:
        check_whole(library)
        library.ingest([tmp_path / "in"])
        check_whole(library)
        assert library.status().documents == 12


def test_a_large_original_on_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text(plan("成都") * 3000, "utf-8")

    def ingest() -> str:
        with Library(tmp_path / "library.db") as library:
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
            library.ingest([tmp_path / "big.txt"])
        return "done"

    said = in_child(ingest)
    assert said.startswith("LibraryError"), said
    assert "an original cannot be kept" in said
    assert not list(tmp_path.rglob(".unfinished*"))


def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    with Library(tmp_path / "library.db") as library:
        library.ingest([tmp_path / "in"])
    for entry in (*tmp_path.glob("library.db*"), tmp_path):
        entry.chmod(0o555 if entry.is_dir() else 0o444)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.geteuid() and parent not in (Path("/"), Path("/tmp")):
            parent.chmod(parent.stat().st_mode | 0o055)

    def ingest() -> str:
        if os.geteuid() == 0:
            os.setuid(65534)  # to root nothing is read-only
        with Library(tmp_path / "library.db") as library:
            library.ingest([tmp_path / "in"])
        return "done"

    said = in_child(ingest)
    tmp_path.chmod(0o755)
    assert said.startswith("LibraryError"), said
    assert "may only be read" in said or "cannot be opened" in said


def test_five_megabytes_of_text(tmp_path: Path) -> None:
    text = "长篇材料\n" + "".join(f"第{n}段，这里没有数字以外的内容，只是很长很长的一份材料。\n" for n in range(62_000))
    path = tmp_path / "long.txt"
    path.write_text(text + "结尾处提到绿氢制备。\n", "utf-8")
    assert path.stat().st_size > 5_000_000
    with Library(tmp_path / "library.db") as library:
        report = library.ingest([path])
        assert (report.read, report.failures) == (1, [])
        assert library.search("绿氢", kinds=["document"]).counts == {"document": 1}


def test_a_folder_of_many_with_broken_ones(library: Library, tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "in", 60)
    for path in paths[::10]:
        path.write_bytes(b"\x89PNG broken")
    report = library.ingest([tmp_path / "in"], jobs=2)
    assert report.read == 54
    assert [Path(f.source).name for f in report.failures] == [path.name for path in paths[::10]]
    assert library.status().parts == {"done": 54, "failed": 6}


def test_names_of_files_never_become_paths(library: Library, tmp_path: Path) -> None:
    from gongxing.engines import engine_for
    from gongxing.library.ingest import ingest

    names = ["../../etc/passwd", "a\nb", "\u202etxt.exe", "名" * 4096, "; rm -rf ~", "'; DROP TABLE fact; --"]
    report = ingest(
        library, [(name, plan("成都", 2026, n + 1).encode()) for n, name in enumerate(names)], engine_for(1)
    )
    assert report.read == len(names)
    assert all(path.parent.parent == library.blobs.folder for path in library.blobs.folder.rglob("*") if path.is_file())
    check_whole(library)


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", '"', "NEAR(a b)", "a* OR b", "氢能\x00", "(", "\\", "'''", "col:x", "-a"]
)
def test_a_search_is_words_and_never_code(library: Library, tmp_path: Path, words: str) -> None:
    try:
        expected = phrases(words)
    except ValueError:
        with pytest.raises(LibraryError, match="no word"):
            library.search(words)
        return
    assert expected
    assert library.search(words, region="' OR 1=1 --", source="%' --").total == 0
