"""A backup is the library as it stood, on either database; a flipped byte is found."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_library import check_whole, dump, plan, write_plans

from gongxing.cli import main
from gongxing.library import Library, LibraryError
from gongxing.library.backup import back_up, restore


@pytest.fixture
def backup(library: Library, tmp_path: Path) -> Path:
    write_plans(tmp_path / "in", 5)
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    library.ingest([tmp_path / "in"])
    library.reject(3, who="林")
    library.undo(library.correct(5, who="林", region="德阳"), who="林")
    library.merge_documents(1, 2, who="文")
    back_up(library, tmp_path / "kept.zip")
    return tmp_path / "kept.zip"


def test_restoring_gives_the_same_library(backup: Path, library: Library, tmp_path: Path) -> None:
    expected = dump(library)
    report = restore(backup, str(tmp_path / "again.db"))
    assert (report.documents, report.edits) == (5, 4)
    with Library(tmp_path / "again.db") as again:
        check_whole(again)
        assert dump(again) == expected
        assert again.search("氢能").counts == library.search("氢能").counts
        assert [edit.action for edit in again.history()] == [edit.action for edit in library.history()]
        (tmp_path / "new.txt").write_text(plan("乐山", 2020, 77), "utf-8")
        assert again.ingest([tmp_path / "new.txt"]).read == 1
    assert not list(tmp_path.glob(".*unfinished*"))


def test_what_sqlite_wrote_a_server_restores(
    backup: Path, library: Library, tmp_path: Path, postgresql: Callable[[], str]
) -> None:
    place = postgresql()
    restore(backup, place, tmp_path / "served")
    with Library(place, tmp_path / "served") as again:
        check_whole(again)
        assert dump(again) == dump(library)
        (tmp_path / "new.txt").write_text(plan("乐山", 2020, 77), "utf-8")
        assert again.ingest([tmp_path / "new.txt"]).read == 1  # numbers go on after the restored ones
        again.accept(1, who="林")
    with pytest.raises(LibraryError, match="already"):
        restore(backup, place, tmp_path / "served")


def test_a_flipped_byte_is_found(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in (next(n for n in members if n.startswith("files/")), "tables/fact.jsonl", "manifest.json"):
        changed = bytearray(members[name])
        changed[len(changed) // 2] ^= 1
        with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
            for member, data in members.items():
                archive.writestr(member, bytes(changed) if member == name else data)
        with pytest.raises(LibraryError, match=r"damaged|no backup"):
            restore(tmp_path / "bad.zip", str(tmp_path / "bad.db"))
        assert not (tmp_path / "bad.db").exists()
    data = bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as archive:
        largest = max(archive.infolist(), key=lambda member: member.compress_size)
    data[largest.header_offset + 30 + len(largest.filename.encode()) + largest.compress_size // 2] ^= 0xFF
    (tmp_path / "bad.zip").write_bytes(data)
    with pytest.raises(LibraryError, match=r"damaged|no backup"):
        restore(tmp_path / "bad.zip", str(tmp_path / "bad.db"))
    (tmp_path / "bad.zip").write_bytes(backup.read_bytes()[:1000])
    with pytest.raises(LibraryError, match="damaged"):
        restore(tmp_path / "bad.zip", str(tmp_path / "bad.db"))


def test_an_original_changed_on_disk_is_found(library: Library, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 2)
    library.ingest([tmp_path / "in"])
    path = library.blobs.path(next(library.blobs.hashes()))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(LibraryError, match="changed on disk"):
        back_up(library, tmp_path / "kept.zip")
    assert not (tmp_path / "kept.zip").exists()


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_plans(tmp_path / "in", 2)
    runner = CliRunner()
    assert runner.invoke(main, ["ingest", "in"]).exit_code == 0
    assert "已备份" in runner.invoke(main, ["backup", "b.zip", "--language", "zh"]).stdout
    result = runner.invoke(main, ["restore", "b.zip"])
    assert result.exit_code == 1
    assert "already" in result.stderr
    assert "Restored" in runner.invoke(main, ["restore", "b.zip", "--library", "c.db", "--language", "en"]).stdout
    assert runner.invoke(main, ["status", "--library", "c.db"]).exit_code == 0
    assert "no such file" in runner.invoke(main, ["restore", "none.zip", "--library", "d.db"]).stderr
    assert "cannot be written" in runner.invoke(main, ["backup", "nowhere/b.zip"]).stderr
