"""Sentences of a brief: templates filled with numbers that are links to their evidence."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gongxing.briefs.numbers import check_content
from gongxing.briefs.parsing import inlines_of
from gongxing.indicators.amounts import amount, rounded
from gongxing.library import LibraryError
from gongxing.library.passages import indicator_name
from gongxing.library.references import measure_reference
from gongxing.library.wording import filled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.briefs.errors import Problem
    from gongxing.indicators.amounts import Language
    from gongxing.library.evidence import Evidence, Resolver

# Significant digits by base unit; what a reader compares, not what a cell holds.
_DIGITS = {"%": 3, "pp": 3, "x": 2, None: 3}
# Units of results that no reader wants to see behind the number.
_BARE = (None, "1", "1/period", "period")
_USUAL = 4


@cache
def sentences(language: Language) -> dict[str, Any]:
    """Return the sentences of one language; see ``sentences.toml``."""
    text = files("gongxing.briefs.drafting").joinpath("sentences.toml").read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)[language]
    return table


class Writer:
    """Fills sentences; every number that it writes is resolved first and linked to its evidence.

    Attributes
    ----------
    resolver
        What references lead to.
    language
        Of the sentences; quotes stay in the language of their document.
    lost
        Why numbers could not be written, in order; a brief lists them among what is not known.
    """

    def __init__(self, resolver: Resolver, language: Language) -> None:
        self.resolver = resolver
        self.language: Language = language
        self.lost: list[str] = []

    def say(self, key: str, **fields: object) -> str:
        """Fill the sentence ``section.name``; parts in 〔…〕 whose field is empty are left out."""
        section, _, name = key.partition(".")
        return filled(sentences(self.language)[section][name], **fields)

    def number(self, reference: str, digits: int | None = None, *, signed: bool = False) -> str:
        """Return a number as a link to its evidence.

        Raises
        ------
        LibraryError
            The reference leads to no number.
        """
        evidence = self.resolver.resolve(reference)
        if evidence.value is None:
            raise LibraryError(f"{reference}: it states no number")
        return linked(self.written(evidence, digits, signed=signed), reference)

    def measured(self, name: str, digits: int | None = None, **arguments: str) -> str:
        """Return a number of the panel or of a measure as a link; a value of one cell links to the cell itself."""
        reference = measure_reference(name, {key: text for key, text in arguments.items() if text})
        if name == "value":
            rests_on = self.resolver.resolve(reference).rests_on
            reference = rests_on[0] if len(rests_on) == 1 and rests_on[0].startswith("cell:") else reference
        return self.number(reference, digits)

    def value_of(self, name: str, **arguments: str) -> float:
        """Return a number itself, to compare by."""
        value = self.resolver.resolve(measure_reference(name, arguments)).value
        if value is None:
            raise LibraryError(f"{name}: no number")
        return value

    def attempt(self, key: str, **fields: Any) -> str | None:
        """Fill a sentence whose fields may be functions that write numbers; ``None`` where one cannot be written."""
        try:
            made = {name: field() if callable(field) else field for name, field in fields.items()}
        except LibraryError as error:
            self.lost.append(str(error))
            return None
        said = self.say(key, **made)
        return said if self.holds(said) else None

    def holds(self, text: str) -> bool:
        """Tell whether every number of a text has evidence that says it, as the check of an outline asks."""
        found: list[Problem] = []
        # A table is checked cell by cell, as the outline is.
        for words in text.replace(" | ", "\n").split("\n") if text.startswith("|") else text.split("\n"):
            content, problems = inlines_of(words.strip("| ") if text.startswith("|") else words)
            found += [*problems, *check_content(content, 0, self.resolver, self.language)[0]]
        self.lost += [str(one) for one in found]
        return not found

    def written(self, evidence: Evidence, digits: int | None = None, *, signed: bool = False) -> str:
        """Write the number of evidence, rounded as a brief rounds it."""
        assert evidence.value is not None
        value, unit = evidence.value, evidence.unit
        text = self.amount(value, unit, digits or _DIGITS.get(unit, _USUAL))
        return f"+{text}" if signed and value > 0 else text

    def amount(self, value: float, unit: str | None, digits: int = _USUAL) -> str:
        """Write a number so that a reader, and the check of the outline, take it for what it is."""
        if unit in _BARE:
            return rounded(value, digits)
        if unit == "rank" and self.language == "en":
            return ordinal(int(value))
        text = amount(value, str(unit), self.language, digits)
        # 1.3万 alone could be of money.
        return f"{text}个" if unit == "count" and self.language == "zh" else text

    def indicator(self, key: str) -> str:
        """Return what an indicator is called."""
        name = indicator_name(key, self.language)
        return name.replace(" ", "") if self.language == "zh" else name

    def cause(self, cause: str) -> str:
        """Say what explains a contradiction; nothing where nothing does."""
        return str(sentences(self.language)["causes"].get(cause, ""))

    def listed(self, items: Iterable[str]) -> str:
        """Join items as the language does."""
        parts = list(items)
        if self.language == "zh":
            return "、".join(parts)
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""

    def parted(self, items: Iterable[str]) -> str:
        """Join clauses that are sentences almost."""
        return ("；" if self.language == "zh" else "; ").join(items)

    def joined(self, *sentences_: str | None) -> str:
        """Join sentences of one paragraph."""
        return ("" if self.language == "zh" else " ").join(sentence for sentence in sentences_ if sentence)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def linked(text: str, reference: str) -> str:
    """Return a Markdown link of a number to its evidence."""
    return f"[{text}]({reference})"
