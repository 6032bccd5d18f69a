"""What paths, folders and - stand for."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from gongxing.reading.sources import find_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.html", "a.txt", "sub/c.pdf", "sub/deep/d.DOCX", ".hidden/e.txt", ".f.txt", "~$b.docx", "photo.jpg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
    return tmp_path


def test_a_folder_stands_for_its_documents_in_order(folder: Path) -> None:
    sources, problems = find_sources([str(folder)])
    assert sources == [folder / "a.txt", folder / "b.html", folder / "sub/c.pdf", folder / "sub/deep/d.DOCX"]
    assert problems == []


def test_files_are_taken_whatever_their_suffix_and_once(folder: Path) -> None:
    jpg, text = str(folder / "photo.jpg"), str(folder / "a.txt")
    sources, problems = find_sources([jpg, text, text])
    assert sources == [Path(jpg), Path(text)]
    assert problems == []


def test_what_is_not_there_is_named(folder: Path) -> None:
    empty = folder / "empty"
    empty.mkdir()
    sources, problems = find_sources(
        [str(folder / "nowhere.html"), str(folder / "a.txt"), str(empty), "/dev/zero", "a\0b"]
    )
    assert sources == [folder / "a.txt"]
    assert len(problems) == 4
    assert "nowhere.html: there is no such file" in problems[0]
    assert "no document is in this folder" in problems[1]
    assert all(problem.endswith(".") and "\n" not in problem for problem in problems)


def test_links_in_a_circle_end(folder: Path) -> None:
    (folder / "sub/up").symlink_to(folder, target_is_directory=True)
    assert len(find_sources([str(folder)])[0]) == 4


def test_too_large_is_told_before_reading(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    sources, problems = find_sources([str(tmp_path / "huge.txt")])
    assert sources == [] and "200 MB" in problems[0]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO("清河".encode())

    monkeypatch.setattr("sys.stdin", Input())
    assert find_sources(["-"]) == ([("standard input", "清河".encode())], [])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    sources, problems = find_sources([str(tmp_path / "pipe.html")])
    assert sources == [] and "pipe" in problems[0]
