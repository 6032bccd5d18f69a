"""A furnished workbench for a session, open and with log-in, and tabs that see whatever a page does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import copy_library, serve
from furnishing import OWNER, PASSWORD, Furnished, furnish

from gongxing.workbench import Settings, create_app

# Runs before any script of a page: what a page breaks of its policy is an error that fails the test.
WATCH = """
document.addEventListener("securitypolicyviolation",
    (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
globalThis.canary = () => console.error("a string of the library ran as a script");
"""


@pytest.fixture(scope="session")
def furnished(library_place: Path, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """The sample with a scenario that was run, a brief, a publication, a finding, a correction and an owner."""
    place = tmp_path_factory.mktemp("furnished") / "library.db"
    copy_library(library_place, place)
    return furnish(place)


@pytest.fixture(scope="session")
def furnished_app(furnished: Furnished) -> Any:
    """The workbench of one person on it."""
    return create_app(furnished.place)


@pytest.fixture(scope="session")
def furnished_address(furnished_app: Any) -> Iterator[str]:
    """The address where it is served."""
    yield from serve(furnished_app)


@pytest.fixture(scope="session")
def people_address(furnished: Furnished) -> Iterator[str]:
    """The address where it is served to those who log in."""
    yield from serve(create_app(furnished.place, Settings(log_in=True, requests_each_second=10_000)))


@pytest.fixture
def watched(new_tab: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that opens a tab in which no other origin is reached and no dialog opens unseen."""

    def make(origin: str, **options: Any) -> Any:
        tab = new_tab(**options)

        def route(way: Any) -> None:
            if way.request.url.startswith((f"{origin}/", "data:", "blob:")):
                way.continue_()
            else:
                tab.strays.append(way.request.url)
                way.abort()

        def dialog(opened: Any) -> None:
            tab.strays.append(f"dialog: {opened.message}")
            opened.dismiss()

        tab.strays = []
        tab.context.set_default_timeout(60_000)  # of a machine on which others work
        tab.context.route("**/*", route)
        tab.on("dialog", dialog)
        if options.get("javaScriptEnabled", True):
            tab.add_init_script(WATCH)
        return tab

    return make


def enter(tab: Any, address: str) -> None:
    """Log in as the owner."""
    tab.goto(f"{address}/login?lang=zh")
    tab.locator("main input[name=login_name]").fill(OWNER)
    tab.locator("main input[name=login_password]").fill(PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{address}/")


@pytest.fixture
def as_owner() -> Callable[[Any, str], None]:
    """Return a function that logs a tab in as the owner."""
    return enter
