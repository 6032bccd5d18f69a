"""What table files say, for people and for other programs."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from gongxing.listing import sheets
from gongxing.listing.sheets import workbook
from gongxing.listing.words import Language, amount, words
from gongxing.tables.notes import said
from gongxing.tables.observation import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import RenderableType
    from rich.text import Text

    from gongxing.tables import Column, Observation, TableReading

FIELDS = (
    "region",
    "code",
    "indicator",
    "indicator_id",
    "unit",
    "value",
    "period",
    "scope",
    "file",
    "sheet",
    "cell",
    "flags",
)
COLUMNS = (
    *("sheet", "place", "header", "indicator", "indicator_id", "unit", "base", "scope", "period"),
    *("confidence", "why", "values", "unread", "flagged"),
)


def _object(observation: Observation) -> dict[str, Any]:
    o = observation
    return {
        "region": o.region,
        "code": o.code,
        "indicator": o.indicator,
        "indicator_id": o.indicator_id,
        "unit": o.unit,
        "value": o.value,
        "period": o.period,
        "scope": o.scope,
        "source": {name: getattr(o.source, name) for name in o.source.__slots__},
        "flags": list(o.flags),
    }


def json_line(reading: TableReading, *, columns: bool = False, named: bool = False) -> str:
    """Write a reading as one line of JSON, with the name of its file where there are several."""
    rest: dict[str, Any] = {"notes": list(reading.notes)}
    if columns:
        rest["columns"] = [{key: getattr(column, key) for key in COLUMNS} for column in reading.columns]
    head = f'"file": {_quoted(reading.file)}, ' if named else ""
    observations = ", ".join(_json_of(observation) for observation in reading.observations)
    return f'{{{head}"observations": [{observations}], {json.dumps(rest, ensure_ascii=False)[1:]}'


@cache
def _quoted(words: str | None) -> str:
    return json.dumps(words, ensure_ascii=False)


def _json_of(o: Observation) -> str:
    """Write an observation as JSON; by hand, since its words recur in thousands and need be quoted but once."""
    source = o.source
    if isinstance(source, Cell):
        place = f'"file": {_quoted(source.file)}, "sheet": {_quoted(source.sheet)}, "cell": "{source.cell}"'
    else:
        place = json.dumps({name: getattr(source, name) for name in source.__slots__}, ensure_ascii=False)[1:-1]
    flags = json.dumps(list(o.flags), ensure_ascii=False) if o.flags else "[]"
    return (
        f'{{"region": {_quoted(o.region)}, "code": {_quoted(o.code)}, "indicator": {_quoted(o.indicator)}, '
        f'"indicator_id": {_quoted(o.indicator_id)}, "unit": {_quoted(o.unit)}, "value": {o.value!r}, '
        f'"period": {_quoted(o.period)}, "scope": {_quoted(o.scope)}, "source": {{{place}}}, "flags": {flags}}}'
    )


def rows_of(observations: Iterable[Observation]) -> Iterator[dict[str, Any]]:
    """Yield observations as flat rows, flags joined by a semicolon."""
    for observation in observations:
        row = _object(observation)
        row.update(row.pop("source"))
        row["flags"] = "; ".join(row["flags"])
        yield row


def csv_text(reading: TableReading, *, header: bool) -> str:
    """Write observations as CSV; words that a spreadsheet would take for a formula get an apostrophe."""
    rows = ([row.get(name) for name in FIELDS] for row in rows_of(reading.observations))
    return sheets.csv_text(FIELDS, rows, header=header)


def write_xlsx(readings: Sequence[TableReading], path: Path) -> None:
    """Write observations, columns and notes as three sheets of a workbook.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with workbook(path) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        values, columns, notes = (book.add_worksheet(name) for name in ("observations", "columns", "notes"))
        values.write_row(0, 0, FIELDS, bold)
        columns.write_row(0, 0, ("file", *COLUMNS), bold)
        line = column_line = note_line = 0
        for reading in readings:
            for row in rows_of(reading.observations):
                line += 1
                values.write_row(line, 0, [row.get(field) for field in FIELDS])
            for column in reading.columns:
                column_line += 1
                cells = {key: getattr(column, key) for key in COLUMNS} | {"header": " > ".join(column.header)}
                columns.write_row(column_line, 0, [reading.file, *cells.values()])
            for note in reading.notes:
                notes.write_string(note_line, 0, note)
                note_line += 1
        for sheet in (values, columns):
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 3, 18)
        notes.set_column(0, 0, 120)


def summary(reading: TableReading, language: Language, limit: int) -> RenderableType:
    """Return a table of indicators with how many values each has, the total line and the notes.

    ``limit`` is the number of indicators shown, 0 for all.
    """
    from rich import box
    from rich.console import Group
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    word = words(language)["table"]
    table = Table(title=f"[bold]{escape(reading.file)}", title_justify="left", box=box.SIMPLE_HEAD)
    for name, justify in (
        ("indicator", "left"),
        ("period", "left"),
        ("scope", "left"),
        ("regions", "right"),
        ("example", "left"),
    ):
        table.add_column(word[name], justify=justify, overflow="fold")  # type: ignore[arg-type]
    groups: dict[tuple[str, str, str | None, str | None], list[Observation]] = {}
    for o in reading.observations:
        groups.setdefault((o.indicator, o.unit, o.period, o.scope), []).append(o)
    for (indicator, unit, period, scope), found in list(groups.items())[: limit or None]:
        first = found[0]
        example = (
            f"{first.region} {amount(first.value, unit, language)} ({first.source.cell})"
            if hasattr(first.source, "cell")
            else ""
        )
        style = "" if first.indicator_id else "yellow"
        table.add_row(Text(indicator, style=style), period or "", word.get(scope or "", ""), str(len(found)), example)
    parts: list[RenderableType] = [table]
    if limit and len(groups) > limit:
        parts.append(Text(word["more"].format(count=len(groups) - limit), style="dim"))
    parts.append(Text(totals(reading, language), style="bold"))
    parts += _notes(reading, language)
    return Group(*parts)


def _notes(reading: TableReading, language: Language) -> list[RenderableType]:
    """Return the notes as lines in the language, without the name of the file that stands above them."""
    from rich.text import Text

    texts = (said(note, language) for note in reading.notes)
    comma = "，" if language == "zh" else ", "
    return [Text(f"· {text.removeprefix(f'{reading.file}{comma}')}", style="dim") for text in texts]


def totals(reading: TableReading, language: Language) -> str:
    """Return one sentence: observations, columns, how many are unplaced, how many values are flagged and why."""
    word = words(language)["table"]
    flagged = Counter(flag for o in reading.observations for flag in o.flags)
    unplaced = sum(1 for column in reading.columns if column.indicator_id is None and column.values)
    text = word["totals"].format(
        observations=len(reading.observations),
        columns=len(reading.columns),
        unplaced=unplaced,
        flagged=sum(1 for o in reading.observations if o.flags),
    )
    shown = ", ".join(f"{word['flags'].get(flag, flag)} {count}" for flag, count in flagged.most_common())
    return f"{text}{word['because']}{shown}" if shown else text


def explanation(reading: TableReading, language: Language) -> RenderableType:
    """Return what each column was taken for: indicator, unit, scope, year, how sure; beneath, its headers and why."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    word = words(language)["table"]
    parts: list[RenderableType] = [Text(reading.file, style="bold"), Text()]
    sheets = {column.sheet for column in reading.columns}
    for column in reading.columns:
        parts += [_meaning(column, word, named=len(sheets) > 1), Padding(_origin(column, language), (0, 0, 0, 5))]
    parts += [Text(), Text(totals(reading, language), style="bold")]
    parts += _notes(reading, language)
    return Group(*parts)


def _meaning(column: Column, word: dict[str, Any], *, named: bool) -> Text:
    """Return the line that says what a column holds."""
    from rich.text import Text

    place = f"{column.sheet}!{column.place}" if named and column.sheet else column.place
    line = Text(f"{place:<4} ", style="bold")
    if column.indicator_id is None:
        line.append(f"{word['unplaced']} {column.indicator}", style="yellow")
    else:
        line.append(f"{column.indicator} ({column.indicator_id})", style="not bold")
    unit = f"{column.unit} → {column.base}" if column.unit and column.unit != column.base else column.base or "?"
    about = (unit, word.get(column.scope or "", ""), column.period or "", f"{word['sure']} {column.confidence:.0%}")
    line.append("  " + "  ".join(part for part in about if part), style="not bold")
    line.append(f"  {word['values']} {column.values}", style="not bold")
    if column.unread:
        line.append(f" −{column.unread}", style="yellow")
    if column.flagged:
        line.append(f" ⚑{column.flagged}", style="yellow")
    return line


def _origin(column: Column, language: Language) -> Text:
    """Return the line with the chain of headers of a column and why it was taken as it was."""
    from rich.text import Text

    from gongxing.tables.headings import read_heading

    chain = (read_heading(text).words or read_heading(text).text for text in column.header)
    word = words(language)["table"]
    why = said(column.why, language)
    return Text(f"{word['header']}: {' > '.join(dict.fromkeys(chain))} · {word['why']}: {why}", style="dim")
