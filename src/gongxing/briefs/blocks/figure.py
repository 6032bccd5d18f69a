"""A number in large type with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.briefs.errors import BriefError
from gongxing.briefs.numbers import check_content
from gongxing.briefs.outline import Card, Cards, Cited, text
from gongxing.library import LibraryError

if TYPE_CHECKING:
    from gongxing.briefs.blocks.context import Context
    from gongxing.briefs.outline import Block, Typed


def build(block: Typed, context: Context) -> tuple[Block, ...]:
    """Return the card of a number; ``text`` prints it otherwise than the evidence would be, and is checked.

    Raises
    ------
    LibraryError
        The evidence is not found or states no number.
    BriefError
        It states another number than the one that is printed.
    """
    reference, printed = block.fields["reference"], block.fields.get("text")
    evidence = context.resolver.resolve(reference)
    if not evidence.numbers:
        raise LibraryError(f"{reference}: the evidence states no number")
    if printed is None and evidence.value is None:
        raise LibraryError(f"{reference}: the evidence states several numbers; print one with text = …")
    value = context.number(reference, printed)
    if printed is not None:
        problems, _ = check_content((Cited(text(printed), reference),), block.line_of("text"), context.resolver,
                                    context.language)  # fmt: skip
        if problems:
            raise BriefError(problems)
    return (Cards((Card(value, context.field(block, "label"), context.field(block, "note")),)),)
