"""The numbers of prose: where they stand, which need evidence, and whether the evidence says the same.

A number is whatever the grammar of quantities reads (2.78万亿元, 三成, 第2位), and every other numeral in digits.
Without evidence are, by rule: times; what stands in 《》 or “ ”, in code or in a link to the web; numbers of order
(图 1, （一）); digits that are part of a Latin name (S5线). Everything else must be a link to evidence that says the
number as printed.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from gongxing.briefs.errors import Problem, problem
from gongxing.briefs.outline import Break, Cited, Code, Link, State, Text, plain
from gongxing.briefs.rounding import agrees, said_number
from gongxing.language.english import english_quantities
from gongxing.language.english_periods import english_time_words
from gongxing.language.folding import fold
from gongxing.language.numerals import ARABIC, arabic_value
from gongxing.language.periods import time_words
from gongxing.language.quantities import quantities
from gongxing.library import LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxing.briefs.outline import Inline, Inlines
    from gongxing.indicators.amounts import Language
    from gongxing.library.evidence import Evidence, Resolver

_DIGITS = re.compile(rf"(?<![\d.])-?{ARABIC}(?![\d])")
_NAMED = re.compile(r"《[^《》]*》|“[^“”]*”|〈[^〈〉]*〉")
_DATE = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_ORDER = re.compile(r"(?:^|(?<=[\n。；：，;:.] )|(?<=[\n。；：，;:]))\s*(?:[（(]\d{1,2}[）)]|\d{1,2}[、．.)](?!\d))")


class Printed(NamedTuple):
    """A number as printed: its place in the text of its block, its words, its value and unit, ``None`` for none."""

    start: int
    end: int
    words: str
    value: Decimal
    unit: str | None
    bound: str
    digits: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """The text of a block with what in it cites evidence or is exempt."""

    text: str
    cited: tuple[tuple[int, int, str], ...]
    exempt: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...]

    def line(self, place: int, first: int) -> int:
        """Return the line of the outline on which a place of the text stands."""
        return first + sum(at < place for at in self.breaks)


def run_of(content: Inlines, unit: str = "") -> Run:
    """Return inline content as text; ``unit`` stands behind it unseen (a table cell below 亿元)."""
    parts: list[str] = []
    cited: list[tuple[int, int, str]] = []
    exempt: list[tuple[int, int]] = []
    breaks: list[int] = []

    def walk(items: Sequence[Inline]) -> None:
        for item in items:
            start = sum(map(len, parts))
            match item:
                case Text():
                    parts.append(item.text)
                case Code() | State():
                    parts.append(item.text)
                    exempt.append((start, start + len(item.text)))
                case Break():
                    breaks.append(start)
                    parts.append("\n" if item.hard else " ")
                case Cited():
                    walk(item.children)
                    cited.append((start, sum(map(len, parts)), item.reference))
                case Link():
                    walk(item.children)
                    exempt.append((start, sum(map(len, parts))))
                case _:
                    walk(item.children)

    walk(content)
    text = "".join(parts)
    exempt += [match.span() for match in _NAMED.finditer(text)]
    return Run(text + unit, tuple(cited), tuple(exempt), tuple(breaks))


def numbers_of(run: Run, language: Language) -> list[Printed]:
    """Return the numbers of a text that need evidence, in order."""
    folded = fold(run.text)
    times = (english_time_words if language == "en" else time_words)(folded.text)
    free = [*run.exempt, *((folded.original(word.start, word.end)) for word in times)]
    free += [match.span() for match in _DATE.finditer(run.text) if _is_date(match[0])]
    free += [match.span() for match in _ORDER.finditer(run.text)]
    found: list[Printed] = []
    for quantity in (english_quantities if language == "en" else quantities)(folded.text):
        start, end = folded.original(quantity.start, quantity.end)
        if _touches(free, start, end) or _is_order(run.text, start, end, language):
            continue
        digits = _DIGITS.search(folded.text, quantity.number_start, quantity.number_end)
        if digits is None and _is_counted(run.text, quantity.value, start, end, language):
            continue
        worth = Decimal(repr(quantity.value))
        found.append(Printed(start, end, run.text[start:end], worth, quantity.unit, quantity.bound,
                             digits[0] if digits else None))  # fmt: skip
    taken = [(number.start, number.end) for number in found]
    for match in _DIGITS.finditer(folded.text):
        start, end = folded.original(*match.span())
        value = arabic_value(match[0].lstrip("-"))
        if value is None or _touches(free + taken, start, end) or _is_order(run.text, start, end, language):
            continue
        if _touches_letter(run.text, start, end):
            continue
        value = -value if match[0].startswith("-") else value
        found.append(Printed(start, end, run.text[start:end], value, None, "eq", match[0]))
    return sorted(found)


def check_content(
    content: Inlines, line: int, resolver: Resolver, language: Language, unit: str = ""
) -> tuple[list[Problem], int]:
    """Check the numbers of prose against their evidence.

    Parameters
    ----------
    content
        Of one block.
    line
        The line of the outline on which it begins.
    resolver
        What references lead to.
    language
        Of the prose.
    unit
        What stands in the heading of a table's column (亿元).

    Returns
    -------
    tuple
        What is wrong, and how many numbers were compared.
    """
    run = run_of(content, unit)
    problems: list[Problem] = []
    evidence: dict[str, Evidence | None] = {}
    for start, _, reference in run.cited:
        if reference in evidence:
            continue
        try:
            evidence[reference] = resolver.resolve(reference)
        except LibraryError as error:
            evidence[reference] = None
            problems.append(problem(run.line(start, line), "unresolved", detail=error))
    numbers = numbers_of(run, language)
    for number in numbers:
        at = run.line(number.start, line)
        behind = next((ref for start, end, ref in run.cited if start < number.end and end > number.start), None)
        if behind is None:
            words = number.words.removesuffix(unit) if unit else number.words
            problems.append(problem(at, "no_evidence", printed=words))
            continue
        said = evidence[behind]
        if said is not None:
            problems += _compared(number, said, at)
    return problems, len(numbers)


def _compared(number: Printed, evidence: Evidence, line: int) -> list[Problem]:
    """Return what is wrong with a number that cites evidence."""
    if not evidence.numbers:
        return [problem(line, "no_number", printed=number.words, reference=evidence.reference)]
    same = [said for said in evidence.numbers if agrees(number, said)]
    if not same:
        words = {language: _said(evidence, language) for language in ("zh", "en")}
        return [problem(line, "other_number", printed=number.words, reference=evidence.reference,
                        said_zh=words["zh"], said_en=words["en"])]  # fmt: skip
    if number.bound == "eq" and all(said.bound not in ("eq", "approx") for said in same):
        quote = evidence.context or evidence.quote
        return [problem(line, "other_bound", printed=number.words, reference=evidence.reference, quote=quote)]
    return []


def _said(evidence: Evidence, language: Any) -> str:
    between = "、" if language == "zh" else ", "
    return between.join(said_number(said, language) for said in evidence.numbers[:4])


def _touches(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and last > start for first, last in spans)


def _touches_letter(text: str, start: int, end: int) -> bool:
    """Tell whether digits are part of a Latin name (S5, 5G)."""
    around = text[start - 1 : start] + text[end : end + 1]
    return any(mark.isascii() and mark.isalpha() for mark in around)


def _is_date(words: str) -> bool:
    try:
        datetime.date.fromisoformat(words)
    except ValueError:
        return False
    return True


@cache
def _exempt(language: Language) -> dict[str, Any]:
    table = tomllib.loads(files("gongxing.briefs").joinpath("exempt.toml").read_text("utf-8"))[language]
    return {name: tuple(words.split()) if isinstance(words, str) else words for name, words in table.items()}


def _is_order(text: str, start: int, end: int, language: Language) -> bool:
    """Tell whether a number only orders: 图 1, 第三章, Table 2."""
    words = _exempt(language)
    before = text[:start].rstrip(" .").lower()
    if any(before.endswith(word) and not _runs_on(before, word) for word in words["before"]):
        return True
    return before.endswith("第") and text[end:].lstrip().startswith(words["between"] or ("\0",))


def _runs_on(before: str, word: str) -> bool:
    """Tell whether an English word is only the end of a longer one (stable is no table)."""
    mark = before[-len(word) - 1 : -len(word)]
    return mark.isascii() and mark.isalpha()


def _is_counted(text: str, value: float, start: int, end: int, language: Language) -> bool:
    """Tell whether a spelled numeral counts what the text itself sets out: 三个方面, two reasons."""
    words = _exempt(language)
    if not 0 < value < words["least_spelled"]:
        return False
    return any(word in text[start : end + 12] for word in words["counted"])


def units_of_columns(titles: Sequence[Inlines]) -> Iterator[str]:
    """Yield the unit that each column's heading gives in brackets (产值（亿元）), empty where it gives none."""
    for title in titles:
        found = re.search(r"[（(]([^（()）]+)[）)]\s*$", plain(title))
        words = found[1] if found else ""
        yield words if words and quantities(fold(f"1{words}").text) else ""
