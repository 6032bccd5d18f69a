"""An outline to a brief: every number checked against its evidence, typed blocks computed, footnotes numbered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gongxing.briefs.blocks import build_block
from gongxing.briefs.blocks.context import Context
from gongxing.briefs.errors import BriefError, Problem, problem
from gongxing.briefs.fields import text_fields
from gongxing.briefs.numbers import check_content, units_of_columns
from gongxing.briefs.outline import (
    Cards,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Quotation,
    Table,
    Typed,
    Verdict,
    cited,
    text,
)
from gongxing.library import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gongxing.briefs.outline import Block, Front, Inlines, Outline
    from gongxing.library import Library
    from gongxing.library.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Brief:
    """A built brief: what every format is rendered from.

    ``evidence`` holds what each reference leads to, in the order in which they first stand in the text: the place in
    it, from 1, is the number of the footnote.
    """

    front: Front
    blocks: tuple[Block, ...]
    evidence: Mapping[str, Evidence]

    def number(self, reference: str) -> int:
        """Return the number of the footnote of a reference."""
        return list(self.evidence).index(reference) + 1


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of an outline found: how many numbers stand in it, and what is wrong."""

    numbers: int
    problems: tuple[Problem, ...]


def check_outline(outline: Outline, library: Library) -> Checked:
    """Check every number of an outline and build its blocks, and list everything that is wrong."""
    context = Context(library, outline.front.language)
    numbers, problems = _check(outline, context)
    _, failed = _built(outline, context)
    return Checked(numbers, BriefError([*problems, *failed]).problems)


def build_brief(outline: Outline, library: Library, *, advance: Callable[[], object] = lambda: None) -> Brief:
    """Build a brief.

    Parameters
    ----------
    outline
        As parsed.
    library
        Where the evidence lies.
    advance
        Called once for each block that is done.

    Raises
    ------
    BriefError
        A number has no evidence or not the evidence's value, evidence is not found, or a block cannot be computed;
        everything that is wrong is listed by line.
    """
    context = Context(library, outline.front.language)
    _, problems = _check(outline, context)
    blocks, failed = _built(outline, context, advance)
    if problems or failed:
        raise BriefError([*problems, *failed], outline.name)
    evidence: dict[str, Evidence] = {}
    for content in (outline.front.summary, *contents_of(blocks)):
        for item in cited(content):
            if item.reference not in evidence:
                evidence[item.reference] = context.resolver.resolve(item.reference)
    return Brief(outline.front, blocks, evidence)


def contents_of(blocks: Iterable[Block]) -> Iterator[Inlines]:
    """Yield the inline content of blocks, in the order in which it is read."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.content
            case Listing():
                for item in block.items:
                    yield from contents_of(item)
            case Quotation():
                yield from contents_of(block.blocks)
            case Table():
                yield from _of_table(block)
            case Cards():
                for card in block.cards:
                    yield from (card.value, card.label, card.note)
            case Verdict():
                yield from ((block.state,), block.title, block.quote, *block.sentences)
            case Picture():
                yield from (block.caption, *block.notes, block.source)
                if block.table is not None:
                    yield from _of_table(block.table)
            case _:
                pass


def _of_table(table: Table) -> Iterator[Inlines]:
    yield table.caption
    yield from (column.title for column in table.columns)
    for row in table.rows:
        yield from row
    yield from table.notes


def _check(outline: Outline, context: Context) -> tuple[int, list[Problem]]:
    """Check the numbers that the outline itself prints."""
    counted, problems = 0, []
    front = outline.front
    prose: list[tuple[Inlines, int, str]] = [
        (text(front.title), front.lines.get("title", 1), ""),
        (text(front.subtitle or ""), front.lines.get("subtitle", 1), ""),
        (front.summary, front.lines.get("summary", 1), ""),
        *_prose(outline.blocks),
    ]
    for content, line, unit in prose:
        found, count = check_content(content, line, context.resolver, front.language, unit)
        problems += found
        counted += count
    return counted, problems


def _prose(blocks: Iterable[Block]) -> Iterator[tuple[Inlines, int, str]]:
    """Yield the prose of an outline with its line and, in a table, the unit of its column."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.content, block.line, ""
            case Listing():
                for item in block.items:
                    yield from _prose(item)
            case Quotation():
                yield from _prose(block.blocks)
            case Table():
                units = list(units_of_columns([column.title for column in block.columns]))
                yield from ((column.title, block.line, "") for column in block.columns)
                for at, row in enumerate(block.rows):
                    yield from ((cell, block.line + 2 + at, unit) for cell, unit in zip(row, units, strict=False))
            case Typed():
                yield from ((content, line, "") for content, line in text_fields(block))
            case _:
                pass


def _built(
    outline: Outline, context: Context, advance: Callable[[], object] = lambda: None
) -> tuple[tuple[Block, ...], list[Problem]]:
    """Return the blocks with the typed ones computed, and why some could not be."""
    problems: list[Problem] = []

    def built(blocks: Iterable[Block]) -> tuple[Block, ...]:
        found: list[Block] = []
        for block in blocks:
            match block:
                case Typed():
                    try:
                        found += build_block(block, context)
                    except LibraryError as error:
                        problems.append(problem(block.line, "block", type=block.type, detail=error))
                    except BriefError as error:
                        problems.extend(replace(one, line=block.line) for one in error.problems)
                    advance()
                case Listing():
                    found.append(replace(block, items=tuple(built(item) for item in block.items)))
                case Quotation():
                    found.append(replace(block, blocks=built(block.blocks)))
                case _:
                    found.append(block)
        return _joined(found)

    return built(outline.blocks), problems


def _joined(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Put cards that follow each other side by side."""
    found: list[Any] = []
    for block in blocks:
        if isinstance(block, Cards) and found and isinstance(found[-1], Cards):
            found[-1] = Cards((*found[-1].cards, *block.cards))
        else:
            found.append(block)
    return tuple(found)
