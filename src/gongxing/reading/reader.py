"""One door for every kind of document: find out what the bytes are, then hand them to the reader for that kind."""

from __future__ import annotations

from pathlib import Path

from gongxing.reading.article import Article


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
        The bytes are empty, too large, of a kind that is not read, damaged, or hold no article.
    """
    text = data.decode("utf-8")  # stand-in until the readers of each kind are joined
    return Article(text=text, language="zh")


def read_file(path: str | Path) -> Article:
    """Read one document from a file; see ``read_bytes``."""
    path = Path(path)
    return read_bytes(path.read_bytes(), path.name)
