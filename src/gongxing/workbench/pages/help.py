"""Help: a first tour, the keys, and every measure of the catalogue explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from gongxing.measures.formulas import plain
from gongxing.measures.registry import FAMILIES, Measure, measures
from gongxing.measures.words import Words as MeasureWords
from gongxing.measures.words import example_reading, references, shared
from gongxing.measures.words import words as measure_words
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import NotHereError

if TYPE_CHECKING:
    from gongxing.workbench.settings import Language

router = page_router("reader")


@dataclass(frozen=True, slots=True)
class Explained:
    """A measure in the words of one language; ``formula`` in plain signs."""

    measure: Measure
    words: MeasureWords
    formula: str
    reading: str
    references: tuple[str, ...]


@router.get("/help")
def tour(page: Page) -> Response:
    """Show the tour and the list of measures."""
    language = page.view.language
    entries = [_explained(entry, language) for entry in measures().values()]
    families = [
        (shared(language)["families"][family], [one for one in entries if one.measure.family == family])
        for family in FAMILIES
    ]
    return page.render(
        "help/page.html", families=families, count=len(entries), api=page.api("/measures"),
        python="from gongxing.measures import measures\n\nlist(measures())",
    )  # fmt: skip


@router.get("/help/keys")
def keys(page: Page) -> Response:
    """Show the list of keys, for those without scripts."""
    return page.render("help/keys.html")


@router.get("/help/measures/{name}")
def measure(page: Page, name: str) -> Response:
    """Explain one measure: formula, how to read it, assumptions, traps, references."""
    if name not in measures():
        raise NotHereError("measure", name)
    entry = _explained(measures()[name], page.view.language)
    family = shared(page.view.language)["families"][entry.measure.family]
    python = f"from gongxing.measures import find_measure\n\nfind_measure({name!r}).signature.parameters"
    api = page.api(f"/measures/{name}")
    return page.render("help/measure.html", entry=entry, family=family, python=python, api=api)


def _explained(entry: Measure, language: Language) -> Explained:
    text = measure_words(entry.id, language)
    sources = tuple(references()[key] for key in entry.references)
    return Explained(entry, text, plain(text.formula), example_reading(entry, language), sources)
