"""Every page of the workbench, walked by its routes: nothing hinders people, nothing leaves this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from furnishing import NO_PAGES, OWNER, PASSWORD, Furnished, addresses, is_paper, route_paths

LANGUAGES = ("zh", "en")
# What depends on the look and not on the words: checked again in the dark and in the careful look.
OF_LOOK = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]
# The figures near the top of a page are drawn live.
DRAWN = """() => [...document.querySelectorAll("[data-figure]")]
    .every((one) => one.dataset.drawn || one.getBoundingClientRect().top > innerHeight + 300)"""


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}&theme=light"


def test_no_page_can_be_forgotten(furnished: Furnished, furnished_app: Any) -> None:
    paths = route_paths(furnished_app)
    assert set(paths) >= NO_PAGES, "a route that is gone is named in furnishing.py"
    walked = addresses(furnished, furnished_app) + addresses(furnished, furnished_app, of_people=True)
    assert len(walked) > 25


def troubles(tab: Any, axe: Callable[..., None], language: str) -> list[str]:
    """Return what hinders people on a page: in the light, in the dark, and in the careful look (English: dark)."""
    told = []
    careful = {"theme": "light" if language == "zh" else "dark", "care": "1"}
    tab.wait_for_function(DRAWN)
    for rules, look in ((None, {}), (OF_LOOK, {"theme": "dark"}), (OF_LOOK, careful)):
        tab.evaluate("look => Object.assign(document.documentElement.dataset, look)", look)
        try:
            axe(tab, rules)
        except AssertionError as error:
            told.append(f"{look}: {error}")
    return told


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_hinders_people_and_nothing_leaves_this_machine(
    watched: Callable[..., Any], furnished: Furnished, furnished_app: Any, furnished_address: str,
    axe: Callable[..., None], language: str,
) -> None:  # fmt: skip
    tab = watched(furnished_address)
    found = []
    for path in addresses(furnished, furnished_app):
        assert tab.goto(furnished_address + in_language(path, language)).status == 200, path
        if not is_paper(path):
            found += troubles(tab, axe, language)
    assert found == []
    assert tab.strays == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_people_hinder_nobody(
    watched: Callable[..., Any], furnished: Furnished, furnished_app: Any, people_address: str,
    axe: Callable[..., None], as_owner: Callable[[Any, str], None], language: str,
) -> None:  # fmt: skip
    tab = watched(people_address)
    tab.expected.add("Failed to load resource: the server responded with a status of 401 (Unauthorized)")
    tab.goto(people_address + in_language("/login", language))
    found = troubles(tab, axe, language)
    enter(tab, "陌生人", "a wrong sentence")
    tab.locator("main [role=alert]").wait_for()
    found += troubles(tab, axe, language)
    as_owner(tab, people_address)
    for path in addresses(furnished, furnished_app, of_people=True):
        if path != "/login":
            assert tab.goto(people_address + in_language(path, language)).status == 200, path
            tab.locator("details.menu summary").last.click()  # what a person may go to
            found += troubles(tab, axe, language)
    tab.goto(people_address + in_language("/shares?path=/board", language))
    tab.context.clear_cookies()  # a log-in that ended: what was being sent is held, shown, and sent on
    tab.locator("main form button").first.click()
    tab.locator("main input[name=login_name]").wait_for()
    found += troubles(tab, axe, language)
    enter(tab, OWNER, PASSWORD)
    tab.locator("dl.held").wait_for()
    found += troubles(tab, axe, language)
    assert found == []
    assert tab.strays == []


def enter(tab: Any, name: str, password: str) -> None:
    tab.locator("main input[name=login_name]").fill(name)
    tab.locator("main input[name=login_password]").fill(password)
    tab.keyboard.press("Enter")


def test_every_link_of_every_page_is_alive(
    watched: Callable[..., Any], furnished: Furnished, furnished_app: Any, furnished_address: str
) -> None:
    tab = watched(furnished_address, javaScriptEnabled=False)
    links: dict[str, str] = {}
    for path in addresses(furnished, furnished_app):
        tab.goto(furnished_address + in_language(path, "zh"))
        for link in tab.eval_on_selector_all("main a[href], footer a[href]", "all => all.map(a => a.href)"):
            links.setdefault(link.split("#")[0], path)
    kinds: dict[str, list[str]] = {}
    for link in links:  # one or two of each kind: tables hold hundreds of the same
        kinds.setdefault("".join("0" if mark.isdigit() else mark for mark in link.split("?")[0]), []).append(link)
    asked = [link for some in kinds.values() for link in some[:2]]
    assert len(asked) > 40
    strays = [link for link in asked if not link.startswith(furnished_address)]
    dead = [f"{link} on {links[link]}" for link in asked if link not in strays and tab.request.get(link).status >= 400]
    assert dead == []
    assert strays == []
