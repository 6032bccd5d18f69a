"""One door for every kind of document: find out what the bytes are, then hand them to the reader for that kind.

``read_bytes`` and ``read_file`` let a worker process do it (see ``sandbox``); ``parse_bytes`` and ``parse_file`` do it
here and now, without limits.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.reading.errors import UnreadableDocumentError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxing.reading.article import Article

LARGEST = 100_000_000  # bytes


def read_bytes(data: bytes, name: str = "standard input") -> Article:
    """Read one document from its bytes.

    Parameters
    ----------
    data
        The whole file.
    name
        What to call it in messages; its suffix is a hint, never believed against the bytes.

    Raises
    ------
    UnreadableDocumentError
        The bytes are empty, too large, of a kind that is not read, damaged, or hold no article; or reading them takes
        more than 1 GB of memory or 10 seconds of the processor.
    """
    from gongxing.reading.sandbox import shared_reader

    _check_size(len(data), name)
    return shared_reader().read(data, name)


def read_file(path: str | Path, *, while_waiting: Callable[[], object] | None = None) -> Article:
    """Read one document from a file; see ``read_bytes``.

    ``while_waiting`` is called in this process while the document is read in another.
    """
    from gongxing.reading.sandbox import shared_reader

    path = Path(path)
    check_file(path)
    # Absolute: the worker may have been started in another folder.
    return shared_reader().read(path.absolute(), str(path), while_waiting)


def check_file(path: Path) -> None:
    """Refuse what is no regular file of a sensible size, before a byte of it is read."""
    name = str(path)
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _unopened(name, error) from None
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableDocumentError(name, "it is a folder", "name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableDocumentError(
            name, "it is a pipe or a device, not a file", "save the document to a file or hand it in on standard input"
        )
    _check_size(status.st_size, name)
    if not os.access(path, os.R_OK):
        raise _unopened(name, PermissionError())


def parse_file(path: Path, name: str) -> Article:
    """Read a file in this process."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unopened(name, error) from None
    return parse_bytes(data, name)


def parse(source: Path | bytes, name: str) -> Article:
    """Read one document in this process, from its bytes or its file; see ``parse_bytes``."""
    return parse_bytes(source, name) if isinstance(source, bytes) else parse_file(source, name)


def parse_bytes(data: bytes, name: str) -> Article:
    """Read bytes in this process."""
    from gongxing.reading.kinds import kind_of

    if not data.strip():
        raise _empty(name)
    kind = kind_of(data, name)
    if kind == "pdf":
        from gongxing.reading.pdf import read_pdf

        return read_pdf(data, name)
    if kind == "docx":
        from gongxing.reading.word import read_word

        return read_word(data, name)
    if kind == "web archive":
        from gongxing.reading.archive import page_of

        return parse_text(page_of(data, name), name)
    from gongxing.reading.decoding import decode

    return parse_text(decode(data, name), name)


def parse_text(text: str, name: str) -> Article:
    """Read a decoded document: a page, Markdown or plain text."""
    from gongxing.reading.kinds import is_page

    if not text.strip("\ufeff\u200b\u3000\xa0 \t\r\n\f\v"):
        raise _empty(name)
    if is_page(text):
        from gongxing.reading.page import read_page

        return read_page(text, name)
    if text.lstrip("\ufeff \t\r\n").startswith(("<?xml", "<!DOCTYPE", "<!ENTITY")):
        raise UnreadableDocumentError(name, "this is XML and no page", "save the document as HTML, DOCX or plain text")
    from gongxing.reading.prose import read_prose

    return read_prose(text, name)


def _check_size(size: int, name: str) -> None:
    if size > LARGEST:
        raise UnreadableDocumentError(
            name,
            f"it has {size / 1e6:,.0f} MB and at most {LARGEST // 10**6} MB are read",
            "split it or take the pictures out",
        )
    if size == 0:
        raise _empty(name)


def _empty(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(name, "it is empty", "fetch or save the document again")


def _unopened(name: str, error: OSError | ValueError) -> UnreadableDocumentError:
    if isinstance(error, FileNotFoundError):
        return UnreadableDocumentError(name, "there is no such file", "check the spelling of the path")
    if isinstance(error, PermissionError):
        return UnreadableDocumentError(name, "you may not read it", "change its permissions or copy it")
    reason = getattr(error, "strerror", None) or error
    return UnreadableDocumentError(name, f"it cannot be opened ({reason})", "check the path")
