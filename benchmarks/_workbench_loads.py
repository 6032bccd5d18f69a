"""What a browser fetches when a page is opened for the first time: each answer as it came over the wire."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

LIMIT, LIMIT_WITH_CHARTS = 80_000, 500_000  # bytes
BUNDLE = "vega.js"


class Load(NamedTuple):
    """The answers of a first load: bytes by address, heads included; those of the page itself."""

    address: str
    answers: dict[str, int]
    html: int

    @property
    def bundle(self) -> int:
        """The charts' script."""
        return sum(size for address, size in self.answers.items() if address.endswith(BUNDLE))

    @property
    def whole(self) -> int:
        """Everything."""
        return sum(self.answers.values())

    @property
    def bare(self) -> int:
        """Everything but the charts' script."""
        return self.whole - self.bundle


@contextmanager
def chromium() -> Iterator[Any]:
    """Yield a real Chromium, ``None`` where there is none."""
    place = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if place is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def load_of(browser: Any, base: str, address: str) -> Load:
    """Open an address in a browser that has seen nothing, and go down to its end, so that every figure is fetched."""
    context = browser.new_context(viewport={"width": 1360, "height": 900}, locale="zh-CN")
    tab = context.new_page()
    wire = context.new_cdp_session(tab)
    asked: dict[str, Any] = {}
    sizes: dict[str, int] = {}
    wire.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event}))
    wire.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    wire.send("Network.enable")
    try:
        answer = tab.goto(base + address, timeout=120_000)
        if answer is None or answer.status != 200:
            raise AssertionError(f"{address}: {answer and answer.status}")
        tab.wait_for_load_state("networkidle", timeout=120_000)
        for place in range(0, min(tab.evaluate("document.documentElement.scrollHeight"), 20_000), 600):
            tab.evaluate("place => scrollTo(0, place)", place)
            tab.wait_for_timeout(40)
        tab.wait_for_timeout(600)
        tab.wait_for_load_state("networkidle", timeout=120_000)
    finally:
        context.close()
    found: dict[str, int] = {}
    for number, size in sizes.items():
        name = asked[number]["request"]["url"].removeprefix(base) if number in asked else ""
        found[name] = found.get(name, 0) + round(size)
    pages = [size for number, size in sizes.items() if number in asked and asked[number].get("type") == "Document"]
    return Load(address, found, round(sum(pages)))


def first_loads(console: Console, base: str, asked: dict[str, list[str]]) -> None:
    """Print for each kind of page the first load of the heaviest of some addresses."""
    heads = ("page", "n", "KB without charts' script", "KB with it", "answers", "HTML", "the heaviest")
    made = Table(*heads, title="first loads, in a browser that has seen nothing", title_justify="left")
    over = []
    with chromium() as browser:
        if browser is None:
            console.print("first loads: not measured, for there is no Chromium here")
            return
        for name, ones in asked.items():
            loads = [load_of(browser, base, address) for address in ones]
            worst = max(loads, key=lambda load: load.bare)
            over += [load.address for load in loads if load.bare >= LIMIT or load.whole >= LIMIT_WITH_CHARTS]
            made.add_row(
                name, str(len(loads)), f"{worst.bare / 1000:.0f}", f"{max(load.whole for load in loads) / 1000:.0f}",
                str(len(worst.answers)), f"{worst.html / 1000:.0f}", worst.address,
            )  # fmt: skip
    console.print(made)
    console.print(f"of {LIMIT // 1000} KB without and {LIMIT_WITH_CHARTS // 1000} KB with: over are {over or 'none'}")
