"""A brief about a region, drafted from a library: an outline in which every number leads to its evidence."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from gongxing.briefs.drafting.checked import checked
from gongxing.briefs.drafting.gap import gap
from gongxing.briefs.drafting.labour import labour
from gongxing.briefs.drafting.leading import leading
from gongxing.briefs.drafting.material import Material, Part
from gongxing.briefs.drafting.plans import frontier, plans
from gongxing.briefs.drafting.promised import promised
from gongxing.briefs.drafting.subject import subject_of
from gongxing.briefs.drafting.unknown import unknown
from gongxing.briefs.drafting.writing import Writer
from gongxing.library.evidence import Resolver

if TYPE_CHECKING:
    from gongxing.indicators.amounts import Language
    from gongxing.library import Library

# In the order in which a reader asks.
SECTIONS = (leading, promised, checked, labour, gap, plans, frontier, unknown)


def draft_outline(library: Library, region: str, *, language: Language = "zh") -> str:
    """Draft the outline of a brief about a region.

    Parameters
    ----------
    library
        Documents, tables, promises and scenarios; a section without data says what is not known and what to read in.
    region
        A province, a city or a functional region (成都都市圈), in any form of its name.
    language
        Of the sentences; quotes stay as they are.

    Returns
    -------
    str
        Markdown with a TOML front matter: an answer of one paragraph, then a section for each question. Every number is
        a link to evidence of this library that states it.

    Raises
    ------
    LibraryError
        There is no such region.
    """
    resolver = Resolver(library, language)
    panel = resolver.measured.panel
    writer = Writer(resolver, language)
    material = Material(library, panel, subject_of(region, panel), writer)
    parts = [standing(section(material), writer) for section in SECTIONS]
    title = writer.say("draft.title", region=material.region)
    front = {"title": title, "subtitle": writer.say("draft.subtitle"), "language": language,
             "summary": answer(material, parts)}  # fmt: skip
    lines = ["+++", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()), "+++", ""]
    for part in parts:
        lines += [f"## {part.heading}", ""]
        for paragraph in part.paragraphs:
            lines += [paragraph, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def standing(part: Part, writer: Writer) -> Part:
    """Return a section without paragraphs that could not be built: words of a document may hold what none foresaw."""
    kept = [text for text in part.paragraphs if text.startswith("```") or writer.holds(text)]
    return replace(part, paragraphs=kept or [writer.say("draft.nothing_holds")])


def answer(material: Material, parts: list[Part]) -> str:
    """Return the answer in one paragraph: what each section found, in order."""
    writer = material.writer
    findings = [part.finding for part in parts if part.finding and writer.holds(part.finding)]
    if not findings:
        return writer.say("draft.no_answer", region=material.region)
    end = writer.say("draft.end")
    return writer.joined(*(finding if finding.endswith(end) else finding + end for finding in findings))
