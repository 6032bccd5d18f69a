"""Joins the answers about each number into figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.facts.fact import Figure
from gongxing.facts.figures.context import contexts
from gongxing.facts.figures.indicators import indicators
from gongxing.facts.figures.selection import select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document


def find_figures(document: Document) -> Iterator[Figure]:
    """Yield every figure of a document."""
    numbers = select(document)
    for number, measured, context in zip(
        numbers, indicators(document, numbers), contexts(document, numbers), strict=True
    ):
        start, end, quote = document.span(number.start, number.end)
        yield Figure(
            start,
            end,
            quote,
            f"{number.rule} {measured.rule} {context.rule}".strip(),
            number.value,
            number.unit,
            measured.indicator,
            context.region,
            context.region_code,
            context.period,
            number.bound,
            context.modality,
        )
