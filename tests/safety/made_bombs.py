"""Small files that would grow without bound in a careless reader, made here from nothing."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

TEXT = "全市实现地区生产总值512.3亿元，比上年增长5.2%。"


def pdf_bomb() -> bytes:
    """Two kilobytes whose one page unpacks, twice, to 260 MB of drawing."""
    once = zlib.compress(b"BT /F1 9 Tf (a) Tj ET\n" * (260_000_000 // 22), 9)
    twice = zlib.compress(once, 9)
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents 4 0 R >>" % font,
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(twice), twice),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def repeated(head: bytes, block: bytes, times: int, tail: bytes) -> tuple[bytes, int, int]:
    """Return head, a block so many times and tail as deflate packs them, their CRC and size; packed once, not anew."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    last = packer.compress(tail) + packer.flush()
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    return first + packed * times + last, zlib.crc32(tail, crc), len(head) + len(block) * times + len(tail)


def with_member(package: bytes, name: str, packed: bytes, crc: int, size: int) -> bytes:
    """Return a ZIP with one more member that is packed already."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        others = {member: archive.read(member) for member in archive.namelist() if member != name}
    out = io.BytesIO()
    fields = (20, 0, zipfile.ZIP_DEFLATED, 0, 33, crc, len(packed), size, len(name), 0)
    out.write(struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields) + name.encode() + packed)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.compress_type, info.CRC, info.compress_size, info.file_size = zipfile.ZIP_DEFLATED, crc, len(packed), size
        info.header_offset, info.create_version = 0, 20
        for member, data in others.items():
            archive.writestr(member, data)
        archive.filelist.append(info)
        archive.NameToInfo[name] = info
    return out.getvalue()


def workbook_bomb(rows: int = 40_000, columns: int = 1_000) -> bytes:
    """Two megabytes that say forty million cells."""
    import openpyxl

    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["城市", "2023年地区生产总值（亿元）"])
    book.save(plain)
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    row = b"<row>" + b"<c><v>7</v></c>" * columns + b"</row>"
    packed, crc, size = repeated(head, row, rows, b"</sheetData></worksheet>")
    return with_member(plain.getvalue(), "xl/worksheets/sheet1.xml", packed, crc, size)


def nested_zip(depth: int = 6, each: int = 10) -> bytes:
    """A ZIP of ZIPs of ZIPs …, ten in each, a million times 10 MB at the end."""
    inner = b"0" * 10_000_000
    name = "page.txt"
    for level in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(each):
                archive.writestr(f"{number}-{name}", inner)
        inner, name = out.getvalue(), f"{level}.zip"
    return inner


def wide_csv(columns: int = 10_000_000) -> bytes:
    """Two lines of ten million columns."""
    return (b"a" + b",a" * (columns - 1) + b"\n") + (b"1" + b",1" * (columns - 1) + b"\n")


def deep_json(depth: int = 3_000_000) -> bytes:
    """Lists in lists in lists."""
    return b"[" * depth + b"]" * depth


def page_with_deep_json(depth: int = 1_000_000) -> bytes:
    """A page of ours whose own description is nested without end."""
    return (
        b"<html><head><meta charset='utf-8'><script type='application/ld+json'>" + deep_json(depth)
        + f"</script></head><body><h1>清河市</h1><p>{TEXT}{TEXT}{TEXT}</p></body></html>".encode()
    )  # fmt: skip
