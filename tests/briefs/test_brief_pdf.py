"""PDF: every number can be found in its text, footnotes stand on their pages, nothing that is set is run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hostile import HOSTILE

from gongxing.briefs import Brief
from gongxing.briefs.pdf import to_pdf

pdfium = pytest.importorskip("pypdfium2")

Build = Callable[..., Brief]
Find = Callable[[str], str]


def text_of(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def test_numbers_footnotes_and_titles_are_in_the_text(build: Build, span: Find, cell: Find) -> None:
    brief = build(
        f"## 谁在领先\n\n2025年，成都[2.48万亿元]({span('24763.6亿元')})，增长[5.8%]({span('5.8%')})。\n\n## 二\n\n"
        f"再说[2.48万亿元]({span('24763.6亿元')})。\n\n## 三\n\n"
        f"| 地区 | 产值（亿元） |\n|---|--:|\n| 绵阳 | [4638]({cell('C5')}) |\n",
        title="四川的简报", date="2026-03-18",
    )  # fmt: skip
    (page,) = text_of(to_pdf(brief))
    for words in ("四川的简报", "2026年3月18日", "目录", "谁在领先", "2.48万亿元", "5.8%", "4638", "第1页，共1页",
                  "《成都市2025年经济运行情况》", "年鉴.csv，单元格C5"):  # fmt: skip
        assert words in page, words
    assert page.count("《成都市2025年经济运行情况》") == 2  # one footnote a reference, however often it is cited


def test_long_tables_break_and_repeat_their_head(build: Build) -> None:
    rows = "\n".join(f"| 地区{chr(0x4E00 + at)} | 说明文字 |" for at in range(120))
    pages = text_of(to_pdf(build(f"| 表头甲 | 表头乙 |\n|---|---|\n{rows}\n")))
    assert len(pages) > 1
    assert all("表头甲" in page for page in pages)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_set_is_never_run(build: Build, words: str) -> None:
    brief = build(f"## `{words}`\n\n正文 `{words}`\n", title=words)
    (page,) = text_of(to_pdf(brief))
    assert page.count("".join(words.split())) == 3


def test_a_hostile_document_is_only_quoted(build: Build, span: Find) -> None:
    brief = build(f"绵阳[4638.4亿元]({span('4638.4亿元')})。")
    (page,) = text_of(to_pdf(brief))
    assert "#setpage(width:1cm)$x^2$@label*粗*" in page
    assert '#eval("1+1")' in page.replace("”", '"').replace("“", '"')
