"""A brief as a Word document: masthead, title, text, figures and tables with captions, footnotes, page numbers."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from gongxing.briefs.html import details_of
from gongxing.briefs.outline import (
    Cards,
    Divider,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Quotation,
    Table,
    Verdict,
    plain,
)
from gongxing.briefs.word.elements import bookmarked, clean, element, field_of, order, run_of
from gongxing.briefs.word.footnotes import Footnotes
from gongxing.briefs.word.grids import add_cards, add_table, add_verdict, picture_frame
from gongxing.briefs.word.prose import Prose
from gongxing.briefs.word.styles import prepare, text_width
from gongxing.briefs.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.briefs.building import Brief
    from gongxing.briefs.outline import Block, Inlines

_PPI = 200
_INCH = 25.4
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP archive knows
_HIGHEST = 84.0  # millimetres of a picture
_RED = "C00000"


def to_docx(brief: Brief) -> bytes:
    """Return a brief as DOCX; the same brief gives the same bytes."""
    document = docx.Document()
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    prepare(document, brief.front.language)
    _Document(document, brief).write()
    _describe(document, brief)
    buffer = io.BytesIO()
    document.save(buffer)
    return _timeless(buffer.getvalue())


class _Document:
    """One document in the making."""

    def __init__(self, document: Any, brief: Brief) -> None:
        self.document, self.brief = document, brief
        self.words = words(brief.front.language)
        self.footnotes = Footnotes(document)
        self.prose = Prose(brief, self.footnotes, self.words)
        self.figures = self.tables = self.headings = 0

    def write(self) -> None:
        """Write everything."""
        self._masthead()
        front = self.brief.front
        self._paragraph("Title").add_run(clean(front.title))
        if front.subtitle:
            dash = "——" if self.prose.chinese else ""
            self._paragraph("Subtitle").add_run(f"{dash}{clean(front.subtitle)}")
        if front.summary:
            paragraph = self._paragraph("Summary")
            paragraph.add_run(f"{self.words['summary']}{self.words['colon']}").bold = True
            self.prose.write(paragraph, front.summary)
        self._contents()
        self.blocks(self.brief.blocks)
        self._paragraph("Note").add_run(self.words["made"])
        self._page_numbers()
        self.footnotes.attach()

    def _paragraph(self, style: str) -> Any:
        return self.document.add_paragraph(style=style)

    def _masthead(self) -> None:
        """Write the head of a bulletin: its name in red, its number, who and when, a red line."""
        front = self.brief.front
        name = self._paragraph("Masthead")
        name.add_run(clean(front.kind or self.words["kind"]))
        details = dict(details_of(self.brief))
        if front.number:
            number = self._paragraph("Masthead Detail")
            number.alignment = 1 if self.prose.chinese else 0
            number.add_run(clean(self.words["number"].format(number=front.number)))
        line = self._paragraph("Masthead Detail")
        who = [details[key] for key in ("organisation", "authors") if key in details]
        line.add_run(clean("\u3000".join(who) if self.prose.chinese else ", ".join(who)))
        if "date" in details:
            line.add_run(f"\t{details['date']}")
        properties = line._p.get_or_add_pPr()
        borders = element("w:pBdr")
        borders.append(element("w:bottom", val="single", sz="18", space="4", color=_RED))
        tabs = element("w:tabs")
        width = round(text_width(front.language) / _INCH * 1440)
        tabs.append(element("w:tab", val="right", pos=str(width)))
        properties.append(borders)
        properties.append(tabs)
        order(properties)

    def _contents(self) -> None:
        """Write the contents as a field whose entries lead to their headings; page numbers are the reader's to add."""
        headings = [block for block in self.brief.blocks if isinstance(block, Heading) and block.level <= 2]
        if not self.brief.front.contents or len(headings) < 4:
            return
        self._paragraph("Contents Heading").add_run(self.words["contents"])
        places = [at for at, block in enumerate(self._all_headings(), 1) if block.level <= 2]
        for at, (place, heading) in enumerate(zip(places, headings, strict=True)):
            paragraph = self._paragraph("Contents")
            if at == 0:
                for piece in field_of('TOC \\o "1-1" \\h \\n \\z', "")[:3]:
                    paragraph._p.append(piece)
            link = element("w:hyperlink", anchor=f"_Part{place}", history="1")
            link.append(run_of(plain(heading.content)))
            paragraph._p.append(link)
            if at == len(headings) - 1:
                end = element("w:r")
                end.append(element("w:fldChar", fldCharType="end"))
                paragraph._p.append(end)

    def _all_headings(self) -> list[Heading]:
        return [block for block in self.brief.blocks if isinstance(block, Heading)]

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Write blocks."""
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """Write a block."""
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self.prose.write(self._paragraph("Body Text"), block.content)
            case Listing():
                self._listing(block, 0)
            case Quotation():
                self._quotation(block)
            case Divider():
                self._divider()
            case Table():
                self._table(block)
            case Cards():
                add_cards(self.document, block.cards, self.prose)
            case Verdict():
                add_verdict(self.document, block, self.prose)
            case Picture():
                self._picture(block)
            case _:
                raise AssertionError(block)

    def _heading(self, block: Heading) -> None:
        self.headings += 1
        level = max(1, min(block.level - 1, 3))
        paragraph = self.prose.write(self._paragraph(f"Heading {level}"), block.content)
        pieces = [piece for piece in paragraph._p if piece.tag != qn("w:pPr")]
        for piece in bookmarked(f"_Part{self.headings}", self.headings, pieces):
            paragraph._p.append(piece)

    def _listing(self, block: Listing, depth: int) -> None:
        """Write a list with its marks as text, hanging, so that they stand alike in every program."""
        for at, item in enumerate(block.items):
            mark = "•" if block.start is None else f"{block.start + at}."
            for place, part in enumerate(item):
                if isinstance(part, Listing):
                    self._listing(part, depth + 1)
                elif isinstance(part, Paragraph):
                    paragraph = self._paragraph("List Paragraph")
                    size = 16 if self.prose.chinese else 11.5
                    left = round((2 + 1.5 * depth) * size * 20) + (0 if self.prose.chinese else 100)
                    hanging = round(1.4 * size * 20)
                    properties = paragraph._p.get_or_add_pPr()
                    tabs = element("w:tabs")
                    tabs.append(element("w:tab", val="left", pos=str(left)))
                    properties.append(tabs)
                    properties.append(element("w:ind", left=str(left), hanging=str(hanging), firstLineChars="0"))
                    order(properties)
                    paragraph.add_run(f"{mark}\t" if place == 0 else "\t")
                    self.prose.write(paragraph, part.content)
                else:
                    self.block(part)

    def _quotation(self, block: Quotation) -> None:
        for part in block.blocks:
            if isinstance(part, Paragraph):
                self.prose.write(self._paragraph("Quote"), part.content)
            else:
                self.block(part)

    def _divider(self) -> None:
        paragraph = self._paragraph("Note")
        borders = element("w:pBdr")
        borders.append(element("w:bottom", val="single", sz="4", space="1", color="BFBFBF"))
        paragraph._p.get_or_add_pPr().append(borders)
        order(paragraph._p.get_or_add_pPr())

    def _caption(self, word: str, number: int, content: Inlines, *, before: bool) -> None:
        """Write a caption whose number is a field, so that Word can list figures and tables."""
        paragraph = self._paragraph("Caption")
        paragraph.paragraph_format.keep_with_next = before
        paragraph.add_run(f"{word}\u00a0")
        for piece in field_of(f"SEQ {word} \\* ARABIC", str(number)):
            paragraph._p.append(piece)
        paragraph.add_run("\u3000" if self.prose.chinese else "  ")
        self.prose.write(paragraph, content)

    def _table(self, block: Table) -> None:
        if block.caption:
            self.tables += 1
            self._caption(self.words["table"], self.tables, block.caption, before=True)
        else:
            self._paragraph("Note")
        add_table(self.document, block, self.prose)
        for note in block.notes:
            paragraph = self._paragraph("Note")
            paragraph.add_run(f"{self.words['note']}{self.words['colon']}")
            self.prose.write(paragraph, note)
        if not block.notes:
            self._paragraph("Note")

    def _picture(self, block: Picture) -> None:
        self.figures += 1
        theme = "print" if "print" in block.figures else "light"
        widest = text_width(self.brief.front.language)
        paragraph = picture_frame(self.document, widest)
        data, width = _drawn(block.figures[theme], widest)
        shape = paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(width))
        properties = shape._inline.docPr
        properties.set("descr", clean(block.summary))
        properties.set("title", clean(plain(block.caption)))
        self._caption(self.words["figure"], self.figures, block.caption, before=bool(block.summary))
        if block.summary:
            self._paragraph("Said").add_run(clean(block.summary))
        for note in (*block.notes, *((block.source,) if block.source else ())):
            self.prose.write(self._paragraph("Note"), note)

    def _page_numbers(self) -> None:
        """Add page numbers: in Chinese on the outer side with a dash on each side, in English in the middle."""
        section = self.document.sections[0]
        if not self.prose.chinese:
            self._page_number(section.footer, 1, "", "")
            return
        self.document.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer, 2, "— ", " —\u3000")
        self._page_number(section.even_page_footer, 0, "\u3000— ", " —")

    @staticmethod
    def _page_number(footer: Any, alignment: int, before: str, after: str) -> None:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = "Footer"
        paragraph.alignment = alignment
        paragraph.add_run(before)
        for piece in field_of("PAGE", "1"):
            paragraph._p.append(piece)
        paragraph.add_run(after)


def _drawn(figure: Any, widest: float) -> tuple[bytes, float]:
    """Return a figure as PNG with at least 200 pixels to the inch, and its width in millimetres."""
    from gongxing.charts.saving import figure_drawing

    data = figure_drawing(figure, "png", scale=_PPI / 96)
    width, height = struct.unpack(">II", data[16:24])
    return data, min(width / _PPI * _INCH, widest, _HIGHEST * width / height)


def _describe(document: Any, brief: Brief) -> None:
    """Say title, author and language in the properties; the date is the outline's, none a clock's."""
    front, properties = brief.front, document.core_properties
    properties.title, properties.author = clean(front.title), clean(", ".join(front.authors) or "")
    properties.subject, properties.comments, properties.keywords = clean(front.subtitle or ""), "", ""
    properties.last_modified_by = ""
    properties.language = "zh-CN" if front.language == "zh" else "en-GB"
    when = datetime.fromisoformat(front.date) if front.date else datetime(*_EPOCH)
    properties.created = properties.modified = when
    properties.revision = 1


def _timeless(data: bytes) -> bytes:
    """Return an archive with every time of its files set to the same, and the content types first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return buffer.getvalue()
