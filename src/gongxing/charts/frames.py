"""Tidy frames as figures take them: named columns checked, regions with codes and names, units and scales."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from gongxing.charts.appearance import THEMES, Theme, theme_of
from gongxing.charts.errors import FigureError
from gongxing.charts.figure import wrapped
from gongxing.charts.words import words
from gongxing.indicators import find_indicator
from gongxing.indicators.amounts import Scale, amount, rounded, scale_of
from gongxing.regions import division, english_area, english_names, history, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.indicators.amounts import Language

# What other rooms call the columns of a figure.
_OTHERS = {"code": "region_code", "name": "region", "group": "region", "year": "period"}
NUMBERS = ("value", "low", "high", "previous", "share", "x", "y")


@dataclass(frozen=True, slots=True)
class Look:
    """The language and the theme of a figure."""

    language: Language
    theme: Theme

    def word(self, name: str, /, **values: Any) -> str:
        """Return a word or sentence of ``words.toml``, filled."""
        found = words(self.language)
        for part in name.split("."):
            found = found[part]
        return str(found).format(**values) if values else str(found)

    def when(self, period: str) -> str:
        """Write a period: 2023 is 2023年."""
        return f"{period}年" if self.language == "zh" and len(period) == 4 and period.isdigit() else period

    def source(self, source: str) -> str:
        """Return the line that says where numbers are from; empty where nothing is said."""
        return self.word("source", source=source) if source else ""


def look_of(language: str, theme: str) -> Look:
    """Return the look of a language and a theme.

    Raises
    ------
    FigureError
        There is no such language or theme.
    """
    if language not in ("zh", "en"):
        raise FigureError(f"language is zh or en; {language!r} came")
    if theme not in THEMES:
        raise FigureError(f"theme is {', '.join(THEMES)}; {theme!r} came")
    return Look(language, theme_of(theme))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: its name, its base unit, and how its numbers are written on an axis."""

    name: str
    unit: str
    scale: Scale
    language: Language

    def said(self, value: float) -> str:
        """Write a value with its unit, four digits: 2.476万亿元."""
        return amount(value, self.unit, self.language, 4)

    def short(self, value: float, digits: int = 4) -> str:
        """Write a value in the scale of the axis, without its unit: 24,764."""
        return rounded(value / self.scale.factor, digits)

    @property
    def heading(self) -> str:
        """The name with the unit of the axis: 地区生产总值（亿元）."""
        if not self.scale.word:
            return self.name
        return f"{self.name}（{self.scale.word}）" if self.language == "zh" else f"{self.name} ({self.scale.word})"

    @property
    def lines(self) -> list[str]:
        """The name and the unit of the axis as lines of a legend's title."""
        return [part for part in (*(wrapped(self.name, 26) if self.name else ()), self.scale.word) if part]

    def tick(self, digits: str = ",~r") -> str:
        """Return the Vega expression that writes a tick of an axis in its scale."""
        return f"format(datum.value / {self.scale.factor:.0f}, '{digits}')"


def subject_of(
    frame: pl.DataFrame, look: Look, indicator: str, unit: str | None, columns: Sequence[str] = ("value",)
) -> Subject:
    """Return what a frame measures.

    Parameters
    ----------
    frame
        Its column ``unit`` gives the unit where none is given.
    indicator
        An id or a name of the catalogue, which gives name and unit, or any words.
    unit
        A base unit (``CNY``, ``people``, ``%`` …), ``None`` to find it.
    columns
        The numbers that the scale must suit.

    Raises
    ------
    FigureError
        The frame has several units.
    """
    known = find_indicator(indicator) if indicator else None
    name = indicator if known is None else known.name if look.language == "zh" else known.english
    if unit is None and "unit" in frame.columns:
        given = frame["unit"].drop_nulls().unique().to_list()
        if len(given) > 1:
            raise FigureError(f"a figure shows one unit; {', '.join(sorted(map(str, given))[:5])} came: choose one")
        unit = given[0] if given else None
    if unit is None:
        unit = known.unit if known else ""
    numbers = [frame[name] for name in columns if name in frame.columns]
    sizes = [float(size) for column in numbers if (size := column.abs().max()) is not None]  # type: ignore[arg-type]
    return Subject(name, unit, scale_of(max(sizes, default=0.0), unit, look.language), look.language)


def tidy(frame: Any, figure: str, needed: Sequence[str], look: Look) -> pl.DataFrame:
    """Return a frame with the columns of a figure under their names, numbers as numbers, and ``label`` of regions.

    Parameters
    ----------
    frame
        A polars frame, or what polars makes one of. ``code``, ``name`` and ``year`` stand for ``region_code``,
        ``region`` and ``period``.
    figure
        Its name, for messages.
    needed
        Columns without which there is no figure; ``region`` follows from ``region_code``.

    Raises
    ------
    FigureError
        A column is missing, has no numbers, or the frame is empty.
    """
    table = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    table = table.rename(
        {old: new for old, new in _OTHERS.items() if old in table.columns and new not in table.columns}
    )
    if "region" in needed and "region" not in table.columns and "region_code" in table.columns:
        table = table.with_columns(region=_named(table["region_code"]))
    if missing := [name for name in needed if name not in table.columns]:
        raise FigureError(
            f"{figure}: needs columns {', '.join(needed)}; "
            f"{', '.join(missing)} not among {', '.join(table.columns) or 'none'}"
        )
    if table.is_empty():
        raise FigureError(f"{figure}: there is no row to draw; choose other regions, periods or another indicator")
    for name in NUMBERS:
        if name in table.columns:
            table = table.with_columns(_numbers(table[name], figure))
    if "period" in table.columns:
        table = table.with_columns(pl.col("period").cast(pl.String))
    if "region" in table.columns:
        if "region_code" not in table.columns:
            table = table.with_columns(region_code=pl.lit(None, pl.String))
        table = table.with_columns(label=_labels(table, look.language))
    return table


def _labels(table: pl.DataFrame, language: Language) -> pl.Series:
    """Return what each region is called; namesakes (鼓楼 of 南京, of 福州) with what they lie in."""
    pairs = list(zip(table["region_code"], table["region"], strict=True))
    plain = {pair: label_of(*pair, language) for pair in set(pairs)}
    times = Counter(label for label, _ in {(label, code or name) for (code, name), label in plain.items()})
    brackets = "（{}）" if language == "zh" else " ({})"
    for (code, name), label in plain.items():
        above = division(code) if code and times[label] > 1 else None
        if above is not None and above.parent:
            plain[code, name] = label + brackets.format(label_of(above.parent, None, language))
    return pl.Series("label", [plain[pair] for pair in pairs], pl.String)


def _numbers(column: pl.Series, figure: str) -> pl.Series:
    try:
        numbers = column.cast(pl.Float64)
    except pl.exceptions.PolarsError as error:
        raise FigureError(f"{figure}: column {column.name} holds what is no number ({column.dtype})") from error
    return numbers.set(~numbers.is_finite().fill_null(True), None)


def _named(codes: pl.Series) -> pl.Series:
    return pl.Series("region", [name_of(code) or code for code in codes], pl.String)


def name_of(code: str | None) -> str | None:
    """Return the short Chinese name of a code of any year, ``None`` where there is none."""
    if not code:
        return None
    found = division(code) or next(reversed(history(code)), None)
    return found.short if found else None


@cache
def _english() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, codes in english_names().items():
        for code in codes:
            names.setdefault(code, name)
    return names


def label_of(code: str | None, name: str | None, language: Language) -> str:
    """Return what a region is called in a figure: its short name, in English where it has one."""
    if language == "en":
        found = resolve(name) if not code and name else None
        known = _english().get(code or (found.code if found else ""))
        if known:
            return known
        area = english_area(name) if name and not code else None
        if area:
            return area
    return name_of(code) or name or code or "?"


def place_label(text: str, language: Language) -> str:
    """Return what a row or column that may be a region is called; six digits are a code."""
    code = text if len(text) == 6 and text.isdigit() else None
    return label_of(code, text, language)


def without_nulls(table: pl.DataFrame, figure: str, column: str = "value") -> pl.DataFrame:
    """Return the rows that have a value.

    Raises
    ------
    FigureError
        None has.
    """
    kept = table.drop_nulls(column)
    if kept.is_empty():
        raise FigureError(f"{figure}: none of {table.height} rows has a {column}; choose another period or indicator")
    return kept


def period_of(table: pl.DataFrame, figure: str, period: str | None) -> tuple[pl.DataFrame, str]:
    """Return the rows of one period, the last with a value by default, and that period.

    Raises
    ------
    FigureError
        The table has no such period.
    """
    if "period" not in table.columns:
        return table, period or ""
    known = sorted(table.drop_nulls("value")["period"].drop_nulls().unique().to_list())
    chosen = str(period) if period is not None else (known[-1] if known else "")
    if chosen not in known:
        raise FigureError(
            f"{figure}: no value of {chosen or 'any period'}; there are {', '.join(known[:12]) or 'none'}"
        )
    return table.filter(pl.col("period") == chosen), chosen


def one_each(table: pl.DataFrame, figure: str, keys: Sequence[str] = ("label",)) -> pl.DataFrame:
    """Return the table where each region stands once.

    Raises
    ------
    FigureError
        One stands more than once: the message names it.
    """
    twice = table.group_by(keys, maintain_order=True).len().filter(pl.col("len") > 1)
    if twice.height:
        named = " ".join(str(part) for part in twice.row(0)[:-1])
        raise FigureError(
            f"{figure}: {named} stands {twice.row(0)[-1]} times; give one value of each (choose a period or scope)"
        )
    return table


def codes_named(names: Sequence[str] | str, table: pl.DataFrame) -> list[str]:
    """Return the codes of the table's regions that are named by code, by name or by label, in that order."""
    wanted = [part.strip() for part in names.split(",")] if isinstance(names, str) else list(names)
    known: dict[str, str] = {}
    for row in table.iter_rows(named=True):
        key = row["region_code"] or row["region"]
        for name in (row["label"], row["region"], name_of(row["region_code"]), row["region_code"]):
            if name and key:
                known.setdefault(name, key)
    found = [known.get(name) or next((key for word, key in known.items() if word.startswith(name)), None)
             for name in wanted if name]  # fmt: skip
    return list(dict.fromkeys(key for key in found if key))


def keys_of(table: pl.DataFrame) -> list[str]:
    """Return what tells the regions of a table apart: the code, the name where there is none."""
    return [code or name for code, name in zip(table["region_code"], table["region"], strict=True)]
