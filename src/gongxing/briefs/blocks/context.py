"""What the blocks of one brief share: the library, what references lead to, words, and how a field is read."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from gongxing.briefs.outline import Cited, Text, text
from gongxing.briefs.words import words
from gongxing.indicators.amounts import amount, rounded
from gongxing.library.evidence import Resolver

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.briefs.outline import Inlines, Typed
    from gongxing.indicators.amounts import Language
    from gongxing.library import Library
    from gongxing.panel import Panel


_WHOLE = frozenset({"count", "rank", "rank-change", "year"})


class Context:
    """One brief in the making."""

    def __init__(self, library: Library, language: Language) -> None:
        self.library = library
        self.language: Language = language
        self.resolver = Resolver(library, language)
        self.made: dict[str, Any] = {}

    @property
    def panel(self) -> Panel:
        """The library's panel."""
        panel: Panel = self.resolver.measured.panel
        return panel

    @cached_property
    def words(self) -> Mapping[str, Any]:
        """The furniture words of the brief's language."""
        return words(self.language)

    def number(self, reference: str, printed: str | None = None) -> Inlines:
        """Return the number of a reference as it is printed, citing it."""
        evidence = self.resolver.resolve(reference)
        if printed is None and evidence.value is not None:
            printed = self.amount(evidence.value, evidence.unit)
        return (Cited(text(printed if printed is not None else evidence.quote), reference),)

    def amount(self, value: float, unit: str | None, digits: int | None = None) -> str:
        """Write a number with so many significant digits (four of amounts, three of others) in the brief's language."""
        wanted = digits or (3 if unit in (None, "1", "%", "pp", "x") else 4)
        if unit in (None, "1"):
            return rounded(value, wanted).replace("-", "−")
        return amount(value, str(unit), self.language, wanted if unit not in _WHOLE else None).replace("-", "−")

    def field(self, block: Typed, name: str) -> Inlines:
        """Return a field of prose."""
        from gongxing.briefs.parsing import inlines_of

        return inlines_of(str(block.fields[name]), block.line_of(name))[0] if block.fields.get(name) else ()

    def caption(self, block: Typed, otherwise: str, reference: str | None = None) -> Inlines:
        """Return the title of a block, else other words, with what the whole of it rests on."""
        caption = self.field(block, "title") or text(otherwise)
        return caption if reference is None else (*caption, Cited((), reference))

    def notes(self, block: Typed) -> tuple[Inlines, ...]:
        """Return the note of a block, where it has one."""
        note = self.field(block, "note")
        return (note,) if note else ()


def listed(value: Any) -> list[str]:
    """Return a field that is a text or a list of texts as a list."""
    if value is None:
        return []
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else [str(part) for part in value]


def years_of_field(value: Any) -> str | None:
    """Return a field of years as measures write them: 2018..2023 or with commas."""
    if value is None:
        return None
    return ",".join(str(year) for year in value) if isinstance(value, list) else str(value)


def plain_text(value: str) -> Inlines:
    """Return words as inline content."""
    return (Text(value),)
