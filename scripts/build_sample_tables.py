"""Write the sample's workbook of cities from yearbooks, and where each of its columns is from.

    .venv/bin/python scripts/build_sample_tables.py FOLDER_OF_YEARBOOKS

The figures are those of the China City Statistical Yearbook (中国城市统计年鉴) as ``gongxing table`` reads them,
money in 亿元 and people in 万人. The yearbooks themselves are no part of the project.
"""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from gongxing.indicators import catalogue
from gongxing.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARY = Path(__file__).parents[1] / "src" / "gongxing" / "sample" / "library"
WORKBOOK = LIBRARY / "tables" / "sichuan-cities.xlsx"
SOURCES = LIBRARY.parent / "SOURCES-cities.csv"
PROVINCE = "51"
YEARBOOKS = {"2018": 2019, "2020": 2021, "2021": 2022, "2023": 2024}  # year of the figures: edition
HUNDRED_MILLION, TEN_THOUSAND, ONE = Decimal(10**8), Decimal(10**4), Decimal(1)
Columns = tuple[tuple[str, str, str, Decimal], ...]
# Indicator of the catalogue, header, unit as written, base units in one of them.
COLUMNS = (
    ("gdp", "地区生产总值", "亿元", HUNDRED_MILLION),
    ("gdp_growth", "地区生产总值增长率", "%", ONE),
    ("gdp_per_head", "人均地区生产总值", "元", ONE),
    ("residents", "常住人口", "万人", TEN_THOUSAND),
    ("gdp_primary_share", "第一产业占地区生产总值的比重", "%", ONE),
    ("gdp_secondary_share", "第二产业占地区生产总值的比重", "%", ONE),
    ("gdp_tertiary_share", "第三产业占地区生产总值的比重", "%", ONE),
    ("budget_revenue", "一般公共预算收入", "亿元", HUNDRED_MILLION),
    ("budget_science", "一般公共预算科学技术支出", "亿元", HUNDRED_MILLION),
    ("retail_sales", "社会消费品零售总额", "亿元", HUNDRED_MILLION),
    ("invention_patents", "发明专利授权数", "件", ONE),
    ("high_tech_firms", "高新技术企业数", "个", ONE),
    ("technology_contracts", "技术合同成交额", "亿元", HUNDRED_MILLION),
    ("unemployment_insured", "失业保险参保人数", "人", ONE),
)
BRANCHES = (
    "agriculture", "mining", "manufacturing", "utilities", "construction", "trade", "transport", "catering",
    "information", "finance", "real_estate", "leasing", "science", "environment", "households", "education", "health",
    "culture", "public",
)  # fmt: skip
EMPLOYMENT = tuple((f"employment_{name}", catalogue()[f"employment_{name}"].name, "人", ONE) for name in BRANCHES)
# Sheet, year, columns, title. Only the edition of 2019 prints employment by branch.
SHEETS = (
    *((year, year, COLUMNS, "四川省地级市主要指标") for year in YEARBOOKS),
    ("2018就业", "2018", EMPLOYMENT, "四川省地级市分行业城镇单位就业人员"),
)
FIRST_ROW = 3  # counted from 0


def main(folder: str) -> None:
    """Write the workbook and the list of its sources."""
    rows = Panel.from_tables([folder]).to_frame("polars")
    rows = rows.filter(
        pl.col("code").str.starts_with(PROVINCE)
        & (pl.col("scope") == "prefecture")
        & (pl.col("kind") == "table")
        & pl.col("sheet").is_not_null()
    )
    workbook = xlsxwriter.Workbook(WORKBOOK)
    workbook.set_properties({"author": "gongxing", "created": datetime(2026, 1, 1)})  # the same bytes each time
    sources = [line for sheet in SHEETS for line in _sheet(workbook, rows, *sheet)]
    workbook.close()
    with SOURCES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("sheet", "cells", "indicator", "unit", "source", "source_sheet", "source_cells"))
        writer.writerows(sources)


def _sheet(
    workbook: xlsxwriter.Workbook, rows: pl.DataFrame, sheet_name: str, year: str, columns: Columns, title: str
) -> Iterator[tuple[str, ...]]:
    """Write one sheet; yield a line for each column that has values."""
    here = rows.filter(pl.col("period") == year)
    cities = here.select("code", "region").unique().sort("code").rows()
    sheet, last = workbook.add_worksheet(sheet_name), FIRST_ROW + len(cities)
    sheet.write(0, 0, f"{title}（{year}年，全市）", workbook.add_format({"bold": True, "font_size": 14}))
    sheet.write_column(FIRST_ROW - 2, 0, ["城市", "", *(name for _, name in cities)])
    head = workbook.add_format({"text_wrap": True, "bold": True})
    present = [column for column in columns if not here.filter(pl.col("indicator_id") == column[0]).is_empty()]
    for number, (indicator, header, unit, scale) in enumerate(present, 1):
        sheet.write_column(FIRST_ROW - 2, number, [header, f"（{unit}）"], head)
        found = {row["code"]: row for row in here.filter(pl.col("indicator_id") == indicator).iter_rows(named=True)}
        for row, (code, _) in enumerate(cities, FIRST_ROW):
            if code in found:
                sheet.write_number(row, number, float(Decimal(repr(found[code]["value"])) / scale))
        letter = xl_col_to_name(number)
        cells = [found[code]["cell"] for code, _ in cities if code in found]
        yield (
            sheet_name, f"{letter}{FIRST_ROW + 1}:{letter}{last}", header, unit, f"中国城市统计年鉴{YEARBOOKS[year]}",
            next(iter(found.values()))["sheet"], f"{cells[0]}:{cells[-1]}",
        )  # fmt: skip
    note = f"资料来源：《中国城市统计年鉴{YEARBOOKS[year]}》（国家统计局城市社会经济调查司编）。空格为年鉴中没有数字。"
    sheet.write(last, 0, note)
    sheet.set_column(0, len(present), 14)
    sheet.freeze_panes(FIRST_ROW, 1)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
