"""Nothing that a document says runs as a formula in the spreadsheet of who opens an export."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gongxing.cli import main
from gongxing.cli.panel import _export
from gongxing.library import Library
from gongxing.listing import measures as measure_listing
from gongxing.listing import sheets
from gongxing.listing.export import export

STARTS = "=+-@\t\r\n＝＋－＠"
HOSTILE = [f"{start}cmd|' /C calc'!A0" for start in STARTS] + ['=HYPERLINK("http://198.51.100.1/","x")', "@SUM(1)"]


def cells_of(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text, newline="")):
        yield from row


@pytest.mark.parametrize("value", HOSTILE)
def test_csv_writes_an_apostrophe_before_it(value: str) -> None:
    text = sheets.csv_text(["名称", value], [[value, -1.5]])
    assert list(cells_of(text)) == ["名称", f"'{value}", f"'{value}", "-1.5"]


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_text_begins_a_formula_and_none_is_lost(values: list[str]) -> None:
    written = list(cells_of(sheets.csv_text([f"c{n}" for n in range(len(values))], [values])))[len(values) :]
    assert [
        cell.removeprefix("'") if cell != value else cell for cell, value in zip(written, values, strict=True)
    ] == values
    assert not any(cell[0] in STARTS for cell in written if cell)


def test_every_writer_of_csv_is_guarded(tmp_path: Path) -> None:
    frame = pl.DataFrame({"region": HOSTILE, "value": [-2.5] * len(HOSTILE)})
    _export(frame, "csv", tmp_path / "panel.csv")
    rows = [{"region": value, "value": -2.5} for value in HOSTILE]
    texts = [(tmp_path / "panel.csv").read_text("utf-8-sig"), measure_listing.csv_text(rows)]
    for text in texts:
        written = list(cells_of(text))
        assert written.count("-2.5") == len(HOSTILE), "numbers stay numbers"
        assert [cell for cell in written if cell[0] in STARTS and cell != "-2.5"] == []


def test_every_writer_of_a_workbook_keeps_text_text(tmp_path: Path) -> None:
    frame = pl.DataFrame({"region": HOSTILE, "value": [-2.5] * len(HOSTILE)})
    _export(frame, "xlsx", tmp_path / "panel.xlsx")
    sheets.write_xlsx({"rows": (frame.columns, frame.rows())}, tmp_path / "sheet.xlsx")
    for name in ("panel.xlsx", "sheet.xlsx"):
        book = openpyxl.load_workbook(tmp_path / name)
        cells = [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row]
        assert len(cells) == 2 * len(HOSTILE)
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        with zipfile.ZipFile(tmp_path / name) as package:
            assert b"<f>" not in b"".join(package.read(n) for n in package.namelist() if "worksheets/" in n)


def test_exports_of_a_hostile_library(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, value in enumerate(HOSTILE):
        title = value.strip("\t\r\n")
        text = (
            f"{title}\n发布时间：2026-01-10\n2026年，绵阳市地区生产总值增长{number + 5}%以上。绵阳市将建设中试中心。\n"
        )
        (folder / f"={number}.txt").write_text(text, "utf-8")
    (folder / "@table.csv").write_text("地区,2023年地区生产总值（亿元）\n绵阳市,4038.73\n=1+1,5\n", "utf-8")
    place = tmp_path / "library.db"
    with Library(place) as library:
        report = library.ingest([folder])
        assert not report.failures
        export(library, tmp_path / "all.zip", "facts", None)
        for suffix in ("csv", "xlsx"):
            for table in ("documents", "facts", "observations"):
                export(library, tmp_path / f"{table}.{suffix}", table, None)
    texts = [path.read_text("utf-8-sig") for path in tmp_path.glob("*.csv")]
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        texts += [archive.read(n).decode("utf-8-sig") for n in archive.namelist() if n.endswith(".csv")]
    assert any("'=cmd" in text for text in texts)
    for text in texts:
        assert [cell for cell in cells_of(text) if cell and cell[0] in STARTS and not _is_number(cell)] == []
    for path in tmp_path.glob("*.xlsx"):
        with zipfile.ZipFile(path) as package:
            assert b"<f>" not in b"".join(package.read(n) for n in package.namelist() if "worksheets/" in n)


def test_what_read_prints_is_guarded(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("=1+1 绵阳市工作\n2026年，绵阳市地区生产总值增长6%以上。\n", "utf-8")
    result = CliRunner().invoke(main, ["read", str(page), "--format", "csv"])
    assert "'=1+1" in result.stdout


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
