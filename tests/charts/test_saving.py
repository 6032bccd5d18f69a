"""Figures as files: the same bytes, Chinese on a bare machine, numbers as numbers."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zlib
from xml.etree import ElementTree

import openpyxl
import pytest

from gongxing.charts import FigureError, figure_bytes, figure_kind, save_figure
from gongxing.charts.saving import standing_alone

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def figure(levels):
    return figure_kind("ranking")(levels, indicator="gdp", source="某年鉴", title="<甲> & 乙")


def test_an_svg_stands_alone(figure) -> None:
    root = ElementTree.fromstring(figure_bytes(figure, "svg"))
    assert root.get("role") == "img"
    title, said = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (title.text, said.text) == (figure.title, figure.summary)
    assert root.get("aria-labelledby") == f"{title.get('id')} {said.get('id')}"
    words = "".join(root.itertext())
    assert "资料来源：某年鉴" in words
    assert "绵阳" in words
    assert not [
        one for one in root.iter() if any("http" in value for key, value in one.attrib.items() if "href" in key)
    ]


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf", "csv", "xlsx", "json", "html"])
def test_the_same_bytes_each_time(figure, suffix, levels) -> None:
    assert figure_bytes(figure, suffix) == figure_bytes(figure, suffix)


def test_the_same_bytes_in_another_process(levels, tmp_path) -> None:
    levels.write_parquet(tmp_path / "levels.parquet")
    code = (
        "import hashlib, sys, polars as pl; from gongxing.charts import figure_kind, figure_bytes\n"
        "figure = figure_kind('region_map')(pl.read_parquet(sys.argv[1]), indicator='gdp')\n"
        "print([hashlib.sha256(figure_bytes(figure, kind)).hexdigest() for kind in ('svg', 'png', 'xlsx')])"
    )
    command = [sys.executable, "-c", code, tmp_path / "levels.parquet"]
    runs = {subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_chinese_is_drawn_with_the_font_that_comes_along(figure) -> None:
    pdf = figure_bytes(figure, "pdf")
    streams = [part.split(b"endstream")[0].strip(b"\r\n") for part in pdf.split(b"stream")[1::2]]
    inflated = b""
    for stream in streams:
        try:
            inflated += zlib.decompress(stream)
        except zlib.error:
            continue
    assert b"NotoSansSC" in pdf + inflated


def test_a_csv_has_raw_numbers_and_no_mark(figure) -> None:
    content = figure_bytes(figure, "csv")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert figure_bytes(figure, "csv", mark=True) == b"\xef\xbb\xbf" + content
    first = next(csv.DictReader(io.StringIO(content.decode())))
    assert float(first["value"]) == 2.2e12
    assert first["unit"] == "CNY"


def test_a_workbook_has_numbers_and_says_its_source(figure) -> None:
    book = openpyxl.load_workbook(io.BytesIO(figure_bytes(figure, "xlsx")))
    data, about = book.worksheets
    assert [cell.value for cell in data[1]][:4] == ["rank", "region_code", "region", "value"]
    assert data["D2"].value == 2.2e12
    assert data["B2"].value == "510100"  # a code is text
    assert [row[1].value for row in about.iter_rows()] == [figure.title, figure.summary, figure.source]


def test_text_that_a_spreadsheet_would_run_is_made_harmless(levels) -> None:
    evil = levels.with_columns(region=levels["region"].replace("成都", "=1+1"), region_code=None)
    figure = figure_kind("ranking")(evil)
    assert b"'=1+1" in figure_bytes(figure, "csv")
    sheet = openpyxl.load_workbook(io.BytesIO(figure_bytes(figure, "xlsx"))).worksheets[0]
    assert sheet["C2"].value == "'=1+1"


def test_a_suffix_that_is_no_figure(figure, tmp_path) -> None:
    with pytest.raises(FigureError, match="written as svg, png, pdf"):
        save_figure(figure, tmp_path / "x.bmp")
    save_figure(figure, tmp_path / "x.PNG")
    assert (tmp_path / "x.PNG").read_bytes().startswith(b"\x89PNG")


def test_lines_of_an_svg_are_told_to_a_tenth_of_a_pixel(figure) -> None:
    drawn = standing_alone('<svg><path transform="translate(1.234,2)" d="M-0.04,12.345L-10.01,100Z"/></svg>', figure)
    assert 'd="M0 12.3l-10 87.7z"' in drawn
    assert 'transform="translate(1.234,2)"' in drawn
