"""Tables that stand in documents (web pages, Word) to a ``Book``: each with the lines around it that speak of it.

The sheets are named by the number that a caption gives (表2) or by the table's place. Cells are counted within the
table itself, its first row being 1; the lines around it stand above that as titles.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.reading.errors import UnreadableDocumentError
from gongxing.tables.headings import read_heading
from gongxing.tables.numbers import read_number
from gongxing.tables.sheet import Book, Sheet, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.reading.article import Article, Table

_DELIMITED = (".csv", ".tsv", ".txt")
_BEGINS = re.compile(r"\ufeff?\s*<(?:!doctype|html|head|body|table|\?xml)", re.IGNORECASE)
_LINES = 4  # above a table that are looked at for its caption
_LONGEST = 100  # characters of a line that can be one
_SENTENCE = re.compile(r"[。；;，,：:！!？?][”’）)\"]*$")
_FIGURE = re.compile(r"\s*(?:附?图|Fig(?:ure|\.)?)\s*[\d一二三四五六七八九十]", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\s*(?P<label>附?表|(?:Table|Tab\.)(?=\s))\s*(?P<number>\d+(?:[-–—.]\d+)*|[一二三四五六七八九十]{1,3}(?=[\s:：、.]))",
    re.IGNORECASE,
)
_UNIT_OF_ALL = r"(?:计量)?单位\s*[:：]"
_UNIT = re.compile(r"(?:计量)?单位\s*[:：]\s*[^。；;，,]+|\bUnits?\s*:\s*[^.;]+", re.IGNORECASE)
# The year that a note says data are of; a year of prices or of a census is another matter.
_DATED = re.compile(r"(?:数据|资料|时点)(?:为|是|截至|截止)?\s*((?:19|20)\d\d)年(?!价|不变价|可比价)")
_NOTE = re.compile(r"\s*[（(]?\s*(?:(?:注|备注|说明|Notes?)\s*\d*\s*[:：.、）)]|" + _UNIT_OF_ALL + ")", re.IGNORECASE)
_NOTE_ABOVE = re.compile(r"\s*[（(]?\s*(?:注|备注|说明|资料来源|数据来源|Notes?|Source)\s*\d*\s*[:：]", re.IGNORECASE)


def load_page(data: bytes, name: str) -> Book | None:
    """Load the data tables of a web page, or of the archive of one; ``None`` where the bytes are no page.

    Those of its article are taken; where that has none, those of the whole page.

    Raises
    ------
    UnreadableDocumentError
        No table of data is in it.
    """
    from gongxing.reading.page import read_page, tables_of_page

    markup = _markup(data, name)
    if markup is None:
        return None
    whole, count = tables_of_page(markup)
    if not whole.tables:
        try:
            read_page(markup, name)
        except UnreadableDocumentError as error:  # the table may be in a file that the page offers, or need a script
            raise UnreadableDocumentError(name, f"{_NO_TABLE}: {error.problem}", error.advice) from None
        raise _no_table(name)
    try:
        article = read_page(markup, name)
    except UnreadableDocumentError:
        article = whole
    article = article if article.tables else whole
    return _book(article, name, count - len(article.tables))


def load_word(data: bytes, name: str) -> Book:
    """Load the tables of a Word document.

    Raises
    ------
    UnreadableDocumentError
        It is damaged, or no table is in it.
    """
    from gongxing.reading.reader import parse_bytes

    article = parse_bytes(data, name)
    if not article.tables:
        raise _no_table(name)
    return _book(article, name, 0)


_NO_TABLE = "no table of data is in it"


def _no_table(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        name, _NO_TABLE, "give a page or document with a table of numbers, or save the table as XLSX or CSV"
    )


def _markup(data: bytes, name: str) -> str | None:
    from gongxing.reading.archive import page_of
    from gongxing.reading.decoding import decode
    from gongxing.reading.kinds import is_page, kind_of

    if b"<" not in data[:20_000]:
        return None
    try:
        kind = kind_of(data, name)
        if kind == "web archive":
            return page_of(data, name)
        if kind != "text":
            return None
        text = decode(data, name)
    except UnreadableDocumentError:
        return None
    if Path(name).suffix.lower() in _DELIMITED and not _BEGINS.match(text):
        return None  # a list of values may have markup in its cells
    return text if is_page(text) else None


def _book(article: Article, name: str, layout: int) -> Book:
    from gongxing.tables.notes import Note

    labels = _labels(article)
    sheets: list[Sheet] = []
    for number, (table, label) in enumerate(zip(article.tables, labels, strict=True)):
        since = article.tables[number - 1].end if number else 0
        if _is_layout(table):
            layout += 1
        else:
            until = article.tables[number + 1].start if number + 1 < len(article.tables) else len(article.text)
            sheets.append(_sheet(article, table, label, since, until))
    notes = [Note("layout_table", file=name)] if layout == 1 else []
    if layout > 1:
        notes = [Note("layout_tables", file=name, count=layout)]
    if not sheets:
        raise _no_table(name)
    return Book(tuple(sheets), tuple(notes))


def _is_layout(table: Table) -> bool:
    """Tell whether a table only sets words in place: it has no two columns, or not one cell with a number in it."""
    cells = [cell for row in table.rows for cell in row if cell.strip()]
    columns = {column for row in table.rows for column, cell in enumerate(row) if cell.strip()}
    return len(columns) < 2 or not any(read_number(cell) is not None for cell in cells)


def _labels(article: Article) -> list[str]:
    """Name each table by the number in its caption, else by its place among the tables; no name twice."""
    since = 0
    said: list[str | None] = []
    for table in article.tables:
        captions = [*_lines_above(article, table, since), table.caption or ""]
        found = next((match for line in captions if (match := _NUMBERED.match(line))), None)
        said.append(_label(found) if found else None)
        since = table.end
    names: list[str] = []
    for place, label in enumerate(said, 1):
        name = label or (f"表{place}" if f"表{place}" not in said else f"无号表{place}")
        while name in names:
            name = f"{label or '无号表'}（{place}）"
        names.append(name)
    return names


def _label(found: re.Match[str]) -> str:
    label = found["label"]
    return f"{label}{found['number']}" if label.endswith("表") else f"Table {found['number']}"


def _sheet(article: Article, table: Table, label: str, since: int, until: int) -> Sheet:
    above = _lines_above(article, table, since)
    below = _notes_below(article, table, until)
    titles = [*above, *(match[0] for line in below if (match := _UNIT.search(line)))]
    if article.title and article.title not in titles:
        titles.append(article.title)  # last: what stands nearer says more of the table
    if not any(read_heading(line).period for line in titles):
        years = {year for line in below for year in _DATED.findall(line)}
        titles += [f"{year}年" for year in years if len(years) == 1]
    width = max(map(len, table.rows))
    rows: list[list[Value]] = [[line, *[None] * (width - 1)] for line in titles]
    rows += [[*(cell if cell.strip() else None for cell in row), *[None] * (width - len(row))] for row in table.rows]
    down = len(titles)
    merges = tuple((r0 + down, c0, r1 + down, c1) for r0, c0, r1, c1 in table.merges)
    return Sheet(label, rows, top=-down, merges=merges)


def _lines_above(article: Article, table: Table, since: int) -> list[str]:
    """Return the short lines right above a table, from the top down: its caption and what it is counted in."""
    lines: list[str] = []
    for line in _shown(article.text[since : max(table.start - 1, since)].split("\n")[::-1][:_LINES]):
        told = bool(_NUMBERED.match(line) or _UNIT.search(line))
        if (
            len(line) > _LONGEST
            or _FIGURE.match(line)
            or (_SENTENCE.search(line) and not told)
            or _NOTE_ABOVE.match(line)
        ):
            break
        lines.insert(0, line)
        if _NUMBERED.match(line):
            break
    return lines


def _notes_below(article: Article, table: Table, until: int) -> list[str]:
    """Return the notes right below a table."""
    lines: list[str] = []
    for line in _shown(article.text[table.end + 1 : until].split("\n")[:_LINES]):
        if not _NOTE.match(line):
            break
        lines.append(line)
    return lines


def _shown(lines: list[str]) -> Iterator[str]:
    return (line.strip() for line in lines if line.strip())
