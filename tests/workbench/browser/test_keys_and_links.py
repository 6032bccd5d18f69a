"""Every page by keys alone, without scripts, and again from its address in another browser."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from furnishing import Furnished, addresses, is_paper
from test_every_page import in_language


def test_every_page_is_whole_without_scripts(
    watched: Callable[..., Any], furnished: Furnished, furnished_app: Any, furnished_address: str
) -> None:
    with_scripts = watched(furnished_address)
    without = watched(furnished_address, javaScriptEnabled=False)
    for path in addresses(furnished, furnished_app):
        if is_paper(path):
            continue
        for tab in (with_scripts, without):
            tab.goto(furnished_address + in_language(path, "zh"), wait_until="domcontentloaded")
        for what in ("h1, h2", "main table", "main form button", "main figure figcaption"):
            assert without.locator(what).count() == with_scripts.locator(what).count() or what == "main form button"
            assert without.locator(what).count() >= with_scripts.locator(what).count(), (path, what)
        assert without.locator("main").inner_text().strip(), path


def digests(tab: Any, origin: str) -> dict[str, str]:
    """Return the hash of each figure of a page, by its address."""
    shown = tab.eval_on_selector_all("[data-figure]", "all => all.map(one => one.dataset.figure)")
    return {one: hashlib.sha256(tab.request.get(origin + one).body()).hexdigest() for one in shown}


def test_a_view_reached_by_clicks_is_the_same_from_its_address(
    watched: Callable[..., Any], furnished_address: str
) -> None:
    tab = watched(furnished_address, locale="zh-CN")
    tab.goto(f"{furnished_address}/atlas?lang=zh")
    tab.get_by_label("指标").select_option(value="gdp")
    tab.wait_for_url("**indicator=gdp**")
    tab.locator(".chip", has_text="成都都市圈").click()
    tab.wait_for_url("**group=**")
    tab.locator('tr[data-row][data-region="510700"] td').first.click()
    tab.wait_for_url("**select=510700**")
    other = watched(furnished_address, locale="en-US")
    other.goto(tab.url)
    assert other.locator("h1").inner_text() == tab.locator("h1").inner_text()
    assert digests(tab, furnished_address) == digests(other, furnished_address) != {}
    marks = "all => all.map(one => one.dataset.region + one.classList.contains('selected'))"
    assert tab.eval_on_selector_all("[data-region]", marks) == other.eval_on_selector_all("[data-region]", marks)
    assert "selected" in other.locator('tr[data-row][data-region="510700"]').get_attribute("class")
