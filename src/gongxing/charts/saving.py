"""Figures to files, offline and with the same bytes each time: SVG, PNG, PDF, HTML, CSV, XLSX, the specification."""

from __future__ import annotations

import hashlib
import io
import json
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from gongxing.charts.errors import FigureError
from gongxing.charts.paths import shortened

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from gongxing.charts.figure import Figure

PICTURES = (".svg", ".png", ".pdf", ".html", ".json")
TABLES = (".csv", ".xlsx")


@cache
def _drawing() -> Any:
    """Return vl-convert, with the Chinese font that comes as a package, so that a bare machine draws Chinese."""
    import pylopdf_fonts_zh_cn
    import vl_convert

    vl_convert.register_font_directory(str(pylopdf_fonts_zh_cn.sans_path().parent))
    return vl_convert


def save_figure(figure: Figure, path: Path, *, scale: float = 2.0, mark: bool = False) -> None:
    """Write a figure as its file's suffix says.

    Parameters
    ----------
    figure
        What to write.
    path
        Of suffix svg, png, pdf, html (holds the library that draws it), json (the specification), csv or xlsx (the
        table twin: raw numbers in base units).
    scale
        Of a PNG, pixels for each point.
    mark
        Whether a CSV begins with the byte order mark that Excel needs to see UTF-8.

    Raises
    ------
    FigureError
        The suffix is none of these.
    OSError
        The file cannot be written.
    """
    path.write_bytes(figure_bytes(figure, path.suffix, scale=scale, mark=mark, path=str(path)))


def figure_bytes(figure: Figure, suffix: str, *, scale: float = 2.0, mark: bool = False, path: str = "") -> bytes:
    """Return a figure as the bytes of a file of a suffix (``.svg``, ``svg`` …); see ``save_figure``."""
    kind = suffix.lower().lstrip(".")
    if f".{kind}" not in PICTURES + TABLES:
        offered = ", ".join(name.lstrip(".") for name in PICTURES + TABLES)
        raise FigureError(f"{path or figure.name}: a figure is written as {offered}, not {kind or 'without a suffix'}")
    if kind == "csv":
        return csv_bytes(figure.table, mark=mark)
    if kind == "xlsx":
        return xlsx_bytes(figure)
    if kind == "json":
        return json.dumps(figure.kept_spec(), ensure_ascii=False, separators=(",", ":")).encode()
    specification = json.dumps(figure.kept_spec(standalone=True), ensure_ascii=False)
    if kind == "html":
        return str(_drawing().vegalite_to_html(specification, bundle=True)).encode()
    if kind == "png":
        return bytes(_drawing().vegalite_to_png(specification, scale=scale))
    svg = drawn(figure, figure.kept_spec(standalone=True))
    return bytes(_drawing().svg_to_pdf(svg)) if kind == "pdf" else svg.encode()


def drawn(figure: Figure, specification: dict[str, Any], *, page: bool = False) -> str:
    """Return a specification of a figure (its own, or one that a page has changed and shows) as SVG."""
    svg = _drawing().vegalite_to_svg(json.dumps(specification, ensure_ascii=False))
    return standing_alone(svg, figure, page=page)


def figure_drawing(figure: Figure, kind: Literal["svg", "png"], *, scale: float = 2.0) -> bytes:
    """Return the drawing of a figure alone, for a page that writes its title, source and notes itself."""
    kept = figure.kept_spec()
    specification = {name: value for name, value in kept.items() if name != "title"}
    specification["config"] = {**kept.get("config", {}), "background": "transparent"}
    if kind == "png":
        return bytes(_drawing().vegalite_to_png(json.dumps(specification, ensure_ascii=False), scale=scale))
    return drawn(figure, specification).encode()


def standing_alone(svg: str, figure: Figure, *, page: bool = False) -> str:
    """Give an SVG its title and description, and names that are the same each time and its own on any page."""
    own = hashlib.sha256(re.sub(r"(clip|gradient_?)\d+", r"\1", svg).encode()).hexdigest()[:8]
    order: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        return order.setdefault(found[0], f"{found[1]}-{own}-{len(order)}")

    svg = re.sub(r"\b(clip|gradient_?)\d+\b", renamed, svg)
    svg = shortened(svg, page=page)
    language = "zh-CN" if figure.language == "zh" else "en"
    head, tail = svg.split(">", 1)
    said = (
        f'<title id="title-{own}">{escape(figure.title)}</title><desc id="desc-{own}">{escape(figure.summary)}</desc>'
    )
    return f'{head} role="img" lang="{language}" aria-labelledby="title-{own} desc-{own}">{said}{tail}'


def csv_bytes(table: pl.DataFrame, *, mark: bool = False) -> bytes:
    """Return a table as CSV (RFC 4180); text that a spreadsheet would run as a formula gets an apostrophe before it."""
    text = _guarded(table).write_csv(line_terminator="\r\n").encode()
    return b"\xef\xbb\xbf" + text if mark else text


def xlsx_bytes(figure: Figure) -> bytes:
    """Return the table twin as a workbook: numbers as numbers, and a sheet that says where they are from."""
    from datetime import UTC, datetime

    import xlsxwriter

    zh = figure.language == "zh"
    file = io.BytesIO()
    # No time of making: the same figure gives the same bytes.
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False, "nan_inf_to_errors": True})  # fmt: skip
    book.set_properties(
        {"title": figure.title, "comments": figure.summary, "created": datetime(2000, 1, 1, tzinfo=UTC)}
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet("数据" if zh else "data")
    table = _guarded(figure.table)
    sheet.write_row(0, 0, table.columns, bold)
    for line, row in enumerate(table.iter_rows(), 1):
        sheet.write_row(line, 0, row)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(0, len(table.columns) - 1), 16)
    about = book.add_worksheet("来源" if zh else "source")
    words = ("标题", "所见", "来源", "说明") if zh else ("title", "summary", "source", "note")
    lines = [(words[0], figure.title), (words[1], figure.summary), (words[2], figure.source)]
    for line, (word, text) in enumerate([*lines, *((words[3], note) for note in figure.notes)]):
        about.write(line, 0, word, bold)
        about.write_string(line, 1, text)
    about.set_column(0, 0, 10)
    about.set_column(1, 1, 100)
    book.close()
    return file.getvalue()


def _guarded(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose lists are text and whose text no spreadsheet runs."""
    import polars as pl

    nested = [name for name, kind in table.schema.items() if kind.is_nested()]
    table = table.with_columns(pl.col(name).list.join("; ") for name in nested)
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    return table.with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+\-@\t\r]")).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    )
