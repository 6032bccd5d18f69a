"""What a person has set on a page by clicks and keys is the same from its address in another browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from furnishing import Furnished

# What is seen of a view: headings, what fields hold, rows, what is chosen, which figures, which facts are marked.
SEEN = """() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
    const words = (one) => one.innerText.replace(/\\s+/g, " ").trim();
    const held = (one) => [one.name || one.id, one.value, /^(checkbox|radio)$/.test(one.type) && one.checked];
    return {
        title: document.title,
        language: document.documentElement.lang,
        headings: shown("h1, h2, h3").map(words),
        fields: shown("main input, main select, main textarea").map(held),
        rows: shown("main tr, main [data-row]").map(words),
        chips: shown(".chip-on, [aria-pressed=true], main [aria-current]").map(words),
        selected: [...document.querySelectorAll("[data-region].selected")].map((one) => one.dataset.region),
        told: document.querySelector("#selection").innerText,
        figures: [...document.querySelectorAll("[data-figure]")].map((one) => one.dataset.figure),
        facts: shown("article .fact").map((one) => [one.className, words(one)]),
        note: shown("#note").map(words),
    };
}"""


def chosen(tab: Any, selector: str, value: str) -> None:
    """Choose from a list that applies at once."""
    with tab.expect_navigation():
        tab.locator(selector).select_option(value)


def clicked(tab: Any, selector: str, words: str | None = None) -> None:
    """Click what opens a page."""
    with tab.expect_navigation():
        tab.locator(selector, has_text=words).first.click()


def row_selected(tab: Any, code: str = "510700") -> None:
    tab.locator(f'tr[data-row][data-region="{code}"] td').first.click()
    tab.wait_for_url(f"**select={code}**")


def atlas(tab: Any, _: Furnished) -> None:
    chosen(tab, "#indicator", "gdp")
    chosen(tab, "#classing", "equal")
    clicked(tab, ".chip", "成都都市圈")
    row_selected(tab)


def region(tab: Any, _: Furnished) -> None:
    clicked(tab, "a[href*='indicator=gdp&'], a[href*='indicator=gdp']")
    tab.locator("details.twin summary").first.click()
    tab.locator("a[data-select='510600']").first.click()
    tab.wait_for_url("**select=510600**")
    tab.locator("details.twin summary").first.click()


def board(tab: Any, _: Furnished) -> None:
    clicked(tab, ".states a", "已兑现")
    tab.locator("#by").select_option(index=1)
    clicked(tab, "main form.fields button")
    tab.locator("[data-row][data-region] p.small").last.click()
    tab.wait_for_url("**select=**")


def compare(tab: Any, _: Furnished) -> None:
    clicked(tab, ".chip", "趋同")
    tab.locator("#versus").select_option("groups")
    clicked(tab, "main form.fields button")
    tab.locator("#one").fill("成都都市圈")
    clicked(tab, "main form.fields button")
    row_selected(tab, "510100")


def documents(tab: Any, _: Furnished) -> None:
    tab.locator("#region").fill("绵阳")
    clicked(tab, "main form.fields button")
    clicked(tab, "main a.chip")


def document(tab: Any, furnished: Furnished) -> None:
    clicked(tab, "a.chip-kind")
    clicked(tab, "article a.fact >> nth=3")


def table(tab: Any, _: Furnished) -> None:
    tab.locator("#find-cells").fill("绵阳")
    clicked(tab, "main form.fields button")
    clicked(tab, "td a:has(code)")


def search(tab: Any, _: Furnished) -> None:
    tab.locator("#q").fill("氢能")
    clicked(tab, "main form.fields button")
    clicked(tab, "main a.chip")


def plans(tab: Any, _: Furnished) -> None:
    tab.locator("[type=checkbox][name=fact]").nth(1).check()
    tab.locator("#kind").select_option(index=1)
    clicked(tab, "main form.fields button")
    tab.locator("[type=checkbox][name=fact]:not(:checked)").first.check()
    tab.wait_for_url("**fact=*fact=**")


def drawing(tab: Any, _: Furnished) -> None:
    with tab.expect_navigation():
        tab.locator("input[name=kind]:not(:checked)").first.check()
    tab.locator("#a").select_option("510100")
    tab.locator("#b").select_option("511400")
    tab.wait_for_url("**b=511400**")


def scenario(tab: Any, _: Furnished) -> None:
    tab.locator("#what").select_option(index=1)
    tab.wait_for_url("**what=**")
    row_selected(tab)


def two_runs(tab: Any, _: Furnished) -> None:
    chosen(tab, "#with", "two")
    row_selected(tab, "510100")


def budget(tab: Any, _: Furnished) -> None:
    tab.locator("#budget").fill("40")
    tab.locator("#objective").select_option("balance")
    clicked(tab, "button[value=search]")
    tab.locator('[data-over="1"]').wait_for()
    clicked(tab, ".job a")
    tab.locator("#mixes").wait_for()


def brief(tab: Any, _: Furnished) -> None:
    clicked(tab, "main tr a, main li a, main a.card", "谁在带头")
    clicked(tab, ".settings a", "English")


VIEWS: dict[str, tuple[str, Callable[[Any, Furnished], None]]] = {
    "atlas": ("/atlas", atlas),
    "region": ("/regions/510700", region),
    "board": ("/board", board),
    "compare": ("/compare", compare),
    "documents": ("/documents", documents),
    "document": ("/documents/{news}", document),
    "table": ("/documents/{table}", table),
    "search": ("/search", search),
    "plans": ("/scenarios/new/plans", plans),
    "drawing": ("/scenarios/new/map", drawing),
    "scenario": ("/scenarios/chengmei", scenario),
    "two runs": ("/scenarios/chengmei", two_runs),
    "budget": ("/scenarios/two/budget", budget),
    "brief": ("/briefs", brief),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_the_same_from_its_address(
    watched: Callable[..., Any], furnished: Furnished, furnished_address: str, name: str
) -> None:
    start, way = VIEWS[name]
    tab = watched(furnished_address, locale="zh-CN")
    tab.goto(furnished_address + start.format(news=furnished.news, table=furnished.table))
    plain = tab.evaluate(SEEN)
    way(tab, furnished)
    seen = tab.evaluate(SEEN)
    assert seen != plain
    other = watched(furnished_address, locale="en-US")
    other.goto(tab.url)
    again = other.evaluate(SEEN)
    assert {key: again[key] for key in seen if again[key] != seen[key]} == {}, (
        tab.url, {key: seen[key] for key in seen if again[key] != seen[key]},
    )  # fmt: skip
    assert tab.strays == other.strays == []
