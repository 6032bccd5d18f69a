"""PDF files with a text layer: lines by their place on the page, joined to paragraphs; headers and numbers dropped."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxing.reading.composition import Composition
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.prose import clean_characters, join_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.reading.article import Article

_PAGE_NUMBER = re.compile(
    r"[-—–·•\s第]*(?:\d{1,3}|[ivxlc]{1,6})\s*(?:页)?\s*(?:[/／共of\s]+\d{1,4}\s*页?)?[-—–·•\s]*$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_STARTS = re.compile(r"第?[一二三四五六七八九十]{1,3}[、章节]|[（(][一二三四五六七八九十]{1,3}[）)]|[●■◆▪•]\s?")
_ENDED = re.compile(r"[。！？!?…；;][”’）)\"』」]*$")
_FILE_NAME = re.compile(
    r"\.(?:docx?|wps|pdf|indd|pptx?|xlsx?|tmp|html?)\b|^(?:microsoft|untitled|无标题|未命名|幻灯片|文档\d|document\d?$)",
    re.I,
)
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_EDGE = 2  # lines at the top and at the foot of a page that may be furniture
_LARGE = 1.15  # times the size of the running text: a title
_TITLE_LINES = 4


@dataclass(slots=True)
class _Line:
    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float


def read_pdf(data: bytes, name: str) -> Article:
    """Read a PDF file.

    Parameters
    ----------
    data
        The whole file.
    name
        What to call it in messages.

    Raises
    ------
    UnreadableDocumentError
        It is damaged or locked, or has no text layer that can be read.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableDocumentError(
                name, "it is locked with a password", "open it, save it without one and read that file"
            ) from None
        raise _damaged(name) from None
    try:
        pages = _lines_of(document)
        written = str(document.get_metadata_dict().get("Title") or "").strip()
    except pypdfium2.PdfiumError:
        raise _damaged(name) from None
    lines = _without_furniture(pages)
    _check_layer(lines, name)
    composition = Composition()
    for paragraph in _paragraphs(lines):
        composition.add(paragraph)
    title = _title(written, lines)
    if title:
        composition.take_opening(title)
    return composition.article(name, title=title)


def _damaged(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(name, "it is a damaged or cut-off PDF", "fetch or save it again")


def _check_layer(lines: Sequence[_Line], name: str) -> None:
    words = "".join(line.text for line in lines)
    if not words.strip():
        raise UnreadableDocumentError(name, "it is a scan without a text layer", "run OCR on it first")
    if len(_UNREADABLE.findall(words)) > 0.3 * len(words):
        raise UnreadableDocumentError(
            name, "the fonts of its text layer do not say which characters they show", "run OCR on it first"
        )


def _lines_of(document: Any) -> list[list[_Line]]:
    """Return the lines of each page, in the order of the text layer."""
    pages = []
    for number in range(len(document)):
        page = document[number]
        layer = page.get_textpage()
        pages.append(_lines_of_page(layer, number))
        layer.close()
        page.close()
    return pages


def _lines_of_page(layer: Any, number: int) -> list[_Line]:
    import pypdfium2.raw as pdfium

    text = layer.get_text_range()
    lines = []
    offset = 0
    for raw in text.split("\n"):
        words = clean_characters(raw.strip()).strip(" \n\u3000\xa0")
        if words:
            start = offset + len(raw) - len(raw.lstrip())
            end = offset + len(raw.rstrip()) - 1
            first, last = (pdfium.FPDFText_GetCharIndexFromTextIndex(layer, i) for i in (start, end))
            left, bottom, right, top = _box(layer, first)
            if last > first:
                right = max(_box(layer, last)[2], left)
            size = pdfium.FPDFText_GetFontSize(layer, max(first, 0)) or 1.0
            lines.append(_Line(words, number, left, right, bottom, top, max(size, top - bottom)))
        offset += len(raw) + 1
    return lines


def _box(layer: Any, index: int) -> tuple[float, float, float, float]:
    import pypdfium2

    try:
        left, bottom, right, top = layer.get_charbox(index, loose=True)
    except (pypdfium2.PdfiumError, ValueError, IndexError):
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top


def _without_furniture(pages: Sequence[list[_Line]]) -> list[_Line]:
    """Drop page numbers, and the lines that stand at the same edge of most pages."""
    seen: Counter[tuple[str, int]] = Counter()
    edges: list[dict[int, tuple[str, int]]] = []
    for lines in pages:
        order = sorted(range(len(lines)), key=lambda i, lines=lines: -lines[i].top)  # type: ignore[misc]
        edge = {}
        for place, i in enumerate(order):
            if place < _EDGE or place >= len(order) - _EDGE:
                key = (_DIGITS.sub("#", lines[i].text), round(lines[i].top / 6))
                edge[i] = key
        edges.append(edge)
        seen.update(set(edge.values()))
    often = 3 if len(pages) > 3 else max(2, len(pages))
    kept = []
    for lines, edge in zip(pages, edges, strict=True):
        for i, line in enumerate(lines):
            if i in edge and seen[edge[i]] >= often:
                continue
            if i in edge and len(lines) > 1 and _PAGE_NUMBER.match(line.text):
                continue
            kept.append(line)
    return kept


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    """Join lines: one that reaches the right margin goes on in the next, unless that is indented or of another size."""
    body = _common_size(lines)
    margins = _margins([line for line in lines if abs(line.size - body) < 0.1 * body] or lines)
    paragraphs: list[str] = []
    before: _Line | None = None
    for line in lines:
        if before is not None and _goes_on(before, line, margins):
            paragraphs[-1] = join_lines(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        before = line
    return paragraphs


def _common_size(lines: Sequence[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes.items(), key=lambda item: (item[1], item[0]))[0]


def _margins(lines: Sequence[_Line]) -> tuple[float, float]:
    """Return the left and the right margin of the running text."""
    lefts = Counter(round(line.left) for line in lines)
    left = min((place for place, count in lefts.items() if count >= 0.15 * len(lines)), default=min(lefts))
    rights = sorted(line.right for line in lines)
    return float(left), rights[int(0.9 * (len(rights) - 1))]


def _goes_on(before: _Line, line: _Line, margins: tuple[float, float]) -> bool:
    size = before.size
    if abs(line.size - size) > 0.12 * size or _STARTS.match(line.text):
        return False
    centred = abs((line.left + line.right) / 2 - (before.left + before.right) / 2) < 0.6 * size
    same_page = line.page == before.page
    if same_page and line.bottom > before.bottom and line.left > before.right:
        return False  # the next column: a paragraph that crosses is rare, two that are glued do harm
    if same_page and before.bottom - line.top > 1.6 * size:
        return False
    room = margins[1] - before.right - 1.2 * size  # a full line may lack a character for punctuation's sake
    if room > _first_word(line):
        # Short of the margin: the end of a paragraph, save for a sentence broken between centred lines of a title.
        return centred and size > 0 and same_page and line.left > margins[0] + size and not _ENDED.search(before.text)
    if line.left > margins[0] + 1.2 * size and line.left > before.left + 0.6 * size:
        return False
    return same_page or not _ENDED.search(before.text)


def _first_word(line: _Line) -> float:
    """Width of the first word, a character in Chinese: had it found room, the line before would have taken it."""
    word = re.match(r"[!-~]+|.", line.text)
    return (line.right - line.left) * len(word[0]) / len(line.text) if word else 0.0


def _title(written: str, lines: Sequence[_Line]) -> str | None:
    """Return the title: the large words that open the first page, else the file's own title, if that page shows it."""
    first = [line for line in lines if line.page == lines[0].page]
    body = _common_size(lines)
    large = max((line.size for line in first[:12]), default=0.0)
    if large >= _LARGE * body:
        start = next(i for i, line in enumerate(first) if line.size == large)
        words = first[start].text
        for line in first[start + 1 : start + _TITLE_LINES]:
            if abs(line.size - large) > 0.05 * large:
                break
            words = join_lines(words, line.text)
        if 4 <= len(words) <= 120:
            return words
    shown = "".join(line.text for line in first)
    known = written and not _FILE_NAME.search(written) and re.sub(r"\s", "", written) in re.sub(r"\s", "", shown)
    return written if known else None
