"""Small workbooks in the shapes of real ones, made while the tests run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gongxing.tables import Observation, TableReading

Rows = "Sequence[Sequence[object]]"


def workbook(path: Path, sheets: dict[str, tuple[Rows, Sequence[str]]]) -> Path:
    """Write sheets, each with its rows and its merged ranges."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (rows, merges) in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for merged in merges:
            sheet.merge_cells(merged)
    book.save(path)
    return path


def delimited(path: Path, rows: Rows, *, encoding: str = "utf-8", separator: str = ",") -> Path:
    """Write rows as a text with separators."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def at(reading: TableReading, cell: str, sheet: str | None = None) -> Observation:
    """Return the one observation of a cell."""
    (found,) = (
        o
        for o in reading.observations
        if getattr(o.source, "cell", "") == cell and (sheet is None or getattr(o.source, "sheet", None) == sheet)
    )
    return found


def facts(reading: TableReading) -> list[tuple[object, ...]]:
    """Return what each observation says: cell, code, indicator, period, scope, value and unit."""
    return [
        (getattr(o.source, "cell", ""), o.code, o.indicator_id, o.period, o.scope, o.value, o.unit)
        for o in reading.observations
    ]


# The style of recent yearbooks: title and table numbers in one row, both languages in one cell, parts beside wholes.
BILINGUAL = (
    (
        ("中国2020年地级以上城市数据", None, "2-1 人口数", None, "2-2 科技（全市）", None, "2-3 地区生产总值", None),
        (
            "城 市", "City", "常住人口（万人） Permanent Resident Population (10 000 persons)", None,
            "专利授权数（件） Number of Patent Authorizations (piece)", None,
            "地区生产总值（当年价格） （亿元） Gross Regional Product （Current Prices） （100 000 000 yuan）", None,
        ),
        (None, None, None, None, None, "发明 Invention", None, None),
        (None, None, "全市  Total City", "市辖区  Districts under City", None, None, "全市", "市辖区"),
        ("北京市", "Beijing", 2189, 2189, 162824, 63266, 36103, 36103),
        ("河北省", "Hebei", None, None, None, None, None, None),
        ("  石 家 庄 市", "  Shijiazhuang", "1 124", "576", "20,498", 1702, 5935, 3581),
        ("唐山市", "Tangshan", 772, 348, "…", 600, 7211, 3500),
    ),
    ("A1:B1", "C1:D1", "E1:F1", "G1:H1", "C2:D3", "E2:E4", "G2:H3"),
)  # fmt: skip
