"""From a document to a paper whose every number is proved: by clicks and keys only, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent

import pytest

from gongxing.library import Library
from gongxing.library.evidence import resolve

NAME, TITLE = "绵阳要点.txt", "绵阳市2024年发展要点（测试）"
TEXT = f"""{TITLE}
发布时间：2024-02-10
来源：测试日报
2023年，绵阳市地区生产总值4308.73亿元，比上年增长8.0%。
正在建设的成绵市域铁路S9线连接成都与绵阳，建成后两地通行时间由90分钟缩短至60分钟。
"""
WRONG, RIGHT = "4308.73亿元", "4038.73亿元"  # what the document says; what the tables of the sample hold


def drop(tab: Any, name: str, text: str) -> None:
    """Drop a file on the page, as a person does with the mouse."""
    tab.wait_for_load_state()  # else nothing is there yet that takes it
    held = tab.evaluate_handle(
        """([name, text]) => {
            const held = new DataTransfer();
            held.items.add(new File([text], name, { type: "text/plain" }));
            return held;
        }""",
        [name, text],
    )
    tab.locator("#drop").dispatch_event("dragover", {"dataTransfer": held})
    tab.locator("#drop").dispatch_event("drop", {"dataTransfer": held})


def see_result(tab: Any) -> None:
    """Wait for a job as its page tells it, and go where it leads."""
    result = tab.get_by_role("link", name="看结果")
    over = tab.locator('[data-over="1"]')
    over.wait_for(timeout=120_000)
    assert result.count(), tab.inner_text("main")
    result.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_document_to_a_proved_paper(
    watched: Callable[..., Any], own_address: str, own_library: Path, tmp_path: Path, scripts: bool
) -> None:
    tab = watched(own_address, javaScriptEnabled=scripts, locale="zh-CN")
    tab.goto(f"{own_address}/")
    tab.get_by_role("navigation").get_by_role("link", name="资料库").click()
    if scripts:
        drop(tab, NAME, TEXT)
    else:
        (tmp_path / NAME).write_text(TEXT, "utf-8")
        tab.locator("#files").set_input_files(tmp_path / NAME)
        tab.locator("#drop button").click()
    see_result(tab)
    assert tab.get_by_role("heading", level=1).inner_text() == TITLE

    tab.locator("article a.fact", has_text=WRONG).click()
    assert "表格不符" in tab.inner_text("#note")
    tab.locator("#note").get_by_text("更正", exact=True).click()
    tab.get_by_role("textbox", name="数值").fill(RIGHT)
    tab.get_by_role("button", name="保存更正").click()
    tab.locator("#note", has_text="已更正").wait_for()
    assert "表格证实" in tab.inner_text("#note")
    tab.get_by_role("button", name="留作简报的发现").click()

    tab.get_by_role("navigation").get_by_role("link", name="情景").click()
    chosen = tab.locator("#document option", has_text=TITLE)
    tab.locator("#document").select_option(value=chosen.get_attribute("value"))
    tab.get_by_role("button", name="起草").click()
    assert "建议范围" in tab.inner_text("main")
    for field in tab.locator("input[name^=change-]").all():
        field.fill("-30%")
    for field in tab.locator("input[name^=by-]").all():
        field.fill("测试者")
        last = field
    last.press("Tab")
    tab.get_by_role("button", name="保存并推演").first.click()
    see_result(tab)
    assert "误差有上界" in tab.inner_text("main")

    tab.get_by_role("navigation").get_by_role("link", name="简报").click()
    tab.locator("#region").fill("绵阳")
    tab.get_by_role("button", name="起草").click()
    tab.locator("#outline").wait_for()
    outline = tab.locator("#outline")
    cited = re.search(r"\((doc:[^)]+)\)", tab.locator("li.finding").first.get_attribute("data-cite"))
    assert cited
    outline.fill(f"{outline.input_value()}\n\n生产总值[{RIGHT}]({cited[1]})。\n")
    tab.locator("button[value=keep]").click()
    tab.locator("[role=status]").wait_for()
    assert "每个数都有出处" in tab.inner_text("main")
    with tab.expect_download() as coming:
        tab.get_by_role("link", name="PDF", exact=True).click()
    paper = tmp_path / "brief.pdf"
    coming.value.save_as(paper)
    check_paper(paper, own_library)
    assert tab.strays == []


def check_paper(paper: Path, place: Path) -> None:
    """Hold that the number a person set right is in the PDF, and that its footnotes lead to the words they quote."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(paper)
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    assert f"生产总值{RIGHT}" in text
    said = re.findall(r"《([^《》]+)》，([\d-]+)，第(\d+)—(\d+)字：“([^”]+)”", text)
    cells = re.findall(r"(sichuan-cities\.xlsx|sichuan\.csv)(?:，工作表“([^”]+)”)?，单元格([A-Z]+\d+)", text)
    assert any(title == "".join(TITLE.split()) for title, *_ in said)
    assert len(said) > 10 and cells
    with Library(place) as library:
        rows = {"".join((row["title"] or row["name"]).split()): row for row in library.page_documents(limit=100).rows}
        for title, _, start, end, quote in said:
            row = rows[title]
            found = resolve(library, f"doc:{row['sha256'][:12]}#{start}-{end}")
            article = "".join(library.document(row["id"]).article.text.split())
            assert quote in article and "".join(found.quote.split()) in article, quote
        for name, sheet, cell in cells:
            assert resolve(library, f"cell:{rows[name]['sha256'][:12]}/{percent(sheet)}!{cell}").value is not None
