"""Markdown and plain text."""

from __future__ import annotations

from gongxing.reading.article import Article
from gongxing.reading.script import language_of


def read_prose(text: str, name: str) -> Article:
    """Read plain text."""
    lines = (line.strip() for line in text.splitlines())
    body = "\n".join(line for line in lines if line)
    return Article(text=body, language=language_of(body))
