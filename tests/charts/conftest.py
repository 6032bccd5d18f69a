"""Small tidy frames of invented numbers about real regions."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from outlines import features_of

# Prefecture-level divisions of Sichuan, without two that have no value.
SICHUAN = {
    "510100": "成都", "510300": "自贡", "510400": "攀枝花", "510500": "泸州", "510600": "德阳", "510700": "绵阳",
    "510800": "广元", "510900": "遂宁", "511000": "内江", "511100": "乐山", "511300": "南充", "511400": "眉山",
    "511500": "宜宾", "511600": "广安", "511700": "达州", "511800": "雅安", "511900": "巴中", "512000": "资阳",
    "513200": "阿坝",
}  # fmt: skip


def rows_of(part: Any) -> list[dict[str, Any]]:
    """Return every row of data that stands anywhere in a specification, outlines as features with what is told."""
    rows = _rows_of(part)
    told = {row["region_code"]: row for row in rows if "region_code" in row and "geometry" not in row}
    outlines = [one for one in _every(part) if one.get("type") == "Topology"]
    features = [{**told.get(one["id"], {}), **one} for topology in outlines for one in features_of(topology)]
    return rows if not outlines else [row for row in rows if "region_code" not in row] + features


def _every(part: Any) -> list[dict[str, Any]]:
    """Return every object in a specification."""
    if isinstance(part, list):
        return [one for inner in part for one in _every(inner)]
    if not isinstance(part, dict):
        return []
    return [part, *(one for inner in part.values() for one in _every(inner))]


def _rows_of(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [row for one in part for row in _rows_of(one)]
    if not isinstance(part, dict):
        return []
    own = part.get("values") if isinstance(part.get("values"), list) else []
    named = [row for rows in part.get("datasets", {}).values() if isinstance(rows, list) for row in rows]
    inner = [row for key, one in part.items() if key not in ("values", "datasets") for row in _rows_of(one)]
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


def of_regions(**columns: Any) -> pl.DataFrame:
    """Return a frame of the nineteen units with columns that follow from their place in the list."""
    codes = list(SICHUAN)
    return pl.DataFrame(
        {"region_code": codes, **{name: [make(k) for k in range(len(codes))] for name, make in columns.items()}}
    )


def crossed(value: Any, columns: list[str]) -> pl.DataFrame:
    names = list(SICHUAN.values())[: len(columns)] if columns[0] in SICHUAN.values() else list(SICHUAN.values())
    cells = [(row, column, value(k, m)) for k, row in enumerate(names) for m, column in enumerate(columns)]
    return pl.DataFrame(cells, schema=["row", "column", "value"], orient="row")


@pytest.fixture
def frames(levels: pl.DataFrame, changes: pl.DataFrame) -> dict[str, tuple[pl.DataFrame, dict[str, Any]]]:
    """A frame and options for each figure of the catalogue."""
    industries = ["电子信息", "装备制造", "食品饮料", "先进材料", "能源化工", "医药健康"]
    names = list(SICHUAN.values())
    share = [k / 20 for k in range(1, 21)]
    states = ["met", "met", "missed", "not_yet", "not_yet", "cannot_say"]
    return {
        "region_map": (levels, {"indicator": "gdp", "within": "四川", "groups": ["成都都市圈"]}),
        "ranking": (levels, {"indicator": "gdp", "highlight": ["绵阳"]}),
        "rank_changes": (
            levels.with_columns(
                value=pl.col("value")
                * (1 + (pl.col("period").cast(pl.Int32) - 2020) * (pl.col("region_code").cast(pl.Int64) % 7) * 0.03)
            ),
            {"indicator": "gdp"},
        ),
        "time_series": (levels, {"indicator": "gdp"}),
        "gains_and_losses": (changes, {"indicator": "gdp"}),
        "frontier": (
            pl.DataFrame(
                {
                    "plan": ["成眉线", "实验室", "成眉线、实验室", "货运枢纽", "(无)", "科学城、货运枢纽"],
                    "growth": [0.31, 0.12, 0.42, 0.05, 0.0, 0.2],
                    "balance": [-0.0004, 0.0008, 0.0002, 0.0011, 0.0, 0.0003],
                }
            ),
            {},
        ),
        "trend": (
            pl.DataFrame(
                {
                    "period": ["2018", "2020", "2021", "2023"] * 2,
                    "term": ["变异系数"] * 4 + ["基尼系数"] * 4,
                    "value": [0.412, 0.405, 0.401, 0.388, 0.301, 0.297, 0.293, 0.287],
                }
            ),
            {},
        ),
        "decomposition": (
            pl.DataFrame(
                {
                    "period": ["2018", "2018", "2023", "2023"],
                    "part": ["组间", "组内"] * 2,
                    "value": [0.08, 0.03, 0.06, 0.035],
                }
            ),
            {"indicator": "泰尔指数"},
        ),
        "lorenz_curve": (
            pl.DataFrame(
                {
                    "x": share * 2,
                    "y": [x**2 for x in share] + [x**1.6 for x in share],
                    "series": ["2018"] * 20 + ["2023"] * 20,
                }
            ),
            {},
        ),
        "density": (
            pl.DataFrame(
                [
                    (year, x / 20, 2.718 ** (-((x / 20 - peak) ** 2) * 9))
                    for year, peak in (("2018", 0.8), ("2023", 1.1))
                    for x in range(60)
                ],
                schema=["row", "column", "value"],
                orient="row",
            ),
            {},
        ),
        "convergence": (levels.with_columns(value=pl.col("value") / 3e7), {"indicator": "gdp_per_head"}),
        "relatedness": (
            of_regions(x=lambda k: 0.2 + 0.03 * (k * 7 % 19), y=lambda k: -1 + 0.15 * (k * 5 % 19)),
            {"across": "关联密度", "upwards": "复杂度"},
        ),
        "structure": (
            pl.DataFrame(
                [
                    (code, part, 10 + (k * 7 + m * 11) % 23)
                    for k, code in enumerate(SICHUAN)
                    for m, part in enumerate(industries)
                ],
                schema=["region_code", "part", "value"],
                orient="row",
            ),
            {},
        ),
        "location_quotients": (crossed(lambda k, m: 0.2 + ((k * 5 + m * 3) % 11) * 0.35, industries), {}),
        "similarity": (crossed(lambda k, m: 1.0 if k == m else 0.5 + (k * m * 7 % 40) / 100, names[:12]), {}),
        "matrix": (crossed(lambda k, m: (k * 13 + m * 29) % 97 / 100, ["低", "中", "高"]), {"indicator": "转移概率"}),
        "intervals": (
            of_regions(value=lambda k: k + 1.0, low=lambda k: max(1.0, k - 1.0), high=lambda k: k + 2.0 + k % 4),
            {},
        ),
        "promises": (
            pl.DataFrame(
                [(code, states[(k + m) % 6]) for k, code in enumerate(SICHUAN) for m in range(14 - k // 2)],
                schema=["region_code", "state"],
                orient="row",
            ),
            {},
        ),
        "commitments": (
            pl.DataFrame(
                {
                    "region_code": list(SICHUAN)[:6],
                    "commitment": [
                        "建成成眉市域铁路S5线",
                        "规上工业企业突破5000家",
                        "高新技术企业达到1500家",
                        "氢能产业产值超百亿元",
                        "新增中试平台10个",
                        "开展一批揭榜挂帅项目",
                    ],
                    "made": ["2022-01", "2023-02", "2023", "2024-03", "2024", "2024"],
                    "deadline": ["2025", "2024-06", "2026", "2027", None, "2030"],
                    "state": ["met", "missed", "not_yet", "not_yet", "cannot_say", "cannot_say"],
                }
            ),
            {},
        ),
        "coverage": (
            pl.DataFrame(
                [
                    (
                        name,
                        indicator,
                        str(year),
                        ["one", "several", "doubtful", "missing"][(k * 3 + m + year) % 4],
                        (k + m) % 3,
                    )
                    for k, name in enumerate(names)
                    for m, indicator in enumerate(["地区生产总值", "常住人口"])
                    for year in range(2020, 2024)
                ],
                schema=["region", "indicator", "period", "state", "sources"],
                orient="row",
            ),
            {},
        ),
    }
