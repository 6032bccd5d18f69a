"""A small TOML beside a file that overrules what is understood of it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongxing.indicators import Indicator, find_indicator
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.tables.sheet import column_number
from gongxing.tables.units import Scale, parse_unit

if TYPE_CHECKING:
    from gongxing.tables.observation import Scope
    from gongxing.tables.sheet import Sheet

_ADVICE = "see docs/tables.md for what such a file may say"
_KEYS = {
    "file": {"year", "unit", "scope", "region", "ignore", "sheets", "columns", "regions", "header"},
    "sheet": {"year", "unit", "scope", "region", "ignore", "columns", "regions", "header"},
    "column": {"indicator", "unit", "scope", "year", "ignore"},
}


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What a user says of one column; ``None`` leaves what was understood."""

    indicator: Indicator | None = None
    name: str | None = None
    unit: Scale | None = None
    scope: Scope | None = None
    period: str | None = None
    ignore: bool = False


@dataclass(frozen=True, slots=True)
class SheetRule:
    """What a user says of one sheet. ``header`` is the first and last row of headers, counted from 1."""

    ignore: bool = False
    header: tuple[int, int] | None = None
    period: str | None = None
    unit: Scale | None = None
    scope: Scope | None = None
    region: str | None = None
    columns: dict[int, ColumnRule] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)

    def header_rows(self, sheet: Sheet) -> tuple[int, int] | None:
        """Return the rows of headers as positions within ``sheet.rows``."""
        if self.header is None:
            return None
        return max(self.header[0] - 1 - sheet.top, 0), self.header[1] - 1 - sheet.top


@dataclass(frozen=True, slots=True)
class Overrule:
    """The rules of one file: for every sheet, and for sheets by name."""

    name: str = ""
    every: SheetRule = field(default_factory=SheetRule)
    sheets: dict[str, SheetRule] = field(default_factory=dict)

    def for_sheet(self, name: str | None) -> SheetRule:
        """Return the rule for a sheet."""
        return self.sheets.get(name or "", self.every)


def find_overrule(path: Path, given: Path | None) -> Overrule | None:
    """Return the rules of ``given``, else of ``FILE.xlsx.toml`` or ``FILE.toml`` beside a file, ``None`` for none.

    Raises
    ------
    UnreadableDocumentError
        The rules have a mistake; the message says which and what would be right.
    """
    choices = [given] if given is not None else [path.with_name(path.name + ".toml"), path.with_suffix(".toml")]
    for choice in choices:
        if choice == path:
            continue
        if choice.is_file():
            return read_overrule(choice)
        if given is not None:
            raise UnreadableDocumentError(
                str(choice), "there is no such file", "name the TOML file or leave the option out"
            )
    return None


def read_overrule(path: Path) -> Overrule:
    """Read the rules of a TOML file.

    Raises
    ------
    UnreadableDocumentError
        It has a mistake; the message says which and what would be right.
    """
    name = str(path)
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UnreadableDocumentError(name, f"it is no TOML ({error})", _ADVICE) from None
    _check_keys(raw, "file", name, "")
    sheets = raw.pop("sheets", {})
    if not isinstance(sheets, dict):
        raise _mistake(name, "sheets", "tables by the name of the sheet, e.g. [sheets.Sheet1]", sheets)
    every = _sheet_rule(raw, name, "")
    rules = {}
    for sheet, entry in sheets.items():
        if not isinstance(entry, dict):
            raise _mistake(name, f"sheets.{sheet}", "a table", entry)
        _check_keys(entry, "sheet", name, f"sheets.{sheet}.")
        merged = {**raw, **entry}
        for key in ("columns", "regions"):
            merged[key] = {**raw.get(key, {}), **entry.get(key, {})}
        rules[sheet] = _sheet_rule(merged, name, f"sheets.{sheet}.")
    return Overrule(name, every, rules)


def _check_keys(entry: dict[str, Any], kind: str, name: str, where: str) -> None:
    for key in entry:
        if key not in _KEYS[kind]:
            raise UnreadableDocumentError(
                name, f"{where}{key} is unknown here; known are {', '.join(sorted(_KEYS[kind]))}", _ADVICE
            )


def _mistake(name: str, key: str, expected: str, came: object) -> UnreadableDocumentError:
    return UnreadableDocumentError(name, f"{key} should be {expected}, but is {came!r}", _ADVICE)


def _sheet_rule(entry: dict[str, Any], name: str, where: str) -> SheetRule:
    regions = entry.get("regions", {})
    for region, code in regions.items() if isinstance(regions, dict) else ():
        if not isinstance(code, str) or not re.fullmatch(r"\d{6}", code):
            raise _mistake(name, f"{where}regions.{region}", 'a code of six digits as text, e.g. "540600"', code)
    columns = entry.get("columns", {})
    if not isinstance(columns, dict) or not isinstance(regions, dict):
        raise _mistake(name, f"{where}columns", 'tables by column, e.g. [columns.C] or columns.C = "gdp"', columns)
    return SheetRule(
        bool(entry.get("ignore", False)),
        _header(entry.get("header"), name, where),
        _period(entry.get("year"), name, f"{where}year"),
        _unit(entry.get("unit"), name, f"{where}unit"),
        _scope(entry.get("scope"), name, f"{where}scope"),
        entry.get("region"),
        {_letters(c, name, where): _column_rule(rule, name, f"{where}columns.{c}") for c, rule in columns.items()},
        dict(regions),
    )


def _letters(column: str, name: str, where: str) -> int:
    try:
        return column_number(column)
    except ValueError:
        raise _mistake(name, f"{where}columns.{column}", "the letters of a column, e.g. C or AG", column) from None


def _column_rule(rule: Any, name: str, where: str) -> ColumnRule:
    if isinstance(rule, str):
        rule = {"ignore": True} if rule == "ignore" else {"indicator": rule}
    if not isinstance(rule, dict):
        raise _mistake(name, where, 'an indicator ("gdp"), "ignore" or a table', rule)
    _check_keys(rule, "column", name, f"{where}.")
    words = rule.get("indicator")
    indicator = None
    if words is not None:
        indicator = find_indicator(words) if isinstance(words, str) else None
        if indicator is None:
            import difflib

            from gongxing.indicators import catalogue

            near = difflib.get_close_matches(str(words), list(catalogue()), 3, 0.5)
            hint = f", e.g. {', '.join(near)}" if near else ""
            raise _mistake(name, f"{where}.indicator", f"an id or name of the catalogue{hint}", words)
    return ColumnRule(
        indicator,
        words,
        _unit(rule.get("unit"), name, f"{where}.unit"),
        _scope(rule.get("scope"), name, f"{where}.scope"),
        _period(rule.get("year"), name, f"{where}.year"),
        bool(rule.get("ignore", False)),
    )


def _header(rows: Any, name: str, where: str) -> tuple[int, int] | None:
    if rows is None:
        return None
    if isinstance(rows, int) and rows > 0:
        return 1, rows
    if isinstance(rows, list) and len(rows) == 2 and all(isinstance(r, int) for r in rows) and 0 < rows[0] <= rows[1]:
        return rows[0], rows[1]
    raise _mistake(name, f"{where}header", "the first and last row of the header, e.g. [2, 6]", rows)


def _period(year: Any, name: str, key: str) -> str | None:
    if year is None:
        return None
    if isinstance(year, int) and 1900 <= year <= 2100:
        return str(year)
    if isinstance(year, str) and re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]|H[12]|Q[1-4]))?", year):
        return year
    raise _mistake(name, key, 'a year (2018) or a period ("2024-06", "2024-H1", "2024-Q3")', year)


def _unit(unit: Any, name: str, key: str) -> Scale | None:
    if unit is None:
        return None
    found = parse_unit(unit) if isinstance(unit, str) else None
    if found is None:
        raise _mistake(name, key, 'a unit as tables write it, e.g. "万元" or "sq.km"', unit)
    return found


def _scope(scope: Any, name: str, key: str) -> Scope | None:
    if scope is None:
        return None
    if scope in ("prefecture", "全市"):
        return "prefecture"
    if scope in ("district", "市辖区"):
        return "district"
    raise _mistake(name, key, '"prefecture" (全市) or "district" (市辖区)', scope)
