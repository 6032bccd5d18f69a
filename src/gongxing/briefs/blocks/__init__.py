"""The types of blocks, one module each: a typed block in, plain parts of a brief out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.briefs.blocks.context import Context
    from gongxing.briefs.outline import Block, Typed

_MODULES = {"map": "chart"}


def build_block(block: Typed, context: Context) -> tuple[Block, ...]:
    """Compute a typed block.

    Raises
    ------
    LibraryError
        It cannot be computed, with the reason.
    """
    module = import_module(f"gongxing.briefs.blocks.{_MODULES.get(block.type, block.type)}")
    found: tuple[Block, ...] = module.build(block, context)
    return found
