"""An article as a reader sees it: paragraphs in which every fact is marked, and notes in the margin beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongxing.reading import Article

KINDS = ("figure", "commitment", "project", "industry", "person", "member", "place")
_HEADING = 80  # characters that a heading has at most: what is longer is text that begins like one (一、综合 根据…)
PART = 40_000  # characters that one page shows at least; longer texts have parts


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same facts, the widest first; ``starts`` is true where the innermost one begins."""

    start: int
    end: int
    text: str
    facts: tuple[Mapping[str, Any], ...]
    starts: bool
    here: bool  # part of the span that the address asks for


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text: ``cells`` where it is a row of a table, else ``segments``; ``level`` of a heading."""

    start: int
    end: int
    level: int | None
    segments: tuple[Segment, ...]
    cells: tuple[tuple[Segment, ...], ...] = ()
    facts: list[Mapping[str, Any]] = field(default_factory=list)


def paragraphs(
    article: Article, facts: Sequence[Mapping[str, Any]], start: int, end: int, here: tuple[int, int] | None = None
) -> Iterator[Paragraph]:
    """Yield the paragraphs of ``article.text[start:end]``.

    Parameters
    ----------
    article
        The article.
    facts
        Rows with ``start``, ``end`` in the order of their starts; only these are marked.
    start, end
        The part of the text, from the beginning of a line to the end of one.
    here
        A span to mark beside the facts.
    """
    headings = {section.start: section.level for section in article.sections}
    in_table = [(table.start, table.end) for table in article.tables]
    position, first = start, 0
    for line in article.text[start:end].split("\n"):
        close = position + len(line)
        while first < len(facts) and facts[first]["end"] <= position:
            first += 1
        mine = []
        for fact in facts[first:]:
            if fact["start"] >= close:
                break
            if fact["end"] > position:
                mine.append(fact)
        cells: tuple[tuple[Segment, ...], ...] = ()
        if any(a <= position < b for a, b in in_table):
            cells = tuple(_cells(line, position, mine, here))
        made = () if cells else tuple(_segments(line, position, mine, here))
        if line.strip():
            begun = [fact for fact in mine if fact["start"] >= position]
            yield Paragraph(
                position, close, headings.get(position) if close - position <= _HEADING else None, made, cells, begun
            )
        position = close + 1


def parts(text: str) -> list[tuple[int, int]]:
    """Return the parts in which a text is shown, each at least ``PART`` characters long and ending with a line."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(text) or not found:
        end = text.find("\n", start + PART)
        end = len(text) if end < 0 or len(text) - end < PART // 4 else end
        found.append((start, end))
        start = end + 1
    return found


def _cells(
    line: str, position: int, facts: Sequence[Mapping[str, Any]], here: tuple[int, int] | None
) -> Iterator[tuple[Segment, ...]]:
    for cell in line.split("\t"):
        inside = [fact for fact in facts if fact["start"] < position + len(cell) and fact["end"] > position]
        yield tuple(_segments(cell, position, inside, here))
        position += len(cell) + 1


def _segments(
    line: str, position: int, facts: Sequence[Mapping[str, Any]], here: tuple[int, int] | None
) -> Iterator[Segment]:
    """Cut a line wherever a fact begins or ends, so that spans which cross are marked too."""
    close = position + len(line)
    edges = {position, close}
    for start, end in [(fact["start"], fact["end"]) for fact in facts] + ([here] if here else []):
        edges |= {min(max(start, position), close), min(max(end, position), close)}
    bounds = sorted(edges)
    for start, end in pairwise(bounds):
        over = [fact for fact in facts if fact["start"] <= start and end <= fact["end"]]
        over.sort(key=lambda fact: (fact["start"] - fact["end"], fact["id"]))
        marked = here is not None and here[0] <= start and end <= here[1]
        begins = bool(over) and over[-1]["start"] == start
        yield Segment(start, end, line[start - position : end - position], tuple(over), begins, marked)
