"""Whatever is handed in, it is read or refused in one clear sentence that names it: no crash, no endless wait."""

from __future__ import annotations

import os
import random
import re
import time
from pathlib import Path

import pytest
from made_documents import make_docx, make_package, make_pdf, pdf_of, stream, with_part

from gongxing.reading import UnreadableDocumentError, read_bytes, read_file
from gongxing.reading.sandbox import Reader

TEXT = "全市实现地区生产总值512.3亿元，比上年增长5.2%，一般公共预算收入增长4.1%。"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12))
    + b"]><l>&a11;</l>"
)


def refusal(data: bytes | Path, name: str = "page.html") -> str:
    """The one sentence by which a document is refused."""
    with pytest.raises(UnreadableDocumentError) as caught:
        if isinstance(data, Path):
            read_file(data)
        else:
            read_bytes(data, name)
    sentence = str(caught.value)
    assert name in sentence or isinstance(data, Path)
    assert re.fullmatch(r"[^\n]{20,300}\.", sentence), sentence
    assert "Traceback" not in sentence and "Error" not in sentence
    return sentence


@pytest.mark.parametrize("data", [b"", b" ", b"\n\n \t\r\n", b"\xef\xbb\xbf", "\u3000\u3000\n".encode()])
def test_empty(data: bytes) -> None:
    assert "empty" in refusal(data)


def test_too_large_is_told_before_a_byte_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongxing.reading.sandbox.shared_reader", lambda: pytest.fail("a worker was asked to read it"))
    path = tmp_path / "huge.html"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "200 MB" in refusal(path)


@pytest.mark.parametrize("size", [200, 100_000])
def test_noise_under_the_name_of_a_page(size: int) -> None:
    assert "not text" in refusal(random.Random(size).randbytes(size))


def test_a_program_under_the_name_of_a_page() -> None:
    assert "program" in refusal(b"\x7fELF\x02\x01\x01" + bytes(5000))
    assert "program" in refusal(b"MZ\x90\0\x03" + bytes(5000))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx"),
        (b"{\\rtf1\\ansi text}", "save it as .docx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(600), "OCR"),
        (b"\xff\xd8\xff\xe0" + bytes(600), "OCR"),
        (b"\x1f\x8b\x08" + bytes(600), "unpack"),
        (b"Rar!\x1a\x07" + bytes(600), "unpack"),
    ],
)
def test_kinds_that_are_known_and_not_read(data: bytes, word: str) -> None:
    assert word in refusal(data, "notice.html")


def test_broken_encoding() -> None:
    chance = random.Random(1)
    data = bytearray((TEXT * 50).encode())
    for _ in range(len(data) // 6):
        data[chance.randrange(len(data))] = 0xFF
    refusal(bytes(data))


def test_html_nested_fifty_thousand_deep() -> None:
    page = f"<html><body>{'<div>' * 50_000}<p>{TEXT * 8}</p>{'</div>' * 50_000}</body></html>"
    try:
        assert TEXT in read_bytes(page.encode(), "deep.html").text
    except UnreadableDocumentError as error:
        assert str(error).startswith("deep.html: ")


def test_markdown_nested_deep() -> None:
    try:
        read_bytes(b"# a\n\n" + b"> " * 20_000 + TEXT.encode(), "deep.md")
    except UnreadableDocumentError as error:
        assert str(error).startswith("deep.md: ")


def test_billion_laughs() -> None:
    assert "XML" in refusal(LAUGHS, "laughs.xml")


def test_billion_laughs_inside_a_docx() -> None:
    docx = make_docx(lambda document: document.add_paragraph(TEXT))
    assert "entities" in refusal(with_part(docx, "word/document.xml", LAUGHS), "laughs.docx")


def test_zip_bomb_as_docx() -> None:
    docx = make_docx(lambda document: document.add_paragraph(TEXT))
    bomb = with_part(docx, "word/media/image1.bin", bytes(300_000_000))
    assert len(bomb) < 1_000_000
    assert "unpacks to" in refusal(bomb, "bomb.docx")


def test_zip_that_is_no_docx() -> None:
    assert "ZIP archive" in refusal(make_package({"a.txt": b"x"}), "a.docx")
    assert "workbook" in refusal(make_package({"xl/workbook.xml": b"x"}), "a.docx")
    assert "OFD" in refusal(make_package({"OFD.xml": b"x"}), "a.docx")


def test_docx_without_sense() -> None:
    refusal(make_package({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"}), "odd.docx")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.98])
def test_docx_cut_off(share: float) -> None:
    docx = make_docx(lambda document: document.add_paragraph(TEXT))
    assert "damaged" in refusal(docx[: int(len(docx) * share)], "cut.docx")


def test_docx_with_flipped_bytes() -> None:
    docx = make_docx(lambda document: [document.add_paragraph(TEXT) for _ in range(40)])
    chance = random.Random(3)
    for _ in range(25):
        data = bytearray(docx)
        for _ in range(6):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_bytes(bytes(data), "flipped.docx")
        except UnreadableDocumentError as error:
            assert str(error).startswith("flipped.docx: ")


def test_docx_without_words() -> None:
    refusal(make_docx(lambda document: document.add_paragraph("  ")), "blank.docx")


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5])
def test_pdf_cut_off(share: float) -> None:
    pdf = make_pdf([[(72, 700, 12, TEXT)]])
    refusal(pdf[: int(len(pdf) * share)], "cut.pdf")


def test_pdf_of_pictures() -> None:
    assert "run OCR" in refusal(make_pdf([[], []]), "scan.pdf")


def test_pdf_with_a_password() -> None:
    locked = pdf_of(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"],
        trailer=b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>"
        % (b"11" * 32, b"22" * 32),
    )
    assert "password" in refusal(locked, "locked.pdf")


FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def page_with(content: bytes, resources: bytes = FONT, *more: bytes) -> bytes:
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents 4 0 R >>" % resources,
            content,
            *more,
        ]
    )


def twice_packed(size: int) -> bytes:
    """A stream of so many bytes, packed twice: a thousandth of a thousandth."""
    import zlib

    once = zlib.compress(b"BT /F1 9 Tf (a) Tj ET\n" * (size // 22), 9)
    twice = zlib.compress(once, 9)
    return b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(twice), twice)


def test_small_pdf_that_takes_gigabytes() -> None:
    bomb = page_with(twice_packed(260_000_000))
    assert len(bomb) < 10_000
    start = time.monotonic()
    assert "memory" in refusal(bomb, "bomb.pdf")
    assert time.monotonic() - start < 25


def test_pdf_whose_form_draws_itself() -> None:
    form = stream(
        b"/F Do /F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
    )
    loop = page_with(stream(b"/F Do"), b"<< /XObject << /F 5 0 R >> >>", form)
    with Reader(memory=200 << 20, seconds=10) as reader, pytest.raises(UnreadableDocumentError):
        reader.read(loop, "loop.pdf")


def test_pdf_whose_pages_are_their_own_children() -> None:
    data = pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 90000000 >>"])
    start = time.monotonic()
    refusal(data, "tree.pdf")
    assert time.monotonic() - start < 25


def test_a_page_whose_article_is_missing() -> None:
    links = "".join(f'<li><a href="/a{i}.html">栏目{i}</a></li>' for i in range(40))
    refusal(f"<html><head><title>门户</title></head><body><ul>{links}</ul></body></html>".encode())


def test_what_is_no_file(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "absent.html")
    assert "folder" in refusal(tmp_path)
    (tmp_path / "link.html").symlink_to(tmp_path / "gone.html")
    assert "no such file" in refusal(tmp_path / "link.html")
    (tmp_path / "self.html").symlink_to(tmp_path / "self.html")
    refusal(tmp_path / "self.html")
    with pytest.raises(UnreadableDocumentError):
        read_file(tmp_path / ("a" * 5000))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_devices_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    assert "pipe" in refusal(tmp_path / "pipe.html")
    assert "device" in refusal(Path("/dev/zero"))


def test_one_bad_file_among_many(tmp_path: Path) -> None:
    for i in range(200):
        (tmp_path / f"{i:03}.txt").write_text(f"清河市第{i}号通报：{TEXT}", "utf-8")
    (tmp_path / "100.txt").write_bytes(random.Random(1).randbytes(5000))
    (tmp_path / "150.txt").write_bytes(page_with(twice_packed(60_000_000)))
    read, refused = [], []
    with Reader(memory=200 << 20) as reader:
        for path in sorted(tmp_path.iterdir()):
            try:
                read.append(reader.read(path, path.name))
            except UnreadableDocumentError as error:
                refused.append(str(error))
    assert len(read) == 198
    assert len(refused) == 2 and "100.txt" in refused[0] and "150.txt" in refused[1]
