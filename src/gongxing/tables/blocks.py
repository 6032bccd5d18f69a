"""One table of a sheet to observations: columns and rows are understood first, then every cell is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxing.tables import flags
from gongxing.tables.chains import header_chains, titles
from gongxing.tables.columns import Meaning, Speech, infer_unit, meaning_of, name_growth, name_parts, speech_of
from gongxing.tables.context import Context, context_of, continued, is_continued
from gongxing.tables.headings import read_heading
from gongxing.tables.layout import Block, text_of
from gongxing.tables.notes import Note, cell_count, first_of
from gongxing.tables.numbers import Number, is_missing, read_number
from gongxing.tables.observation import Cell, Observation
from gongxing.tables.places import Label, Place, is_region, is_sum, region_in, resolve_labels
from gongxing.tables.placing import Placement
from gongxing.tables.report import Column, columns_of
from gongxing.tables.rows import Rows, read_rows
from gongxing.tables.sheet import column_letters
from gongxing.tables.targets import target_columns

if TYPE_CHECKING:
    from gongxing.tables.overrule import ColumnRule, SheetRule
    from gongxing.tables.sheet import Value
    from gongxing.tables.units import Scale


@dataclass(frozen=True, slots=True)
class Found:
    """A number in its cell with all that is known of it, before units are settled."""

    row: int
    column: int
    number: Number
    meaning: Meaning
    flags: tuple[str, ...]


@dataclass(slots=True)
class Understood:
    """A table while it is read: what its columns, rows and surroundings say, the numbers found, units, notes.

    ``units`` are those of meanings, by identity, each with the reason in words. ``unread`` counts, by column, the cells
    that no number could be read from.
    """

    block: Block
    where: str
    rule: SheetRule
    context: Context
    speeches: dict[int, Speech]
    rows: Rows
    places: dict[int, Place]
    found: list[Found] = field(default_factory=list)
    units: dict[int, tuple[Scale | None, Note | None]] = field(default_factory=dict)
    unread: Counter[int] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def rule_of(self, column: int) -> ColumnRule | None:
        """Return what a user says of a column."""
        return self.rule.columns.get(self.block.sheet.left + column)


@dataclass(frozen=True, slots=True)
class BlockReading:
    """What one table says."""

    observations: list[Observation]
    columns: list[Column]
    notes: list[str]
    context: Context


def read_block(block: Block, file: str, where: str, rule: SheetRule, before: Context | None = None) -> BlockReading:
    """Read one table; ``where`` names the file and the sheet in notes, ``before`` is what the table before it says."""
    table = _understood(block, file, where, rule, before)
    _find(table)
    _settle_units(table)
    observations = _observations(table, file)
    undated = next((o for o in observations if o.period is None), None)
    if undated is not None and isinstance(undated.source, Cell):
        table.notes.append(Note("no_year", where=where, cell=undated.source.cell))
    nowhere = next((o for o in observations if not o.region), None)
    if nowhere is not None and isinstance(nowhere.source, Cell):
        table.notes.append(Note("no_region", where=where, cell=nowhere.source.cell))
    return BlockReading(observations, columns_of(table), table.notes, table.context)


def _understood(block: Block, file: str, where: str, rule: SheetRule, before: Context | None) -> Understood:
    chains = header_chains(block)
    named_rows = bool(block.columns_of("region")) or not any(
        is_region(text) and not is_sum(text)
        for links in chains.values()
        for text in (read_heading(link.text).text for link in links)
    )  # 合计 over a column is a region beside regions alone
    speeches = {
        column: speech_of(chains[column], regions_above=not named_rows)
        for column in sorted(block.columns_of("value") + block.columns_of("empty"))
        if chains[column] or block.roles[column] == "value"
    }
    name_parts(speeches)
    name_growth(speeches)
    inner = next((s.period for s in speeches.values() if s.period is not None), None)
    if inner is None and block.columns_of("period"):
        inner = "rows"
    context = context_of(titles(block), block.sheet.name, file, inner)
    if before is not None and is_continued(titles(block)):
        context = continued(context, before)
    context = _overruled(context, rule)
    years = [int(s.period[:4]) for s in speeches.values() if s.period is not None]
    year = max(years, default=int(context.period[:4]) if context.period else None)
    rows = read_rows(block, year, context, rule, where)
    labels = [Label(column, speech.region) for column, speech in speeches.items() if speech.region]
    places, _ = resolve_labels(labels, year, context.region.code if context.region else None)
    notes = [Note("about", where=where, what=note) for note in context.notes] + rows.notes
    table = Understood(block, where, rule, context, speeches, rows, places, notes=notes)
    _note_units(table)
    return table


def _overruled(context: Context, rule: SheetRule) -> Context:
    region = region_in(rule.region, None) if rule.region else None
    return replace(
        context,
        period=rule.period or context.period,
        unit=rule.unit or context.unit,
        scope=rule.scope or context.scope,
        region=region or context.region,
    )


def _note_units(table: Understood) -> None:
    """Say where the Chinese and the English words of a header disagree about the unit."""
    said: dict[tuple[str, str], list[str]] = {}
    for column, speech in table.speeches.items():
        unit, english = speech.unit, speech.english_unit
        if unit is None or english is None or unit.base != english.base:
            continue
        if unit.numerator * english.denominator != english.numerator * unit.denominator:
            letters = column_letters(table.block.sheet.left + column)
            said.setdefault((unit.written, english.written), []).append(letters)
    for (unit_words, english_words), columns in said.items():
        table.notes.append(
            Note("two_units", where=table.where, columns=tuple(columns[:5]), unit=unit_words, english=english_words)
        )


def _find(table: Understood) -> None:
    """Find the numbers of a table and what each is; name the cells that cannot be read."""
    block = table.block
    meanings: dict[tuple[int, int], Meaning] = {}
    lost: list[Note] = []
    for row in block.data:
        label = table.rows.rows[row]
        cells = block.sheet.rows[row]
        for column, speech in table.speeches.items():
            value = cells[column]
            if value is None:
                continue
            own = table.rule_of(column) if table.rule.columns else None
            if own is not None and own.ignore:
                continue
            number = Number(value) if type(value) is float else _number(value)
            if number is None or not label.holds:
                if number is not None or not is_missing(text_of(value)):
                    table.unread[column] += 1
                    words = " ".join(text_of(value).split())[:20]
                    lost.append(Note("quoted", cell=block.sheet.address(row, column), text=words))
                continue
            key = (label.key, column)
            meaning = meanings.get(key)
            if meaning is None:
                meaning = meaning_of(speech, label.speech, label.parents, label.unit, table.context)
                meanings[key] = meaning = _ruled(meaning, own)
            marks = (number.flag, *label.flags) if number.flag else label.flags
            table.found.append(Found(row, column, number, meaning, marks))
    if lost:
        table.notes.append(Note("unread", where=table.where, count=cell_count(len(lost)), shown=first_of(lost)))


def _number(value: Value) -> Number | None:
    if isinstance(value, float):
        return Number(value)
    return read_number(value) if value is not None else None


def _ruled(meaning: Meaning, own: ColumnRule | None) -> Meaning:
    if own is None:
        return meaning
    if own.indicator is not None:
        meaning = replace(meaning, placement=Placement(own.indicator, 1.0, Note("toml")), name=own.indicator.name)
    return replace(meaning, unit=own.unit, unit_why=Note("toml_unit")) if own.unit else meaning


def _settle_units(table: Understood) -> None:
    """Settle the unit of each meaning: stated, inferred from the size of its values, or none."""
    values: dict[int, list[float]] = {}
    first: dict[int, Found] = {}
    for item in table.found:
        values.setdefault(id(item.meaning), []).append(float(item.number.value))
        first.setdefault(id(item.meaning), item)
    missing: dict[tuple[str, Note], list[str]] = {}
    for key, item in first.items():
        meaning = item.meaning
        indicator = meaning.placement.indicator
        if meaning.unit is not None:
            table.units[key] = (meaning.unit, meaning.unit_why)
        elif item.number.unit is not None and item.number.unit.base:
            table.units[key] = (item.number.unit, Note("unit_in_cells"))
        else:
            unit, why = (None, Note("unit_not_stated")) if indicator is None else infer_unit(indicator, values[key])
            table.units[key] = (unit, why)
            if indicator is None or indicator.unit not in ("%", "index"):
                address = table.block.sheet.address(item.row, item.column)
                missing.setdefault((meaning.name, why), []).append(address)
    for (name, why), cells in missing.items():
        kind = "unit_taken" if why.id == "unit_likely" else "unit_missing"
        table.notes.append(Note(kind, where=table.where, cells=tuple(cells[:3]), name=name, why=why))


def _observations(table: Understood, file: str) -> list[Observation]:
    sheet, context = table.block.sheet, table.context
    whole = Place(context.region.name, context.region.code) if context.region is not None else Place("", None)
    letters = {column: column_letters(sheet.left + column) for column in table.speeches}
    aimed = target_columns(table.block, table.speeches)
    observations = []
    for item in table.found:
        row, speech = table.rows.rows[item.row], table.speeches[item.column]
        own = table.rule_of(item.column) if table.rule.columns else None
        meaning = item.meaning
        place = row.place or table.places.get(item.column) or whole
        value, base, marks = _value(item, table.units[id(meaning)][0])
        if item.column in aimed:
            marks += (flags.TARGET,)
        indicator = meaning.placement.indicator
        observations.append(
            Observation(
                place.region,
                place.code,
                meaning.name,
                indicator.id if indicator else None,
                base,
                value,
                (own.period if own else None) or row.period or speech.period or context.period,
                (own.scope if own else None) or row.scope or speech.scope or context.scope,
                Cell(file, sheet.name, f"{letters[item.column]}{sheet.top + item.row + 1}"),
                item.flags + marks,
            )
        )
    return observations


def _value(item: Found, unit: Scale | None) -> tuple[float, str, tuple[str, ...]]:
    """Return the value in base units, the unit, and what is doubtful about it."""
    number, written, _ = item.number
    if written is not None and written.base:
        unit = written
    elif written is not None:  # 3.5亿 in a column in 元
        number = Decimal(str(number)) * written.numerator
    if unit is None:
        return float(number), "", (flags.UNKNOWN_UNIT,)
    base = unit.base
    indicator = item.meaning.placement.indicator
    if indicator is not None and base != indicator.unit:
        same = base in indicator.equivalents or base == f"{indicator.unit}/people"
        if same or (base == "pp" and indicator.unit == "%"):
            base = indicator.unit
    return unit.value(number), base, ()
