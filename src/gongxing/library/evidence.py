"""What a reference to evidence leads to: the words or the cell, its number, and one line that says where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from gongxing.library.references import DocumentSpan, Kind, MeasureNumber, ScenarioNumber, TableCell, parse_reference

if TYPE_CHECKING:
    from gongxing.indicators.amounts import Language
    from gongxing.library.library import Library


class Number(NamedTuple):
    """A number that evidence states, in its base unit (``None``: it has none); ``bound`` is that of the words."""

    value: float
    unit: str | None
    bound: str = "eq"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a number or a sentence comes from.

    Attributes
    ----------
    reference
        As it was asked for.
    kind
        ``doc``, ``cell``, ``measure`` or ``scenario``.
    source
        One line for a footnote: the document, file and cell, measure with its arguments, or scenario.
    quote
        The words of the document, or a sentence that says the number.
    value, unit, period
        The number in its base unit, where the evidence states exactly one, and its time.
    numbers
        Every number that it states: a quoted sentence may hold several.
    region, indicator
        What the number is about, where that is known.
    context
        The sentence in which the quote stands.
    rests_on
        References to the cells and spans that it was worked out from.
    sha256
        The content hash of its document or table.
    """

    reference: str
    kind: Kind
    source: str
    quote: str
    value: float | None = None
    unit: str | None = None
    period: str | None = None
    numbers: tuple[Number, ...] = ()
    region: str | None = None
    indicator: str | None = None
    context: str | None = None
    rests_on: tuple[str, ...] = ()
    sha256: str | None = None


def resolve(library: Library, reference: str, *, language: Language = "zh") -> Evidence:
    """Return what a reference leads to. Many are resolved faster by one :class:`Resolver`.

    Raises
    ------
    LibraryError
        It is no reference, or names what the library has not; the message says which.
    """
    return Resolver(library, language).resolve(reference)


class Resolver:
    """Resolves references against one library; its panel and what was measured on it are made once."""

    def __init__(self, library: Library, language: Language = "zh") -> None:
        self.library = library
        self.language: Language = language
        self._found: dict[str, Evidence] = {}
        self._measured: Any = None

    def resolve(self, reference: str) -> Evidence:
        """Return what a reference leads to; see :func:`resolve`."""
        if reference not in self._found:
            self._found[reference] = self._resolve(reference)
        return self._found[reference]

    @property
    def measured(self) -> Any:
        """What is computed on the library's panel; see ``gongxing.library.measured``."""
        if self._measured is None:
            from gongxing.library.measured import Measured

            self._measured = Measured(self.library, self.language)
        return self._measured

    def _resolve(self, reference: str) -> Evidence:
        from gongxing.library.passages import cell_evidence, span_evidence

        match parse_reference(reference):
            case DocumentSpan() as span:
                return span_evidence(self.library, span, reference, self.language)
            case TableCell() as cell:
                return cell_evidence(self.library, cell, reference, self.language)
            case MeasureNumber() as number:
                found: Evidence = self.measured.evidence(number, reference)
                return found
            case ScenarioNumber() as number:
                from gongxing.library.simulated import scenario_evidence

                return scenario_evidence(self.library, number, reference, self.language)
