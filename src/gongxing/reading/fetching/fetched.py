"""What was fetched, and which kinds of content are taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from gongxing.reading.fetching.address import WebAddress

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Content types that a document or a table may have, with the suffix that tells the readers its kind.
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/msword": ".doc",
    _WORD: ".docx",
    "multipart/related": ".mht",
    "message/rfc822": ".mht",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ".xlsb",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    _SHEET: ".xlsx",
}
# Types of sites that do not say what they send: the bytes tell.
_UNSAID = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/download", "application/x-download",
     "application/force-download", "application/x-msdownload"}
)  # fmt: skip
_STAR = re.compile(r"(?i)filename\*\s*=\s*(?:utf-8|gbk|gb18030)?'[^']*'([^;]+)")
_PLAIN = re.compile(r'(?i)filename\s*=\s*(?:"([^"]*)"|([^;]+))')


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as its site sent it.

    ``asked`` is the address that was named, ``address`` where redirects led, ``name`` a file name whose suffix tells
    the kind, ``content_type`` what the site said it is (lower case, without parameters; empty where it did not say).
    """

    asked: str
    address: str
    name: str
    content_type: str
    data: bytes


def is_taken(content_type: str) -> bool:
    """Tell whether a content type may be a document or a table."""
    return content_type in _SUFFIXES or content_type in _UNSAID


def name_of(address: WebAddress, content_type: str, disposition: str) -> str:
    """Return a file name for what was fetched: the site's own, with a suffix that says what its content type says."""
    named = _STAR.search(disposition)
    plain = _PLAIN.search(disposition)
    said = unquote(named[1]) if named else (plain[1] or plain[2] or "") if plain else ""
    name = "".join(c for c in said.replace("\\", "/").rpartition("/")[2].strip() if c.isprintable())[:200]
    name = name or "".join(c for c in address.file_name if c.isprintable())[:200] or address.host
    suffix = _SUFFIXES.get(content_type)
    known = PurePosixPath(name).suffix.lower()
    if suffix is None or known in _SUFFIXES.values() or known in (".htm", ".shtml", ".markdown", ".mhtml", ".wps"):
        return name
    return name + suffix
