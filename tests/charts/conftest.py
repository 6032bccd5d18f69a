"""Small tidy frames of invented numbers about real regions."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

# Prefecture-level divisions of Sichuan, without two that have no value.
SICHUAN = {
    "510100": "成都", "510300": "自贡", "510400": "攀枝花", "510500": "泸州", "510600": "德阳", "510700": "绵阳",
    "510800": "广元", "510900": "遂宁", "511000": "内江", "511100": "乐山", "511300": "南充", "511400": "眉山",
    "511500": "宜宾", "511600": "广安", "511700": "达州", "511800": "雅安", "511900": "巴中", "512000": "资阳",
    "513200": "阿坝",
}  # fmt: skip


def rows_of(part: Any) -> list[dict[str, Any]]:
    """Return every row of data that stands anywhere in a specification."""
    if isinstance(part, list):
        return [row for one in part for row in rows_of(one)]
    if not isinstance(part, dict):
        return []
    own = part.get("values") if isinstance(part.get("values"), list) else []
    named = [row for rows in part.get("datasets", {}).values() for row in rows]
    inner = [row for key, one in part.items() if key not in ("values", "datasets") for row in rows_of(one)]
    return [row for row in [*own, *named, *inner] if isinstance(row, dict)]


def values(period: str, step: float) -> pl.DataFrame:
    codes = list(SICHUAN)
    return pl.DataFrame({
        "region_code": codes, "region": [SICHUAN[code] for code in codes], "period": period,
        "value": [2.2e12 / (k + 1) ** 0.8 + step * k for k in range(len(codes))], "unit": "CNY",
    })  # fmt: skip


@pytest.fixture
def levels() -> pl.DataFrame:
    """Output of nineteen units in three years."""
    return pl.concat([values("2020", 0.0), values("2022", 9e9), values("2023", 1.6e10)])


@pytest.fixture
def changes() -> pl.DataFrame:
    """Changes in per cent with intervals, of both signs."""
    codes = list(SICHUAN)
    rows = [(code, 6.0 - 0.7 * k) for k, code in enumerate(codes)]
    return pl.DataFrame({
        "region_code": codes, "value": [value for _, value in rows],
        "low": [value - 1.5 for _, value in rows], "high": [value + 1.0 for _, value in rows],
    })  # fmt: skip


@pytest.fixture
def drawn() -> Any:
    """Return what gives every row of data of a specification."""
    return rows_of
