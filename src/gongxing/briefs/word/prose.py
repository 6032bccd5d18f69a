"""Inline content as runs of a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import RGBColor

from gongxing.briefs.html import quote_of
from gongxing.briefs.outline import Break, Cited, Code, Emphasis, Link, State, Strong, Text
from gongxing.briefs.word.elements import clean, element, run_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.briefs.building import Brief
    from gongxing.briefs.outline import Inline, Inlines
    from gongxing.briefs.word.footnotes import Footnotes

TONES = {"good": "1B6E4B", "bad": "A52A1E", "open": "7A5B00", "plain": "595959"}
MARKS = {"good": "✓", "bad": "✗", "open": "○", "plain": "–"}


class Prose:
    """Writes inline content into paragraphs; a footnote's words are added where it is first cited."""

    def __init__(self, brief: Brief, footnotes: Footnotes, words: Mapping[str, Any]) -> None:
        self.brief, self.footnotes, self.words = brief, footnotes, words
        self.chinese = brief.front.language == "zh"
        self.numbers = {reference: at for at, reference in enumerate(brief.evidence, 1)}
        self.noted: set[int] = set()

    def write(self, paragraph: Any, content: Inlines) -> Any:
        """Add inline content to a paragraph and return it."""
        self._write(paragraph, content, frozenset())
        return paragraph

    def _write(self, paragraph: Any, content: Inlines, form: frozenset[str]) -> None:
        for at, item in enumerate(content):
            before = content[at - 1] if at else None
            if isinstance(item, Cited) and not item.children and isinstance(before, Cited):
                paragraph._p.append(run_of(",", self.footnotes.mark_style))
            self._item(paragraph, item, form)

    def _item(self, paragraph: Any, item: Inline, form: frozenset[str]) -> None:
        match item:
            case Text():
                self._run(paragraph, item.text, form)
            case Code():
                self._run(paragraph, item.text, form)
            case Strong():
                self._write(paragraph, item.children, form | {"strong"})
            case Emphasis():
                self._write(paragraph, item.children, form | {"emphasis"})
            case State():
                run = paragraph.add_run(f"{MARKS[item.tone]}\u00a0{clean(item.text)}")
                run.font.color.rgb = RGBColor.from_string(TONES[item.tone])
            case Break():
                if item.hard:
                    paragraph.add_run().add_break()
                elif not self.chinese:
                    paragraph.add_run(" ")
            case Link():
                self._link(paragraph, item, form)
            case Cited():
                self._write(paragraph, item.children, form)
                self._note(paragraph, item.reference)

    def _run(self, paragraph: Any, words: str, form: frozenset[str]) -> None:
        run = paragraph.add_run(clean(words))
        if "strong" in form:
            run.bold = True
        if "emphasis" in form:
            if self.chinese:
                run._r.get_or_add_rPr().append(element("w:em", val="dot"))
            else:
                run.italic = True

    def _note(self, paragraph: Any, reference: str) -> None:
        number = self.numbers[reference]
        first = number not in self.noted
        if first:
            self.noted.add(number)
            evidence = self.brief.evidence[reference]
            self.footnotes.add(number, evidence.source, quote_of(evidence, self.words), self.words["colon"])
        for piece in self.footnotes.mark(number, first=first):
            paragraph._p.append(piece)

    def _link(self, paragraph: Any, item: Link, form: frozenset[str]) -> None:
        target = paragraph.part.relate_to(clean(item.address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        start = len(paragraph._p)
        self._write(paragraph, item.children, form)
        link = element("w:hyperlink")
        link.set(qn("r:id"), target)
        for piece in list(paragraph._p)[start:]:
            link.append(piece)
        paragraph._p.append(link)
