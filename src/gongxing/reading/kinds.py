"""What kind of document some bytes are: their first bytes and their make-up say so; a file's suffix is only a hint."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from gongxing.reading.errors import UnreadableDocumentError

Kind = Literal["pdf", "docx", "web archive", "text"]

_UNPACKED = 400 << 20  # bytes that a DOCX may unpack to
_RATIO = 200  # times its own size that it may unpack to, when that is much
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old Word, Excel or WPS file", "save it as .docx"),
    (b"{\\rtf", "this is an RTF file", "save it as .docx"),
    (b"\x89PNG", "this is a picture", "run OCR on it first and read the text"),
    (b"\xff\xd8\xff", "this is a picture", "run OCR on it first and read the text"),
    (b"GIF8", "this is a picture", "run OCR on it first and read the text"),
    (b"II*\0", "this is a picture", "run OCR on it first and read the text"),
    (b"MM\0*", "this is a picture", "run OCR on it first and read the text"),
    (b"\x1f\x8b", "this is packed with gzip", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "this is a 7z archive", "unpack it first"),
    (b"Rar!", "this is a RAR archive", "unpack it first"),
    (b"BZh", "this is packed with bzip2", "unpack it first"),
    (b"\xfd7zXZ", "this is packed with xz", "unpack it first"),
    (b"\x7fELF", "this is a program", "give the document itself"),
    (b"MZ\x90\0", "this is a program", "give the document itself"),
    (b"%!PS", "this is a PostScript file", "convert it to PDF"),
)
# What the first name or a telling name inside a ZIP says of it.
_PACKAGES = (
    ("xl/", "this is a workbook", "read it as a table, or save the text as .docx"),
    ("ppt/", "these are slides", "export them to PDF"),
    ("OFD.xml", "this is an OFD file", "export it to PDF"),
    ("content.xml", "this is an OpenDocument file", "save it as .docx"),
    ("META-INF/container.xml", "this is an EPUB book", "convert it to PDF or HTML"),
)
_MAIL_HEADER = re.compile(rb"[A-Za-z-]{2,40}:[ \t]")
_RELATED = re.compile(rb"(?i)\bcontent-type:[ \t]*multipart/related\b")
_MARKUP = re.compile(r"(?i)<(?:!doctype\s+html|html|head|body|meta|title|frameset)[\s>/]")
_CONTAINER = re.compile(r"(?i)</?(?:div|table|tr|td|ul|ol|section|article|main|dl)(?:\s[^<>]{0,300})?>")


def kind_of(data: bytes, name: str) -> Kind:
    """Tell the kind of a document.

    Raises
    ------
    UnreadableDocumentError
        It is of a kind that is known and not read; the message says how to save it as one that is.
    """
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        check_package(data, name)
        return "docx"
    for magic, problem, advice in _REFUSED:
        if head.startswith(magic):
            raise UnreadableDocumentError(name, problem, advice)
    if _MAIL_HEADER.match(head) and _RELATED.search(head):
        return "web archive"
    return "text"


def check_package(data: bytes, name: str) -> None:
    """Refuse a ZIP that is no DOCX, is damaged, or would unpack to far more than a document needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableDocumentError(
            name, "it is a damaged or cut-off DOCX or ZIP file", "fetch or save it again"
        ) from None
    names = {member.filename for member in members}
    if "word/document.xml" not in names:
        for telling, problem, advice in _PACKAGES:
            if any(n == telling or (telling.endswith("/") and n.startswith(telling)) for n in names):
                raise UnreadableDocumentError(name, problem, advice)
        raise UnreadableDocumentError(
            name, "it is a ZIP archive, not a Word document", "unpack it and read the files inside"
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > _UNPACKED or (unpacked > (64 << 20) and unpacked > _RATIO * len(data)):
        raise UnreadableDocumentError(
            name,
            f"it unpacks to {unpacked >> 20} MB, far more than a document needs",
            "do not trust the file; if it is yours, take the pictures out and save it anew",
        )


def is_page(text: str) -> bool:
    """Tell whether a text is an HTML page or a piece of one, rather than text with a stray tag or two."""
    head = text[:20_000]
    if _MARKUP.search(head):
        return True
    return head.lstrip("\ufeff \t\r\n").startswith("<") and len(_CONTAINER.findall(head)) >= 3
