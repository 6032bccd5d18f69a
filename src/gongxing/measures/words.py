"""The words of measures in Chinese and English: ``catalogue/*.toml`` and ``references.toml``."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongxing.measures.formulas import plain

if TYPE_CHECKING:
    from gongxing.measures.notes import Language
    from gongxing.measures.registry import Measure
    from gongxing.measures.result import Result

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a measure in one language.

    ``reading`` is a template that a result fills: ``{total:.3f}``, ``{between_share:.0%}`` (a term's number, and a
    part's share of the total); a sentence whose numbers a result does not have is left out. ``formula`` is TeX.
    """

    name: str
    line: str
    reading: str
    formula: str
    assumptions: tuple[str, ...]
    traps: tuple[str, ...]
    synonyms: tuple[str, ...] = ()


@cache
def _catalogue() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((HERE / "catalogue").glob("*.toml")):
        found.update(tomllib.loads(path.read_text("utf-8")))
    return found


@cache
def words(id: str, language: Language) -> Words:
    """Return the words of a measure in one language.

    Raises
    ------
    KeyError
        The catalogue lacks them.
    """
    entry = _catalogue()[id][language]
    return Words(
        entry["name"],
        entry["line"],
        entry["reading"],
        entry["formula"],
        tuple(entry["assumptions"]),
        tuple(entry["traps"]),
        tuple(entry.get("synonyms", ())),
    )


@cache
def shared(language: Language) -> dict[str, Any]:
    """Return the words that all measures share: families, headings, terms; see ``words.toml``."""
    content: dict[str, Any] = tomllib.loads((HERE / "words.toml").read_text("utf-8"))[language]
    return content


def term_in(term: str, language: Language) -> str:
    """Return a term of a result in the language: ``between province`` keeps the name of the level."""
    known = shared(language)["terms"]
    first, _, rest = term.partition(" ")
    return known.get(term) or " ".join(part for part in (known.get(first, first), known.get(rest, rest)) if part)


@cache
def references() -> dict[str, str]:
    """Return every reference in full by its key."""
    content: dict[str, str] = tomllib.loads((HERE / "references.toml").read_text("utf-8"))
    return content


def filled(template: str, numbers: dict[str, float]) -> str:
    """Fill a reading, sentence by sentence; sentences that need a number which is not there are left out."""
    sentences = []
    for sentence in template.replace("。", "。\n").replace(". ", ".\n").split("\n"):
        fields = {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
        if fields <= numbers.keys():
            sentences.append(sentence.format(**numbers).strip())
    return " ".join(part for part in sentences if part).replace("。 ", "。")


def reading(measure: Measure, language: Language, result: Result) -> str:
    """Say what a result means: the reading filled with its numbers (of the last key where there are several)."""
    numbers = dict(result.parts())
    total = numbers.get(measure.gives.term)
    if total:
        numbers.update({f"{term}_share": numbers[term] / total for term in measure.decomposes if term in numbers})
    names = {term.replace(" ", "_").replace(":", "_"): value for term, value in numbers.items()}
    return filled(words(measure.id, language).reading, names)


def explanation(measure: Measure, language: Language, result: Result | None = None) -> str:
    """Return the card of a measure: what it is, how to read it, formula, assumptions, traps, references."""
    text, heading = words(measure.id, language), shared(language)["headings"]
    gap = "：" if language == "zh" else ": "
    lines = [f"{text.name} ({measure.id})", text.line, ""]
    if result is not None and (said := reading(measure, language, result)):
        key = ", ".join(str(part) for part in result.rows[-1].key if part != "")
        lines += [f"{heading['here']}{f' ({key})' if key else ''}{gap}{said}", ""]
    else:
        lines += [f"{heading['reading']}{gap}{example_reading(measure, language)}", ""]
    lines += [f"{heading['formula']}{gap}{plain(text.formula)}", ""]
    for title, sentences in ((heading["assumptions"], text.assumptions), (heading["traps"], text.traps)):
        lines += [f"{title}{gap.rstrip()}", *(f"  · {sentence}" for sentence in sentences), ""]
    if result is not None and result.noted:
        lines += [f"{heading['notes']}{gap.rstrip()}", *(f"  · {note}" for note in result.notes_in(language)), ""]
    lines += [f"{heading['references']}{gap.rstrip()}", *(f"  {references()[key]}" for key in measure.references)]
    return "\n".join(lines)


def example_reading(measure: Measure, language: Language) -> str:
    """Return a reading with numbers made up for the example, and say that they are; for use without data."""
    template = words(measure.id, language).reading
    fields = {name: spec for _, name, spec, _ in string.Formatter().parse(template) if name}
    if not fields:
        return template
    numbers = {name: 3.0 if (spec or "").endswith(".0f") else 0.21 for name, spec in fields.items()}
    shares = {2: (0.6, 0.4), 3: (0.2, 0.5, 0.3)}.get(len(measure.decomposes), (0.6,) * len(measure.decomposes))
    numbers.update({f"{term}_share": share for term, share in zip(measure.decomposes, shares, strict=True)})
    return f"{filled(template, numbers)}{shared(language)['headings']['example']}"
