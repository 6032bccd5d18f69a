"""Facts as rows of one table, for CSV, XLSX and other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gongxing.listing import sheets
from gongxing.listing.sheets import workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from gongxing.engines import Reading

COLUMNS = (
    "file", "title", "published", "kind", "quote", "start", "end", "value", "unit", "indicator", "region",
    "region_code", "period", "bound", "modality", "name", "code", "level", "post", "type", "tier", "leaders", "group",
    "member", "actor", "deadline", "figures", "rule",
)  # fmt: skip


def object_of(reading: Reading) -> dict[str, Any]:
    """Return the article and its facts as the JSON contract prints them."""
    assert reading.article is not None
    return {"article": reading.article.to_dict(), "facts": [fact.to_dict() for fact in reading.facts]}


def json_line(reading: Reading, *, named: bool) -> str:
    """Write one document as one line of JSON; ``named`` puts the file's name first."""
    content = object_of(reading)
    return json.dumps({"file": reading.name, **content} if named else content, ensure_ascii=False)


def rows(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield a row for each fact, with the document it stands in."""
    article = reading.article
    if article is None:
        return
    for fact in reading.facts:
        row = {key: _cell(value) for key, value in fact.to_dict().items()}
        yield {"file": reading.name, "title": article.title, "published": article.published, **row}


def _cell(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return "; ".join("-".join(map(str, item)) if isinstance(item, tuple) else str(item) for item in value)


def csv_text(reading: Reading, *, header: bool) -> str:
    """Write the facts of one document as CSV (RFC 4180)."""
    return sheets.csv_text(COLUMNS, ([row.get(name) for name in COLUMNS] for row in rows(reading)), header=header)


def write_xlsx(readings: Iterable[Reading], path: Path) -> None:
    """Write documents and facts as two sheets of a workbook.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with workbook(path) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        documents, facts = book.add_worksheet("documents"), book.add_worksheet("facts")
        documents.write_row(0, 0, ("file", "title", "source", "author", "published", "characters", "facts"), bold)
        facts.write_row(0, 0, COLUMNS, bold)
        line = 0
        count = 0
        for count, reading in enumerate((r for r in readings if r.article is not None), 1):
            article = reading.article
            assert article is not None
            documents.write_row(count, 0, (
                reading.name, article.title, article.source, article.author, article.published, len(article.text),
                len(reading.facts),
            ))  # fmt: skip
            for row in rows(reading):
                line += 1
                facts.write_row(line, 0, [row.get(column) for column in COLUMNS])
        for sheet, widths, last in ((documents, (30, 50, 16), count), (facts, (24, 30, 12, 11, 36), line)):
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(last, 1), (7 if sheet is documents else len(COLUMNS)) - 1)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
