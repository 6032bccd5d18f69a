"""Word documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from made_documents import make_docx

from gongxing.reading import Article
from gongxing.reading.reader import parse_bytes

TEXT = (
    "清河市坚持稳中求进工作总基调，全年地区生产总值达到1712."
    "6亿元，同比增长5.8%，规模以上工业增加值增长7.2%，消费市场持续回暖。"
)


def read(build: Any) -> Article:
    return parse_bytes(make_docx(build), "report.docx")


def test_title_headings_tables_and_properties() -> None:
    def build(document: Any) -> None:
        document.core_properties.author = "清河市统计局"
        document.core_properties.created = datetime(2026, 3, 2, 9, 30)
        document.add_paragraph("清河市2025年统计公报", style="Title")
        document.add_heading("综合", 1)
        document.add_paragraph(TEXT)
        table = document.add_table(2, 3)
        for row, cells in zip(table.rows, (("指标", "单位", "数值"), ("生产总值", "亿元", "1712.6")), strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        document.add_paragraph("注：本表为初步核算数。")
        document.add_heading("农业", 1)
        document.add_heading("粮食", 2)
        document.add_paragraph("粮食产量86.4万吨。")

    article = read(build)
    assert article.title == "清河市2025年统计公报"
    assert article.author == "清河市统计局"
    assert article.published == "2026-03-02"
    assert article.text.split("\n") == [
        "综合",
        TEXT,
        "指标\t单位\t数值",
        "生产总值\t亿元\t1712.6",
        "注：本表为初步核算数。",
        "农业",
        "粮食",
        "粮食产量86.4万吨。",
    ]
    assert [(s.heading, s.level) for s in article.sections] == [("综合", 1), ("农业", 1), ("粮食", 2)]
    (table,) = article.tables
    assert table.rows[1] == ("生产总值", "亿元", "1712.6")
    assert article.text[table.start : table.end] == "指标\t单位\t数值\n生产总值\t亿元\t1712.6"


def test_without_styles_the_first_line_is_the_title() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("关于做好春耕生产工作的通知").alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph("一、总体要求")
        document.add_paragraph("　　" + TEXT)

    article = read(build)
    assert article.title == "关于做好春耕生产工作的通知"
    assert article.text == f"一、总体要求\n{TEXT}"
    assert [section.heading for section in article.sections] == ["一、总体要求"]
    assert article.author is None and article.published is None


def test_deleted_words_and_field_codes_are_no_text() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("保留的")
        deleted = OxmlElement("w:del")
        run = OxmlElement("w:r")
        words = OxmlElement("w:delText")
        words.text = "删去的"
        run.append(words)
        deleted.append(run)
        paragraph._p.append(deleted)
        inserted = OxmlElement("w:ins")
        inserted.set(qn("w:id"), "1")
        run = OxmlElement("w:r")
        words = OxmlElement("w:t")
        words.text = "添上的话。"
        run.append(words)
        inserted.append(run)
        paragraph._p.append(inserted)

    assert read(build).text == "保留的添上的话。"


def test_line_breaks_inside_a_paragraph() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("第一行说工业。").add_run().add_break()
        document.paragraphs[0].add_run("第二行说农业。")

    assert read(build).text == "第一行说工业。\n第二行说农业。"


def test_the_kind_is_known_without_the_suffix() -> None:
    data = make_docx(lambda document: document.add_paragraph(TEXT))
    assert parse_bytes(data, "page.html").text == TEXT
