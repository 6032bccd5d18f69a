"""Other shapes of a panel: one column an indicator, two-way tables, values in the units that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from gongxing.panel.errors import PanelError
from gongxing.panel.order import units_of

if TYPE_CHECKING:
    from collections.abc import Sequence

FrameKind = Literal["polars", "pandas"]
Flagged = Literal["keep", "drop"]


def as_kind(frame: pl.DataFrame, kind: str) -> Any:
    """Return a polars frame as ``polars`` or ``pandas``."""
    if kind == "polars":
        return frame
    if kind != "pandas":
        raise PanelError(f"a frame is polars or pandas, not {kind!r}")
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise PanelError("pandas is not installed; install it, or take kind='polars'") from error
    return pd.DataFrame(frame.to_dict(as_series=False), columns=frame.columns)


def wide(rows: pl.DataFrame, indicators: Sequence[str]) -> pl.DataFrame:
    """Return one row a region and year, one column an indicator id, in the order of codes and years.

    ``rows`` hold one row a cell, of years only. An indicator without any value is a column of nulls.
    """
    units_of(rows)
    table = rows.with_columns(year=pl.col("period").cast(pl.Int32), what=pl.coalesce("indicator_id", "indicator"))
    names = table.group_by("code", maintain_order=True).agg(pl.col("region").last()) if table.height else None
    pivoted = table.pivot("what", index=["code", "year"], values="value", aggregate_function="first")
    if names is not None:
        pivoted = pivoted.join(names, on="code", nulls_equal=True)
    columns = [
        pl.col(name) if name in pivoted.columns else pl.lit(None, pl.Float64).alias(name)
        for name in ("code", "region", "year", *indicators)
    ]
    types = {"code": pl.String, "region": pl.String, "year": pl.Int32}
    return pivoted.select(columns).cast(types).sort("code", "year", nulls_last=True)  # type: ignore[arg-type]


def display_unit(unit: str, values: pl.Series) -> tuple[str, float]:
    """Return the unit in which people read values of a base unit (亿元, 万人) and how many base units it is."""
    largest = values.abs().max()
    largest = float(largest) if isinstance(largest, int | float) else 0.0
    for base, steps in _DISPLAY.items():
        if unit == base:
            return next(((word, size) for word, size in steps if largest >= size), (unit, 1.0))
    return unit, 1.0


_DISPLAY: dict[str, tuple[tuple[str, float], ...]] = {
    "CNY": (("亿元", 1e8), ("万元", 1e4), ("元", 1.0)),
    "USD": (("亿美元", 1e8), ("万美元", 1e4), ("美元", 1.0)),
    "people": (("万人", 1e4), ("人", 1.0)),
    "m2": (("平方公里", 1e6), ("公顷", 1e4), ("平方米", 1.0)),
    "m": (("公里", 1e3), ("米", 1.0)),
    "m3": (("亿立方米", 1e8), ("万立方米", 1e4), ("立方米", 1.0)),
    "t": (("万吨", 1e4), ("吨", 1.0)),
    "kWh": (("亿千瓦时", 1e8), ("万千瓦时", 1e4), ("千瓦时", 1.0)),
    "count": (("万", 1e4),),
}


def in_display_units(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows with values in the units that people read, one unit an indicator; ``unit`` names it."""
    parts = []
    for _, group in frame.with_row_index("_row").group_by("indicator", "unit", maintain_order=True):
        word, size = display_unit(group["unit"][0], group["value"])
        parts.append(group.with_columns(pl.col("value") / size, pl.lit(word).alias("unit")))
    return pl.concat(parts).sort("_row").drop("_row") if parts else frame


def pivot(rows: pl.DataFrame, index: str, columns: str, *, display: bool) -> pl.DataFrame:
    """Return a two-way table of one indicator's shown rows, sorted; with ``display`` in units that people read."""
    if display:
        rows = in_display_units(rows)
    keys = ["code", "region"] if index == "region" else [index]
    table = rows.sort(columns, nulls_last=True).pivot(columns, index=keys, values="value", aggregate_function="first")
    table = table.sort(keys[0], nulls_last=True)
    return table.with_columns(unit=pl.lit(rows["unit"][0] if rows.height else None)) if display else table
