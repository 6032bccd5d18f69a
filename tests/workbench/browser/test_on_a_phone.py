"""A phone held upright: a figure's key is seen with it, and a line of a table stays a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN"}
PAGES = ["/atlas?indicator=gdp&year=2023&group=成都都市圈", "/compare", "/scenarios/chengmei", "/regions/510700"]
DRAWN = """() => [...document.querySelectorAll("[data-figure]:not([data-many])")].every((one) => {
    if (!one.dataset.drawn) one.scrollIntoView();
    return one.dataset.drawn?.includes("on=phone");
})"""
# Figures of which a part is off the screen, apart from those that say that they are wide.
CUT = """() => [...document.querySelectorAll("[data-figure]:not([data-wide])")].filter((one) => {
    const canvas = one.querySelector(".canvas"), last = canvas.getBoundingClientRect().right + 1;
    return canvas.scrollWidth > canvas.clientWidth
        || [...canvas.querySelectorAll("svg text")].some((text) => text.getBoundingClientRect().right > last);
}).map((one) => one.dataset.figure)"""
KEYS = """() => [...document.querySelectorAll('[data-kind="region_map"] .live')].map((one) => {
    const key = one.querySelector(".role-legend"), texts = [...key.querySelectorAll("text")];
    const map = one.querySelector(".mark-shape").getBoundingClientRect();
    return [key.getBoundingClientRect().top >= map.bottom - 8, Math.min(...texts.map((text) =>
        parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))];
})"""


@pytest.mark.parametrize("path", PAGES)
def test_a_figure_is_seen_whole_with_its_key(watched: Callable[..., Any], furnished_address: str, path: str) -> None:
    tab = watched(furnished_address, **PHONE)
    tab.goto(furnished_address + path)
    tab.wait_for_function(DRAWN)
    assert tab.evaluate(CUT) == []
    for below, letters in tab.evaluate(KEYS):
        assert below and letters >= 9
    assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]


def test_another_width_draws_the_figure_anew(watched: Callable[..., Any], furnished_address: str) -> None:
    tab = watched(furnished_address, **PHONE)
    tab.goto(f"{furnished_address}/atlas")
    tab.wait_for_function(DRAWN)
    tab.set_viewport_size({"width": 1200, "height": 900})
    tab.wait_for_function("""() => [...document.querySelectorAll("[data-figure]:not([data-slim])")]
        .every((one) => one.dataset.drawn?.includes("on=page"))""")


def test_without_scripts_the_picture_suits_the_phone(watched: Callable[..., Any], furnished_address: str) -> None:
    tab = watched(furnished_address, javaScriptEnabled=False, **PHONE)
    tab.goto(f"{furnished_address}/atlas")
    assert "on=phone" in tab.locator(".canvas picture img").first.evaluate("one => one.currentSrc")


@pytest.mark.parametrize("path", ["/atlas?indicator=gdp", "/documents", "/scenarios", "/library"])
def test_a_line_of_a_table_stays_a_line(watched: Callable[..., Any], furnished_address: str, path: str) -> None:
    tab = watched(furnished_address, **PHONE)
    tab.goto(furnished_address + path)
    tallest = """() => Math.max(0, ...[...document.querySelectorAll("main tbody tr")]
        .filter((row) => row.checkVisibility()).map((row) => row.getBoundingClientRect().height))"""
    assert tab.evaluate(tallest) <= 110
