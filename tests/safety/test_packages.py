"""ZIP files: the documents inside are read; what is too much, leads out or lies about itself is refused."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from made_bombs import nested_zip, repeated, with_member

from gongxing.cli import main
from gongxing.library import Library
from gongxing.reading import UnreadableDocumentError
from gongxing.reading.packages import MOST_MEMBERS, RATIO, UNPACKED, unpack
from gongxing.reading.sources import SUFFIXES

TEXT = "绵阳市工作\n2026年，绵阳市地区生产总值增长6%以上。\n"


TABLE = "地区,2023年地区生产总值（亿元）\n绵阳市,4038.73\n德阳市,3014.4\n"


def packed(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as refused:
        unpack((data, tuple(SUFFIXES)), "a.zip")
    assert str(refused.value).startswith("a.zip: ")
    return str(refused.value)


def test_documents_are_taken_and_the_rest_is_left() -> None:
    data = packed({
        "计划/一.txt": TEXT, "b.HTML": "<p>x</p>", ".hidden.txt": "x", "__MACOSX/._b.html": "x", "~$c.docx": "x",
        "photo.jpg": b"\xff\xd8", "folder/": "",
    })  # fmt: skip
    assert unpack((data, tuple(SUFFIXES)), "a.zip") == [
        ("a.zip/计划/一.txt", TEXT.encode()),
        ("a.zip/b.HTML", b"<p>x</p>"),
    ]


def test_names_of_windows_are_read() -> None:
    data = packed({"aaaa.txt": TEXT})
    data = data.replace(b"aaaa.txt", "计划".encode("gbk") + b".txt")
    assert unpack((data, tuple(SUFFIXES)), "a.zip")[0][0] == "a.zip/计划.txt"


@pytest.mark.parametrize(
    "name",
    ["../x.txt", "a/../../x.txt", "/etc/x.txt", "\\x.txt", "..\\x.txt", "a\\..\\x.txt", "C:/x.txt", "c:x.txt", ".."],
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert "leads out of it" in refusal(packed({"fine.txt": TEXT, name: TEXT}))


def test_a_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("passwd.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "it holds a link" in refusal(out.getvalue())


def test_too_many_members_are_refused() -> None:
    assert "holds 2,001 files" in refusal(packed({f"{n}.txt": "x" for n in range(MOST_MEMBERS + 1)}))


def test_too_much_inside_is_refused_before_it_is_unpacked() -> None:
    head, crc, size = repeated(b"", b"a" * 1_000_000, UNPACKED // 1_000_000 + 1, b"")
    bomb = with_member(packed({"fine.txt": TEXT}), "bomb.txt", head, crc, size)
    assert len(bomb) < 2_000_000
    assert "unpacks to 201 MB" in refusal(bomb)


def test_a_ratio_of_a_bomb_is_refused() -> None:
    assert f"or {RATIO} times its own size" in refusal(packed({"bomb.txt": b"\0" * 5_000_000}))


def test_a_size_that_lies_is_found_while_unpacking() -> None:
    block, crc, size = repeated(b"", b"a" * 1_000_000, 300, b"")
    bomb = with_member(packed({"fine.txt": TEXT}), "bomb.txt", block, crc, size)
    # Say that it holds ten bytes, in both places where a ZIP says it.
    lying = bomb.replace(struct.pack("<II", len(block), size), struct.pack("<II", len(block), 10))
    assert lying != bomb
    said = refusal(lying)
    assert "unpacks to" in said or "damaged" in said


def test_packages_in_packages_are_not_opened(tmp_path: Path) -> None:
    assert "no document is in this ZIP" in refusal(nested_zip(2, 3))


def test_a_member_without_a_name_is_left() -> None:
    data = packed({"a.txt": TEXT, "b.txt": TEXT}).replace(b"a.txt", b"\0.txt")
    assert [name for name, _ in unpack((data, tuple(SUFFIXES)), "a.zip")] == ["a.zip/b.txt"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_read_and_their_damage_is_a_sentence(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.txt", TEXT * 20)
    data = bytearray(out.getvalue())
    assert unpack((bytes(data), tuple(SUFFIXES)), "a.zip") == [("a.zip/a.txt", (TEXT * 20).encode())]
    start = data.index(b"a.txt") + 5
    for place in range(start, start + 20):
        data[place] ^= 0xFF
    assert "damaged or cut-off" in refusal(bytes(data))


def test_locked_and_broken_ones_are_said() -> None:
    data = bytearray(packed({"a.txt": TEXT}))
    assert "damaged or cut-off" in refusal(bytes(data[: len(data) // 2]))
    locked = bytes(data).replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    locked = locked.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    assert "password" in refusal(locked)


@settings(max_examples=150)
@given(st.dictionaries(st.text(min_size=1, max_size=40), st.binary(max_size=30), max_size=6))
def test_any_names_are_taken_or_refused(members: dict[str, bytes]) -> None:
    try:
        data = packed({f"{name}.txt": content for name, content in members.items()})
    except (ValueError, IndexError):  # the standard library writes no such name
        return
    try:
        found = unpack((data, tuple(SUFFIXES)), "a.zip")
    except UnreadableDocumentError as error:
        assert "Traceback" not in str(error)
        return
    for name, content in found:
        assert name.startswith("a.zip/")
        assert ".." not in name.replace("\\", "/").split("/")
        assert content in members.values()


@settings(max_examples=150)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_any_damage_is_a_sentence(place: int, noise: bytes) -> None:
    data = bytearray(packed({"a.txt": TEXT, "b.txt": TEXT * 3}))
    place %= len(data)
    data[place : place + len(noise)] = noise
    try:
        unpack((bytes(data), tuple(SUFFIXES)), "a.zip")
    except UnreadableDocumentError as error:
        assert str(error).startswith("a.zip: ")


def test_ingest_reads_what_is_inside_and_names_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "plans.zip").write_bytes(packed({
        "plan.txt": TEXT, "table.csv": TABLE, "broken.pdf": b"%PDF-1.7 no",
    }))  # fmt: skip
    (tmp_path / "bomb.zip").write_bytes(packed({"bomb.txt": b"\0" * 5_000_000}))
    place = str(tmp_path / "library.db")
    words = ["ingest", str(tmp_path / "plans.zip"), str(tmp_path / "bomb.zip"), "--library", place, "--language", "en"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 1
    problems = result.stderr.splitlines()
    assert len(problems) == 2
    assert any("plans.zip/broken.pdf: " in problem for problem in problems)
    assert any(problem.startswith(f"{tmp_path / 'bomb.zip'}: it unpacks to") for problem in problems)
    with Library(place) as library:
        assert sorted(library.documents().get_column("name").to_list()) == ["plan.txt", "table.csv"]
        assert library.observations().height == 2
        assert len(library.status().failures) == 2
    again = CliRunner().invoke(main, words)
    assert "broken.pdf" in again.stderr
    with Library(place) as library:
        assert library.count_documents() == 2


def test_a_stopped_ingest_goes_on_inside_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongxing.library import ingest

    (tmp_path / "plans.zip").write_bytes(packed({f"{n}.txt": f"第{n}号\n{TEXT}" for n in range(4)}))
    place = str(tmp_path / "library.db")
    real, kept = ingest._Run.keep, []

    def keep(run: object, job: object, prepared: object) -> None:
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(job)
        real(run, job, prepared)  # type: ignore[arg-type]

    monkeypatch.setattr(ingest._Run, "keep", keep)
    stopped = CliRunner().invoke(main, ["ingest", str(tmp_path / "plans.zip"), "--library", place])
    assert "run gongxing ingest to go on" in stopped.stderr
    monkeypatch.setattr(ingest._Run, "keep", real)
    result = CliRunner().invoke(main, ["ingest", "--library", place])
    assert result.exit_code == 0, result.stderr
    with Library(place) as library:
        assert library.count_documents() == 4


def test_what_came_without_a_file_goes_on_from_the_originals(tmp_path: Path) -> None:
    from gongxing.library import ledger
    from gongxing.library.connection import writing

    place = str(tmp_path / "library.db")
    with Library(place) as library:
        sha256 = library.blobs.put(TEXT.encode())
        with writing(library.engine) as connection:
            ledger.open_parts(connection, ["plan.txt", "sha256:nonsense"])
            ledger.begin(connection, "plan.txt", sha256)
    result = CliRunner().invoke(main, ["ingest", "--library", place])
    assert "sha256:nonsense" in result.stderr and "no such file" in result.stderr
    with Library(place) as library:
        assert library.documents().get_column("name").to_list() == ["plan.txt"]


def test_read_opens_a_package(tmp_path: Path) -> None:
    (tmp_path / "plans.zip").write_bytes(packed({"plan.txt": TEXT, "note.md": f"# 题\n\n{TEXT}"}))
    result = CliRunner().invoke(main, ["read", str(tmp_path / "plans.zip"), "--format", "json"])
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("\n") == 2
    assert "plans.zip/plan.txt" in result.stdout
