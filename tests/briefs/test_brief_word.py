"""DOCX: opens in Word's terms, real footnotes, faces of Chinese documents, pictures at 200 ppi, equal bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hostile import HOSTILE
from lxml import etree

from gongxing.briefs import Brief, render

Build = Callable[..., Brief]
Find = Callable[[str], str]
W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def words_of(root: Any) -> str:
    return "".join(root.itertext())


def test_text_tables_and_footnotes(build: Build, span: Find, cell: Find) -> None:
    gdp = span("24763.6亿元")
    brief = build(
        f"## 谁在领先\n\n2025年，成都[2.48万亿元]({gdp})，增长[5.8%]({span('5.8%')})；还是[2.48万亿元]({gdp})。\n\n"
        f"| 地区 | 产值（亿元） |\n|---|--:|\n| 绵阳 | [4638]({cell('C5')}) |\n",
        title="四川的简报", date="2026-03-18", organisation="研究室",
    )  # fmt: skip
    data = render(brief, "docx")
    document = docx.Document(io.BytesIO(data))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert "四川的简报" in paragraphs and "谁在领先" in paragraphs
    assert [place.text for place in document.tables[0].rows[0].cells] == ["地区", "产值（亿元）"]
    notes = part(data, "word/footnotes.xml")
    texts = [words_of(note) for note in notes.findall("w:footnote", W) if int(note.get(qn("w:id"))) > 0]
    assert len(texts) == 3
    assert "《成都市2025年经济运行情况》" in texts[0] and "24763.6亿元" in texts[0]
    assert "年鉴.csv，单元格C5" in texts[2]
    body = part(data, "word/document.xml")
    marks = [mark.get(qn("w:id")) for mark in body.iter(qn("w:footnoteReference"))]
    assert marks == ["1", "2", "3"]  # a second citing is a reference to the first, not a second footnote
    assert [code.text.strip() for code in body.iter(qn("w:instrText")) if "NOTEREF" in code.text] == [
        "NOTEREF _Note1 \\f \\h"
    ]


def test_page_and_faces_are_those_of_official_documents(build: Build) -> None:
    data = render(build("## 一\n\n正文。\n"), "docx")
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    sizes = [section.page_width.mm, section.page_height.mm, section.top_margin.mm, section.left_margin.mm]
    assert sizes == pytest.approx([210, 297, 37, 28], abs=0.02)
    faces = {
        name: document.styles[name].element.find(".//w:rFonts", W).get(qn("w:eastAsia"))
        for name in ("Title", "Normal", "Heading 1", "Heading 2")
    }
    assert list(faces.values()) == ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"]
    indent = document.styles["Body Text"].element.find(".//w:ind", W)
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert "PAGE" in words_of(section.footer._element) and "PAGE" in words_of(section.even_page_footer._element)


def test_pictures_have_200_pixels_to_the_inch_and_say_what_they_show(build: Build) -> None:
    block = '```chart\nkind = "ranking"\nindicator = "gdp"\nwithin = "四川"\nyear = 2025\n```\n'
    data = render(build(block), "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (name,) = [one for one in archive.namelist() if one.startswith("word/media/")]
        width, _ = struct.unpack(">II", archive.read(name)[16:24])
    (picture,) = docx.Document(io.BytesIO(data)).inline_shapes
    assert width / picture.width.inches >= 199
    assert "成都" in picture._inline.docPr.get("descr")
    (row,) = picture._inline.xpath("ancestor::w:tr")  # in a row of its own, which no program cuts at a page's end
    assert row.xpath("./w:trPr/w:cantSplit")
    assert "SEQ 图" in words_of(part(data, "word/document.xml"))


@pytest.mark.parametrize("words", [*HOSTILE, "a\x0bb\x00c"])
def test_hostile_words_are_words(build: Build, words: str) -> None:
    shown = words.replace("\x0b", "").replace("\x00", "")
    brief = build(f"## `{shown}`\n\n正文 `{shown}`\n", title=shown)
    document = docx.Document(io.BytesIO(render(brief, "docx")))
    assert sum(shown in paragraph.text for paragraph in document.paragraphs) == 3


def test_characters_that_xml_forbids_are_left_out() -> None:
    from gongxing.briefs.word.elements import clean

    assert clean("a\x0bb\x00c\ufffe天") == "abc天"


def test_an_english_brief_has_english_furniture(build: Build, cell: Find) -> None:
    brief = build(f"GDP of [463.84 billion yuan]({cell('C5')}) in 2025.\n", title="Sichuan", language="en", number="4")
    document = docx.Document(io.BytesIO(render(brief, "docx")))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert "Research brief" in words and "No. 4" in words
    page = render(brief, "html").decode()
    assert 'lang="en"' in page and "Notes and sources" in page and "463.84 billion CNY" in page
