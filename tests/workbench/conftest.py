"""A workbench on a small library, a server on loopback, and a browser that fails a test for hidden faults.

For page tests: ``client`` asks without a browser; ``page`` is a tab of Chromium on the live server that fails the test
on any error in its console and on any request to another host; ``axe(page)`` finds what hinders people.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from asking import SAME_SITE, copy_library, serve
from starlette.testclient import TestClient

from gongxing.sample import open_sample
from gongxing.workbench import Settings, create_app


@pytest.fixture(scope="session")
def library_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample library, for tests that only read."""
    with open_sample(tmp_path_factory.mktemp("workbench")) as library:
        return Path(library.place)


@pytest.fixture(scope="session")
def client(library_place: Path) -> Iterator[TestClient]:
    """A client of the workbench without a browser; writes need ``headers=SAME_SITE``."""
    with TestClient(create_app(library_place), base_url="http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def own_library(library_place: Path, tmp_path: Path) -> Path:
    """A copy of the library, for tests that write."""
    place = tmp_path / "library.db"
    copy_library(library_place, place)
    return place


@pytest.fixture
def own_client(own_library: Path) -> Iterator[TestClient]:
    """A client of a workbench on a library of its own, with the headers that let it write."""
    with TestClient(
        create_app(own_library), base_url="http://127.0.0.1", follow_redirects=False, headers=SAME_SITE
    ) as opened:
        yield opened


@pytest.fixture(scope="session")
def address(library_place: Path) -> Iterator[str]:
    """The address of a live server on the library of this session."""
    yield from serve(create_app(library_place))


@pytest.fixture
def own_address(own_library: Path) -> Iterator[str]:
    """The address of a live server on a library of its own, for tests that write."""
    yield from serve(create_app(own_library))


@pytest.fixture
def empty_address(tmp_path: Path) -> Iterator[str]:
    """The address of a live server on an empty library."""
    yield from serve(create_app(tmp_path / "empty.db", Settings(create=True)))


@pytest.fixture
def serving() -> Iterator[Callable[[Any], str]]:
    """Return a function that serves an application of the test's own and returns its address."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(contextmanager(serve)(app))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("no Chromium is installed; .ci/run installs it")
        pytest.skip("no Chromium is installed here (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def new_tab(browser: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a tab: ``new_tab(javaScriptEnabled=False, colorScheme="dark")``.

    At the end of the test whatever a tab's console complained of, and each request to another host, fails the test.
    """
    complaints: list[str] = []
    contexts = []

    def watch_message(message: Any) -> None:
        if message.type == "error" and message.text not in expected:
            complaints.append(f"console: {message.text}")

    def watch_request(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname not in ("127.0.0.1", "localhost"):
            complaints.append(f"request to {request.url}")

    expected: set[str] = set()

    def make(**options: Any) -> Any:
        named = {"javaScriptEnabled": "java_script_enabled", "colorScheme": "color_scheme"}
        context = browser.new_context(**{named.get(key, key): value for key, value in options.items()})
        contexts.append(context)
        context.set_default_timeout(10_000)
        tab = context.new_page()
        tab.on("console", watch_message)
        tab.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        tab.on("request", watch_request)
        tab.expected = expected  # what a test says it provokes
        return tab

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_tab: Callable[..., Any]) -> Any:
    """A tab in Chinese with scripts on."""
    return new_tab(locale="zh-CN")


@pytest.fixture
def axe() -> Callable[..., None]:
    """Return a function that fails the test where a page hinders people (WCAG 2.0 to 2.2, A and AA).

    ``axe(tab)`` looks at all of it, ``axe(tab, ["color-contrast"])`` at some rules.
    """
    from axe_playwright_python.sync_playwright import Axe

    engine = Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def check(tab: Any, rules: list[str] | None = None) -> None:
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": tags}
        options = {"runOnly": only, "resultTypes": ["violations"]}
        if not tab.evaluate("'axe' in globalThis"):
            tab.evaluate(engine.axe_script)
        found = tab.evaluate("options => axe.run(document, options).then((all) => all.violations)", options)
        told = [
            f"{one['id']} ({one['impact']}): {one['help']}\n"
            + "\n".join(f"    {node['html'][:160]}\n      {node['failureSummary'][:300]}" for node in one["nodes"][:4])
            for one in found
        ]
        assert not told, f"{tab.url}\n" + "\n".join(told)

    return check
