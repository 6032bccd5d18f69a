"""An outline as a tree: front matter, prose with references to evidence, typed blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongxing.indicators.amounts import Language


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of weight."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Code:
    """Words that are code or a name, never a number."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address (``https://…``)."""

    children: Inlines
    address: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Words, mostly a number, that lead to their evidence."""

    children: Inlines
    reference: str


@dataclass(frozen=True, slots=True)
class State:
    """A word that tells a state; ``tone`` is ``good``, ``bad``, ``open`` or ``plain``."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line: one of the outline's own (``hard``: one that stays)."""

    hard: bool = False


Inline: TypeAlias = Text | Strong | Emphasis | Code | Link | Cited | State | Break
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4 below the title."""

    level: int
    content: Inlines
    line: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: Inlines
    line: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; ``start`` is the first number of an ordered one, ``None`` of a list with bullets."""

    start: int | None
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody else says."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between parts."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``align`` is ``left``, ``right`` or ``center``."""

    title: Inlines
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; it is numbered where it has a caption. ``notes`` stand below it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    caption: Inlines = ()
    notes: tuple[Inlines, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """A block with a type, as written: its fields, the line on which each stands, and its own first line."""

    type: str
    fields: Mapping[str, Any]
    lines: Mapping[str, int]
    line: int

    def line_of(self, name: str) -> int:
        """Return the line on which a field stands."""
        return self.lines.get(name, self.line)


@dataclass(frozen=True, slots=True)
class Card:
    """One number in large type with what it is."""

    value: Inlines
    label: Inlines
    note: Inlines = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Numbers side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a claim: a state, the words that made it, and the sentences that tell why."""

    state: State
    title: Inlines
    quote: Inlines
    sentences: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A figure with its table twin; ``figures`` holds it by theme (``light``, ``dark``, ``print``)."""

    figures: Mapping[str, Any]
    caption: Inlines
    summary: str
    table: Table | None
    notes: tuple[Inlines, ...] = ()
    source: Inlines = ()


Block: TypeAlias = (
    Heading | Paragraph | Listing | Quotation | Divider | Table | Typed | Cards | Verdict | Picture
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above the outline. ``date`` is ISO 8601; nothing is taken from a clock."""

    title: str
    language: Language = "zh"
    subtitle: str | None = None
    kind: str | None = None
    number: str | None = None
    organisation: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    summary: Inlines = ()
    contents: bool = True
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outline:
    """An outline as parsed; ``name`` is what messages call it."""

    front: Front
    blocks: tuple[Block, ...]
    name: str = ""


def plain(content: Inlines) -> str:
    """Return the words of inline content without their form."""
    return "".join(_plain(item) for item in content)


def _plain(item: Inline) -> str:
    match item:
        case Text() | Code() | State():
            return item.text
        case Break():
            return "\n" if item.hard else " "
        case _:
            return plain(item.children)


def cited(content: Inlines) -> Iterator[Cited]:
    """Yield what cites evidence within inline content, in order."""
    for item in content:
        match item:
            case Cited():
                yield item
            case Strong() | Emphasis() | Link():
                yield from cited(item.children)
            case _:
                pass


def text(words: str) -> Inlines:
    """Return words as inline content."""
    return (Text(words),) if words else ()
