"""What a search under a budget found, kept by its content so that its address gives it again; and what plans cost."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl

from gongxing.charts.frontiers import frontier
from gongxing.facts.fact import Figure as FigureFact
from gongxing.library import LibraryError
from gongxing.library.frontiers import keep_frontier
from gongxing.library.lookup import read_document
from gongxing.library.references import document_reference, parse_reference
from gongxing.workbench.figures import figure
from gongxing.workbench.problems import NothingToShowError
from gongxing.workbench.words import Words

if TYPE_CHECKING:
    from gongxing.charts import Figure
    from gongxing.library import Library
    from gongxing.scenarios import Found
    from gongxing.workbench.figures import Asked
    from gongxing.workbench.plans import Entry

_LARGEST = 4_000_000  # bytes of a result


def keep_search(library: Library, found: Found, *, slug: str, version: int, title: str, who: str) -> str:
    """Keep what a search found; return the hash that its address holds."""
    from gongxing.listing.plans import plans_json

    plans = [
        {"projects": list(plan.projects), "output %": 100 * plan.output, "balance": plan.balance}
        for plan in found.choice.plans
    ]
    told = {"is": "frontier", "slug": slug, "version": version, "title": title, **json.loads(plans_json(found))}
    data = json.dumps({**told, "plans": plans}, ensure_ascii=False).encode()
    return keep_frontier(library, slug, version, data, who=who)


def read_search(library: Library, result: str | None, slug: str | None = None) -> dict[str, Any] | None:
    """Return what is kept under a hash; ``None`` where it is no search (of that scenario) of this library."""
    if not result or not re.fullmatch(r"[0-9a-f]{64}", result):
        return None
    path = library.blobs.path(result)
    try:
        if path.stat().st_size > _LARGEST:
            return None
        told = json.loads(library.blobs.get(result))
    except (OSError, ValueError, LibraryError):
        return None
    if not isinstance(told, dict) or told.get("is") != "frontier" or (slug is not None and told.get("slug") != slug):
        return None
    return told


def costs_told(library: Library, entries: list[Entry]) -> list[tuple[str, str]]:
    """Return the sums of money that documents name beside a project: their words and the reference to them.

    Only figures in the sentence that names the project, in money; whether one is what the project costs, a person says.
    """
    found: dict[str, str] = {}
    for entry in entries:
        reference = str(entry.said.get("document", ""))
        if not reference.startswith("doc:") or "#" not in reference:
            continue
        try:
            span = parse_reference(reference)
            row, article, facts = read_document(library, reference)
        except LibraryError:
            continue
        start, end = _sentence(article.text, span.start, span.end)  # type: ignore[union-attr]
        for fact in facts:
            if isinstance(fact, FigureFact) and fact.unit == "CNY" and start <= fact.start and fact.end <= end:
                found[document_reference(row["sha256"], fact.start, fact.end)] = fact.quote
    return [(words, reference) for reference, words in found.items()]


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    stops = [place for mark in "。；;\n" if (place := text.find(mark, end)) >= 0]
    return max(text.rfind(mark, 0, start) for mark in "。；;\n") + 1, min(stops, default=len(text))


@figure("scenario_frontier")
def scenario_frontier(asked: Asked) -> Figure:
    """Draw the plans that a search solved by growth and balance, and the line of those that none beats in both."""
    words = Words("scenarios", asked.language)
    told = read_search(asked.library, asked.view.text("result"))
    if told is None:
        raise NothingToShowError(words("no_search"))
    joint = "＋" if asked.language == "zh" else " + "
    rows = [
        {"plan": joint.join(plan["projects"]) or words("nothing"), "growth": plan["output %"],
         "balance": plan["balance"]} for plan in told["plans"]
    ]  # fmt: skip
    title = words("frontier_title", title=told["title"], budget=f"{told['budget']:g}")
    source = words("source", title=told["title"])
    return frontier(pl.DataFrame(rows), title=title, source=source, language=asked.language, theme=asked.theme)
