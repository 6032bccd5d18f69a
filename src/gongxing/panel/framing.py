"""Frames of any make in: named columns, Chinese or English, units as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from gongxing.indicators import find_indicator
from gongxing.language.numerals import MULTIPLIER, multiplier_value
from gongxing.language.units import unit_at
from gongxing.panel.errors import PanelError, close_ones
from gongxing.panel.schema import SCHEMA
from gongxing.regions import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

# Names that a column may have where the caller gives none.
_NAMES = {
    "region": ("region", "name", "city", "地区", "城市", "区域"),
    "code": ("code", "adcode", "代码", "区划代码"),
    "indicator": ("indicator", "indicator_id", "variable", "指标"),
    "period": ("period", "year", "date", "年份", "时间"),
    "value": ("value", "数值", "值"),
    "unit": ("unit", "单位"),
}


def rows_of(frame: Any, names: Mapping[str, str], file: str) -> pl.DataFrame:
    """Return a long frame (pandas, polars or any that narwhals knows) in the schema of a panel.

    Parameters
    ----------
    frame
        One row a value. A frame that a panel gave away comes back unchanged.
    names
        For columns of the schema the names that they have in ``frame``, where these are not plain.
    file
        The name under which the source is listed.

    Raises
    ------
    PanelError
        A needed column is missing, a unit is not known, a value is no number.
    """
    try:
        table = nw.from_native(frame, eager_only=True).to_polars()
    except TypeError as error:
        raise PanelError(f"a pandas or polars frame was expected, not {type(frame).__name__}") from error
    columns = [str(name) for name in table.columns]
    table.columns = columns
    chosen = {key: _chosen(key, names, columns) for key in (*_NAMES, *names)}
    chosen |= {key: key for key in SCHEMA if key in columns and chosen.get(key) is None}
    missing = [key for key in ("indicator", "value") if chosen.get(key) is None]
    if chosen.get("region") is None and chosen.get("code") is None:
        missing.insert(0, "region")
    if missing:
        raise PanelError(
            f"{file}: no column for {', '.join(missing)} among {', '.join(columns) or 'none'}; "
            f'name it, e.g. Panel.from_frame(frame, {missing[0]}="…")'
        )
    taken = table.select([pl.col(name).alias(key) for key, name in chosen.items() if name is not None])
    return _completed(_typed(taken, file), file)


def _chosen(key: str, names: Mapping[str, str], columns: list[str]) -> str | None:
    if key not in SCHEMA:
        raise PanelError(f"a panel has no column {key!r}{close_ones(key, SCHEMA)}")
    if key in names:
        if names[key] not in columns:
            raise PanelError(f"there is no column {names[key]!r}{close_ones(names[key], columns)}")
        return names[key]
    lowered = {column.lower(): column for column in columns}
    return next((lowered[name] for name in _NAMES[key] if name in lowered), None)


def _typed(taken: pl.DataFrame, file: str) -> pl.DataFrame:
    for key in taken.columns:
        try:
            if key == "flags" and taken[key].dtype == pl.Object:
                taken = taken.with_columns(pl.Series(key, [list(flags) for flags in taken[key]], pl.List(pl.String)))
            elif (key == "code" and taken[key].dtype.is_numeric()) or (key == "period" and taken[key].dtype.is_float()):
                taken = taken.with_columns(pl.col(key).cast(pl.Int64).cast(pl.String))
            else:
                taken = taken.with_columns(pl.col(key).cast(SCHEMA[key]))
        except pl.exceptions.PolarsError:
            bad = next((str(v) for v in taken[key] if not _is_number(v)), "")
            raise PanelError(f"{file}: the column of {key} holds {bad!r}, where a number was expected") from None
    return taken


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return value is None
    return True


def _completed(taken: pl.DataFrame, file: str) -> pl.DataFrame:
    """Fill what a frame leaves out: base units, ids, codes, the kind of source."""
    absent = [pl.lit(None, SCHEMA[key]).alias(key) for key in SCHEMA if key not in taken.columns]
    given = set(taken.columns)
    taken = taken.with_columns(absent)
    if "indicator_id" not in given:
        taken = _with_indicators(taken)
    taken = _in_base_units(taken, file)
    if "code" not in given:
        taken = _with_codes(taken)
    return taken.with_columns(
        pl.coalesce("region", "code").alias("region"),
        pl.col("unit").fill_null(""),
        pl.col("modality").fill_null("actual"),
        pl.col("bound").fill_null("eq"),
        pl.col("kind").fill_null("table"),
        pl.col("file").fill_null(file),
        pl.col("flags").fill_null([]),
    ).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def _with_indicators(taken: pl.DataFrame) -> pl.DataFrame:
    found = {words: find_indicator(words) for words in taken["indicator"].drop_nulls().unique()}
    ids = {words: indicator.id for words, indicator in found.items() if indicator}
    names = {words: indicator.name for words, indicator in found.items() if indicator}
    units = {words: indicator.unit for words, indicator in found.items() if indicator}
    words = pl.col("indicator")
    return taken.with_columns(
        words.replace_strict(ids, default=None, return_dtype=pl.String).alias("indicator_id"),
        words.replace(names).alias("indicator"),
        pl.coalesce("unit", words.replace_strict(units, default=None, return_dtype=pl.String)).alias("unit"),
    )


def _in_base_units(taken: pl.DataFrame, file: str) -> pl.DataFrame:
    known = {"", *(base for base in taken["unit"].drop_nulls().unique() if base.isascii())}
    worth: dict[str, tuple[str, float]] = {}
    for word in taken["unit"].drop_nulls().unique():
        if word not in known:
            base = base_unit(word)
            if base is None:
                raise PanelError(f"{file}: the unit {word!r} is not known; write it as 亿元, 万人, 平方公里, %, CNY …")
            worth[word] = base
    if not worth:
        return taken
    factor = pl.col("unit").replace_strict(
        {word: factor for word, (_, factor) in worth.items()}, default=1.0, return_dtype=pl.Float64
    )
    return taken.with_columns(
        _exactly(taken, factor), pl.col("unit").replace({word: base for word, (base, _) in worth.items()})
    )


def _exactly(taken: pl.DataFrame, factor: pl.Expr) -> pl.Series:
    # 48598.8 亿 is 4 859 880 000 000 and not its neighbour: the decimal that was written is scaled.
    factors = taken.select(factor.alias("factor"))["factor"]
    scaled = [
        value if value is None or one == 1.0 else float(Decimal(repr(value)) * Decimal(repr(one)))
        for value, one in zip(taken["value"], factors, strict=True)
    ]
    return pl.Series("value", scaled, pl.Float64)


def base_unit(word: str) -> tuple[str, float] | None:
    """Return base unit and factor of a unit with its multiplier (亿元: CNY, 1e8), ``None`` where it is not known."""
    import re

    match = re.match(rf"({MULTIPLIER})?(.*)", word.strip())
    assert match is not None
    for multiplier, rest in ((match[1] or "", match[2]), ("", word.strip())):
        unit = unit_at(rest, 0) if rest else None
        if unit and len(unit.word) == len(rest):
            return unit.base, float(multiplier_value(multiplier) * unit.numerator / unit.denominator)
    return None


def _with_codes(taken: pl.DataFrame) -> pl.DataFrame:
    pairs = taken.select("region", "period").unique()
    codes: dict[tuple[str, str | None], str | None] = {}
    for region, period in pairs.iter_rows():
        year = int(period[:4]) if period and period[:4].isdigit() else None
        found = resolve(region, year) if region else None
        codes[region, period] = found.code if found else None
    found_codes = [codes[pair] for pair in taken.select("region", "period").iter_rows()]
    return taken.with_columns(pl.Series("code", found_codes, pl.String))
