"""Real footnotes of Word: the part that holds them, and the marks that lead there."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from gongxing.briefs.word.elements import bookmarked, element, field_of, run_of
from gongxing.briefs.word.styles import REFERENCE

_FIRST_BOOKMARK = 10_000
_SEPARATORS = (("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator"))


class Footnotes:
    """The footnotes of one document, numbered from 1."""

    def __init__(self, document: Any) -> None:
        self._styles = {name: document.styles[name].style_id for name in (REFERENCE, "Footnote Text")}
        self.root = element("w:footnotes")
        for number, kind, tag in _SEPARATORS:
            self.root.append(self._separator(number, kind, tag))
        self._settings(document)
        self._document = document

    @property
    def mark_style(self) -> str:
        """The id of the style of marks."""
        return str(self._styles[REFERENCE])

    def add(self, number: int, source: str, quote: str, colon: str) -> None:
        """Add the footnote of a number."""
        note = element("w:footnote", id=str(number))
        paragraph = element("w:p")
        properties = element("w:pPr")
        properties.append(element("w:pStyle", val=self._styles["Footnote Text"]))
        paragraph.append(properties)
        mark = element("w:r")
        marked = element("w:rPr")
        marked.append(element("w:rStyle", val=self.mark_style))
        mark.append(marked)
        mark.append(element("w:footnoteRef"))
        paragraph.append(mark)
        paragraph.append(run_of(f" {source}{colon if quote else ''}{quote}"))
        note.append(paragraph)
        self.root.append(note)

    def mark(self, number: int, *, first: bool) -> list[Any]:
        """Return what stands in the text: the footnote's own mark, or a reference to it where it stands already."""
        if not first:
            return field_of(f"NOTEREF _Note{number} \\f \\h", str(number), self.mark_style)
        run = element("w:r")
        properties = element("w:rPr")
        properties.append(element("w:rStyle", val=self.mark_style))
        run.append(properties)
        run.append(element("w:footnoteReference", id=str(number)))
        return bookmarked(f"_Note{number}", _FIRST_BOOKMARK + number, [run])

    def attach(self) -> None:
        """Put the footnotes into the document."""
        part = XmlPart(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, self.root, self._document.part.package
        )
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _separator(self, number: str, kind: str, tag: str) -> Any:
        note = element("w:footnote", type=kind, id=number)
        paragraph, run = element("w:p"), element("w:r")
        run.append(element(tag))
        paragraph.append(run)
        note.append(paragraph)
        return note

    @staticmethod
    def _settings(document: Any) -> None:
        properties = element("w:footnotePr")
        for number, _, _ in _SEPARATORS:
            properties.append(element("w:footnote", id=number))
        settings = document.settings.element
        after = settings.find(qn("w:compat"))
        if after is not None:
            after.addprevious(properties)
        else:
            settings.append(properties)
