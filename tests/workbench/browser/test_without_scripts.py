"""Every page without scripts."""

from __future__ import annotations

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
