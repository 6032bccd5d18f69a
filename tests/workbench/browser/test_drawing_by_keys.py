"""A project is drawn without a mouse: arrows walk the map, Enter chooses, where one stands is seen and said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from test_every_page import in_language

PATH = "/scenarios/new/map"
STANDING = """() => {
    const over = document.querySelector(".ring .ring-over"), at = over?.getBoundingClientRect();
    return at && [...document.querySelectorAll(".live svg path")].filter((one) => {
        const box = one.getBoundingClientRect();
        return one.__data__?.datum?.region_code && Math.abs(box.x - at.x) + Math.abs(box.y - at.y) < 8
            && Math.abs(box.width - at.width) < 8;
    }).map((one) => one.__data__.datum.region)[0];
}"""
# From every region the arrows lead to every other, in some steps.
REACHED = """async () => {
    const address = performance.getEntriesByType("resource").find((one) => one.name.endsWith("walk.js")).name;
    const { nextOf, placesOf, WAYS } = await import(address);
    const offered = new Set([...document.getElementById("a").options].map((one) => one.value));
    const places = placesOf(document.querySelector(".canvas"), (code) => offered.has(code));
    return [...places.keys()].map((start) => {
        const met = new Set([start]);
        for (const code of met) for (const way of Object.values(WAYS)) met.add(nextOf(places, code, way));
        return [met.size, places.size];
    });
}"""


def opened(tab: Any, address: str) -> Any:
    tab.goto(address)
    tab.wait_for_selector('.canvas[role="application"]')
    tab.locator(".canvas").focus()
    return tab


def heard(tab: Any, words: str) -> None:
    tab.wait_for_function("words => document.getElementById('live').textContent.includes(words)", arg=words)


@pytest.mark.parametrize(("language", "names"), [("zh", ["成都", "德阳"]), ("en", ["Chengdu", "Deyang"])])
def test_arrows_walk_and_enter_chooses(
    watched: Callable[..., Any], furnished_address: str, language: str, names: list[str]
) -> None:
    tab = watched(furnished_address)
    opened(tab, furnished_address + in_language(f"{PATH}?a=510100", language))
    assert tab.locator("#map-keys").is_visible()
    for key, name in (("ArrowUp", names[0]), ("ArrowUp", names[1])):  # the first step stands on what is chosen
        tab.keyboard.press(key)
        heard(tab, name)
        assert tab.evaluate(STANDING) == name
    tab.keyboard.press("Enter")
    tab.wait_for_function("() => document.getElementById('b').value === '510600'")
    tab.wait_for_url("**b=510600**")
    heard(tab, names[1])
    tab.keyboard.press("Enter")  # once more lets it go
    tab.wait_for_function("() => document.getElementById('b').value === ''")
    assert tab.locator("#a").input_value() == "510100"
    tab.keyboard.press("Tab")
    assert tab.locator(".ring").count() == 0
    assert tab.strays == []


def test_escape_takes_away_both_ends_and_their_marks(watched: Callable[..., Any], furnished_address: str) -> None:
    tab = opened(watched(furnished_address), furnished_address + in_language(f"{PATH}?a=510100&b=510600", "zh"))
    tab.locator("#selection").wait_for()
    tab.keyboard.press("Escape")
    tab.wait_for_function("() => ['a', 'b'].every((id) => document.getElementById(id).value === '')")
    tab.wait_for_function("() => !/[?&](a|b|select)=/.test(location.search)")
    assert not tab.locator("#selection").is_visible()
    assert tab.strays == []


def test_every_region_is_reached(watched: Callable[..., Any], furnished_address: str) -> None:
    tab = opened(watched(furnished_address), furnished_address + PATH)
    reached = tab.evaluate(REACHED)
    assert len(reached) > 10 and all(met == every for met, every in reached), reached


def test_a_ring_keeps_to_its_region_when_the_window_changes(
    watched: Callable[..., Any], furnished_address: str
) -> None:
    tab = opened(watched(furnished_address), furnished_address + PATH)
    tab.keyboard.press("ArrowUp")
    before = tab.evaluate(STANDING)
    tab.set_viewport_size({"width": 900, "height": 900})
    tab.wait_for_function(f"before => ({STANDING})() === before", arg=before)
