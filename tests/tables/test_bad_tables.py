"""Files that are broken, hostile or odd: one clear sentence, and the rest is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from made_tables import at, delimited, workbook

from gongxing.reading import UnreadableDocumentError
from gongxing.tables import read_table

ROWS = (("城市", "2010年末总人口（万人）"), ("成都市", 1000), ("绵阳市", 500))


def _repacked(source: Path, path: Path, change: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            copy.writestr(name, change.get(name) or package.read(name))
        for name in change.keys() - set(package.namelist()):
            copy.writestr(name, change[name])
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return workbook(tmp_path / "good.xlsx", {"人口": (ROWS, ())})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 whatever", "this is a PDF, not a table file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40, "locked with a password"),
        ("只有一句话，没有表。\n".encode(), "no separator makes columns"),
        (bytes(range(256)) * 20, "no workbook, CSV or TSV"),
    ],
)
def test_what_is_no_table_is_named_in_a_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnreadableDocumentError, match=says) as caught:
        read_table(path)
    assert str(path) in str(caught.value)


def test_a_truncated_workbook(good: Path) -> None:
    good.write_bytes(good.read_bytes()[:2500])
    with pytest.raises(UnreadableDocumentError, match="damaged or cut off"):
        read_table(good)


def test_macros_are_not_run_and_said(good: Path, tmp_path: Path) -> None:
    path = _repacked(good, tmp_path / "macros.xlsm", {"xl/vbaProject.bin": b"\0" * 50})
    reading = read_table(path)
    assert len(reading.observations) == 2
    assert any("macros" in note for note in reading.notes)


def test_a_stray_cell_at_the_end_of_the_grid(tmp_path: Path) -> None:
    path = workbook(tmp_path / "stray.xlsx", {"人口": (ROWS, ()), "远": (ROWS, ())})
    book = openpyxl.load_workbook(path)
    book["远"]["XFD1048576"] = 1
    book.save(path)
    reading = read_table(path)
    assert len(reading.observations) == 4
    assert any("sheet 远: 1 cell far beyond the table left out (XFD1048576)" in note for note in reading.notes)


def test_millions_of_cells_that_are_only_formatted(good: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(good) as package:
        xml = package.read("xl/worksheets/sheet1.xml").replace(b"A1:B3", b"A1:ALL40000")
    row = b"".join(b'<c r="%s%%d" s="0"/>' % letters for letters in (b"A", b"B", b"C", b"ALL"))
    rows = b"".join(b'<row r="%d">' % n + row % (n, n, n, n) + b"</row>" for n in range(4, 40_000))
    big = xml.replace(b"</sheetData>", rows + b"</sheetData>")
    reading = read_table(_repacked(good, tmp_path / "big.xlsx", {"xl/worksheets/sheet1.xml": big}))
    assert len(reading.observations) == 2
    assert any("formatted but empty" in note for note in reading.notes)


def test_formulas_without_saved_results_are_named_by_cell(tmp_path: Path) -> None:
    rows = (
        ("城市", "2010年末总人口（万人）", "2010年平均人口（万人）"),
        ("成都市", 1000, "=B2*2"),
        ("绵阳市", 500, 490),
    )
    reading = read_table(workbook(tmp_path / "formula.xlsx", {"人口": (rows, ())}))
    assert len(reading.observations) == 3
    assert any("sheet 人口: 1 cell holds a formula without a saved result (C2)" in note for note in reading.notes)


def test_a_chart_sheet_first(good: Path) -> None:
    book = openpyxl.load_workbook(good)
    book.create_chartsheet("图", 0).add_chart(openpyxl.chart.BarChart())
    book.save(good)
    reading = read_table(good)
    assert len(reading.observations) == 2
    assert any("sheet 图: it is a chart" in note for note in reading.notes)


def test_an_advertisement_beside_the_table(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ad.xlsx", {"广告": ((("百度搜索某某数据网，获取更多数据",),), ()), "人口": (ROWS, ())})
    reading = read_table(path)
    assert len(reading.observations) == 2
    assert any("sheet 广告: it holds an advertisement" in note for note in reading.notes)


def test_two_rows_for_one_region_are_kept_and_flagged(tmp_path: Path) -> None:
    reading = read_table(workbook(tmp_path / "twice.xlsx", {"人口": ((*ROWS, ("成都市", 1001)), ())}))
    assert [o.value for o in reading.observations if "two rows for one region" in o.flags] == [10_000_000, 10_010_000]
    assert any("cells A2, A4: 2 rows for 成都市" in note for note in reading.notes)


def test_a_region_that_no_year_knows_keeps_its_values(tmp_path: Path) -> None:
    reading = read_table(workbook(tmp_path / "unknown.xlsx", {"人口": ((*ROWS, ("亚特兰蒂斯市", 3)), ())}))
    assert (at(reading, "B4").region, at(reading, "B4").code, at(reading, "B4").value) == ("亚特兰蒂斯市", None, 30_000)
    assert any("cell A4: no year knows a region 亚特兰蒂斯市" in note for note in reading.notes)


def test_an_unknown_unit_is_never_scaled(tmp_path: Path) -> None:
    rows = (("城市", "年份", "指标", "数值", "单位"), ("成都市", 2020, "粮食产量", 5, "斛"))
    reading = read_table(delimited(tmp_path / "unit.csv", rows))
    found = at(reading, "D2")
    assert (found.value, found.unit, found.flags) == (5, "", ("unit unknown",))
    assert any("cell E2: the unit 斛 is unknown" in note for note in reading.notes)


def test_a_cell_that_could_be_two_numbers_is_left_out_and_named(tmp_path: Path) -> None:
    rows = (*ROWS, ("德阳市", "34,8"), ("宜宾市", "4x"))
    reading = read_table(workbook(tmp_path / "cells.xlsx", {"人口": (rows, ())}))
    assert len(reading.observations) == 2
    assert any("from 2 cells (B4 “34,8”, B5 “4x”)" in note for note in reading.notes)


def test_a_table_without_a_year_says_so(tmp_path: Path) -> None:
    reading = read_table(
        workbook(tmp_path / "undated.xlsx", {"人口": ((("城市", "常住人口（万人）"), ("成都市", 9)), ())})
    )
    assert at(reading, "B2").period is None
    assert any("says the year" in note for note in reading.notes)
