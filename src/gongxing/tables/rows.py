"""What each row of data is about, from its columns of labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongxing.indicators.catalogue import without_growth
from gongxing.tables import flags
from gongxing.tables.columns import Speech, label_speech, unit_speech
from gongxing.tables.headings import period_of, plain, scope_of
from gongxing.tables.layout import Block, said_role, text_of
from gongxing.tables.notes import Note, joined
from gongxing.tables.places import Label, Place, find_place, folded, is_region, is_whole, resolve_labels

if TYPE_CHECKING:
    from gongxing.regions import Division
    from gongxing.tables.context import Context
    from gongxing.tables.observation import Scope
    from gongxing.tables.overrule import SheetRule
    from gongxing.tables.units import Scale


@dataclass(slots=True)
class Row:
    """What a row says of its values. ``key`` is the same for rows whose labels say the same of the indicator."""

    place: Place | None = None
    period: str | None = None
    scope: Scope | None = None
    unit: Scale | None = None
    speech: Speech | None = None
    parents: tuple[str, ...] = ()
    key: int = -1
    flags: tuple[str, ...] = ()
    holds: bool = True
    label_row: int = 0
    label_column: int = 0


@dataclass(slots=True)
class Rows:
    """The rows of a table by position, and what had to be said of them."""

    rows: dict[int, Row] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_rows(block: Block, year: int | None, context: Context, rule: SheetRule, where: str) -> Rows:
    """Read the labels of a table. ``year`` is the one whose divisions count where a row tells none."""
    result = Rows({row: Row() for row in block.data})
    _read_periods(block, result)
    _read_regions(block, year, context, rule, where, result)
    for column in block.columns_of("unit"):
        for row, cell in _filled(block, column):
            result.rows[row].unit = unit_speech(cell)
            if result.rows[row].unit is None:
                result.notes.append(
                    Note("unknown_unit", where=where, cell=block.sheet.address(row, column), unit=cell.strip())
                )
    _read_indicators(block, result)  # after the units: one name in two units is two meanings
    for column in block.columns_of("scope"):
        for row, cell in _filled(block, column):
            result.rows[row].scope = scope_of(plain(cell))
    return result


def _filled(block: Block, column: int) -> list[tuple[int, str]]:
    return [(row, text_of(value)) for row in block.data if (value := block.sheet.rows[row][column]) is not None]


def _read_periods(block: Block, result: Rows) -> None:
    """Read columns of years or periods; a blank below a year is that year."""
    for column in block.columns_of("period"):
        last: str | None = None
        for row in block.data:
            value = block.sheet.rows[row][column]
            if value is not None:
                last = period_of(text_of(value)) or _period_as_written(text_of(value))
            result.rows[row].period = last


def _period_as_written(text: str) -> str | None:
    text = text.strip()
    return text if re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]|H[12]|Q[1-4])|/(?:19|20)\d\d)?", text) else None


def _read_regions(block: Block, year: int | None, context: Context, rule: SheetRule, where: str, result: Rows) -> None:
    columns = block.columns_of("region")
    if not columns:
        return
    labels = _labels(block, columns)
    districts = [label for label in labels if _of_districts(label.name) is not None]
    labels = [label for label in labels if _of_districts(label.name) is None]
    by_year: dict[int | None, list[Label]] = {}
    for label in labels:
        period = result.rows[label.row].period
        by_year.setdefault(int(period[:4]) if period else year, []).append(label)
    within = context.region
    said: dict[Note, str] = {}
    unknown: dict[str, str] = {}
    for own_year, group in by_year.items():
        places, names = resolve_labels(group, own_year, within.code if within is not None else None)
        lost = frozenset(names)
        for label in group:
            place = result.rows[label.row].place = _ruled(label, places[label.row], rule, within)
            address = block.sheet.address(label.row, columns[-1])
            if place.why:
                said.setdefault(place.why, address)
            elif place.code is None and label.name.strip() in lost:
                unknown.setdefault(label.name.strip(), address)
    result.notes += _notes_of_names(said, unknown, where)
    _place_districts(districts, result, within, year)
    for found in result.rows.values():
        if found.place is None:
            found.holds = False
    if not block.columns_of("period") and not block.columns_of("indicator"):
        _mark_twice(block, columns[-1], where, result)


_DISTRICTS = re.compile(r"(?P<city>.{2,}?)?(?:市辖区|市区)(?:合计|小计)?")


def _of_districts(name: str) -> str | None:
    """Return the city whose districts a row is about (甲市市辖区), "" where it names none, ``None`` for other rows."""
    match = _DISTRICTS.fullmatch(folded(name))
    return None if match is None else match["city"] or ""


def _place_districts(labels: list[Label], result: Rows, within: Division | None, year: int | None) -> None:
    """Place rows of districts: of the city they name, of the last city above them, else of the table's own."""
    for label in labels:
        city, place = _of_districts(label.name), None
        if city:
            found = find_place(city, year, within.code if within is not None else None)
            place = Place(found.name, found.code) if found is not None and found.level == "prefecture" else None
        else:
            above = [row for row, found in result.rows.items() if row < label.row and _is_city(found.place)]
            if above:
                place = result.rows[max(above)].place
            elif within is not None and within.level == "prefecture":
                place = Place(within.name, within.code)
        result.rows[label.row].place = place or Place(folded(label.name), None)
        result.rows[label.row].scope = "district"


def _is_city(place: Place | None) -> bool:
    return place is not None and (place.code or "00").endswith("00") and not (place.code or "0000").endswith("0000")


_MOST_NOTES = 25  # names that get a sentence of their own


def _notes_of_names(said: dict[Note, str], unknown: dict[str, str], where: str) -> list[str]:
    """Return a sentence for each name that was recovered or that no year knows; for many, the first five together."""
    notes: list[str] = []
    if len(said) + len(unknown) <= _MOST_NOTES:
        notes += [Note("name", where=where, cell=address, why=why) for why, address in said.items()]
        notes += [Note("unknown_name", where=where, cell=address, name=name) for name, address in unknown.items()]
        return notes
    if said:
        first = joined(Note("cell_reason", cell=address, why=why) for why, address in list(said.items())[:5])
        notes.append(Note("names", where=where, count=len(said), shown=first))
    if unknown:
        shown = tuple(f"{address} {name}" for name, address in list(unknown.items())[:5])
        notes.append(Note("unknown_names", where=where, count=len(unknown), shown=shown))
    return notes


def _labels(block: Block, columns: list[int]) -> list[Label]:
    """Return the name of each row: the rightmost filled column of regions, blanks of merged cells filled down."""
    english = next(iter(block.columns_of("english")), None)
    code = next(iter(block.columns_of("code")), None)
    values = block.columns_of("value")
    labels = []
    last = ""
    for row in block.data:
        cells = block.sheet.rows[row]
        name = next((text_of(cells[c]) for c in reversed(columns) if cells[c] is not None), "")
        if not folded(name):
            if not any(cells[column] is not None for column in values) or not last:
                continue
            name = last  # a merged cell over the years of one region
        last = name
        beside = text_of(cells[english]) if english is not None else ""
        labels.append(Label(row, name, beside, text_of(cells[code]) if code is not None else ""))
    return labels


def _ruled(label: Label, place: Place, rule: SheetRule, within: Division | None) -> Place:
    code = rule.regions.get(label.name.strip()) or rule.regions.get(folded(label.name))
    if code is not None:
        from gongxing.regions import division, history

        found = division(code) or next(iter(reversed(history(code))), None)
        return Place(found.name if found else folded(label.name), code)
    if place.code is None and is_whole(label.name) and within is not None:
        return Place(within.name, within.code)
    return place


def _mark_twice(block: Block, column: int, where: str, result: Rows) -> None:
    """Flag the rows of a region that has more than one; a province and a city of one name are two regions."""
    seen: dict[tuple[str, str | None], list[int]] = {}
    values = block.columns_of("value")
    for row, found in result.rows.items():
        if found.place is not None and any(block.sheet.rows[row][c] is not None for c in values):
            seen.setdefault((found.place.code or found.place.region, found.scope), []).append(row)
    for positions in seen.values():
        if len(positions) > 1:
            place = result.rows[positions[0]].place
            cells = tuple(block.sheet.address(row, column) for row in positions)
            name = place.region if place else ""
            result.notes.append(Note("twice", where=where, cells=cells, count=len(positions), name=name))
            for row in positions:
                result.rows[row].flags = (*result.rows[row].flags, flags.TWICE)


def _read_indicators(block: Block, result: Rows) -> None:
    """Read a column of indicators: labels further to the right, or after 其中, belong to the label above them."""
    columns = block.columns_of("indicator")
    if not columns:
        return
    column = _naming(block, columns)
    keys: dict[tuple[str, ...], int] = {}
    stack: list[tuple[int, str]] = []
    values = block.columns_of("value")
    last: Row | None = None
    for row in block.data:
        text = text_of(block.sheet.rows[row][column])
        target = result.rows[row]
        if not text.strip():
            if last is not None and any(block.sheet.rows[row][c] is not None for c in values):
                target.speech, target.parents, target.key = last.speech, last.parents, last.key
                target.label_row, target.label_column = last.label_row, last.label_column
            else:
                target.holds = False
            continue
        speech = label_speech(text)
        depth = _depth(text)
        while stack and stack[-1][0] >= depth:
            stack.pop()
        parents = tuple(words for _, words in stack)
        above = last.speech.words[-1:] if last is not None and last.speech is not None else ()
        if above and speech.words and without_growth(speech.words[-1]) == "":
            if without_growth(above[0]) == "" and last is not None:
                parents = last.parents  # 增长, and beside it another growth of the same
            else:
                parents = (*(last.parents if last is not None else ()), *above)
        stack.append((depth, speech.words[-1] if speech.words else plain(text)))
        target.speech, target.parents = speech, parents
        key = (*parents, text, str(target.unit))
        target.key = keys.setdefault(key, len(keys))
        target.label_row, target.label_column = row, column
        last = target
        if is_region(text) and not any(block.sheet.rows[row][c] is not None for c in values):
            target.holds = False


def _naming(block: Block, columns: list[int]) -> int:
    """Return the column that names the indicators: headed so, else the fullest before the values (a kind may span)."""
    values = block.columns_of("value")
    before = [column for column in columns if column < values[0]] if values else []
    said = [column for column in before if said_role(block.sheet, block.header, column) == "indicator"]
    return max(said or before or columns[:1], key=lambda column: (len(_filled(block, column)), -column))


def _depth(text: str) -> int:
    """Return how far a label is set in: by blanks before it, numbering, or words like 其中."""
    blanks = len(text) - len(text.lstrip(" \u3000\t\u00a0"))
    width = sum(2 if c == "\u3000" else 1 for c in text[:blanks])
    bare = text.strip()
    if re.match(r"[一二三四五六七八九十]{1,3}[、.]", bare):
        return -2
    if re.match(r"[(（][一二三四五六七八九十]{1,3}[)）]", bare):
        return -1
    if bare.startswith(("其中", "#", "＃", "其中：")):
        return width + 3
    return width
