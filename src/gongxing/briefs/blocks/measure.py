"""A measure of the library's panel: its table, its chart, the sentence that says what it means."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, Any

from gongxing.briefs.blocks.context import listed, years_of_field
from gongxing.briefs.outline import Cited, Column, Paragraph, Table, text
from gongxing.library.references import measure_reference
from gongxing.measures.words import reading, term_in
from gongxing.measures.words import words as words_of

if TYPE_CHECKING:
    from gongxing.briefs.blocks.context import Context
    from gongxing.briefs.outline import Block, Inlines, Typed
    from gongxing.measures import Result
    from gongxing.measures.result import Row

_OWN = ("name", "title", "note", "show", "rows", "terms", "indicator", "years", "year")
_ROWS = 30


def build(block: Typed, context: Context) -> tuple[Block, ...]:
    """Return what a measure gives: ``show`` is ``table`` (default), ``chart``, ``both`` or ``sentence``.

    Raises
    ------
    LibraryError
        It cannot be computed.
    """
    name = str(block.fields["name"])
    arguments = arguments_of(block)
    result = context.resolver.measured.result(name, arguments)
    reference = measure_reference(result.measure.id, {**arguments, "rows": "all"})
    show = block.fields.get("show", "table")
    parts: list[Block] = []
    said = reading(result.measure, context.language, result)
    if said and show in ("table", "sentence"):
        parts.append(Paragraph((*text(said), Cited((), reference)), block.line))
    if show in ("chart", "both"):
        parts.append(_picture(block, context, result, reference, twin=show == "chart"))
    if show in ("table", "both"):
        parts.append(_table(block, context, result, reference))
    return tuple(parts)


def arguments_of(block: Typed) -> dict[str, str]:
    """Return the arguments of a measure as a reference writes them."""
    arguments = {"indicator": ",".join(listed(block.fields.get("indicator")))}
    arguments |= {name: _written(value) for name, value in block.fields.items() if name not in _OWN}
    years = years_of_field(block.fields.get("years"))
    arguments |= {"years": years} if years else {}
    arguments |= {"year": str(block.fields["year"])} if "year" in block.fields else {}
    return {name: value for name, value in arguments.items() if value}


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _chosen(block: Typed, result: Result) -> list[Row]:
    terms = listed(block.fields.get("terms"))
    year = str(block.fields.get("year", ""))
    rows = [row for row in result.rows if row.value is not None and (not terms or row.term in terms)]
    if year and "year" in result.keys:
        place = result.keys.index("year")
        rows = [row for row in rows if str(row.key[place]) == year]
    return rows


def _table(block: Typed, context: Context, result: Result, reference: str) -> Table:
    """Return the rows of a result; columns that say nothing are left out."""
    rows = _chosen(block, result)
    most = block.fields.get("rows", _ROWS) or len(rows)
    named = context.words["columns"]
    cells = [[*row.key, row.group, term_in(row.term, context.language), row.unit] for row in rows]
    titles = [*result.keys, "group", "term", "unit"]
    kept = [at for at in range(len(titles)) if len({line[at] for line in cells} - {None, "1", ""}) > 0
            and not (titles[at] == "term" and len({line[at] for line in cells}) == 1)
            and titles[at] != "unit"]  # fmt: skip
    columns = [*(Column(text(named.get(titles[at], titles[at]))) for at in kept), Column(text(named["value"]), "right")]
    lines: list[tuple[Inlines, ...]] = []
    written = column_of([(row.value or 0.0, row.unit) for row in rows[:most]], context)
    for at, line in enumerate(cells[:most]):
        labels = tuple(text(label(line[place], titles[place], context)) for place in kept)
        lines.append((*labels, text(written[at])))
    title = words_of(result.measure.id, context.language).name
    notes = [text(note) for note in result.notes_in(context.language)]
    if len(rows) > most:
        notes.append(text(context.words["measure"]["more"].format(count=len(rows), shown=most)))
    return Table(tuple(columns), tuple(lines), context.caption(block, title, reference),
                 (*context.notes(block), *notes), block.line)  # fmt: skip


def column_of(numbers: list[tuple[float, str | None]], context: Context) -> list[str]:
    """Write numbers of one column: those without a unit with equal decimals, three digits of the largest."""
    if any(unit not in (None, "1") for _, unit in numbers):
        return [context.amount(value, unit) for value, unit in numbers]
    largest = max((abs(value) for value, _ in numbers), default=0.0)
    whole = all(value == int(value) for value, _ in numbers) or not largest
    decimals = 0 if whole else max(0, 2 - floor(log10(largest)))
    return [f"{value:,.{decimals}f}".replace("-", "−") for value, _ in numbers]


def label(value: Any, column: str, context: Context) -> str:
    """Return a label as people read it: regions by name, indicators by what they are called."""
    from gongxing.library.passages import indicator_name
    from gongxing.regions import division, history

    words = "" if value is None else str(value)
    if words.isdecimal() and len(words) == 6:
        found = division(words) or next(iter(history(words)), None)
        return found.short if found else words
    return indicator_name(words, context.language) if column == "group" else words


def _picture(block: Typed, context: Context, result: Result, reference: str, *, twin: bool) -> Block:
    """Return the chart that suits the measure, with the table of its rows unless that stands below."""
    from gongxing.briefs.blocks.picturing import picture_of_chart

    title = words_of(result.measure.id, context.language).name
    table = _table(block, context, result, reference)
    chart = result.chart(context.language)
    said = reading(result.measure, context.language, result)
    return picture_of_chart(chart, title, context.caption(block, title, reference), said, table, context, twin=twin)
