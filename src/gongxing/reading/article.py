"""What a reader would call the document: its text, what it says about itself, and the clutter set apart."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """The account that publishes the page on a portal.

    ``articles`` and ``followers`` are the counts shown on its card, ``None`` where the page shows none.
    """

    name: str
    slogan: str | None = None
    articles: int | None = None
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A link to another article: never part of the text. ``time`` is ISO 8601 (``2024-06-02T18:08:07``)."""

    title: str
    account: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the part of ``Article.text`` under it.

    ``start`` is the offset of the heading's first character (headings are part of the text), ``end`` the offset
    after the section's last character. ``level`` is 1 for 一、, 2 for （一）, 3 for 1. or the page's h1/h2/h3, counted
    from 1. A subtitle that stands alone directly under a heading is ``subheading``.
    """

    heading: str
    start: int
    end: int
    level: int = 1
    subheading: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table inside the article.

    In ``Article.text[start:end]`` it stands as one line a row with cells parted by tabs; ``rows`` holds the same cells.
    A cell that spans several stands in the first of them; ``merges`` are the cells it spans as first row, first column,
    last row, last column, counted from 0.
    """

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...]
    caption: str | None = None
    merges: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One document. Offsets count code points of ``text``; paragraphs are joined by one newline.

    ``published`` and ``captured`` are ISO 8601 dates or date-times; whatever the document does not say is ``None``.
    ``navigation`` and ``headlines`` hold menu words and channel headlines in the order in which they stand.
    """

    text: str
    title: str | None = None
    subtitle: str | None = None
    source: str | None = None
    account: Account | None = None
    author: str | None = None
    published: str | None = None
    captured: str | None = None
    language: str | None = None
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    notices: tuple[str, ...] = ()
    navigation: tuple[str, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    headlines: tuple[str, ...] = ()
    shares: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain dictionaries and lists, ready for JSON."""
        plain: dict[str, Any] = _plain(self)
        return plain


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
