"""Columns of a table that state what is aimed at, not what came about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.tables.layout import Block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.tables.columns import Speech

_AIMED = re.compile(r"(?:目标|预期|规划|计划)(?:值|数|目标)?$|\btargets?$", re.IGNORECASE)
# How plans grade their targets, in a column of its own.
_GRADES = frozenset(("预期性", "约束性", "导向性", "指导性"))


def target_columns(block: Block, speeches: Mapping[int, Speech]) -> frozenset[int]:
    """Return the columns headed 目标 or the like; in a plan that grades its targets, all but those of earlier years."""
    aimed = {column for column, speech in speeches.items() if any(map(_AIMED.search, _bare(speech)))}
    graded = sum(1 for row in block.data for value in block.sheet.rows[row] if value in _GRADES)
    if not aimed and graded > 1:
        periods = [speech.period for speech in speeches.values() if speech.period]
        last = max(periods, default=None)
        aimed = {column for column, speech in speeches.items() if speech.period in (None, last)}
    return frozenset(aimed)


def _bare(speech: Speech) -> list[str]:
    """Return the texts of a header without what stands in brackets."""
    return [re.sub(r"[(（][^()（）]*[)）]", "", text).strip() for text in speech.texts]
