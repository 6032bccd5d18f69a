"""Word documents (.docx): paragraphs, headings by their style, tables where they stand, the file's properties."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from gongxing.reading.composition import Composition
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.prose import clean_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.reading.article import Article

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题|標題)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题|標題|题目)$", re.IGNORECASE)
_SUBTITLE = re.compile(r"(?:subtitle|副标题|副標題)$", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What Word and python-docx write when nobody says who wrote it, or when.
_NO_AUTHOR = frozenset(
    ("python-docx", "user", "admin", "administrator", "microsoft", "lenovo", "hp", "dell", "微软用户", "用户")
)
_TEMPLATE_YEAR = 2013  # of the blank document that python-docx ships
_BREAKS = ("br", "cr")
_WIDEST = 63  # columns that Word gives a table


def read_word(data: bytes, name: str) -> Article:
    """Read a DOCX file.

    Parameters
    ----------
    data
        The whole file, checked to be a package with a document in it.
    name
        What to call it in messages.

    Raises
    ------
    UnreadableDocumentError
        It is damaged, carries XML declarations that no Word document has, or holds no text.
    """
    from docx import Document

    _check_parts(data, name)
    try:
        document = Document(io.BytesIO(data))
        composition = Composition()
        title, subtitle = _Walker(composition).walk(document.element.body, document.styles)
        properties = document.core_properties
        known = title or _plausible_title(properties.title, composition)
        author, created = properties.author, properties.created
    except (KeyError, ValueError, zipfile.BadZipFile, OSError, AttributeError, SyntaxError, EOFError) as error:
        # lxml's errors are SyntaxErrors
        raise _damaged(name) from error
    title = composition.take_title(known) or composition.take_first_as_title()
    own = author if author and author.lower() not in _NO_AUTHOR else None
    article = composition.article(name, title=title, subtitle=subtitle)
    published = article.published or (
        created.date().isoformat() if created and created.year != _TEMPLATE_YEAR and created.year > 1990 else None
    )
    from dataclasses import replace

    return replace(article, published=published, author=article.author or own)


def _check_parts(data: bytes, name: str) -> None:
    """Refuse parts that declare entities: no word processor writes them, and they are how small files grow."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    with package.open(member) as part:
                        if _DECLARATION.search(part.read(4096)):
                            raise UnreadableDocumentError(
                                name, "it declares XML entities, which no Word document does", "do not trust the file"
                            )
                        part.seek(0)
                        _read_through(part, member.file_size)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise _damaged(name) from error
    except Exception as error:
        if type(error).__name__ == "error":  # zlib's own
            raise _damaged(name) from error
        raise


def _read_through(part: Any, size: int) -> None:
    """Unpack a part once, so that a damaged one is found before the parser meets it."""
    left = size
    while left > 0 and (piece := part.read(1 << 20)):
        left -= len(piece)


def _damaged(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(name, "it is a damaged Word document", "open it in Word or WPS and save it anew")


def _plausible_title(written: str | None, composition: Composition) -> str | None:
    """Return the title of the properties where it also stands at the top of the text: templates carry old ones."""
    written = (written or "").strip()
    return written if written and written in composition.lines[:3] else None


class _Walker:
    """Walks over the parts of a document's body in the order in which they stand."""

    def __init__(self, composition: Composition) -> None:
        self.composition = composition
        self.title: str | None = None
        self.subtitle: str | None = None
        self._styles: dict[str, str] = {}
        self._levels: dict[str, int] = {}

    def walk(self, body: Any, styles: Any) -> tuple[str | None, str | None]:
        """Add everything; return title and subtitle where styles mark them."""
        for style in styles:
            self._styles[style.style_id] = style.name or ""
            outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
            if outline is not None and (outline.get(f"{_W}val") or "").isdigit():
                self._levels[style.style_id] = int(outline.get(f"{_W}val")) + 1
        self._parts(body)
        return self.title, self.subtitle

    def _parts(self, parent: Any) -> None:
        for part in parent:
            if part.tag == f"{_W}p":
                self._paragraph(part)
            elif part.tag == f"{_W}tbl":
                self._table(part)
            elif part.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
                self._parts(part)  # content controls: forms and tables of contents around ordinary paragraphs

    def _table(self, table: Any) -> None:
        if table.find(f".//{_W}tc//{_W}tbl") is None:
            self.composition.add_grid(_grid(table))
            return
        for cell in table.iter(f"{_W}tc"):  # a table around others lays out the page
            if next(cell.iterancestors(f"{_W}tbl")) is table:
                self._parts(cell)

    def _paragraph(self, paragraph: Any) -> None:
        text = clean_characters(_text(paragraph))
        identity = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = identity.get(f"{_W}val") if identity is not None else ""
        name = self._styles.get(style, style or "")
        if name.lower().startswith(("toc", "目录")):
            return
        if text.strip() and self.title is None and _TITLE.fullmatch(name.strip()):
            self.title = " ".join(text.split("\n")).strip()
            self.composition.add(text)
            return
        if text.strip() and self.subtitle is None and _SUBTITLE.fullmatch(name.strip()):
            self.subtitle = text.strip()
        heading = _HEADING.match(name)
        level = int(heading[1]) if heading else self._levels.get(style or "")
        if level and "\n" not in text.strip() and len(text) < 100:
            self.composition.add_heading(text, level)
        else:
            for line in text.split("\n"):
                self.composition.add(line)


def _text(element: Any) -> str:
    """Return the words of a paragraph: no deleted ones, no field codes, no text boxes drawn twice."""
    return "".join(_runs(element))


def _runs(element: Any) -> Iterator[str]:
    for part in element:
        tag = part.tag
        if not isinstance(tag, str):
            continue
        local = tag.rpartition("}")[2]
        if local == "t":
            yield part.text or ""
        elif local == "tab":
            yield " "
        elif local in _BREAKS:
            yield "\n"
        elif local == "noBreakHyphen":
            yield "-"
        elif local not in ("pPr", "rPr", "del", "delText", "instrText", "Fallback", "pict", "moveFrom"):
            yield from _runs(part)


def _grid(table: Any) -> list[list[tuple[str, int, int]]]:
    """Return the cells of each row: words, and how many rows and columns each spans (0 rows: merged into above)."""
    rows: list[list[tuple[str, int, int]]] = []
    open_cells: dict[int, tuple[int, int]] = {}  # by first column: row and place of a cell that may go on below
    for row in table.iter(f"{_W}tr"):
        cells: list[tuple[str, int, int]] = [("", 1, 1)] * _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        column = len(cells)
        still_open = {}
        for cell in row.findall(f".//{_W}tc"):
            across = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1) or 1
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            text = "\n".join(_cell(cell))
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart" and column in open_cells
            if goes_on:
                above, place = still_open[column] = open_cells[column]
                words, down, wide = rows[above][place]
                rows[above][place] = (words, down + 1, wide)
            elif merge is not None:
                still_open[column] = (len(rows), len(cells))
            cells.append((text, 0 if goes_on else 1, across))
            column += across
        open_cells = still_open
        rows.append(cells)
    return rows


def _number(element: Any, default: int) -> int:
    """Return how many columns an element says, at most as many as a table that people read has."""
    written = (element.get(f"{_W}val") or "") if element is not None else ""
    return min(int(written), _WIDEST) if written.isascii() and written.isdigit() else default


def _cell(cell: Any) -> Iterator[str]:
    for paragraph in cell.findall(f"{_W}p"):
        text = clean_characters(_text(paragraph)).strip()
        if text:
            yield text
