"""Lines of a document whose kind tells headings and cells apart (Markdown, DOCX, PDF), put together to an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.reading.article import Article, Table
from gongxing.reading.dump.lines import Line, is_details, numbered
from gongxing.reading.dump.surroundings import describe
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.script import language_of
from gongxing.reading.sections import find_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Composition:
    """Lines of text with what is known of them: which are headings, which are rows of tables."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.headings: list[tuple[int, int]] = []  # number of the line and level
        self._rows: dict[int, tuple[str, ...]] = {}
        self._spans: dict[int, tuple[tuple[int, int, int], ...]] = {}  # first column, rows and columns of merged cells
        self._breaks: set[int] = set()  # lines before which a table ends, even where a row follows

    def add(self, line: str) -> None:
        """Add a paragraph; one without words is left out."""
        line = line.strip(" \t\u3000\xa0\n")
        if line:
            self.lines.append(line.replace("\n", " "))

    def add_heading(self, line: str, level: int) -> None:
        """Add a heading of a level counted from 1."""
        count = len(self.lines)
        self.add(line)
        if len(self.lines) > count:
            self.headings.append((count, level))

    def add_row(self, cells: Sequence[str]) -> None:
        """Add a row of a table."""
        row = tuple(" ".join(cell.split()) for cell in cells)
        if any(row):
            self._rows[len(self.lines)] = row
            self.lines.append("\t".join(row))

    def add_grid(self, rows: Sequence[Sequence[tuple[str, int, int]]]) -> None:
        """Add a table: each row's cells in order, as words, rows and columns that it spans (0 rows: merged into above).

        A cell stands in the first of those that it spans.
        """
        width = max((sum(across for _, _, across in row) for row in rows), default=0)
        filled = [any(text.strip() and down for text, down, _ in row) for row in rows]
        for number, row in enumerate(rows):
            cells: list[str] = []
            spans = []
            for text, down, across in row:
                kept = sum(filled[number : number + down])
                if text.strip() and down and (kept > 1 or across > 1):
                    spans.append((len(cells), kept, across))
                cells += [text if down else ""] + [""] * (across - 1)
            if spans:
                self._spans[len(self.lines)] = tuple(spans)
            self.add_row(cells + [""] * (width - len(cells)))
        self.end_table()

    def end_table(self) -> None:
        """Part the rows before from those after."""
        self._breaks.add(len(self.lines))

    def take_title(self, known: str | None) -> str | None:
        """Take the title out of the lines: what is known to be it, or the one heading of its level at the top."""
        if not self.lines:
            return known
        first = self.lines[0]
        top = next((level for line, level in self.headings if line == 0), None)
        alone = top is not None and sum(1 for _, level in self.headings if level == top) == 1
        if first == known or (known is None and alone):
            if len(self.lines) > 1:
                self._drop_first()
            return first
        return known

    def take_first_as_title(self) -> str | None:
        """Take out the first line where it reads like a title and running text follows."""
        if len(self.lines) < 2 or 0 in self._rows or any(line == 0 for line, _ in self.headings):
            return None
        first = self.lines[0]
        if (
            not 4 <= len(first) <= 60
            or first[-1] in "。；：，、！:;,."
            or numbered(first)
            or max(map(len, self.lines)) < 60
        ):
            return None
        self._drop_first()
        return first

    def take_opening(self, title: str) -> None:
        """Take the title out where it stands in one or more of the first lines."""
        rest = "".join(title.split())
        for start in range(min(4, len(self.lines))):
            taken = 0
            seen = ""
            for line in self.lines[start : start + 4]:
                seen += "".join(line.split())
                taken += 1
                if not rest.startswith(seen) or seen == rest:
                    break
            if seen == rest and len(self.lines) > taken:
                del self.lines[start : start + taken]
                return

    def article(
        self,
        name: str,
        *,
        title: str | None,
        subtitle: str | None = None,
        source: str | None = None,
        author: str | None = None,
        published: str | None = None,
    ) -> Article:
        """Put the article together; what the lines under the title say fills what is not given.

        Raises
        ------
        UnreadableDocumentError
            There is no text.
        """
        details = self._take_details()
        around = describe((), details, (), (), title)
        text = "\n".join(self.lines)
        if not text:
            raise UnreadableDocumentError(name, "no text is in it", "check that it is the document you mean")
        offsets = self._offsets()
        marked = [(offsets[line], offsets[line] + len(self.lines[line]), level) for line, level in self.headings]
        return Article(
            text=text,
            title=title,
            subtitle=subtitle,
            source=source or around.source,
            author=author or around.author,
            published=published or around.published,
            language=language_of(text),
            sections=find_sections(text, marked),
            tables=tuple(self._tables(offsets)),
        )

    def _drop_first(self) -> None:
        del self.lines[0]
        self.headings = [(line - 1, level) for line, level in self.headings if line]
        self._rows = {line - 1: cells for line, cells in self._rows.items()}
        self._spans = {line - 1: spans for line, spans in self._spans.items()}
        self._breaks = {line - 1 for line in self._breaks}

    def _take_details(self) -> list[Line]:
        """Take out the lines under the title that say source and time."""
        details: list[Line] = []
        while len(self.lines) > 1 and len(details) < 4 and 0 not in self._rows and is_details(self.lines[0]):
            details.append(Line(self.lines[0], gap=False, role="details"))
            self._drop_first()
        return details

    def _offsets(self) -> list[int]:
        offsets, offset = [], 0
        for line in self.lines:
            offsets.append(offset)
            offset += len(line) + 1
        return offsets

    def _tables(self, offsets: Sequence[int]) -> Iterator[Table]:
        """Yield each run of rows as a table."""
        run: list[int] = []
        for line in [*sorted(self._rows), -1]:
            if run and (line != run[-1] + 1 or line in self._breaks):
                rows = tuple(self._rows[i] for i in run)
                merges = tuple(
                    (row, column, row + down - 1, column + across - 1)
                    for row, i in enumerate(run)
                    for column, down, across in self._spans.get(i, ())
                )
                yield Table(offsets[run[0]], offsets[run[-1]] + len(self.lines[run[-1]]), rows, merges=merges)
                run = []
            run.append(line)
