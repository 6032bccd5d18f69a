"""Printed from a dark screen: every figure that was seen is on the paper, in the colours of paper; controls are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

DRAWN = """() => [...document.querySelectorAll("[data-figure]:not([data-many])")].every((one) => {
    if (!one.dataset.drawn) one.scrollIntoView();
    return one.dataset.drawn;
})"""
READY = """() => [...document.querySelectorAll("[data-figure]")].every((one) => {
    const paper = one.querySelector(".on-paper");
    return paper.complete && paper.naturalWidth > 0;
})"""


@pytest.mark.parametrize("path", ["/atlas?group=成都都市圈", "/scenarios/chengmei", "/"])
def test_figures_are_there_before_the_page_is_printed(
    watched: Callable[..., Any], furnished_address: str, path: str
) -> None:
    tab = watched(furnished_address, locale="zh-CN", color_scheme="dark")
    tab.goto(furnished_address + path)
    tab.wait_for_function(DRAWN)
    tab.keyboard.down("Control")
    tab.wait_for_function(READY)
    tab.keyboard.up("Control")
    tab.emulate_media(media="print")
    assert tab.locator(".canvas .live:visible, .canvas picture:visible").count() == 0
    figures = tab.locator("[data-figure]").count()
    assert tab.locator(".canvas .on-paper:visible").count() == figures > 0
    assert "theme=light" in tab.locator(".on-paper").first.get_attribute("src")
    assert tab.locator("button:visible, .downloads:visible, .twin:not([open]):visible").count() == 0
    chips = [chip.split()[0] for chip in tab.locator(".chip:visible").all_inner_texts()]
    assert chips == (["成都都市圈"] if "group" in path else [])


def test_a_picture_for_paper_that_is_late_gives_way_to_the_one_on_the_screen(
    watched: Callable[..., Any], furnished_address: str
) -> None:
    tab = watched(furnished_address, locale="zh-CN", color_scheme="dark")
    tab.goto(f"{furnished_address}/atlas")
    tab.wait_for_function(DRAWN)
    tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    figures = tab.locator("[data-figure]").count()
    assert tab.locator(".canvas :is(.live, .on-paper):visible").count() == figures
    assert tab.locator('.canvas[data-as-seen="dark"] .live:visible').count() == figures
