"""Where the tables of a sheet stand: rows of headers, rows of data, columns of labels, columns of values.

Nothing is known of a layout in advance. A row with numbers that are neither years nor a count of columns is data; what
stands above it is its header. Text that names columns again opens a new table below; a column of labels that follows
columns of values opens a new table beside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from gongxing.tables.headings import read_heading
from gongxing.tables.numbers import is_missing, read_number
from gongxing.tables.units import parse_unit
from gongxing.tables.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongxing.tables.sheet import Sheet, Value

RowKind = Literal["blank", "text", "years", "counter", "data"]
Role = Literal["region", "english", "code", "period", "indicator", "unit", "scope", "source", "rank", "value", "empty"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_YEAR_FIRST = re.compile(r"(?:FY)?(?:19|20)\d\d", re.IGNORECASE)
_COUNTING = frozenset(("甲", "乙", "丙", "丁", "栏次", "列次", "序号"))  # labels of a row that numbers the columns
_CODE = re.compile(r"[1-9]\d{5}(?:0{6})?")


@dataclass(slots=True)
class Block:
    """One table of a sheet, all positions within ``Sheet.rows``; ``roles`` says what each of ``columns`` holds."""

    sheet: Sheet
    header: list[int]
    data: list[int]
    columns: range
    roles: dict[int, Role] = field(default_factory=dict)

    def columns_of(self, role: Role) -> list[int]:
        """Return the columns that hold something."""
        return [column for column in self.columns if self.roles.get(column) == role]


def text_of(value: Value) -> str:
    """Return a cell as words; whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value


def is_number(value: Value) -> bool:
    """Tell whether a cell holds a number, in whatever form."""
    return isinstance(value, float) or (isinstance(value, str) and read_number(value) is not None)


def year_of(value: Value) -> int | None:
    """Return the year that a cell is (2018, 2018年), ``None`` where it is none."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and 1949 <= value <= 2060 else None
    text = (value or "").strip()
    if len(text) > 12 or not _YEAR_FIRST.match(text):
        return None
    heading = read_heading(text)
    if heading.words or heading.period is None or "-" in heading.period:
        return None
    year = int(heading.period)
    return year if 1949 <= year <= 2060 else None


def row_kind(row: Sequence[Value]) -> RowKind:
    """Tell what a row holds by its cells alone."""
    filled = [value for value in row if value is not None]
    if not filled:
        return "blank"
    sure = [value for value in filled if type(value) is float and not 1949 <= value <= 2060]
    if len(sure) > 3 and (sure[1] - sure[0] != 1 or sure[2] - sure[1] != 1):
        return "data"
    years = [year for value in filled if (year := year_of(value)) is not None]
    numbers = sum(1 for value in filled if is_number(value))
    if len(years) >= 2 and numbers <= len(years) and _in_order(years) and len(filled) - len(years) <= 4:
        return "years"
    if numbers == 0:
        return "text"
    words = [value for value in filled if not is_number(value)]
    if all(value in _COUNTING for value in words) and numbers + len(words) >= 3 and _counts(filled):
        return "counter"
    if numbers == 1 and len(years) == 1 and (len(filled) == 1 or any(_names_labels(value) for value in filled)):
        return "text"
    return "data"


def _names_labels(value: Value) -> bool:
    """Tell whether a cell heads a column of labels (指标, 单位, 地区): its row is a header even with a year in it."""
    roles = vocabulary()["roles"]
    bare = "".join(value.split()).lower() if isinstance(value, str) else ""
    return any(bare in roles[role] for role in ("region", "indicator", "unit", "period"))


def _counts(filled: Sequence[Value]) -> bool:
    """Tell whether the numbers of a row number its columns (1, 2, 3 …)."""
    last: float | None = None
    for value in filled:
        if is_number(value):
            number = float(text_of(value)) if re.fullmatch(r"\d{1,4}", text_of(value).strip()) else None
            if number is None or (number > 3 if last is None else number != last + 1):
                return False
            last = number
    return True


def _in_order(years: list[int]) -> bool:
    distinct = [year for position, year in enumerate(years) if position == 0 or year != years[position - 1]]
    period = next((n for n in range(1, len(distinct)) if distinct[n] == distinct[0]), len(distinct))
    first = distinct[:period]
    rising = all(a < b for a, b in pairwise(first)) or all(a > b for a, b in pairwise(first))
    return len(first) >= 2 and rising and max(first) - min(first) <= 80


def find_blocks(sheet: Sheet, is_region: Callable[[str], bool], header: tuple[int, int] | None = None) -> list[Block]:
    """Find the tables of a sheet.

    Parameters
    ----------
    sheet
        Its cells.
    is_region
        Whether a text names a division.
    header
        First and last row of the header where the user says them, counted as in ``Sheet.rows``.
    """
    kinds = [row_kind(row) for row in sheet.rows]
    if header is not None:
        for row in range(header[0], header[1] + 1):
            if row < len(kinds) and kinds[row] != "blank":
                kinds[row] = "text"
        for row in range(header[1] + 1, len(kinds)):
            if kinds[row] in ("years", "counter"):
                kinds[row] = "data"
        for row in range(header[0]):
            kinds[row] = "blank" if kinds[row] == "data" else kinds[row]
    blocks: list[Block] = []
    for head, data in _segments(sheet, kinds, is_region):
        blocks += _side_by_side(sheet, head, data, is_region)
    return blocks


def _segments(
    sheet: Sheet, kinds: list[RowKind], is_region: Callable[[str], bool]
) -> list[tuple[list[int], list[int]]]:
    """Part the rows into tables one below the other, each with its header rows and its data rows."""
    found: list[tuple[list[int], list[int]]] = []
    header: list[int] = []
    data: list[int] = []
    waiting: list[int] = []  # rows without numbers after data: labels of what follows, or the next header
    numeric: set[int] = set()
    for row, kind in enumerate(kinds):
        cells = sheet.rows[row]
        if kind != "data" and not (kind == "years" and _like_data(sheet, data, cells, is_region)):
            (waiting if data else header).append(row)
            continue
        if data and waiting and _opens_table(sheet, waiting, kinds, numeric):
            found.append((header, data))
            header, data, numeric = waiting, [], set()
        elif waiting:
            data += [r for r in waiting if kinds[r] != "blank"]
        waiting = []
        data.append(row)
        numeric.update(column for column, value in enumerate(cells) if is_number(value))
    if data:
        found.append((header, data + _labelled(sheet, waiting, is_region)))
    return [(_own_rows(sheet, head, rows, is_region), rows) for head, rows in found]


def _like_data(sheet: Sheet, data: list[int], cells: Sequence[Value], is_region: Callable[[str], bool]) -> bool:
    """Tell whether a row with years for numbers is data by chance: labelled, and filled like the row before it."""
    label = _first_text(cells)
    if is_region(label):
        return True
    roles = vocabulary()["roles"]
    named = any("".join(label.split()).lower() in roles[role] for role in ("region", "indicator", "period"))
    return bool(label and data) and not named and _filling(cells) == _filling(sheet.rows[data[-1]])


def _filling(cells: Sequence[Value]) -> list[int]:
    return [0 if value is None else 1 if is_number(value) else 2 for value in cells]


def _first_text(cells: Sequence[Value]) -> str:
    return next((value for value in cells if isinstance(value, str)), "")


def _labelled(sheet: Sheet, rows: list[int], is_region: Callable[[str], bool]) -> list[int]:
    """Return the rows after the last number that still belong to the table: regions without any value."""
    return [row for row in rows if is_region(_first_text(sheet.rows[row]))]


def _own_rows(sheet: Sheet, header: list[int], data: list[int], is_region: Callable[[str], bool]) -> list[int]:
    """Hand rows at the foot of a header that only name a region (a province above its cities) to the data."""
    labels = next((c for c, value in enumerate(sheet.rows[data[0]]) if value is not None), 0)
    while len(header) > 1:
        cells = [(column, value) for column, value in enumerate(sheet.rows[header[-1]]) if value is not None]
        if cells and len(cells) <= 2 and cells[0][0] == labels and is_region(text_of(cells[0][1])):
            data.insert(0, header.pop())
        else:
            break
    return header


def _opens_table(sheet: Sheet, rows: list[int], kinds: list[RowKind], numeric: set[int]) -> bool:
    """Tell whether rows without numbers between data are the header of another table."""
    for row in rows:
        if kinds[row] == "years":
            return True
        named = [c for c, v in enumerate(sheet.rows[row]) if isinstance(v, str) and not is_missing(v) and c in numeric]
        if len(named) >= 2 or (named and len(numeric) == 1):
            return True
    return False


def _side_by_side(sheet: Sheet, header: list[int], data: list[int], is_region: Callable[[str], bool]) -> list[Block]:
    """Part the columns of one stretch of rows into tables beside each other, and say what each column holds."""
    used = [c for c in range(sheet.width) if any(sheet.rows[r][c] is not None for r in (*header, *data))]
    if not used:
        return []
    roles = {column: _role(sheet, header, data, column, is_region) for column in used}
    starts = [used[0]]
    for column in used[1:]:
        left = [c for c in used if starts[-1] <= c < column]
        first = next((roles[c] for c in left if roles[c] in ("region", "indicator")), None)
        if roles[column] == first and first is not None and any(roles[c] == "value" for c in left):
            starts.append(column)
    blocks = []
    for start, stop in pairwise([*starts, sheet.width]):
        columns = range(start, stop)
        own = {c: role for c, role in roles.items() if c in columns}
        _settle(sheet, header, data, own)
        block = Block(sheet, header, data, columns, own)
        if block.columns_of("value"):
            blocks.append(block)
    return blocks


def _role(sheet: Sheet, header: list[int], data: list[int], column: int, is_region: Callable[[str], bool]) -> Role:
    cells = [value for row in data if (value := sheet.rows[row][column]) is not None]
    said = said_role(sheet, header, column)
    if cells and said is None and all(type(value) is float and not value.is_integer() for value in cells[:20]):
        return "value"
    texts = [text_of(value) for value in cells]
    if not cells or all(is_missing(text) for text in texts):
        return "empty" if said is None else "value" if said == "value" else "empty"
    numbers = sum(1 for value in cells if is_number(value))
    if numbers * 2 > len(cells):
        return _role_of_numbers(sheet, header, column, texts, said)
    regions = sum(1 for text in texts if is_region(text))
    if regions * 2 >= len(cells) or (said == "region" and regions):
        return "region"
    if said in ("period", "indicator", "unit", "scope", "source"):
        return said
    if sum(1 for value in cells if year_of(value) is not None or _is_period(value)) * 2 > len(cells):
        return "period"
    if said is None and column and all(_is_unit(text) for text in texts):
        return "unit"  # a column of units that nothing heads
    if said == "region":
        return "region" if any(_HAN.search(text) for text in texts) else "english"
    if numbers * 4 > len(cells) and said is None:
        return "value"
    return "indicator"


def _is_unit(text: str) -> bool:
    """Tell whether a cell is nothing but a unit, bare or in brackets."""
    return parse_unit(re.sub(r"^\s*[(（]|[)）]\s*$", "", text).strip()) is not None


def _is_period(value: Value) -> bool:
    if not isinstance(value, str) or not re.search(r"(?:19|20)\d\d", value):
        return False
    heading = read_heading(text_of(value))
    return heading.period is not None and not heading.words


def _role_of_numbers(sheet: Sheet, header: list[int], column: int, texts: list[str], said: Role | None) -> Role:
    if said in ("code", "rank", "period"):
        return said
    named = any(sheet.rows[row][column] is not None for row in header)
    if said is None and not named and len(set(texts)) > 1 and all(year_of(text) is not None for text in texts):
        return "period"
    if all(_CODE.fullmatch(text.strip().removesuffix(".0")) for text in texts) and len(set(texts)) > 1 and said is None:
        return "code"
    return "value"


def said_role(sheet: Sheet, header: list[int], column: int) -> Role | None:
    """Return the role that the header of a column names, its lowest text first."""
    roles = vocabulary()["roles"]
    for row in reversed(header):
        value = sheet.rows[row][column]
        if not isinstance(value, str):
            continue
        folded = "".join(read_heading(value).text.split()).lower()
        for role, words in roles.items():
            if folded in (word.lower() for word in words):
                found: Role = role
                return found
    return None


def _settle(sheet: Sheet, header: list[int], data: list[int], roles: dict[int, Role]) -> None:
    """Settle what a column holds by its neighbours: English names beside Chinese ones, one column of indicators."""
    regions = [column for column, role in roles.items() if role == "region"]
    if len(regions) > 1:
        latin = [c for c in regions if not any(_HAN.search(text_of(sheet.rows[row][c])) for row in data)]
        if len(latin) < len(regions):
            for column in latin:
                roles[column] = "english"
    for column, role in list(roles.items()):
        if role == "indicator" and said_role(sheet, header, column) != "indicator":
            texts = [text_of(sheet.rows[row][column]) for row in data]
            if regions and not any(_HAN.search(text) for text in texts):
                roles[column] = "english"
    labels = [column for column, role in roles.items() if role == "indicator"]
    values = [column for column, role in roles.items() if role == "value"]
    for column in labels[1:]:
        roles[column] = "source" if values and column > values[0] else roles[column]
