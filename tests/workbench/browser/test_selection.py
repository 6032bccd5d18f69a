"""A region chosen in a table, a map or a chart is chosen in all of them, by mouse and by keys, and in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

CODE, NAME = "510600", "德阳"
# In the atlas it lies in a group whose outline is drawn over it. The page of a region has it in the figure's own table.
PAGES = {
    "atlas": ("/atlas?indicator=gdp&year=2023&group=成都都市圈", 2),
    "region": ("/regions/510700", 1),
    "inequality": ("/compare?family=inequality", 1),
    "convergence": ("/compare?family=convergence", 1),
    "scenario": ("/scenarios/chengmei", 2),
}
DRAWN = """() => [...document.querySelectorAll("[data-figure]")].every((one) => {
    if (!one.dataset.drawn) one.scrollIntoView();
    return one.dataset.drawn;
})"""
# What is drawn in the figures whose marks stand for regions. Vega keeps a mark's datum on its element.
PICTURES = """() => [...document.querySelectorAll("[data-figure]")].map((one) => one.querySelector(".live svg"))
    .filter((svg) => [...svg.querySelectorAll("path")].some((path) => path.__data__?.datum?.region_code))
    .map((svg) => svg.outerHTML)"""
# A point of the page where a mark of a region is on top.
POINT = """([place, code]) => {
    const svg = [...document.querySelectorAll("[data-figure]")].map((one) => one.querySelector(".live svg"))
        .filter((one) => [...one.querySelectorAll("path")].some((path) => path.__data__?.datum?.region_code))[place];
    svg.scrollIntoView({ block: "center", behavior: "instant" });
    for (const path of svg.querySelectorAll("path")) {
        if (path.__data__?.datum?.region_code !== code) continue;
        const box = path.getBoundingClientRect();
        for (let row = 1; row < 12; row++) {
            for (let column = 1; column < 12; column++) {
                const at = [box.x + box.width * column / 12, box.y + box.height * row / 12];
                if (document.elementFromPoint(...at) === path) return at;
            }
        }
    }
}"""


def wait_for_pictures(tab: Any, others: list[str], *, like: bool) -> None:
    """Wait until all figures are drawn as before, or each otherwise than before."""
    compared = "every((one, at) => (one === before[at]) === like)"
    tab.wait_for_function(f"([before, like]) => ({PICTURES})().{compared}", arg=[others, like])


def opened(tab: Any, address: str) -> list[str]:
    tab.goto(address)
    tab.wait_for_function(DRAWN)
    pictures: list[str] = tab.evaluate(PICTURES)
    return pictures


def is_chosen_in_the_tables(tab: Any) -> None:
    rows = tab.locator(f'tr[data-region="{CODE}"]')
    assert rows.count() >= 1
    marked = rows.evaluate_all("all => all.map(one => [one.className, one.getAttribute('aria-current')])")
    assert all("selected" in look and current == "true" for look, current in marked), marked
    assert tab.locator('tr.selected:not([data-region="' + CODE + '"])').count() == 0
    assert NAME in tab.locator("#live").inner_text() and NAME in tab.locator("#selection").inner_text()


def choose_nothing(tab: Any, plain: list[str]) -> None:
    tab.keyboard.press("Escape")
    tab.wait_for_url(lambda address: "select=" not in address)
    wait_for_pictures(tab, plain, like=True)
    assert tab.locator("tr.selected").count() == 0 and not tab.locator("#selection").is_visible()
    assert "没有选中" in tab.locator("#live").inner_text()


@pytest.mark.parametrize("name", PAGES)
def test_a_region_is_chosen_everywhere_at_once(watched: Callable[..., Any], furnished_address: str, name: str) -> None:
    path, figures = PAGES[name]
    tab = watched(furnished_address, locale="zh-CN")
    plain = opened(tab, furnished_address + path)
    assert len(plain) == figures

    row = tab.locator(f'tr[data-row][data-region="{CODE}"] td').first
    if name == "region":
        tab.locator("details.twin summary").click()
        row = tab.locator(f'.twin tr[data-region="{CODE}"] td').last
    row.click()
    tab.wait_for_url(f"**select={CODE}**")
    is_chosen_in_the_tables(tab)
    wait_for_pictures(tab, plain, like=False)
    chosen = tab.evaluate(PICTURES)
    address = tab.url
    choose_nothing(tab, plain)

    for place in range(figures):
        tab.mouse.click(*tab.evaluate(POINT, [place, CODE]))
        tab.wait_for_url(f"**select={CODE}**")
        is_chosen_in_the_tables(tab)
        wait_for_pictures(tab, chosen, like=True)
        choose_nothing(tab, plain)

    other = watched(furnished_address, locale="zh-CN")
    opened(other, address)
    wait_for_pictures(other, chosen, like=True)
    assert NAME in other.locator("#selection").inner_text()
    assert tab.strays == other.strays == []


@pytest.mark.parametrize("name", PAGES)
def test_a_region_is_chosen_by_keys(watched: Callable[..., Any], furnished_address: str, name: str) -> None:
    path, _ = PAGES[name]
    tab = watched(furnished_address, locale="zh-CN")
    plain = opened(tab, furnished_address + path)
    figure = tab.locator("[data-figure]", has=tab.locator(".twin [data-region]")).first
    order = figure.locator(".twin [data-region]").evaluate_all(
        "all => [...new Set(all.map(one => one.dataset.region))]"
    )
    figure.locator(".canvas").focus()
    for key, code in (("Home", order[0]), ("ArrowDown", order[1]), ("End", order[-1]), ("ArrowUp", order[-2])):
        tab.keyboard.press(key)
        tab.wait_for_url(f"**select={code}**")
        wait_for_pictures(tab, plain, like=False)
    assert tab.evaluate("document.activeElement.className") == "canvas"
    choose_nothing(tab, plain)

    figure.locator("details.twin summary").press("Enter")
    link = figure.locator(f'a[data-select="{CODE}"]').first
    link.press("Enter")
    tab.wait_for_url(f"**select={CODE}**")
    is_chosen_in_the_tables(tab)
    tab.locator("#selection button").press("Enter")
    tab.wait_for_url(lambda address: "select=" not in address)
    assert tab.evaluate("document.activeElement !== document.body")

    row = tab.locator(f'tr[data-row][data-region="{CODE}"] a').first
    (row if row.count() else link).press("s")
    tab.wait_for_url(f"**select={CODE}**")
    is_chosen_in_the_tables(tab)
    choose_nothing(tab, plain)


def test_without_scripts_a_link_of_the_table_chooses(watched: Callable[..., Any], furnished_address: str) -> None:
    tab = watched(furnished_address, locale="zh-CN", javaScriptEnabled=False)
    tab.goto(f"{furnished_address}/atlas?indicator=gdp&year=2023")
    tab.locator("details.twin summary").first.click()
    tab.locator(f'a[data-select="{CODE}"]').first.click()
    assert f"select={CODE}" in tab.url and "indicator=gdp" in tab.url
    assert NAME in tab.locator("tr[aria-current]").first.text_content()
