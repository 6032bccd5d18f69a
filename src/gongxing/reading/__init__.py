"""Bytes of a page or a file to an ``Article``."""

from gongxing.reading.article import Account, Article, Recommendation, Section, Table
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.reader import read_bytes, read_file

__all__ = [
    "Account",
    "Article",
    "Recommendation",
    "Section",
    "Table",
    "UnreadableDocumentError",
    "read_bytes",
    "read_file",
]
