"""Tables in Word: data tables with three lines, cards side by side, verdicts in a box."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from gongxing.briefs.outline import Cited, State, plain
from gongxing.briefs.word.elements import borders_of, element, order, shade_of
from gongxing.briefs.word.prose import TONES
from gongxing.briefs.word.styles import settings, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.briefs.outline import Card, Inlines, Table, Verdict
    from gongxing.briefs.word.prose import Prose

_ALIGNED = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
_INK, _FAINT = "1D2129", "C9C4B8"
_LONG, _WIDE = 7.5, 22.0  # characters from which a column is long, and that its share of the width counts at most
_TOGETHER = 8  # rows of a table that stands on one page
_PADDING = 4.0  # millimetres beside the words of a column
_MM_OF_POINT = 0.3528
_MARK, _LEAST = 6.0, 26.0  # millimetres: room for the mark of a footnote, and of the narrowest card


def add_table(document: Any, table: Table, prose: Prose) -> None:
    """Add a table whose head stands again on every page that it runs to."""
    language = prose.brief.front.language
    size = float(settings(language)["styles"]["Table Text"]["size"])
    grid = _grid(document, 1 + len(table.rows), _widths(table, text_width(language), size * _MM_OF_POINT))
    _borders(grid, top=(12, _INK), bottom=(12, _INK), insideH=(2, _FAINT))
    head = grid.rows[0]
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell, column in zip(head.cells, table.columns, strict=True):
        _fill(cell, column.title, column.align, "Table Head", prose)
        cell._tc.get_or_add_tcPr().append(borders_of("w:tcBorders", bottom=(6, _INK)))
    for row, cells in zip(list(grid.rows)[1:], table.rows, strict=True):
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for place, content, column in zip(row.cells, cells, table.columns, strict=False):
            _fill(place, content, column.align, "Table Text", prose)
    if len(table.rows) <= _TOGETHER:
        for row in list(grid.rows)[:-1]:
            for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True


def add_cards(document: Any, cards: Sequence[Card], prose: Prose) -> None:
    """Add numbers side by side, as many in a row as have room."""
    language = prose.brief.front.language
    width = text_width(language)
    size = float(settings(language)["styles"]["Card Number"]["size"])
    needed = max(max(_width(plain(card.value)) for card in cards) * size * _MM_OF_POINT + _MARK, _LEAST)
    most = max(1, min(len(cards), int(width / needed)))
    per_row = -(-len(cards) // -(-len(cards) // most))  # rows as equal as they can be
    _gap(document)
    for first in range(0, len(cards), per_row):
        shown = cards[first : first + per_row]
        grid = _grid(document, 1, [width / per_row] * len(shown))
        _borders(grid, top=(10, _INK))
        grid.rows[0]._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, card in zip(grid.rows[0].cells, shown, strict=True):
            prose.write(_styled(cell.paragraphs[0], "Card Number"), card.value)
            prose.write(_styled(cell.add_paragraph(), "Card Label"), card.label)
            if card.note:
                prose.write(_styled(cell.add_paragraph(), "Card Label"), card.note)
        _gap(document)


def picture_frame(document: Any, width: float) -> Any:
    """Return the paragraph for a picture, in a row that no page divides.

    In a paragraph of the text LibreOffice cuts a picture that it moves to the next page, for the footnotes below it,
    down to the room that there was on the page before.
    """
    grid = _grid(document, 1, [width], padding=0)
    grid.rows[0]._tr.get_or_add_trPr().append(element("w:cantSplit"))
    return _styled(grid.rows[0].cells[0].paragraphs[0], "Picture")


def add_verdict(document: Any, verdict: Verdict, prose: Prose) -> None:
    """Add a verdict in a box with a bar of its colour."""
    grid = _grid(document, 1, [text_width(prose.brief.front.language)], padding=160)
    _borders(grid, left=(36, TONES[verdict.state.tone]), top=(4, _FAINT), bottom=(4, _FAINT), right=(4, _FAINT))
    cell = grid.rows[0].cells[0]
    head = _styled(cell.paragraphs[0], "Verdict Head")
    prose.write(head, (verdict.state,))
    head.add_run("\u3000" if prose.chinese else "  ")
    prose.write(head, verdict.title)
    if verdict.quote:
        prose.write(_styled(cell.add_paragraph(), "Verdict Quote"), verdict.quote)
    for sentence in verdict.sentences:
        prose.write(_styled(cell.add_paragraph(), "Verdict"), sentence)
    cell._tc.get_or_add_tcPr().append(shade_of("FBFAF7"))
    _gap(document)


def _grid(document: Any, rows: int, widths: Sequence[float], padding: int = 70) -> Any:
    """Return a table without lines: widths in millimetres, padding left and right in twentieths of a point."""
    grid = document.add_table(rows, len(widths))
    grid.autofit = False
    properties = grid._tbl.tblPr
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(padding), type="dxa"))
    properties.append(margins)
    order(properties)
    return grid


def _borders(grid: Any, **sides: tuple[int, str]) -> None:
    properties = grid._tbl.tblPr
    properties.append(borders_of("w:tblBorders", **sides))
    order(properties)


def _fill(cell: Any, content: Inlines, align: str, style: str, prose: Prose) -> None:
    paragraph = _styled(cell.paragraphs[0], style)
    paragraph.alignment = _ALIGNED.get(align, WD_ALIGN_PARAGRAPH.LEFT)
    prose.write(paragraph, content)


def _styled(paragraph: Any, style: str) -> Any:
    paragraph.style = style
    return paragraph


def _gap(document: Any) -> None:
    """Keep two tables apart, which Word would join."""
    document.add_paragraph(style="Note")


def _widths(table: Table, width: float, character: float) -> list[float]:
    """Return the widths of columns: short ones as wide as their words, long ones share what is left.

    Parameters
    ----------
    table
        The table.
    width, character
        Of the text and of a Chinese character of the table, in millimetres.
    """
    longest = []
    for at, column in enumerate(table.columns):
        cells = [column.title, *(row[at] for row in table.rows if at < len(row))]
        longest.append(max(_width(plain(cell)) + _extra(cell) for cell in cells))
    wanted = [one * character + _PADDING for one in longest]
    long = [one > _LONG for one in longest]
    left = width - sum(one for one, is_long in zip(wanted, long, strict=True) if not is_long)
    if sum(wanted) <= width or not any(long) or left < _LEAST * sum(long):
        return [width * one / sum(wanted) for one in wanted]
    shared = [min(one, _WIDE) for one, is_long in zip(longest, long, strict=True) if is_long]
    return [
        left * min(one, _WIDE) / sum(shared) if is_long else exact
        for one, is_long, exact in zip(longest, long, wanted, strict=True)
    ]


def _width(words: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(mark) in "WF" else 0.55 for mark in words)


def _extra(content: Inlines) -> float:
    """Return the room that the marks of states and footnotes take."""
    return sum(1.6 if isinstance(item, State) else 1.1 if isinstance(item, Cited) else 0.0 for item in content)
